using System.Collections.Immutable;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Records;
using Probatum.Core.Requests;

namespace Probatum.Core.Assessment;

/// <summary>A condition that keeps the wording down, and what would lift it.</summary>
public sealed record Cap(string Condition, string Why, string Raise, ImmutableArray<EntityId> Items);

/// <summary>
/// The strongest wording of a route that the record can carry, with the caps that keep it from the next one up, and those
/// that keep it from the top.
/// </summary>
public sealed record Ceiling(
    EntityId Incident, string Route, RouteWording Wording, RouteWording? Next, ImmutableArray<Cap> Caps, ImmutableArray<Cap> CapsAbove);

/// <summary>One explanation with the items that speak for it, against it, and neither way.</summary>
public sealed record WeighedHypothesis(
    string Key, string Words, ImmutableArray<EvidenceLinked> Consistent, ImmutableArray<EvidenceLinked> Inconsistent,
    ImmutableArray<EvidenceLinked> Neutral);

/// <summary>A finding beside what the record carries under its route; <c>Exceeds</c> when it says more, or something that the route has no words for.</summary>
public sealed record FindingBesideCeiling(FindingView Finding, Ceiling? Ceiling, bool Exceeds);

/// <summary>What the evidence about one incident can carry, and what caps it.</summary>
public sealed record IncidentAssessment(
    IncidentOpened Incident, IncidentFacts Facts, ImmutableArray<string> Says, ImmutableArray<Ceiling> Ceilings,
    ImmutableArray<WeighedHypothesis> Hypotheses, ImmutableArray<OutcomePublished> Outcomes,
    ImmutableArray<FindingBesideCeiling> Findings, ImmutableArray<ObservationAttached> Observations);

/// <summary>The assessment of a case: a pure function of its records and the rule tables that it pins.</summary>
/// <param name="State">The state that was assessed.</param>
/// <param name="Incidents">Each incident of the case.</param>
/// <param name="Conflicts">What records say differently and nobody decided.</param>
public sealed record CaseAssessment(CaseState State, ImmutableArray<IncidentAssessment> Incidents, ImmutableArray<Cases.Conflict> Conflicts)
{
    /// <summary>Assesses every incident of the case under every route of its tables.</summary>
    public static CaseAssessment Of(CaseState state, RuleTables tables, IEnumerable<Remark> remarks)
    {
        var levels = SubstanceLevels.Of(state, tables);
        var (all, conflicts) = (remarks.ToImmutableArray(), Cases.Conflicts.Of(state));
        return new(state, [.. state.Incidents.Incidents.Where(incident => incident.Incident is not null).Select(incident => Assess(state, tables, incident, all, levels, conflicts))], conflicts);
    }

    private static IncidentAssessment Assess(
        CaseState state, RuleTables tables, IncidentOpened incident, ImmutableArray<Remark> remarks, ImmutableArray<SubstanceInSample> levels,
        ImmutableArray<Cases.Conflict> conflicts)
    {
        var facts = IncidentFacts.Of(state, tables, incident, remarks, levels) with { Conflicts = conflicts };
        var ceilings = tables.Routes.Values.Where(route => !route.Wordings.IsEmpty).Select(route => CeilingOf(route, facts)).ToImmutableArray();
        return new(
            incident, facts, Sayings.Of(facts), ceilings, [.. tables.Hypotheses.Select(row => Weigh(row, facts))],
            [.. state.Findings.Outcomes.Where(outcome => outcome.Incident == incident.Incident)],
            [.. state.Findings.Findings.Where(finding => finding.Proposed.Incident == incident.Incident).Select(finding => Beside(finding, ceilings, tables))],
            [.. state.Findings.Observations.Where(observation => observation.Incident == incident.Incident)]);
    }

    private static Ceiling CeilingOf(Route route, IncidentFacts facts)
    {
        // What is blocked is named beside the level that it can't lift; by itself it keeps no wording down.
        ImmutableArray<Cap> Unmet(RouteWording wording)
        {
            var failing = Failing(wording);
            return !facts.Blocked.IsEmpty && failing.Any(cap => Conditions.LevelOf([cap.Condition]) > Level.L0) ? [.. failing, Conditions.ConsentHeld(facts)] : failing;
        }

        ImmutableArray<Cap> Failing(RouteWording wording) =>
        [
            .. wording.Needs.Select(need => (Key: need, Result: Conditions.Judge(need, facts, Conditions.LevelOf(wording.Needs))))
                .Where(need => !need.Result.Met).Select(need => new Cap(need.Key, need.Result.Why, need.Result.Raise, need.Result.Items)),
        ];
        var carried = route.Wordings.First(wording => Unmet(wording).IsEmpty);
        var above = route.Wordings.TakeWhile(wording => wording != carried).Reverse().ToList();
        var next = above.FirstOrDefault();
        var caps = next is null ? [] : Unmet(next);
        var known = caps.Select(cap => cap.Condition).ToHashSet(StringComparer.Ordinal);
        return new(
            facts.Incident.Incident!.Value, route.Key, carried, next, caps,
            [.. above.SelectMany(wording => Unmet(wording)).DistinctBy(cap => cap.Condition).Where(cap => !known.Contains(cap.Condition))]);
    }

    private static WeighedHypothesis Weigh(HypothesisRow row, IncidentFacts facts)
    {
        var stated = facts.State.Findings.Hypotheses.Find(known => known.Key == row.Key && known.Incident == facts.Incident.Incident);
        ImmutableArray<EvidenceLinked> Bearing(string bearing) =>
            [.. facts.Links.Where(link => link.Hypothesis == row.Key && link.Bearing == bearing)];
        return new(row.Key, stated?.Text ?? row.Words, Bearing("consistent"), Bearing("inconsistent"), Bearing("neutral"));
    }

    private static FindingBesideCeiling Beside(FindingView finding, ImmutableArray<Ceiling> ceilings, RuleTables tables)
    {
        var ceiling = ceilings.FirstOrDefault(one => one.Route == finding.Proposed.Route);
        var rungs = tables.Routes.GetValueOrDefault(finding.Proposed.Route ?? "")?.Wordings ?? [];
        var said = rungs.Select((rung, i) => (rung, i)).FirstOrDefault(one => Says(finding.Proposed.Wording, one.rung), (null!, -1)).Item2;
        return new(finding, ceiling, ceiling is not null && said < rungs.IndexOf(ceiling.Wording));
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
