using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Fhir;

namespace Probatum.Intake;

/// <summary>Observations, treatments and results to statements.</summary>
internal sealed partial class FhirObservations(FhirReading reading)
{
    private static readonly string[] Said = ["final", "amended", "corrected"];

    // What was found, by codes that say so beyond doubt. Source: HL7 Terminology; SNOMED CT and LOINC answer lists, which are read and never written.
    private static readonly Dictionary<(string System, string Code), string> Present = new[]
    {
        ((FhirNames.YesNo, "Y"), "found"), ((FhirNames.YesNo, "N"), "not-found"), ((FhirNames.Snomed, "52101004"), "found"), ((FhirNames.Snomed, "2667000"), "not-found"),
        ((FhirNames.Snomed, "373066001"), "found"), ((FhirNames.Snomed, "373067005"), "not-found"), ((FhirNames.Loinc, "LA33-6"), "found"), ((FhirNames.Loinc, "LA32-8"), "not-found"),
        ((FhirNames.Loinc, "LA9633-4"), "found"), ((FhirNames.Loinc, "LA9634-2"), "not-found"),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2);

    private static readonly Dictionary<(string System, string Code), string> Outcomes = new[]
    {
        ((FhirNames.Outcome, "found"), "found"), ((FhirNames.Outcome, "not-found"), "not-found"), ((FhirNames.Outcome, "inconclusive"), "inconclusive"),
        ((FhirNames.Interpretation, "DET"), "found"), ((FhirNames.Interpretation, "POS"), "found"), ((FhirNames.Interpretation, "ND"), "not-found"),
        ((FhirNames.Interpretation, "NEG"), "not-found"), ((FhirNames.Interpretation, "IND"), "inconclusive"), ((FhirNames.Snomed, "260373001"), "found"),
        ((FhirNames.Snomed, "10828004"), "found"), ((FhirNames.Snomed, "260415000"), "not-found"), ((FhirNames.Snomed, "260385009"), "not-found"),
        ((FhirNames.Snomed, "419984006"), "inconclusive"),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2);

    private readonly HashSet<FhirResource> _within = [];
    private ILookup<FhirResource, FhirResource>? _ofPatients;
    private ILookup<FhirResource, FhirResource>? _reports;
    private HashSet<FhirResource> _quoting = [];
    private ILookup<FhirResource, FhirResource>? _classes;

    /// <summary>A person's record with what the file tells of exposure and of treatment before, where these came from a record of a person.</summary>
    public CasualtyRecorded WithExposure(FhirResource patient, CasualtyRecorded person)
    {
        _ofPatients ??= reading.Of("Observation").Where(one => Sort(one) is "exposure" or "treated-before" && one.Node["subject"] is not null)
            .Select(one => (One: one, Of: reading.Document.Find(one.Node["subject"]!, one, out _))).Where(pair => pair.Of is not null).ToLookup(pair => pair.Of!, pair => pair.One);
        foreach (var sort in _ofPatients[patient].GroupBy(Sort))
        {
            var (one, node) = (sort.First(), sort.First().Node);
            if (sort.Count() > 1)
            {
                reading.Blame(sort.Last(), sort.Last().Node, $"a second {sort.Key} of one person");
                continue;
            }

            if (!IsSaid(one))
            {
                continue;
            }

            _within.Add(one);
            node["subject"]!.TakeReference();
            node["category"]!.TakeAll();
            node["code"]?.TakeAll();
            node["performer"]?.TakeReference();
            string? Part(string name) => Component(node, name) is { } component && component.Choice("value") is var (kind, value) ? FhirValues.Value(kind, value) : null;
            person = sort.Key == "treated-before" ? person with { TreatedBefore = node.Text("valueString") } : person with
            {
                Exposed = FhirValues.Time(node, "effective", reading.Blaming(one)),
                Indoors = Part("indoors"),
                Distance = Part("distance"),
                Seen = Part("seen"),
                Smelled = Part("smelled"),
                Protection = Part("protection"),
                Decontamination = Part("decontamination"),
                Secondary = Part("secondary"),
            };
        }

        return person;
    }

