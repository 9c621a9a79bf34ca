using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Assessment;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Core.Dossier;

/// <summary>The page for people: what the records say, readable without script, network or this program.</summary>
/// <remarks>A pure function of the dossier, so that a verifier can tell whether the page shows what the records say.</remarks>
internal sealed class ReaderPage
{
    internal const string Style =
        "body{font:16px/1.5 Georgia,serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}"
        + "h1,h2,h3,h4,th,summary,nav{font-family:Helvetica,Arial,sans-serif;line-height:1.25}h2{border-top:1px solid #999;padding-top:1rem;margin-top:2rem}"
        + "a{color:#1d4f8a}nav{margin:1rem 0}nav li{margin:.3rem 0}nav ul{padding-left:1.2rem}"
        + ".wide{overflow-x:auto;margin:.5rem 0 1rem}.wide svg{display:block;max-width:none}"
        + "table{border-collapse:collapse;width:100%;font-size:.9rem;overflow-wrap:break-word}"
        + "td,th{border:1px solid #bbb;padding:.3rem .5rem;vertical-align:top;text-align:left;min-width:5rem;max-width:26rem}"
        + "th{background:#eef1f4}summary{cursor:pointer;margin:.5rem 0}"
        + ".banner{background:#8a1c1c;color:#fff;padding:.6rem 1rem;font-family:Helvetica,Arial,sans-serif;font-weight:bold}"
        + ".carried,.summary{background:#eef1f4;border-left:.4rem solid #345;padding:.6rem 1rem}.summary+.summary{margin-top:.6rem}.summary ul{margin:.3rem 0;padding-left:1.2rem}"
        + ".rejected{color:#666;text-decoration:line-through}.odd{background:#fbeeee}:target{outline:3px solid #c98a00}"
        + "pre{background:#f4f4f4;padding:.6rem;overflow-x:auto}"
        + "@media (max-width:40rem){body{margin:1rem auto;padding:0 .7rem}h1{font-size:1.5rem}}"
        + "@media print{body{font-size:10pt;max-width:none;margin:0}.wide,pre{overflow:visible}.wide svg{max-width:100%;height:auto}"
        + "table{font-size:7.5pt;overflow-wrap:anywhere}td,th{min-width:0;padding:.15rem .25rem}tr,svg,.carried,.summary{break-inside:avoid}"
        + "h2,h3,h4{break-after:avoid}details::details-content{content-visibility:visible;display:block;height:auto}details>*{display:block}a{color:inherit;text-decoration:none}}";

    private static readonly string[] CapHeads = ["condition", "why it is not met", "what would meet it"];

    private readonly DossierContent _content;
    private readonly CaseState _state;
    private readonly PageWriter _page = new();
    private readonly Mentions _mentions;
    private readonly Missing _missing;

    private ReaderPage(DossierContent content)
    {
        (_content, _state) = (content, content.History.State);
        (_mentions, _missing) = (new(_state), new(_state));
    }

    public static string Render(DossierContent content)
    {
        var page = new ReaderPage(content);
        var body = page.Body();
        var head = page.Head();
        return head + body + "</body></html>\n";
    }

