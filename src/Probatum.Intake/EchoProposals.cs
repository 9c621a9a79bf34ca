using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Claims;
using Probatum.Core.Records;
using Probatum.Text;
using Probatum.Text.Echoes;

namespace Probatum.Intake;

/// <summary>Looks for echoes among the reports of a case. What it finds is a view: nothing is recorded until an analyst confirms it.</summary>
public static class EchoProposals
{
    /// <summary>The engine as a record names it.</summary>
    public const string Engine = "probatum-text/" + EchoFinder.Version;

    /// <summary>The most passages that a record names; the longest are kept.</summary>
    public const int MostPassages = 64;

    /// <summary>The reports of the case as the engine reads them, each called by its id; one whose text is not here is left out.</summary>
    /// <param name="state">The case.</param>
    /// <param name="read">The text of a report.</param>
    /// <param name="wanted">Only these reports; null for all.</param>
    public static ImmutableArray<EchoText> Texts(CaseState state, Func<Blob, string?> read, IReadOnlySet<EntityId>? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(read);
        var claims = state.Claims.Claims.Where(claim => claim.State != ClaimState.Rejected && claim.Said.Report is not null).ToLookup(claim => claim.Said.Report!.Value);
        return
        [
            .. state.Claims.Reports.Where(report => report.Aside is null && wanted?.Contains(report.Id) != false)
                .Select(report => (Report: report, Text: report.Captured.Text is { } blob ? read(blob) : null)).Where(one => one.Text is not null)
                .Select(one => new EchoText(
                    one.Report.Id.Text, one.Text!, one.Report.Captured.Publisher is { } publisher ? state.Parties.Name(publisher) : null,
                    one.Report.Captured.Published?.Earliest is { } day ? DateOnly.FromDateTime(day.DateTime) : null,
                    [.. claims[one.Report.Id].Select(claim => Claim(claim.Id.Text, claim.Said))], one.Report.Captured.Images, one.Report.Captured.Address)),
        ];
    }

    /// <summary>The proposals, without those between reports of which an analyst rejected an echo.</summary>
    public static EchoGraph Find(CaseState state, ImmutableArray<EchoText> texts, int threads)
    {
        ArgumentNullException.ThrowIfNull(state);
        var apart = state.Echoes.Edges.Where(edge => !edge.IsConfirmed).Select(edge => (edge.From.Text, edge.To.Text)).ToHashSet();
        return EchoFinder.Find(texts, threads, apart);
    }

    /// <summary>The proposals between claims, inside the pairs of reports for which an edge is proposed or confirmed.</summary>
    /// <param name="state">The case; null for files alone.</param>
    /// <param name="texts">The reports.</param>
    /// <param name="graph">The proposals between them.</param>
    public static ImmutableArray<EchoEdge> Claims(CaseState? state, ImmutableArray<EchoText> texts, EchoGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var byId = texts.ToDictionary(text => text.Id, StringComparer.Ordinal);
        var pairs = graph.Edges.Where(edge => !edge.IsOutside && state?.Echoes.Find(new(edge.From), new(edge.To)) is not { IsConfirmed: false })
            .Select(edge => new EchoPair(byId[edge.From], byId[edge.To], edge.Sort, edge.Passages)).ToList();
        foreach (var edge in state?.Echoes.Edges.Where(edge => edge.IsConfirmed) ?? [])
        {
            if (byId.GetValueOrDefault(edge.From.Text) is { } later && byId.GetValueOrDefault(edge.To.Text) is { } earlier
                && !pairs.Exists(pair => pair.Later == later && pair.Earlier == earlier))
            {
                // What an analyst confirmed need not be what is proposed now: the passages are those on record.
                pairs.Add(new(later, earlier, edge.Said.Sort ?? "repeats", [.. Each(edge.Said.FromSpans).Zip(Each(edge.Said.ToSpans), (from, to) => Passage(later, from, to)).OfType<EchoPassage>()]));
            }
        }

        return ClaimEchoes.Find(pairs);
    }

    private static EchoPassage? Passage(EchoText later, TextSpan from, TextSpan to)
    {
        if (from.End > CodePoints.Count(later.Text) || to.End > int.MaxValue)
        {
            return null;
        }

        var place = new Span((int)from.Start, (int)from.End);
        return new(place, new((int)to.Start, (int)to.End), CodePoints.Slice(later.Text, place).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1000, false);
    }

    /// <summary>The analyst's word on an edge, with the passages and reasons of the proposal where there is one.</summary>
    public static EchoReviewed Review(EntityId from, EntityId to, string sort, string verdict, EchoEdge? proposal, string? reason)
    {
        var passages = (proposal?.Passages ?? []).OrderByDescending(passage => passage.Words).ThenBy(passage => passage.From.Start).Take(MostPassages)
            .OrderBy(passage => passage.From.Start).ThenBy(passage => passage.To.Start).ToImmutableArray();
        return new(
            from, to, sort, verdict, Spans(passages.Select(passage => passage.From)), proposal?.IsOutside == true ? [] : Spans(passages.Select(passage => passage.To)),
            proposal is null ? null : Engine,
            [.. (proposal?.Signals ?? []).Select(signal => FormattableString.Invariant($"{signal.Name} {signal.Points}"))], reason);
    }

    private static ImmutableArray<TextSpan> Spans(IEnumerable<Span> spans) => [.. spans.Select(span => new TextSpan(span.Start, span.End))];

    internal static ProposedClaim Claim(string id, ClaimProposed said) => new(
        id, Spans(said.SourceSpans), Spans(said.CueSpans), Spans(said.ContentSpans), said.ClaimKind ?? "", said.Stance ?? "",
        said.Topic ?? "", said.Certainty, said.Speaker, [.. Each(said.Chain).Select(link => new ChainItem(link.Name, link.Role, link.Org))],
        [.. Each(said.Event).Select(field => new EventSlot(field.Field, field.Value, default))], said.Rule ?? "", false);

    private static ImmutableArray<Span> Spans(ImmutableArray<TextSpan> spans) =>
        [.. Each(spans).Where(span => span.End <= int.MaxValue).Select(span => new Span((int)span.Start, (int)span.End))];

    private static ImmutableArray<T> Each<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;
}
