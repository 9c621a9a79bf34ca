using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Probatum.Core.Assessment;
using Probatum.Core.Fhir;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Export;

/// <summary>Samples from bodies, and what laboratories report of them. The code under which a laboratory gets a sample never goes out.</summary>
internal static partial class FhirSamples
{
    public static void Add(FhirExport export, HashSet<EntityId> people)
    {
        var state = export.State;
        var samples = state.Samples.All
            .Where(sample => sample.IsBiomedical && (export.Only is null || sample.Collected.Person == export.Only)).ToDictionary(sample => sample.Id);
        foreach (var sample in state.Samples.All.Where(sample => samples.ContainsKey(sample.Id)))
        {
            Specimen(export, sample, people);
        }

        var reported = new Dictionary<EntityId, string>();
        var groups = new Dictionary<string, List<(Entry Entry, ResultReported Said, string Id)>>(StringComparer.Ordinal);
        foreach (var entry in state.Counting)
        {
            if (entry.Statement is not ResultReported { Sample: { } id } said || !samples.TryGetValue(id, out var sample))
            {
                continue;
            }

            if (state.Consents.Blocks(sample, entry.Index) is { } why)
            {
                export.LeaveOut($"results of {sample.Label}, which do not count: {why}");
                continue;
            }

            Result(export, entry, said, sample, people);
            if (said.Result is { } result)
            {
                reported[result] = FhirNodes.Id(entry.Id.Text);
            }

            var group = string.Join('\n', id.Text, said.Laboratory?.Text, said.Job?.Text, said.When?.Words, said.ReportFile?.Sha256);
            (groups.TryGetValue(group, out var all) ? all : groups[group] = []).Add((entry, said, FhirNodes.Id(entry.Id.Text)));
        }

        foreach (var group in groups.Values)
        {
            Report(export, group, samples[group[0].Said.Sample!.Value], people);
        }

        foreach (var one in SubstanceLevels.Of(state, export.Tables).Where(one => one.Level is not null && samples.ContainsKey(one.Sample)))
        {
            LevelOf(export, one, samples[one.Sample], people, [.. one.Words.Select(word => word.Result).OfType<EntityId>().Where(reported.ContainsKey).Select(result => reported[result])]);
        }
    }

    private static JsonObject? Subject(FhirExport export, SampleView sample, HashSet<EntityId> people) =>
        sample.Collected.Person is { } person && people.Contains(person) ? FhirPeople.Subject(export, person) : null;

    private static void Specimen(FhirExport export, SampleView sample, HashSet<EntityId> people)
    {
        var (collected, made) = (sample.Collected, sample.Parent is null ? null : sample.Chain.Links.OfType<Division>().LastOrDefault(link => IsOwn(export, sample, link)));
        var blocked = export.State.Consents.Blocks(sample);
        var arrival = sample.Chain.Links.OfType<HandOver>().LastOrDefault(link => made is null || link.Index > made.Index);
        var seal = export.Words(made is null ? collected.Seal : made.Applied);
        var matrix = collected.Matrix ?? "";
        export.Add(
            FhirNodes.Of(
                [
                    ("resourceType", "Specimen"), ("id", FhirNodes.Id(sample.Id.Text)),
                    ("extension", FhirNodes.List(
                        FhirNodes.Extension("received-by", "Reference", export.Party(arrival?.To)), FhirNodes.Text("origin", made is null ? collected.Origin : null),
                        FhirNodes.Text("incident", made is null && collected.Incident is { } incident ? export.Words(export.State.Entities.Find(incident)?.Label) : null),
                        FhirNodes.Text("blocked", blocked is null ? null : export.Words(blocked)))),
                    ("identifier", FhirNodes.List(FhirNodes.Identifier(FhirNames.Label, export.Words(sample.Label) ?? sample.Id.Text), FhirNodes.Identifier(FhirNames.Entity, sample.Id.Text))),
                    ("status", blocked is null && sample.Chain.End is null ? "available" : "unavailable"),
                    ("type", FhirNodes.Concept(
                        export.Tables.Matrices.GetValueOrDefault(matrix, matrix),
                        FhirNames.SpecimenTypes.TryGetValue(matrix, out var code) ? FhirNodes.Coding(FhirNames.SpecimenType, code) : null, FhirNodes.Coding(FhirNames.Matrix, matrix))),
                    ("subject", Subject(export, sample, people)), .. arrival is null ? [] : export.Single("receivedTime", arrival.When),
                    ("parent", FhirNodes.List(sample.Parent is { } parent ? export.Reference("Specimen", FhirNodes.Id(parent.Text)) : null)),
                    ("collection", Collection(export, sample, made)), ("container", FhirNodes.List(seal is null ? null : FhirNodes.Of(("identifier", FhirNodes.List(FhirNodes.Identifier(FhirNames.Seal, seal)))))),
                    ("note", FhirNodes.List(made is null && export.Words(collected.Note) is { } note ? FhirNodes.Of(("text", note)) : null)),
                ]),
            sample.Chain.Links.Where(link => link is HandOver ? ReferenceEquals(link, arrival) : link is Division ? ReferenceEquals(link, made) : link is Core.Samples.Collection && made is null).Select(link => link.Record).OfType<RecordId>(),
            made is null ? collected.Collector : made.By);
    }

