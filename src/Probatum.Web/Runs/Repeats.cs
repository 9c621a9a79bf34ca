using System.Collections.Concurrent;

namespace Probatum.Web.Runs;

/// <summary>Which job was begun for which idempotency key: a request that comes twice is done once.</summary>
/// <remarks>Source: draft-ietf-httpapi-idempotency-key-header. Kept as long as the server runs, newest ten thousand.</remarks>
public sealed class Repeats
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Account, string Case, string Key), Begun> _begun = new();
    private readonly ConcurrentQueue<(string, string, string)> _order = new();

    /// <summary>The id of the job that was begun for a key, and what was asked for then; null where none was.</summary>
    public (string Job, string Asked)? Find(string account, string caseId, string key) => _begun.TryGetValue((account, caseId, key), out var begun) ? (begun.Job.Value.Id, begun.Asked) : null;

    /// <summary>Begins a job, or finds the one that was begun for the same key at the same moment; null where something else was asked for under that key.</summary>
    /// <param name="account">Who asks.</param>
    /// <param name="caseId">In which case.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    /// <param name="asked">What is asked for, in a form that is the same for the same.</param>
    /// <param name="begin">Begins it.</param>
    /// <param name="find">Finds a job by its id.</param>
    public Job? Begin(string account, string caseId, string? key, string asked, Func<Job> begin, Func<string, Job?> find)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(find);
        if (key is null)
        {
            return begin();
        }

        var place = (account, caseId, key);
        var mine = new Begun(asked, new(begin));
        var standing = _begun.GetOrAdd(place, mine);
        if (standing.Asked != asked)
        {
            return null;
        }

        try
        {
            var job = standing.Job.Value;
            if (ReferenceEquals(standing, mine))
            {
                _order.Enqueue(place);
                while (_order.Count > Most && _order.TryDequeue(out var oldest))
                {
                    _begun.TryRemove(oldest, out _);
                }
            }

            return find(job.Id) ?? job;
        }
        catch
        {
            // What could not be begun may be asked for again.
            _begun.TryRemove(new KeyValuePair<(string, string, string), Begun>(place, standing));
            throw;
        }
    }

    private sealed record Begun(string Asked, Lazy<Job> Job);
}
