using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Incidents;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core;

/// <summary>Something on record that has, or could have, a time and a place: what map, time line, table and cards show.</summary>
/// <param name="Leaf">The leaf that tells of it.</param>
/// <param name="Kind">A name of <see cref="Happenings.Kinds"/>.</param>
/// <param name="Who">The party it is attributed to, or a dash.</param>
/// <param name="Words">One line.</param>
/// <param name="When">The time as given; null where none was.</param>
/// <param name="Where">The place as given; null where none was, and for persons.</param>
/// <param name="Incidents">The incidents that it belongs to, as far as records say.</param>
public sealed record Happening(long Leaf, string Kind, string Who, string Words, When? When, Where? Where, ImmutableArray<EntityId> Incidents)
{
    /// <summary>Whether it can stand on a map.</summary>
    public bool IsPlaced => Where is { LatE7: not null, LonE7: not null, IsWellFormed: true };

    /// <summary>Whether it can stand on a time line.</summary>
    public bool IsTimed => When?.Earliest is not null;
}

/// <summary>Everything in a case that has a time or a place, or is of a kind that has one, by time and then by leaf.</summary>
/// <remarks>Where persons were asked, treated or exposed is left out, as from every list of places that leaves the case.</remarks>
public static class Happenings
{
    /// <summary>The kinds by which they are filtered: the name, the words for a person, and the sorts of <see cref="TimedEvent"/> in it.</summary>
    public static ImmutableArray<(string Name, string Words, ImmutableArray<string> Sorts)> Kinds { get; } =
    [
        ("incident", "Incidents", ["incident"]), ("allegation", "Allegations", []), ("report", "Reports", ["report"]), ("sample", "Samples", ["sample"]), ("custody", "Custody", ["custody"]),
        ("casualty", "Casualties", ["casualty", "consent"]), ("interview", "Interviews", ["interview"]), ("media", "Media", ["media"]), ("site", "Sites", ["site"]), ("remnant", "Remnants", ["remnant"]),
        ("request", "Requests", ["request", "step", "reply", "extension", "note", "hand-over"]), ("result", "Results", ["result"]), ("outcome", "Outcomes", ["outcome"]),
    ];

    /// <summary>All of a case.</summary>
    public static ImmutableArray<Happening> Of(CaseState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var timed = TimeLine.Of(state).ToLookup(one => one.Index);
        var incidents = IncidentsOf(state);
        return
        [
            .. state.Counting.SelectMany(entry => Those(entry, state, timed[entry.Index]).Select(one => one with { Incidents = incidents.GetValueOrDefault(entry.Index, []) }))
                .OrderBy(one => one.When?.Earliest ?? DateTimeOffset.MaxValue).ThenBy(one => one.Leaf),
        ];
    }

    private static IEnumerable<Happening> Those(Entry entry, CaseState state, IEnumerable<TimedEvent> events)
    {
        var isTimed = false;
        foreach (var one in events)
        {
            isTimed = true;
            yield return new(entry.Index, KindOf(one.Sort), one.Who, one.Words, one.When, Place(entry.Statement, one.When, state), []);
        }

        if (isTimed)
        {
            yield break;
        }

        // What has no time stands with the others, so that no view hides it.
        Happening? without = entry.Statement switch
        {
            IncidentOpened s => Of("incident", null, $"{state.Entities.Call(s.Incident)}: {s.Title}"),
            AllegationRecorded { Stance: not AllegationRecorded.Withdrawn } s => Of("allegation", s.By, $"{state.Entities.Call(s.Allegation)}: {s.Title ?? s.Stance}", Published(s, state)),
            SampleCollected s => Of("sample", s.Collector, $"{s.Label ?? "a sample"} collected"),
            CasualtyRecorded s => Of("casualty", s.ToldBy, $"{state.Entities.Call(s.Casualty)} exposed, as told", s.Exposed),
            SiteDescribed s => Of("site", null, $"{state.Entities.Call(s.Site)}: {s.Title ?? s.Sort?.Replace('-', ' ') ?? "a site"}"),
            RemnantRecorded s => Of("remnant", s.By, $"{s.Label}: {s.Sort ?? "a remnant"} recorded"),
            MediaCaptured s => Of("media", s.Publisher, $"{state.Entities.Call(s.Item)}: {s.Title ?? "an item of media"}"),
            MediaLocated s => Of("media", s.By, $"{state.Entities.Call(s.Item)} taken, as derived from {s.Basis}"),
            _ => null,
        };
        if (without is not null)
        {
            yield return without;
        }

        Happening Of(string kind, EntityId? who, string words, When? when = null) =>
            new(entry.Index, kind, who is null ? "-" : state.Parties.Name(who), words, when, Place(entry.Statement, when, state), []);
    }