    /// <summary>Reads all of them, in the order of the file; results last, for they name samples.</summary>
    public void Read()
    {
        _reports = reading.Of("DiagnosticReport").Where(IsSaid).SelectMany(report => report.Node.List("result").Select(result => (Report: report, One: Named(report, result))))
            .Where(pair => pair.One is not null).ToLookup(pair => pair.One!, pair => pair.Report);
        _quoting = _reports.Where(one => one.Key.Node.List("note").Any()).SelectMany(one => one).ToHashSet();
        _classes = reading.Of("Observation").Where(one => Sort(one) == "classification" && IsSaid(one)).SelectMany(one => one.Node.List("derivedFrom").Select(from => (Class: one, Outcome: Named(one, from))))
            .Where(pair => pair.Outcome is not null && Sort(pair.Outcome) == "outcome").ToLookup(pair => pair.Outcome!, pair => pair.Class);
        foreach (var one in reading.Document.Resources.Where(one => !reading.IsLeft(one) && !_within.Contains(one)))
        {
            switch (one.Type)
            {
                case "Observation" when IsSaid(one):
                    Observation(one);
                    break;
                case "Procedure" or "MedicationAdministration":
                    Treatment(one);
                    break;
            }
        }
    }

    private void Observation(FhirResource one)
    {
        var (node, sort) = (one.Node, Sort(one));
        if (sort == "level")
        {
            reading.Leave(one, "a level that the sender computed; it is computed here anew");
            return;
        }

        if (sort is not null)
        {
            node["category"]!.TakeAll();
        }

        if (node["focus"] is { } focus)
        {
            reading.Blame(one, focus, "what was observed is not the subject but something else, and that is not read");
        }

        if (sort == "result" || (sort is null && node["specimen"] is not null && Outcome(one) is not null))
        {
            Result(one);
            return;
        }

        if (node["subject"] is not { } subject)
        {
            reading.Blame(one, node, "it says of nobody that something was observed: expected 'subject'");
            return;
        }

        var (person, when) = (reading.Person(one, subject), FhirValues.Time(node, "effective", reading.Blaming(one)));
        var (party, observer) = reading.Who(one, node.List("performer"));
        var by = reading.Teller(one, party);
        switch (sort)
        {
            case "outcome":
                Outcome(one, new(person, node.Text("valueString"), when, by, Component(node, "autopsy")?.Text("valueString"), [], null, null, null));
                return;
            case "classification":
                // It stands in the record of the outcome that it is derived from.
                node["subject"]!.TakeReference();
                if (!node.List("derivedFrom").Any(from => Named(one, from) is { } outcome && Sort(outcome) == "outcome"))
                {
                    reading.Blame(one, node, "a class of a case goes with an outcome: expected 'derivedFrom'");
                }

                return;
            default:
                Examined(one, new(person, when, by, node.ExtensionText(FhirNames.Extension("facility")), [], [], null, null, null, null, null, observer), sort);
                return;
        }
    }

    private void Outcome(FhirResource one, CasualtyOutcomeRecorded outcome)
    {
        FhirValues.Words(one.Node["code"]);
        FhirValues.Code(one.Node["code"], FhirNames.Observed);
        if (_classes![one].FirstOrDefault() is { Node: var node } decided)
        {
            FhirValues.Words(node["code"]);
            FhirValues.Code(node["code"], FhirNames.Observed);
            FhirValues.Words(node["valueCodeableConcept"]);
            node["derivedFrom"]!.TakeReference();
            outcome = outcome with
            {
                Classification = FhirValues.Code(node["valueCodeableConcept"], FhirNames.Classification),
                Definition = FhirValues.Words(node["method"]),
                DecidedBy = reading.Teller(decided, reading.Who(decided, node.List("performer")).Party),
            };
        }

        reading.Add(one, outcome);
    }

