using System.Collections.Immutable;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>Echoes between claims: the typed graph, and its drawing.</summary>
internal sealed partial class EchoesShown
{
    private string ClaimsSvg(int min)
    {
        var graph = new ClaimGraph(this, min);
        if (graph.Claims.Length > EchoDrawing.MostReports)
        {
            throw new BadInputException($"{graph.Claims.Length} claims are too many to draw, {EchoDrawing.MostReports} are not: narrow them with --allegation or --min");
        }

        var at = graph.Claims.Select((id, i) => (Name: _call(id), i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        return EchoDrawing.Claims(
            [.. graph.Claims.Select(id => _claims[id]).Select(one => new DrawnClaim(
                _call(one.Claim.Id), $"{_call(one.Text.Id)}, {one.Text.Publisher ?? "publisher not known"}", Day(one.Text), Short(CodePoints.Slice(one.Text.Text, one.Claim.Content[0]))))],
            [.. graph.Arrows.Where(arrow => at.ContainsKey(arrow.From) && at.ContainsKey(arrow.To)).Select(arrow => new DrawnEcho(at[arrow.From], at[arrow.To], arrow.Sort, arrow.State == "confirmed"))],
            [.. graph.Arrows.Where(arrow => at.ContainsKey(arrow.From) && !at.ContainsKey(arrow.To)).GroupBy(arrow => arrow.To, StringComparer.Ordinal)
                .Select(group => new DrawnOrigin(group.Key, [.. group.Select(arrow => at[arrow.From]).Distinct()]))]);
    }

    /// <summary>Reports have claims, claims go back to claims, and the last of them to who speaks.</summary>
    private sealed class ClaimGraph
    {
        public ClaimGraph(EchoesShown shown, int min)
        {
            var edges = shown.Wanted(shown._claimEdges, min).Where(edge => edge.State != "rejected").ToList();
            var byName = shown._claims.Keys.ToDictionary(shown._call, StringComparer.Ordinal);
            Claims =
            [
                .. edges.SelectMany(edge => new[] { edge.From, edge.To }).Where(byName.ContainsKey).Select(name => byName[name]).Distinct()
                    .OrderBy(id => shown._claims[id].Text.Date ?? DateOnly.MaxValue).ThenBy(id => shown._claims[id].Text.Id, StringComparer.Ordinal)
                    .ThenBy(id => shown._claims[id].Claim.Content.IsDefaultOrEmpty ? 0 : shown._claims[id].Claim.Content[0].Start).ThenBy(id => id, StringComparer.Ordinal),
            ];
            var origins = Claims.Select(id => (Claim: shown._call(id), Origin: Origin(shown, id))).Where(one => one.Origin is not null)
                .Select(one => (one.Claim, Name: one.Origin!.Value.Name, State: one.Origin.Value.State)).ToList();
            Arrows =
            [
                .. Claims.Select(id => (shown._call(shown._claims[id].Text.Id), shown._call(id), "has", "recorded")),
                .. edges.Where(edge => byName.ContainsKey(edge.From) && byName.ContainsKey(edge.To)).Select(edge => (edge.From, edge.To, edge.Sort, edge.State)),
                .. origins.Select(one => (one.Claim, one.Name, "origin", one.State)),
            ];
            Nodes =
            [
                .. Claims.Select(id => (shown._call(shown._claims[id].Text.Id), "report")).Distinct(), .. Claims.Select(id => (shown._call(id), "claim")),
                .. origins.Select(one => (one.Name, "origin")).Distinct(),
            ];
        }

        /// <summary>The ids of the claims, by time.</summary>
        public ImmutableArray<string> Claims { get; }

        public ImmutableArray<(string Name, string Sort)> Nodes { get; }

        public ImmutableArray<(string From, string To, string Sort, string State)> Arrows { get; }

        /// <summary>Who counts as the origin of a confirmed claim; else whom the claim names, which is a proposal.</summary>
        private static (string Name, string State)? Origin(EchoesShown shown, string id)
        {
            var claim = shown._state?.Claims.Find(new EntityId(id));
            return claim is { IsConfirmed: true } ? (EchoRoots.Of(shown._state!, claim).Name(shown._state!), "confirmed")
                : shown._claims[id].Claim.Chain is { IsDefaultOrEmpty: false } chain ? (chain[^1].Name, "proposed") : null;
        }
    }
}
