using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core;
using Probatum.Core.Claims;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Intake;
using Probatum.Text;
using Probatum.Text.Echoes;

namespace Probatum.Verbs;

/// <summary>An edge as it is shown: a proposal, a recorded word, or both.</summary>
/// <param name="From">What the screen calls its beginning.</param>
/// <param name="To">What the screen calls its end, or a name.</param>
/// <param name="Sort">quotes, cites, repeats or translates.</param>
/// <param name="State">proposed, confirmed or rejected.</param>
/// <param name="Proposal">What the engine says of it; null where it proposes nothing of the kind.</param>
internal sealed record ShownEdge(string From, string To, string Sort, string State, EchoEdge? Proposal)
{
    /// <summary>What the command line calls it.</summary>
    public string Name => $"{From}:{To}";
}

/// <summary>Reports that go back to one origin, if what is proposed and confirmed holds.</summary>
/// <param name="Name">Who is named at it; null for nobody.</param>
/// <param name="Words">Its words in the earliest report known.</param>
/// <param name="Reports">Its reports, the earliest first.</param>
/// <param name="Edges">What goes back to what among them; an edge stands at the first origin that has both its ends.</param>
internal sealed record ShownOrigin(string? Name, string Words, ImmutableArray<EchoText> Reports, ImmutableArray<ShownEdge> Edges);

/// <summary>Echoes for the screen, for programs and as a drawing.</summary>
internal sealed partial class EchoesShown
{
    private const int LongestPassage = 160;

    private readonly ImmutableArray<EchoText> _texts;
    private readonly Dictionary<string, EchoText> _byId;
    private readonly Dictionary<string, (EchoText Text, ProposedClaim Claim)> _claims;
    private readonly Func<string, string> _call;
    private readonly CaseState? _state;
    private readonly AllegationRecorded? _allegation;
    private readonly EchoGraph _graph;
    private readonly ImmutableArray<ShownEdge> _edges;
    private readonly ImmutableArray<ShownEdge> _claimEdges;
    private readonly bool _withClaims;

    private EchoesShown(ImmutableArray<EchoText> texts, EchoGraph graph, CaseState? state, AllegationRecorded? allegation, bool withClaims)
    {
        _withClaims = withClaims;
        (_texts, _graph, _state, _allegation) = (texts, graph, state, allegation);
        _byId = texts.ToDictionary(text => text.Id, StringComparer.Ordinal);
        _call = id => state is null || !EntityId.IsWellFormed(id) ? id : state.Entities.Call(new EntityId(id));
        _claims = texts.SelectMany(text => (text.Claims.IsDefault ? [] : text.Claims).Select(claim => (text, claim))).ToDictionary(pair => pair.claim.Id, StringComparer.Ordinal);
        var told = new HashSet<(EntityId, EntityId)>();
        _claimEdges = withClaims ? [.. Edges(EchoProposals.Claims(state, texts, graph), told), .. Recorded(told, true)] : [];
        _edges = [.. Edges(graph.Edges, told), .. Recorded(told, false)];
    }

    /// <summary>The reports of a set of files.</summary>
    public static EchoesShown Alone(ImmutableArray<EchoText> texts, EchoGraph graph, bool withClaims) => new(texts, graph, null, null, withClaims);

    /// <summary>The reports of a case, with what analysts said.</summary>
    public static EchoesShown OfCase(CaseState state, ImmutableArray<EchoText> texts, EchoGraph graph, EntityId? allegation, bool withClaims) =>
        new(texts, graph, state, allegation is null ? null : state.Incidents.Allegations.First(one => one.Allegation == allegation), withClaims);

    /// <summary>For people.</summary>
    public IEnumerable<string> Lines(int min)
    {
        var (origins, rest) = Grouped(min);
        foreach (var (origin, i) in origins.Select((origin, i) => (origin, i)))
        {
            yield return $"ORIGIN {(i + 1).ToString(CultureInfo.InvariantCulture)}: {origin.Name ?? "nobody named"}; {Count(origin.Reports.Length, "report")}, the earliest known is {Said(origin.Reports[0])}";
            yield return $"  “{origin.Words}”";
            foreach (var line in origin.Edges.SelectMany(Lines))
            {
                yield return line;
            }
        }

        if (rest.Length > 0)
        {
            yield return "OTHER EDGES: sources that reports name, and what analysts said";
            foreach (var line in rest.SelectMany(Lines))
            {
                yield return line;
            }
        }

        if (_withClaims)
        {
            yield return "CLAIMS: which claim goes back to which, and to whom";
            foreach (var line in Wanted(_claimEdges, min).SelectMany(Lines))
            {
                yield return line;
            }
        }

        foreach (var line in Sums())
        {
            yield return line;
        }
    }

