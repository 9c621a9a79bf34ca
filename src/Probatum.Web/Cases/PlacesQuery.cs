using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Probatum.Core;
using Probatum.Core.Records;

namespace Probatum.Web.Cases;

/// <summary>What the four views of map and time show, as it stands in an address: whoever opens the address sees the same.</summary>
/// <param name="View">map, time, table or cards.</param>
/// <param name="Kinds">Kinds of things; empty for all.</param>
/// <param name="Incident">The name of an incident, as screens call it, or its id; empty for all.</param>
/// <param name="Party">The name of a party; empty for all.</param>
/// <param name="From">A day as "2016-11-13"; empty where all of the past counts.</param>
/// <param name="To">The last day that counts; empty where there is none.</param>
/// <param name="Words">Words that stand in it; empty for all.</param>
/// <param name="Page">Of the cards, from 1.</param>
public sealed record PlacesQuery(string View, ImmutableArray<string> Kinds, string Incident, string Party, string From, string To, string Words, int Page)
{
    private const string Day = "yyyy-MM-dd";
    private const int LongestWords = 200;
    private const int MostPages = 100_000;

    /// <summary>The views, each with its words.</summary>
    public static ImmutableArray<(string Name, string Words)> Views { get; } = [("map", "Map"), ("time", "Time line"), ("table", "Table"), ("cards", "Cards")];

    /// <summary>Reads an address's query. Total: what is none of the known words asks nothing.</summary>
    public static PlacesQuery Read(string query)
    {
        var said = QueryHelpers.ParseQuery(query);
        string Text(string name) => said.TryGetValue(name, out var value) && value.ToString().Trim() is { Length: <= LongestWords } text ? text : "";
        return new(
            Views.Any(view => view.Name == Text("view")) ? Text("view") : "map",
            [.. said.GetValueOrDefault("kind", StringValues.Empty).OfType<string>().Where(kind => Happenings.Kinds.Any(one => one.Name == kind)).Distinct()],
            Text("incident"), Text("party"), DayOf(Text("from")) is null ? "" : Text("from"), DayOf(Text("to")) is null ? "" : Text("to"), Text("q"),
            int.TryParse(Text("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= MostPages ? page : 1);
    }

    /// <summary>As it stands in an address, with its question mark.</summary>
    public string Text()
    {
        IEnumerable<(string Name, string Value)> parts =
        [
            ("view", View), .. Kinds.Select(kind => ("kind", kind)), ("incident", Incident), ("party", Party), ("from", From), ("to", To), ("q", Words),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : ""),
        ];
        return "?" + string.Join('&', parts.Where(part => part.Value.Length > 0).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
    }

    /// <summary>What passes in a case. An incident that is not there lets nothing pass.</summary>
    public HappeningFilter Filter(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        EntityId? incident = Incident.Length == 0 ? null
            : state.Incidents.Incidents.Select(one => one.Incident).FirstOrDefault(id => id is { } known && (known.Text == Incident || state.Entities.Call(known) == Incident)) ?? new EntityId("none");
        return new(Kinds, incident, Party.Length == 0 ? null : Party, DayOf(From), DayOf(To)?.AddDays(1), Words.Length == 0 ? null : Words);
    }

    /// <summary>What passes of a case as somebody may see it.</summary>
    public ImmutableArray<Happening> In(SeenCase seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var filter = Filter(seen.State);
        var (all, _) = AllOf(seen);
        return filter == HappeningFilter.All ? all : [.. all.Where(filter.Passes)];
    }

    /// <summary>All of a case as somebody may see it, found once for everybody who sees as much, and of how many leaves that is.</summary>
    public static (ImmutableArray<Happening> All, long Size) AllOf(SeenCase seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var (found, size) = seen.Lately("happenings", one => new Found(Happenings.Of(one.State)));
        return (found.All, size);
    }

    /// <summary>What map and time line draw: kinds, then for each thing leaf, kind, words, who, time in words, from and to in milliseconds, place in words, latitude and longitude in 10⁻⁷ degrees, radius in metres.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Happening> items)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(items);
        var numbers = Happenings.Kinds.Select((kind, i) => (kind.Name, i)).ToDictionary(one => one.Name, one => one.i);
        json.WriteStartObject();
        json.WriteStartArray("kinds");
        foreach (var (name, words, _) in Happenings.Kinds)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(words);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("items");
        foreach (var one in items)
        {
            json.WriteStartArray();
            json.WriteNumberValue(one.Leaf);
            json.WriteNumberValue(numbers.GetValueOrDefault(one.Kind, -1));
            json.WriteStringValue(one.Words);
            json.WriteStringValue(one.Who);
            json.WriteStringValue(one.When?.Words);
            Number(json, one.When?.Earliest?.ToUnixTimeMilliseconds());
            Number(json, (one.When?.Latest ?? one.When?.Earliest)?.ToUnixTimeMilliseconds());
            json.WriteStringValue(one.Where?.Said);
            Number(json, one.IsPlaced ? one.Where!.LatE7 : null);
            Number(json, one.IsPlaced ? one.Where!.LonE7 : null);
            Number(json, one.Where?.RadiusM);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static DateTimeOffset? DayOf(string text) =>
        DateTimeOffset.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) && day.Year < 9999 ? day : null;

    private sealed record Found(ImmutableArray<Happening> All);
}
