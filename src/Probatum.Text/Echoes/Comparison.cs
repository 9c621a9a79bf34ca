using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Text.Echoes;

/// <summary>What speaks for two reports going back to one origin, with the places in both, in words.</summary>
internal sealed record Finding(
    int Earlier, int Later, int Score, string Sort, List<AlignedPassage> Passages, List<EchoSignal> Signals);

/// <summary>Weighs two reports against each other. Whole points, the same on every machine.</summary>
/// <remarks>
/// A long passage alone is enough; short phrases, names and single numbers together are not, since two accounts of one event
/// share them without sharing an origin. Those need a speaker or a source that both name, or three numbers.
/// </remarks>
internal static class Comparison
{
    /// <summary>The points from which on an edge is proposed.</summary>
    public const int Enough = 500;

    private const int Most = 1000;
    private const int LongPassage = 8;
    private const int HeavyPassage = 8;
    private const int LeastAlike = 600;
    private const int LeastPhrase = 3;
    private const int FarApartInDays = 45;
    private const int NearNumber = 30;
    private const int FewNear = 3;

    /// <summary>The finding for a pair; null where nothing is shared. Its score may be below <see cref="Enough"/>.</summary>
    public static Finding? Of(FoldedText[] texts, int earlier, int later, Func<ulong, bool> isCommonFeature)
    {
        var (old, young) = (texts[earlier], texts[later]);
        var passages = Alignment.Passages(young, old).Where(passage => passage.Weight >= LeastPhrase).ToList();
        var strong = passages.Where(IsStrong).ToList();
        var signals = new List<EchoSignal>();
        var unlike = strong.Count > 0 && Shingles.DaysApart(old, young) > FarApartInDays
            && !Shingles.AreRelated(old, young, (strong[0].FromB, strong[0].EndB), (strong[0].FromA, strong[0].EndA));
        Passages(strong, passages.Except(strong).ToList(), unlike, signals);
        if (Candidates.AreOfOneStory(old, young))
        {
            passages.AddRange(Story(old, young, isCommonFeature, signals));
        }

        Images(old, young, signals);
        Address(old, young, signals);
        if (signals.Count == 0)
        {
            return null;
        }

        Rows(old, young, signals);
        signals.Sort((a, b) => (b.Points, a.Name).CompareTo((a.Points, b.Name)));
        return new(earlier, later, Math.Min(Most, signals.Sum(signal => signal.Points)), Sort(old, young, signals), passages, signals);
    }

    /// <summary>Whether a passage says by itself where an origin is told: a long one, or a number. Phrases only add to the score.</summary>
    public static bool IsTelling(AlignedPassage passage) => IsStrong(passage) || passage.Matched == 1;

    private static bool IsStrong(AlignedPassage passage) =>
        passage.Matched >= LongPassage && passage.Weight >= HeavyPassage && passage.Alike >= LeastAlike;

    private static bool IsQuoted(AlignedPassage passage) => passage.Quoted * 2 >= passage.Matched;

    private static void Passages(List<AlignedPassage> strong, List<AlignedPassage> phrases, bool unlike, List<EchoSignal> signals)
    {
        foreach (var quoted in new[] { true, false })
        {
            var these = strong.Where(passage => IsQuoted(passage) == quoted).ToList();
            if (these.Count > 0)
            {
                // Unlike reports that share a single passage share what somebody prints under everything, rather than an origin.
                var points = 450 + (10 * these.Sum(passage => passage.Weight));
                signals.Add(new(
                    quoted ? "quotation" : "passage", Math.Min(Most, unlike && !quoted ? points / 3 : points),
                    Text($"{these.Count} {(quoted ? "quoted " : "")}passage{(these.Count == 1 ? "" : "s")} of {these.Sum(passage => passage.Matched)} words in both")));
            }
        }

        if (phrases.Count > 0)
        {
            signals.Add(new(
                "phrases", Math.Min(400, 35 * phrases.Sum(passage => Math.Min(passage.Weight, 12))),
                Text($"{phrases.Count} shorter phrase{(phrases.Count == 1 ? "" : "s")} of {phrases.Sum(passage => passage.Matched)} words in both")));
        }
    }