    /// <summary>Whether it is the division by which the aliquot came to be, not one of its own later.</summary>
    private static bool IsOwn(FhirExport export, SampleView sample, Division link) =>
        link.Record is { } record && export.ByRecord.GetValueOrDefault(record)?.Statement is SampleSplit split && split.Aliquots.Any(part => part.Sample == sample.Id);

    private static JsonObject? Collection(FhirExport export, SampleView sample, Division? made)
    {
        var (said, by, when) = (sample.Collected, made is null ? sample.Collected.Collector : made.By, made is null ? sample.Collected.When : made.When);
        var quantity = FhirNodes.Quantity(sample.Quantity, false);
        var collection = FhirNodes.Of(
            [
                ("extension", FhirNodes.List(FhirNodes.Text(FhirNames.AsTold, quantity is null ? export.Words(sample.Quantity) : null))), ("collector", export.Party(by, "PractitionerRole")),
                .. export.Time("collected", when), ("quantity", quantity), ("method", made is null && said.Method is not null ? FhirNodes.Concept(export.Words(said.Method)) : null),
            ]);
        return collection.Count == 0 ? null : collection;
    }

    private static void Result(FhirExport export, Entry entry, ResultReported said, SampleView sample, HashSet<EntityId> people)
    {
        var interpretation = said.Outcome switch { "found" => ("DET", "Detected"), "not-found" => ("ND", "Not detected"), _ => ("IND", "Indeterminate") };
        export.Add(
            FhirNodes.Of(
                [
                    ("resourceType", "Observation"), ("id", FhirNodes.Id(entry.Id.Text)), ("status", entry.CorrectedAt is null ? "final" : "corrected"),
                    ("category", FhirNodes.List(FhirNodes.Concept(null, FhirNodes.Coding(FhirNames.ObservationCategory, "laboratory"), FhirNodes.Coding(FhirNames.Category, "result")))),
                    ("code", Substance(export, said.Substance)), ("subject", Subject(export, sample, people)), .. export.Time("effective", said.Analysed), .. export.Single("issued", said.When, false),
                    ("performer", FhirNodes.List(export.Party(said.Laboratory))),
                    .. said.Outcome is { } outcome
                        ? new (string, JsonNode?)[]
                        {
                            ("valueCodeableConcept", FhirNodes.Concept(outcome, FhirNodes.Coding(FhirNames.Outcome, outcome))),
                            ("interpretation", FhirNodes.List(FhirNodes.Concept(null, FhirNodes.Coding(FhirNames.Interpretation, interpretation.Item1, interpretation.Item2)))),
                        }
                        : [("dataAbsentReason", FhirNodes.Concept("withheld", FhirNodes.Coding(FhirNames.AbsentReason, "masked")))],
                    ("note", FhirNodes.List(export.Words(said.Word) is { } word ? FhirNodes.Of(("authorReference", export.Party(said.Laboratory)), ("text", word)) : null)),
                    ("method", said.Techniques.IsDefaultOrEmpty ? null : FhirNodes.Concept(export.Words(string.Join("; ", said.Techniques)))),
                    ("specimen", export.Reference("Specimen", FhirNodes.Id(sample.Id.Text))),
                    ("component", FhirNodes.List(
                        [
                            Component("amount", said.Amount is null ? null : FhirNodes.Value(export.Words(said.Amount))),
                            Component("detection-limit", said.DetectionLimit is null ? null : FhirNodes.Value(export.Words(said.DetectionLimit))),
                            Component("reference-standard", said.ReferenceStandard is { } standard ? ("valueBoolean", standard) : null), Component("blanks-clean", said.BlanksClean is { } clean ? ("valueBoolean", clean) : null),
                            Component("profile", said.Profile is null ? null : ("valueString", export.Words(said.Profile))), .. said.Criteria.Select(one => Criterion(export, one)),
                        ])),
                ]),
            [entry.Id], said.Laboratory);
    }

    private static JsonObject Substance(FhirExport export, string? substance)
    {
        var name = substance?.Trim();
        return FhirNodes.Concept(
            export.Words(name) ?? "not said", name is not null && IsCas(name) ? FhirNodes.Coding(FhirNames.Cas, name) : null,
            name is not null && InChIKeyForm().IsMatch(name) ? FhirNodes.Coding(FhirNames.InChIKey, name) : null);
    }

    private static JsonObject? Component(string code, (string Name, JsonNode? Value)? value) =>
        value is { } one ? FhirNodes.Of(("code", FhirNodes.Concept(code.Replace('-', ' '), FhirNodes.Coding(FhirNames.Observed, code))), one) : null;

