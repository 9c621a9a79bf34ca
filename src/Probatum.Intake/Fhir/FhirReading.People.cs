using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Fhir;
using Probatum.Core.Records;

namespace Probatum.Intake;

// Persons and what they agree to.
public sealed partial class FhirReading
{
    /// <summary>Which code a person gets: ours, one of the system that is said, else the resource's own id.</summary>
    private void Name(FhirResource one)
    {
        var identifier = one.Node.List("identifier").FirstOrDefault(item => item.Peek("system") == FhirNames.Person && item.Peek("value") is not null)
            ?? one.Node.List("identifier").FirstOrDefault(item => Wish.Codes is { } system && item.Peek("system") == system && item.Peek("value") is not null);
        identifier?.Text("system");
        var code = identifier?.Text("value") ?? one.Id;
        if (code is null)
        {
            Blame(one, one.Node, $"a person has a code: an identifier of the system {Wish.Codes ?? FhirNames.Person}, or an id");
            return;
        }

        if (!_byLabel.TryAdd((one.Type, code), one))
        {
            Blame(one, identifier ?? one.Node, $"the code '{code}' is that of {_byLabel[(one.Type, code)].Key} already");
            return;
        }

        (_labels[one], _people[one]) = (code, Names.Person(code) ?? Names.NewId());
    }

    private void Patient(FhirResource one, FhirObservations observations)
    {
        if (!_people.TryGetValue(one, out var id))
        {
            return;
        }

        var node = one.Node;
        var gender = node.Text("gender");
        if (gender is not (null or "male" or "female" or "other" or "unknown"))
        {
            Blame(one, node["gender"]!, $"'{gender}' is no gender of FHIR: male, female, other, unknown");
        }

        var incident = node.ExtensionText(FhirNames.Extension("incident")) is { } label && Wish.Incident is null ? Names.Incident(label) : Wish.Incident;
        var outcome = node.Truth("deceasedBoolean") == true ? "deceased" : FhirValues.Time(node, "deceased", Blaming(one)) is { } when ? $"deceased, {when.Words}" : null;
        var told = new CasualtyRecorded(
            id, incident, _labels[one], node.ExtensionText(FhirNames.Extension("age-band")), node.ExtensionText(FhirNames.Extension("sex")) ?? gender, node.ExtensionText(FhirNames.Extension("role")),
            null, null, null, [], outcome, Teller(one, null), null);
        told = observations.WithExposure(one, told);
        Statement said = told;
        if (Names.Standing(id!.Value) is CasualtyRecorded standing)
        {
            if (Difference(told, standing) is { Length: > 0 } difference)
            {
                Blame(one, node, $"'{_labels[one]}' is on record and says something else, or less: {difference}; correct that record, or give this person another code");
            }

            said = standing;
        }

        Add(one, said);
    }

    private void Consent(FhirResource one)
    {
        var node = one.Node;
        var status = node.Text("status");
        if (status is not ("active" or "inactive" or "rejected"))
        {
            Leave(one, $"status '{status}'");
            return;
        }

        if (node["provision"]?["provision"] is { } nested)
        {
            Blame(one, nested, "a consent with exceptions is not read, lest one is lost; record it with 'probatum consent record'");
        }

        if (node["provision"]?["period"]?["end"] is { } end)
        {
            Blame(one, end, "a consent that ends by itself is not read as one that does not; record it with 'probatum consent record'");
        }

        // What narrows a consent may not be left out: it would come to more than the person agreed to.
        foreach (var narrowing in Narrowing.Select(name => node["provision"]?[name]).OfType<FhirNode>())
        {
            Blame(one, narrowing, "it narrows what the person agreed to, and is not read; record the consent with 'probatum consent record'");
        }

        var person = node["patient"] is { } patient ? Person(one, patient) : null;
        if (person is null && !_faults.ContainsKey(one))
        {
            Blame(one, node, "a consent is somebody's: expected 'patient'");
        }

        var concepts = node.List("category").Append(node["scope"]).OfType<FhirNode>().ToList();
        var purposes = ImmutableArray.CreateBuilder<string>();
        foreach (var concept in concepts)
        {
            if (FhirValues.Code(concept, FhirNames.Purpose) is { } own)
            {
                concept.Text("text");
                purposes.Add(own);
            }
            else if (FhirValues.Said(concept).FirstOrDefault(word => Wish.Meanings.ContainsKey(word)) is { } word)
            {
                concept.TakeAll();
                purposes.Add(Meant(word));
            }
        }

        if (purposes.FirstOrDefault(purpose => !Core.Consents.Purpose.All.Contains(purpose)) is { } odd)
        {
            Blame(one, node, $"'{odd}' is no purpose; there are {string.Join(", ", Core.Consents.Purpose.All)}");
        }

        if (purposes.Count == 0)
        {
            Leave(one, $"it says no purpose of ours; say which with --map '{concepts.SelectMany(FhirValues.Said).FirstOrDefault() ?? "WORD"}=PURPOSE'");
            return;
        }

        var type = node["provision"]?.Text("type");
        var when = FhirValues.Time(node, "dateTime", Blaming(one));
        ImmutableArray<string> all = [.. purposes.Distinct()];
        if (status == "rejected" || type == "deny")
        {
            // What is refused is as if it had been taken back: nothing rests on it.
            Add(one, new ConsentWithdrawn(person, all, when, Told(node.ExtensionText(FhirNames.Extension("reason")) ?? (status == "rejected" ? "not given" : "denied"))));
            return;
        }

        var policy = node["policyRule"];
        var form = node.ExtensionText(FhirNames.Extension("form"));
        var version = node.ExtensionText(FhirNames.Extension("version"));
        if (policy is not null && (form ?? version) is not null)
        {
            policy.Text("text");
        }
        else if (policy is not null && policy.Peek("text") != "form not said, version not said")
        {
            form = FhirValues.Words(policy);
        }
        else
        {
            policy?.Text("text");
        }

        var given = new ConsentRecorded(
            Names.NewId(), person, null, all, form, version, node.ExtensionText(FhirNames.Extension("language")), when, null, null, Told(node.ExtensionText(FhirNames.Extension("how"))), null);
        if (status == "active")
        {
            Add(one, given);
            return;
        }

        var withdrawn = node.Extension(FhirNames.Extension("withdrawn"));
        withdrawn?.Text("url");
        var taken = withdrawn?.ExtensionText(FhirNames.Extension("when"));
        Add(one, given, new ConsentWithdrawn(person, all, taken is null or NoTime ? null : Times.Read(taken, "FHIR") ?? new(taken, null, null, "FHIR"), Told(withdrawn?.ExtensionText(FhirNames.Extension("reason")) ?? "inactive")));
    }
}
