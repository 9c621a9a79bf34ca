using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Xml;
using Probatum.Ledger;

namespace Probatum.Core.Requests;

/// <summary>A time limit of a route: from which step it runs, who must do what, by which step it is met.</summary>
/// <remarks>Hours are clock hours in UTC, days are calendar days. <c>Limit</c> is read from an ISO 8601 duration.</remarks>
public sealed record RouteDeadline(
    string Id, string Starts, string MetBy, string Actor, string Duty, TimeSpan Limit, string Said, bool Hard, string Citation,
    bool Verified);

/// <summary>One rung of a route's wording, strongest first, with the keys of the conditions that the record must meet.</summary>
public sealed record RouteWording(
    string Key, string Words, bool Verbatim, string Source, bool Verified, ImmutableArray<string> Needs);

/// <summary>A keyed line of a route: an item of a request's contents or a step that its clock listens to.</summary>
public sealed record RouteItem(string Key, string Words);

/// <summary>A procedure as data: who may trigger it, what a request holds, its clock, and its graded words.</summary>
/// <remarks>Source: data/routes/*.json, each row with its own source and whether it was verified.</remarks>
public sealed record Route(
    string Key, string Title, string Basis, string MayTrigger, string Standard, ImmutableArray<RouteItem> Contents,
    ImmutableArray<RouteItem> Steps, ImmutableArray<RouteDeadline> Deadlines, ImmutableArray<RouteWording> Wordings)
{
    /// <summary>Reads a route's file; a missing member or an unknown step is a fault that names it.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out Route route, out Fault fault)
    {
        route = null!;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            route = new(
                Text(root, "key"), Text(root, "title"), Text(root, "basis"), Text(root, "mayTrigger"), Text(root, "standard"),
                Items(root, "contents"), Items(root, "steps"),
                [.. root.GetProperty("deadlines").EnumerateArray().Select(Deadline)],
                [.. root.GetProperty("wordings").EnumerateArray().Select(Wording)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            fault = new("route/form", 0, $"the route can't be read: {e.Message}");
            return false;
        }

        var steps = route.Steps.Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
        var lost = route.Deadlines.SelectMany(deadline => new[] { deadline.Starts, deadline.MetBy }).FirstOrDefault(step => !steps.Contains(step));
        fault = (lost, route.Wordings) switch
        {
            _ when !Ascii.IsValid(route.Key) => new("route/key", 0, "a route's key is ASCII"),
            ({ } step, _) => new("route/step", 0, $"a deadline names the unknown step '{step}'"),
            (_, []) => new("route/wordings", 0, "a route has at least one wording"),
            (_, [.., { Needs.IsEmpty: false }]) => new("route/wordings", 0, "the last wording must need nothing"),
            _ => default,
        };
        return fault == default;
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is no text");

    private static ImmutableArray<RouteItem> Items(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(item => new RouteItem(Text(item, "key"), Text(item, "words")))];

    private static RouteDeadline Deadline(JsonElement row) => new(
        Text(row, "id"), Text(row, "starts"), Text(row, "metBy"), Text(row, "actor"), Text(row, "duty"),
        XmlConvert.ToTimeSpan(Text(row, "limit")), Text(row, "said"), row.GetProperty("hard").GetBoolean(), Text(row, "citation"),
        row.GetProperty("verified").GetBoolean());

    private static RouteWording Wording(JsonElement row) => new(
        Text(row, "key"), Text(row, "words"), row.GetProperty("verbatim").GetBoolean(), Text(row, "source"),
        row.GetProperty("verified").GetBoolean(), [.. row.GetProperty("needs").EnumerateArray().Select(need => need.GetString() ?? "")]);
}
