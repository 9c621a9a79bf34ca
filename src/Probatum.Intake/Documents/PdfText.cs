using UglyToad.PdfPig.Content;

namespace Probatum.Intake;

/// <summary>The words of a PDF's pages with the box of each, lines in the order in which the page draws them.</summary>
/// <remarks>
/// A word that is broken at the end of a line is put together again, without its hyphen unless the same word was met with
/// one inside a line before; soft hyphens are dropped. Where a line begins and what parts paragraphs is judged by the size
/// of the letters, as UglyToad.PdfPig's ContentOrderTextExtractor does.
/// </remarks>
internal sealed class PdfText(MappedText text)
{
    private const double NewLine = 0.9;
    private const double NewParagraph = 1.7;
    private const int MostCompounds = 100_000;
    private const char SoftHyphen = '\u00AD';

    private readonly HashSet<string> _compounds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a page; false when it holds no letter.</summary>
    public bool Append(Page page, int number)
    {
        var place = text.Place(new(Page: number));
        var line = new List<PdfGlyph>();
        var (before, start) = ((Letter?)null, text.Length);
        var size = 0.0;
        foreach (var letter in page.Letters)
        {
            var value = Clean(letter.Value);
            if (value.Length == 0)
            {
                continue;
            }

            if (before is not null && value != " ")
            {
                var (least, fall) = (Math.Round(Math.Min(before.PointSize, letter.PointSize)), before.StartBaseLine.Y - letter.StartBaseLine.Y);
                if (Math.Abs(fall) > least * NewLine)
                {
                    Write(line, size, place);
                    line.Clear();
                    text.Break(fall > least * NewParagraph ? "\n\n" : "\n");
                }
            }

            if (value != " ")
            {
                (before, size) = (letter, Math.Max(letter.PointSize, 1));
            }

            line.Add(Glyph(letter, value));
        }

        Write(line, size, place);
        text.TrimEnd();
        return text.Length > start;
    }

    private void Write(List<PdfGlyph> line, double size, int place)
    {
        var glyphs = PdfLine.Read(line, size);
        for (var i = 0; i < glyphs.Count;)
        {
            if (glyphs[i].IsBlank)
            {
                if (text.Length > 0 && text.Last is not (' ' or '\n' or '\f'))
                {
                    text.Separate(" ");
                }

                i++;
                continue;
            }

            var (from, box) = (i, Box(glyphs[i]));
            for (; i < glyphs.Count && !glyphs[i].IsBlank; i++)
            {
                box = box.Around(Box(glyphs[i]));
            }

            var word = string.Concat(glyphs[from..i].Select(glyph => glyph.Value));
            var whole = word.TrimEnd(SoftHyphen).Replace(SoftHyphen.ToString(), "", StringComparison.Ordinal) + (word[^1] == SoftHyphen && IsLast(glyphs, i) ? SoftHyphen : "");
            Join(whole);
            Remember(whole);
            text.Append(whole, place, box);
        }
    }

    private static bool IsLast(List<PdfGlyph> glyphs, int from) => glyphs.Skip(from).All(glyph => glyph.IsBlank);

    // 'exam-' at the end of a line and 'ple' at the start of the next one.
    private void Join(string word)
    {
        if (word.Length == 0 || text.Last != '\n' || text.FromEnd(2) is not ('-' or '\u2010' or SoftHyphen) || !char.IsLetter(text.FromEnd(3)) || !char.IsLower(word[0]))
        {
            return;
        }

        var first = "";
        for (var back = 3; char.IsLetter(text.FromEnd(back)); back++)
        {
            first = text.FromEnd(back) + first;
        }

        var second = string.Concat(word.TakeWhile(char.IsLetter));
        text.Shorten(text.FromEnd(2) != SoftHyphen && _compounds.Contains($"{first}-{second}") ? 1 : 2);
    }

    private void Remember(string word)
    {
        var compound = word.Trim('.', ',', ';', ':', '!', '?', '(', ')', '"', '“', '”', '\'', '‘', '’');
        if (compound.AsSpan(0, Math.Max(0, compound.Length - 1)).Contains('-') && _compounds.Count < MostCompounds)
        {
            _compounds.Add(compound);
        }
    }

    private static string Clean(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        return value.AsSpan().IsWhiteSpace() ? " " : LetterForms.Plain(string.Concat(value.Where(c => !char.IsControl(c) && !char.IsWhiteSpace(c))));
    }

    private static PdfGlyph Glyph(Letter letter, string value)
    {
        var box = letter.BoundingBox;
        var (left, right) = (Math.Min(letter.StartBaseLine.X, letter.EndBaseLine.X), Math.Max(letter.StartBaseLine.X, letter.EndBaseLine.X));
        return box.Height > 0 && box.Width > 0
            ? new(value, left, right, Math.Min(box.Bottom, box.Top), Math.Max(box.Bottom, box.Top))
            : new(value, left, right, letter.StartBaseLine.Y, letter.StartBaseLine.Y + Math.Max(letter.PointSize, 0));
    }

    private static PageBox Box(PdfGlyph glyph)
    {
        var (left, bottom) = (Tenths(glyph.Left), Tenths(glyph.Bottom));
        return new(left, bottom, Math.Max(0, Tenths(glyph.Right) - left), Math.Max(0, Tenths(glyph.Top) - bottom));
    }

    private static int Tenths(double points) => double.IsFinite(points) ? (int)Math.Clamp(Math.Round(points * 10), -ReadingFile.Furthest / 2, ReadingFile.Furthest / 2) : 0;
}