    /// <summary>The origins with their reports and edges, and the edges that stand at none: sources that reports name, and what analysts said.</summary>
    public (ImmutableArray<ShownOrigin> Origins, ImmutableArray<ShownEdge> Others) Grouped(int min)
    {
        var (edges, seen) = (Wanted(min), new HashSet<ShownEdge>());
        ImmutableArray<ShownOrigin> origins =
        [
            .. Origins(edges).Select(origin => new ShownOrigin(
                origin.Name, Short(CodePoints.Slice(_byId[origin.First].Text, origin.Place)), [_byId[origin.First], .. origin.Reports.Where(id => id != origin.First).Select(id => _byId[id])],
                [.. edges.Where(edge => edge.Proposal is { IsOutside: false } one && origin.Reports.Contains(one.From) && origin.Reports.Contains(one.To) && seen.Add(edge))])),
        ];
        return (origins, [.. edges.Where(edge => !seen.Contains(edge))]);
    }

    /// <summary>The passages that an edge rests on, the longest first.</summary>
    public IEnumerable<string> Passages(ShownEdge edge) =>
        (edge.Proposal?.Passages ?? []).Where(passage => edge.Proposal!.IsOutside || passage.Words > 1).OrderByDescending(passage => passage.Words).Take(edge.Proposal?.IsOutside == true ? 1 : 3)
            .Select(passage => Short(CodePoints.Slice(TextOf(edge.Proposal!.From), passage.From)));

    /// <summary>How many origins there are if all holds, and by what is confirmed; behind it what stands alone.</summary>
    public IEnumerable<string> Sums()
    {
        if (_allegation is { } allegation)
        {
            var origins = AllegationOrigins();
            yield return $"{_call(allegation.Allegation!.Value.Text)}: {Count(allegation.Claims.Length, "claim")} in {Count(AllegationReports()!.Count, "report")}; by confirmed echoes {Count(origins.Count, "origin")}: "
                + string.Join("; ", origins.Select(origin => $"{origin.Name} ({string.Join(", ", origin.Claims.Select(claim => _call(claim.Id.Text)))})")) + $"; {Count(Open(), "proposal")} open";
        }

        yield return $"{Count(_texts.Length, "report")}: {Count(ProposedOrigins(), "origin")} if every proposal holds"
            + (_state is null ? "" : $", {ConfirmedOrigins().ToString(CultureInfo.InvariantCulture)} by what is confirmed")
            + (_graph.Alone.IsEmpty ? "" : $"; alone: {string.Join(' ', _graph.Alone.Take(40).Select(_call))}{(_graph.Alone.Length > 40 ? " …" : "")}");
    }

