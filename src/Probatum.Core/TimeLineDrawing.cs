using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Core;

/// <summary>Draws a time line from top to bottom: one row an event, its time as a mark or, where uncertain, as a bar.</summary>
/// <remarks>The scale is by order, not by distance: months of silence and hours of events stay readable on one page.</remarks>
public static class TimeLineDrawing
{
    private const int Width = 984;
    private const int Line = 216;
    private const int LineHeight = 14;
    private const int BetweenRows = 7;
    private const int Top = 14;
    private const int FontSize = 12;
    private const int MostLines = 3;

    private static readonly ImmutableSortedDictionary<string, string> Colours = new Dictionary<string, string>
    {
        ["incident"] = "#8a1c1c",
        ["report"] = "#6b5c1e",
        ["sample"] = "#2f6b3a",
        ["custody"] = "#2f6b3a",
        ["request"] = "#2b4d7e",
        ["step"] = "#2b4d7e",
        ["reply"] = "#2b4d7e",
        ["extension"] = "#2b4d7e",
        ["note"] = "#2b4d7e",
        ["hand-over"] = "#2b4d7e",
        ["casualty"] = "#7a4a1d",
        ["consent"] = "#7a4a1d",
        ["interview"] = "#7a4a1d",
        ["media"] = "#7a4a1d",
        ["remnant"] = "#2f6b3a",
        ["site"] = "#44617a",
        ["result"] = "#5b3a78",
        ["outcome"] = "#111111",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A self-contained SVG; texts are escaped. Events without any known time stand at the end.</summary>
    /// <param name="events">In the order of their times.</param>
    /// <param name="width">How wide it is, in pixels.</param>
    public static string Svg(ImmutableArray<TimedEvent> events, int width = Width)
    {
        var rows = new StringBuilder();
        var y = Top;
        foreach (var one in events)
        {
            var colour = Colours.GetValueOrDefault(one.Sort, "#444");
            var times = Times(one.When);
            var words = SvgText.Lines($"{one.Sort}: {(one.Who == "-" ? "" : one.Who + ": ")}{one.Words}", width - Line - 16, FontSize, MostLines);
            rows.Append(Mark(one.When, y + 6, colour));
            Text(rows, Line - 12, y, "end", "#333", times);
            Text(rows, Line + 14, y, "start", colour, words);
            y += (Math.Max(times.Length, words.Length) * LineHeight) + BetweenRows;
        }

        var height = y + Top;
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>Time line</title>")
            .Append(CultureInfo.InvariantCulture, $"<path d=\"M{Line} {Top - 6}V{height - Top}\" stroke=\"#999\"/>")
            .Append(rows).Append("</svg>\n").ToString();
    }

    private static string Mark(When when, int y, string colour) => when.Earliest is null || when.Earliest != when.Latest
        ? string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{Line - 5}\" y=\"{y - 7}\" width=\"10\" height=\"13\" rx=\"3\" fill=\"#fff\" stroke=\"{colour}\"/>")
        : string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{Line}\" cy=\"{y}\" r=\"4\" fill=\"{colour}\"/>");

    private static ImmutableArray<string> Times(When when) => SvgText.Lines(when.Words, Line - 16, FontSize, MostLines);

    private static void Text(StringBuilder svg, int x, int y, string anchor, string colour, ImmutableArray<string> lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            svg.Append(SvgText.At(x, y + 10 + (i * LineHeight), $"font-size=\"{FontSize}\" text-anchor=\"{anchor}\" fill=\"{colour}\"", lines[i]));
        }
    }
}
