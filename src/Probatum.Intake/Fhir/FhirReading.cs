using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Probatum.Core.Dossier;
using Probatum.Core.Fhir;
using Probatum.Core.Records;

namespace Probatum.Intake;

/// <summary>What a file's words mean in a case, and what is on record of persons and samples.</summary>
public interface IFhirNames : ISheetNames
{
    /// <summary>The person, casualty or not, of that code; null where there is none.</summary>
    EntityId? Person(string code);

    /// <summary>What the record that introduced it says now: a casualty, a collection, a division; null for none.</summary>
    Statement? Standing(EntityId id);
}

/// <summary>How a file is to be read.</summary>
/// <param name="Source">Whose word it is.</param>
/// <param name="SourceName">What that party is called.</param>
/// <param name="Laboratory">The laboratory of results that name none.</param>
/// <param name="Incident">The incident of persons and samples.</param>
/// <param name="Origin">The origin of samples: nothing that a file can say of itself.</param>
/// <param name="Meanings">What words of the file mean: parties, matrices, purposes, observers.</param>
/// <param name="Codes">The system of those identifiers of persons that are codes.</param>
/// <param name="DropsNames">Names and the like are left out; else a file that has some is refused.</param>
public sealed record FhirWish(
    EntityId Source, string SourceName, EntityId? Laboratory, EntityId? Incident, string? Origin, ImmutableSortedDictionary<string, string> Meanings, string? Codes, bool DropsNames);

/// <summary>A file as read: its rows, what of it is not taken, by path and how often, and what is kept of it where that is not the file.</summary>
public sealed record FhirRead(IReadOnlyList<ReadRow> Rows, ImmutableArray<(string Path, int Count)> NotTaken, ImmutableArray<string> Dropped, byte[]? Reduced, string? Case);

/// <summary>FHIR R4 resources to statements: one row for each resource that becomes records. Everything in them is told by their source, and nothing is a finding.</summary>
/// <remarks>
/// An absent sign stays absent, a value keeps its unit, and what can't be read so that nothing of it changes is refused or listed as not taken. The mapping is
/// docs/fhir.md. Source: HL7 FHIR R4 (4.0.1).
/// </remarks>
public sealed partial class FhirReading
{
    private const int MostNamed = 12;
    private const int MostParts = 32;
    private const int LongestPath = 200;
    private const string NoTime = "time not given";

    private static readonly string[] Narrowing = ["actor", "action", "data", "dataPeriod", "securityLabel", "class", "code", "purpose"];

    private readonly Dictionary<FhirResource, EntityId?> _people = [];
    private readonly Dictionary<FhirResource, EntityId> _samples = [];
    private readonly Dictionary<FhirResource, string> _labels = [];
    private readonly Dictionary<(string Type, string Label), FhirResource> _byLabel = [];
    private readonly HashSet<FhirResource> _finished = [];
    private readonly List<Action> _handOvers = [];
    private readonly Dictionary<FhirResource, List<IntakeFault>> _faults = [];
    private readonly Dictionary<FhirResource, string> _left = [];
    private readonly List<(FhirResource Of, string Part, ImmutableArray<Statement> Said)> _rows = [];
    private ILookup<FhirResource, FhirResource>? _provenances;
    private ILookup<FhirResource, FhirResource>? _parts;

    private FhirReading(FhirDocument document, FhirWish wish, IFhirNames names)
    {
        (Document, Wish, Names) = (document, wish, names);
    }

    internal FhirDocument Document { get; }

    internal FhirWish Wish { get; }

    internal IFhirNames Names { get; }

    /// <summary>The largest file that is read, in bytes.</summary>
    public static int MostBytes => FhirDocument.MostBytes;

