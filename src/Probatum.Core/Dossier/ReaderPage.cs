using System.Globalization;
using System.Net;
using System.Text;
using Probatum.Core.Assessment;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;

namespace Probatum.Core.Dossier;

/// <summary>The page for people: what the records say, readable without script, network or this program.</summary>
/// <remarks>A pure function of the dossier, so that a verifier can tell whether the page shows what the records say.</remarks>
internal static class ReaderPage
{
    private const string Style =
        "body{font:16px/1.5 Georgia,serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
        + "h1,h2,h3{font-family:Helvetica,Arial,sans-serif;line-height:1.2}h2{border-top:1px solid #999;padding-top:1rem;margin-top:2rem}"
        + "table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.5rem 0 1rem}td,th{border:1px solid #bbb;padding:.3rem .5rem;vertical-align:top;text-align:left}"
        + "th{background:#eef1f4;font-family:Helvetica,Arial,sans-serif}code{font-size:.85em;overflow-wrap:anywhere}"
        + ".banner{background:#8a1c1c;color:#fff;padding:.6rem 1rem;font-family:Helvetica,Arial,sans-serif;font-weight:bold}"
        + ".carried{background:#eef1f4;border-left:.4rem solid #345;padding:.6rem 1rem}.rejected{color:#777;text-decoration:line-through}"
        + "svg{max-width:100%;height:auto}pre{background:#f4f4f4;padding:.6rem;overflow-x:auto}";

    public static string Render(DossierContent content)
    {
        var html = new Html();
        var state = content.History.State;
        var title = state.Opened?.Title ?? "Title withheld";
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width\">").Tag("title", title).Raw($"<style>{Style}</style></head><body>\n");
        if (title.StartsWith("SYNTHETIC", StringComparison.Ordinal))
        {
            html.Raw("<p class=\"banner\">SYNTHETIC: a training exercise. Nothing in it happened.</p>\n");
        }

        html.Tag("h1", title);
        html.Tag("p", $"Sealed dossier of the case {content.History.Id}, {state.Entries.Count} records, sealed {content.SealedAt} as the sealer says, "
            + $"by engine {content.Seal?.Engine ?? "unknown"}. {content.Withheld.Length} sealed members are withheld.");
        if (state.Opened?.Mandate is { } mandate)
        {
            html.Tag("p", $"Mandate: {mandate}");
        }

        html.Tag("p", "Statements of parties stand with their speakers. Nothing here became a finding by being repeated. Everything below is computed from the signed records in data/log and can be recomputed by anyone.");
        foreach (var incident in content.Assessment.Incidents)
        {
            Incident(html, incident, content);
        }