    /// <summary>Speakers, sources, numbers and names that both have; the places of the numbers and of what the speaker says.</summary>
    private static List<AlignedPassage> Story(FoldedText old, FoldedText young, Func<ulong, bool> isCommonFeature, List<EchoSignal> signals)
    {
        var places = new List<AlignedPassage>();
        var pairs = young.Identities.SelectMany(one => old.Identities.Where(one.IsSameAs).Take(1).Select(other => (Young: one, Old: other))).ToList();
        var isForeign = old.Language != young.Language && old.Language.Length > 0 && young.Language.Length > 0;
        var (numbers, names) = (new List<(Feature Young, Feature Old)>(), new List<string>());
        foreach (var (mine, theirs) in Shared(young.Features, old.Features))
        {
            if (mine.IsNumber && !isCommonFeature(mine.Hash))
            {
                numbers.Add((mine, theirs));
            }
            else if (!mine.IsNumber)
            {
                names.Add(mine.Shown);
            }
        }

        if (pairs.Count > 0)
        {
            var (one, other) = pairs.MinBy(pair => pair.Young.IsState ? 1 : 0);
            var cites = one.IsSource && other.IsSource;
            signals.Add(new(cites ? "cites" : "speaker", one.IsState ? 200 : 250, $"both name {one.Shown}{(one.Shown == other.Shown ? "" : $" ({other.Shown})")}"));
        }

        if (numbers.Count > 0)
        {
            var points = Math.Min(isForeign ? 450 : 360, numbers.Sum(pair => Points(pair.Young.Value, isForeign))) + (pairs.Count > 0 ? 150 : 0);
            signals.Add(new("numbers", points, "both have " + string.Join(", ", numbers.Select(pair => pair.Young.Shown).Order(StringComparer.Ordinal).Take(6))));
            places.AddRange(numbers.Select(pair => new AlignedPassage(pair.Young.First, pair.Young.First + 1, pair.Old.First, pair.Old.First + 1, 1, 2, 0)));
            Around(old, young, numbers.MaxBy(pair => pair.Young.Value), signals);
        }

        if (pairs.Count > 0)
        {
            Event(old, young, signals);
        }

        if (names.Count > 0 && signals.Count > 0)
        {
            var points = isForeign ? Math.Min(250, 50 * names.Count) : Math.Min(40, 10 * names.Count);
            signals.Add(new("names", points, "both name " + string.Join(", ", names.Order(StringComparer.Ordinal).Take(6))));
        }

        return places;
    }

    /// <summary>What claims of both say of the event in the same words: counted with a speaker whom both name.</summary>
    private static void Event(FoldedText old, FoldedText young, List<EchoSignal> signals)
    {
        static IEnumerable<(string Field, string Value)> Slots(FoldedText text) => (text.Source.Claims.IsDefault ? [] : text.Source.Claims)
            .SelectMany(claim => claim.Event).Where(slot => slot.Field is not ("when" or "where")).Select(slot => (slot.Field, slot.Value.ToLowerInvariant()));
        var both = Slots(young).Intersect(Slots(old)).Order().ToList();
        if (both.Count > 0)
        {
            signals.Add(new("event", Math.Min(200, 40 * both.Count), "claims of both have " + string.Join(", ", both.Take(8).Select(slot => slot.Value))));
        }
    }

    /// <summary>A number says the more the less likely two counts come to it by themselves: large ones that are not round.</summary>
    private static int Points(long number, bool isForeign) =>
        number % 100 == 0 || (number < 100 && number % 10 == 0) ? 60 : isForeign ? 150 : number >= 100 ? 220 : 120;

