using System.Globalization;

namespace Probatum.Intake;

/// <summary>What one mark on a page stands for, and where it is, in points.</summary>
/// <param name="Value">Letters in the order in which they are read; one blank between words.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
/// <param name="Top">Upper edge.</param>
internal readonly record struct PdfGlyph(string Value, double Left, double Right, double Bottom, double Top)
{
    public bool IsBlank => Value == " ";
}

/// <summary>A line of a page, its letters in the order of reading, not of drawing.</summary>
/// <remarks>
/// Pages draw lines of Arabic and Hebrew from left to right or from right to left; sorted by place and turned round by
/// direction, both give the same text. Brackets are drawn mirrored there. Source: Unicode Standard Annex 9, rules L2 and
/// L4, read backwards and for one level of numbers and foreign words.
/// </remarks>
internal static class PdfLine
{
    private const double BlankOfSize = 0.2;
    private const string Brackets = "()[]{}<>«»‹›";

    /// <summary>The glyphs as read, with blanks where there is a gap.</summary>
    /// <param name="drawn">In the order of drawing.</param>
    /// <param name="size">The size of the letters, in points.</param>
    public static List<PdfGlyph> Read(List<PdfGlyph> drawn, double size)
    {
        var rightToLeft = drawn.Exists(glyph => Of(glyph) == Direction.Right);
        var glyphs = new List<PdfGlyph>(drawn.Count + 16);
        foreach (var glyph in rightToLeft ? Clusters(drawn).OrderBy(glyph => glyph.Left) : drawn.AsEnumerable())
        {
            if (glyphs.Count > 0 && !glyph.IsBlank && !glyphs[^1].IsBlank && glyph.Left - glyphs[^1].Right > size * BlankOfSize)
            {
                glyphs.Add(new(" ", glyphs[^1].Right, glyph.Left, glyph.Bottom, glyph.Top));
            }

            if (!glyph.IsBlank || (glyphs.Count > 0 && !glyphs[^1].IsBlank))
            {
                glyphs.Add(glyph);
            }
        }

        if (rightToLeft)
        {
            Turn(glyphs);
        }

        return glyphs;
    }

    private enum Direction
    {
        None, Left, Number, Right,
    }

    // A mark over a letter stays with it.
    private static List<PdfGlyph> Clusters(List<PdfGlyph> drawn)
    {
        var clusters = new List<PdfGlyph>(drawn.Count);
        foreach (var glyph in drawn)
        {
            if (clusters.Count > 0 && !clusters[^1].IsBlank && glyph.Value.Length > 0 && CharUnicodeInfo.GetUnicodeCategory(glyph.Value, 0) == UnicodeCategory.NonSpacingMark)
            {
                clusters[^1] = clusters[^1] with { Value = clusters[^1].Value + glyph.Value };
            }
            else
            {
                clusters.Add(glyph);
            }
        }

        return clusters;
    }

    private static void Turn(List<PdfGlyph> glyphs)
    {
        var (right, left) = (glyphs.Count(glyph => Of(glyph) == Direction.Right), glyphs.Count(glyph => Of(glyph) == Direction.Left));
        if (right >= left)
        {
            glyphs.Reverse();
            var mirrored = Enumerable.Repeat(true, glyphs.Count).ToArray();
            foreach (var (from, to) in Stretches(glyphs, 0, glyphs.Count, direction => direction is Direction.Left or Direction.Number, direction => direction == Direction.Right))
            {
                glyphs.Reverse(from, to - from);
                Array.Clear(mirrored, from, to - from);
            }

            Mirror(glyphs, 0, glyphs.Count, i => mirrored[i]);
            return;
        }

        foreach (var (from, to) in Stretches(glyphs, 0, glyphs.Count, direction => direction == Direction.Right, direction => direction == Direction.Left).ToList())
        {
            glyphs.Reverse(from, to - from);
            Mirror(glyphs, from, to, _ => true);
            foreach (var (first, behind) in Stretches(glyphs, from, to, direction => direction == Direction.Number, direction => direction == Direction.Right).ToList())
            {
                glyphs.Reverse(first, behind - first);
            }
        }
    }

    // From one wanted glyph to the last that no barred one parts from it.
    private static IEnumerable<(int From, int To)> Stretches(List<PdfGlyph> glyphs, int from, int to, Func<Direction, bool> wanted, Func<Direction, bool> barred)
    {
        for (var i = from; i < to; i++)
        {
            if (!wanted(Of(glyphs[i])))
            {
                continue;
            }

            var end = i + 1;
            for (var j = i + 1; j < to && !barred(Of(glyphs[j])); j++)
            {
                end = wanted(Of(glyphs[j])) ? j + 1 : end;
            }

            yield return (i, end);
            i = end - 1;
        }
    }

    private static void Mirror(List<PdfGlyph> glyphs, int from, int to, Func<int, bool> turned)
    {
        for (var i = from; i < to; i++)
        {
            if (turned(i) && glyphs[i].Value is [var c] && Brackets.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at)
            {
                glyphs[i] = glyphs[i] with { Value = Brackets[at ^ 1].ToString() };
            }
        }
    }

    private static Direction Of(PdfGlyph glyph)
    {
        foreach (var c in glyph.Value)
        {
            if (char.IsDigit(c))
            {
                return Direction.Number;
            }

            if (c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC'))
            {
                return Direction.Right;
            }

            if (char.IsLetter(c))
            {
                return Direction.Left;
            }
        }

        return Direction.None;
    }
}
