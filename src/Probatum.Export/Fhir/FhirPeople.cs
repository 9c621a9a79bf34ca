using System.Text.Json.Nodes;
using Probatum.Core;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Fhir;
using Probatum.Core.Records;

namespace Probatum.Export;

/// <summary>Persons, what they agreed to, and what records tell of their health.</summary>
internal static class FhirPeople
{
    // How denials begin: "no cough" tells of a cough that was not there.
    private static readonly string[] Denials = ["no ", "not ", "without ", "denies ", "нет ", "без ", "لا ", "بدون "];

    /// <summary>Adds them all, and says who has a Patient.</summary>
    public static HashSet<EntityId> Add(FhirExport export)
    {
        var state = export.State;
        var casualties = new Dictionary<EntityId, (Entry Entry, CasualtyRecorded Said)>();
        foreach (var entry in state.Counting)
        {
            if (entry.Statement is CasualtyRecorded { Casualty: { } id } said && IsWanted(export, id))
            {
                casualties.TryAdd(id, (entry, said));
            }
        }

        var people = casualties.Keys.ToHashSet();
        people.UnionWith(state.Samples.All.Where(sample => sample.IsBiomedical).Select(sample => sample.Collected.Person).OfType<EntityId>().Where(id => IsWanted(export, id) && state.Entities.Find(id) is not null));
        foreach (var id in people.OrderBy(id => state.Entities.Find(id)?.Index).ThenBy(id => id.Text, StringComparer.Ordinal))
        {
            var isClosed = IsClosed(state, id);
            if (isClosed)
            {
                export.LeaveOut($"what is told of {state.Entities.Call(id)}, whose consent to medical-data is withdrawn");
            }

            var (entry, said) = casualties.GetValueOrDefault(id);
            Patient(export, id, entry, isClosed ? null : said);
            if (!isClosed && said is not null)
            {
                First(export, id, entry!, said);
            }
        }

        foreach (var entry in state.Counting)
        {
            switch (entry.Statement)
            {
                case ConsentRecorded { Person: { } id } given when people.Contains(id):
                    Given(export, id, entry, given);
                    break;
                case ConsentWithdrawn { Person: { } id } taken when people.Contains(id):
                    Taken(export, id, entry, taken);
                    break;
                case CasualtyExamined { Casualty: { } id } seen when IsTold(id):
                    Examined(export, id, entry, seen);
                    break;
                case CasualtyTreated { Casualty: { } id } treated when IsTold(id):
                    Treated(export, id, entry, treated);
                    break;
                case CasualtyOutcomeRecorded { Casualty: { } id } outcome when IsTold(id):
                    Outcome(export, id, entry, outcome);
                    break;
            }
        }

        return people;

        bool IsTold(EntityId id) => casualties.ContainsKey(id) && !IsClosed(state, id);
    }

    public static JsonObject Subject(FhirExport export, EntityId person) => export.Reference("Patient", FhirNodes.Id(person.Text));

    private static bool IsWanted(FhirExport export, EntityId id) => (export.Only is null || export.Only == id) && !export.State.Erasures.Subjects.ContainsKey(id);

    /// <summary>Whether the person took back that medical data are used, and no law stands beside it.</summary>
    private static bool IsClosed(CaseState state, EntityId id) =>
        state.Consents.Withdrawn.Exists(one => one.Said.Person == id && one.Said.Purposes.Contains("medical-data")) && !state.Consents.Of(id, "medical-data").Holds;

