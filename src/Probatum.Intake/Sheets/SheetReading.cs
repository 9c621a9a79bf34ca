using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Intake;

/// <summary>How somebody else's sheet is to be read: which heading is which column, what is the same in every row, how dates and numbers are spelled.</summary>
/// <remarks>It is kept on record with the import, and in a file for the next sheet of the same maker.</remarks>
public sealed partial record SheetReading
{
    private const int LargestFile = 1 << 20;

    /// <summary>Every cell as it stands, in ISO 8601 and with a decimal point.</summary>
    public static SheetReading AsItStands { get; } = new();

    /// <summary>Columns by the heading that the sheet has for them.</summary>
    public ImmutableSortedDictionary<string, string> Columns { get; init; } = Sorted;

    /// <summary>What a column says in every row; the sheet has no such column.</summary>
    public ImmutableSortedDictionary<string, string> Constants { get; init; } = Sorted;

    /// <summary>By "column:what the cell says" what is meant.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } = Sorted;

    /// <summary>Headings of which nothing is taken; "*" for all that are not known.</summary>
    public ImmutableArray<string> Ignored { get; init; } = [];

    /// <summary>Headings that the sheet must have, since somebody named them for this one; no part of what is kept.</summary>
    public ImmutableArray<string> MustHave { get; init; } = [];

    /// <summary>How dates are spelled beside ISO 8601: dd.MM.yyyy.</summary>
    public ImmutableArray<string> Dates { get; init; } = [];

    /// <summary>The time zone of times that do not say theirs, in minutes east of UTC.</summary>
    public int? Zone { get; init; }

    /// <summary>Whether numbers have a decimal comma.</summary>
    public bool HasDecimalComma { get; init; }

    /// <summary>The sheet of a workbook, by name or number.</summary>
    public string? Sheet { get; init; }

    /// <summary>The row or line of the headings.</summary>
    public int? Header { get; init; }

    /// <summary>The encoding of a text file.</summary>
    public string? Encoding { get; init; }

    /// <summary>What stands between the cells of a text file.</summary>
    public char? Separator { get; init; }

    private static ImmutableSortedDictionary<string, string> Sorted => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The key of <see cref="Values"/>.</summary>
    public static string ValueKey(string column, string said) => $"{column}:{said}";

