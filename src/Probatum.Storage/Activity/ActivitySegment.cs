using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>One log of activity on the disk, written to by many and read beside that.</summary>
/// <remarks>
/// What is not known to be in the folder yet is held in memory: some thousand leaves. A leaf is in the columns, and so can be read, before
/// its writer hears that it is durable.
/// </remarks>
internal sealed class ActivitySegment : IAsyncDisposable
{
    private const int FreshBundles = 32;
    private const int PublishAt = 1 << 20;

    private readonly LogStore _store;
    private readonly FolderDisk _disk;
    private readonly ILogCipher _cipher;
    private readonly Vault _vault;
    private readonly LastSeen _lastSeen;
    private readonly string _chunks;
    private readonly ActivityColumns _columns = new();
    private readonly ConcurrentDictionary<long, ReadOnlyMemory<byte>[]> _fresh = new();
    private readonly Lock _starting = new();
    private readonly Lock _loading = new();
    private LogQueue? _queue;
    private Task _stopped = Task.CompletedTask;
    private bool _isLoaded;
    private long _remembered;
    private Checkpoint? _covered;

    private ActivitySegment(string folder, string chunks, LogStore store, FolderDisk disk, ILogCipher cipher, string origin, Vault vault, LastSeen lastSeen)
    {
        (Folder, _chunks, _store, _disk, _cipher, Origin, _vault, _lastSeen, _covered) = (folder, chunks, store, disk, cipher, origin, vault, lastSeen, store.Covered);

        // The narrow bundle at the end is replaced by wider ones while others read.
        if (Size % TilePath.FullWidth is > 0 and var width)
        {
            var leaves = new ReadOnlyMemory<byte>[TilePath.FullWidth];
            Decoded(Size / TilePath.FullWidth, (int)width).CopyTo(leaves);
            _fresh[Size / TilePath.FullWidth] = leaves;
        }
    }

    public string Folder { get; }

    public string Origin { get; }

    /// <summary>The tree that is signed; null before the first leaf.</summary>
    public Checkpoint? Covered => Volatile.Read(ref _covered);

    public long Size => Covered?.Size ?? 0;

    /// <summary>Whether nothing may be added here any more: it was put back from a backup, or this machine saw more of it.</summary>
    public bool IsEnded => File.Exists(Path.Combine(Folder, Backup.Marker)) || IsBehind;

    /// <summary>Whether this machine saw more of this log, or another history of it, than is here.</summary>
    public bool IsBehind => _lastSeen.Of(Origin) is { } seen && (seen.Size > Size || (seen.Size == Size && seen.Root != Covered!.Root));

    public static ActivitySegment Open(string folder, string chunks, (SignerKey Ed25519, SignerKey MlDsa) keys, Func<DateTimeOffset> clock, Vault vault, LastSeen lastSeen)
    {
        var name = Path.GetFileName(folder);
        ILogCipher cipher = vault.HasPassphrase ? new SealedLog(vault, $"activity/{name}") : new PlainLog();
        var store = LogStore.Open(new FolderDisk(folder), cipher, [keys.Ed25519, keys.MlDsa], clock);
        try
        {
            return new(folder, chunks, store, new FolderDisk(folder), cipher, keys.Ed25519.Verifier.Name, vault, lastSeen);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Appends a leaf: durable, covered and to be read when it ends.</summary>
    public async Task<long> AppendAsync(byte[] leaf)
    {
        for (; ; )
        {
            Task stopped;
            Task<(long Index, Checkpoint Covering)>? appending = null;
            lock (_starting)
            {
                // Two queues on one log would not know of each other.
                if ((stopped = _stopped).IsCompleted)
                {
                    _queue ??= new(_store, PublishAt, Appended);
                    appending = _queue.AppendAsync(new(leaf, default));
                }
            }

            if (appending is not null)
            {
                return (await appending.ConfigureAwait(false)).Index;
            }

            await Task.WhenAny(stopped).ConfigureAwait(false);
        }
    }

    /// <summary>Writes all of it into the folder, as for a copy of that.</summary>
    public async Task PublishAsync()
    {
        Task stopped;
        lock (_starting)
        {
            if (_queue is { } queue)
            {
                (_queue, _stopped) = (null, queue.DisposeAsync().AsTask());
            }

            stopped = _stopped;
        }

        await stopped.ConfigureAwait(false);
    }

    /// <summary>Reads all of it and holds it to its signed root, while writers wait; null where it holds, else what does not.</summary>
    public async Task<string?> AuditAsync()
    {
        for (; ; )
        {
            await PublishAsync().ConfigureAwait(false);
            lock (_starting)
            {
                if (_queue is null && _stopped.IsCompleted)
                {
                    return Audit();
                }
            }
        }
    }

    private string? Audit()
    {
        if (IsBehind)
        {
            return $"this machine saw {_lastSeen.Of(Origin)!.Size} leaves of {Origin}, and here it has {Size}, or another history of them";
        }

        long? odd = null;
        return Covered is not null && !LogAudit.TryAudit(Covered, _store, (index, leaf) => odd ??= ActivityEntry.Of(leaf.Span) is null ? index : null, out var fault) ? fault.Why
            : odd is not null ? $"leaf {odd} is none of an activity log"
            : null;
    }

    /// <summary>The columns, read from the log where that was not done yet.</summary>
    public ActivityColumns Columns()
    {
        lock (_loading)
        {
            if (!_isLoaded)
            {
                // Up to here without those that write; what they add meanwhile is in memory.
                Load(Size);
                lock (_columns)
                {
                    Load(Size);
                    _isLoaded = true;
                }
            }
        }

        return _columns;
    }

    /// <summary>A leaf by its index, below the size.</summary>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public ReadOnlyMemory<byte> Leaf(long index, ref (long Bundle, ImmutableArray<ReadOnlyMemory<byte>> Leaves) last)
    {
        var bundle = index / TilePath.FullWidth;
        if (_fresh.TryGetValue(bundle, out var fresh))
        {
            return fresh[index % TilePath.FullWidth];
        }

        if (last.Leaves.IsDefault || last.Bundle != bundle)
        {
            last = (bundle, Decoded(bundle, TilePath.FullWidth));
        }

        return last.Leaves[(int)(index % TilePath.FullWidth)];
    }

    public async ValueTask DisposeAsync()
    {
        await PublishAsync().ConfigureAwait(false);
        Remember();
        _store.Dispose();
        _disk.Dispose();
    }

    /// <summary>On the log's own thread, in order.</summary>
    private void Appended(long first, IReadOnlyList<LogEntry> entries, Checkpoint covering)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (bundle, at) = ((first + i) / TilePath.FullWidth, (first + i) % TilePath.FullWidth);
            _fresh.GetOrAdd(bundle, _ => new ReadOnlyMemory<byte>[TilePath.FullWidth])[at] = entries[i].Bytes;
        }

        lock (_columns)
        {
            Volatile.Write(ref _covered, covering);
            if (_isLoaded)
            {
                for (var i = 0; i < entries.Count; i++)
                {
                    Add(entries[i].Bytes.Span);
                }
            }
        }

        if (_fresh.Count > FreshBundles)
        {
            Forget();
        }

        if (Stopwatch.GetElapsedTime(_remembered) > TimeSpan.FromSeconds(1))
        {
            Remember();
        }
    }

