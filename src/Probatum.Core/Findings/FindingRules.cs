using Probatum.Core.Records;

namespace Probatum.Core.Findings;

/// <summary>What may be weighed and found. A claim is never a ground; nobody adopts a finding alone.</summary>
internal static class FindingRules
{
    public static Refused? Judge(EvidenceLinked link, CaseState state, KeyName analyst) => link switch
    {
        _ when !EvidenceLinked.Bearings.Contains(link.Bearing ?? "") => new("evidence/bearing", "an item is consistent, inconsistent or neutral"),
        _ when string.IsNullOrWhiteSpace(link.Reason) => new("evidence/no-reason", "an evidence link gives its reason"),
        _ when state.Entities.Find(link.Item) is null => new("evidence/no-item", "the item is not of this case"),
        _ when state.Entities.Find(link.Item)!.Sort is "incident" or "party" or "hypothesis" or "finding"
            => new("evidence/no-evidence", $"{state.Entities.Call(link.Item)} is what the evidence is about, not evidence"),
        _ when state.Claims.Find(link.Item) is { IsConfirmed: false }
            => new("evidence/claim-not-confirmed", $"{state.Entities.Call(link.Item)} is {state.Claims.Find(link.Item)!.State.ToString().ToLowerInvariant()}: only a claim that an analyst confirmed or edited is held against a hypothesis"),
        _ when state.Findings.Marks.Exists(other => other.Analyst == analyst && other.Said.Incident == link.Incident && other.Said.Item == link.Item && other.Said.Hypothesis == link.Hypothesis)
            => new("evidence/linked", $"you held {state.Entities.Call(link.Item)} against {link.Hypothesis} before; correct that link"),
        _ when !state.Findings.Hypotheses.Exists(stated => stated.Key == link.Hypothesis && stated.Incident == link.Incident)
            => new("evidence/no-hypothesis", $"the hypothesis {link.Hypothesis} is not stated for this incident"),
        _ => null,
    };

    public static Refused? Judge(AbsenceRecorded absence, CaseState state) => absence switch
    {
        _ when string.IsNullOrWhiteSpace(absence.Expected) => new("absence/nothing", "an absence says what one would expect"),
        { Sought: true } when string.IsNullOrWhiteSpace(absence.How) => new("absence/how", "of what was looked for and not found it is said how"),
        { Incident: { } incident } when !state.Incidents.Incidents.Exists(known => known.Incident == incident) => new("absence/no-incident", "there is no such incident"),
        _ => null,
    };

    public static Refused? Judge(CeilingOverridden over, CaseState state, KeyName by) => state.Findings.Find(over.Finding) switch
    {
        null => new("finding/unknown", "there is no such finding"),
        { Review: not null } finding => new("finding/reviewed", $"the finding is {finding.Standing} already"),
        var finding when finding.IsBy(by) => new("finding/own-override", "that a finding says more than the records carry is taken on by a second person"),
        _ when string.IsNullOrWhiteSpace(over.Reason) => new("finding/no-reason", "an override gives its reason"),
        _ => null,
    };

    public static Refused? Judge(ObservationAttached observation, CaseState state) => observation switch
    {
        { Finding: { } finding } when state.Findings.Find(finding) is null => new("finding/unknown", "there is no such finding"),
        _ => null,
    };

    public static Refused? Judge(FindingProposed finding, CaseState state)
    {
        var claim = finding.Grounds.Select(id => state.Entities.Find(id)).FirstOrDefault(item => item is null || item.Sort is "claim" or "allegation" or "claimed material" or "report");
        return finding switch
        {
            _ when claim is not null => new("finding/claim-as-ground", $"{claim.Handle} is a statement: cite it as said, a finding rests on evidence"),
            _ when finding.Grounds.Any(id => state.Entities.Find(id) is null) => new("finding/unknown-ground", "a ground is not of this case"),
            { Likelihood: { } likelihood } when !FindingProposed.Likelihoods.Contains(likelihood) => new("finding/likelihood", $"'{likelihood}' is none of {string.Join(", ", FindingProposed.Likelihoods)}"),
            { Confidence: { } confidence } when !FindingProposed.Confidences.Contains(confidence) => new("finding/confidence", $"'{confidence}' is none of {string.Join(", ", FindingProposed.Confidences)}"),
            { Supersedes: { } earlier } when state.Findings.Find(earlier) is not { } known || known.Proposed.Incident != finding.Incident || known.Proposed.Route != finding.Route
                => new("finding/supersedes", "what a finding supersedes is an earlier one of the same incident and route"),
            _ when state.Findings.Findings.FirstOrDefault(known => known.Stands && known.Proposed.Finding != finding.Supersedes && known.Proposed.Incident == finding.Incident && known.Proposed.Route == finding.Route && known.Proposed.Finding is not null) is { } stands
                => new("finding/stands", $"{state.Entities.Call(stands.Proposed.Finding)} stands under this route; a further finding names it as superseded"),
            _ when string.IsNullOrWhiteSpace(finding.Limitation) => new("finding/no-limitation", "a finding says what could not be done, or that nothing was wanting"),
            _ => null,
        };
    }

    public static Refused? Judge(FindingReviewed review, CaseState state, KeyName reviewer)
    {
        var finding = state.Findings.Find(review.Finding);
        return finding switch
        {
            null => new("finding/unknown", "there is no such finding"),
            { Review: not null } => new("finding/reviewed", $"the finding is {finding.Review.Verdict} already"),
            _ when finding.IsBy(reviewer) => new("finding/own-review", "a finding is reviewed by a second person"),
            _ when review.Verdict == FindingView.Adopted && state.Findings.Findings.FirstOrDefault(known => known.Stands && known.Proposed.Finding != finding.Proposed.Supersedes
                && known.Proposed.Incident == finding.Proposed.Incident && known.Proposed.Route == finding.Proposed.Route) is { } stands
                => new("finding/stands", $"{state.Entities.Call(stands.Proposed.Finding)} stands under this route, and the finding does not name it as superseded"),
            _ when review.Verdict is not ("adopted" or "rejected") => new("finding/verdict", "a finding is adopted or rejected"),
            _ => null,
        };
    }
}
