using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>Reads the bundles of a log in order, some way ahead, while other cores hash those that were read.</summary>
/// <remarks>
/// Only the calling thread reads. What waits is bounded in number and bytes, so that memory does not grow with the log.
/// Where there are no other threads, as in a browser, a bundle is hashed when it is taken.
/// </remarks>
internal sealed class BundleQueue(long size, ITileReader tiles) : IDisposable
{
    private const int MostWaiting = 16;
    private const long MostBytes = 16 << 20;

    private readonly Queue<HashedBundle> _waiting = [];
    private readonly Stack<HashedBundle> _free = [];
    private HashedBundle? _given;
    private long _read;
    private long _bytes;
    private Fault _fault;

    /// <summary>The next bundle, good until the next call; or why it can't be read.</summary>
    internal bool TryNext(out HashedBundle bundle, out Fault fault)
    {
        if (_given is not null)
        {
            _free.Push(_given);
            _given = null;
        }

        while (_read < size && _fault == default
            && (_waiting.Count == 0 || (_waiting.Count < MostWaiting && _bytes < MostBytes)))
        {
            ReadOne();
        }

        // A bundle that can't be read is told of when its turn comes: those before it may have a fault of their own.
        if (!_waiting.TryDequeue(out bundle!))
        {
            fault = _fault;
            return false;
        }

        bundle.Finish();
        _bytes -= bundle.Bytes;
        _given = bundle;
        fault = default;
        return true;
    }

    public void Dispose()
    {
        while (_waiting.TryDequeue(out var bundle))
        {
            // Its hasher must not be taken away while another thread uses it.
            bundle.Finish();
            _free.Push(bundle);
        }

        foreach (var bundle in _free)
        {
            bundle.Dispose();
        }

        _given?.Dispose();
    }

    private void ReadOne()
    {
        var width = TileFiles.Width(size, 0, _read >> 8);
        if (!TileFiles.TryEntries(tiles, _read >> 8, width, out var bytes, out var entries, out _fault))
        {
            return;
        }

        var bundle = _free.TryPop(out var free) ? free : new();
        bundle.Start(entries, bytes.Length);
        _waiting.Enqueue(bundle);
        _read += width;
        _bytes += bytes.Length;
    }
}

/// <summary>A bundle's entries, their leaf hashes, and the root of a full one. Used again for one bundle after another.</summary>
internal sealed class HashedBundle : IDisposable
{
    private readonly TreeHasher _hasher = new();
    private readonly byte[] _leaves = new byte[TileFiles.FullBytes];
    private Task _hashing = Task.CompletedTask;

    internal ImmutableArray<ReadOnlyMemory<byte>> Entries { get; private set; } = [];

    internal int Bytes { get; private set; }

    internal bool IsFull => Entries.Length == TilePath.FullWidth;

    /// <summary>The leaf hashes: of a full bundle, its tile of the lowest level.</summary>
    internal ReadOnlyMemory<byte> Leaves => _leaves.AsMemory(0, Entries.Length * Hash256.Length);

    /// <summary>The hash over all leaves of a full bundle.</summary>
    internal Hash256 Root { get; private set; }

    internal void Start(ImmutableArray<ReadOnlyMemory<byte>> entries, int bytes)
    {
        (Entries, Bytes) = (entries, bytes);
        _hashing = new(Hash);
        if (!OperatingSystem.IsBrowser())
        {
            _hashing.Start(TaskScheduler.Default);
        }
    }

    /// <summary>Waits for the hashes; a bundle that no other thread has begun is hashed by this one.</summary>
    internal void Finish()
    {
        if (OperatingSystem.IsBrowser())
        {
            Hash();
        }
        else
        {
            _hashing.GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _hasher.Dispose();

    private void Hash()
    {
        _hasher.Leaves(Entries.AsSpan(), _leaves.AsSpan(0, Entries.Length * Hash256.Length));
        Root = IsFull ? TileHashes.Fold(_leaves, _hasher) : default;
    }
}