    /// <summary>Reads a file; null with the reason where it can't be read as a whole. What is wrong with a resource stands in its row.</summary>
    public static FhirRead? Read(ReadOnlyMemory<byte> bytes, FhirWish wish, IFhirNames names, out IntakeFault fault)
    {
        if (FhirDocument.Read(bytes, out fault) is not { } document)
        {
            return null;
        }

        var personal = FhirPersonalData.In(document, wish.Codes).ToList();
        var paths = personal.Select(node => node.Path).Distinct().ToImmutableArray();
        if (personal.Count > 0 && !wish.DropsNames)
        {
            fault = new("fhir/personal", paths[0], $"it says who somebody is, or may{(paths.Length > 1 ? $", as do {paths.Length - 1} more places ({string.Join(", ", paths.Skip(1).Take(MostNamed))}{(paths.Length > MostNamed + 1 ? " …" : "")})" : "")}; a case has codes and no names. --without-names leaves all of that out, and keeps no copy of the file itself");
            return null;
        }

        var reading = new FhirReading(document, wish, names);
        reading.ReadAll();
        var rows = reading.Rows(NameSearch.Of([], [.. FhirPersonalData.Names(personal)], ImmutableHashSet<string>.Empty, ImmutableHashSet<string>.Empty));
        return new(rows, reading.NotTaken(), paths, personal.Count > 0 ? reading.Reduced() : null, document.Identifier);
    }

    private void ReadAll()
    {
        foreach (var one in Document.Resources)
        {
            switch (one.Type)
            {
                case "Patient" or "Specimen" or "Observation" or "Consent" or "Procedure" or "MedicationAdministration" or "DiagnosticReport":
                    one.Node.Text("resourceType");
                    one.Node.Text("id");
                    if (one.Node.Items.Where(item => item.Name != "contained").SelectMany(item => item.All()).FirstOrDefault(node => node.Name is "modifierExtension" or "implicitRules") is { } changing)
                    {
                        Blame(one, changing, "it may change what everything beside it means, and is not understood here");
                    }

                    break;
                case "Provenance" or "Organization" or "Practitioner" or "PractitionerRole":
                    // They say who said something, and are read where something asks.
                    break;
                default:
                    Leave(one, "this type of resource is not read");
                    break;
            }
        }

        var observations = new FhirObservations(this);
        foreach (var one in Of("Patient"))
        {
            Name(one);
        }

        foreach (var one in Of("Patient"))
        {
            Patient(one, observations);
        }

        foreach (var one in Of("Consent"))
        {
            Consent(one);
        }

        foreach (var one in Of("Specimen"))
        {
            Label(one);
        }

        var done = new HashSet<FhirResource>();
        foreach (var one in Of("Specimen"))
        {
            Specimen(one, done, 0);
        }

        _handOvers.ForEach(told => told());
        observations.Read();
    }

    internal IEnumerable<FhirResource> Of(string type) => Document.Resources.Where(one => one.Type == type && !_left.ContainsKey(one));

    internal void Add(FhirResource of, params IEnumerable<Statement> said) => _rows.Add((of, "", [.. said]));

    internal void Blame(FhirResource one, FhirNode at, string why)
    {
        (_faults.TryGetValue(one, out var faults) ? faults : _faults[one] = []).Add(new("fhir/element", at.Path, why));
    }

    internal void Leave(FhirResource one, string why) => _left[one] = why;

    internal bool IsLeft(FhirResource one) => _left.ContainsKey(one);

    internal bool IsBlamed(FhirResource one) => _faults.ContainsKey(one);

    internal Action<FhirNode, string> Blaming(FhirResource one) => (at, why) => Blame(one, at, why);

    /// <summary>What somebody said that a word of the file means.</summary>
    internal string Meant(string word) => Wish.Meanings.GetValueOrDefault(word, word);

    /// <summary>The resource of that type that an element must name; null after saying why it does not.</summary>
    internal FhirResource? Need(FhirResource one, FhirNode reference, string type)
    {
        if (Document.Find(reference, one, out var wrong) is not { } found)
        {
            Blame(one, reference["reference"] ?? reference, $"{wrong}; expected a {type} of this file");
            return null;
        }

        if (found.Type != type)
        {
            Blame(one, reference["reference"] ?? reference, $"is a {found.Type}; expected a {type}");
            return null;
        }

        reference.TakeReference();
        if (_left.TryGetValue(found, out var left))
        {
            Blame(one, reference, $"{found.Key} is not taken: {left}");
            return null;
        }

        if (_faults.ContainsKey(found))
        {
            Blame(one, reference, $"{found.Key} is refused itself");
            return null;
        }

        return found;
    }