    private static void Patient(FhirExport export, EntityId id, Entry? entry, CasualtyRecorded? said)
    {
        var gender = said?.Sex?.Trim().ToLowerInvariant() is "male" or "female" or "other" or "unknown" ? said.Sex.Trim().ToLowerInvariant() : null;
        export.Add(
            FhirNodes.Of(
                ("resourceType", "Patient"), ("id", FhirNodes.Id(id.Text)),
                ("extension", FhirNodes.List(
                    [
                        FhirNodes.Text("age-band", export.Words(said?.AgeBand)), FhirNodes.Text("sex", gender == said?.Sex ? null : export.Words(said?.Sex)), FhirNodes.Text("role", export.Words(said?.Role)),
                        FhirNodes.Text("incident", said?.Incident is { } incident ? export.Words(export.State.Entities.Find(incident)?.Label) : null),
                        .. said is null ? [] : export.State.Consents.Bases.Where(one => one.Said.Person == id).Select(one => FhirNodes.Of(
                            ("url", FhirNames.Extension("lawful-basis")),
                            ("extension", FhirNodes.List(FhirNodes.Text("purpose", one.Said.Purpose), FhirNodes.Text("basis", export.Words(one.Said.Basis)), FhirNodes.Text("authority", export.Words(one.Said.Authority)))))),
                    ])),
                ("identifier", FhirNodes.List(
                    export.State.Entities.Find(id)?.Label is { } code ? FhirNodes.Identifier(FhirNames.Person, code) : null, FhirNodes.Identifier(FhirNames.Entity, id.Text))),
                ("gender", gender)),
            entry is null ? [] : [entry.Id], said?.ToldBy);
    }

    /// <summary>What the record of the person itself tells: exposure, treatment before, signs, outcome.</summary>
    private static void First(FhirExport export, EntityId id, Entry entry, CasualtyRecorded said)
    {
        (string Name, string? Said)[] told =
        [
            ("indoors", said.Indoors), ("distance", said.Distance), ("seen", said.Seen), ("smelled", said.Smelled), ("protection", said.Protection), ("decontamination", said.Decontamination), ("secondary", said.Secondary),
        ];
        if (said.Exposed is not null || told.Any(part => part.Said is not null))
        {
            Observe(export, id, entry, "-exposure", "exposure", null, Of("exposure", "exposure, as told"), said.Exposed, said.ToldBy, null,
                [],
                ("component", FhirNodes.List(told.Where(part => part.Said is not null).Select(part => Component(export, part.Name, part.Said)))));
        }

        if (said.TreatedBefore is not null)
        {
            Observe(export, id, entry, "-before", "treated-before", null, Of("treated-before", "treatment before the signs were seen, as told"), null, said.ToldBy, null, [("valueString", export.Words(said.TreatedBefore))]);
        }

        Signs(export, id, entry, said.Signs, null, said.ToldBy, null, null);
        if (said.Outcome is not null)
        {
            Observe(export, id, entry, "-outcome", "outcome", null, Of("outcome", "outcome, as told"), null, said.ToldBy, null, [("valueString", export.Words(said.Outcome))]);
        }
    }

    private static void Examined(FhirExport export, EntityId id, Entry entry, CasualtyExamined seen)
    {
        var facility = FhirNodes.Text("facility", export.Words(seen.Facility));
        Signs(export, id, entry, seen.Signs, seen.When, seen.By, seen.Observer, seen.Facility);
        foreach (var (vital, i) in seen.Vitals.Select((vital, i) => (vital, i)))
        {
            Observe(export, id, entry, $"-v{FhirNodes.Number(i + 1)}", "measurement", "vital-signs", FhirNodes.Concept(export.Words(vital.What)), seen.When, seen.By, seen.Observer,
                [FhirNodes.Value(export.Words(vital.Value))], ("extension", FhirNodes.List(facility?.DeepClone(), FhirNodes.Text("time-of-day", export.Words(vital.When)))));
        }

        foreach (var (name, words) in new[] { ("pupil-left", seen.PupilLeft), ("pupil-right", seen.PupilRight), ("pupil-light", seen.PupilLight) }.Where(one => one.Item2 is not null))
        {
            Observe(export, id, entry, $"-{name}", "pupils", "exam", Of(name, name switch { "pupil-left" => "left pupil", "pupil-right" => "right pupil", _ => "pupils to light" }), seen.When, seen.By, seen.Observer,
                [("valueString", export.Words(words))], ("extension", FhirNodes.List(facility?.DeepClone())));
        }

        if (seen.TriageValue is not null)
        {
            Observe(export, id, entry, "-triage", "triage", "exam", Of("triage", "triage"), seen.When, seen.By, seen.Observer,
                [("valueString", export.Words(seen.TriageValue))], ("extension", FhirNodes.List(facility?.DeepClone())), ("method", FhirNodes.Concept(export.Words(seen.TriageSystem) ?? "system not said")));
        }
    }