    private void Load(long size)
    {
        for (var last = default((long, ImmutableArray<ReadOnlyMemory<byte>>)); _columns.Count < size;)
        {
            if (_columns.Count % ActivityColumns.ChunkLeaves == 0 && _columns.Count + ActivityColumns.ChunkLeaves <= size
                && TryRead(_columns.Count / ActivityColumns.ChunkLeaves) is { } chunk && _columns.TryAdd(chunk))
            {
                continue;
            }

            Add(Leaf(_columns.Count, ref last).Span);
        }
    }

    private void Add(ReadOnlySpan<byte> leaf)
    {
        _columns.Add(leaf);
        if (_columns.Count % ActivityColumns.ChunkLeaves == 0)
        {
            TryKeep((_columns.Count / ActivityColumns.ChunkLeaves) - 1, _columns.LastChunk());
        }
    }

    private byte[]? TryRead(long chunk)
    {
        try
        {
            return File.Exists(PathOf(chunk)) ? _vault.TryOpen(File.ReadAllBytes(PathOf(chunk)), PlaceOf(chunk)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A cache that can't be written is none; the log is all that counts.</summary>
    private void TryKeep(long chunk, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(_chunks);
            File.WriteAllBytes(PathOf(chunk), _vault.Seal(bytes, PlaceOf(chunk)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string PathOf(long chunk) => Path.Combine(_chunks, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileName(Folder)}-{chunk:000000}"));

    private string PlaceOf(long chunk) => $"activity-index/{Origin}/{chunk}";

    /// <summary>Lets go of the bundles that the folder has by now, under the checkpoint there.</summary>
    private void Forget()
    {
        var published = _disk.Read(LogStore.CheckpointPath) is { } bytes && _cipher.TryOpen(bytes, LogStore.CheckpointPath) is { } plain
            && SignedNote.TryParse(plain.Span, out var note, out _) && Checkpoint.TryParse(note.Text, out var checkpoint, out _) ? checkpoint.Size : 0;
        foreach (var bundle in _fresh.Keys.Where(bundle => (bundle + 1) * TilePath.FullWidth <= published))
        {
            _fresh.TryRemove(bundle, out _);
        }
    }

    private void Remember()
    {
        if (Covered is { } covered && !IsEnded)
        {
            _lastSeen.Remember(covered);
        }

        _remembered = Stopwatch.GetTimestamp();
    }

    private ImmutableArray<ReadOnlyMemory<byte>> Decoded(long bundle, int width)
    {
        var path = TilePath.Entries(bundle, width);
        return _disk.Read(path) is { } bytes && _cipher.TryOpen(bytes, path) is { } plain && EntryBundle.TryDecode(plain, width, out var leaves, out _)
            ? leaves
            : throw new InvalidDataException($"{_disk.NameOf(path)} is missing or was changed");
    }
}