    /// <summary>The person that an element names: of the file, or by the code under which the case has it.</summary>
    internal EntityId? Person(FhirResource one, FhirNode reference)
    {
        if (reference.Peek("reference") is null && reference["identifier"] is { } identifier && identifier.Peek("system") is FhirNames.Person && Document.Find(reference, one, out _) is null
            && Names.Person(identifier.Peek("value") ?? "") is { } known)
        {
            identifier.TakeAll();
            return known;
        }

        return Need(one, reference, "Patient") is { } found ? _people.GetValueOrDefault(found) : null;
    }

    /// <summary>The sample that an element names.</summary>
    internal EntityId? Sample(FhirResource one, FhirNode reference) => Need(one, reference, "Specimen") is { } found && _samples.TryGetValue(found, out var id) ? id : null;

    internal string? LabelOf(FhirResource one, FhirNode reference) => Document.Find(reference, one, out _) is { } found ? _labels.GetValueOrDefault(found) : null;

    /// <summary>The party of the case that a reference names: by our own identifier, its display, the name of an organisation of the file, or as somebody says.</summary>
    internal EntityId? Party(FhirResource one, FhirNode reference)
    {
        var found = Document.Find(reference, one, out _);
        (FhirNode Of, string Name)[] names =
        [
            .. reference["identifier"] is { } identifier && identifier.Peek("system") == FhirNames.Party ? [(identifier, "value")] : Array.Empty<(FhirNode, string)>(),
            (reference, "display"), .. found is { Type: "Organization" } body ? [(body.Node, "name")] : Array.Empty<(FhirNode, string)>(), (reference, "reference"),
        ];
        foreach (var (of, name) in names)
        {
            if (of.Peek(name) is { } word && Names.Party(Meant(word)) is { } party)
            {
                reference.TakeReference();
                of.Text("system");
                of.Text(name);
                return party;
            }
        }

        return null;
    }

    /// <summary>Whose word something is and who saw it, by code: what is no party of the case stands under the name that the file has for the resource.</summary>
    internal (EntityId? Party, string? Observer) Who(FhirResource one, IEnumerable<FhirNode> references)
    {
        var (by, observers) = ((EntityId?)null, new List<string>());
        foreach (var reference in references)
        {
            if (reference["identifier"] is { } identifier && identifier.Peek("system") == FhirNames.Observer && identifier.Peek("value") is { } code)
            {
                reference.TakeReference();
                observers.Add(code);
            }
            else if (Party(one, reference) is { } party)
            {
                by ??= party;
            }
            else if (reference.Peek("reference") is { } said)
            {
                var found = Document.Find(reference, one, out var wrong);
                if (found is null && (said.StartsWith('#') || said.StartsWith("urn:", StringComparison.Ordinal)))
                {
                    Blame(one, reference["reference"]!, wrong!);
                    continue;
                }

                reference.TakeReference();
                observers.Add(Meant(found is null ? said : found.Id is { } id ? $"{found.Type}/{id}" : found.Key));
            }
        }

        return (by, observers.Count == 0 ? null : string.Join("; ", observers));
    }

    /// <summary>Whose word it is by its own element, else by a Provenance that is about it, else the source.</summary>
    internal EntityId Teller(FhirResource one, EntityId? said)
    {
        if (said is { } party)
        {
            return party;
        }

        _provenances ??= Document.Resources.Where(other => other.Type == "Provenance")
            .SelectMany(other => other.Node.List("target").Select(target => (Provenance: other, Target: Document.Find(target, other, out _)))).Where(pair => pair.Target is not null)
            .ToLookup(pair => pair.Target!, pair => pair.Provenance);
        foreach (var provenance in _provenances[one])
        {
            foreach (var agent in provenance.Node.List("agent").OrderBy(agent => agent["type"] is { } type && FhirValues.Said(type).Contains("informant") ? 0 : 1))
            {
                if (agent["who"] is { } who && Party(provenance, who) is { } found)
                {
                    provenance.Node.Text("resourceType");
                    provenance.Node.Text("id");
                    provenance.Node["target"]!.TakeReference();
                    return found;
                }
            }
        }

        return Wish.Source;
    }

