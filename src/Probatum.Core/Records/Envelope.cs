using System.Collections.Immutable;
using Probatum.Ledger;

namespace Probatum.Core.Records;

/// <summary>The last checkpoint of this case that an author held.</summary>
public sealed record Seen(long Size, Hash256 Root);

/// <summary>When the author says it was written, and by which clock (device, gnss, ntp or manual). A claim, never a proof.</summary>
public sealed record Made(string At, string Clock)
{
    /// <summary>The clocks that the format knows.</summary>
    public static ImmutableArray<string> Clocks { get; } = ["device", "gnss", "ntp", "manual"];
}

/// <summary>What a record shows to everybody: where it belongs, who wrote it, after what; all else is sealed.</summary>
/// <remarks>Source: docs/format.md, "Record".</remarks>
public sealed record Envelope(
    CaseId Case, ImmutableArray<KeyName> By, long Seq, RecordId? Prev, Seen? Seen, Made Made, ImmutableArray<string> Sealed,
    RecordId? Corrects = null, JsonMap? Open = null)
{
    private static readonly ImmutableHashSet<string> Members =
        ["_sd", "by", "case", "corrects", "made", "open", "prev", "seen", "seq"];

    internal JsonMap ToJson() => JsonMap.Of(
        ("_sd", JsonList.Of(Sealed.Select(digest => (Json)digest))),
        ("by", JsonList.Of(By.Select(key => (Json)key.Text))),
        ("case", Case.Text),
        ("corrects", Corrects is { } corrected ? corrected.Text : null),
        ("made", JsonMap.Of(("at", Made.At), ("clock", Made.Clock))),
        ("open", Open),
        ("prev", Prev is { } prev ? prev.Text : null),
        ("seen", Seen is null ? null : JsonMap.Of(("root", Seen.Root.ToBase64Url()), ("size", Seen.Size))),
        ("seq", Seq));

    internal static bool TryRead(JsonMap map, out Envelope envelope, out Fault fault)
    {
        envelope = new(default, [], 0, null, null, new("", ""), []);
        var by = map.Texts("by");
        var digests = map.Texts("_sd");
        var prev = map.Text("prev");
        fault = map switch
        {
            _ when map.Members.Keys.FirstOrDefault(name => !Members.Contains(name)) is { } unknown
                => Bad($"the envelope has an unknown member '{unknown}'"),
            _ when map.Text("case") is not { } id || !CaseId.IsWellFormed(id) => Bad("'case' is not the name of a case"),
            _ when by.Length is 0 or > 16 || by.Length != map.List("by").Length || by.Distinct().Count() != by.Length
                => Bad("'by' names 1 to 16 keys, each once"),
            _ when !by.All(KeyName.IsWellFormed) => Bad("'by' holds no key name"),
            _ when map["_sd"] is not JsonList || digests.Length != map.List("_sd").Length || !AreSortedDigests(digests)
                => Bad("'_sd' is not a sorted list of unique digests"),
            _ when map.Number("seq") is not >= 0 => Bad("'seq' is a number from 0"),
            _ when (map.Number("seq") == 0) != (map["prev"] is null) => Bad("'prev' is absent at seq 0 and only there"),
            _ when map["prev"] is not null && (prev is null || !RecordId.IsWellFormed(prev)) => Bad("'prev' is not a record's id"),
            _ when map["corrects"] is not null && (map.Text("corrects") is not { } c || !RecordId.IsWellFormed(c))
                => Bad("'corrects' is not a record's id"),
            _ when map["open"] is not null and not JsonMap { Members.Count: > 0 } => Bad("'open' is a map with members, or absent"),
            _ when !TryMade(map["made"], out _) => Bad("'made' has an RFC 3339 time and one of the known clocks"),
            _ when map["seen"] is not null && !TrySeen(map["seen"], out _) => Bad("'seen' has a size and a root"),
            _ => default,
        };
        if (fault != default)
        {
            return false;
        }

        TryMade(map["made"], out var made);
        TrySeen(map["seen"], out var seen);
        envelope = new(
            new(map.Text("case")!), [.. by.Select(key => new KeyName(key))], map.Number("seq")!.Value,
            prev is null ? null : new RecordId(prev), seen, made, digests,
            map.Text("corrects") is { } corrected ? new RecordId(corrected) : null, map["open"] as JsonMap);
        return true;
    }

    private static Fault Bad(string why) => new("envelope/form", 0, why);

    private static bool AreSortedDigests(ImmutableArray<string> digests)
    {
        for (var i = 0; i < digests.Length; i++)
        {
            if (!Digests.IsSpelled(digests[i])
                || (i > 0 && string.CompareOrdinal(digests[i - 1], digests[i]) >= 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryMade(Json? json, out Made made)
    {
        made = new("", "");
        if (json is JsonMap { Members.Count: 2 } map && map.Text("at") is { } at && When.IsInstant(at)
            && Made.Clocks.IndexOf(map.Text("clock") ?? "") is >= 0 and var clock)
        {
            made = new(at, Made.Clocks[clock]);
            return true;
        }

        return false;
    }

    private static bool TrySeen(Json? json, out Seen? seen)
    {
        seen = null;
        if (json is JsonMap { Members.Count: 2 } map && map.Number("size") is >= 0 and var size
            && map.Text("root") is { } root && Base64Url.TryDecode(root, out var bytes) && bytes.Length == 32)
        {
            seen = new(size, Hash256.From(bytes));
        }

        return seen is not null;
    }
}
