using System.Collections.Immutable;
using Probatum.Core.Requests;

namespace Probatum.Core.Assessment;

/// <summary>What a finding's limitation says at the least: what the record lacks for stronger words than it uses.</summary>
public static class Limitations
{
    /// <summary>A draft of the limitation of a finding in these words, one sentence a need that stronger words have and the record does not meet.</summary>
    public static ImmutableArray<Phrase> Draft(Ceiling ceiling, RouteWording wording, ConditionTable table)
    {
        ArgumentNullException.ThrowIfNull(ceiling);
        ArgumentNullException.ThrowIfNull(wording);
        ArgumentNullException.ThrowIfNull(table);
        var stronger = ceiling.Rungs.TakeWhile(rung => rung.Wording.Key != wording.Key).Reverse().Append(ceiling.Rungs.FirstOrDefault(rung => rung.Wording.Key == wording.Key)).OfType<Rung>();
        ImmutableArray<Phrase> wanting =
        [
            .. stronger.SelectMany(rung => rung.Needs).Where(need => !need.Result.Met).DistinctBy(need => need.Need)
                .Select(need => (Phrase)$"Wanting: {table.Words(Need.Of(need.Need))}; {need.Result.Why}."),
        ];
        return wanting.IsEmpty ? [$"The record lacks nothing that the route's strongest wording asks."] : wanting;
    }
}
