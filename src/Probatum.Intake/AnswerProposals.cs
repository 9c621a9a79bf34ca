using Probatum.Core;
using Probatum.Core.Claims;
using Probatum.Text;

namespace Probatum.Intake;

/// <summary>
/// Looks for claims of other reports that a claim may answer, or that may answer it. What it finds is a view: nothing is recorded until
/// an analyst says so in an edit.
/// </summary>
public static class AnswerProposals
{
    /// <summary>The other claim, whether it is the one that is answered, and why.</summary>
    public sealed record Proposal(ClaimView Other, bool IsAnswered, string Reason);

    /// <summary>The most that are shown for one claim.</summary>
    public const int Most = 64;

    /// <summary>What is proposed for a claim, in the order of the log; claims that were rejected and links that are recorded are left out.</summary>
    /// <param name="state">The case.</param>
    /// <param name="claim">One of its claims.</param>
    public static IReadOnlyList<Proposal> Of(CaseState state, ClaimView claim)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(claim);
        var own = EchoProposals.Claim(claim.Said, 0);
        return
        [
            .. state.Claims.Claims.Where(other => other.Said.Report != claim.Said.Report && other.State != ClaimState.Rejected)
                .Select(other => Between(state, claim, own, other)).OfType<Proposal>().Take(Most),
        ];
    }

    private static Proposal? Between(CaseState state, ClaimView claim, ProposedClaim own, ClaimView other)
    {
        var read = EchoProposals.Claim(other.Said, 1);
        return !claim.Answers.Contains(other.Id) && !IsAfter(state, other, claim) && AnswerFinder.Across(own, claim.Said.Content ?? "", read) is { } reason ? new(other, true, reason)
            : !other.Answers.Contains(claim.Id) && !IsAfter(state, claim, other) && AnswerFinder.Across(read, other.Said.Content ?? "", own) is { } back ? new(other, false, back)
            : null;
    }

    // Nobody answers what is published on a later day.
    private static bool IsAfter(CaseState state, ClaimView one, ClaimView other) =>
        state.Claims.Report(one.Said.Report)?.Captured.Published?.Earliest is { } first
        && state.Claims.Report(other.Said.Report)?.Captured.Published?.Latest is { } last && first > last;
}