    /// <summary>The Observation that another resource names; null after saying why it does not.</summary>
    private FhirResource? Named(FhirResource one, FhirNode reference)
    {
        if (reading.Document.Find(reference, one, out var wrong) is { Type: "Observation" } found)
        {
            reference.TakeReference();
            return found;
        }

        reading.Blame(one, reference["reference"] ?? reference, $"{wrong ?? "is no Observation"}; expected an Observation of this file");
        return null;
    }

    private void Examined(FhirResource one, CasualtyExamined examined, string? sort)
    {
        var node = one.Node;
        var code = FhirValues.Code(node["code"], FhirNames.Observed);
        FhirValues.Code(node["code"], FhirNames.Sign);
        var name = FhirValues.Words(node["code"]);
        if (name is null)
        {
            reading.Blame(one, node["code"] ?? node, "it does not say what was observed: expected 'code' with 'text', or a coding");
            return;
        }

        if (node["specimen"] is { } specimen)
        {
            // A number alone says nothing of found or not: it is a measurement of the person, in that sample.
            reading.Sample(one, specimen);
            name = $"{name} in {reading.LabelOf(one, specimen)}";
        }

        var (time, choice) = (node.ExtensionText(FhirNames.Extension("time-of-day")), node.Choice("value"));
        if (sort == "triage" && node.Text("valueString") is { } triage)
        {
            reading.Add(one, examined with { TriageSystem = FhirValues.Words(node["method"]), TriageValue = triage });
            return;
        }

        if (sort == "pupils" && node.Text("valueString") is { } pupils)
        {
            reading.Add(one, code switch
            {
                "pupil-left" => examined with { PupilLeft = pupils },
                "pupil-right" => examined with { PupilRight = pupils },
                _ => examined with { PupilLight = pupils },
            });
            return;
        }

        var sign = sort is null or "sign" ? Sign(one, name, choice) : null;
        var vitals = ImmutableArray.CreateBuilder<Vital>();
        if (sign is null && choice is var (kind, value))
        {
            Measured(name, kind, value);
        }

        foreach (var component in node.List("component"))
        {
            var what = FhirValues.Words(component["code"]);
            if (component.Choice("value") is not var (part, measured))
            {
                if (component["dataAbsentReason"] is { } absent)
                {
                    vitals.Add(new(what ?? name, $"not known ({FhirValues.Words(absent)})", time));
                }

                continue;
            }

            Measured(what is null ? name : what, part, measured);
        }

        if (sign is null && vitals.Count == 0 && node["dataAbsentReason"] is null && node["hasMember"] is not null && !reading.IsBlamed(one))
        {
            reading.Leave(one, "it groups others, which are read by themselves");
            return;
        }

        if (sign is null && vitals.Count == 0 && node["dataAbsentReason"] is null && !reading.IsBlamed(one))
        {
            reading.Blame(one, node, "it has neither a value nor a reason why there is none, so nobody can tell whether it was there");
            return;
        }

        if (sign is null && vitals.Count == 0 && node["dataAbsentReason"] is { } reason)
        {
            vitals.Add(new(name, $"not known ({FhirValues.Words(reason)})", time));
        }

        reading.Add(one, examined with { Signs = sign is null ? [] : [sign], Vitals = vitals.ToImmutable() });

        void Measured(string what, string kind, FhirNode value)
        {
            if (FhirValues.Value(kind, value) is { } words)
            {
                vitals.Add(new(what, words, time));
            }
            else
            {
                reading.Blame(one, value, $"a value of the kind {kind} is not read here, or is not well formed");
            }
        }
    }

