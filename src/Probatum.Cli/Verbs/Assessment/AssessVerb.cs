using System.CommandLine;
using System.Text;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Cli.Verbs;

/// <summary>probatum assess</summary>
internal static class AssessVerb
{
    private const int MostReports = 400;
    private const int MostNamed = 10;

    public static Command Of(Shell shell)
    {
        var wanted = new Argument<string?>("CASE") { Description = "the case, if there is more than one", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--output", "-o") { Description = "write the assessment as JSON here too", HelpName = "FILE" };
        return Verb.Alone(
            shell, "assess", "Say what the evidence can carry, per incident and route, what caps it, and what would raise it. From the records alone.", "probatum assess --json",
            [wanted, output, Verb.Case, Verb.Workspace], parse =>
            {
                using var opened = OpenedCase.Open(parse, shell, parse.GetValue(wanted));
                var assessment = CaseAssessment.Of(opened.Counting(), opened.Tables, opened.History.Remarks);
                var json = AssessmentJson.Of(assessment, opened.Id);
                if (parse.GetValue(output) is { } path)
                {
                    Files.Write(path, Encoding.UTF8.GetBytes(CanonicalJson.WriteText(json) + "\n"));
                }

                NoteEchoes(opened);
                NoteLoose(opened);
                return Answer.Of(
                    [
                        opened.State.Opened?.Title ?? opened.Id.Text,
                        .. assessment.Incidents.IsEmpty ? ["no incident is on record, so there is nothing to assess; open one with 'probatum incident open'"] : Array.Empty<string>(),
                        .. assessment.Incidents.SelectMany(incident => Lines(incident, opened.State, opened.Tables)),
                    ],
                    json);
            });
    }

    /// <summary>Says where reports behind what is alleged may go back to one origin and nobody has looked: an open question, which counts for nothing.</summary>
    private static void NoteEchoes(OpenedCase opened)
    {
        var reports = opened.State.Incidents.Allegations.SelectMany(allegation => allegation.Claims)
            .Select(id => opened.State.Claims.Find(id)?.Said.Report).OfType<EntityId>().ToHashSet();
        if (reports.Count is < 2 or > MostReports)
        {
            return;
        }

        var graph = EchoProposals.Find(opened.State, EchoProposals.Texts(opened.State, EchoesVerb.Reading(opened), reports), Environment.ProcessorCount);
        var open = graph.Edges.Count(edge => !edge.IsOutside && opened.State.Echoes.Find(new(edge.From), new(edge.To)) is null);
        if (open > 0)
        {
            opened.Note($"{Words.Count(open, "echo", "echoes")} between reports behind what is alleged {(open == 1 ? "is" : "are")} proposed and not reviewed, and {(open == 1 ? "counts" : "count")} for nothing: 'probatum echoes' shows {(open == 1 ? "it" : "them")}");
        }
    }

    /// <summary>Says which samples and casualties no record ties to an incident: they count in none.</summary>
    private static void NoteLoose(OpenedCase opened)
    {
        var samples = opened.State.Samples.All.Where(sample => sample is { Parent: null, IsControl: false, Collected.Incident: null }).Select(sample => sample.Label).ToList();
        var people = opened.State.Casualties.Casualties.Where(one => one.Incident is null).Select(one => opened.Call(one.Casualty)).ToList();
        foreach (var (one, several, labels) in new[] { ("sample", "samples", samples), ("casualty", "casualties", people) }.Where(loose => loose.Item3.Count > 0))
        {
            opened.Note($"{Words.Count(labels.Count, one, several)} of no incident, so counted in none: {string.Join(", ", labels.Take(MostNamed))}{(labels.Count > MostNamed ? " …" : "")}; 'probatum correct' ties a record to an incident");
        }
    }

    private static IEnumerable<string> Lines(IncidentAssessment incident, CaseState state, RuleTables tables) =>
    [
        "", $"INCIDENT {state.Entities.Call(incident.Incident.Incident)}: {incident.Incident.Title ?? "untitled"}",
        $"  {incident.Incident.When?.Words ?? "time not said"}, {incident.Incident.Where?.Said ?? "place not said"}",
        "", "  On record:", .. incident.Says.Select(sentence => $"  - {sentence}"),
        .. incident.Ceilings.SelectMany(ceiling => Lines(ceiling, incident, state, tables)),
        "", "  Hypotheses (items consistent / inconsistent / neutral):",
        .. incident.Hypotheses.Select(one => $"    {one.Key}  {Names(one.Consistent, state)} / {Names(one.Inconsistent, state)} / {Names(one.Neutral, state)}  {one.Words}"),
        .. incident.Findings.Select(one => $"  Finding {state.Entities.Call(one.Finding.Proposed.Finding)} ({one.Finding.Review?.Verdict ?? "proposed"}): {one.Finding.Proposed.Wording}{(one.Exceeds ? "; it says more than the record carries" : "")}"),
        .. incident.Observations.Select(one => $"  {one.Sort} of {state.Parties.Name(one.By)}: {one.Text}"),
    ];

    private static IEnumerable<string> Lines(Ceiling ceiling, IncidentAssessment incident, CaseState state, RuleTables tables)
    {
        yield return "";
        yield return $"  Route {tables.Routes[ceiling.Route].Title} ({ceiling.Route})";
        yield return $"    the strongest wording that the record carries: “{ceiling.Wording.Words}” ({ceiling.Wording.Source}{(ceiling.Wording.Verified ? "" : ", not verified")})";
        foreach (var outcome in incident.Outcomes.Where(outcome => outcome.Route == ceiling.Route))
        {
            yield return $"    published by {state.Parties.Name(outcome.Body)} ({outcome.Document}, {outcome.When?.Words ?? "undated"}): “{outcome.Wording}”";
        }

        if (ceiling.Next is { } next)
        {
            yield return $"    next wording up: “{next.Words}”; capped by";
            string[] lines = [.. ceiling.Caps.SelectMany(Lines), .. ceiling.CapsAbove.IsEmpty ? [] : ceiling.CapsAbove.SelectMany(Lines).Prepend("    further up, besides")];
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    private static string[] Lines(Cap cap) => [$"    x {cap.Condition}: {cap.Why}", $"      would be raised by: {cap.Raise}"];

    private static string Names(IReadOnlyCollection<EvidenceLinked> links, CaseState state) =>
        links.Count == 0 ? "-" : string.Join(' ', links.Select(link => state.Entities.Call(link.Item)).Distinct());
}
