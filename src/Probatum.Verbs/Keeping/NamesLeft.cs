using System.Collections.Immutable;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Casualties;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>Where the names of somebody stand beside the records about them: an erasure does not reach that.</summary>
internal sealed record NamesLeft(ImmutableArray<NamesLeft.Place> Records, ImmutableArray<NamesLeft.Place> Files)
{
    private const int MostNamed = 20;

    // Longer files are not read whole for a name.
    private const long LongestFile = 64 << 20;

    /// <summary>A record, what it introduced, and who or what could be erased with it; of a file, the record that names it.</summary>
    internal sealed record Place(long Leaf, string Type, NamedEntity? Thing, string? Sha256 = null)
    {
        public string Words => $"leaf {Leaf} ({Thing?.Handle ?? Type})";
    }

    /// <summary>Looks through every other record that is open here and every kept file with text.</summary>
    public static NamesLeft Of(OpenedCase opened, ImmutableArray<Entry> about)
    {
        var names = about.SelectMany(entry => entry.Statement switch
        {
            PartyDescribed party => [party.Name],
            KeyRegistered key => [key.Holder],
            CasualtyRecorded casualty => new[] { casualty.Code },
            Core.Consents.ConsentRecorded consent => new[] { consent.Code },
            _ => [],
        }).OfType<string>().Distinct().ToList();
        var isPerson = about.Any(entry => entry.Statement is PartyDescribed { Sort: "person" or "official" or null });
        var search = isPerson ? NameSearch.Of([], names, ImmutableHashSet<string>.Empty, ImmutableHashSet<string>.Empty) : NameSearch.OfWhole(names);
        var (records, files, read) = (new List<Place>(), new List<Place>(), new HashSet<string>());
        if (search.IsEmpty)
        {
            return new([], []);
        }

        var things = opened.State.Entities.Entities.Values.GroupBy(one => one.Index).ToDictionary(group => group.Key, group => group.MinBy(one => one.Handle, StringComparer.Ordinal));
        var ids = about.Select(entry => entry.Id).ToHashSet();
        foreach (var entry in opened.State.Entries.Where(entry => entry.Statement is not null && !ids.Contains(entry.Id)))
        {
            var body = new BodyWriter();
            entry.Statement!.Describe(body);
            var place = new Place(entry.Index, entry.Type, things.GetValueOrDefault(entry.Index));
            if (body.Sealed.Any(member => search.StandsIn(member.Value)) || (entry.CorrectionReason is { } why && search.StandsIn(why)))
            {
                records.Add(place);
            }

            files.AddRange(body.Sealed.SelectMany(member => DossierContent.Blobs(member.Value)).Where(blob => IsText(blob) && read.Add(blob.Sha256) && Holds(opened, blob, search))
                .Select(blob => place with { Sha256 = blob.Sha256 }));
        }

        return new([.. records], [.. files]);
    }

    /// <summary>The same as things are called in that state: short names move up when somebody is gone.</summary>
    public NamesLeft As(EntitiesView called)
    {
        return new([.. Records.Select(Named)], [.. Files.Select(Named)]);

        Place Named(Place place) => place with { Thing = called.Find(place.Thing?.Id) };
    }

    /// <summary>What stays, and what can be done about it.</summary>
    public IEnumerable<string> Lines(string prefix)
    {
        yield return $"{prefix}the name stands in {Words.Count(Records.Length, "other record")} and {Words.Count(Files.Length, "file")} with text"
            + (Records.IsEmpty && Files.IsEmpty ? "" : $": {string.Join(", ", Records.Concat(Files).Select(place => place.Words).Distinct().Take(MostNamed))}{(Records.Concat(Files).Select(place => place.Words).Distinct().Count() > MostNamed ? " …" : "")}");
        if (Subjects is { Length: > 0 } subjects)
        {
            yield return $"{prefix}erase besides, if the same person is meant: {string.Join(", ", subjects)}";
        }

        if (Records.Length > Subjects.Length || !Files.IsEmpty)
        {
            yield return $"{prefix}reports, their files and other records are not erased one by one and stay; an erased name is unknown to the policy public, which then keeps nothing back for it. Pictures and scans were not searched";
        }
    }

    public JsonMap ToJson() => JsonMap.Of(
        ("records", JsonList.Of(Records.Select(place => (Json)JsonMap.Of(("leaf", place.Leaf), ("type", place.Type), ("handle", place.Thing?.Handle is { } handle ? handle : null), ("id", place.Thing?.Id is { } id ? id.Text : null))))),
        ("files", JsonList.Of(Files.Select(place => (Json)JsonMap.Of(("leaf", place.Leaf), ("handle", place.Thing is { } thing ? thing.Handle : null), ("sha256", place.Sha256!))))),
        ("eraseBesides", JsonList.Of(Subjects.Select(handle => (Json)handle))));

    private ImmutableArray<string> Subjects => [.. Records.Where(place => place.Thing is { Sort: "party" or "casualty" }).Select(place => place.Thing!.Handle).Distinct()];

    private static bool IsText(Blob blob) => blob.Size <= LongestFile && (blob.Media.StartsWith("text/", StringComparison.Ordinal) || blob.Media.Contains("json", StringComparison.Ordinal) || blob.Media.Contains("xml", StringComparison.Ordinal));

    private static bool Holds(OpenedCase opened, Blob blob, NameSearch search) => opened.Workspace.Blobs.Read(blob.Sha256) is { } bytes && search.StandsIn(Encoding.UTF8.GetString(bytes.Span));
}
