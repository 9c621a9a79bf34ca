using System.Collections.Immutable;
using Probatum.Core.Fhir;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Intake;

// Specimens: samples, their parts, and who received them.
public sealed partial class FhirReading
{
    private void Label(FhirResource one)
    {
        if (one.Node.Peek("status") == "entered-in-error")
        {
            Leave(one, "status 'entered-in-error'");
            return;
        }

        var identifier = one.Node.List("identifier").FirstOrDefault(item => item.Peek("system") == FhirNames.Label && item.Peek("value") is not null)
            ?? (one.Node["accessionIdentifier"] is { } accession && accession.Peek("value") is not null ? accession : null)
            ?? one.Node.List("identifier").FirstOrDefault(item => item.Peek("system")?.StartsWith(FhirNames.Own, StringComparison.Ordinal) != true && item.Peek("value") is not null);
        identifier?.Text("system");
        var label = identifier?.Text("value") ?? one.Id;
        if (label is null)
        {
            Blame(one, one.Node, "a sample has a label: an accessionIdentifier, an identifier or an id");
        }
        else if (!_byLabel.TryAdd((one.Type, label), one))
        {
            Blame(one, identifier ?? one.Node, $"the label '{label}' is that of {_byLabel[(one.Type, label)].Key} already");
        }
        else
        {
            (_labels[one], _samples[one]) = (label, Names.Sample(label) ?? Names.NewId());
        }
    }

    private void Specimen(FhirResource one, HashSet<FhirResource> done, int deep)
    {
        if (!done.Add(one) || !_samples.TryGetValue(one, out var id))
        {
            return;
        }

        var node = one.Node;
        var status = node.Peek("status");
        if (status is "available" or "unavailable")
        {
            node.Text("status");
        }

        var parents = node.List("parent").ToList();
        if (parents.Count > 1)
        {
            Blame(one, parents[1], "a sample that was pooled of several is not read; expected one parent");
        }

        var parent = parents.Count == 0 ? null : Document.Find(parents[0], one, out _);
        if (parent is { Type: "Specimen" } && _samples.ContainsKey(parent))
        {
            if (deep > MostParts || (done.Contains(parent) && !_finished.Contains(parent)))
            {
                Blame(one, parents[0], "samples are parts of one another in a circle");
                return;
            }

            Specimen(parent, done, deep + 1);
        }

        var collection = node["collection"];
        var (collector, by) = collection?["collector"] is { } reference ? Who(one, [reference]) : default;
        var when = collection is null ? null : FhirValues.Time(collection, "collected", Blaming(one));
        var quantity = collection?["quantity"] is { } amount ? FhirValues.Quantity(amount) : collection?.ExtensionText(FhirNames.AsTold);
        var seal = node.List("container").SelectMany(item => item.List("identifier")).FirstOrDefault(item => item.Peek("system") == FhirNames.Seal);
        seal?.Text("system");
        var seals = seal?.Text("value");
        var statements = new List<Statement>();
        var (received, extension) = (FhirValues.Time(node, "receivedTime", Blaming(one)), node.Extension(FhirNames.Extension("received-by")));
        var receiver = extension?["valueReference"] is { } named ? Party(one, named) : null;
        extension?.Text("url");
        if (parents.Count > 0)
        {
            var from = Sample(one, parents[0]);
            statements.Add(new SampleSplit(from, collector, when, null, null, [new(id, _labels[one], quantity, seals)]));
            OfParent(one, parent);
        }
        else
        {
            var matrix = Matrix(one);
            var person = node["subject"] is { } subject ? Person(one, subject) : null;
            if (person is not null && matrix?.StartsWith("BIO_", StringComparison.Ordinal) == false)
            {
                Blame(one, node["type"] ?? node, $"{matrix} does not come from a person, and the sample has one as its subject");
            }

            var incident = Wish.Incident ?? (node.ExtensionText(FhirNames.Extension("incident")) is { } label ? Names.Incident(label) : null);
            var notes = node.List("note").Select(note => note.Text("text")).OfType<string>().ToList();
            notes.AddRange(status is null or "available" or "unavailable" ? [] : [$"status: {node.Text("status")}"]);
            notes.AddRange(by is null ? [] : [$"collected by {by}"]);
            notes.AddRange(received is null || receiver is not null ? [] : [$"received {received.Words}, by whom is not said"]);
            statements.Add(new SampleCollected(
                id, incident, _labels[one], matrix, quantity, when, null, collector, seals, Wish.Origin, [], Told(notes.Count == 0 ? null : string.Join("; ", notes)), [], [],
                FhirValues.Words(collection?["method"]), null, person));
        }

        var standing = Names.Standing(id);
        if (standing is SampleSplit split && statements[0] is SampleSplit part)
        {
            var other = split.Sample == part.Sample ? split.Aliquots.FirstOrDefault(aliquot => aliquot.Sample == id) : null;
            if (other is null || (part.Aliquots[0].Quantity is { } much && much != other.Quantity) || (part.Aliquots[0].Seal is { } number && number != other.Seal))
            {
                Blame(one, node, $"'{_labels[one]}' is on record and says something else: parent, quantity or seal");
            }

            statements[0] = split;
        }
        else if (standing is not null)
        {
            if (standing.Kind != statements[0].Kind || Difference(statements[0], standing) is { Length: > 0 })
            {
                Blame(one, node, $"'{_labels[one]}' is on record and says something else, or less: {(standing.Kind == statements[0].Kind ? Difference(statements[0], standing) : "its parent")}; correct that record, or give the sample another label");
            }

            statements[0] = standing;
        }

        Add(one, statements);
        _finished.Add(one);
        if (receiver is { } to)
        {
            HandOver(one, id, collector, to, received);
        }
    }

