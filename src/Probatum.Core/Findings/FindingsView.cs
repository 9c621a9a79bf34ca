using Probatum.Core.Records;

namespace Probatum.Core.Findings;

/// <summary>A finding and where it stands: proposed, adopted by a second person, or rejected.</summary>
/// <remarks><c>Corrector</c> is who gave it the words it has now, where that is not the author: neither may review it.
/// <c>SaysSince</c> is the leaf since which it has these words: a correction takes an adoption back.</remarks>
public sealed record FindingView(long Index, KeyName Author, FindingProposed Proposed, FindingReviewed? Review, KeyName? Corrector = null, long SaysSince = 0)
{
    /// <summary>Whether this key had a hand in the finding.</summary>
    public bool IsBy(KeyName key) => key == Author || key == Corrector;
}

/// <summary>Hypotheses, how items bear on them, findings, published outcomes, attached observations.</summary>
public sealed record FindingsView(
    GrownList<HypothesisStated> Hypotheses, GrownList<EvidenceLinked> Links, GrownRows<FindingView> Findings,
    GrownList<OutcomePublished> Outcomes, GrownList<ObservationAttached> Observations, GrownDictionary<string, GrownList<int>> Positions)
{
    /// <summary>Nothing weighed.</summary>
    public static FindingsView Empty { get; } = new([], [], GrownRows.Empty<FindingView>(), [], [], GrownDictionary.Empty<string, GrownList<int>>(StringComparer.Ordinal));

    /// <summary>The view after this entry. A review by the proposer's own key is no review and changes nothing.</summary>
    public FindingsView Then(Entry entry) => entry.Statement switch
    {
        HypothesisStated stated => this with { Hypotheses = Hypotheses.Add(stated) },
        EvidenceLinked link => this with { Links = Links.Add(link) },
        OutcomePublished outcome => this with { Outcomes = Outcomes.Add(outcome) },
        ObservationAttached observation => this with { Observations = Observations.Add(observation) },
        FindingProposed proposed
            => this with
            {
                Findings = Findings.Add(new(entry.Index, entry.Author, proposed, null, entry.Corrector, entry.SaysSince)),
                Positions = Positions.Set(Name(proposed.Finding), Places(proposed.Finding).Add(Findings.Count)),
            },
        FindingReviewed review => Reviewed(entry, review),
        _ => this,
    };

    private FindingsView Reviewed(Entry entry, FindingReviewed review) =>
        Of(review.Finding).FirstOrDefault(known => entry.SaysSince > known.Finding.SaysSince && !entry.Hands.Any(known.Finding.IsBy)) is { Finding: { } finding, At: var at }
            ? this with { Findings = Findings.Set(at, finding with { Review = review }) }
            : this;

    /// <summary>The first finding of that id, or null.</summary>
    public FindingView? Find(EntityId? id) => Of(id).FirstOrDefault().Finding;

    // Findings and reviews whose finding is withheld are of one name, and that is none.
    private static string Name(EntityId? id) => id?.Text ?? "";

    private GrownList<int> Places(EntityId? id) => Positions.GetValueOrDefault(Name(id)) ?? [];

    private IEnumerable<(FindingView Finding, int At)> Of(EntityId? id) => Places(id).Select(at => (Findings[at], at));
}