    /// <summary>As +03:00, as on the command line.</summary>
    public static int? ReadZone(string text) => text is "Z" or "UTC" ? 0
        : ZoneForm().Match(text) is { Success: true } match
            ? (match.Groups[1].Value == "-" ? -1 : 1) * ((60 * int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)) + int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)) is var minutes && Math.Abs(minutes) <= 14 * 60 ? minutes : null
            : null;

    /// <summary>Whether a date can be read by it: year, month and day once each, and what a time needs.</summary>
    public static bool IsDateForm(string form) => form.Length <= 40 && DateForm().IsMatch(form)
        && form.Contains('y', StringComparison.Ordinal) && form.Contains('M', StringComparison.Ordinal) && form.Contains('d', StringComparison.Ordinal);

    /// <summary>For the file and the record: what is not said is left out.</summary>
    public JsonMap ToJson() => JsonMap.Of(
        ("columns", Json(Columns)), ("set", Json(Constants)), ("values", Json(Values)), ("ignore", Json(Ignored)), ("dates", Json(Dates)),
        ("zone", Zone is { } zone ? (Json)zone : null), ("decimalComma", HasDecimalComma ? new JsonTruth(true) : null), ("sheet", Sheet is { } sheet ? (Json)sheet : null),
        ("header", Header is { } header ? (Json)header : null), ("encoding", Encoding is { } encoding ? (Json)encoding : null),
        ("separator", Separator is { } separator ? (Json)separator.ToString() : null));

    /// <summary>Reads what <see cref="ToJson"/> wrote, or somebody by hand: any JSON of this form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SheetReading reading, out Fault fault)
    {
        reading = AsItStands;
        if (bytes.Length > LargestFile)
        {
            fault = new("mapping/too-large", 0, "a mapping is at most 1 MiB");
            return false;
        }

        if (!ReadJson(bytes, out var json, out fault))
        {
            return false;
        }

        var wrong = json.Members.FirstOrDefault(member => !Fits(member.Key, member.Value)).Key;
        if (wrong is not null)
        {
            fault = new("mapping/member", 0, $"'{wrong}' is not known, or has a value that it can't have; a mapping has columns, set and values (texts by name, or pairs of texts), ignore and dates (texts), zone (minutes), decimalComma, sheet, header, encoding, separator");
            return false;
        }

        reading = new()
        {
            Columns = Map(json, "columns"),
            Constants = Map(json, "set"),
            Values = Map(json, "values"),
            Ignored = Texts(json, "ignore"),
            Dates = Texts(json, "dates"),
            Zone = (int?)json.Number("zone"),
            HasDecimalComma = json["decimalComma"] is JsonTruth { Value: true },
            Sheet = json.Text("sheet"),
            Header = (int?)json.Number("header"),
            Encoding = json.Text("encoding"),
            Separator = json.Text("separator")?[0],
        };
        return true;
    }

    private static bool ReadJson(ReadOnlySpan<byte> bytes, out JsonMap json, out Fault fault)
    {
        // A file may have been written by hand, with spaces and in any order; on record it is canonical.
        json = JsonMap.Empty;
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(bytes.ToArray(), new() { MaxDepth = 4, CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (Of(document.RootElement) is JsonMap map)
            {
                (json, fault) = (map, default);
                return true;
            }
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            fault = new("mapping/json", 0, $"this is no JSON: {e.Message}");
            return false;
        }

        fault = new("mapping/json", 0, "a mapping is a JSON object, each name once");
        return false;
    }

    private static Json? Of(System.Text.Json.JsonElement element) => element.ValueKind switch
    {
        System.Text.Json.JsonValueKind.String => element.GetString()!,
        System.Text.Json.JsonValueKind.Number when element.TryGetInt32(out var number) => number,
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => new JsonTruth(element.GetBoolean()),
        System.Text.Json.JsonValueKind.Array when element.EnumerateArray().Select(Of).ToList() is var items && !items.Contains(null) => JsonList.Of(items.Select(item => item!)),
        System.Text.Json.JsonValueKind.Object when element.EnumerateObject().ToList() is var members && members.DistinctBy(member => member.Name).Count() == members.Count && members.TrueForAll(member => Of(member.Value) is not null)
            => JsonMap.Of(members.Select(member => (member.Name, Of(member.Value)))),
        _ => null,
    };

    private static bool Fits(string name, Json value) => (name, value) switch
    {
        ("columns" or "set" or "values", JsonMap map) => map.Members.All(member => member.Value is JsonText),
        ("columns" or "set" or "values", JsonList list) => list.Items.All(item => item is JsonList { Items: [JsonText, JsonText] }) && list.Items.DistinctBy(item => ((JsonList)item).Items[0]).Count() == list.Items.Length,
        ("ignore", JsonList list) => list.Items.All(item => item is JsonText),
        ("dates", JsonList list) => list.Items.All(item => item is JsonText text && IsDateForm(text.Value)),
        ("zone", JsonNumber zone) => Math.Abs(zone.Value) <= 14 * 60,
        ("decimalComma", JsonTruth) => true,
        ("sheet" or "encoding", JsonText) => true,
        ("header", JsonNumber header) => header.Value is >= 1 and <= SheetGrid.MostRows,
        ("separator", JsonText separator) => separator.Value is "," or ";" or "\t",
        _ => false,
    };

    private static ImmutableSortedDictionary<string, string> Map(JsonMap json, string name) =>
        json[name] switch
        {
            JsonMap map => map.Members.ToImmutableSortedDictionary(member => member.Key, member => ((JsonText)member.Value).Value, StringComparer.Ordinal),
            JsonList list => list.Items.Cast<JsonList>().ToImmutableSortedDictionary(pair => ((JsonText)pair.Items[0]).Value, pair => ((JsonText)pair.Items[1]).Value, StringComparer.Ordinal),
            _ => Sorted,
        };

    private static ImmutableArray<string> Texts(JsonMap json, string name) => json[name] is JsonList list ? [.. list.Items.Select(item => ((JsonText)item).Value)] : [];

    // Canonical JSON has names of ASCII letters only, and headings have others.
    private static JsonList? Json(ImmutableSortedDictionary<string, string> map) => map.IsEmpty ? null : JsonList.Of(map.Select(pair => (Json)JsonList.Of([pair.Key, pair.Value])));

    private static JsonList? Json(ImmutableArray<string> texts) => texts.IsEmpty ? null : JsonList.Of(texts.Select(text => (Json)text));

    [GeneratedRegex("^([+-])(\\d\\d):(\\d\\d)$")]
    private static partial Regex ZoneForm();

    [GeneratedRegex("^(?!.*(?:y[^y]+y|d[^d]+d|M[^M]+M))(?:yyyy|yy|M{1,2}|d{1,2}|H{1,2}|m{1,2}|s{1,2}|zzz|[ T./:,-])+$")]
    private static partial Regex DateForm();
}
