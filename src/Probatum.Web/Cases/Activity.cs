using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;

namespace Probatum.Web.Cases;

/// <summary>What everybody did, in the workspace's own log. It is on record before it is done: what can't be written down is not done.</summary>
public sealed class Activity(Workspace workspace)
{
    /// <summary>The log.</summary>
    public ActivityLog Log => workspace.Activity;

    /// <summary>Writes down that somebody does something; durable when it ends, together with what others do at that moment.</summary>
    /// <param name="visit">Who, and how they came in; null for nobody yet.</param>
    /// <param name="what">One of <see cref="ActivityKinds"/>.</param>
    /// <param name="caseId">In which case; null for none.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">What else there is to say; never a secret.</param>
    /// <exception cref="BadInputException">The disk did not take it.</exception>
    public async Task NoteAsync(Visit? visit, string what, string? caseId, string? subject, string? detail)
    {
        var outcome = what switch { ActivityKinds.Refused => ActivityOutcome.Refused, ActivityKinds.SignInFailed => ActivityOutcome.Failed, _ => ActivityOutcome.Done };
        try
        {
            await Log.RecordAsync(new(what, outcome)
            {
                Account = visit?.AccountId,
                Session = visit?.Session?.Id,
                Token = visit?.Token?.Id,
                Case = caseId is null ? null : new CaseId(caseId),
                Subject = subject is { Length: > 0 } ? subject : null,
                Detail = detail is { Length: > 0 } ? detail : null,
                Address = visit?.Remote,
            }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new BadInputException("what is done can't be written down now, so it is not done; whoever keeps this server looks at its disk");
        }
    }

    /// <summary>The same for a thread that waits.</summary>
    public void Note(Visit? visit, string what, string? caseId, string? subject, string? detail) => NoteAsync(visit, what, caseId, subject, detail).GetAwaiter().GetResult();
}
