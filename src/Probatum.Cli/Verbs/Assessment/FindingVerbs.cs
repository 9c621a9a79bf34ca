using System.CommandLine;
using Probatum.Core.Findings;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum finding …</summary>
internal static class FindingVerbs
{
    public static Command Of(Shell shell) => Verb.Group("finding", "Findings: proposed by one person, reviewed by a second; what bodies published; dissent.", Propose(shell), Review(shell), Published(shell), Observe(shell), List(shell));

    private static Command Propose(Shell shell)
    {
        var (incident, route, wording, limitation) = (
            Verb.Required("--incident", "the incident", "INCIDENT"), Verb.Required("--route", "under which procedure", "ROUTE"), Verb.Required("--wording", "the route's wording, by its key or words", "TEXT"),
            Verb.Required("--limitation", "what could not be done and why", "TEXT"));
        var (grounds, cites) = (Verb.Several("--ground", "evidence it rests on; never a claim", "ITEM"), Verb.Several("--cite", "claims it cites as said", "CLAIM"));
        return Verb.Writing(
            shell, "propose", "Propose a finding. It stands beside the computed ceiling and is adopted only by a second person.",
            "probatum finding propose --incident I-1 --route OPCW_FFM --wording cannot-determine --limitation 'no access to the place'", [incident, route, wording, limitation, grounds, cites], (parse, opened) =>
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

                var id = opened.NewId();
                var receipts = opened.Record(new FindingProposed(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), procedure.Key, rung.Key,
                    [.. (parse.GetValue(grounds) ?? []).Select(name => opened.Any(name).Id)], [.. (parse.GetValue(cites) ?? []).Select(name => opened.Find("claim", name))], parse.GetRequiredValue(limitation)));
                return OpenedCase.Recorded(receipts, $"finding {opened.Call(id)} proposed", ("finding", id.Text));
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
        var when = Verb.Option("--when", "when", "TIME");
        sort.AcceptOnlyFromAmong("differing-observation", "state-comment");
        return Verb.Writing(
            shell, "observe", "Attach a differing observation of an inspector, or a State's comment.", "probatum finding observe --incident I-1 --sort state-comment --by 'State A' --text '…'", [incident, sort, by, text, when], (parse, opened) =>
            {
                var id = opened.NewId();
                var receipts = opened.Record(new ObservationAttached(
                    id, opened.Find("incident", parse.GetRequiredValue(incident)), parse.GetRequiredValue(sort), opened.Find("party", parse.GetRequiredValue(by)), OpenedCase.When(parse.GetValue(when)), parse.GetRequiredValue(text)));
                return OpenedCase.Recorded(receipts, $"{parse.GetRequiredValue(sort)} of {parse.GetRequiredValue(by)} attached", ("observation", id.Text));
            });
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List findings and where they stand.", "probatum finding list", [], (parse, opened) =>
    {
        var all = opened.State.Findings.Findings;
        return Answer.Of(
            Columns.Of(["finding", "incident", "route", "state", "wording"], all.Select(one => new[]
            {
                opened.Call(one.Proposed.Finding), opened.Call(one.Proposed.Incident), one.Proposed.Route ?? "-", one.Review?.Verdict ?? "proposed", one.Proposed.Wording ?? "withheld",
            })),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("finding", opened.Call(one.Proposed.Finding)), ("route", one.Proposed.Route ?? ""), ("state", one.Review?.Verdict ?? "proposed"), ("wording", one.Proposed.Wording ?? "")))));
    });
}
