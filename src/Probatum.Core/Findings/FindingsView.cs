using Probatum.Core.Records;

namespace Probatum.Core.Findings;

/// <summary>How one item bears on one hypothesis, and whose judgement that is: the author's, or of whoever gave it the words it has now.</summary>
public sealed record EvidenceMark(long Index, KeyName Analyst, EvidenceLinked Said);

/// <summary>Who took it on that a finding says more than the records carry.</summary>
public sealed record Override(long Index, KeyName By, CeilingOverridden Said);

/// <summary>A finding and where it stands: proposed, adopted by a second person, or rejected.</summary>
/// <remarks><c>Corrector</c> is who gave it the words it has now, where that is not the author: neither may review it.
/// <c>SaysSince</c> is the leaf since which it has these words: a correction takes an adoption back, and an override too.</remarks>
public sealed record FindingView(long Index, KeyName Author, FindingProposed Proposed, FindingReviewed? Review, KeyName? Corrector = null, long SaysSince = 0)
{
    /// <summary>The verdict by which a second person makes it a finding.</summary>
    public const string Adopted = "adopted";

    /// <summary>Who reviewed it; null for nobody.</summary>
    public KeyName? Reviewer { get; init; }

    /// <summary>Why it may say more than the records carry; null where nobody took that on.</summary>
    public Override? Override { get; init; }

    /// <summary>The adopted finding that took its place.</summary>
    public EntityId? SupersededBy { get; init; }

    /// <summary>Whether it is adopted and no later finding took its place.</summary>
    public bool Stands => Review?.Verdict == Adopted && SupersededBy is null;

    /// <summary>Where it stands, in a word.</summary>
    public string Standing => SupersededBy is null ? Review?.Verdict ?? "proposed" : "superseded";

    /// <summary>Whether this key had a hand in the finding.</summary>
    public bool IsBy(KeyName key) => key == Author || key == Corrector;
}

/// <summary>Hypotheses, how items bear on them, what was expected and is not there, findings, published outcomes, attached observations.</summary>
public sealed record FindingsView(
    GrownList<HypothesisStated> Hypotheses, GrownList<EvidenceMark> Marks, GrownRows<FindingView> Findings,
    GrownList<OutcomePublished> Outcomes, GrownList<ObservationAttached> Observations, GrownDictionary<string, GrownList<int>> Positions)
{
    /// <summary>Nothing weighed.</summary>
    public static FindingsView Empty { get; } = new([], [], GrownRows.Empty<FindingView>(), [], [], GrownDictionary.Empty<string, GrownList<int>>(StringComparer.Ordinal));

    /// <summary>What was expected and is not there.</summary>
    public GrownList<AbsenceRecorded> Absences { get; init; } = [];

    /// <summary>The view after this entry. A review by the proposer's own key is no review and changes nothing.</summary>
    public FindingsView Then(Entry entry) => entry.Statement switch
    {
        HypothesisStated stated => this with { Hypotheses = Hypotheses.Add(stated) },
        EvidenceLinked link => this with { Marks = Marks.Add(new(entry.Index, entry.Corrector ?? entry.Author, link)) },
        AbsenceRecorded absence => this with { Absences = Absences.Add(absence) },
        OutcomePublished outcome => this with { Outcomes = Outcomes.Add(outcome) },
        ObservationAttached observation => this with { Observations = Observations.Add(observation) },
        FindingProposed proposed
            => this with
            {
                Findings = Findings.Add(new(entry.Index, entry.Author, proposed, null, entry.Corrector, entry.SaysSince)),
                Positions = Positions.Set(Name(proposed.Finding), Places(proposed.Finding).Add(Findings.Count)),
            },
        CeilingOverridden over => Changed(entry, over.Finding, finding => finding with { Override = new(entry.Index, entry.Author, over) }),
        FindingReviewed review => Reviewed(entry, review),
        _ => this,
    };

    private FindingsView Reviewed(Entry entry, FindingReviewed review)
    {
        var after = Changed(entry, review.Finding, finding => finding with { Review = review, Reviewer = entry.Author });
        return !ReferenceEquals(after, this) && review.Verdict == FindingView.Adopted && Find(review.Finding)?.Proposed.Supersedes is { } earlier && earlier != review.Finding
            ? after.With(earlier, _ => true, finding => finding with { SupersededBy = review.Finding })
            : after;
    }

    /// <summary>What a second person says of a finding, after it had the words that it has.</summary>
    private FindingsView Changed(Entry entry, EntityId? finding, Func<FindingView, FindingView> change) =>
        With(finding, known => entry.SaysSince > known.SaysSince && !entry.Hands.Any(known.IsBy), change);

    private FindingsView With(EntityId? id, Func<FindingView, bool> which, Func<FindingView, FindingView> change) =>
        Of(id).FirstOrDefault(known => which(known.Finding)) is { Finding: { } finding, At: var at } ? this with { Findings = Findings.Set(at, change(finding)) } : this;

    /// <summary>The first finding of that id, or null.</summary>
    public FindingView? Find(EntityId? id) => Of(id).FirstOrDefault().Finding;

    // Findings and reviews whose finding is withheld are of one name, and that is none.
    private static string Name(EntityId? id) => id?.Text ?? "";

    private GrownList<int> Places(EntityId? id) => Positions.GetValueOrDefault(Name(id)) ?? [];

    private IEnumerable<(FindingView Finding, int At)> Of(EntityId? id) => Places(id).Select(at => (Findings[at], at));
}
