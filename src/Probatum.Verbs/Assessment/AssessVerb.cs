using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Findings;
using Probatum.Core.Records;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>probatum assess</summary>
internal static class AssessVerb
{
    private const int MostReports = 400;
    private const int MostNamed = 10;

    public static Command Of(Shell shell)
    {
        var wanted = new Argument<string?>("CASE") { Description = "the case, if there is more than one", Arity = ArgumentArity.ZeroOrOne };
        var since = Verb.Option("--since", "tell which records since then moved which ceiling: a number of leaves, a checkpoint file, or a dossier", "CHECKPOINT");
        var output = new Option<string?>("--output", "-o") { Description = "write the assessment as JSON here too", HelpName = "FILE" };
        return Verb.Alone(
            shell, "assess", "Say what the evidence can carry, per incident and route, what caps it, and what would raise it. From the records alone.", "probatum assess --json",
            [wanted, since, output, Verb.Case, Verb.Workspace], parse =>
            {
                using var opened = OpenedCase.Open(parse, shell, parse.GetValue(wanted));
                if (parse.GetValue(since) is { } earlier)
                {
                    return Since(shell, opened, earlier);
                }

                var assessment = CaseAssessment.Of(opened.Counting(), opened.Tables, opened.History.Remarks);
                var json = AssessmentJson.Of(assessment, opened.Id);
                if (parse.GetValue(output) is { } path)
                {
                    Files.Write(path, Encoding.UTF8.GetBytes(CanonicalJson.WriteText(json) + "\n"));
                }

                var own = CaseRulesVerbs.Beside(opened).FindAll(table => table.Stands == CaseRulesVerbs.Another).ConvertAll(table => table.Name);
                if (own.Count > 0)
                {
                    opened.Note($"the case is judged by other tables than come with this program: {string.Join(", ", own)}; 'probatum case rules list' shows all");
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

    /// <summary>What moved the ceilings since a size of the log.</summary>
    private static Answer Since(Shell shell, OpenedCase opened, string earlier)
    {
        var from = SizeOf(opened, earlier);
        var (entries, size) = (opened.State.Entries, opened.History.Size);
        using var progress = new ProgressLine(shell, "assessing sizes of the log");
        var moved = AssessmentChanges.Between(from, size, at =>
        {
            progress.Report((double)(at - from) / Math.Max(1, size - from));
            var state = ClaimPlaces.In(at == size ? opened.State : CaseState.Of(entries.Where(entry => entry.Index < at)), opened.Workspace.Blobs.Read, claim => claim.IsConfirmed);
            return state.Opened is null ? [] : [.. CaseAssessment.Of(state, opened.TablesOf(state), opened.History.Remarks.Where(remark => remark.Index < at)).Incidents.SelectMany(incident => incident.Ceilings)];
        });
        string Kind(long leaf) => opened.State.At(leaf) is { } entry ? entry.Type : "void";
        return Answer.Of(
            [
                $"{size - from} leaves since leaf {from}; {(moved.IsEmpty ? "no ceiling and no need of one is another now than then" : $"{Words.Count(moved.Select(one => one.Leaf).Distinct().Count(), "record")} moved something (two that undo each other may not be seen):")}",
                .. moved.Select(one => $"  leaf {one.Leaf} ({Kind(one.Leaf)}), {opened.Call(one.Incident)} under {one.Route}: "
                    + (one.Before?.Key == one.After?.Key ? $"still “{one.After?.Words}”" : $"“{one.Before?.Words ?? "nothing"}” -> “{one.After?.Words ?? "nothing"}”")
                    + (one.Met.IsEmpty ? "" : $"; met now: {string.Join(", ", one.Met)}") + (one.Lost.IsEmpty ? "" : $"; no longer met: {string.Join(", ", one.Lost)}")),
            ],
            JsonMap.Of(
                ("from", from), ("to", size),
                ("moved", JsonList.Of(moved.Select(one => (Json)JsonMap.Of(
                    ("leaf", one.Leaf), ("record", opened.State.At(one.Leaf)?.Id.Text), ("kind", Kind(one.Leaf)), ("incident", opened.Call(one.Incident)), ("route", one.Route),
                    ("before", one.Before?.Key), ("after", one.After?.Key), ("met", JsonList.Of(one.Met.Select(need => (Json)need))), ("lost", JsonList.Of(one.Lost.Select(need => (Json)need)))))))));
    }

    /// <summary>The size that is meant: written as a number, or that of a checkpoint of this log, alone or in a dossier.</summary>
    private static long SizeOf(OpenedCase opened, string earlier)
    {
        if (long.TryParse(earlier, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number <= opened.History.Size ? number : throw new BadInputException($"--since {earlier}: the log has {opened.History.Size} leaves");
        }

        ReadOnlyMemory<byte> bytes;
        if (Directory.Exists(earlier) || Path.GetExtension(earlier) == ".zip")
        {
            using var bag = VerifyVerb.Open(earlier);
            bytes = new DossierSource(bag.Reader).Checkpoint;
        }
        else
        {
            bytes = Files.Read(earlier);
        }

        var held = ReconcileVerb.Read(opened, earlier, bytes);
        return opened.Log.IsOfItsPast(held) ? held.Size : throw new BadInputException($"--since {earlier}: is of another history of this log, or of a later size than it has here");
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
        .. incident.Facts.Origins.SelectMany(origin => origin.Ways).Where(way => way.Way.Length > 1 || way.Party is not null).Select(way =>
            $"    {string.Join(" <- ", way.Way.Select(claim => state.Entities.Call(claim.Id)))}{(way.Party is { } party ? $" <- {state.Parties.Name(party)}" : "")}"),
        .. incident.Ceilings.SelectMany(ceiling => Lines(ceiling, incident, state, tables)),
        "", "  Hypotheses (items consistent / inconsistent / neutral):",
        .. incident.Hypotheses.Select(one => $"    {one.Key}  {Names(one.Consistent, state)} / {Names(one.Inconsistent, state)} / {Names(one.Neutral, state)}  {one.Words}"),
        .. incident.Findings.Select(one => $"  Finding {state.Entities.Call(one.Finding.Proposed.Finding)} ({one.Finding.Standing}): {one.Finding.Proposed.Wording}{(one.Exceeds ? "; it says more than the record carries" : "")}{(one.Finding.Override is { } over ? $", which {state.Keys.Keys.GetValueOrDefault(over.By)?.Holder ?? over.By.Text} took on: {over.Said.Reason ?? "reason withheld"}" : "")}"),
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
            yield return $"    next wording up: “{next.Words}”; capped by (what is nearest to lift first)";
            string[] lines = [.. ceiling.NextSteps.SelectMany(Lines), .. ceiling.CapsAbove.IsEmpty ? [] : ceiling.CapsAbove.SelectMany(Lines).Prepend("    further up, besides")];
            foreach (var line in lines)
            {
                yield return line;
            }
        }
    }

    private static string[] Lines(Cap cap) => [$"    x {cap.Condition}: {cap.Why}", $"      would be raised by: {cap.Raise}{(cap.Effort switch { 1 => " [at the desk]", 2 => " [by asking]", 3 => " [by analysis]", 4 => " [by going there]", _ => "" })}"];

    private static string Names(IReadOnlyCollection<EvidenceMark> marks, CaseState state) =>
        marks.Count == 0 ? "-" : string.Join(' ', marks.Select(mark => state.Entities.Call(mark.Said.Item)).Distinct());
}
