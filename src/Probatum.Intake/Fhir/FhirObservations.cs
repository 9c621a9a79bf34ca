using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Fhir;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Intake;

/// <summary>Observations, treatments and results to statements.</summary>
internal sealed class FhirObservations(FhirReading reading)
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

    /// <summary>What a laboratory says: found, not found, inconclusive; null where it says none of these. A number alone says nothing of it.</summary>
    private static string? Outcome(FhirResource one)
    {
        var node = one.Node;
        var said = node.List("interpretation").Select(word => Known(word, Outcomes)).Append(node["valueCodeableConcept"] is { } concept ? Known(concept, Outcomes) : null)
            .Append(node.Truth("valueBoolean") switch { true => "found", false => "not-found", null => null }).OfType<string>().Distinct().ToList();
        return said.Count switch { 0 => null, 1 => said[0], _ => "?" };
    }

    private void Result(FhirResource one)
    {
        var node = one.Node;
        if (node["subject"] is { } subject)
        {
            // Whose it is the sample says; that the file says another person is found here.
            reading.Person(one, subject);
        }

        var (outcome, label) = (Outcome(one), node["specimen"] is { } specimen ? reading.Sample(one, specimen) : null);
        if (node["specimen"] is null)
        {
            reading.Blame(one, node, "a result is of a sample: expected 'specimen'");
        }

        if (outcome is null or "?")
        {
            reading.Blame(one, node, outcome is null ? "it says neither that something was found nor that it was not: expected an interpretation or a coded value" : "its value and its interpretation contradict one another");
        }

        FhirValues.Code(node["code"], FhirNames.Cas);
        FhirValues.Code(node["code"], FhirNames.InChIKey);
        var substance = FhirValues.Words(node["code"]);
        if (substance is null)
        {
            reading.Blame(one, node["code"] ?? node, "it does not say which substance: expected 'code' with 'text', or a coding");
        }

        var report = _reports![one].FirstOrDefault();
        var laboratory = node.List("performer").Concat(report?.Node.List("performer") ?? []).Select(reference => Laboratory(one, report, reference)).FirstOrDefault(party => party is not null) ?? reading.Wish.Laboratory;
        if (laboratory is null)
        {
            var named = node.List("performer").Select(reference => reference.Peek("display") ?? reference.Peek("reference")).FirstOrDefault(name => name is not null);
            reading.Blame(one, node["performer"] ?? node, named is null ? "it names no laboratory; say which with --laboratory PARTY" : $"'{named}' is no party of this case; add it with 'probatum party add', or say who it is with --map '{named}=PARTY'");
        }

        var words = node.List("note").Select(note => note.Text("text")).OfType<string>().ToList();
        foreach (var note in node.List("note"))
        {
            note["authorReference"]?.TakeReference();
        }

        // A conclusion beside notes quotes them, and is no word on a result that has none.
        if (report is not null && _quoting.Contains(report))
        {
            report.Node["conclusion"]?.Take();
        }
        else if (report?.Node.Text("conclusion") is { } conclusion)
        {
            words.Add(conclusion);
        }

        if (report is not null)
        {
            Known(report);
        }

        string? Part(string name) => Component(node, name) is { } component && component.Choice("value") is var (kind, value) ? FhirValues.Value(kind, value) : null;
        bool? Truth(string name) => Component(node, name)?.Truth("valueBoolean");
        var amount = Part("amount") ?? (node["valueQuantity"] is { } quantity ? FhirValues.Quantity(quantity) : node["valueCodeableConcept"] is null && node.Peek("valueString") is not null ? node.Text("valueString") : null);
        var techniques = ImmutableArray.CreateBuilder<string>();
        foreach (var method in node["method"] is { } concept ? FhirValues.Said(concept).SelectMany(said => said.Split("; ")).Distinct() : [])
        {
            if (reading.Names.Techniques.Contains(reading.Meant(method)))
            {
                node["method"]!.Text("text");
                techniques.Add(reading.Meant(method));
            }
        }

        var issued = FhirValues.Time(node, "issued", reading.Blaming(one)) ?? (report is null ? null : FhirValues.Time(report.Node, "issued", reading.Blaming(one)));
        reading.Add(one, new ResultReported(
            reading.Names.NewId(), label, laboratory, substance, outcome, techniques.ToImmutable(), Truth("reference-standard"), Truth("blanks-clean"), words.Count == 0 ? null : string.Join("; ", words), issued, null, null, null,
            FhirValues.Time(node, "effective", reading.Blaming(one)), amount, Part("detection-limit"), Part("profile"), [.. node.List("component").Where(component => IsOf(component, "criterion")).Select(component => Criterion(one, component)).OfType<CriterionReported>()]));
    }

    /// <summary>What of a report is said by its results is taken with them.</summary>
    private static void Known(FhirResource report)
    {
        foreach (var name in new[] { "status", "category", "code", "effectiveDateTime", "effectivePeriod", "issued", "_issued" })
        {
            report.Node[name]?.TakeAll();
        }

        foreach (var name in new[] { "subject", "specimen", "result", "performer" })
        {
            report.Node[name]?.TakeReference();
        }
    }

    private EntityId? Laboratory(FhirResource one, FhirResource? report, FhirNode reference) => reading.Party(one, reference) ?? (report is null ? null : reading.Party(report, reference));

    private CriterionReported? Criterion(FhirResource one, FhirNode component)
    {
        var (technique, name) = (component.ExtensionText(FhirNames.Extension("technique")), component.ExtensionText(FhirNames.Extension("criterion-name")));
        component["code"]?.TakeAll();
        var concept = component["valueCodeableConcept"] ?? component["dataAbsentReason"];
        var outcome = FhirValues.Code(concept, FhirNames.Criterion);
        concept?.TakeAll();
        if (technique is null || name is null || outcome is null)
        {
            reading.Blame(one, component, "a criterion has a technique, a name and how it came out");
            return null;
        }

        return new(technique, name, outcome, component.ExtensionText(FhirNames.Extension("value")), component.ExtensionText(FhirNames.Extension("limit")));
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
