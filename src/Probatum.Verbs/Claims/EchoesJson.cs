using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>Echoes for programs.</summary>
internal sealed partial class EchoesShown
{
    private const int MostPairs = 20_000;

    /// <summary>For programs; docs/claims.md, section 7.</summary>
    public Json Json(int min)
    {
        var edges = Wanted(min);
        var pairs = Pairs().Take(MostPairs + 1).ToList();
        return JsonMap.Of(
            ("reports", (long)_texts.Length),
            ("pairs", JsonList.Of(pairs.Take(MostPairs).Select(pair => (Json)JsonMap.Of(("a", pair.A), ("b", pair.B), ("shared", JsonList.Of(pair.Shared.Select(name => (Json)name))))))),
            ("morePairs", pairs.Count > MostPairs ? new JsonTruth(true) : null),
            ("origins", JsonList.Of(Origins(edges).Select(origin => (Json)JsonMap.Of(
                ("name", origin.Name is { } name ? name : null), ("first", _call(origin.First)), ("reports", JsonList.Of(origin.Reports.Select(id => (Json)_call(id)))),
                ("place", Place(origin.Place)), ("words", CodePoints.Slice(_byId[origin.First].Text, origin.Place)))))),
            ("edges", JsonList.Of(edges.Select(Json))),
            ("alone", JsonList.Of(_graph.Alone.Select(id => (Json)_call(id)))),
            ("proposedOrigins", (long)ProposedOrigins()),
            ("confirmedOrigins", _state is null ? null : (Json)(long)ConfirmedOrigins()),
            ("allegation", _allegation is null ? null : AllegationJson()),
            ("claimEdges", _withClaims ? JsonList.Of(Wanted(_claimEdges, min).Select(Json)) : null),
            ("graph", _withClaims ? GraphJson(min) : null));
    }

    private JsonMap GraphJson(int min)
    {
        var graph = new ClaimGraph(this, min);
        return JsonMap.Of(
            ("nodes", JsonList.Of(graph.Nodes.Select(node => (Json)JsonMap.Of(("node", node.Name), ("sort", node.Sort))))),
            ("arrows", JsonList.Of(graph.Arrows.Select(arrow => (Json)JsonMap.Of(("from", arrow.From), ("to", arrow.To), ("sort", arrow.Sort), ("state", arrow.State))))));
    }

    private IEnumerable<(string A, string B, ImmutableArray<string> Shared)> Pairs()
    {
        var shared = new Dictionary<(string, string), List<string>>();
        foreach (var origin in _graph.Origins)
        {
            for (var i = 0; i < origin.Reports.Length && shared.Count <= MostPairs; i++)
            {
                for (var j = i + 1; j < origin.Reports.Length && shared.Count <= MostPairs; j++)
                {
                    var key = (_call(origin.Reports[i]), _call(origin.Reports[j]));
                    if (!shared.TryGetValue(key, out var names))
                    {
                        shared[key] = names = [];
                    }

                    names.Add(origin.Name ?? $"first in {_call(origin.First)}");
                }
            }
        }

        return shared.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value.Distinct().ToImmutableArray()));
    }

    private JsonMap AllegationJson() => JsonMap.Of(
        ("allegation", _call(_allegation!.Allegation!.Value.Text)), ("claims", JsonList.Of(_allegation.Claims.Select(id => (Json)_call(id.Text)))),
        ("reports", JsonList.Of(AllegationReports()!.Order(StringComparer.Ordinal).Select(name => (Json)name))),
        ("origins", JsonList.Of(AllegationOrigins().Select(origin => (Json)JsonMap.Of(("name", origin.Name), ("claims", JsonList.Of(origin.Claims.Select(claim => (Json)_call(claim.Id.Text)))))))),
        ("open", (long)Open()));

    private Json Json(ShownEdge edge) => JsonMap.Of(
        ("edge", edge.Name), ("from", edge.From), ("to", edge.To), ("sort", edge.Sort), ("state", edge.State),
        ("outside", new JsonTruth(edge.Proposal?.IsOutside == true)), ("score", edge.Proposal is { } proposal ? (Json)(long)proposal.Score : null),
        ("ordered", edge.Proposal is null ? null : new JsonTruth(edge.Proposal.IsOrdered)),
        ("signals", JsonList.Of((edge.Proposal?.Signals ?? []).Select(signal => (Json)JsonMap.Of(("name", signal.Name), ("points", (long)signal.Points), ("why", signal.Why))))),
        ("passages", JsonList.Of((edge.Proposal?.Passages ?? []).Select(passage => (Json)JsonMap.Of(
            ("from", Place(passage.From)), ("to", edge.Proposal!.IsOutside ? null : Place(passage.To)), ("words", (long)passage.Words), ("alike", (long)passage.Alike),
            ("quoted", new JsonTruth(passage.IsQuoted)), ("text", CodePoints.Slice(TextOf(edge.Proposal.From), passage.From)))))));

    private static JsonList Place(Span span) => JsonList.Of([(Json)(long)span.Start, (long)span.End]);
}
