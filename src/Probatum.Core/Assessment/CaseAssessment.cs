using System.Collections.Immutable;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Core.Assessment;

/// <summary>A need that keeps the wording down, and what would lift it.</summary>
/// <param name="Condition">The need, as the route's file writes it.</param>
/// <param name="Why">Why it is not met.</param>
/// <param name="Raise">What would meet it.</param>
/// <param name="Items">The things of the case that bear on it.</param>
public sealed record Cap(string Condition, Phrase Why, Phrase Raise, ImmutableArray<EntityId> Items)
{
    /// <summary>The leaves that keep it from being met by being there.</summary>
    public ImmutableArray<long> Held { get; init; } = [];

    /// <summary>How far the next step is, from 1 (at the desk); see data/conditions.</summary>
    public int Effort { get; init; }
}

/// <summary>One wording of a route with each of its needs, met or not.</summary>
public sealed record Rung(RouteWording Wording, ImmutableArray<(string Need, ConditionResult Result)> Needs)
{
    /// <summary>Whether the record carries it.</summary>
    public bool Met => Needs.All(need => need.Result.Met);
}

/// <summary>
/// The strongest wording of a route that the record can carry, with the caps that keep it from the next one up, and those
/// that keep it from the top. A bound on what may be said, and no finding.
/// </summary>
public sealed record Ceiling(
    EntityId Incident, string Route, RouteWording Wording, RouteWording? Next, ImmutableArray<Cap> Caps, ImmutableArray<Cap> CapsAbove)
{
    /// <summary>Every wording of the route, the strongest first, with its needs.</summary>
    public ImmutableArray<Rung> Rungs { get; init; } = [];

    /// <summary>The caps of the next wording up, the cheapest to lift first: together they lift it.</summary>
    public IEnumerable<Cap> NextSteps => Caps.OrderBy(cap => cap.Effort);
}

/// <summary>One explanation with the items that speak for it, against it, and neither way.</summary>
public sealed record WeighedHypothesis(
    string Key, string Words, ImmutableArray<EvidenceMark> Consistent, ImmutableArray<EvidenceMark> Inconsistent,
    ImmutableArray<EvidenceMark> Neutral);

/// <summary>A finding beside what the record carries under its route; <c>Exceeds</c> when it says more, or something that the route has no words for.</summary>
public sealed record FindingBesideCeiling(FindingView Finding, Ceiling? Ceiling, bool Exceeds);

/// <summary>What the evidence about one incident can carry, and what caps it.</summary>
public sealed record IncidentAssessment(
    IncidentOpened Incident, IncidentFacts Facts, ImmutableArray<Saying> Sayings, ImmutableArray<Ceiling> Ceilings,
    HypothesisMatrix Matrix, ImmutableArray<OutcomePublished> Outcomes,
    ImmutableArray<FindingBesideCeiling> Findings, ImmutableArray<ObservationAttached> Observations)
{
    /// <summary>What is on record, in English.</summary>
    public IEnumerable<string> Says => Sayings.Select(one => one.ToString());

    /// <summary>Each explanation with the items held against it.</summary>
    public ImmutableArray<WeighedHypothesis> Hypotheses =>
    [
        .. Matrix.Hypotheses.Select(one => new WeighedHypothesis(one.Key, one.Words, Bearing(one.Key, "consistent"), Bearing(one.Key, "inconsistent"), Bearing(one.Key, "neutral"))),
    ];

    private ImmutableArray<EvidenceMark> Bearing(string key, string bearing) => [.. Facts.Marks.Where(mark => mark.Said.Hypothesis == key && mark.Said.Bearing == bearing)];
}

/// <summary>The assessment of a case: a pure function of its records and the rule tables that it pins.</summary>
/// <param name="State">The state that was assessed.</param>
/// <param name="Incidents">Each incident of the case.</param>
/// <param name="Conflicts">What records say differently and nobody decided.</param>
public sealed record CaseAssessment(CaseState State, ImmutableArray<IncidentAssessment> Incidents, ImmutableArray<Cases.Conflict> Conflicts)
{
    /// <summary>Assesses every incident of the case under every route of its tables.</summary>
    public static CaseAssessment Of(CaseState state, RuleTables tables, IEnumerable<Remark> remarks)
    {
        var facts = new CaseFacts(state, tables, remarks);
        return new(state, [.. state.Incidents.Incidents.Where(incident => incident.Incident is not null).Select(incident => Assess(facts, incident))], facts.Conflicts);
    }

    private static IncidentAssessment Assess(CaseFacts all, IncidentOpened incident)
    {
        var (facts, id) = (IncidentFacts.Of(all, incident), incident.Incident);
        var ceilings = CeilingsOf(facts);
        return new(
            incident, facts, Assessment.Sayings.Of(facts), ceilings, HypothesisMatrix.Of(facts), [.. all.Outcomes[id]],
            [.. all.Findings[id].Select(finding => Beside(finding, ceilings, all.Tables))], [.. all.Observations[id]]);
    }

    /// <summary>What the record of an incident carries under each route that has wordings.</summary>
    public static ImmutableArray<Ceiling> CeilingsOf(IncidentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        // Many wordings of many routes need the same.
        var judged = new Dictionary<(string Need, Level Level), ConditionResult>();
        ConditionResult Judge(string need, Level level)
        {
            var key = (need, Conditions.DependsOnLevel(need) ? level : Level.L0);
            return judged.TryGetValue(key, out var known) ? known : judged[key] = Conditions.Judge(need, facts, level);
        }

        return [.. facts.Tables.Routes.Values.Where(route => !route.Wordings.IsEmpty).Select(route => CeilingOf(route, facts, Judge))];
    }

