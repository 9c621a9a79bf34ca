using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Core.Assessment;

/// <summary>What one record did to the ceiling of an incident under a route.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Route">The route.</param>
/// <param name="Leaf">The leaf with which it changed.</param>
/// <param name="Before">The wording before; null where there was no such incident or route.</param>
/// <param name="After">The wording after; null where there is none any more.</param>
/// <param name="Met">The needs of any wording that are met since.</param>
/// <param name="Lost">Those that are not met any more.</param>
public sealed record CeilingMoved(
    EntityId Incident, string Route, long Leaf, RouteWording? Before, RouteWording? After, ImmutableArray<string> Met, ImmutableArray<string> Lost);

/// <summary>Which records moved which ceiling between two sizes of a log.</summary>
/// <remarks>
/// The log is halved where ceilings or their unmet needs differ between two sizes, until one leaf is left. Two changes that undo each other
/// between two sizes that were looked at are not seen.
/// </remarks>
public static class AssessmentChanges
{
    /// <summary>The changes from the first <paramref name="from"/> leaves to the first <paramref name="to"/>, in log order.</summary>
    /// <param name="from">A size of the log.</param>
    /// <param name="to">A later size.</param>
    /// <param name="at">The ceilings that the first so many leaves carry.</param>
    public static ImmutableArray<CeilingMoved> Between(long from, long to, Func<long, ImmutableArray<Ceiling>> at)
    {
        ArgumentNullException.ThrowIfNull(at);
        var known = new Dictionary<long, Dictionary<(EntityId Incident, string Route), Ceiling>>();
        Dictionary<(EntityId Incident, string Route), Ceiling> At(long size) => known.TryGetValue(size, out var made) ? made
            : known[size] = at(size).ToDictionary(ceiling => (ceiling.Incident, ceiling.Route));
        var moved = new List<CeilingMoved>();
        void Look(long low, long high)
        {
            var (before, after) = (At(low), At(high));
            var changed = before.Keys.Union(after.Keys).Where(key => !Same(before.GetValueOrDefault(key), after.GetValueOrDefault(key))).ToList();
            if (changed.Count == 0)
            {
                return;
            }

            if (high - low == 1)
            {
                moved.AddRange(changed.Select(key => Moved(key, low, before.GetValueOrDefault(key), after.GetValueOrDefault(key))));
                return;
            }

            var middle = low + ((high - low) / 2);
            Look(low, middle);
            Look(middle, high);
        }

        if (from < to)
        {
            Look(from, to);
        }

        return [.. moved];
    }

    private static CeilingMoved Moved((EntityId Incident, string Route) key, long leaf, Ceiling? before, Ceiling? after)
    {
        var (had, has) = (Unmet(before), Unmet(after));
        return new(
            key.Incident, key.Route, leaf, before?.Wording, after?.Wording,
            [.. had.Where(need => !has.Contains(need) && after?.Rungs.Any(rung => rung.Wording.Needs.Contains(need)) == true)], [.. has.Where(need => !had.Contains(need) && before?.Rungs.Any(rung => rung.Wording.Needs.Contains(need)) == true)]);
    }

    private static bool Same(Ceiling? one, Ceiling? other) => one?.Wording.Key == other?.Wording.Key && (one is null) == (other is null) && Unmet(one).SequenceEqual(Unmet(other));

    private static ImmutableArray<string> Unmet(Ceiling? ceiling) =>
        ceiling is null ? [] : [.. ceiling.Rungs.SelectMany(rung => rung.Needs).Where(need => !need.Result.Met).Select(need => need.Need).Distinct()];
}
