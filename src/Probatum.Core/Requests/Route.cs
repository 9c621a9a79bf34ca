using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Xml;
using Probatum.Ledger;

namespace Probatum.Core.Requests;

/// <summary>Which side of its limit a deadline keeps to.</summary>
public enum DeadlineDirection
{
    /// <summary>Not later than the limit after its start.</summary>
    Max,

    /// <summary>Not less than the limit before its start, which is then something planned, such as an arrival.</summary>
    Min,

    /// <summary>Not before the limit after its start has passed.</summary>
    After,
}

/// <summary>A time limit of a route: from which step it runs, who must do what, by which step it is met.</summary>
/// <remarks>
/// Hours are clock hours in UTC, days are calendar days of UTC. <c>Limit</c> is read from an ISO 8601 duration. With <c>Working</c>
/// the clock stands still on Saturdays and Sundays of UTC; public holidays are not known. <c>Repeat</c> is by how much the text
/// lets the limit be extended each time. A <c>Right</c> may be used or not: where it is not, nothing was missed.
/// </remarks>
public sealed record RouteDeadline(
    string Id, string Starts, string MetBy, string Actor, string Duty, TimeSpan Limit, string Said, bool Hard, string Citation,
    bool Verified, DeadlineDirection Direction, bool Working, TimeSpan? Repeat, bool Right, string Source);

/// <summary>One rung of a route's wording, strongest first, with the keys of the conditions that the record must meet.</summary>
public sealed record RouteWording(
    string Key, string Words, bool Verbatim, string Source, bool Verified, ImmutableArray<string> Needs)
{
    /// <summary>What sort of answer it is: established, likely, not-established or negative; null where the route's file does not say.</summary>
    public string? Class { get; init; }

    /// <summary>The class of a wording that says that something was looked for and not found.</summary>
    public const string Negative = "negative";

    /// <summary>The classes that a wording can be of.</summary>
    public static ImmutableArray<string> Classes { get; } = ["established", "likely", "not-established", Negative];
}

/// <summary>A keyed line of a route: an item of a request's contents, a step that its clock listens to, or a remark.</summary>
/// <remarks>Steps are this project's names for what the cited deadlines speak of and have no source of their own.</remarks>
public sealed record RouteItem(string Key, string Words, string? Source, bool? Verified);

/// <summary>Words that a body used in a published document under the route. They are shown, and nothing is computed from them.</summary>
public sealed record RouteWords(string Words, bool Verbatim, string Source, bool Verified);

/// <summary>A procedure as data: who may trigger it, what a request holds, its clock, and its graded words.</summary>
/// <remarks>
/// Source: data/routes/*.json, each row with its own source and whether it was verified. A route without wordings is not
/// assessed: no text grades its words by what the record holds.
/// </remarks>
public sealed record Route(
    string Key, string Title, string Basis, string MayTrigger, string Standard, ImmutableArray<RouteItem> Contents,
    ImmutableArray<RouteItem> Steps, ImmutableArray<RouteDeadline> Deadlines, ImmutableArray<RouteWording> Wordings,
    ImmutableArray<RouteItem> Notes, ImmutableArray<RouteWords> Published, string? Decides, bool? Attribution, string? Source, bool? Verified)
{
    // A century; a longer limit is a slip of the pen, and sums of dates stay within what can be counted.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_525);

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
                [.. root.GetProperty("wordings").EnumerateArray().Select(Wording)],
                root.TryGetProperty("notes", out _) ? Items(root, "notes") : [],
                root.TryGetProperty("published", out var published) ? [.. published.EnumerateArray().Select(Words)] : [],
                Optional(root, "decides"), Truth(root, "attribution"), Optional(root, "source"), Truth(root, "verified"));
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
            _ when route.Deadlines.FirstOrDefault(row => Limits(row).Any(limit => limit < TimeSpan.Zero || limit > Longest)) is { } wide =>
                new("route/limit", 0, $"the limit of {wide.Id} is not between nothing and {Longest.Days} days"),
            _ when route.Deadlines.FirstOrDefault(row => row is { Working: true, Direction: DeadlineDirection.Min }) is { } back =>
                new("route/working", 0, $"working days are not counted backwards, as {back.Id} asks for"),
            _ when route.Wordings.FirstOrDefault(row => row.Class is { } sort && !RouteWording.Classes.Contains(sort)) is { } odd =>
                new("route/class", 0, $"the class of {odd.Key} is none of {string.Join(", ", RouteWording.Classes)}"),
            (_, [.., { Needs.IsEmpty: false }]) => new("route/wordings", 0, "the last wording must need nothing"),
            _ => default,
        };
        return fault == default;
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is no text");

    private static string? Optional(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool? Truth(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetBoolean() : null;

    private static ImmutableArray<RouteItem> Items(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(item => new RouteItem(Text(item, "key"), Text(item, "words"), Optional(item, "source"), Truth(item, "verified")))];

    private static RouteWords Words(JsonElement row) =>
        new(Text(row, "words"), row.GetProperty("verbatim").GetBoolean(), Text(row, "source"), row.GetProperty("verified").GetBoolean());

    private static IEnumerable<TimeSpan> Limits(RouteDeadline row) => [row.Limit, row.Repeat ?? default];

    private static RouteDeadline Deadline(JsonElement row) => new(
        Text(row, "id"), Text(row, "starts"), Text(row, "metBy"), Text(row, "actor"), Text(row, "duty"),
        XmlConvert.ToTimeSpan(Text(row, "limit")), Text(row, "said"), row.GetProperty("hard").GetBoolean(), Text(row, "citation"),
        row.GetProperty("verified").GetBoolean(),
        Optional(row, "direction") switch
        {
            null or "max" => DeadlineDirection.Max,
            "min" => DeadlineDirection.Min,
            "after" => DeadlineDirection.After,
            var other => throw new FormatException($"the direction '{other}' is none of max, min and after"),
        },
        Truth(row, "working") ?? false, Optional(row, "repeat") is { } repeat ? XmlConvert.ToTimeSpan(repeat) : null, Truth(row, "right") ?? false,
        Optional(row, "source") ?? "");

    private static RouteWording Wording(JsonElement row) => new(
        Text(row, "key"), Text(row, "words"), row.GetProperty("verbatim").GetBoolean(), Text(row, "source"),
        row.GetProperty("verified").GetBoolean(), [.. row.GetProperty("needs").EnumerateArray().Select(need => need.GetString() ?? "")])
    {
        Class = Optional(row, "class"),
    };
}