    private static void Signs(FhirExport export, EntityId id, Entry entry, IReadOnlyList<Sign> signs, When? when, EntityId? by, string? observer, string? facility)
    {
        for (var i = 0; i < signs.Count; i++)
        {
            var sign = signs[i];
            var denial = Denials.FirstOrDefault(word => sign.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && sign.Name.Trim().Length > word.Length);
            var (name, found) = denial is null ? (sign.Name, sign.Found)
                : (sign.Name[denial.Length..].Trim(), sign.Found switch { null => Sign.Absent, Sign.Absent => null, var other => other });
            var key = export.Tables.Toxidromes?.KeyOf(name);
            var value = found switch
            {
                null => ("valueBoolean", JsonValue.Create(true)),
                Sign.Absent => ("valueBoolean", JsonValue.Create(false)),
                _ => ("dataAbsentReason", (JsonNode?)FhirNodes.Concept("not known", FhirNodes.Coding(FhirNames.AbsentReason, "unknown"))),
            };
            Observe(export, id, entry, $"-s{FhirNodes.Number(i + 1)}", "sign", "exam", FhirNodes.Concept(export.Words(name), key is null ? null : FhirNodes.Coding(FhirNames.Sign, key)), when, by, sign.Observer ?? observer, [value],
                ("extension", FhirNodes.List(
                    FhirNodes.Text("onset", export.Words(sign.Onset)), FhirNodes.Text("facility", export.Words(facility)), FhirNodes.Text(FhirNames.AsTold, denial is null ? null : export.Words(sign.Words)))));
        }
    }

    private static void Treated(FhirExport export, EntityId id, Entry entry, CasualtyTreated treated) => export.Add(
        FhirNodes.Of(
            [
                ("resourceType", "Procedure"), ("id", FhirNodes.Id(entry.Id.Text)), ("status", "completed"), ("code", FhirNodes.Concept(export.Words(treated.What) ?? "not said")), ("subject", Subject(export, id)),
                .. export.Time("performed", treated.When),
                ("performer", FhirNodes.List(treated.By is null ? null : FhirNodes.Of(("actor", export.Party(treated.By))))),
                ("reasonCode", FhirNodes.List(treated.Reason is null ? null : FhirNodes.Concept(export.Words(treated.Reason)))),
            ]),
        [entry.Id], treated.By);

    private static void Outcome(FhirExport export, EntityId id, Entry entry, CasualtyOutcomeRecorded outcome)
    {
        Observe(export, id, entry, "-outcome", "outcome", null, Of("outcome", "outcome, as told"), outcome.When, outcome.By, null, [("valueString", export.Words(outcome.Outcome) ?? "not said")],
            ("component", FhirNodes.List(outcome.Autopsy is null ? null : Component(export, "autopsy", outcome.Autopsy))));
        if (outcome.Classification is { } known)
        {
            Observe(export, id, entry, "-class", "classification", null, Of("classification", "class of the case, by whoever decided; no finding"), outcome.When, outcome.DecidedBy, null,
                [("valueCodeableConcept", FhirNodes.Concept(known, FhirNodes.Coding(FhirNames.Classification, known)))], ("method", FhirNodes.Concept(export.Words(outcome.Definition) ?? "definition not said")),
                ("derivedFrom", FhirNodes.List(export.Reference("Observation", FhirNodes.Id(entry.Id.Text, "-outcome")))));
        }
    }

    private static void Given(FhirExport export, EntityId id, Entry entry, ConsentRecorded given)
    {
        foreach (var (purpose, i) in given.Purposes.Select((purpose, i) => (purpose, i)))
        {
            var taken = export.State.Consents.Withdrawn.Find(one => one.Index > entry.Index && one.Said.Person == id && one.Said.Purposes.Contains(purpose)).Said;
            Consent(export, id, entry, purpose, i, taken is null ? "active" : "inactive", given.When, given.Form, given.Version, true,
                [FhirNodes.Text("language", export.Words(given.Language)), FhirNodes.Text("how", export.Words(given.How)), taken is null ? null : Withdrawal(export, taken)]);
        }
    }

