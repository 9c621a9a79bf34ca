using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Core.Claims;

/// <summary>A report in the drawing: what it is called, when and by whom.</summary>
public sealed record DrawnReport(string Handle, string When, string Words);

/// <summary>An arrow of the drawing between two reports, by their places in the list.</summary>
public sealed record DrawnEcho(int From, int To, string Sort, bool IsConfirmed);

/// <summary>An origin of the drawing: its name, and the reports that go back to it, the earliest first.</summary>
public sealed record DrawnOrigin(string Name, ImmutableArray<int> Reports);

/// <summary>A claim of the drawing: what it is called, its report and who published that, when, and its words.</summary>
public sealed record DrawnClaim(string Handle, string Report, string When, string Words);

/// <summary>Draws what goes back to what: reports from top to bottom by time, arrows from an echo to what it repeats, origins on the right.</summary>
public static class EchoDrawing
{
    /// <summary>The most reports that a drawing takes.</summary>
    public const int MostReports = 200;

    private const int Width = 984;
    private const int Box = 420;
    private const int OriginLeft = 700;
    private const int RowHeight = 44;
    private const int Top = 30;
    private const int FontSize = 12;
    private const int LineHeight = 14;

    private static readonly ImmutableSortedDictionary<string, string> Colours = new Dictionary<string, string>
    {
        ["quotes"] = "#8a1c1c",
        ["repeats"] = "#2b4d7e",
        ["cites"] = "#6b5c1e",
        ["translates"] = "#5b3a78",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A self-contained SVG; texts are escaped. A dashed arrow is proposed, a full one confirmed.</summary>
    public static string Svg(ImmutableArray<DrawnReport> reports, ImmutableArray<DrawnEcho> echoes, ImmutableArray<DrawnOrigin> origins) =>
        Svg(reports, echoes, origins, "reports, the earliest on top", "origins, by what their words share");

    private static string Svg(ImmutableArray<DrawnReport> reports, ImmutableArray<DrawnEcho> echoes, ImmutableArray<DrawnOrigin> origins, string left, string right)
    {
        var svg = new StringBuilder();
        var rows = Math.Max(reports.Length, origins.Length);
        var height = Top + (Math.Max(1, rows) * RowHeight) + 24;
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>What goes back to what</title>");
        svg.Append("<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\" fill=\"#444\"/></marker></defs>");
        svg.Append(SvgText.At(8, 18, "font-size=\"12\" fill=\"#333\"", left)).Append(SvgText.At(OriginLeft, 18, "font-size=\"12\" fill=\"#333\"", right));
        for (var i = 0; i < reports.Length; i++)
        {
            Report(svg, reports[i], Y(i));
        }

        for (var i = 0; i < origins.Length; i++)
        {
            Origin(svg, origins[i], Y(i));
        }

        for (var i = 0; i < echoes.Length; i++)
        {
            Echo(svg, echoes[i], i);
        }

        svg.Append(SvgText.At(8, height - 8, "font-size=\"11\" fill=\"#555\"", "quotes red, repeats blue, cites brown, translates violet; dashed: proposed, full: confirmed by an analyst"));
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The same for claims: a box has the claim with its report, the arrows lead from claim to claim, and on the right is who speaks.</summary>
    public static string Claims(ImmutableArray<DrawnClaim> claims, ImmutableArray<DrawnEcho> echoes, ImmutableArray<DrawnOrigin> origins) =>
        Svg([.. claims.Select(claim => new DrawnReport($"{claim.Handle} in {claim.Report}", claim.When, $"“{claim.Words}”"))], echoes, origins, "claims with their reports, the earliest on top", "origins: who speaks, as far as known");

    private static int Y(int row) => Top + (row * RowHeight);

    private static void Report(StringBuilder svg, DrawnReport report, int y)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"8\" y=\"{y}\" width=\"{Box - 8}\" height=\"{RowHeight - 8}\" rx=\"3\" fill=\"#fff\" stroke=\"#999\"/>");
        Lines(svg, 14, y, $"{report.Handle}  {report.When}  {report.Words}", Box - 22);
    }

    private static void Origin(StringBuilder svg, DrawnOrigin origin, int y)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{OriginLeft}\" y=\"{y}\" width=\"{Width - OriginLeft - 8}\" height=\"{RowHeight - 8}\" rx=\"14\" fill=\"#f6f3ea\" stroke=\"#6b5c1e\"/>");
        Lines(svg, OriginLeft + 14, y, origin.Name, Width - OriginLeft - 36);
        foreach (var (report, i) in origin.Reports.Select((report, i) => (report, i)))
        {
            // The earliest has the thick line: it is where the origin is first seen, not necessarily where it comes from.
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Box} {Y(report) + 10}L{OriginLeft - 2} {y + 18}\" stroke=\"#6b5c1e\" stroke-width=\"{(i == 0 ? 2 : 1)}\" stroke-opacity=\"{(i == 0 ? "0.9" : "0.35")}\" fill=\"none\"/>");
        }
    }

    private static void Echo(StringBuilder svg, DrawnEcho echo, int number)
    {
        var (from, to) = (Y(echo.From) + 18, Y(echo.To) + 26);
        var bend = Box + 30 + Math.Min(210, (Math.Abs(echo.From - echo.To) * 14) + (number % 4 * 6));
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Box} {from}C{bend} {from} {bend} {to} {Box + 1} {to}\" fill=\"none\" stroke=\"{Colours.GetValueOrDefault(echo.Sort, "#444")}\" stroke-width=\"1.5\"{(echo.IsConfirmed ? "" : " stroke-dasharray=\"5 3\"")} marker-end=\"url(#to)\"/>");
    }

    private static void Lines(StringBuilder svg, int x, int y, string words, int width)
    {
        foreach (var (line, i) in SvgText.Lines(words, width, FontSize, 2).Select((line, i) => (line, i)))
        {
            svg.Append(SvgText.At(x, y + 14 + (i * LineHeight), $"font-size=\"{FontSize}\" fill=\"#111\"", line));
        }
    }
}
