using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>What a claim goes back to by confirmed edges: the first claim known, or a party; itself where it is no echo.</summary>
public sealed record EchoRoot(ClaimView Claim, EntityId? Party)
{
    /// <summary>The claims on the way, from the one that was asked about to the first known.</summary>
    public ImmutableArray<ClaimView> Way { get; init; } = [];

    /// <summary>The side behind it: that of the party, else of whom the analyst tied the claim's speaker to; null where nobody is tied.</summary>
    public EntityId? Side(CaseState state) => (Party ?? Claim.Speaker) is { } party ? state.Parties.Top(party) : null;

    /// <summary>Who it is, for people.</summary>
    public string Name(CaseState state) => Side(state) is { } side ? state.Parties.Name(side) : Claim.Said.Speaker ?? "nobody named here";
}

/// <summary>Follows confirmed edges from claims to their origin.</summary>
/// <remarks>
/// An edge of a report counts for those of its claims whose words lie in its passages, and leads to the confirmed claim at the same
/// passage of the other report; where none stands there, it leads nowhere, since the passage is then nobody's claim yet. A report
/// that cites a party is a link on the way of its claims and no origin: an edge to a party counts where it begins at a claim.
/// A denial is no echo of what it denies, nor is what takes a claim back one of that. Total: a circle ends at its earliest claim.
/// </remarks>
public static class EchoRoots
{
    /// <summary>What the claim goes back to.</summary>
    public static EchoRoot Of(CaseState state, ClaimView claim)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(claim);
        var way = new List<ClaimView> { claim };
        while (true)
        {
            var (next, party) = Next(state, way[^1]);
            if (party is not null || next is null)
            {
                return new(way[^1], party) { Way = [.. way] };
            }

            if (way.FindIndex(known => known.Id == next.Id) is >= 0 and var circle)
            {
                return new(way[circle..].MinBy(known => known.Index)!, null) { Way = [.. way] };
            }

            way.Add(next);
        }
    }

    private static (ClaimView? Claim, EntityId? Party) Next(CaseState state, ClaimView claim)
    {
        foreach (var edge in state.Echoes.From(claim.Id).Where(edge => edge.IsConfirmed && edge.SaysSince > claim.SaysSince))
        {
            if (state.Parties.Parties.ContainsKey(edge.To))
            {
                return (null, edge.To);
            }

            if (state.Claims.Find(edge.To) is { } other && edge.SaysSince > other.SaysSince && MaySpeakFor(claim, other))
            {
                return (other, null);
            }
        }

        if (claim.Said.Report is not { } report)
        {
            return default;
        }

        foreach (var edge in state.Echoes.From(report).Where(edge => edge.IsConfirmed && edge.SaysSince > claim.SaysSince && state.Claims.Report(edge.To) is not null))
        {
            foreach (var place in Places(edge).Where(place => Overlaps(claim.Said.ContentSpans, place.From)))
            {
                if (state.Claims.Claims.FirstOrDefault(other => other.Said.Report == edge.To && edge.SaysSince > other.SaysSince
                    && Overlaps(other.Said.ContentSpans, place.To) && MaySpeakFor(claim, other)) is { } found)
                {
                    return (found, null);
                }
            }
        }

        return default;
    }

    private static IEnumerable<(TextSpan From, TextSpan To)> Places(EchoView edge) =>
        edge.Said.FromSpans.IsDefault || edge.Said.ToSpans.IsDefault ? [] : edge.Said.FromSpans.Zip(edge.Said.ToSpans);

    private static bool MaySpeakFor(ClaimView echo, ClaimView origin) =>
        origin.IsConfirmed && origin.Id != echo.Id && new[] { "denies", ClaimView.Withdraws }.All(stance => (origin.Said.Stance == stance) == (echo.Said.Stance == stance));

    private static bool Overlaps(ImmutableArray<TextSpan> spans, TextSpan place) =>
        !spans.IsDefault && spans.Any(span => span.Start < place.End && place.Start < span.End);
}
