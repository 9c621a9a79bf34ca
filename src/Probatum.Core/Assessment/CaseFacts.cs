using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Interviews;
using Probatum.Core.Records;
using Probatum.Core.Requests;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Core.Assessment;

/// <summary>What the incidents of a case share, gathered once: what there is of each sort, by incident.</summary>
public sealed class CaseFacts
{
    /// <summary>Gathers it.</summary>
    public CaseFacts(CaseState state, RuleTables tables, IEnumerable<Remark> remarks)
    {
        (State, Tables, Remarks) = (state, tables, [.. remarks]);
        Levels = SubstanceLevels.Of(state, tables);
        Conflicts = Cases.Conflicts.Of(state);
        Samples = state.Samples.All.ToLookup(sample => sample.Collected.Incident);
        Substances = Levels.ToLookup(level => state.Samples.Samples.GetValueOrDefault(level.Sample)?.Collected.Incident);
        Claimed = state.Incidents.Claimed.ToLookup(claimed => claimed.Incident);
        Allegations = state.Incidents.Allegations.ToLookup(allegation => allegation.Incident);
        Casualties = state.Casualties.Casualties.ToLookup(casualty => casualty.Incident);
        Marks = state.Findings.Marks.ToLookup(mark => mark.Said.Incident);
        Findings = state.Findings.Findings.ToLookup(finding => finding.Proposed.Incident);
        Outcomes = state.Findings.Outcomes.ToLookup(outcome => outcome.Incident);
        Observations = state.Findings.Observations.ToLookup(observation => observation.Incident);
        Sites = state.Sites.Sites.ToLookup(site => site.Described.Incident);
        Remnants = state.Sites.Remnants.ToLookup(remnant => remnant.Incident);
        Interviews = state.Interviews.Interviews.ToLookup(held => held.Incident);
        Requests = state.Requests.Requests.ToLookup(request => request.Made.Incident);
        Hypotheses = state.Findings.Hypotheses.ToLookup(stated => stated.Incident);
        Absences = state.Findings.Absences.Where(absence => absence.Absence is not null).GroupBy(absence => absence.Absence!.Value).ToDictionary(group => group.Key, group => group.Last());
        Withdrawn = state.Claims.Withdrawn(state.Parties);
        NotUnderstood = [.. state.NotUnderstood.Select(entry => entry.Index)];
        _samples = new(() =>
        {
            var of = new Dictionary<EntityId, EntityId>();
            foreach (var (item, sample) in state.Laboratory.Results.Select(one => (one.Reported.Result, one.Reported.Sample))
                .Concat(state.Laboratory.Runs.Values.Select(run => (run.Run, run.Sample)))
                .Concat(state.Laboratory.Identifications.Select(one => (one.Made.Identification, one.Made.Run is { } run ? state.Laboratory.Runs.GetValueOrDefault(run)?.Sample : null)))
                .Concat(state.Sites.Remnants.Select(remnant => (remnant.Remnant, remnant.Sample))))
            {
                if (item is { } found && sample is { } tube)
                {
                    of[found] = tube;
                }
            }

            return of;
        });
    }

    /// <summary>The state.</summary>
    public CaseState State { get; }

    /// <summary>The tables that the case is judged by.</summary>
    public RuleTables Tables { get; }

    /// <summary>What reading the log remarked on.</summary>
    public ImmutableArray<Remark> Remarks { get; }

    /// <summary>Every substance in every sample.</summary>
    public ImmutableArray<SubstanceInSample> Levels { get; }

    /// <summary>What records say differently and nobody decided.</summary>
    public ImmutableArray<Cases.Conflict> Conflicts { get; }

    /// <summary>The leaves whose type this version does not know.</summary>
    public ImmutableArray<long> NotUnderstood { get; }

    internal ILookup<EntityId?, SampleView> Samples { get; }

    internal ILookup<EntityId?, SubstanceInSample> Substances { get; }

    internal ILookup<EntityId?, SamplesClaimed> Claimed { get; }

    internal ILookup<EntityId?, AllegationRecorded> Allegations { get; }

    internal ILookup<EntityId?, CasualtyRecorded> Casualties { get; }

    internal ILookup<EntityId?, EvidenceMark> Marks { get; }

    internal ILookup<EntityId?, FindingView> Findings { get; }

    internal ILookup<EntityId?, OutcomePublished> Outcomes { get; }

    internal ILookup<EntityId?, ObservationAttached> Observations { get; }

    internal ILookup<EntityId?, SiteView> Sites { get; }

    internal ILookup<EntityId?, RemnantRecorded> Remnants { get; }

    internal ILookup<EntityId?, InterviewHeld> Interviews { get; }

    internal ILookup<EntityId?, RequestView> Requests { get; }

    internal ILookup<EntityId?, HypothesisStated> Hypotheses { get; }

    internal ILookup<EntityId, ClaimView> Withdrawn { get; }

    private Dictionary<EntityId, AbsenceRecorded> Absences { get; }

    // Results and identifications by the sample that they are of; made when somebody asks.
    private readonly Lazy<Dictionary<EntityId, EntityId>> _samples;

    /// <summary>The body of evidence that an item belongs to: what was analysed for what was found in it, whole before its parts; itself for all others.</summary>
    public EntityId? BodyOf(EntityId? item)
    {
        if (item is not { } id)
        {
            return null;
        }

        var sample = _samples.Value.TryGetValue(id, out var of) ? of : id;
        return State.Samples.Samples.GetValueOrDefault(sample)?.Root ?? sample;
    }

    /// <summary>
    /// Whether explanations of an incident can be held against it: evidence, and of this incident. What people say or publish is none, and an absence is some
    /// only where somebody looked who is no party to the dispute.
    /// </summary>
    public bool IsEvidence(EntityId? item, IncidentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return item is { } id && (Absences.TryGetValue(id, out var absence)
            ? absence is { Sought: true, By: not null } && !facts.IsInDispute(absence.By) && IsOf(absence.Incident)
            : State.Entities.Find(id)?.IsEvidence == true && IsOf(IncidentOf(id)));

        bool IsOf(EntityId? incident) => incident is null || incident == facts.Incident.Incident;
    }

    private EntityId? IncidentOf(EntityId item) => State.Samples.Samples.GetValueOrDefault(BodyOf(item) ?? item)?.Collected.Incident
        ?? (State.Casualties.Positions.TryGetValue(item, out var person) ? State.Casualties.Casualties[person].Incident : null)
        ?? (State.Sites.RemnantPositions.TryGetValue(item, out var remnant) ? State.Sites.Remnants[remnant].Incident : null)
        ?? State.Media.Find(item)?.Captured.Incident;
}
