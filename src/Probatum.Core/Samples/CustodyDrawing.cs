using System.Globalization;
using System.Net;
using System.Text;
using Probatum.Core.Cases;

namespace Probatum.Core.Samples;

/// <summary>Draws a chain of custody as one line of boxes: who, how well attested, under which seal, and what does not fit.</summary>
public static class CustodyDrawing
{
    private const int Width = 190;

    /// <summary>A self-contained SVG; texts are escaped.</summary>
    public static string Svg(SampleView sample, AnomalyTable anomalies, PartiesView parties)
    {
        var links = sample.Chain.Links;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Math.Max(1, links.Count) * Width} 118\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">");
        svg.Append("<title>").Append(WebUtility.HtmlEncode($"Custody of {sample.Label}: {sample.Chain.Assurance(anomalies)}")).Append("</title>");
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            var odd = sample.Chain.Anomalies.Where(anomaly => ReferenceEquals(anomaly.Link, link)).Select(anomaly => anomaly.What).ToList();
            var x = (i * Width) + 4;
            var (fill, dash) = odd.Exists(what => anomalies.AtMost(what) == Assurance.Gap) ? ("#f6d5d5", "4 3") : link.Assurance switch
            {
                Assurance.Direct => ("#dcebdc", ""),
                Assurance.Corroborated => ("#e3ecf6", ""),
                Assurance.Reported => ("#f7efd2", "6 3"),
                _ => ("#f6d5d5", "4 3"),
            };
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"4\" width=\"{Width - 26}\" height=\"{74}\" rx=\"5\" fill=\"{fill}\" stroke=\"#444\" stroke-dasharray=\"{dash}\"/>");
            Line(svg, x, 20, Head(link, i == 0 && sample.Parent is not null), "bold");
            Line(svg, x, 36, Who(link, parties), "normal");
            Line(svg, x, 52, link.When?.Words ?? "time not given", "normal");
            Line(svg, x, 68, Seal(link), "normal");
            for (var row = 0; row < Math.Min(2, odd.Count); row++)
            {
                Line(svg, x, 94 + (row * 15), "! " + odd[row], "bold");
            }

            if (i < links.Count - 1)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x + Width - 24} 41h16m-5 -4l5 4l-5 4\" fill=\"none\" stroke=\"#444\"/>");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, int x, int y, string text, string weight)
    {
        var shown = text.Length > 28 ? text[..27] + "…" : text;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 6}\" y=\"{y}\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"11\" font-weight=\"{weight}\">");
        svg.Append(WebUtility.HtmlEncode(shown)).Append("</text>");
    }

    private static string Head(CustodyLink link, bool inherited) => link switch
    {
        Collection => inherited ? "collected (parent)" : "collected",
        HandOver { Assurance: Assurance.Direct } => "handed over, both signed",
        HandOver => "handed over, from paper",
        Opening => "opened",
        Division => "split",
        _ => "hand-over declined",
    };

    private static string Who(CustodyLink link, PartiesView parties) => link switch
    {
        Collection c => parties.Name(c.By),
        HandOver t => $"{parties.Name(t.From)} → {parties.Name(t.To)}",
        Opening o => parties.Name(o.By),
        Division d => parties.Name(d.By),
        Refusal r => parties.Name(r.By),
        _ => "",
    };

    private static string Seal(CustodyLink link) => link switch
    {
        Collection c => c.Applied is null ? "no seal said" : $"seal {c.Applied}",
        HandOver t => Found(t.Found) + (t.Applied is null ? "" : $", now {t.Applied}"),
        Opening o => $"{Found(o.Found)}, now {o.Applied ?? "none"}",
        Division d => $"{Found(d.Found)}, now {d.Applied ?? "none"}",
        _ => "",
    };

    private static string Found(string? seal) => seal is null ? "seal not read" : $"seal {seal} found";
}
