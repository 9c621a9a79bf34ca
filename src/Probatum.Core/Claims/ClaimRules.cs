namespace Probatum.Core.Claims;

/// <summary>What may be recorded about reports and claims.</summary>
internal static class ClaimRules
{
    public static Refused? Judge(ClaimProposed claim, CaseState state) =>
        state.Claims.Report(claim.Report) is null ? new("claim/no-report", "a claim is drawn from a captured report") : null;

    public static Refused? Judge(ClaimReviewed review, CaseState state) => review switch
    {
        _ when state.Claims.Find(review.Claim) is null => new("claim/unknown", "there is no such claim"),
        { Verdict: not ("confirmed" or "rejected") } => new("claim/verdict", "a claim is confirmed or rejected"),
        { Credibility: { } grade } when grade is not ("1" or "2" or "3" or "4" or "5" or "6")
            => new("claim/credibility", "credibility is 1 to 6 (Admiralty code)"),
        { Speaker: { } speaker } when !state.Parties.Parties.ContainsKey(speaker) => new("claim/speaker", "the speaker is no party of this case"),
        _ => null,
    };
}
