using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>What may be recorded about reports and claims.</summary>
internal static class ClaimRules
{
    public static Refused? Judge(ClaimProposed claim, CaseState state) =>
        state.Claims.Report(claim.Report) is null ? new("claim/no-report", "a claim is drawn from a captured report") : Judge(claim.Answers, claim.Claim, state);

    public static Refused? Judge(ReportSetAside word, CaseState state) =>
        state.Claims.Report(word.Report) is not { } report ? new("report/unknown", "there is no such report")
        : (report.Aside is not null) == word.Aside ? new("report/aside", $"{state.Entities.Call(word.Report)} is {(word.Aside == true ? "set aside already" : "not set aside")}")
        : word.Reason is null or "" ? new("report/no-reason", "a report is set aside for a reason")
        : null;

    /// <summary>What a correction of a proposal may not change; that its words stand in the report, whoever has the text checks.</summary>
    public static Refused? JudgeCorrection(ClaimProposed said, ClaimProposed first) =>
        said.Report != first.Report ? new("claim/other-report", "a claim stays with the report that it was drawn from")
        : (said.Engine, said.Rule) != (first.Engine, first.Rule) ? new("claim/proposer", "who or what proposed a claim is not corrected")
        : said.Confidence is { } confidence && confidence != first.Confidence ? new("claim/confidence", "a confidence is the reader's own and is not corrected")
        : null;

    public static Refused? Judge(ClaimEdited edit, CaseState state) => edit switch
    {
        _ when state.Claims.Find(edit.Claim) is null => new("claim/unknown", "there is no such claim"),
        { Stance: { } stance } when Array.IndexOf(Stances, stance) < 0 => new("claim/stance", $"a stance is one of {string.Join(", ", Stances)}"),
        { ContentSpans.IsDefaultOrEmpty: true } => new("claim/place", "a claim's content stands somewhere in its report"),
        _ => Judge(edit.Answers, edit.Claim, state) ?? Judge(edit.Speaker, edit.Credibility, state),
    };

    private static Refused? Judge(ImmutableArray<EntityId> answers, EntityId? claim, CaseState state) => answers switch
    {
        { IsDefaultOrEmpty: true } => null,
        _ when answers.Any(answered => answered == claim) => new("claim/answers-itself", "a claim does not answer itself"),
        _ when answers.Any(answered => state.Claims.Find(answered) is null) => new("claim/answers", "what a claim answers is a claim of this case"),
        _ => null,
    };

    private static readonly string[] Stances = ["asserts", "denies", "requests", "warns", "predicts", "commits", ClaimView.Withdraws];

    public static Refused? Judge(ClaimReviewed review, CaseState state) => review switch
    {
        _ when state.Claims.Find(review.Claim) is null => new("claim/unknown", "there is no such claim"),
        { Verdict: not ("confirmed" or "rejected") } => new("claim/verdict", "a claim is confirmed or rejected"),
        _ => Judge(review.Speaker, review.Credibility, state),
    };

    private static Refused? Judge(EntityId? speaker, string? credibility, CaseState state) =>
        credibility is not (null or "1" or "2" or "3" or "4" or "5" or "6") ? new("claim/credibility", "credibility is 1 to 6 (Admiralty code)")
        : speaker is { } party && !state.Parties.Parties.ContainsKey(party) ? new("claim/speaker", "the speaker is no party of this case")
        : null;
}
