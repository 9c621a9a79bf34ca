using System.Collections.Concurrent;

namespace Probatum.Web.Cases;

/// <summary>What everybody did, in the workspace's own log.</summary>
public sealed class Activity
{
    private readonly ConcurrentQueue<string> _notes = new();

    /// <summary>Writes down that somebody did something.</summary>
    /// <param name="visit">Who, and how they came in; null for nobody yet.</param>
    /// <param name="what">One of a closed list, such as "read".</param>
    /// <param name="caseId">In which case; null for none.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">What else there is to say.</param>
    public void Note(Visit? visit, string what, string? caseId, string? subject, string? detail) => _notes.Enqueue($"{visit?.By} {what} {caseId} {subject} {detail}");
}
