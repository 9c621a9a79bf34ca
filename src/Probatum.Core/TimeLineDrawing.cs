using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Core;

/// <summary>Draws a time line from top to bottom: one line an event, its time as a mark or, where uncertain, as a bar.</summary>
/// <remarks>The scale is by order, not by distance: months of silence and hours of events stay readable on one page.</remarks>
public static class TimeLineDrawing
{
    private const int RowHeight = 20;
    private const int Top = 14;
    private const int MostWords = 96;

    private static readonly ImmutableSortedDictionary<string, string> Colours = new Dictionary<string, string>
    {
        ["incident"] = "#8a1c1c",
        ["report"] = "#7a6a2a",
        ["sample"] = "#2f6b3a",
        ["custody"] = "#2f6b3a",
        ["request"] = "#2b4d7e",
        ["step"] = "#2b4d7e",
        ["reply"] = "#2b4d7e",
        ["result"] = "#5b3a78",
        ["outcome"] = "#111111",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A self-contained SVG; texts are escaped. Events without any known time are listed below.</summary>
    public static string Svg(ImmutableArray<TimedEvent> events)
    {
        var svg = new StringBuilder();
        var height = (events.Length * RowHeight) + (2 * Top);
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 1000 {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>Time line</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M196 {Top - 6}V{height - Top}\" stroke=\"#999\"/>");
        for (var i = 0; i < events.Length; i++)
        {
            var (one, y) = (events[i], Top + (i * RowHeight) + 6);
            var colour = Colours.GetValueOrDefault(one.Sort, "#444");
            var uncertain = one.When.Earliest is null || one.When.Earliest != one.When.Latest;
            svg.Append(uncertain
                ? string.Create(CultureInfo.InvariantCulture, $"<rect x=\"191\" y=\"{y - 7}\" width=\"10\" height=\"13\" rx=\"3\" fill=\"none\" stroke=\"{colour}\"/>")
                : string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"196\" cy=\"{y}\" r=\"4\" fill=\"{colour}\"/>"));
            Text(svg, 184, y + 4, "end", "#333", Words(one.When));
            Text(svg, 210, y + 4, "start", colour, $"{one.Sort}: {(one.Who == "-" ? "" : one.Who + ": ")}{one.Words}");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Words(When when) => when.Words.Length > 26 ? when.Words[..25] + "…" : when.Words;

    private static void Text(StringBuilder svg, int x, int y, string anchor, string colour, string text)
    {
        var shown = text.Length > MostWords ? text[..(char.IsHighSurrogate(text[MostWords - 2]) ? MostWords - 2 : MostWords - 1)] + "…" : text;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{colour}\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"12\">");
        svg.Append(WebUtility.HtmlEncode(shown)).Append("</text>");
    }
}