    /// <summary>A withdrawal of what nobody recorded as given.</summary>
    private static void Taken(FhirExport export, EntityId id, Entry entry, ConsentWithdrawn taken)
    {
        foreach (var (purpose, i) in taken.Purposes.Select((purpose, i) => (purpose, i)))
        {
            if (!export.State.Consents.Given.Exists(one => one.Index < entry.Index && one.Said.Person == id && one.Said.Purposes.Contains(purpose)))
            {
                Consent(export, id, entry, purpose, i, "rejected", taken.When, null, null, false, [FhirNodes.Text("reason", export.Words(taken.Reason))]);
            }
        }
    }

    private static JsonObject Withdrawal(FhirExport export, ConsentWithdrawn taken) => FhirNodes.Of(
        ("url", FhirNames.Extension("withdrawn")),
        ("extension", FhirNodes.List(FhirNodes.Text("when", export.Words(taken.When?.Words ?? "time not given")), FhirNodes.Text("reason", export.Words(taken.Reason)))));

    private static void Consent(FhirExport export, EntityId id, Entry entry, string purpose, int at, string status, When? when, string? form, string? version, bool permits, IEnumerable<JsonNode?> more) => export.Add(
        FhirNodes.Of(
            [
                ("resourceType", "Consent"), ("id", FhirNodes.Id(entry.Id.Text, $"-c{FhirNodes.Number(at + 1)}")),
                ("extension", FhirNodes.List([FhirNodes.Text("form", export.Words(form)), FhirNodes.Text("version", export.Words(version)), .. more])), ("status", status),
                ("scope", FhirNodes.Concept(null, FhirNodes.Coding(FhirNames.ConsentScope, purpose == Core.Consents.Purpose.Biosample ? "research" : "patient-privacy"))),
                ("category", FhirNodes.List(FhirNodes.Concept(purpose, FhirNodes.Coding(FhirNames.Purpose, purpose)))), ("patient", Subject(export, id)), .. export.Single("dateTime", when),
                ("policyRule", FhirNodes.Concept($"form {export.Words(form) ?? "not said"}, version {export.Words(version) ?? "not said"}")), ("provision", FhirNodes.Of(("type", permits ? "permit" : "deny"))),
            ]),
        [entry.Id], null);

    private static JsonObject Of(string code, string words) => FhirNodes.Concept(words, FhirNodes.Coding(FhirNames.Observed, code));

    private static JsonObject Component(FhirExport export, string code, string? words) => FhirNodes.Of(("code", Of(code, code)), ("valueString", export.Words(words)));

    private static void Observe(
        FhirExport export, EntityId id, Entry entry, string part, string sort, string? hl7, JsonObject code, When? when, EntityId? by, string? observer,
        IEnumerable<(string Name, JsonNode? Value)> value, params (string Name, JsonNode? Value)[] more) => export.Add(
        FhirNodes.Of(
            [
                ("resourceType", "Observation"), ("id", FhirNodes.Id(entry.Id.Text, part)), .. more.Where(one => one.Name == "extension"), ("status", entry.CorrectedAt is null ? "final" : "corrected"),
                ("category", FhirNodes.List(FhirNodes.Concept(null, hl7 is null ? null : FhirNodes.Coding(FhirNames.ObservationCategory, hl7), FhirNodes.Coding(FhirNames.Category, sort)))),
                ("code", code), ("subject", Subject(export, id)), .. export.Time("effective", when),
                ("performer", FhirNodes.List(
                    export.Party(by), export.Words(observer) is { } who ? FhirNodes.Of(("type", "Practitioner"), ("identifier", FhirNodes.Identifier(FhirNames.Observer, who))) : null)),
                .. value, .. more.Where(one => one.Name != "extension"),
            ]),
        [entry.Id], by);
}