    /// <summary>A sign where the value says that it was there, was not, or is not known; null where it is a measurement or words.</summary>
    private Sign? Sign(FhirResource one, string name, (string Kind, FhirNode Value)? choice)
    {
        var node = one.Node;
        bool? there = choice switch
        {
            ("Boolean", _) => node.Truth("valueBoolean"),
            ("CodeableConcept", var concept) when Known(concept, Present) is { } known => known == "found",
            null => node.List("interpretation").Select(one => Known(one, Outcomes)).FirstOrDefault(word => word is not null) switch { "found" => true, "not-found" => false, _ => null },
            _ => null,
        };
        var isUnknown = choice is null && node["dataAbsentReason"] is not null && node["component"] is null;
        if (there is null && !isUnknown)
        {
            return null;
        }

        if (there is not null && (node["dataAbsentReason"] is not null || Contradicts(node, there.Value)))
        {
            reading.Blame(one, node, "its value, its interpretation and its dataAbsentReason contradict one another");
        }

        if (isUnknown)
        {
            FhirValues.Code(node["dataAbsentReason"], FhirNames.AbsentReason);
            FhirValues.Words(node["dataAbsentReason"]);
        }

        return new(name, node.ExtensionText(FhirNames.Extension("onset")), null, isUnknown ? Core.Casualties.Sign.Unknown : there!.Value ? null : Core.Casualties.Sign.Absent);
    }

    private static bool Contradicts(FhirNode node, bool there) =>
        node.List("interpretation").Select(one => Known(one, Outcomes)).Any(word => word is not null && word != (there ? "found" : "not-found"));

    private static string? Known(FhirNode concept, Dictionary<(string System, string Code), string> table)
    {
        foreach (var coding in concept.List("coding"))
        {
            if (coding.Peek("system") is { } system && coding.Peek("code") is { } code && table.TryGetValue((system, code), out var known))
            {
                coding.TakeAll();
                concept.Text("text");
                return known;
            }
        }

        return null;
    }

    private void Treatment(FhirResource one)
    {
        var node = one.Node;
        if (node.Text("status") is not ("completed" or "in-progress"))
        {
            reading.Leave(one, $"status '{node.Peek("status")}': it is not said to have been done");
            return;
        }

        var isMedication = one.Type == "MedicationAdministration";
        var person = node["subject"] is { } subject ? reading.Person(one, subject) : null;
        if (node["subject"] is null)
        {
            reading.Blame(one, node, "it says of nobody that something was given: expected 'subject'");
        }

        var what = FhirValues.Words(isMedication ? node["medicationCodeableConcept"] : node["code"]);
        if (isMedication && node["dosage"] is { } dosage)
        {
            var dose = dosage.Text("text") ?? (dosage["dose"] is { } quantity ? FhirValues.Quantity(quantity) : null);
            what = what is null || dose is null ? what : $"{what} {dose}";
            what = what is null || FhirValues.Words(dosage["route"]) is not { } route ? what : $"{what} ({route})";
        }

        if (what is null)
        {
            reading.Blame(one, node, isMedication ? "it does not say what was given: expected 'medicationCodeableConcept'" : "it does not say what was done: expected 'code'");
            return;
        }

        var (party, observer) = reading.Who(one, node.List("performer").Select(performer => performer["actor"]).OfType<FhirNode>());
        var reasons = node.List("reasonCode").Select(FhirValues.Words).OfType<string>().ToList();
        reasons.AddRange(observer is null ? [] : [$"done by {observer}"]);
        reading.Add(one, new CasualtyTreated(person, FhirValues.Time(node, isMedication ? "effective" : "performed", reading.Blaming(one)), what, reading.Teller(one, party), reasons.Count == 0 ? null : string.Join("; ", reasons)));
    }

    private bool IsSaid(FhirResource one)
    {
        var status = one.Node.Text("status");
        if (Said.Contains(status))
        {
            return true;
        }

        if (!reading.IsLeft(one))
        {
            reading.Leave(one, $"status '{status}': it is not, or no longer, said");
        }

        return false;
    }

    private static string? Sort(FhirResource one) =>
        one.Node.List("category").SelectMany(category => category.List("coding")).FirstOrDefault(coding => coding.Peek("system") == FhirNames.Category)?.Peek("code");

    private static FhirNode? Component(FhirNode node, string name)
    {
        var component = node.List("component").FirstOrDefault(one => IsOf(one, name));
        component?["code"]?.TakeAll();
        return component;
    }

    private static bool IsOf(FhirNode component, string name) => component["code"]?.List("coding").Any(coding => coding.Peek("system") == FhirNames.Observed && coding.Peek("code") == name) == true;
}
