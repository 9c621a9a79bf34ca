using System.Collections.Immutable;

namespace Probatum.Intake;

/// <summary>Where words that somebody else gives stand in a text, letter for letter; of several places those nearest to each other.</summary>
public sealed class VerbatimPlaces(string text)
{
    /// <summary>How far from the content its cue, its source and its other pieces may stand, in UTF-16 units.</summary>
    public const int Farthest = 2000;

    private const int MostPlaces = 5000;
    private const int MostAnchors = 100;
    private const int MostNear = 200;

    private static readonly Comparer<Range> ByStart = Comparer<Range>.Create((a, b) => a.Start.CompareTo(b.Start));

    private readonly Dictionary<string, ImmutableArray<Range>> _found = new(StringComparer.Ordinal);

    /// <summary>A stretch in UTF-16 units, [Start, End).</summary>
    public readonly record struct Range(int Start, int End)
    {
        /// <summary>How far apart two are; negative where they share something.</summary>
        public int Gap(Range other) => Math.Max(Start, other.Start) - Math.Min(End, other.End);
    }

    /// <summary>Where content, cue and source stand together.</summary>
    public sealed record Together(ImmutableArray<Range> Source, ImmutableArray<Range> Cue, ImmutableArray<Range> Content);

    /// <summary>Every place of these words, whole words only, in order; the first 5000. Nothing but marks stands nowhere.</summary>
    public ImmutableArray<Range> Of(string words)
    {
        if (_found.TryGetValue(words, out var known))
        {
            return known;
        }

        var places = ImmutableArray.CreateBuilder<Range>();
        for (var at = !words.Any(char.IsLetterOrDigit) ? -1 : text.IndexOf(words, StringComparison.Ordinal); at >= 0 && places.Count < MostPlaces; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            if (!IsInside(at) && !IsInside(at + words.Length))
            {
                places.Add(new(at, at + words.Length));
            }
        }

        return _found[words] = places.ToImmutable();
    }

    /// <summary>The places of one claim's words that are nearest to each other and share nothing; null where there are none.</summary>
    public Together? Nearest(string? source, string? cue, ImmutableArray<string> content)
    {
        (Together Places, long Cost)? best = null;
        foreach (var first in Of(content[0]).Take(MostAnchors))
        {
            var (pieces, cost, whole) = (new List<Range> { first }, 0L, true);
            foreach (var words in content.Skip(1))
            {
                whole = whole && Add(pieces, pieces, words, ref cost);
            }

            var (cues, sources) = (new List<Range>(), new List<Range>());
            whole = whole && (cue is null || Add(cues, pieces, cue, ref cost));
            whole = whole && (source is null || Add(sources, [.. cues, .. pieces], source, ref cost));
            if (whole && (best is null || cost < best.Value.Cost))
            {
                best = (new([.. sources], [.. cues], [.. pieces.OrderBy(piece => piece.Start)]), cost);
            }
        }

        return best?.Places;
    }

    // The place nearest to the first of those that stand already, which shares nothing with any of them.
    private bool Add(List<Range> to, List<Range> beside, string words, ref long cost)
    {
        var places = Of(words);
        var from = places.BinarySearch(new(beside[0].Start - Farthest - words.Length, 0), ByStart);
        var free = places.Skip(from < 0 ? ~from : from).TakeWhile(place => place.Start <= beside[0].End + Farthest).Take(MostNear)
            .Where(place => beside.TrueForAll(other => place.Gap(other) >= 0)).ToList();
        if (free.Count == 0)
        {
            return false;
        }

        var nearest = free.MinBy(place => beside.Min(other => place.Gap(other)));
        cost += beside.Min(other => nearest.Gap(other));
        to.Add(nearest);
        return true;
    }

    // Inside a word, or between the halves of one character. Arabic writes small words in front of others without a space.
    private bool IsInside(int at) => at > 0 && at < text.Length
        && (char.IsLowSurrogate(text[at]) || (char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]) && text[at - 1] is not (>= '\u0600' and <= '\u06ff')));
}
