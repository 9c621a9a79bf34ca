using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Text.Echoes;

/// <summary>Two reports with what they share: claims are looked at inside such pairs alone.</summary>
public sealed record EchoPair(EchoText Later, EchoText Earlier, string Sort, ImmutableArray<EchoPassage> Passages);

/// <summary>Finds which claim of a later report repeats, quotes or translates which claim of an earlier one.</summary>
/// <remarks>
/// Two claims are met where a passage of both reports stands in the contents of both, and both name the same innermost speaker. Where
/// one of them names nobody in particular, eight words must be shared. A denial is no echo of what it denies. Pure and total.
/// </remarks>
public static class ClaimEchoes
{
    private const int WithoutSpeaker = 8;

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

        var shared = pair.Passages.Where(passage => Overlaps(later.Claim, passage.From) && Overlaps(earlier.Claim, passage.To)).ToImmutableArray();
        var words = shared.Sum(passage => passage.Words);
        var same = later.Speaker is { } one && earlier.Speaker is { } other && one.IsSameAs(other);
        if (shared.IsEmpty || !(same || (words >= WithoutSpeaker && (later.Speaker is null || earlier.Speaker is null))))
        {
            return null;
        }

        List<EchoSignal> signals = [new("passage", Math.Min(600, 300 + (20 * words)), string.Create(CultureInfo.InvariantCulture, $"{words} {(words == 1 ? "word" : "words")} of both contents"))];
        if (same)
        {
            signals.Add(new("speaker", 300, $"both name {later.Speaker!.Shown}{(later.Speaker.Shown == earlier.Speaker!.Shown ? "" : $" ({earlier.Speaker.Shown})")}"));
        }

        return new(
            later.Claim.Id, earlier.Claim.Id, false, pair.Sort, signals.Sum(signal => signal.Points),
            pair.Later.Date is not null && pair.Earlier.Date is not null && pair.Later.Date != pair.Earlier.Date, shared, [.. signals]);
    }

    private static bool Lies(ImmutableArray<EchoPassage> passages, (ProposedClaim Claim, Identity? Speaker) one, bool later) =>
        passages.Any(passage => Overlaps(one.Claim, later ? passage.From : passage.To));

    private static bool Overlaps(ProposedClaim claim, Span place) => claim.Content.Any(span => span.Start < place.End && place.Start < span.End);
}
