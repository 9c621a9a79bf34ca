using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core.Cases;

namespace Probatum.Core.Samples;

/// <summary>Draws a chain of custody as one line of boxes: who, how well attested, under which seal, and what does not fit.</summary>
public static class CustodyDrawing
{
    private const int BoxWidth = 226;
    private const int Gap = 24;
    private const int Margin = 4;
    private const int Padding = 9;
    private const int FontSize = 11;
    private const int LineHeight = 15;

    /// <summary>A self-contained SVG; texts are escaped. What a link does not give reads as not said.</summary>
    public static string Svg(CustodyReview review, AnomalyTable anomalies, PartiesView parties) => Svg(review, anomalies, parties, _ => "not said");

    /// <summary>The same; <paramref name="missing"/> says of a leaf whether what it does not give is withheld or was never said.</summary>
    /// <param name="review">The chain, looked at as a whole.</param>
    /// <param name="anomalies">What does not fit is called.</param>
    /// <param name="parties">Who is called what.</param>
    /// <param name="missing">What a leaf's missing member reads as.</param>
    /// <param name="perRow">How many boxes stand beside each other, for paper.</param>
    public static string Svg(CustodyReview review, AnomalyTable anomalies, PartiesView parties, Func<long, string> missing, int perRow = int.MaxValue)
    {
        var sample = review.Sample;
        List<CustodyLink> links = [.. sample.Chain.Links.Concat<CustodyLink>(sample.Chain.Stores).OrderBy(link => link.Index)];
        var boxes = links.Select((link, i) => Words(link, sample.Chain.Assured(link), i == 0 && sample.Parent is not null, parties, missing(link.Index))).ToList();
        var odd = links.Select((link, i) => review.At(link).Concat(i == links.Count - 1 ? review.At(null) : []).ToList()).ToList();
        var below = odd.Select(misfits => misfits.SelectMany(one => Bold($"! {anomalies.Words(one.What)}{(one.Answers.IsEmpty ? "" : " (answered)")}")).ToList()).ToList();
        var boxHeight = (Math.Max(1, boxes.Select(box => box.Head.Length + box.Below.Length).DefaultIfEmpty(1).Max()) * LineHeight) + Padding;
        var width = (Math.Clamp(links.Count, 1, perRow) * (BoxWidth + Gap)) - Gap + (2 * Margin);
        var rowHeight = boxHeight + (2 * Margin) + (below.Select(lines => lines.Count).DefaultIfEmpty(0).Max() * LineHeight) + 6;
        var rows = Math.Max(0, links.Count - 1) / perRow;
        var height = (rows + 1) * rowHeight;

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">");
        svg.Append("<title>").Append(SafeText.Escape($"Custody of {sample.Label}: {Name(review.Assurance)}")).Append("</title>");
        if (links.Count == 0)
        {
            Text(svg, Margin, Margin, "bold", ["no act on this sample is on record"]);
        }