    /// <summary>Words that stand around the number in both, in whatever order: a reworded report keeps what is told with it.</summary>
    private static void Around(FoldedText old, FoldedText young, (Feature Young, Feature Old) number, List<EchoSignal> signals)
    {
        static Dictionary<ulong, int> Near(FoldedText text, int at) => Enumerable.Range(Math.Max(0, at - NearNumber), Math.Min(text.Count, at + NearNumber + 1) - Math.Max(0, at - NearNumber))
            .Where(i => i != at && (text.Traits[i] & (WordTraits.Grammar | WordTraits.Stock)) == 0).DistinctBy(i => text.Words[i]).ToDictionary(i => text.Words[i]);
        var (mine, theirs) = (Near(young, number.Young.First), Near(old, number.Old.First));
        var both = mine.Keys.Where(theirs.ContainsKey).Select(word => mine[word]).Order().ToList();
        if (both.Count > FewNear)
        {
            signals.Add(new(
                "context", Math.Min(250, 25 * (both.Count - FewNear)),
                $"around {number.Young.Shown} both have {string.Join(", ", both.Take(12).Select(i => young.Source.Text[young.Starts[i]..young.Ends[i]]))}"));
        }
    }

    private static IEnumerable<(Feature, Feature)> Shared(Feature[] one, Feature[] other)
    {
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            var order = one[i].Hash.CompareTo(other[j].Hash);
            if (order == 0)
            {
                yield return (one[i], other[j]);
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }

    private static void Images(FoldedText old, FoldedText young, List<EchoSignal> signals)
    {
        if (old.Images.IsEmpty || young.Images.IsEmpty || (old.Source.Publisher is { } publisher && publisher == young.Source.Publisher))
        {
            return;
        }

        var both = old.Images.Intersect(young.Images, StringComparer.Ordinal).Count();
        if (both > 0)
        {
            signals.Add(new("image", 600, Text($"{both} picture{(both == 1 ? "" : "s")} in both")));
        }
    }

    private static void Address(FoldedText old, FoldedText young, List<EchoSignal> signals)
    {
        if (old.Source.Address is { Length: > 12 } address && young.Source.Text.Contains(address, StringComparison.Ordinal))
        {
            signals.Add(new("cites", 600, $"it gives the address {address}"));
        }
        else if (old.Source.Publisher is { } publisher && young.Identities.Any(one => one.IsSource && Identity.IsSame(one.Shown, publisher)) && Candidates.AreOfOneStory(old, young))
        {
            signals.Add(new("cites", 350, $"it names {publisher} as its source"));
        }
    }

    /// <summary>How much of both is alike as a whole: told, and no reason of its own, since a report mixes origins.</summary>
    private static void Rows(FoldedText old, FoldedText young, List<EchoSignal> signals)
    {
        var both = Alignment.Seeds(young, old).Select(seed => seed.A).Distinct().Count();
        var all = old.Shingles.Length + young.Shingles.Length - both;
        if (both > 0)
        {
            signals.Add(new("shingles", 0, Text($"{both} rows of three words in both, {both * 1000 / Math.Max(1, all)} in a thousand of all")));
        }
    }

    private static string Sort(FoldedText old, FoldedText young, List<EchoSignal> signals) =>
        old.Language != young.Language && old.Language.Length > 0 && young.Language.Length > 0 ? "translates"
        : signals.Exists(signal => signal.Name == "quotation") ? "quotes"
        : signals.Exists(signal => signal.Name == "cites" && signal.Why.StartsWith("it ", StringComparison.Ordinal)) ? "cites"
        : "repeats";

    private static string Text(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);

    /// <summary>The passages as spans of both texts.</summary>
    public static ImmutableArray<EchoPassage> Spans(FoldedText old, FoldedText young, IEnumerable<AlignedPassage> passages) =>
    [
        .. passages.OrderBy(passage => passage.FromA).ThenBy(passage => passage.FromB).Select(passage => new EchoPassage(
            young.Span(passage.FromA, passage.EndA), old.Span(passage.FromB, passage.EndB), passage.Matched, passage.Alike, IsQuoted(passage))),
    ];
}
