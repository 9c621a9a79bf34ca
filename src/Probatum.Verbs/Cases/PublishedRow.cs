using Probatum.Core;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>What a body published of an incident beside the ceiling of its route, with what caps that.</summary>
/// <param name="Case">The published case.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Route">The route.</param>
/// <param name="Wording">The body's own words.</param>
/// <param name="Document">The document.</param>
/// <param name="Published">The class of those words, as examples/published/outcomes.csv reads them.</param>
/// <param name="Key">The wording that the record carries at most.</param>
/// <param name="Class">Its class.</param>
/// <param name="Why">Why the two classes differ, where they do.</param>
/// <param name="Caps">The caps of the next wording up and above: condition and why.</param>
internal sealed record PublishedRow(
    string Case, string Incident, string Route, string Wording, string Document, string Published, string Key, string Class, string Why, IReadOnlyList<(string Condition, string Why)> Caps)
{
    /// <summary>The heads of the table.</summary>
    public static IEnumerable<string> Heads { get; } =
        ["| case, incident | document | the body's words | their class | the record carries at most | its class | why they differ | capped by |", "|---|---|---|---|---|---|---|---|"];

    /// <summary>The rows of an assessment: one for each published outcome under a route that is assessed.</summary>
    public static IEnumerable<PublishedRow> Of(string name, Table outcomes, JsonMap assessment)
    {
        foreach (var incident in Maps(assessment, "incidents"))
        {
            foreach (var outcome in Maps(incident, "published"))
            {
                var ceiling = Maps(assessment, "ceilings").FirstOrDefault(one => one.Text("incident") == incident.Text("incident") && one.Text("route") == outcome.Text("route"));
                if (ceiling is not null)
                {
                    var document = outcome.Text("document") ?? "";
                    var row = outcomes.Rows.FirstOrDefault(one => one["case"] == name && one["incident"] == incident.Text("incident") && document.StartsWith(one["document"], StringComparison.Ordinal))
                        ?? throw new BadInputException($"{name}: examples/published/outcomes.csv has no row for {document}");
                    yield return new(
                        name, incident.Text("incident") ?? "", outcome.Text("route") ?? "", outcome.Text("wording") ?? "", document, row["class"], ceiling.Text("key") ?? "", ceiling.Text("class") ?? "", row["why"],
                        [.. Maps(ceiling, "caps").Concat(Maps(ceiling, "capsAbove")).Select(cap => (cap.Text("condition") ?? "", cap.Text("why") ?? ""))]);
                }
            }
        }
    }

    /// <summary>For people.</summary>
    public IEnumerable<string> Lines() =>
    [
        "", $"{Case}, {Incident}, {Route}", $"  published ({Document}): “{Wording}” ({Published})", $"  the record carries at most: {Key} ({Class}){(Why.Length > 0 ? $"; {Why}" : "")}",
        .. Caps.Select(cap => $"    x {cap.Condition}: {cap.Why}"),
    ];

    /// <summary>A row of the table in Markdown.</summary>
    public string Row() =>
        $"| {Case}, {Incident} | {Document} | “{Wording}” | {Published} | `{Key}` | {Class} | {(Published == Class ? "the same" : Why)} | {string.Join(", ", Caps.Select(cap => $"`{cap.Condition}`"))} |";

    /// <summary>For programs.</summary>
    public JsonMap ToJson() => JsonMap.Of(
        ("case", Case), ("incident", Incident), ("route", Route), ("document", Document), ("published", Wording), ("publishedClass", Published), ("key", Key), ("class", Class), ("why", Why),
        ("caps", JsonList.Of(Caps.Select(cap => (Json)JsonMap.Of(("condition", cap.Condition), ("why", cap.Why))))));

    private static IEnumerable<JsonMap> Maps(JsonMap map, string member) => map.List(member).OfType<JsonMap>();
}
