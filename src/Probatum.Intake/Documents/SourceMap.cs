using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Intake;

/// <summary>A rectangle on a page of a PDF: tenths of a point from the page's lower left corner.</summary>
public readonly record struct PageBox(int X, int Y, int Width, int Height)
{
    /// <summary>The least box around both.</summary>
    public PageBox Around(PageBox other)
    {
        var (left, bottom) = (Math.Min(X, other.X), Math.Min(Y, other.Y));
        return new(left, bottom, Math.Max(X + Width, other.X + other.Width) - left, Math.Max(Y + Height, other.Y + other.Height) - bottom);
    }

    /// <summary>"72,700.5,100,12": left, bottom, width, height in points.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X / 10.0:0.#},{Y / 10.0:0.#},{Width / 10.0:0.#},{Height / 10.0:0.#}");
}

/// <summary>Where in an original words stand; what does not apply is null.</summary>
/// <param name="Part">A part of the file: a file in a DOCX, a part of a mail ("2.1"), a record of a web archive.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Node">The path of an element, with its number among those of its name where there are several.</param>
/// <param name="Paragraph">The paragraph's number in its part, from 1.</param>
/// <param name="Line">The line at the run's start, from 1; the lines in it count on.</param>
public sealed record SourcePlace(string? Part = null, int? Page = null, string? Node = null, int? Paragraph = null, int? Line = null)
{
    /// <summary>"page 3", "node /html/body/p[4]", "part word/footnotes.xml, paragraph 2".</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Part is null ? null : $"part {Part}", Page is null ? null : $"page {Page}", Paragraph is null ? null : $"paragraph {Paragraph}",
        Node is null ? null : $"node {Node}", Line is null ? null : $"line {Line}",
    }.OfType<string>());
}

/// <summary>Words of the text, [Start, End) in code points, and the index of their place; with a box where a page has one.</summary>
public readonly record struct SourceRun(int Start, int End, int Place, PageBox? Box = null);

/// <summary>From the text back into the original. Runs are in the order of the text and do not overlap; separators have none.</summary>
public sealed record SourceMap(ImmutableArray<SourcePlace> Places, ImmutableArray<SourceRun> Runs)
{
    /// <summary>Nothing is known of where words stand.</summary>
    public static SourceMap Empty { get; } = new([], []);

    /// <summary>The places of a stretch of the text, in order, each once; boxes of one line are joined.</summary>
    /// <param name="start">In code points.</param>
    /// <param name="end">In code points, exclusive.</param>
    /// <param name="text">The text, by which lines are counted within a run.</param>
    public IEnumerable<string> Of(long start, long end, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (int Place, PageBox? Box)? open = null;
        string? last = null;
        for (var i = First(start); i < Runs.Length && Runs[i].Start < end; i++)
        {
            var run = Runs[i];
            if (Places[run.Place].Line is { } line)
            {
                var (from, to) = (Lines(text, run.Start, Math.Max(start, run.Start)), Lines(text, run.Start, Math.Min(end, run.End) - 1));
                var place = Places[run.Place] with { Line = line + from };
                yield return to > from ? $"{place} to {line + to}" : place.ToString();
            }
            else if (open is { } one && one.Place == run.Place && (one.Box is null || run.Box is null || SameLine(one.Box.Value, run.Box.Value)))
            {
                open = (one.Place, one.Box is { } before && run.Box is { } box ? before.Around(box) : one.Box ?? run.Box);
            }
            else
            {
                if (Say(open) is { } words && words != last)
                {
                    yield return last = words;
                }

                open = (run.Place, run.Box);
            }
        }

        if (Say(open) is { } rest && rest != last)
        {
            yield return rest;
        }
    }

    /// <summary>The same map for a text that begins with so many more code points.</summary>
    public SourceMap Shifted(int by) => this with { Runs = [.. Runs.Select(run => run with { Start = run.Start + by, End = run.End + by })] };

    private string? Say((int Place, PageBox? Box)? one) =>
        one is var (place, box) ? $"{Places[place]}{(box is { } rectangle ? $", box {rectangle}" : "")}" : null;

    // The first run that ends behind the start.
    private int First(long start)
    {
        var (low, high) = (0, Runs.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Runs[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static bool SameLine(PageBox a, PageBox b) => Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y) > Math.Min(a.Height, b.Height) / 2;

    // Line ends are LF, CR LF and CR alone.
    private static int Lines(string text, long from, long to)
    {
        var (lines, point, before) = (0, 0L, '\0');
        foreach (var rune in text.EnumerateRunes())
        {
            if (point >= to)
            {
                break;
            }

            var c = rune.IsBmp ? (char)rune.Value : '\0';
            if (point >= from && (c == '\r' || (c == '\n' && (before != '\r' || point == from))))
            {
                lines++;
            }

            (before, point) = (c, point + 1);
        }

        return lines;
    }
}
