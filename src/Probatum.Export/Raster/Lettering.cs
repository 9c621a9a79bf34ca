using System.Text;
using Probatum.Core;

namespace Probatum.Export.Raster;

/// <summary>Words as outlines, in Noto Sans, which is in the program: a machine without fonts draws the same picture.</summary>
internal static class Lettering
{
    private const int Steps = 5;
    private const double BoxWidth = 0.6;
    private const double BoxHeight = 0.7;

    private static readonly Lazy<Font[]> Fonts = new(() =>
        [.. new[] { "noto-sans-latin.woff", "noto-sans-greek.woff", "noto-sans-cyrillic.woff", "noto-sans-latin-ext.woff" }.Select(Read)]);

    /// <summary>Adds the words to an outline. What can't be seen is spelt out; a letter of no font is a box.</summary>
    public static Outline Of(PlotWords words, Outline outline)
    {
        var glyphs = SafeText.Line(words.Text).EnumerateRunes().Select(Find).ToList();
        var width = glyphs.Sum(glyph => Advance(glyph, words.Size));
        var pen = words.Anchor switch { "middle" => -width / 2.0, "end" => -width, _ => 0.0 };
        foreach (var glyph in glyphs)
        {
            if (glyph.Font is { } font)
            {
                var (at, size) = (pen, (double)words.Size / font.UnitsPerEm);
                foreach (var contour in font.Contours(glyph.Number))
                {
                    outline.Figure(Flat(contour).ConvertAll(p => Place(words, at + (p.X * size), -p.Y * size)));
                }
            }
            else
            {
                var (left, right, top) = (pen + 1.0, pen + (BoxWidth * words.Size) - 1.0, -BoxHeight * words.Size);
                outline.Stroke([Place(words, left, 0), Place(words, right, 0), Place(words, right, top), Place(words, left, top)], 1.0, closed: true);
            }

            pen += Advance(glyph, words.Size);
        }

        return outline;
    }

    /// <summary>The first letter of a text that no font here has; null where all are there.</summary>
    public static string? Lacking(string text)
    {
        foreach (var letter in SafeText.Line(text).EnumerateRunes())
        {
            if (Find(letter).Font is null)
            {
                return letter.ToString();
            }
        }

        return null;
    }

    /// <summary>One letter in thousandths of the font's size: its contours in straight steps, and how far the next one stands. A letter of no font is a space.</summary>
    public static (IReadOnlyList<List<(double X, double Y)>> Contours, double Advance) Glyph(Rune letter)
    {
        if (Find(letter) is not ({ } font, var number))
        {
            return ([], BoxWidth * 1000);
        }

        var size = 1000.0 / font.UnitsPerEm;
        return ([.. font.Contours(number).Select(contour => Flat(contour).ConvertAll(p => (p.X * size, p.Y * size)))], font.Advance(number) * size);
    }

    private static (double X, double Y) Place(PlotWords words, double along, double down) =>
        words.Turned ? (words.X + down, words.Y - along) : (words.X + along, words.Y + down);

    private static double Advance((Font? Font, int Number) glyph, int size) =>
        glyph.Font is { } font ? (double)font.Advance(glyph.Number) * size / font.UnitsPerEm : BoxWidth * size;

    private static (Font? Font, int Number) Find(Rune letter)
    {
        foreach (var font in Fonts.Value)
        {
            if (font.GlyphOf(letter) is > 0 and var number)
            {
                return (font, number);
            }
        }

        return (null, 0);
    }

    // quadratic curves in straight steps; between two points off the outline lies one on it
    private static List<(double X, double Y)> Flat(List<(double X, double Y, bool On)> contour)
    {
        var points = new List<(double X, double Y)>();
        if (contour.Count < 2)
        {
            return points;
        }

        var start = contour[0].On ? (contour[0].X, contour[0].Y)
            : contour[^1].On ? (contour[^1].X, contour[^1].Y)
            : Between(contour[0], contour[^1]);
        var (from, off) = (start, ((double X, double Y)?)null);
        points.Add(start);
        for (var i = contour[0].On ? 1 : 0; i < contour.Count; i++)
        {
            var point = contour[i];
            if (point.On)
            {
                To((point.X, point.Y));
                off = null;
            }
            else
            {
                if (off is { } before)
                {
                    To(((before.X + point.X) / 2.0, (before.Y + point.Y) / 2.0));
                }

                off = (point.X, point.Y);
            }
        }

        To(start);
        return points;

        void To((double X, double Y) end)
        {
            for (var step = 1; off is { } bend && step < Steps; step++)
            {
                var t = (double)step / Steps;
                var (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t);
                points.Add(((a * from.Item1) + (b * bend.X) + (c * end.X), (a * from.Item2) + (b * bend.Y) + (c * end.Y)));
            }

            points.Add(end);
            from = end;
        }
    }

    private static (double X, double Y) Between((double X, double Y, bool On) a, (double X, double Y, bool On) b) => ((a.X + b.X) / 2.0, (a.Y + b.Y) / 2.0);

    private static Font Read(string name)
    {
        using var stream = typeof(Lettering).Assembly.GetManifestResourceStream(name) ?? throw new InvalidDataException($"{name} is not in the program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(bytes);
    }
}
