using System.Collections.Concurrent;

namespace Probatum.Web.Runs;

/// <summary>Which job was begun for which idempotency key: a request that comes twice is done once.</summary>
/// <remarks>Source: draft-ietf-httpapi-idempotency-key-header. Kept as long as the server runs, newest ten thousand.</remarks>
public sealed class Repeats
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Account, string Case, string Key), Lazy<Job>> _begun = new();
    private readonly ConcurrentQueue<(string, string, string)> _order = new();

    /// <summary>The id of the job that was begun for a key, or null.</summary>
    public string? Find(string account, string caseId, string key) => _begun.TryGetValue((account, caseId, key), out var job) ? job.Value.Id : null;

    /// <summary>Begins a job, or finds the one that was begun for the same key at the same moment.</summary>
    public Job Begin(string account, string caseId, string? key, Func<Job> begin, Func<string, Job?> find)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(find);
        if (key is null)
        {
            return begin();
        }

        var place = (account, caseId, key);
        var mine = new Lazy<Job>(begin);
        var standing = _begun.GetOrAdd(place, mine);
        try
        {
            var job = standing.Value;
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
            _begun.TryRemove(new(place, standing));
            throw;
        }
    }
}
