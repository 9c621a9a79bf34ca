using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Fhir;
using Probatum.Core.Records;

namespace Probatum.Export;

/// <summary>What goes out as FHIR: the file, how many resources of each type it has, and what was left out and why.</summary>
public sealed record FhirFile(byte[] Bytes, ImmutableArray<(string Type, int Count)> Resources, ImmutableArray<string> LeftOut);

/// <summary>What a case has of persons, of samples from their bodies and of results for these, as one FHIR R4 Bundle (collection).</summary>
/// <remarks>
/// Persons stand under their codes. A name of a person never goes out: not that of a party, and no text in which one stands. Nor does the code under which a
/// laboratory gets a sample. The same records give the same bytes. The mapping is docs/fhir.md. Source: HL7 FHIR R4 (4.0.1).
/// </remarks>
public sealed class FhirExport
{
    /// <summary>What stands in place of words in which somebody's name stands.</summary>
    internal const string Withheld = "withheld: a person's name stands in it";

    private static readonly string[] Order = ["Patient", "Consent", "Specimen", "Observation", "Procedure", "DiagnosticReport", "Provenance"];

    private readonly List<(string Type, string Id, JsonObject Resource)> _resources = [];
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private readonly NameSearch _names;

    private FhirExport(CaseId id, CaseState state, RuleTables tables, EntityId? only, CaseState whole)
    {
        (CaseId, State, Tables, Only) = (id, state, tables, only);

        // What a policy keeps back is a name all the same.
        var others = whole.Parties.Parties.Values.Where(party => party.Sort != "person").SelectMany(party => NameSearch.Words(party.Name ?? "")).ToImmutableHashSet(StringComparer.Ordinal);
        _names = NameSearch.Of([], [.. whole.Parties.Parties.Values.Where(party => party.Sort == "person").Select(party => party.Name).OfType<string>().Order(StringComparer.Ordinal)], ImmutableHashSet<string>.Empty, others);
        ByRecord = state.Counting.ToDictionary(entry => entry.Id);
    }

    /// <summary>The case as it stands.</summary>
    internal CaseState State { get; }

    internal RuleTables Tables { get; }

    /// <summary>The one person that is asked for; null for all.</summary>
    internal EntityId? Only { get; }

    internal Dictionary<RecordId, Entry> ByRecord { get; }

    private CaseId CaseId { get; }

