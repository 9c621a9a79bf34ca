using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Core;

/// <summary>Words in a picture: SVG breaks no lines, so they are measured and broken here.</summary>
/// <remarks>Measured generously, in hundredths of the font's size: the reader's font is not known, and nothing may leave its box.</remarks>
public static class SvgText
{
    private const int Narrow = 54;
    private const int Capital = 68;
    private const int Full = 104;
    private const string Cut = "…";

    // Scripts whose characters are as wide as they are high. Source: UAX #11, the ranges of W and F, coarsened.
    private static readonly (int First, int Last)[] FullWidth =
        [(0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0x1F000, 0x3FFFF)];

    /// <summary>
    /// The text in lines of at most <paramref name="widthInPixels"/>, broken at spaces and after slashes, in a long word anywhere;
    /// what goes beyond <paramref name="most"/> lines is cut with a mark. What can't be seen is spelt out first.
    /// </summary>
    public static ImmutableArray<string> Lines(string text, int widthInPixels, int fontSize, int most)
    {
        var room = widthInPixels * 100 / fontSize;
        var lines = new List<string>();
        var line = new StringBuilder();
        var used = 0;
        foreach (var piece in Pieces(SafeText.Visible(text), room))
        {
            if (line.Length > 0 && used + Measure(piece.TrimEnd()) > room)
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
                used = 0;
                if (lines.Count > most)
                {
                    break;
                }
            }

            line.Append(piece);
            used += Measure(piece);
        }

        if (line.Length > 0)
        {
            lines.Add(line.ToString().TrimEnd());
        }

        return lines.Count <= most ? [.. lines] : [.. lines.Take(most - 1), Shortened(lines[most - 1], room)];
    }

    /// <summary>One line of text at a place, escaped. <paramref name="style"/> is our own markup, never a text of others.</summary>
    public static string At(int x, int y, string style, string line) => string.Create(
        CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-family=\"Helvetica,Arial,sans-serif\" {style}>{SafeText.Escape(line)}</text>");

    /// <summary>How wide a text may become, in hundredths of the font's size.</summary>
    internal static int Measure(string text)
    {
        var sum = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            sum += WidthOf(rune);
        }

        return sum;
    }

    private static int WidthOf(Rune rune) => rune.Value switch
    {
        >= 'A' and <= 'Z' or 'm' or 'w' or '%' or '@' or '—' or '→' or '…' => Capital,
        < 0x1100 => Narrow,
        _ => Array.Exists(FullWidth, range => range.First <= rune.Value && rune.Value <= range.Last) ? Full : Capital,
    };

    /// <summary>Words with the space after them; parts of a word end after a slash, and none is wider than a line.</summary>
    private static IEnumerable<string> Pieces(string text, int room)
    {
        var piece = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpace = rune.Value is ' ' or '\n' or '\t';
            if (piece.Length > 0 && (isSpace || used + WidthOf(rune) > room || piece[^1] == '/'))
            {
                yield return isSpace ? piece.Append(' ').ToString() : piece.ToString();
                piece.Clear();
                used = 0;
            }

            if (!isSpace)
            {
                piece.Append(rune.ToString());
                used += WidthOf(rune);
            }
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }

    private static string Shortened(string line, int room)
    {
        var kept = new StringBuilder();
        var used = WidthOf(Rune.GetRuneAt(Cut, 0));
        foreach (var rune in line.EnumerateRunes().TakeWhile(rune => (used += WidthOf(rune)) <= room))
        {
            kept.Append(rune.ToString());
        }

        return kept + Cut;
    }
}
