using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Web.Cases;

/// <summary>What everybody did, in the workspace's own log. Where that can't be written, nothing more is shown: what is not on record is not done.</summary>
public sealed class Activity(Workspace workspace)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private long _failedAt;

    /// <summary>The log.</summary>
    public ActivityLog Log => workspace.Activity;

    /// <summary>Whether the last attempt to write failed a moment ago.</summary>
    public bool IsFailing => Volatile.Read(ref _failedAt) is > 0 and var at && Environment.TickCount64 - at < Again.TotalMilliseconds;

    /// <summary>Writes down that somebody did something; it is durable a moment later, together with what others did.</summary>
    /// <param name="visit">Who, and how they came in; null for nobody yet.</param>
    /// <param name="what">One of <see cref="ActivityKinds"/>.</param>
    /// <param name="caseId">In which case; null for none.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">What else there is to say; never a secret.</param>
    /// <param name="outcome">What came of it.</param>
    public void Note(Visit? visit, string what, string? caseId, string? subject, string? detail, ActivityOutcome outcome = ActivityOutcome.Done)
    {
        var entry = new ActivityEntry(what, what is ActivityKinds.Refused ? ActivityOutcome.Refused : what is ActivityKinds.SignInFailed ? ActivityOutcome.Failed : outcome)
        {
            Account = visit?.AccountId,
            Session = visit?.Session?.Id,
            Token = visit?.Token?.Id,
            Case = caseId is null ? null : new CaseId(caseId),
            Subject = subject is { Length: > 0 } ? subject : null,
            Detail = detail is { Length: > 0 } ? detail : null,
            Address = visit?.Remote,
        };
        _ = WriteAsync(entry);
    }

    private async Task WriteAsync(ActivityEntry entry)
    {
        try
        {
            await Log.RecordAsync(entry).ConfigureAwait(false);
            Volatile.Write(ref _failedAt, 0);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            Volatile.Write(ref _failedAt, Environment.TickCount64);
        }
    }
}