    /// <summary>The bundle of a case.</summary>
    /// <param name="id">The case.</param>
    /// <param name="state">What its records say.</param>
    /// <param name="size">How many leaves its log has.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="only">The one person that is asked for; null for all.</param>
    /// <param name="narrowed">What a policy of that name leaves of it; null for all.</param>
    public static FhirFile Of(CaseId id, CaseState state, long size, RuleTables tables, EntityId? only, (string Policy, CaseState Told)? narrowed)
    {
        var (policy, told) = (narrowed?.Policy, narrowed?.Told ?? state);
        var export = new FhirExport(id, told, tables, only, state);
        var people = FhirPeople.Add(export);
        FhirSamples.Add(export, people);
        var resources = export._resources.OrderBy(one => Array.IndexOf(Order, one.Type)).ToList();
        var bundle = FhirNodes.Of(
            ("resourceType", "Bundle"), ("identifier", FhirNodes.Identifier(FhirNames.Case, $"{id.Text}/{size}{(only is { } one ? $"/{one.Text}" : "")}{(policy is null ? "" : $"/{policy}")}")), ("type", "collection"),
            ("timestamp", told.Entries is [.., var last] ? last.Envelope.Made.At : null),
            ("entry", FhirNodes.List(resources.Select(one => FhirNodes.Of(("fullUrl", export.Url(one.Type, one.Id)), ("resource", one.Resource))))));
        using var file = new MemoryStream();
        using (var writer = new Utf8JsonWriter(file, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            bundle.WriteTo(writer);
        }

        file.WriteByte((byte)'\n');
        return new(
            file.ToArray(), [.. resources.GroupBy(one => one.Type).Select(group => (group.Key, group.Count()))],
            [.. export._leftOut.Select(one => one.Value == 1 ? one.Key : $"{one.Key} ({FhirNodes.Number(one.Value)} times)")]);
    }

    /// <summary>Adds a resource, with who signed and who told it in a Provenance of its own.</summary>
    /// <param name="resource">The resource, with its type and id.</param>
    /// <param name="records">The records that it comes from; none for what is computed from others.</param>
    /// <param name="teller">The party whose word it is.</param>
    internal void Add(JsonObject resource, IEnumerable<RecordId> records, EntityId? teller)
    {
        var (type, id) = ((string)resource["resourceType"]!, (string)resource["id"]!);
        _resources.Add((type, id, resource));
        var entries = records.Distinct().Where(ByRecord.ContainsKey).Select(record => ByRecord[record]).ToList();
        if (entries.Count == 0)
        {
            return;
        }

        var recorded = entries.Select(entry => State.CorrectedBy.GetValueOrDefault(entry.Id) is { Text: not null } later && State.Entries.Find(one => one.Id == later) is { } correction ? correction : entry)
            .MaxBy(entry => entry.Index)!.Envelope.Made.At;
        _resources.Add(("Provenance", $"{id}-p", FhirNodes.Of(
            ("resourceType", "Provenance"), ("id", $"{id}-p"), ("target", FhirNodes.List(Reference(type, id))), ("recorded", recorded),
            ("activity", FhirNodes.Concept(string.Join(", ", entries.Select(entry => entry.Type).Distinct()))),
            ("agent", FhirNodes.List(
                [
                    .. entries.SelectMany(entry => entry.Hands).Distinct().Select(key => FhirNodes.Of(
                        ("type", FhirNodes.Concept("signed the record", FhirNodes.Coding(FhirNames.ProvenanceAgent, "author"))), ("who", FhirNodes.Of(("identifier", FhirNodes.Identifier(FhirNames.Key, key.Text)))))),
                    teller is null ? null : FhirNodes.Of(("type", FhirNodes.Concept("whose word it is", FhirNodes.Coding(FhirNames.ProvenanceAgent, "informant"))), ("who", Party(teller))),
                ])),
            ("entity", FhirNodes.List(entries.SelectMany(entry => new[] { Source(entry.Id, "source"), State.CorrectedBy.TryGetValue(entry.Id, out var later) ? Source(later, "revision") : null }))))));
    }

    private static JsonObject Source(RecordId record, string role) =>
        FhirNodes.Of(("role", role), ("what", FhirNodes.Of(("identifier", FhirNodes.Identifier(FhirNames.Record, record.Text)))));

    /// <summary>The resource of that type and id in this bundle.</summary>
    internal JsonObject Reference(string type, string id) => FhirNodes.Of(("reference", Url(type, id)), ("type", type));

    /// <summary>A party by its id; by its name only where what it is shows that it is no person.</summary>
    internal JsonObject? Party(EntityId? id, string type = "Organization")
    {
        if (id is not { } party)
        {
            return null;
        }

        var known = State.Parties.Parties.GetValueOrDefault(party);
        var isBody = known?.Sort is not (null or "" or "person" or "official");
        return FhirNodes.Of(
            ("type", isBody ? type : "PractitionerRole"), ("identifier", FhirNodes.Identifier(FhirNames.Party, party.Text)),
            ("display", isBody && known!.Name is { } name ? Words(name) : State.Entities.Find(party)?.Handle));
    }

    /// <summary>Words as they may go out: null for none, and a remark in their place where the name of a person stands in them.</summary>
    internal string? Words(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return null;
        }

        if (_names.StandsIn(words))
        {
            LeaveOut("words in which the name of a person stands");
            return Withheld;
        }

        // What FHIR does not take in a text shows as what it is.
        return string.Concat(words.Select(c => c is < ' ' and not ('\t' or '\n' or '\r') ? '\uFFFD' : c));
    }

    /// <summary>Says that something was left out.</summary>
    internal void LeaveOut(string what) => _leftOut[what] = _leftOut.GetValueOrDefault(what) + 1;

    /// <summary>The members that say a time, its words only where no name stands in them.</summary>
    internal IEnumerable<(string Name, JsonNode? Value)> Time(string name, When? when) => FhirNodes.Time(name, when, Words(when?.Said ?? when?.Unknown));

    /// <summary>The same for an element that takes one instant, or one day.</summary>
    internal IEnumerable<(string Name, JsonNode? Value)> Single(string name, When? when, bool takesDays = true) => FhirNodes.Single(name, when, Words(when?.Said ?? when?.Unknown), takesDays);

    // Names of version 8 are whatever their maker says: here the same for the same resource of the same case. Source: RFC 9562, section 5.8.
    private string Url(string type, string id)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"probatum fhir 1\n{CaseId.Text}\n{type}/{id}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(BinaryPrimitives.ReadInt32BigEndian(hash), BinaryPrimitives.ReadInt16BigEndian(hash[4..]), BinaryPrimitives.ReadInt16BigEndian(hash[6..]), hash[8..16].ToArray())}";
    }
}
