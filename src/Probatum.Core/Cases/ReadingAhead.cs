using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Cases;

/// <summary>Opens the leaves of a log some way ahead of whoever takes them, on all processors; they are taken in order, by one thread.</summary>
/// <remarks>
/// Opening may ask for nothing that taking changes: what comes out is the same with and without other threads. What waits is bounded
/// in number and bytes. Where there are no other threads, as in a browser, a leaf is opened when its turn comes.
/// </remarks>
/// <param name="open">Called by several threads: what is made of a leaf and its disclosures.</param>
/// <param name="take">Called by the thread that adds, in log order.</param>
internal sealed class ReadingAhead<T>(Func<long, ReadOnlyMemory<byte>, IReadOnlyList<string>, T> open, Action<T> take)
{
    private const int LeavesAtOnce = 64;
    private const long BytesAtOnce = 1 << 20;
    private const int MostWaiting = 16;

    private readonly Queue<Task<T[]>> _waiting = [];
    private List<(long Index, ReadOnlyMemory<byte> Leaf, IReadOnlyList<string> Disclosures)> _next = [];
    private long _bytes;

    /// <summary>Adds the next leaf; takes what was opened meanwhile where enough of it waits.</summary>
    public void Add(long index, ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures)
    {
        _next.Add((index, leaf.ToArray(), disclosures));
        _bytes += leaf.Length;
        foreach (var text in disclosures)
        {
            _bytes += text.Length;
        }

        if (_next.Count == LeavesAtOnce || _bytes >= BytesAtOnce)
        {
            Start();
        }
    }

    /// <summary>Takes all that was added.</summary>
    public void Finish()
    {
        Start();
        while (_waiting.Count > 0)
        {
            TakeOne();
        }
    }

    private void Start()
    {
        var leaves = _next;
        (_next, _bytes) = ([], 0);
        var opening = new Task<T[]>(() => [.. leaves.Select(leaf => open(leaf.Index, leaf.Leaf, leaf.Disclosures))]);
        _waiting.Enqueue(opening);
        if (!OperatingSystem.IsBrowser())
        {
            opening.Start(TaskScheduler.Default);
        }

        while (_waiting.Count > MostWaiting)
        {
            TakeOne();
        }
    }

    private void TakeOne()
    {
        var opening = _waiting.Dequeue();
        if (OperatingSystem.IsBrowser())
        {
            opening.RunSynchronously();
        }

        // One that no other thread has begun is opened by this one. What it throws comes as it is.
        foreach (var one in opening.GetAwaiter().GetResult())
        {
            take(one);
        }
    }
}

/// <summary>Reads records, and checks their signatures by the keys that are known when a leaf is opened: whoever folds them checks the rest.</summary>
/// <remarks>Safe for several threads; the keys may grow meanwhile.</remarks>
internal sealed class RecordOpening
{
    private readonly TextPool _texts = new();
    private volatile KeyRing _keys = KeyRing.Empty;

    /// <summary>The keys of the case as far as it was folded.</summary>
    public KeyRing Keys
    {
        set => _keys = value;
    }

    /// <summary>A leaf with its disclosures; null and a fault where it is no record.</summary>
    public ReadRecord? Open(ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, SignatureCheck check, out Fault fault)
    {
        if (!RecordText.TryRead(leaf, disclosures, _texts, out var record, out fault))
        {
            return null;
        }

        return Checked(record, check);
    }

    /// <summary>The record with its signatures checked, as far as the keys are known by now.</summary>
    public ReadRecord Checked(ReadRecord record, SignatureCheck check)
    {
        if (check == SignatureCheck.AlreadyChecked)
        {
            return record;
        }

        var (ring, by) = (_keys.Keys, record.Envelope.By);
        var keys = new VerifierKey[by.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!ring.TryGetValue(by[i], out var known))
            {
                return record;
            }

            keys[i] = known.Key;
        }

        return record.TryVerify(keys, out _) ? record with { GoodUnder = [.. keys] } : record;
    }
}