    /// <summary>Everything before the sections: it lists them, so it is written when they are there.</summary>
    private string Head()
    {
        var head = new PageWriter();
        var title = _state.Opened is { } opened ? opened.Title ?? Untitled(opened) : "Untitled";
        head.Tags("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        head.Tags("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        head.Tags("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">").Element("title", title).Tags($"<style>{Style}</style></head><body>\n");
        if (title.StartsWith("SYNTHETIC", StringComparison.Ordinal))
        {
            head.Tags("<p class=\"banner\">SYNTHETIC: a training exercise. Nothing in it happened.</p>\n");
        }

        head.Heading(1, title);
        head.Paragraph($"Sealed dossier of the case {_content.History.Id}, {Number(_state.Entries.Count)} records, sealed {_content.SealedAt} as the sealer says, "
            + $"by engine {_content.Seal?.Engine ?? "unknown"}. {Number(_content.Withheld.Count)} sealed members are withheld.");
        head.Paragraph($"Mandate: {_state.Opened?.Mandate ?? _missing.Of(_state.Opened)}");
        if (_state.Opened?.BeforeInWords is { } before)
        {
            head.Paragraph($"This case {before}.");
        }

        head.Paragraph("Statements of parties stand with their speakers. Nothing here became a finding by being repeated. Everything below is computed from the signed records in data/log and can be recomputed by anyone.");
        foreach (var incident in _content.Assessment.Incidents)
        {
            Summary(head, incident);
        }

        return head.Tags("<nav><strong>Contents</strong>").Add(_page.Contents()).Tags("</nav>\n").Written().Html;
    }

    private string Body()
    {
        foreach (var incident in _content.Assessment.Incidents)
        {
            Incident(incident);
        }

        var events = TimeLine.Of(_state);
        if (!events.IsEmpty)
        {
            _page.Heading(2, "Time line").Wide(TimeLineDrawing.Svg([.. events.Take(PageWriter.MostRows)])).Rest(events.Length, PageWriter.MostRows, "events");
        }

        Claims();
        Echoes();
        new ReaderEvidence(_content, _page, _mentions, _missing).Write();
        Requests();
        Weighed();
        Records();
        Rest();
        Checking();
        return _page.Written().Html;
    }

    private void Summary(PageWriter head, IncidentAssessment incident)
    {
        head.Tags("<div class=\"summary\">").Element("strong", $"In short: {Title(incident)}").Tags("<ul>");
        foreach (var ceiling in incident.Ceilings)
        {
            var published = incident.Outcomes.Where(outcome => outcome.Route == ceiling.Route).ToList();
            head.Element("li", Strong($"{_content.Tables.Routes[ceiling.Route].Title}: ") + $"the record carries at most “{Words(ceiling.Wording, incident)}” ({Source(ceiling.Wording)}). "
                + (published.Count == 0
                    ? "No published outcome is on record."
                    : "Published: " + string.Join("; ", published.Select(outcome => $"{Name(outcome.Body, outcome)}, “{outcome.Wording ?? "withheld"}”")) + "."));
        }

        var relied = incident.Facts.Relied.Take(3).Select(one => $"{one.Substance} in {_state.Entities.Call(one.Sample)}").ToList();
        head.Element("li", incident.Facts.Highest is { } level
            ? Strong("Highest identification: ") + $"{level.Words()} (" + _mentions.In(string.Join("; ", relied)) + (incident.Facts.Relied.Count() > relied.Count ? "; and others)" : ")")
            : Strong("Highest identification: ") + "no substance is identified in a sample on record");
        head.Element("li", Strong("On record: ") + $"samples {Number(incident.Facts.Samples.Length)}, controls or blanks {Number(incident.Facts.Controls.Length)}, "
            + $"casualties {Number(incident.Facts.Casualties.Length)}, origins that allege {Number(incident.Facts.Origins.Count(origin => !origin.Denies))}, "
            + $"that deny {Number(incident.Facts.Origins.Count(origin => origin.Denies))}");
        head.Element("li", Strong("Findings: ") + (incident.Findings.IsEmpty
            ? "none on record"
            : string.Join("; ", incident.Findings.Select(finding => $"“{Words(finding.Finding.Proposed, incident)}” ({Standing(finding.Finding)}{(finding.Exceeds ? _content.Withheld.Count > 0 ? ", more than what is disclosed carries" : ", more than the record carries" : "")})"))));
        head.Tags("</ul></div>\n");
    }

    private void Incident(IncidentAssessment incident)
    {
        var gap = _missing.Of(incident.Incident);
        _page.Heading(2, $"Incident {Title(incident)}");
        _page.Paragraph($"When: {incident.Incident.When?.Words ?? gap}. Where: {(incident.Incident.Where is { } where ? where.Said ?? "not said in words" : gap)}.");
        _page.Heading(3, "What the record says").Tags("<ul>");
        foreach (var sentence in incident.Says.Take(PageWriter.MostRows))
        {
            _page.Element("li", _mentions.In(sentence));
        }

        _page.Tags("</ul>\n").Rest(incident.Sayings.Length, PageWriter.MostRows, "sentences").Heading(3, "What it can carry, route by route, beside what was published");
        foreach (var ceiling in incident.Ceilings)
        {
            Carried(incident, ceiling);
        }

        if (!incident.Findings.IsEmpty || !incident.Observations.IsEmpty)
        {
            _page.Heading(3, "Findings, differing observations and comments");
        }

        foreach (var (finding, _, exceeds) in incident.Findings.Take(PageWriter.MostBlocks))
        {
            var proposed = finding.Proposed;
            _page.Paragraph(
                $"Finding {_state.Entities.Call(proposed.Finding)} ({Standing(finding)}), {proposed.Route ?? $"route {_missing.Of(proposed)}"}: “{Words(proposed, incident)}”. "
                + $"Limitation: {proposed.Limitation ?? _missing.Of(proposed)}.{(exceeds ? _content.Withheld.Count > 0 ? " What is disclosed carries less; what the whole record carries can't be judged here." : " It says more than the record carries." : "")}"
                + (finding.Override is { } over ? $" That it may say more than the record carries was taken on by {over.By.Text}: {over.Said.Reason ?? _missing.Of(over.Said)}." : exceeds && finding.Stands && _content.Withheld.Count == 0 ? " Nobody took that on." : "")
                + $"{(proposed.Likelihood is { } likelihood ? $" Likelihood (ICD 203): {likelihood}." : "")}{(proposed.Confidence is { } confidence ? $" Confidence (ICD 203): {confidence}." : "")}",
                _state.Entities.Find(proposed.Finding)?.Handle);
        }

        foreach (var one in incident.Observations.Take(PageWriter.MostBlocks))
        {
            var sort = one.Sort switch { "state-comment" => "State comment", "differing-observation" => "Differing observation", { } other => other, null => "Observation or comment (withheld which)" };
            _page.Paragraph($"{sort} of {Name(one.By, one)}: {one.Text ?? _missing.Of(one)}");
        }

        _page.Rest(incident.Findings.Length, PageWriter.MostBlocks, "findings").Rest(incident.Observations.Length, PageWriter.MostBlocks, "observations and comments");
    }

    private void Carried(IncidentAssessment incident, Ceiling ceiling)
    {
        var route = _content.Tables.Routes[ceiling.Route];
        _page.Heading(4, $"{route.Title} ({route.Key})").Paragraph($"Basis: {route.Basis}. Standard: {route.Standard}.");
        _page.Tags("<p class=\"carried\">").Add("The strongest wording that the record carries: ").Add(Strong($"“{Words(ceiling.Wording, incident)}”"))
            .Add($" ({Source(ceiling.Wording)})").Tags("</p>\n");
        foreach (var outcome in incident.Outcomes.Where(outcome => outcome.Route == ceiling.Route))
        {
            var gap = _missing.Of(outcome);
            _page.Paragraph($"Published by {Name(outcome.Body, outcome)} (document {outcome.Document ?? gap}, date {outcome.When?.Words ?? gap}): “{outcome.Wording ?? "withheld"}”. Limits, as stated: {outcome.Limitation ?? gap}.");
        }

        if (ceiling.Next is not { } next)
        {
            return;
        }

        _page.Paragraph($"Next wording up: “{Words(next, incident)}” ({Source(next)}). What caps it, and what would raise it:").Table(CapHeads, ceiling.NextSteps.Select(Cap));
        if (!ceiling.CapsAbove.IsEmpty)
        {
            _page.Folded(
                $"Further up, besides: {Number(ceiling.CapsAbove.Length)} more {(ceiling.CapsAbove.Length == 1 ? "condition" : "conditions")}",
                folded => folded.Table(CapHeads, ceiling.CapsAbove.Select(Cap)));
        }
    }

    private Row Cap(Cap cap) => new(cap.Condition, _mentions.In(cap.Why.ToString()), cap.Raise.ToString());

    private void Claims()
    {
        // A report in a language without rules has no claims: an empty list must not look like silence.
        var passedOver = _state.Claims.Reports.Where(report => report.Captured.LanguageNote is not null).ToList();
        var aside = _state.Claims.Reports.Where(report => report.Aside is not null).ToList();
        if (_state.Claims.Claims.IsEmpty && passedOver.Count + aside.Count == 0)
        {
            return;
        }

        _page.Heading(2, "Claims: who says what, through whom");
        foreach (var report in aside.Take(PageWriter.MostBlocks))
        {
            _page.Paragraph($"Report {_state.Entities.Call(report.Id)} was set aside: {report.Aside!.Reason ?? _missing.Of(report.Aside)}. Its claims count for nothing.");
        }

        foreach (var report in passedOver.Take(PageWriter.MostBlocks))
        {
            _page.Paragraph($"Report {_state.Entities.Call(report.Id)}: {report.Captured.LanguageNote}.");
        }

        if (_state.Claims.Claims.IsEmpty)
        {
            return;
        }

        var (answering, withdrawn) = (_state.Claims.Answering(), _state.Claims.Withdrawn(_state.Parties));
        string Called(string word, IEnumerable<EntityId> claims) => string.Join(", ", claims.Select(id => _state.Entities.Call(id))) is { Length: > 0 } names ? word + names : "";
        _page.Table(["claim", "who, per whom, when", "stance", "words", "review"], _state.Claims.Claims, claim => new Row(
            _state.Entities.Call(claim.Id), ClaimWords.Attribution(claim, _state, _missing.Of(claim.Said) switch { "not said" => "nobody named", var gap => $"speaker {gap}" }),
            (claim.Said.Stance ?? _missing.Of(claim.Said)) + Called("; answers ", claim.Answers) + Called("; answered by ", answering[claim.Id])
                + Called("; withdrawn by ", withdrawn[claim.Id].Select(one => one.Id)),
            ClaimWords.Printed(claim.Said), ClaimWords.Standing(claim, _state))
        {
            Anchor = _mentions.Anchor(claim.Id),
            Class = claim.State == ClaimState.Rejected || claim.Placing == ClaimPlacing.Misplaced || claim.IsAside ? "rejected" : null,
        }, "claims");
    }

    /// <summary>What analysts said of echoes: the words at a passage are those of the claims that stand there.</summary>
    private void Echoes()
    {
        if (_state.Echoes.Edges.IsEmpty)
        {
            return;
        }

        var records = new Dictionary<Statement, Entry>(ReferenceEqualityComparer.Instance);
        foreach (var entry in _state.Entries.Where(entry => entry.Statement is EchoReviewed))
        {
            records.TryAdd(entry.Statement!, entry);
        }

        var claims = _state.Claims.Claims.Where(claim => claim.Said.Report is not null).ToLookup(claim => claim.Said.Report!.Value);
        _page.Heading(2, "Echoes: what goes back to what");
        _page.Paragraph("An echo that an analyst confirmed takes an origin away from the count of who says something; it adds none, and says nothing of truth. Positions count code points of the captured texts.");
        _page.Table(["echo", "sort", "word of the analyst", "passages", "reviewed by"], _state.Echoes.Edges, edge => new Row(
            Markup.Join(" goes back to ", [_mentions.To(edge.From), _mentions.To(edge.To)]), edge.Said.Sort ?? _missing.Of(edge.Said),
            $"{edge.Said.Verdict}{(edge.Said.Reason is { } reason ? $": {reason}" : "")}", Passages(edge, claims),
            records.GetValueOrDefault(edge.Said) is { } entry ? $"{string.Join(", ", entry.Envelope.By.Select(key => key.Text))}, {entry.Envelope.Made.At}, leaf {Number(entry.Index)}" : "-")
        {
            Class = edge.IsConfirmed ? null : "rejected",
        }, "echoes");
    }

    private Markup Passages(EchoView edge, ILookup<EntityId, ClaimView> claims)
    {
        const int Most = 12;
        var (from, to) = (edge.Said.FromSpans.IsDefault ? [] : edge.Said.FromSpans, edge.Said.ToSpans.IsDefault ? [] : edge.Said.ToSpans);
        if (from.IsEmpty)
        {
            return edge.Said.Engine is null ? "none recorded" : _missing.Of(edge.Said);
        }

        var (fromReport, toReport) = (_state.Claims.Find(edge.From)?.Said.Report ?? edge.From, _state.Claims.Find(edge.To)?.Said.Report ?? edge.To);
        return Markup.Join("; ", from.Take(Most).Select((span, i) => At(fromReport, span, claims) + (i < to.Length ? " beside " + At(toReport, to[i], claims) : "")))
            + (from.Length > Most ? $"; and {Number(from.Length - Most)} more" : "");
    }

    private Markup At(EntityId report, TextSpan span, ILookup<EntityId, ClaimView> claims)
    {
        var there = claims[report].Where(claim => !claim.Said.ContentSpans.IsDefault && claim.Said.ContentSpans.Any(content => content.Start < span.End && span.Start < content.End)).Take(4).ToList();
        return $"{_state.Entities.Call(report)} {Number(span.Start)} to {Number(span.End)}"
            + (there.Count == 0 ? (Markup)"" : " (" + Markup.Join(", ", there.Select(claim => _mentions.To(claim.Id))) + $": “{Short(there[0].Said.Content ?? "withheld")}”)");
    }

    private static string Short(string words) => words.Length <= 200 ? words : words[..(char.IsHighSurrogate(words[199]) ? 199 : 200)] + "…";

    private void Requests()
    {
        if (_state.Requests.Requests.IsEmpty)
        {
            return;
        }

        var asOf = When.Instant(_content.SealedAt) ?? DateTimeOffset.MinValue;
        _page.Heading(2, "Requests and their deadlines");
        foreach (var request in _state.Requests.Requests.Take(PageWriter.MostBlocks))
        {
            var (made, gap) = (request.Made, _missing.Of(request.Made));
            _page.Heading(3, $"Request {_state.Entities.Call(request.Id)}: {Name(made.From, made)} to {Name(made.To, made)}");
            _page.Paragraph($"Route {made.Route ?? gap}, date {made.When?.Words ?? gap}, document {made.Document ?? gap}.");
            if (!made.Contents.IsEmpty)
            {
                _page.Table(["item", "as written"], made.Contents.Select(item => new Row(item.Key, item.Text)));
            }

            foreach (var more in request.Supplements)
            {
                var none = _missing.Of(more);
                _page.Paragraph($"Supplement, date {more.When?.Words ?? none}, document {more.Document ?? none}.");
                _page.Table(["item", "as written"], more.Contents.Select(item => new Row(item.Key, item.Text)));
            }

            foreach (var reply in request.Replies)
            {
                var none = _missing.Of(reply);
                _page.Paragraph($"Reply of {Name(reply.From, reply)} (date {reply.When?.Words ?? none}, document {reply.Document ?? none}): {reply.Text ?? none}");
            }

            if (_content.Tables.Routes.TryGetValue(made.Route ?? "", out var route) && route.Deadlines.Length > 0)
            {
                _page.Table(["deadline", "duty", "limit", "due", "done", "state"], Deadlines.Of(request, route, asOf).Select(Deadline));
            }
        }

        _page.Rest(_state.Requests.Requests.Count, PageWriter.MostBlocks, "requests");
    }

    private static Row Deadline(DeadlineStatus one) => new(
        $"{one.Deadline.Id}, {one.Deadline.Citation}{(one.Deadline.Verified ? "" : " (not verified)")}", $"{one.Deadline.Actor}: {one.Deadline.Duty}",
        one.Deadline.Said, one.Due is { } due ? When.Format(due) : "no start on record", one.Done?.Words ?? "not on record", DeadlineWords.Of(one.State));

    private void Weighed()
    {
        if (_content.Assessment.Incidents.IsEmpty)
        {
            return;
        }

        _page.Heading(2, "Hypotheses and how the evidence bears on them");
        foreach (var incident in _content.Assessment.Incidents)
        {
            _page.Heading(3, $"Incident {Title(incident)}");
            _page.Table(["hypothesis", "consistent", "inconsistent", "neutral"], incident.Hypotheses.Select(one =>
                new Row($"{one.Key}: {one.Words}", Links(one.Consistent), Links(one.Inconsistent), Links(one.Neutral))));
        }
    }

    private Markup Links(IReadOnlyCollection<EvidenceMark> links) => links.Count == 0
        ? "none"
        : Markup.Join("; ", links.Take(PageWriter.MostBlocks).Select(mark => mark.Said).Select(link => (link.Item is null ? _missing.Of(link) : _mentions.To(link.Item)) + $" ({link.Reason ?? $"reason {_missing.Of(link)}"})"))
            + (links.Count <= PageWriter.MostBlocks ? "" : $"; and {Number(links.Count - PageWriter.MostBlocks)} more");

    private void Records()
    {
        var history = _content.History;
        var shown = _state.Entries.Take(PageWriter.MostRows).ToList();
        var corrected = shown.Select(entry => entry.Envelope.Corrects).OfType<RecordId>().ToHashSet();
        var leaves = _state.Entries.Where(entry => corrected.Contains(entry.Id)).DistinctBy(entry => entry.Id).ToDictionary(entry => entry.Id, entry => entry.Index);
        var last = shown.Count == 0 ? -1 : shown.Max(entry => entry.Index);
        var reasons = _content.Withheld.TakeWhile(one => one.Index <= last).ToLookup(one => one.Index, one => one.Reason);
        _page.Heading(2, _state.Entries.Count > shown.Count ? "Records" : "Every record");
        _page.Table(["leaf", "kind", "author", "number", "made, as the author says", "withheld", "id"], _state.Entries, entry => new Row(
            Number(entry.Index), Kind(entry, leaves, last) + (_state.Imports.IsWithdrawn(entry) ? ", withdrawn with its import: it counts for nothing" : ""), string.Join(", ", entry.Envelope.By.Select(key => key.Text)), Number(entry.Envelope.Seq), entry.Envelope.Made.At,
            $"{Number(entry.Withheld)}{(reasons.Contains(entry.Index) ? $": {string.Join(", ", reasons[entry.Index].Distinct().Order(StringComparer.Ordinal))}" : "")}",
            entry.Id.Text)
        {
            Anchor = $"leaf-{Number(entry.Index)}",
        }, "records");
        var left = Cases.ImportsView.LeftOver(_state).ToList();
        if (left.Count > 0)
        {
            _page.Heading(3, "What is said of what was withdrawn with an import");
            _page.Table(["leaf", "kind", "speaks of"], left, one => new Row(Number(one.Entry.Index), one.Entry.Type, one.Of.Label ?? one.Of.Handle), "records");
        }

        if (!history.Remarks.IsEmpty)
        {
            _page.Heading(3, "What does not fit");
            _page.Table(["leaf", "remark"], history.Remarks, remark => new Row(Number(remark.Index), remark.Why + (remark.Void ? " The leaf counts for nothing." : "")), "remarks");
        }

        var conflicts = _content.Assessment.Conflicts;
        if (!conflicts.IsEmpty)
        {
            _page.Heading(3, "Conflicts that nobody has decided");
            _page.Table(["leaves", "on what they differ"], conflicts, conflict => new Row(string.Join(", ", conflict.Records.Select(entry => Number(entry.Index))), conflict.Words), "conflicts");
        }
    }

    /// <summary>Where in the dossier a reader finds what the page has no room for.</summary>
    private void Rest()
    {
        if (!_page.HasRest)
        {
            return;
        }

        _page.Heading(2, "What this page has no room for");
        _page.Paragraph(
            $"It shows at most {Number(PageWriter.MostRows)} rows of a table and {Number(PageWriter.MostBlocks)} samples, requests or the like, because no browser opens more of them well. "
            + "Nothing of it is missing in the dossier, and all of it went into what stands above. Leaf N is entry N mod 256 of bundle N div 256 in data/log/tile/entries. What is opened of it stands in "
            + "data/disclosures, in the file called N div 256, on the lines that begin with N; what is withheld of it is counted in data/withheld.json; files that it names lie in data/files.",
            PageWriter.RestAnchor);
    }

    private static Markup Kind(Entry entry, Dictionary<RecordId, long> leaves, long last)
    {
        Markup kind = $"{entry.Type}@{Number(entry.Major)}{(entry.Statement is null ? " (not understood)" : "")}";
        if (entry.Envelope.Corrects is not { } first)
        {
            return kind;
        }

        var reason = entry.CorrectionReason is { } said ? $"“{said}”" : entry.Statement is null ? "reason not understood" : "reason withheld";
        return kind + ", corrects " + (!leaves.TryGetValue(first, out var leaf) ? first.Text : leaf > last ? $"leaf {Number(leaf)}" : new Markup($"<a href=\"#leaf-{Number(leaf)}\">leaf {Number(leaf)}</a>")) + $": {reason}";
    }

    private void Checking() => _page
        .Heading(2, "How to check this without trusting whoever gave it to you")
        .Paragraph("In the folder of the dossier, with tools that others wrote:")
        .Element("pre", "sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt")
        .Paragraph("data/log is a transparency log as c2sp.org/tlog-tiles describes it: any tool for such logs audits it with data/keys/log.vkey. Each leaf is a signed note (c2sp.org/signed-note). A line in data/disclosures opens one sealed member of the leaf that it begins with: its SHA-256 in base64url stands in the record's _sd (RFC 9901). With this program:")
        .Element("pre", "probatum verify FOLDER");

    private string Title(IncidentAssessment incident) =>
        $"{_state.Entities.Call(incident.Incident.Incident)}: {incident.Incident.Title ?? Untitled(incident.Incident)}";

    private string Untitled(Statement said) => _missing.Of(said) switch { "not said" => "untitled", var gap => $"title {gap}" };

    private string Name(EntityId? party, Statement said) => party is null ? $"a party {_missing.Of(said)}" : _state.Parties.Name(party);

    private string Standing(FindingView finding) => finding.SupersededBy is { } later ? $"superseded by {_state.Entities.Call(later)}" : finding.Review is { } review ? review.Verdict ?? "reviewed, verdict withheld" : "proposed, not reviewed";

    /// <summary>A finding's words; a finding that names a rung of its route's ladder by key says what stands there.</summary>
    private string Words(FindingProposed finding, IncidentAssessment incident) =>
        _content.Tables.Routes.GetValueOrDefault(finding.Route ?? "")?.Wordings.FirstOrDefault(rung => rung.Key == finding.Wording) is { } rung
            ? Words(rung, incident)
            : finding.Wording ?? "withheld";

    private static string Words(RouteWording wording, IncidentAssessment incident)
    {
        var relied = string.Join(" and ", incident.Facts.Relied.Select(one => one.Substance).Distinct(StringComparer.Ordinal));
        return wording.Words.Replace("{substance}", relied.Length == 0 ? "(a substance, none identified)" : relied, StringComparison.Ordinal);
    }

    /// <summary>Where a wording comes from: a model for the words, never a source about the incident.</summary>
    private static string Source(RouteWording wording) => wording switch
    {
        { Verbatim: true } => $"wording as in {wording.Source}",
        _ => $"our wording, after {(wording.Source.StartsWith("after ", StringComparison.Ordinal) ? wording.Source[6..] : wording.Source)}",
    } + (wording.Verified ? "" : ", not verified");

    private static Markup Strong(string text) => new($"<strong>{SafeText.Escape(text)}</strong>");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
