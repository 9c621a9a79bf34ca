using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Probatum.Core.Fhir;
using Probatum.Core.Records;

namespace Probatum.Export;

/// <summary>The elements that resources are made of. What is null is left out, and so is what would be empty: FHIR has neither.</summary>
internal static partial class FhirNodes
{
    // Units whose code in UCUM is beyond doubt; all others stand as they are written.
    private static readonly Dictionary<string, string> Ucum = new[]
    {
        ("g", "g"), ("mg", "mg"), ("kg", "kg"), ("µg", "ug"), ("μg", "ug"), ("ug", "ug"), ("ng", "ng"), ("l", "L"), ("L", "L"), ("ml", "mL"), ("mL", "mL"), ("µl", "uL"), ("μl", "uL"),
        ("ul", "uL"), ("ng/ml", "ng/mL"), ("ng/mL", "ng/mL"), ("µg/l", "ug/L"), ("µg/L", "ug/L"), ("mg/l", "mg/L"), ("mg/L", "mg/L"), ("%", "%"), ("/min", "/min"), ("mmHg", "mm[Hg]"),
        ("°C", "Cel"),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>An object of the members that are there.</summary>
    public static JsonObject Of(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    /// <summary>A list of what is there; null where nothing is.</summary>
    public static JsonArray? List(params IEnumerable<JsonNode?> items) => items.Where(item => item is not null).ToArray() is { Length: > 0 } some ? new(some) : null;

    public static JsonObject Coding(string system, string code, string? display = null) => Of(("system", system), ("code", code), ("display", display));

    public static JsonObject Concept(string? text, params IEnumerable<JsonNode?> codings) => Of(("coding", List(codings)), ("text", text));

    public static JsonObject Identifier(string system, string value) => Of(("system", system), ("value", value));

    public static JsonObject? Extension(string name, string kind, JsonNode? value) =>
        value is null ? null : Of(("url", name.Contains(':', StringComparison.Ordinal) ? name : FhirNames.Extension(name)), ($"value{kind}", value));

    public static JsonObject? Text(string name, string? value) => Extension(name, "String", value);

    /// <summary>A time that an element can have as an instant, a day or a period: the members that say it.</summary>
    /// <remarks>What is not known is said to be so, with the reason. The words stay beside whatever FHIR makes of them.</remarks>
    public static IEnumerable<(string Name, JsonNode? Value)> Time(string name, When? when, string? words)
    {
        if (when is null)
        {
            yield break;
        }

        if (when.From != when.To && !IsDay(when))
        {
            yield return ($"{name}Period", Of(("extension", List(Text(FhirNames.AsTold, words == $"{when.From}/{when.To}" ? null : words))), ("start", when.From), ("end", when.To)));
            yield break;
        }

        foreach (var member in Single($"{name}DateTime", when, words, true))
        {
            yield return member;
        }
    }

    /// <summary>A time for an element that can only have one instant or day.</summary>
    public static IEnumerable<(string Name, JsonNode? Value)> Single(string name, When? when, string? words, bool takesDays)
    {
        var value = when is null ? null : when.From is { } from && from == when.To ? from : takesDays && IsDay(when) ? when.Said : null;
        yield return (name, value);
        if (when is not null && (value is null || words != value))
        {
            var reason = value is not null ? null : when.Unknown is null ? "as-text" : "unknown";
            yield return ($"_{name}", Of(("extension", List(Extension(FhirNames.AbsentExtension, "Code", reason), Text(FhirNames.AsTold, words)))));
        }
    }

    /// <summary>A measured value as a quantity, where number and unit written together are the words again.</summary>
    public static JsonObject? Quantity(string? text, bool takesComparator)
    {
        if (text is null || Measure().Match(text) is not { Success: true } match || (match.Groups["than"].Success && !takesComparator))
        {
            return null;
        }

        var unit = match.Groups["unit"].Success ? match.Groups["unit"].Value : null;
        var code = unit is null ? null : Ucum.GetValueOrDefault(unit);
        return Of(
            ("value", JsonNode.Parse(match.Groups["number"].Value)), ("comparator", match.Groups["than"] is { Success: true } than ? than.Value : null), ("unit", unit),
            ("system", code is null ? null : FhirNames.Units), ("code", code));
    }

    /// <summary>The value of an Observation or component: a quantity, or the words.</summary>
    public static (string Name, JsonNode? Value) Value(string? text) => Quantity(text, true) is { } quantity ? ("valueQuantity", quantity) : ("valueString", text);

    private static bool IsDay(When when) => when is { Said: { } said, From: not null } && Day().IsMatch(said) && When.Parse(said, "") is { } day && (day.From, day.To) == (when.From, when.To);

    /// <summary>A name for a resource: the record's or entity's, whose underscores FHIR does not allow, and what follows from it.</summary>
    public static string Id(string name, string part = "") => name.Replace('_', '.') + part;

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^\\d{4}-\\d\\d-\\d\\d$")]
    private static partial Regex Day();

    [GeneratedRegex("^(?<than><=|>=|<|>)?(?<number>-?(?:0|[1-9][0-9]{0,11})(?:\\.[0-9]{1,9})?)(?: (?<unit>[^\\s](?:[^\\s]| (?=[^\\s])){0,39}))?$")]
    private static partial Regex Measure();
}