        for (var i = 0; i < links.Count; i++)
        {
            var (x, y) = (Margin + (i % perRow * (BoxWidth + Gap)), Margin + (i / perRow * rowHeight));
            var (fill, dash) = odd[i].Exists(one => anomalies.AtMost(one.What) == Assurance.Gap) ? ("#f6d5d5", "4 3") : sample.Chain.Assured(links[i]) switch
            {
                Assurance.Direct => ("#dcebdc", "none"),
                Assurance.Corroborated => ("#e3ecf6", "none"),
                Assurance.Reported => ("#f7efd2", "6 3"),
                _ => ("#f6d5d5", "4 3"),
            };
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{boxHeight}\" rx=\"5\" fill=\"{fill}\" stroke=\"#444\" stroke-dasharray=\"{dash}\"/>");
            Text(svg, x + Padding, y, "bold", boxes[i].Head);
            Text(svg, x + Padding, y + (boxes[i].Head.Length * LineHeight), "normal", boxes[i].Below);
            Text(svg, x + Padding, boxHeight + y + 4, "bold", below[i]);
            if (i < links.Count - 1 && i % perRow < perRow - 1)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x + BoxWidth + 4} {y + (boxHeight / 2)}h{Gap - 8}m-5 -4l5 4l-5 4\" fill=\"none\" stroke=\"#444\"/>");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static (ImmutableArray<string> Head, ImmutableArray<string> Below) Words(CustodyLink link, Assurance assurance, bool inherited, PartiesView parties, string missing) =>
    (
        Bold($"{Head(link, inherited)}: {Name(assurance)}"),
        [
            .. Who(link, parties).SelectMany(name => Lines(name)), .. Lines(link.When?.Words ?? $"time {missing}"),
            .. Seal(link, missing) is { } seal ? Lines(seal) : [], .. ActDetails.Corrected(link.CorrectedAt) is { } corrected ? Lines(corrected) : [],
        ]);

    private static ImmutableArray<string> Lines(string text) => SvgText.Lines(text, BoxWidth - (2 * Padding), FontSize, 2);

    private static ImmutableArray<string> Bold(string text) => SvgText.Lines(text, (BoxWidth - (2 * Padding)) * 9 / 10, FontSize, 2);

    private static void Text(StringBuilder svg, int x, int top, string weight, IEnumerable<string> lines)
    {
        var y = top;
        foreach (var line in lines)
        {
            y += LineHeight;
            svg.Append(SvgText.At(x, y, $"font-size=\"{FontSize}\" font-weight=\"{weight}\" fill=\"#1b1b1b\"", line));
        }
    }

    private static string Name(Assurance assurance) => assurance.ToString().ToLowerInvariant();

    internal static string Head(CustodyLink link, bool inherited) => link switch
    {
        Collection => inherited ? "collected (parent)" : "collected",
        HandOver { Assurance: Assurance.Direct } => "handed over, both signed",
        HandOver { HasForm: false } => "handed over, as told",
        HandOver => "handed over, from paper",
        Opening => "opened",
        Division => "split",
        SealReading => "seal read",
        Disposal { How: "used" } => "part of it used",
        Disposal disposal => disposal.How?.Replace('-', ' ') ?? "disposed of",
        Storage => "kept",
        _ => "hand-over declined",
    };

    internal static ImmutableArray<string> Who(CustodyLink link, PartiesView parties) => link switch
    {
        Collection c => [parties.Name(c.By)],
        HandOver t => [parties.Name(t.From), $"→ {parties.Name(t.To)}"],
        Opening o => [parties.Name(o.By)],
        Division d => [parties.Name(d.By)],
        Refusal r => [parties.Name(r.By)],
        Storage s => [parties.Name(s.By), .. s.Place?.Said is { } place ? [place] : Array.Empty<string>()],
        SealReading r => [parties.Name(r.By)],
        Disposal d => d.To is null ? [parties.Name(d.By)] : [parties.Name(d.By), $"→ {parties.Name(d.To)}"],
        _ => [],
    };

    internal static string? Seal(CustodyLink link, string missing) => link switch
    {
        Collection c => $"seal {c.Applied ?? missing}",
        HandOver t => Found(t.Found, missing) + (t.Applied is null ? "" : $", now {t.Applied}"),
        Opening o => $"{Found(o.Found, missing)}, now {o.Applied ?? missing}",
        Division d => $"{Found(d.Found, missing)}, now {d.Applied ?? missing}",
        SealReading r => $"{Found(r.Found, missing)}{(r.Intact is { } intact ? intact ? ", whole" : ", broken" : "")}",
        Refusal { Reason: { } reason } => $"declined: {reason}",
        Storage { Lowest: null, Highest: null } => null,
        Storage s => Celsius.Range(s.Lowest, s.Highest),
        Disposal { Found: { } found } d => Found(found, missing) + (d.Applied is null ? "" : $", now {d.Applied}"),
        _ => null,
    };

    private static string Found(string? seal, string missing) => $"seal found: {seal ?? missing}";
}
