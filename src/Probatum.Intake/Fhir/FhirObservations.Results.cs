using System.Collections.Immutable;
using Probatum.Core.Fhir;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Intake;

// What laboratories found.
internal sealed partial class FhirObservations
{
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
}
