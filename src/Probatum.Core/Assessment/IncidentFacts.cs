using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Claims;
using Probatum.Core.Findings;
using Probatum.Core.Incidents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Assessment;

/// <summary>Somebody who is the first known source of claims about an incident, with those claims. Echoes count once.</summary>
/// <param name="Party">The side behind it; null where nobody tied the speaker to a party.</param>
/// <param name="Name">Who it is.</param>
/// <param name="Denies">Whether it denies.</param>
/// <param name="Claims">The claims that go back to it, its own and echoes of them.</param>
/// <param name="Echoes">Those of the claims that others spoke and that a confirmed echo leads to it.</param>
public sealed record Origin(EntityId? Party, string Name, bool Denies, ImmutableArray<ClaimView> Claims, ImmutableArray<ClaimView> Echoes)
{
    /// <summary>How each of the claims leads to the origin, in their order.</summary>
    public ImmutableArray<EchoRoot> Ways { get; init; } = [];
}

/// <summary>What the records say about one incident, gathered for the conditions of a route's wordings.</summary>
public sealed record IncidentFacts(
    CaseFacts Case, IncidentOpened Incident, ImmutableArray<SampleView> Samples, ImmutableArray<SampleView> Controls, ImmutableArray<SamplesClaimed> Claimed,
    ImmutableArray<SubstanceInSample> Substances, ImmutableArray<SubstanceInSample> InControls, ImmutableArray<Origin> Origins,
    ImmutableArray<CasualtyRecorded> Casualties, ImmutableArray<EvidenceMark> Marks, FrozenSet<EntityId> PartiesInDispute)
{
    /// <summary>Gathers the facts of an incident.</summary>
    public static IncidentFacts Of(CaseFacts all, IncidentOpened incident)
    {
        ArgumentNullException.ThrowIfNull(all);
        var (state, id) = (all.State, incident.Incident);
        var here = all.Samples[id].ToList();
        var roots = here.Where(sample => !sample.IsControl).Select(sample => sample.Root).ToHashSet();
        var controlRoots = here.Where(sample => sample.IsBlank).Select(sample => sample.Root).ToHashSet();
        ImmutableArray<SubstanceInSample> levels = [.. all.Substances[id]];
        ImmutableArray<SamplesClaimed> claimed = [.. all.Claimed[id].Where(claimed => state.Claims.Find(claimed.Claim) is not ({ Placing: ClaimPlacing.Misplaced } or { IsAside: true }))];
        var origins = OriginsOf(all, incident);
        var facts = new IncidentFacts(
            all, incident,
            [.. here.Where(sample => !sample.IsControl && sample.Parent is null)],
            [.. here.Where(sample => sample.IsBlank && sample.Root == sample.Id)],
            claimed, Counting(levels.Where(level => roots.Contains(level.Sample))), Counting(levels.Where(level => controlRoots.Contains(level.Sample))), origins, [.. all.Casualties[id]],
            [.. all.Marks[id].Where(mark => state.Claims.Find(mark.Said.Item) is not { IsConfirmed: false })],
            all.Allegations[id].Where(allegation => allegation.Stance != AllegationRecorded.Withdrawn).Select(allegation => allegation.By)
                .Concat(origins.Select(origin => origin.Party)).Concat(claimed.Select(item => item.HeldBy)).OfType<EntityId>().Select(state.Parties.SideOf).ToFrozenSet())
        {
            Blocked = [.. levels.Where(level => roots.Contains(level.Sample)).SelectMany(level => level.Words).Where(word => word.Blocked is not null)],
        };
        ImmutableArray<SubstanceInSample> bearing = [.. facts.Substances.Where(facts.Bears)];
        return facts with
        {
            Bearing = bearing,
            Highest = bearing.Select(substance => substance.Level).Where(level => level is not null).DefaultIfEmpty(null).Max(),
            EvidenceMarks = [.. facts.Marks.Where(mark => all.IsEvidence(mark.Said.Item, facts))],
        };
    }

    /// <summary>The state.</summary>
    public CaseState State => Case.State;

    /// <summary>The tables that the case is judged by.</summary>
    public RuleTables Tables => Case.Tables;

    /// <summary>What reading the log remarked on.</summary>
    public ImmutableArray<Remark> Remarks => Case.Remarks;

    /// <summary>What records of the case say differently, undecided.</summary>
    public ImmutableArray<Cases.Conflict> Conflicts => Case.Conflicts;

    /// <summary>
    /// The substances that a wording can rest on: all but those of which the case's table says that they come from much else too, in
    /// whatever is said of them.
    /// </summary>
    public ImmutableArray<SubstanceInSample> Bearing { get; private init; } = [];

    /// <summary>How items that are evidence bear on hypotheses. What somebody says or publishes is shown beside the hypotheses and decides nothing.</summary>
    public ImmutableArray<EvidenceMark> EvidenceMarks { get; private init; } = [];

    /// <summary>The rows of the table of markers for a substance in the matrix of its sample; those of any matrix where it has none for that.</summary>
    public IEnumerable<Marker> Markers(SubstanceInSample one)
    {
        ArgumentNullException.ThrowIfNull(one);
        List<Marker> fitting = [.. MarkersInMatrix(one)];
        return fitting.Count > 0 ? fitting : Tables.Markers?.Of(one.Substance) ?? [];
    }

    /// <summary>The rows of the table of markers for a substance in the matrix of its sample.</summary>
    public IEnumerable<Marker> MarkersInMatrix(SubstanceInSample one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var matrix = State.Samples.Samples.GetValueOrDefault(one.Sample)?.Collected.Matrix;
        return (Tables.Markers?.Of(one.Substance) ?? []).Where(row => row.Matrices.Contains(MarkerTable.AnyMatrix) || (matrix is not null && row.Matrices.Contains(matrix)));
    }

    /// <summary>Whether two names mean one substance: the same name, or names of one row of the table of markers.</summary>
    public bool IsSame(SubstanceInSample one, SubstanceInSample other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Substance.Equals(other.Substance, StringComparison.OrdinalIgnoreCase) || (Tables.Markers?.Of(one.Substance).Intersect(Tables.Markers.Of(other.Substance)).Any() ?? false);
    }

    private bool Bears(SubstanceInSample one)
    {
        var rows = Markers(one).ToList();
        return rows.Count == 0 || rows.Exists(row => row.Specificity != Specificity.NonSpecific);
    }

    /// <summary>The persons whose signs may stay back from whoever reads this; all of them where it stays back who was examined.</summary>
    internal HashSet<EntityId> SignsWithheld() =>
    [
        .. State.Entries.Where(entry => entry.Withheld > 0).Select(entry => entry.Statement is CasualtyRecorded { Signs.IsDefaultOrEmpty: true } one ? one.Casualty : null).OfType<EntityId>(),
        .. State.Casualties.Examined.Exists(one => one.Said.Casualty is null) ? Casualties.Select(one => one.Casualty).OfType<EntityId>() : [],
    ];

    /// <summary>What is reported of samples of the incident and counts for nothing, because neither consent nor law carries it.</summary>
    public ImmutableArray<LaboratoryWord> Blocked { get; private init; } = [];

    private static ImmutableArray<SubstanceInSample> Counting(IEnumerable<SubstanceInSample> levels) =>
        [.. levels.Select(level => level.Words.All(word => word.Blocked is null) ? level : level with { Words = [.. level.Words.Where(word => word.Blocked is null)] }).Where(level => !level.Words.IsEmpty)];

    /// <summary>
    /// How many independent origins allege it: known sides, echoes with the origin they go back to. A confirmed echo takes away and
    /// never adds, so there are no more than there are sides that speak.
    /// </summary>
    public int IndependentOrigins => Math.Min(
        Origins.Where(origin => !origin.Denies).Select(origin => origin.Party).OfType<EntityId>().Select(State.Parties.SideOf).Distinct().Count(),
        Origins.Where(origin => !origin.Denies).SelectMany(origin => origin.Claims).Select(claim => claim.Speaker).OfType<EntityId>().Select(State.Parties.SideOf).Distinct().Count());

    /// <summary>The highest level that any result carries for any substance in a sample of the incident.</summary>
    public Level? Highest { get; private init; }

    /// <summary>The substances at the highest level: what a wording would rely on.</summary>
    public IEnumerable<SubstanceInSample> Relied => Bearing.Where(substance => substance.Level is not null && substance.Level == Highest);

    /// <summary>
    /// The best assurance with which the results can carry <paramref name="level"/>, and the substances that do. Only results
    /// whose own chain is that good are counted, so a further result of poor custody takes nothing from those before it.
    /// </summary>
    public (Assurance Best, ImmutableArray<SubstanceInSample> By) Custody(Level level)
    {
        foreach (var least in new[] { Assurance.Direct, Assurance.Corroborated, Assurance.Reported })
        {
            var by = Bearing.Where(one => SubstanceLevels.Carried(State, one, word => Custody(word) >= least) >= level).ToImmutableArray();
            if (!by.IsEmpty)
            {
                return (least, by);
            }
        }

        return (Assurance.Gap, [.. Bearing.Where(one => one.Level >= level)]);
    }

    // Each condition of each wording asks for the same ones.
    private readonly ConcurrentDictionary<EntityId, CustodyReview> _reviews = new();

    /// <summary>A sample's custody, looked at as a whole.</summary>
    public CustodyReview Custody(SampleView sample) => _reviews.GetOrAdd(sample.Id, _ => CustodyReview.Of(sample, State.Samples, Tables.Anomalies));

    /// <summary>Whether the party acts for a side that alleges it.</summary>
    public bool Alleges(EntityId? party) => Case.Allegations[Incident.Incident]
        .Any(allegation => allegation.Stance is not ("denies" or AllegationRecorded.Withdrawn) && State.Parties.SameSide(allegation.By, party));

    /// <summary>Whether the party acts for a side of the dispute.</summary>
    public bool IsInDispute(EntityId? party) => party is { } one && PartiesInDispute.Contains(State.Parties.SideOf(one));

    /// <summary>Whether any record says that the sample came into the hands of that side.</summary>
    public bool Reached(SampleView sample, EntityId laboratory) => sample.CameTo(laboratory, State.Parties);

    /// <summary>The chain of what was analysed, up to whoever analysed it; a gap where no record brings it there.</summary>
    private Assurance Custody(LaboratoryWord word) =>
        State.Samples.Samples.GetValueOrDefault(word.Sample) is { } sample && Reached(sample, word.Laboratory) ? Custody(sample).Assurance : Assurance.Gap;

    private static ImmutableArray<Origin> OriginsOf(CaseFacts all, IncidentOpened incident)
    {
        var (state, withdrawn) = (all.State, all.Withdrawn);
        return
        [
            .. all.Allegations[incident.Incident].Where(allegation => allegation.Stance is "alleges" or "denies")
            .SelectMany(allegation => allegation.Claims.Select(id => (Claim: state.Claims.Find(id), Denies: allegation.Stance == "denies")))
            .Where(pair => pair.Claim is { IsConfirmed: true, Said.Stance: not ClaimView.Withdraws } claim && !withdrawn.Contains(claim.Id))
            .Select(pair => (Claim: pair.Claim!, pair.Denies, Root: EchoRoots.Of(state, pair.Claim!)))
            .Where(pair => !withdrawn.Contains(pair.Root.Claim.Id))
            .GroupBy(pair => (Key: pair.Root.Name(state), pair.Denies))
            .Select(group => new Origin(
                group.First().Root.Side(state), group.Key.Key, group.Key.Denies,
                [.. group.Select(pair => pair.Claim).DistinctBy(claim => claim.Id).OrderBy(claim => claim.Index)],
                [.. group.Where(pair => pair.Root.Side(state) != Party(state, pair.Claim)).Select(pair => pair.Claim).DistinctBy(claim => claim.Id).OrderBy(claim => claim.Index)])
            {
                Ways = [.. group.DistinctBy(pair => pair.Claim.Id).OrderBy(pair => pair.Claim.Index).Select(pair => pair.Root)],
            }),
        ];
    }

    private static EntityId? Party(CaseState state, ClaimView claim) =>
        claim.Speaker is { } speaker ? state.Parties.Top(speaker) : null;
}
