using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Spectra;

namespace Probatum.Export;

/// <summary>Pictures of a run and of a component beside its candidate, as SVG that needs no program of ours.</summary>
public static class SpectrumPlots
{
    private const int Width = 960;
    private const int Height = 320;
    private const int Left = 56;
    private const int Bottom = 36;
    private const int Top = 28;
    private const int FontSize = 11;
    private const int MostPoints = 4000;

    /// <summary>Total intensity over time, each component's maximum marked with its number.</summary>
    public static string Chromatogram(InstrumentRun run, IReadOnlyList<Component> components, string title)
    {
        var points = run.Scans.Where(scan => scan.Seconds is not null)
            .Select(scan => (X: scan.Seconds!.Value, Y: Total(run, scan))).OrderBy(point => point.X).ToList();
        var svg = Begin(title);
        if (points.Count == 0)
        {
            return svg.Append("</svg>\n").ToString();
        }

        var (from, to, high) = (points[0].X, Math.Max(points[^1].X, points[0].X + 1), Math.Max(1, points.Max(point => point.Y)));
        var step = Math.Max(1, points.Count / MostPoints);

        // Of each group of scans the highest is drawn, so that thinning never hides a peak.
        svg.Append("<path fill=\"none\" stroke=\"#2b4d7e\" d=\"M");
        svg.AppendJoin(" L", points.Chunk(step).Select(group => group.MaxBy(point => point.Y)).Select(point => $"{N(X(point.X, from, to))} {N(Y(point.Y, 0, high))}"));
        svg.Append("\"/>");
        for (var i = 0; i < components.Count; i++)
        {
            var x = X(components[i].ApexSeconds, from, to);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(x)} {Top}V{Height - Bottom}\" stroke=\"#8a1c1c\" stroke-dasharray=\"2 4\"/>");
            Text(svg, x, Top - 4, "middle", (i + 1).ToString(CultureInfo.InvariantCulture));
        }

        Axis(svg, from, to, "seconds after injection");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The component's spectrum above, the candidate's below, both to the base peak.</summary>
    public static string Mirror(Spectrum component, LibraryRecord? candidate, string title)
    {
        var svg = Begin(title);
        var masses = component.Peaks.Concat(candidate?.Peaks ?? []).Select(peak => peak.Mz).DefaultIfEmpty(0).ToList();
        var (from, to) = (Math.Max(0, masses.Min() - 5), masses.Max() + 5);
        var middle = (Height - Bottom + Top) / 2.0;
        Sticks(svg, component.Peaks, from, to, middle, -1, "#2b4d7e");
        Sticks(svg, candidate?.Peaks ?? [], from, to, middle, 1, "#8a1c1c");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {N(middle)}H{Width - 10}\" stroke=\"#444\"/>");
        Text(svg, Width - 12, Top + 10, "end", "component");
        Text(svg, Width - 12, Height - Bottom - 6, "end", OneLine(candidate?.Name ?? "no candidate"));
        Axis(svg, from, to, "m/z");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Sticks(StringBuilder svg, ImmutableArray<Peak> peaks, double from, double to, double middle, int direction, string colour)
    {
        var high = peaks.Select(peak => peak.Intensity).DefaultIfEmpty(1).Max();
        var reach = middle - Top - 14;
        foreach (var peak in peaks)
        {
            var (x, end) = (X(peak.Mz, from, to), middle + (direction * reach * peak.Intensity / high));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(x)} {N(middle)}V{N(end)}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>");
        }

        foreach (var peak in peaks.OrderByDescending(peak => peak.Intensity).ThenBy(peak => peak.Mz).Take(6))
        {
            Text(svg, X(peak.Mz, from, to), middle + (direction * ((reach * peak.Intensity / high) + (direction < 0 ? 3 : 12))), "middle", Math.Round(peak.Mz).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static double Total(InstrumentRun run, Scan scan)
    {
        var sum = 0.0;
        for (var i = scan.First; i < scan.First + scan.Count; i++)
        {
            sum += run.Intensities[i];
        }

        return sum;
    }

    private static StringBuilder Begin(string title)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>");
        svg.Append(SafeText.Escape(title)).Append("</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        Text(svg, Left, Height - 4, "start", OneLine(title));
        return svg;
    }

    private static void Axis(StringBuilder svg, double from, double to, string label)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Height - Bottom}H{Width - 10}\" stroke=\"#444\"/>");
        for (var i = 0; i <= 8; i++)
        {
            var value = from + ((to - from) * i / 8);
            Text(svg, X(value, from, to), Height - Bottom + 14, "middle", Math.Round(value).ToString(CultureInfo.InvariantCulture));
        }

        Text(svg, Width - 12, Height - 4, "end", label);
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"{FontSize}\">");
        svg.Append(SafeText.Escape(text)).Append("</text>");
    }

    /// <summary>A text of others on one line, short enough to leave the axis's label its place.</summary>
    private static string OneLine(string text) => SvgText.Lines(text, Width - Left - 180, FontSize, 1) is [var line] ? line : "";

    private static double X(double value, double from, double to) => Left + ((value - from) / (to - from) * (Width - Left - 10));

    private static double Y(double value, double low, double high) => Height - Bottom - ((value - low) / (high - low) * (Height - Bottom - Top));

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