    /// <summary>A part is what its parent is and of whom that is: the same is taken as said, another person is wrong, another sort of specimen is told as not taken.</summary>
    private void OfParent(FhirResource one, FhirResource? parent)
    {
        if (one.Node["subject"] is { } subject && Person(one, subject) is { } person && parent?.Node["subject"] is { } whole && Document.Find(whole, parent, out _) is { } other && _people.GetValueOrDefault(other) != person)
        {
            Blame(one, subject, $"is somebody else than the subject of {parent.Key}, of which this is a part");
        }

        if (FhirValues.Said(one.Node["type"]).SequenceEqual(FhirValues.Said(parent?.Node["type"])))
        {
            one.Node["type"]?.TakeAll();
        }
    }

    /// <summary>
    /// A hand-over as told, a row of its own: before the parts that the receiver made of the sample, and behind those that were made before.
    /// </summary>
    private void HandOver(FhirResource one, EntityId id, EntityId? from, EntityId to, When? when)
    {
        void Told() => _rows.Add((one, " received", [new CustodyReported(id, from, to, when, null, null, null, null, null, null)]));
        _parts ??= Of("Specimen").Select(part => (Part: part, Parent: part.Node.List("parent").FirstOrDefault() is { } parent ? Document.Find(parent, part, out _) : null))
            .Where(pair => pair.Parent is not null).ToLookup(pair => pair.Parent!, pair => pair.Part);
        if (_parts[one].Any(part => part.Node["collection"]?["collector"] is { } collector && Party(part, collector) == to))
        {
            Told();
        }
        else
        {
            _handOvers.Add(Told);
        }
    }

    private string? Matrix(FhirResource one)
    {
        var type = one.Node["type"];
        var own = FhirValues.Code(type, FhirNames.Matrix);
        var hl7 = FhirValues.Code(type, FhirNames.SpecimenType);
        var matrix = own ?? (FhirValues.Said(type).FirstOrDefault(Wish.Meanings.ContainsKey) is { } word ? Meant(word) : hl7 is null ? null : FhirNames.SpecimenTypes.FirstOrDefault(pair => pair.Value == hl7).Key);
        if (matrix is null || !Names.Matrices.Contains(matrix))
        {
            var said = FhirValues.Said(type).FirstOrDefault() ?? "";
            Blame(one, type ?? one.Node, $"'{matrix ?? said}' is no matrix that is known here: {string.Join(", ", Names.Matrices.Where(key => key.StartsWith("BIO_", StringComparison.Ordinal)))} …; say what it means with --map '{said}=MATRIX'");
            return null;
        }

        type?.Text("text");
        return matrix;
    }
}