    /// <summary>That it is the source's word, behind what is said.</summary>
    internal string Told(string? words)
    {
        var told = $"as {Wish.SourceName} reports (FHIR)";
        return words is null ? told : words.EndsWith(told, StringComparison.Ordinal) ? words : $"{words}; {told}";
    }

    /// <summary>The members in which the file says something that the record does not.</summary>
    private static string Difference(Statement now, Statement then)
    {
        var (first, second) = (new BodyWriter(), new BodyWriter());
        now.Describe(first);
        then.Describe(second);
        return string.Join(", ", first.Sealed.Where(member => member.Name is not ("casualty" or "sample" or "toldBy" or "note" or "origin") && !Same(member.Value, second.Sealed.FirstOrDefault(one => one.Name == member.Name).Value)).Select(member => member.Name));
    }

    /// <summary>Whether both say the same; of two times the instants count, not the words.</summary>
    private static bool Same(Json now, Json? then) => now is JsonMap first && then is JsonMap second && first.Text("from") is { } from && first.Text("to") is { } to
        ? (from, to) == (second.Text("from"), second.Text("to"))
        : now.Equals(then);

    private List<ReadRow> Rows(NameSearch dropped)
    {
        var numbers = Document.Resources.Select((one, i) => (one, i)).ToDictionary(pair => pair.one, pair => pair.i + 1);
        var rows = new List<ReadRow>();
        foreach (var (of, part, said) in _rows)
        {
            if (!dropped.IsEmpty && said.FirstOrDefault(one => Holds(one, dropped)) is not null)
            {
                Blame(of, of.Node, "a name that the file gives to somebody stands in what would be recorded of it");
            }

            rows.Add(Row(of, part, _faults.ContainsKey(of) ? [] : said));
        }

        var known = _rows.Select(row => row.Of).ToHashSet();
        rows.AddRange(Document.Resources.Where(one => _faults.ContainsKey(one) && !known.Contains(one)).Select(one => Row(one, "", [])));
        return rows;

        ReadRow Row(FhirResource of, string part, ImmutableArray<Statement> said) => new(new(numbers[of], of.Key + part, []), said, [.. _faults.GetValueOrDefault(of, [])]);
    }

    private static bool Holds(Statement said, NameSearch names)
    {
        var body = new BodyWriter();
        said.Describe(body);
        return body.Sealed.Any(member => names.StandsIn(member.Value));
    }

    private ImmutableArray<(string Path, int Count)> NotTaken()
    {
        var all = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in Document.Resources)
        {
            if (_left.TryGetValue(one, out var why))
            {
                Count($"{one.Type}: {why}");
            }
            else if (!one.Node.IsTaken)
            {
                Count($"{one.Type}: nothing asked for it");
            }
            else
            {
                foreach (var node in one.Node.Items.Where(item => item.Name != "contained").SelectMany(item => item.Untaken()))
                {
                    Count($"{one.Type}{Places().Replace(node.Path[one.Node.Path.Length..], "")}");
                }
            }
        }

        return [.. all.Select(pair => (pair.Key, pair.Value))];

        void Count(string what)
        {
            var told = what.Length <= LongestPath ? what : what[..LongestPath] + "…";
            all[told] = all.GetValueOrDefault(told) + 1;
        }
    }

    /// <summary>What was taken of the file, as a Bundle: it reads as the file did.</summary>
    private byte[] Reduced()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "collection");
            json.WriteStartArray("entry");
            foreach (var one in Document.Resources.Where(one => one.Holder is null && one.Node.IsTaken && !_left.ContainsKey(one)))
            {
                json.WriteStartObject();
                if (one.Address is { } address)
                {
                    json.WriteString("fullUrl", address);
                }

                json.WritePropertyName("resource");
                one.Node.WriteTaken(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    [GeneratedRegex("\\[[0-9]+\\]")]
    private static partial Regex Places();
}
