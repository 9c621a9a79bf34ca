using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Records;

namespace Probatum.Core.Media;

/// <summary>One photograph, film or recording with what was seen in it and what analysts hold of it.</summary>
public sealed record MediaItem(EntityId Id, MediaCaptured Captured, long Index, GrownList<MediaExamined> Examined, GrownList<MediaLocated> Located)
{
    private const double MetresOfReceivers = 100;

    private static readonly TimeSpan AnyZone = TimeSpan.FromHours(14);

    /// <summary>The perceptual digests of its pictures, from every examination.</summary>
    public IEnumerable<(long AtMs, ulong Hash)> Hashes =>
        Examined.SelectMany(one => one.Frames).Select(frame => (frame.AtMs, PictureHash.TryParse(frame.Hash, out var hash) ? hash : 0)).Where(one => !PictureHash.IsPlain(one.Item2)).Distinct();

    /// <summary>When it was taken as its file tells; a clock without a zone is read as UTC.</summary>
    public When? ToldWhen => Captured.ToldTaken is { } taken ? When.Parse(taken, "the file itself") : null;

    /// <summary>Where it was taken as its file tells.</summary>
    public Where? ToldWhere => Captured is { ToldLatE7: { } lat, ToldLonE7: { } lon } ? new(null, lat, lon) : null;

    /// <summary>Where claimed, told and derived times or places exclude one another, in words. Which of them is right is for people to find out.</summary>
    public IEnumerable<string> Disagreements
    {
        get
        {
            (string Words, When? When, Where? Where, bool IsTold)[] views =
            [
                ("claimed", Captured.ClaimedWhen, Captured.ClaimedWhere, false), ("told by the file", ToldWhen, ToldWhere, true), .. Located.Select(located => ("derived", located.When, located.Where, false)),
            ];
            for (var i = 0; i < views.Length; i++)
            {
                for (var j = i + 1; j < views.Length; j++)
                {
                    var (one, other) = (views[i], views[j]);
                    var slack = one.IsTold || other.IsTold ? AnyZone : TimeSpan.Zero;
                    if (one.When is { Earliest: { } from, Latest: { } to } && other.When is { Earliest: { } otherFrom, Latest: { } otherTo } && (from - otherTo > slack || otherFrom - to > slack))
                    {
                        yield return $"the time {one.Words} ({one.When.Words}) and the time {other.Words} ({other.When.Words}) exclude each other";
                    }

                    if (one.Where is { } place && other.Where is { } otherPlace && place.Metres(otherPlace) is { } apart
                        && apart > (place.RadiusM ?? 0) + (otherPlace.RadiusM ?? 0) + (one.IsTold || other.IsTold ? MetresOfReceivers : 0) + 1)
                    {
                        yield return string.Create(CultureInfo.InvariantCulture, $"the place {one.Words} and the place {other.Words} are {apart:0} m apart, more than their uncertainty");
                    }
                }
            }

            if (Captured.Published is { Latest: { } published } && views.FirstOrDefault(view => !view.IsTold && view.When?.Earliest > published) is { When: { } later } view)
            {
                yield return $"it was published ({Captured.Published.Words}) before the time {view.Words} ({later.Words})";
            }
        }
    }
}

/// <summary>Two items that have the same file, or pictures that look alike: how many bits apart at the nearest, and at which millisecond of each.</summary>
/// <param name="First">The earlier one on record.</param>
/// <param name="Second">The later one.</param>
/// <param name="Apart">Bits; 0 also for the same bytes.</param>
/// <param name="SameBytes">Whether the files are the same.</param>
/// <param name="Pairs">Pictures of both that look alike, nearest first.</param>
/// <param name="Verdict">What an analyst said last of the two, or null.</param>
public sealed record Resemblance(MediaItem First, MediaItem Second, int Apart, bool SameBytes, ImmutableArray<(long FirstMs, long SecondMs, int Apart)> Pairs, MediaCompared? Verdict);

/// <summary>The media of a case in log order.</summary>
public sealed record MediaView(GrownRows<MediaItem> Items, GrownDictionary<EntityId, int> Positions, GrownList<MediaCompared> Compared)
{
    private const int MostPairs = 10;

    /// <summary>None.</summary>
    public static MediaView Empty { get; } = new(GrownRows.Empty<MediaItem>(), GrownDictionary.Empty<EntityId, int>(), []);

    /// <summary>The view after this entry.</summary>
    public MediaView Then(Entry entry) => entry.Statement switch
    {
        MediaCaptured { Item: { } id } captured when !Positions.ContainsKey(id) =>
            this with { Items = Items.Add(new(id, captured, entry.Index, [], [])), Positions = Positions.Add(id, Items.Count) },
        MediaExamined examined when Find(examined.Item) is { } item => Set(item with { Examined = item.Examined.Add(examined) }),
        MediaLocated located when Find(located.Item) is { } item => Set(item with { Located = item.Located.Add(located) }),
        MediaCompared compared => this with { Compared = Compared.Add(compared) },
        _ => this,
    };

    /// <summary>The item of that id, or null.</summary>
    public MediaItem? Find(EntityId? id) => id is { } known && Positions.TryGetValue(known, out var at) ? Items[at] : null;

    /// <summary>Every two items, or one and every other, that have the same bytes or pictures at most <paramref name="most"/> bits apart, nearest first.</summary>
    /// <remarks>A reason to look at both: two copies of one film are one origin, whoever shows them.</remarks>
    public ImmutableArray<Resemblance> Alike(int most = PictureHash.MostApart, EntityId? of = null)
    {
        var items = Items.Select(item => (Item: item, Hashes: item.Hashes.ToArray())).ToArray();
        var verdicts = new Dictionary<(EntityId, EntityId), MediaCompared>();
        foreach (var compared in Compared)
        {
            if (compared is { First: { } first, Second: { } second })
            {
                (verdicts[(first, second)], verdicts[(second, first)]) = (compared, compared);
            }
        }

        var alike = ImmutableArray.CreateBuilder<Resemblance>();
        for (var i = 0; i < items.Length; i++)
        {
            for (var j = i + 1; j < items.Length; j++)
            {
                var (first, second) = (items[i], items[j]);
                if (of is { } wanted && first.Item.Id != wanted && second.Item.Id != wanted)
                {
                    continue;
                }

                var same = first.Item.Captured.File is { } file && file.Sha256 == second.Item.Captured.File?.Sha256;
                (long, long, int Apart)[] pairs =
                [
                    .. first.Hashes.SelectMany(_ => second.Hashes, (one, other) => (one.AtMs, other.AtMs, PictureHash.Apart(one.Hash, other.Hash)))
                        .Where(pair => pair.Item3 <= most).OrderBy(pair => pair.Item3).ThenBy(pair => pair).Take(MostPairs),
                ];
                if (same || pairs.Length > 0)
                {
                    alike.Add(new(first.Item, second.Item, same ? 0 : pairs[0].Apart, same, [.. pairs], verdicts.GetValueOrDefault((first.Item.Id, second.Item.Id))));
                }
            }
        }

        return [.. alike.OrderBy(one => one.Apart).ThenBy(one => one.First.Index).ThenBy(one => one.Second.Index)];
    }

    private MediaView Set(MediaItem item) => this with { Items = Items.Set(Positions[item.Id], item) };
}
