using System.Globalization;

namespace Probatum.Intake;

/// <summary>The words that Tesseract found in a picture of a page, from its table. Total. Source: tesseract(1), TSV output.</summary>
internal static class TesseractPage
{
    private const int Columns = 12;
    private const int MostWords = 100_000;

    /// <summary>Adds the words of a page with their boxes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="text">Where to.</param>
    /// <param name="number">The page.</param>
    /// <param name="dotsPerInch">Of the picture.</param>
    /// <returns>The words and the sum of their confidence, in percent.</returns>
    public static (int Words, long Confidence) Append(string table, MappedText text, int number, int dotsPerInch)
    {
        var place = text.Place(new(Page: number));
        var (height, words, confidence) = (0, 0, 0L);
        (int, int, int) line = default;
        foreach (var row in table.Split('\n'))
        {
            var cells = row.TrimEnd('\r').Split('\t');
            if (cells.Length < Columns || !Numbers(cells, out var n))
            {
                continue;
            }

            height = n[0] == 1 ? n[9] : height;
            var word = string.Concat(cells[11].Where(c => !char.IsControl(c))).Trim();
            if (n[0] != 5 || word.Length == 0 || words >= MostWords)
            {
                continue;
            }

            var here = (n[2], n[3], n[4]);
            if (words > 0)
            {
                text.Separate(here == line ? " " : (here.Item1, here.Item2) == (line.Item1, line.Item2) ? "\n" : "\n\n");
            }

            int Tenths(long dots) => (int)Math.Clamp(dots * 720 / dotsPerInch, -ReadingFile.Furthest / 2, ReadingFile.Furthest / 2);
            text.Append(word, place, new PageBox(Tenths(n[6]), Tenths((long)height - n[7] - n[9]), Math.Max(0, Tenths(n[8])), Math.Max(0, Tenths(n[9]))));
            (line, words) = (here, words + 1);
            confidence += double.TryParse(cells[10], NumberStyles.Float, CultureInfo.InvariantCulture, out var said) && said is >= 0 and <= 100 ? (long)said : 0;
        }

        return (words, confidence);
    }

    private static bool Numbers(string[] cells, out int[] numbers)
    {
        numbers = new int[10];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(cells[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        return true;
    }
}
