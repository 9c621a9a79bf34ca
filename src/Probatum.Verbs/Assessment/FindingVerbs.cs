using System.CommandLine;
using Probatum.Core.Assessment;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum finding …</summary>
internal static class FindingVerbs
{
    public static Command Of(Shell shell) => Verb.Group("finding", "Findings: proposed by one person, reviewed by a second; what bodies published; dissent.", Propose(shell), Override(shell), Review(shell), Published(shell), Observe(shell), List(shell));

    private static Command Propose(Shell shell)
    {
        var (incident, route, wording, limitation) = (
            Verb.Required("--incident", "the incident", "INCIDENT"), Verb.Required("--route", "under which procedure", "ROUTE"), Verb.Required("--wording", "the route's wording, by its key or words", "TEXT"),
            Verb.Option("--limitation", "what could not be done and why; drafted from what caps stronger words where it is not given", "TEXT"));
        var (grounds, cites) = (Verb.Several("--ground", "evidence it rests on; never a claim", "ITEM"), Verb.Several("--cite", "claims it cites as said", "CLAIM"));
        var (likelihood, confidence) = (Verb.Option("--likelihood", "P1 to P7 of ICD 203, apart from the route's words", "KEY"), Verb.Option("--confidence", "low, moderate or high; apart from the likelihood", "WORD"));
        var supersedes = Verb.Option("--supersedes", "the finding whose place it takes once it is adopted", "FINDING");
        likelihood.AcceptOnlyFromAmong([.. FindingProposed.Likelihoods]);
        confidence.AcceptOnlyFromAmong([.. FindingProposed.Confidences]);
        return Verb.Writing(
            shell, "propose", "Propose a finding. It stands beside the computed ceiling and is adopted only by a second person.",
            "probatum finding propose --incident I-1 --route OPCW_FFM --wording cannot-determine --limitation 'no access to the place'", [incident, route, wording, limitation, grounds, cites, likelihood, confidence, supersedes], (parse, opened) =>
            {
                var procedure = RequestVerbs.FindRoute(opened, parse.GetRequiredValue(route));
                if (procedure.Wordings.IsEmpty)
                {
                    throw new BadInputException($"the route {procedure.Key} has no wordings to propose; what its body said is recorded with 'finding published'");
                }

                var rung = procedure.Wordings.FirstOrDefault(known => known.Key == parse.GetRequiredValue(wording) || known.Words == parse.GetRequiredValue(wording))
                    ?? throw new BadInputException($"the route {procedure.Key} has no such wording; it has {string.Join(", ", procedure.Wordings.Select(known => $"{known.Key} (“{known.Words}”)"))}");
                if (!rung.Needs.IsEmpty && parse.GetValue(grounds) is null or [])
                {
                    throw new BadInputException($"a finding “{rung.Words}” rests on evidence: name it with --ground");
                }

                var (id, given) = (opened.NewId(), parse.GetValue(limitation));
                var finding = new FindingProposed(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), procedure.Key, rung.Key,
                    [.. (parse.GetValue(grounds) ?? []).Select(name => opened.Any(name).Id)], [.. (parse.GetValue(cites) ?? []).Select(name => opened.Find("claim", name))], given,
                    parse.GetValue(likelihood), parse.GetValue(confidence), opened.FindOr("finding", parse.GetValue(supersedes)));
                var ceiling = CeilingRule.Of(opened.Counting(), opened.Tables, opened.History.Remarks, finding)!;
                finding = finding with { Limitation = given ?? string.Join(" ", Limitations.Draft(ceiling, rung, opened.Tables.Conditions)) };
                var receipts = opened.Record(finding);
                if (given is null)
                {
                    opened.Note($"limitation drafted from what caps stronger words; 'probatum correct' puts it in other words: {finding.Limitation}");
                }

                if (CeilingRule.Exceeds(finding, ceiling, opened.Tables))
                {
                    opened.Note($"the records carry at most “{ceiling.Wording.Words}”; it can be adopted only after a second person took on that it says more ('finding override')");
                }

                return OpenedCase.Recorded(receipts, $"finding {opened.Call(id)} proposed", ("finding", id.Text));
            });
    }

    private static Command Override(Shell shell)
    {
        var (finding, reason) = (Verb.Argument("FINDING", "such as F1"), Verb.Required("--reason", "why it may say more than the records carry", "WHY"));
        return Verb.Writing(
            shell, "override", "Take on, as a second person, that a finding says more than the records carry. Every view and dossier shows it.", "probatum finding override F1 --reason 'evidence that can't be on record here' --key reviewer", [finding, reason], (parse, opened) =>
            {
                var id = opened.Find("finding", parse.GetRequiredValue(finding));
                var ceiling = opened.State.Findings.Find(id) is { } known ? CeilingRule.Of(opened.Counting(), opened.Tables, opened.History.Remarks, known.Proposed) : null;
                return OpenedCase.Recorded(
                    opened.Record(new CeilingOverridden(id, ceiling?.Wording.Key, parse.GetRequiredValue(reason))),
                    $"{parse.GetRequiredValue(finding)} may say more than the records carry{(ceiling is null ? "" : $", which is “{ceiling.Wording.Words}”")}: taken on");
            });
    }

    private static Command Review(Shell shell)
    {
        var (finding, verdict, reason) = (Verb.Argument("FINDING", "such as F1"), Verb.Required("--verdict", "adopted or rejected", "VERDICT"), Verb.Required("--reason", "why", "WHY"));
        verdict.AcceptOnlyFromAmong("adopted", "rejected");
        return Verb.Writing(shell, "review", "Adopt or reject a finding as a second person.", "probatum finding review F1 --verdict adopted --reason 'within the ceiling' --key reviewer", [finding, verdict, reason], (parse, opened) => OpenedCase.Recorded(
            opened.Record(new FindingReviewed(opened.Find("finding", parse.GetRequiredValue(finding)), parse.GetRequiredValue(verdict), parse.GetRequiredValue(reason))),
            $"finding {parse.GetRequiredValue(finding)} {parse.GetRequiredValue(verdict)}"));
    }

    private static Command Published(Shell shell)
    {
        var (incident, body, document, wording) = (
            Verb.Required("--incident", "the incident", "INCIDENT"), Verb.Required("--body", "who published it", "PARTY"), Verb.Required("--document", "symbol", "TEXT"), Verb.Required("--wording", "its own words", "TEXT"));
        var (route, when, limitation) = (Verb.Option("--route", "the procedure it worked under", "ROUTE"), Verb.Option("--when", "when", "TIME"), Verb.Option("--limitation", "limits it states", "TEXT"));
        return Verb.Writing(
            shell, "published", "Record what a body published about the incident; shown beside the computed view, never merged with it.",
            "probatum finding published --incident I-1 --body OPCW --document S/1642/2018 --wording 'cannot confidently determine …'", [incident, body, document, wording, route, when, limitation], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new OutcomePublished(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), parse.GetValue(route), opened.Find("party", parse.GetRequiredValue(body)), parse.GetRequiredValue(document),
                    OpenedCase.When(parse.GetValue(when)), parse.GetRequiredValue(wording), parse.GetValue(limitation)));
                return OpenedCase.Recorded(receipts, $"published outcome {parse.GetRequiredValue(document)}", ("outcome", id.Text));
            });
    }

    private static Command Observe(Shell shell)
    {
        var (incident, sort, by, text) = (
            Verb.Required("--incident", "the incident", "INCIDENT"), Verb.Required("--sort", "differing-observation or state-comment", "SORT"), Verb.Required("--by", "whose", "PARTY"), Verb.Required("--text", "the observation", "TEXT"));
        var (when, finding) = (Verb.Option("--when", "when", "TIME"), Verb.Option("--finding", "the finding that it is about", "FINDING"));
        sort.AcceptOnlyFromAmong("differing-observation", "state-comment");
        return Verb.Writing(
            shell, "observe", "Attach a differing observation of an inspector, or a State's comment.", "probatum finding observe --incident I-1 --sort state-comment --by 'State A' --text '…'", [incident, sort, by, text, when, finding], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new ObservationAttached(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), parse.GetRequiredValue(sort), opened.Find("party", parse.GetRequiredValue(by)), OpenedCase.When(parse.GetValue(when)), parse.GetRequiredValue(text), opened.FindOr("finding", parse.GetValue(finding))));
                return OpenedCase.Recorded(receipts, $"{parse.GetRequiredValue(sort)} of {parse.GetRequiredValue(by)} attached", ("observation", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List findings: where they stand, beside what the records carry, and what was taken on.", "probatum finding list", [], (parse, opened) =>
    {
        var all = CaseAssessment.Of(opened.Counting(), opened.Tables, opened.History.Remarks).Incidents.SelectMany(incident => incident.Findings).ToList();
        return Answer.Of(
            Columns.Of(["finding", "incident", "route", "state", "wording", "likelihood", "confidence", "carried", "more than carried", "override"], all.Select(one => new[]
            {
                opened.Call(one.Finding.Proposed.Finding), opened.Call(one.Finding.Proposed.Incident), one.Finding.Proposed.Route ?? "-", one.Finding.Standing, one.Finding.Proposed.Wording ?? "withheld",
                one.Finding.Proposed.Likelihood ?? "-", one.Finding.Proposed.Confidence ?? "-", one.Ceiling?.Wording.Key ?? "-", one.Exceeds ? "yes" : "no", one.Finding.Override?.Said.Reason ?? "-",
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("finding", opened.Call(one.Finding.Proposed.Finding)), ("route", one.Finding.Proposed.Route ?? ""), ("state", one.Finding.Standing), ("wording", one.Finding.Proposed.Wording ?? ""),
                ("likelihood", one.Finding.Proposed.Likelihood), ("confidence", one.Finding.Proposed.Confidence), ("carried", one.Ceiling?.Wording.Key), ("exceedsCeiling", new JsonTruth(one.Exceeds)),
                ("override", one.Finding.Override?.Said.Reason), ("supersededBy", one.Finding.SupersededBy is { } later ? opened.Call(later) : null)))));
    });
}