    private static string KindOf(string sort) => Kinds.FirstOrDefault(kind => kind.Sorts.Contains(sort)).Name ?? sort;

    private static Where? Place(Statement? statement, When? when, CaseState state) => statement switch
    {
        IncidentOpened s => s.Where,
        SampleCollected s => s.Where,
        CustodyMove s => s.Where,
        SampleStored s => s.Where,
        SiteDescribed s => s.Where,
        SiteStatusTold s => state.Sites.Find(s.Site)?.Described.Where,
        RemnantRecorded s => s.Where,
        MediaLocated s => s.Where,

        // What a file tells of its place belongs to the time that it tells; when it was published says nothing of where it was taken.
        MediaCaptured s when when is null || when == s.ClaimedWhen => s.ClaimedWhere ?? state.Media.Find(s.Item)?.ToldWhere,
        MediaCaptured s when when != s.Published => state.Media.Find(s.Item)?.ToldWhere,
        _ => null,
    };

    // An allegation has no time of its own: it was said when the first of its reports was published.
    private static When? Published(AllegationRecorded allegation, CaseState state) => (allegation.Claims.IsDefault ? [] : allegation.Claims)
        .Select(claim => state.Claims.Report(state.Claims.Find(claim)?.Said.Report)?.Captured.Published).Where(when => when?.Earliest is not null).MinBy(when => when!.Earliest);

    /// <summary>By leaf the incidents that a record names, or that what it speaks of belongs to by an earlier record.</summary>
    private static Dictionary<long, ImmutableArray<EntityId>> IncidentsOf(CaseState state)
    {
        var all = state.Incidents.Incidents.Select(one => one.Incident).OfType<EntityId>().ToHashSet();
        var (byThing, byLeaf) = (new Dictionary<EntityId, ImmutableArray<EntityId>>(), new Dictionary<long, ImmutableArray<EntityId>>());
        if (all.Count == 0)
        {
            return byLeaf;
        }

        // A report belongs to the incidents of the allegations that its claims were put into, whenever that was.
        foreach (var allegation in state.Incidents.Allegations.Where(one => one.Incident is not null && !one.Claims.IsDefault))
        {
            foreach (var report in allegation.Claims.Select(claim => state.Claims.Find(claim)?.Said.Report).OfType<EntityId>())
            {
                byThing[report] = [.. byThing.GetValueOrDefault(report, []).Append(allegation.Incident!.Value).Distinct()];
            }
        }

        foreach (var entry in state.Counting)
        {
            var body = new BodyWriter();
            entry.Statement?.Describe(body);
            var named = body.Sealed.SelectMany(member => Ids(member.Value)).ToList();
            var mine = named.Where(all.Contains).Distinct().ToImmutableArray();
            mine = mine.IsEmpty ? [.. named.SelectMany(id => byThing.GetValueOrDefault(id, [])).Distinct()] : mine;
            if (!mine.IsEmpty)
            {
                byLeaf[entry.Index] = mine;
                if (!all.Contains(named[0]))
                {
                    byThing.TryAdd(named[0], mine);
                }
            }
        }

        return byLeaf;
    }

    private static IEnumerable<EntityId> Ids(Json json) => json switch
    {
        JsonText text when EntityId.IsWellFormed(text.Value) => [new(text.Value)],
        JsonList list => list.Items.SelectMany(Ids),
        JsonMap map => map.Members.Values.SelectMany(Ids),
        _ => [],
    };
}

/// <summary>What is wanted of them: all that is given must hold.</summary>
/// <param name="Kinds">Of one of these kinds; of any where it is empty.</param>
/// <param name="Incident">Of this incident.</param>
/// <param name="Party">Attributed to this party, by its name.</param>
/// <param name="From">It may have been at this instant or later; what has no known time does not pass.</param>
/// <param name="To">It may have been before this instant; what has no known time does not pass.</param>
/// <param name="Words">Each of these stands somewhere in it, whatever the case of letters.</param>
public sealed record HappeningFilter(ImmutableArray<string> Kinds, EntityId? Incident, string? Party, DateTimeOffset? From, DateTimeOffset? To, string? Words)
{
    /// <summary>All of them.</summary>
    public static HappeningFilter All { get; } = new([], null, null, null, null, null);

    /// <summary>Whether it passes.</summary>
    public bool Passes(Happening one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return (Kinds.IsEmpty || Kinds.Contains(one.Kind))
            && (Incident is not { } incident || one.Incidents.Contains(incident))
            && (Party is null || one.Who == Party)
            && (From is null || (one.When?.Latest ?? one.When?.Earliest) >= From)
            && (To is null || one.When?.Earliest < To)
            && (Words is null || Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Has(one.Words, word) || Has(one.Who, word) || Has(one.Where?.Said, word) || Has(one.When?.Said, word)));
    }

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
