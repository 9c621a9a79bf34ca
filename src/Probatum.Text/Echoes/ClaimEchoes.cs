using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Text.Echoes;

/// <summary>Two reports with what they share: claims are looked at inside such pairs alone.</summary>
public sealed record EchoPair(EchoText Later, EchoText Earlier, string Sort, ImmutableArray<EchoPassage> Passages);

/// <summary>Finds which claim of a later report repeats, quotes or translates which claim of an earlier one.</summary>
/// <remarks>
/// Two claims are met where the same part of a shared passage stands in the contents of both, and both name the same innermost speaker. Where
/// one of them names nobody in particular, eight words must be shared. A denial is no echo of what it denies. Pure and total.
/// </remarks>
public static class ClaimEchoes
{
    private const int WithoutSpeaker = 8;
    private const int Whole = 1_000_000;

    /// <summary>The edges from claims to claims, and from claims to the innermost speaker that they name; ends are called by the claims' ids.</summary>
    public static ImmutableArray<EchoEdge> Find(IEnumerable<EchoPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var (edges, told) = (new List<EchoEdge>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var pair in pairs)
        {
            var (later, earlier) = (Read(pair.Later), Read(pair.Earlier));
            foreach (var claim in later)
            {
                if (earlier.Select(other => Between(pair, claim, other)).OfType<EchoEdge>().MaxBy(edge => edge.Score) is { } best)
                {
                    edges.Add(best);
                }
            }

            // Speakers of claims that lie in what is shared: they are what the claims may go back to.
            foreach (var (claim, speaker) in later.Where(one => Lies(pair.Passages, one, true)).Concat(earlier.Where(one => Lies(pair.Passages, one, false))))
            {
                if (speaker is not null && told.Add(claim.Id))
                {
                    edges.Add(new(
                        claim.Id, speaker.Shown, true, "cites", Comparison.Enough, true, [.. claim.Content.Select(span => new EchoPassage(span, default, 0, 0, false))],
                        [new("speaker", Comparison.Enough, $"the claim names {speaker.Shown} as who speaks")]));
                }
            }
        }

        return [.. edges];
    }

    private static List<(ProposedClaim Claim, Identity? Speaker)> Read(EchoText text) =>
    [
        .. (text.Claims.IsDefault ? [] : text.Claims).Where(claim => !claim.Content.IsDefaultOrEmpty)
            .Select(claim => (claim, claim.Chain.IsDefaultOrEmpty ? null : Identity.Read(claim.Chain[^1].Name, default, false))),
    ];

    private static EchoEdge? Between(EchoPair pair, (ProposedClaim Claim, Identity? Speaker) later, (ProposedClaim Claim, Identity? Speaker) earlier)
    {
        if ((later.Claim.Stance == "denies") != (earlier.Claim.Stance == "denies"))
        {
            return null;
        }

        var met = pair.Passages.Select(passage => (Passage: passage, Words: Words(passage, later.Claim, earlier.Claim))).Where(one => one.Words > 0).ToList();
        var shared = met.Select(one => one.Passage).ToImmutableArray();
        var words = met.Sum(one => one.Words);
        var same = later.Speaker is { } one && earlier.Speaker is { } other && one.IsSameAs(other);
        if (shared.IsEmpty || !(same || (words >= WithoutSpeaker && (later.Speaker is null || earlier.Speaker is null))))
        {
            return null;
        }

        List<EchoSignal> signals = [new("passage", Math.Min(600, 300 + (20 * words)), string.Create(CultureInfo.InvariantCulture, $"{words} {(words == 1 ? "word" : "words")} of shared passages in both contents"))];
        if (same)
        {
            signals.Add(new("speaker", 300, $"both name {later.Speaker!.Shown}{(later.Speaker.Shown == earlier.Speaker!.Shown ? "" : $" ({earlier.Speaker.Shown})")}"));
        }

        return new(
            later.Claim.Id, earlier.Claim.Id, false, pair.Sort, signals.Sum(signal => signal.Points),
            pair.Later.Date is not null && pair.Earlier.Date is not null && pair.Later.Date != pair.Earlier.Date, shared, [.. signals]);
    }

    /// <summary>About how many words of the passage stand in both contents; 0 where the contents hold different parts of it.</summary>
    /// <remarks>A reprint is one passage with many claims: which meets which is told by how far into the passage they stand.</remarks>
    private static int Words(EchoPassage passage, ProposedClaim later, ProposedClaim earlier)
    {
        var most = 0L;
        foreach (var one in later.Content.Select(span => Part(span, passage.From)))
        {
            foreach (var other in earlier.Content.Select(span => Part(span, passage.To)))
            {
                var (both, all) = (Math.Min(one.End, other.End) - Math.Max(one.From, other.From), Math.Max(one.End, other.End) - Math.Min(one.From, other.From));
                most = one.From < one.End && other.From < other.End && both * 3 > all ? Math.Max(most, both) : most;
            }
        }

        return most == 0 ? 0 : (int)Math.Max(1, passage.Words * most / Whole);
    }

    /// <summary>The part of the place that the span covers, in millionths.</summary>
    private static (long From, long End) Part(Span span, Span place)
    {
        long Of(int point) => (Math.Clamp(point, place.Start, place.End) - place.Start) * (long)Whole / Math.Max(1, place.End - place.Start);
        return (Of(span.Start), Of(span.End));
    }

    private static bool Lies(ImmutableArray<EchoPassage> passages, (ProposedClaim Claim, Identity? Speaker) one, bool later) =>
        passages.Any(passage => Overlaps(one.Claim, later ? passage.From : passage.To));

    private static bool Overlaps(ProposedClaim claim, Span place) => claim.Content.Any(span => span.Start < place.End && place.Start < span.End);
}