    /// <summary>A criterion as the laboratory says it came out; one of which it said nothing is no pass.</summary>
    private static JsonObject Criterion(FhirExport export, CriterionReported one) => FhirNodes.Of(
        ("extension", FhirNodes.List(
            FhirNodes.Text("technique", export.Words(one.Technique)), FhirNodes.Text("criterion-name", export.Words(one.Criterion)), FhirNodes.Text("value", export.Words(one.Value)), FhirNodes.Text("limit", export.Words(one.Limit)))),
        ("code", FhirNodes.Concept(export.Words($"{one.Criterion} ({one.Technique})"), FhirNodes.Coding(FhirNames.Observed, "criterion"))),
        one.Outcome == CriterionReported.NotReported
            ? ("dataAbsentReason", FhirNodes.Concept("not reported", FhirNodes.Coding(FhirNames.AbsentReason, "unknown"), FhirNodes.Coding(FhirNames.Criterion, one.Outcome)))
            : ("valueCodeableConcept", FhirNodes.Concept(one.Outcome, FhirNodes.Coding(FhirNames.Criterion, one.Outcome))));

    /// <summary>What one laboratory reported of one sample at one time: its own words, quoted, and no diagnosis.</summary>
    private static void Report(FhirExport export, List<(Entry Entry, ResultReported Said, string Id)> group, SampleView sample, HashSet<EntityId> people)
    {
        var first = group[0].Said;
        var laboratory = (string?)export.Party(first.Laboratory)?["display"] ?? "the laboratory";
        var words = group.Where(one => one.Said.Word is not null).Select(one => $"“{export.Words(one.Said.Word)}” ({export.Words(one.Said.Substance)})").ToList();
        var analysed = group.Select(one => one.Said.Analysed).Distinct().ToList();
        export.Add(
            FhirNodes.Of(
                [
                    ("resourceType", "DiagnosticReport"), ("id", FhirNodes.Id(group[0].Entry.Id.Text, "-r")),
                    ("identifier", FhirNodes.List(first.ReportFile is { } file ? FhirNodes.Identifier(FhirNames.File, file.Sha256) : null)), ("status", group.TrueForAll(one => one.Entry.CorrectedAt is null) ? "final" : "corrected"),
                    ("category", FhirNodes.List(FhirNodes.Concept(null, FhirNodes.Coding(FhirNames.Section, "LAB")))), ("code", FhirNodes.Concept("results of a laboratory for one sample")),
                    ("subject", Subject(export, sample, people)), .. analysed.Count == 1 ? export.Time("effective", analysed[0]) : [], .. export.Single("issued", first.When, false),
                    ("performer", FhirNodes.List(export.Party(first.Laboratory))), ("specimen", FhirNodes.List(export.Reference("Specimen", FhirNodes.Id(sample.Id.Text)))),
                    ("result", FhirNodes.List(group.Select(one => export.Reference("Observation", one.Id)))),
                    ("conclusion", words.Count == 0 ? null : $"as {laboratory} says: {string.Join("; ", words)}"),
                ]),
            group.Select(one => one.Entry.Id), first.Laboratory);
    }

    /// <summary>The level that all results of a substance in a sample carry together: computed, nobody's word, and so no part of a laboratory's own Observation.</summary>
    private static void LevelOf(FhirExport export, SubstanceInSample one, SampleView sample, HashSet<EntityId> people, IReadOnlyCollection<string> results)
    {
        if (results.Count == 0 || one.Level is not { } level)
        {
            return;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one.Substance.ToLowerInvariant())))[..16];
        export.Add(
            FhirNodes.Of(
                ("resourceType", "Observation"), ("id", FhirNodes.Id(sample.Id.Text, $"-l{hash}")), ("status", "final"),
                ("category", FhirNodes.List(FhirNodes.Concept(null, FhirNodes.Coding(FhirNames.Category, "level")))),
                ("code", FhirNodes.Concept($"level of identification, computed: {export.Words(one.Substance)}", FhirNodes.Coding(FhirNames.Observed, "level"))), ("subject", Subject(export, sample, people)),
                ("valueCodeableConcept", FhirNodes.Concept(level.Words(), FhirNodes.Coding(FhirNames.Level, level.ToString()))),
                ("note", FhirNodes.List(one.Disagreement ? FhirNodes.Of(("text", "the laboratories disagree")) : null)),
                ("method", FhirNodes.Concept("computed by Probatum from the records of the case and its tables; no laboratory's word and no finding")),
                ("specimen", export.Reference("Specimen", FhirNodes.Id(sample.Id.Text))), ("derivedFrom", FhirNodes.List(results.Select(id => export.Reference("Observation", id))))),
            [], null);
    }

    private static bool IsCas(string text) => CasForm().Match(text) is { Success: true } match
        && (match.Groups[1].Value + match.Groups[2].Value).Reverse().Select((digit, i) => (digit - '0') * (i + 1)).Sum() % 10 == match.Groups[3].Value[0] - '0';

    [GeneratedRegex("^([1-9]\\d{1,6})-(\\d\\d)-(\\d)$")]
    private static partial Regex CasForm();

    [GeneratedRegex("^[A-Z]{14}-[A-Z]{10}-[A-Z]$")]
    private static partial Regex InChIKeyForm();
}