    /// <summary>As a drawing of the reports that share something.</summary>
    public string Svg(int min)
    {
        if (_withClaims)
        {
            return ClaimsSvg(min);
        }

        var edges = Wanted(min).Where(edge => edge.Proposal is { IsOutside: false } && edge.State != "rejected").ToList();
        var origins = Origins(edges);
        var ids = origins.SelectMany(origin => origin.Reports).Concat(edges.SelectMany(edge => new[] { edge.Proposal!.From, edge.Proposal.To })).Distinct().ToList();
        if (ids.Count > EchoDrawing.MostReports)
        {
            throw new BadInputException($"{ids.Count} reports are too many to draw, {EchoDrawing.MostReports} are not: narrow them with --allegation or --min");
        }

        var rows = ids.Select(id => _byId[id]).OrderBy(text => text.Date ?? DateOnly.MaxValue).ThenByDescending(text => text.Text.Length).ThenBy(text => text.Id, StringComparer.Ordinal).ToImmutableArray();
        var at = rows.Select((text, i) => (text.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        return EchoDrawing.Svg(
            [.. rows.Select(text => new DrawnReport(_call(text.Id), Day(text), $"{text.Publisher ?? "publisher not known"}: {Short(text.Text)}"))],
            [.. edges.Select(edge => new DrawnEcho(at[edge.Proposal!.From], at[edge.Proposal.To], edge.Sort, edge.State == "confirmed"))],
            [.. origins.Select(origin => new DrawnOrigin(origin.Name ?? $"nobody named; first in {_call(origin.First)}", [.. origin.Reports.Select(id => at[id])]))]);
    }

    /// <summary>Proposals with the word of an analyst; what has one is noted in <paramref name="told"/>.</summary>
    private IEnumerable<ShownEdge> Edges(IEnumerable<EchoEdge> proposals, HashSet<(EntityId, EntityId)> told)
    {
        foreach (var edge in proposals)
        {
            var to = edge.IsOutside ? _state?.Entities.Named(edge.To).FirstOrDefault(one => one.Sort == "party")?.Id : _state is null ? null : (EntityId?)new EntityId(edge.To);
            var word = to is { } target ? _state!.Echoes.Find(new(edge.From), target) : null;
            if (word is not null)
            {
                told.Add((word.From, word.To));
            }

            yield return new(_call(edge.From), _call(edge.To), word?.Said.Sort ?? edge.Sort, word is null ? "proposed" : word.IsConfirmed ? "confirmed" : "rejected", edge);
        }
    }

    /// <summary>The words of analysts on what is not proposed: on edges that begin at a claim only, or on all.</summary>
    private IEnumerable<ShownEdge> Recorded(HashSet<(EntityId From, EntityId To)> told, bool ofClaims)
    {
        foreach (var word in _state?.Echoes.Edges.Where(word => !told.Contains((word.From, word.To)) && (!ofClaims || _claims.ContainsKey(word.From.Text))) ?? [])
        {
            told.Add((word.From, word.To));
            yield return new(_call(word.From.Text), _call(word.To.Text), word.Said.Sort ?? "withheld", word.IsConfirmed ? "confirmed" : "rejected", null);
        }
    }

    private List<ShownEdge> Wanted(int min) => Wanted(_edges, min);

    private List<ShownEdge> Wanted(ImmutableArray<ShownEdge> edges, int min)
    {
        var reports = AllegationReports();
        var claims = _allegation?.Claims.Select(id => _call(id.Text)).ToHashSet();
        return
        [
            .. edges.Where(edge => (edge.Proposal?.Score ?? 1000) >= min
                && (reports is null || reports.Contains(edge.From) || reports.Contains(edge.To) || claims!.Contains(edge.From) || claims.Contains(edge.To))),
        ];
    }

    private ImmutableArray<EchoOrigin> Origins(List<ShownEdge> edges)
    {
        var reports = AllegationReports();
        var linked = edges.Where(edge => edge.Proposal is not null).SelectMany(edge => new[] { edge.Proposal!.From, edge.Proposal.To }).ToHashSet();
        return [.. _graph.Origins.Where(origin => origin.Reports.Any(linked.Contains) && (reports is null || origin.Reports.Any(id => reports.Contains(_call(id)))))];
    }

    private HashSet<string>? AllegationReports() =>
        _allegation?.Claims.Select(id => _state!.Claims.Find(id)?.Said.Report).OfType<EntityId>().Select(id => _call(id.Text)).ToHashSet();

    private IEnumerable<string> Lines(ShownEdge edge)
    {
        var order = edge.Proposal is { IsOutside: false, IsOrdered: false } ? "; which came first is not known" : "";
        yield return $"  {edge.Name}  {edge.Sort}, {edge.State}{(edge.Proposal is { } proposal ? $", {proposal.Score.ToString(CultureInfo.InvariantCulture)} points" : "")}{order}";
        foreach (var signal in edge.Proposal?.Signals ?? [])
        {
            yield return $"      {signal.Name} {signal.Points.ToString(CultureInfo.InvariantCulture)}: {signal.Why}";
        }

        foreach (var passage in Passages(edge))
        {
            yield return $"      “{passage}”";
        }
    }

    private string TextOf(string id) => (_byId.GetValueOrDefault(id) ?? _claims[id].Text).Text;

    private int Open() => Wanted(0).Count(edge => edge is { State: "proposed", Proposal.IsOutside: false });

    private List<(string Name, ImmutableArray<ClaimView> Claims)> AllegationOrigins() =>
    [
        .. _allegation!.Claims.Where(id => !_state!.Claims.Withdrawn(_state.Parties).Contains(id)).Select(id => _state!.Claims.Find(id)).OfType<ClaimView>().Where(claim => claim.IsConfirmed)
            .GroupBy(claim => EchoRoots.Of(_state!, claim).Name(_state!)).Select(group => (group.Key, group.ToImmutableArray())),
    ];

    /// <summary>Origins if every proposal holds besides what is confirmed: that can only make them fewer.</summary>
    private int ProposedOrigins() => _state is null ? _graph.Count : Math.Min(_graph.Count, Origins(
        _state.Echoes.Edges.Where(edge => edge.IsConfirmed).Select(edge => (ReportOf(edge.From), ReportOf(edge.To)))
            .Concat(_graph.Edges.Where(edge => !edge.IsOutside && _state.Echoes.Find(new(edge.From), new(edge.To)) is not { IsConfirmed: false }).Select(edge => ((string?)edge.From, (string?)edge.To)))));

    /// <summary>Groups of reports that confirmed echoes hold together, and reports alone.</summary>
    private int ConfirmedOrigins() => Origins(_state!.Echoes.Edges.Where(edge => edge.IsConfirmed).Select(edge => (ReportOf(edge.From), ReportOf(edge.To))));

    private int Origins(IEnumerable<(string? From, string? To)> edges)
    {
        var parent = _texts.ToDictionary(text => text.Id, text => text.Id, StringComparer.Ordinal);
        string Root(string id)
        {
            while (parent[id] != id)
            {
                id = parent[id];
            }

            return id;
        }

        foreach (var (from, to) in edges)
        {
            if (from is not null && to is not null && parent.ContainsKey(from) && parent.ContainsKey(to))
            {
                parent[Root(from)] = Root(to);
            }
        }

        return parent.Keys.Count(id => parent[id] == id);
    }

    private string? ReportOf(EntityId id) => _state!.Claims.Report(id) is not null ? id.Text : _state.Claims.Find(id)?.Said.Report?.Text;

    private string Said(EchoText text) => $"{_call(text.Id)} ({text.Publisher ?? "publisher not known"}, {Day(text)})";

    /// <summary>When a report was published, in words.</summary>
    public static string Day(EchoText text) => text.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "undated";

    private static string Count(long count, string one) => Words.Count(count, one);

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestPassage ? line : line[..(char.IsHighSurrogate(line[LongestPassage - 2]) ? LongestPassage - 2 : LongestPassage - 1)] + "…";
    }
}