    private static Ceiling CeilingOf(Route route, IncidentFacts facts, Func<string, Level, ConditionResult> judge)
    {
        ImmutableArray<Rung> rungs = [.. route.Wordings.Select(wording => new Rung(
            wording, [.. wording.Needs.Select(need => (need, judge(need, Conditions.LevelOf(wording.Needs))))]))];

        // What is blocked is named beside the level that it can't lift; by itself it keeps no wording down.
        ImmutableArray<Cap> Unmet(Rung rung)
        {
            var failing = rung.Needs.Where(need => !need.Result.Met).Select(need => new Cap(need.Need, need.Result.Why, need.Result.Raise, need.Result.Items)
            {
                Held = need.Result.Held,
                Effort = facts.Tables.Conditions.EffortOf(Need.Of(need.Need)),
            }).ToImmutableArray();
            return !facts.Blocked.IsEmpty && failing.Any(cap => Conditions.LevelOf([cap.Condition]) > Level.L0) ? [.. failing, Conditions.ConsentHeld(facts)] : failing;
        }

        var carried = rungs.First(rung => rung.Met);
        // That nothing was found is no step on the way up.
        var above = rungs.TakeWhile(rung => rung != carried).Reverse().Where(rung => rung.Wording.Class != RouteWording.Negative).ToList();
        var caps = above.Count == 0 ? [] : Unmet(above[0]);
        var known = caps.Select(cap => cap.Condition).ToHashSet(StringComparer.Ordinal);
        return new(
            facts.Incident.Incident!.Value, route.Key, carried.Wording, above.FirstOrDefault()?.Wording, caps,
            [.. above.SelectMany(rung => Unmet(rung)).DistinctBy(cap => cap.Condition).Where(cap => !known.Contains(cap.Condition))])
        {
            Rungs = rungs,
        };
    }

    private static FindingBesideCeiling Beside(FindingView finding, ImmutableArray<Ceiling> ceilings, RuleTables tables)
    {
        var ceiling = ceilings.FirstOrDefault(one => one.Route == finding.Proposed.Route);
        return new(finding, ceiling, ceiling is not null && CeilingRule.Exceeds(finding.Proposed, ceiling, tables));
    }
}

/// <summary>No finding is adopted that says more than the records carry, unless a second person took that on, on record.</summary>
public static class CeilingRule
{
    /// <summary>Why the review may not be recorded; null where it may.</summary>
    public static Refused? Judge(CaseState state, RuleTables tables, IEnumerable<Remark> remarks, FindingReviewed review)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(review);
        if (review.Verdict != FindingView.Adopted || state.Findings.Find(review.Finding) is not { Override: null } finding || Of(state, tables, remarks, finding.Proposed) is not { } ceiling
            || !Exceeds(finding.Proposed, ceiling, tables))
        {
            return null;
        }

        return new(
            "finding/above-ceiling",
            $"the records carry at most “{ceiling.Wording.Words}” under {ceiling.Route}; {state.Entities.Call(review.Finding)} says more. Unmet: {string.Join(", ", ceiling.Caps.Select(cap => cap.Condition))}. Who takes that on, with the reason, records it first ('finding override')");
    }

    /// <summary>The ceiling that a finding stands beside; null where its incident or route has none.</summary>
    public static Ceiling? Of(CaseState state, RuleTables tables, IEnumerable<Remark> remarks, FindingProposed finding)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(finding);
        return state.Incidents.Incidents.LastOrDefault(known => known.Incident is not null && known.Incident == finding.Incident) is { } incident
            ? CaseAssessment.CeilingsOf(IncidentFacts.Of(new(state, tables, remarks), incident)).FirstOrDefault(ceiling => ceiling.Route == finding.Route)
            : null;
    }

    /// <summary>Whether a finding says more than the ceiling of its route, or something that the route has no words for.</summary>
    public static bool Exceeds(FindingProposed finding, Ceiling ceiling, RuleTables tables)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(ceiling);
        ArgumentNullException.ThrowIfNull(tables);
        var rungs = tables.Routes.GetValueOrDefault(finding.Route ?? "")?.Wordings ?? [];
        var said = rungs.Select((rung, i) => (rung, i)).FirstOrDefault(one => Says(finding.Wording, one.rung), (null!, -1)).Item2;
        return said < rungs.Select(rung => rung.Key).ToImmutableArray().IndexOf(ceiling.Wording.Key);
    }

    /// <summary>Whether a finding uses this wording, by its key or its words; "{substance}" stands for whatever is named there.</summary>
    private static bool Says(string? finding, RouteWording wording)
    {
        if (finding is null || finding == wording.Key)
        {
            return finding is not null;
        }

        var parts = wording.Words.Split("{substance}");
        var said = finding.Trim();
        return parts is [var head, var tail]
            ? said.Length >= head.Length + tail.Length
                && said.StartsWith(head, StringComparison.OrdinalIgnoreCase) && said.EndsWith(tail, StringComparison.OrdinalIgnoreCase)
            : said.Equals(wording.Words, StringComparison.OrdinalIgnoreCase);
    }
}
