using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>What may be recorded about echoes.</summary>
internal static class EchoRules
{
    public static Refused? Judge(EchoReviewed review, CaseState state) => review switch
    {
        _ when state.Claims.Report(review.From) is null && state.Claims.Find(review.From) is null
            => new("echo/from", "an echo is a report or a claim of this case"),
        _ when state.Claims.Report(review.To) is null && state.Claims.Find(review.To) is null && !state.Parties.Parties.ContainsKey(review.To!.Value)
            => new("echo/to", "an echo goes back to a report, a claim or a party of this case"),
        { Verdict: not ("confirmed" or "rejected") } => new("echo/verdict", "an echo is confirmed or rejected"),
        _ when review.Sort is null || !EchoReviewed.Sorts.Contains(review.Sort)
            => new("echo/sort", $"an echo {string.Join(" or ", EchoReviewed.Sorts)}"),
        _ when Length(review.FromSpans) != Length(review.ToSpans) && Length(review.ToSpans) != 0
            => new("echo/passages", "every passage has a place in both texts"),
        { Verdict: "confirmed" } when Leads(state, review.To, review.From)
            => new("echo/circle", $"{state.Entities.Call(review.To)} goes back to {state.Entities.Call(review.From)} already: nothing is its own origin"),
        _ when ReportOf(state, review.From) is { } of && of == ReportOf(state, review.To)
            => new("echo/own-report", "an echo leads from one report to another"),
        _ => null,
    };

    private static EntityId? ReportOf(CaseState state, EntityId? id) => state.Claims.Find(id)?.Said.Report ?? state.Claims.Report(id)?.Id;

    private static int Length<T>(System.Collections.Immutable.ImmutableArray<T> items) => items.IsDefault ? 0 : items.Length;

    /// <summary>Whether confirmed edges lead from the one to the other.</summary>
    private static bool Leads(CaseState state, EntityId? from, EntityId? to)
    {
        var (open, seen) = (new Queue<EntityId>(from is { } first ? [first] : []), new HashSet<EntityId>());
        while (open.TryDequeue(out var at))
        {
            if (at == to)
            {
                return true;
            }

            foreach (var edge in seen.Add(at) ? state.Echoes.From(at).Where(edge => edge.IsConfirmed) : [])
            {
                open.Enqueue(edge.To);
            }
        }

        return false;
    }
}
