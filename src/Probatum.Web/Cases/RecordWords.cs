using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Web.Cases;

/// <summary>A record in words, as a list or a page of it shows.</summary>
public static class RecordWords
{
    private const int LongestLine = 160;

    /// <summary>Its members as somebody may see them: what withheld ones say is not here, how many they are says <see cref="Entry.Withheld"/>.</summary>
    public static ImmutableArray<(string Name, string Words)> Members(Entry entry, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(state);
        var body = new BodyWriter();
        entry.Statement?.Describe(body);
        return [.. body.Sealed.Concat((body.Open ?? JsonMap.Empty).Members.Select(member => (member.Key, member.Value))).Select(member => (Spaced(member.Item1), Words(member.Item2, state)))];
    }

    /// <summary>One line of what it says, cut where it is long.</summary>
    public static string Line(Entry entry, CaseState state)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Statement is null)
        {
            return "this version does not know this kind";
        }

        var line = new StringBuilder();
        foreach (var (_, words) in Members(entry, state))
        {
            line.Append(line.Length > 0 ? " · " : "").Append(words.ReplaceLineEndings(" "));
            if (line.Length > LongestLine)
            {
                return line.ToString(0, char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine) + "…";
            }
        }

        return line.Length > 0 ? line.ToString() : "all of it is withheld";
    }

    /// <summary>Who signed with a key, as the case names its holder.</summary>
    public static string Holder(KeyName key, SeenCase seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return seen.History.Keys.Keys.TryGetValue(key, out var known) && (known.Holder ?? known.Role) is { } holder ? $"{holder} ({key.Text})" : key.Text;
    }

    /// <summary>The leaf as it was signed. Only for those who see the whole case: what it has in the clear is nobody else's.</summary>
    /// <exception cref="InvalidDataException">The tile does not hold it.</exception>
    public static string Raw(SeenCase seen, long leaf)
    {
        ArgumentNullException.ThrowIfNull(seen);
        using var log = seen.Live.OpenLog();
        var size = log.Covered?.Size ?? 0;
        var bundle = leaf / TilePath.FullWidth;
        var width = (int)Math.Min(TilePath.FullWidth, size - (bundle * TilePath.FullWidth));
        return leaf < size && log.Read(TilePath.Entries(bundle, width)) is { } bytes && EntryBundle.TryDecode(bytes, width, out var leaves, out _)
            ? Encoding.UTF8.GetString(leaves[(int)(leaf % TilePath.FullWidth)].Span)
            : throw new InvalidDataException($"leaf {leaf} can't be read");
    }

    private static string Words(Json json, CaseState state) => json switch
    {
        JsonText text when EntityId.IsWellFormed(text.Value) => new EntityId(text.Value) is var id && state.Parties.Parties.ContainsKey(id) ? state.Parties.Name(id) : state.Entities.Call(id),
        JsonText text => text.Value,
        JsonNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        JsonTruth truth => truth.Value ? "yes" : "no",
        JsonList list => string.Join("; ", list.Items.Select(item => Words(item, state))),
        JsonMap map when map.Text("sha256") is { } sha256 => $"file {sha256[..Math.Min(12, sha256.Length)]}… ({map.Text("media")}, {map.Number("size")} bytes)",
        JsonMap map when map["latE7"] is not null || map["radiusM"] is not null => new Where(map.Text("said"), map.Number("latE7"), map.Number("lonE7"), map.Number("radiusM")).Words,
        JsonMap map when map.Text("unknown") is { } why => $"unknown: {why}",
        JsonMap map when map.Text("said") is { } said && map["from"] is not null => $"{said} ({map.Text("source") ?? "source not said"})",
        JsonMap map when map.Text("said") is { } said && map.Members.Count == 1 => said,
        JsonMap map => string.Join(", ", map.Members.Select(member => $"{Name(member.Key, state)} {Words(member.Value, state)}")),
        _ => "",
    };

    private static string Name(string key, CaseState state) => EntityId.IsWellFormed(key) ? Words(new JsonText(key), state) : key.All(char.IsAsciiLetter) ? Spaced(key) : key;

    /// <summary>A member's name for people.</summary>
    public static string Plain(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Called.GetValueOrDefault(member) ?? Spaced(member);
    }

    // What the format calls by what it is made of.
    private static readonly FrozenDictionary<string, string> Called = new Dictionary<string, string>
    {
        ["contentText"] = "words",
        ["cueText"] = "words that report",
        ["content"] = "words",
        ["cue"] = "words that report",
        ["ocrText"] = "text read from pictures",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // "sealFound" is read as "seal found".
    private static string Spaced(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
}
