using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>One edge of the graph of origins, with the last word on it.</summary>
/// <remarks><c>SaysSince</c> is the leaf since which it has that word: what it says of a claim that was corrected later does not count.</remarks>
public sealed record EchoView(long Index, EntityId From, EntityId To, EchoReviewed Said, long SaysSince)
{
    /// <summary>Whether an analyst says that the one goes back to the other.</summary>
    public bool IsConfirmed => Said.Verdict == "confirmed";
}

/// <summary>The typed graph of what goes back to what, as analysts confirmed or rejected it, in log order.</summary>
public sealed record EchoesView(GrownRows<EchoView> Edges, GrownDictionary<(EntityId From, EntityId To), int> Positions, GrownDictionary<EntityId, GrownList<int>> ByFrom)
{
    /// <summary>No edge.</summary>
    public static EchoesView Empty { get; } = new(
        GrownRows.Empty<EchoView>(), GrownDictionary.Empty<(EntityId From, EntityId To), int>(), GrownDictionary.Empty<EntityId, GrownList<int>>());

    /// <summary>The view after this entry. Of several words on one edge the last holds.</summary>
    public EchoesView Then(Entry entry)
    {
        if (entry.Statement is not EchoReviewed { From: { } from, To: { } to } review)
        {
            return this;
        }

        if (!Positions.TryGetValue((from, to), out var at))
        {
            return new(
                Edges.Add(new(entry.Index, from, to, review, entry.SaysSince)), Positions.Add((from, to), Edges.Count),
                ByFrom.Set(from, (ByFrom.GetValueOrDefault(from) ?? []).Add(Edges.Count)));
        }

        return entry.SaysSince > Edges[at].SaysSince ? this with { Edges = Edges.Set(at, new(Edges[at].Index, from, to, review, entry.SaysSince)) } : this;
    }

    /// <summary>The edge between the two, or null.</summary>
    public EchoView? Find(EntityId from, EntityId to) => Positions.TryGetValue((from, to), out var at) ? Edges[at] : null;

    /// <summary>The edges that begin there, confirmed and rejected, in log order.</summary>
    public IEnumerable<EchoView> From(EntityId from) => (ByFrom.GetValueOrDefault(from) ?? []).Select(at => Edges[at]);
}
