using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>What a body published of an incident beside the ceiling of its route, with what caps that.</summary>
/// <param name="Case">The published case.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Route">The route.</param>
/// <param name="Wording">The body's own words.</param>
/// <param name="Document">The document.</param>
/// <param name="Key">The wording that the record carries at most.</param>
/// <param name="Class">Its class.</param>
/// <param name="Caps">The caps of the next wording up and above: condition and why.</param>
internal sealed record PublishedRow(string Case, string Incident, string Route, string Wording, string Document, string Key, string Class, IReadOnlyList<(string Condition, string Why)> Caps)
{
    /// <summary>The rows of an assessment: one for each published outcome under a route that is assessed.</summary>
    public static IEnumerable<PublishedRow> Of(string name, JsonMap assessment)
    {
        foreach (var incident in Maps(assessment, "incidents"))
        {
            foreach (var outcome in Maps(incident, "published"))
            {
                var ceiling = Maps(assessment, "ceilings").FirstOrDefault(one => one.Text("incident") == incident.Text("incident") && one.Text("route") == outcome.Text("route"));
                if (ceiling is not null)
                {
                    yield return new(
                        name, incident.Text("incident") ?? "", outcome.Text("route") ?? "", outcome.Text("wording") ?? "", outcome.Text("document") ?? "", ceiling.Text("key") ?? "", ceiling.Text("class") ?? "",
                        [.. Maps(ceiling, "caps").Concat(Maps(ceiling, "capsAbove")).Select(cap => (cap.Text("condition") ?? "", cap.Text("why") ?? ""))]);
                }
            }
        }
    }

    /// <summary>For people.</summary>
    public IEnumerable<string> Lines() =>
    [
        "", $"{Case}, {Incident}, {Route}", $"  published ({Document}): “{Wording}”", $"  the record carries at most: {Key} ({Class})",
        .. Caps.Select(cap => $"    x {cap.Condition}: {cap.Why}"),
    ];

    /// <summary>For programs.</summary>
    public JsonMap ToJson() => JsonMap.Of(
        ("case", Case), ("incident", Incident), ("route", Route), ("document", Document), ("published", Wording), ("key", Key), ("class", Class),
        ("caps", JsonList.Of(Caps.Select(cap => (Json)JsonMap.Of(("condition", cap.Condition), ("why", cap.Why))))));

    private static IEnumerable<JsonMap> Maps(JsonMap map, string member) => map.List(member).OfType<JsonMap>();
}