        html.Tag("h2", "Time line").Raw(TimeLineDrawing.Svg(TimeLine.Of(state)));
        Claims(html, state);
        Samples(html, content);
        Requests(html, content);
        Weighed(html, content);
        Records(html, content);
        Checking(html);
        return html.Raw("</body></html>\n").ToString();
    }

    private static void Incident(Html html, IncidentAssessment incident, DossierContent content)
    {
        var state = content.History.State;
        html.Tag("h2", $"Incident {state.Entities.Call(incident.Incident.Incident)}: {incident.Incident.Title ?? "title withheld"}");
        html.Tag("p", $"When: {incident.Incident.When?.Words ?? "not said"}. Where: {incident.Incident.Where?.Said ?? "not said"}.");
        html.Tag("h3", "What the record says").Raw("<ul>");
        foreach (var sentence in incident.Says)
        {
            html.Tag("li", sentence);
        }

        html.Raw("</ul>\n").Tag("h3", "What it can carry, route by route, beside what was published");
        foreach (var ceiling in incident.Ceilings)
        {
            var route = content.Tables.Routes[ceiling.Route];
            html.Tag("h4", $"{route.Title} ({route.Key})").Tag("p", $"Basis: {route.Basis}. Standard: {route.Standard}.");
            html.Raw("<p class=\"carried\">The strongest wording that the record carries: ").Tag("strong", $"“{ceiling.Wording.Words}”")
                .Text($" ({(ceiling.Wording.Verbatim ? "a wording really used: " : "")}{ceiling.Wording.Source}{(ceiling.Wording.Verified ? "" : ", not verified")})").Raw("</p>\n");
            foreach (var outcome in incident.Outcomes.Where(outcome => outcome.Route == ceiling.Route))
            {
                html.Tag("p", $"Published by {state.Parties.Name(outcome.Body)} ({outcome.Document}, {outcome.When?.Words ?? "undated"}): “{outcome.Wording}”{(outcome.Limitation is null ? "" : $". Limits, as stated: {outcome.Limitation}")}");
            }

            if (ceiling.Next is { } next)
            {
                html.Tag("p", $"Next wording up: “{next.Words}”. What caps it, and what would raise it:");
                html.Table(["condition", "why it is not met", "what would meet it"], ceiling.Caps.Select(cap => new[] { cap.Condition, cap.Why, cap.Raise }));
                if (!ceiling.CapsAbove.IsEmpty)
                {
                    html.Tag("p", "Further up, besides:");
                    html.Table(["condition", "why it is not met", "what would meet it"], ceiling.CapsAbove.Select(cap => new[] { cap.Condition, cap.Why, cap.Raise }));
                }
            }
        }

        foreach (var finding in incident.Findings)
        {
            html.Tag("p", $"Finding {state.Entities.Call(finding.Finding.Proposed.Finding)} ({finding.Finding.Review?.Verdict ?? "proposed, not reviewed"}), {finding.Finding.Proposed.Route}: “{finding.Finding.Proposed.Wording}”. Limitation: {finding.Finding.Proposed.Limitation}{(finding.Exceeds ? " It says more than the record carries." : "")}");
        }

        foreach (var one in incident.Observations)
        {
            html.Tag("p", $"{(one.Sort == "state-comment" ? "State comment" : "Differing observation")} of {state.Parties.Name(one.By)}: {one.Text}");
        }
    }

    private static void Claims(Html html, CaseState state)
    {
        if (state.Claims.Claims.IsEmpty)
        {
            return;
        }

        html.Tag("h2", "Claims: who says what, through whom").Raw("<table><tr><th>claim</th><th>who, per whom, when</th><th>stance</th><th>words</th><th>review</th></tr>\n");
        foreach (var claim in state.Claims.Claims)
        {
            html.Raw(claim.State == ClaimState.Rejected ? "<tr class=\"rejected\">" : "<tr>")
                .Tag("td", state.Entities.Call(claim.Id)).Tag("td", ClaimWords.Attribution(claim, state)).Tag("td", claim.Said.Stance ?? "")
                .Tag("td", $"{(claim.Said.Cue is null ? "" : claim.Said.Cue + ": ")}“{claim.Said.Content ?? "withheld"}”")
                .Tag("td", claim.State.ToString().ToLowerInvariant()).Raw("</tr>\n");
        }

        html.Raw("</table>\n");
    }

    private static void Samples(Html html, DossierContent content)
    {
        var state = content.History.State;
        if (!state.Samples.All.Any())
        {
            return;
        }

        html.Tag("h2", "Samples and their custody");
        foreach (var sample in state.Samples.All)
        {
            var origin = sample.Parent is { } parent ? $"aliquot of {state.Entities.Call(parent)}" : $"origin {sample.Collected.Origin ?? "unknown"}";
            html.Tag("h4", $"{sample.Label}: {content.Tables.Matrices.GetValueOrDefault(sample.Collected.Matrix ?? "", sample.Collected.Matrix ?? "matrix not said")}, {sample.Quantity ?? "quantity not said"}, {origin}");
            html.Raw(CustodyDrawing.Svg(sample, content.Tables.Anomalies, state.Parties));
        }
    }

    private static void Requests(Html html, DossierContent content)
    {
        var state = content.History.State;
        var asOf = When.Instant(content.SealedAt) ?? DateTimeOffset.MinValue;
        foreach (var request in state.Requests.Requests)
        {
            html.Tag("h2", $"Request {state.Entities.Call(request.Id)}: {state.Parties.Name(request.Made.From)} to {state.Parties.Name(request.Made.To)}");
            html.Tag("p", $"Route {request.Made.Route}, {request.Made.When?.Words ?? "undated"}, {request.Made.Document ?? "no document named"}.");
            if (!request.Made.Contents.IsEmpty)
            {
                html.Table(["item", "as written"], request.Made.Contents.Select(item => new[] { item.Key, item.Text }));
            }

            foreach (var reply in request.Replies)
            {
                html.Tag("p", $"Reply of {state.Parties.Name(reply.From)} ({reply.When?.Words ?? "undated"}{(reply.Document is null ? "" : ", " + reply.Document)}): {reply.Text}");
            }

            if (content.Tables.Routes.TryGetValue(request.Made.Route ?? "", out var route) && route.Deadlines.Length > 0)
            {
                html.Table(
                    ["deadline", "duty", "limit", "due", "done", "state"],
                    Deadlines.Of(request, route, asOf).Select(one => new[]
                    {
                        $"{one.Deadline.Id}, {one.Deadline.Citation}{(one.Deadline.Verified ? "" : " (not verified)")}", $"{one.Deadline.Actor}: {one.Deadline.Duty}",
                        one.Deadline.Said, one.Due is { } due ? When.Format(due) : "", one.Done?.Words ?? "", DeadlineWords.Of(one.State),
                    }));
            }
        }
    }

    private static void Weighed(Html html, DossierContent content)
    {
        foreach (var incident in content.Assessment.Incidents)
        {
            var state = content.History.State;
            string Links(IEnumerable<Findings.EvidenceLinked> links) =>
                string.Join("; ", links.Select(link => $"{state.Entities.Call(link.Item)} ({link.Reason})"));
            html.Tag("h2", $"Hypotheses for {state.Entities.Call(incident.Incident.Incident)}");
            html.Table(
                ["hypothesis", "consistent", "inconsistent", "neutral"],
                incident.Hypotheses.Select(one => new[] { $"{one.Key}: {one.Words}", Links(one.Consistent), Links(one.Inconsistent), Links(one.Neutral) }));
        }
    }

    private static void Records(Html html, DossierContent content)
    {
        var history = content.History;
        html.Tag("h2", "Every record");
        html.Table(
            ["leaf", "kind", "author", "number", "made, as the author says", "withheld", "id"],
            history.State.Entries.Select(entry => new[]
            {
                entry.Index.ToString(CultureInfo.InvariantCulture), $"{entry.Type}@{entry.Major}{(entry.Statement is null ? " (not understood)" : "")}{(entry.Envelope.Corrects is { } first ? $", corrects {first}" : "")}",
                string.Join(", ", entry.Envelope.By.Select(key => key.Text)), entry.Envelope.Seq.ToString(CultureInfo.InvariantCulture),
                entry.Envelope.Made.At, entry.Withheld.ToString(CultureInfo.InvariantCulture), entry.Id.Text,
            }));
        if (!history.Remarks.IsEmpty)
        {
            html.Tag("h3", "What does not fit");
            html.Table(["leaf", "remark"], history.Remarks.Select(remark => new[] { remark.Index.ToString(CultureInfo.InvariantCulture), remark.Why + (remark.Void ? " The leaf counts for nothing." : "") }));
        }
    }

    private static void Checking(Html html) => html
        .Tag("h2", "How to check this without trusting whoever gave it to you")
        .Tag("p", "In the folder of the dossier, with tools that others wrote:")
        .Tag("pre", "sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt")
        .Tag("p", "data/log is a transparency log as c2sp.org/tlog-tiles describes it: any tool for such logs audits it with data/keys/log.vkey. Each leaf is a signed note (c2sp.org/signed-note). A line in data/disclosures opens one sealed member: its SHA-256 in base64url stands in the record's _sd (RFC 9901). With this program:")
        .Tag("pre", "probatum verify FOLDER");

    /// <summary>Text and tags; every text is escaped on its way in.</summary>
    private sealed class Html
    {
        private readonly StringBuilder _text = new();

        public Html Raw(string markup)
        {
            _text.Append(markup);
            return this;
        }

        public Html Text(string text) => Raw(WebUtility.HtmlEncode(text));

        public Html Tag(string name, string text) => Raw($"<{name}>").Text(text).Raw($"</{name}>\n");

        public Html Table(string[] heads, IEnumerable<string[]> rows)
        {
            Raw("<table><tr>");
            foreach (var head in heads)
            {
                Raw("<th>").Text(head).Raw("</th>");
            }

            Raw("</tr>\n");
            foreach (var row in rows)
            {
                Raw("<tr>");
                foreach (var cell in row)
                {
                    Raw("<td>").Text(cell).Raw("</td>");
                }

                Raw("</tr>\n");
            }

            return Raw("</table>\n");
        }

        public override string ToString() => _text.ToString();
    }
}
