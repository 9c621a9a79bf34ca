using System.Collections.Immutable;
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
    ImmutableList<HypothesisStated> Hypotheses, ImmutableList<EvidenceLinked> Links, ImmutableList<FindingView> Findings,
    ImmutableList<OutcomePublished> Outcomes, ImmutableList<ObservationAttached> Observations)
{
    /// <summary>Nothing weighed.</summary>
    public static FindingsView Empty { get; } = new([], [], [], [], []);

    /// <summary>The view after this entry. A review by the proposer's own key is no review and changes nothing.</summary>
    public FindingsView Then(Entry entry) => entry.Statement switch
    {
        HypothesisStated stated => this with { Hypotheses = Hypotheses.Add(stated) },
        EvidenceLinked link => this with { Links = Links.Add(link) },
        OutcomePublished outcome => this with { Outcomes = Outcomes.Add(outcome) },
        ObservationAttached observation => this with { Observations = Observations.Add(observation) },
        FindingProposed proposed
            => this with { Findings = Findings.Add(new(entry.Index, entry.Author, proposed, null, entry.Corrector, entry.SaysSince)) },
        FindingReviewed review
            when Findings.FindIndex(finding => finding.Proposed.Finding == review.Finding && entry.SaysSince > finding.SaysSince && !entry.Hands.Any(finding.IsBy)) is >= 0 and var at
            => this with { Findings = Findings.SetItem(at, Findings[at] with { Review = review }) },
        _ => this,
    };
}
