using System.Collections.Immutable;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>One log on the disk: append-only, every batch covered by a signed checkpoint, recovered by the code that also writes it.</summary>
/// <remarks>
/// Published, the log lies in its folder as c2sp.org/tlog-tiles has it, with what is kept beside the entries in the folder aside.
/// A batch is in the log once the journal has it; publication may come later, and is repeated from the journal after a crash.
/// One instance is not safe for two threads. Several instances, in one process or several, may stand on one folder: whoever
/// writes holds the log's own lock and first catches up with what the others wrote.
/// </remarks>
internal sealed class LogStore : ITileReader, IDisposable
{
    public const string CheckpointPath = "checkpoint";

    private readonly IDisk _disk;
    private readonly ILogCipher _cipher;
    private readonly ImmutableArray<SignerKey> _signers;
    private readonly Func<DateTimeOffset> _clock;
    private readonly Journal _journal;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _unpublished = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _newest = new(StringComparer.Ordinal);
    private ImmutableArray<ReadOnlyMemory<byte>> _asideEdge = [];
    private byte[] _published = [];
    private LogTree _tree = LogTree.Empty;

    private LogStore(IDisk disk, ILogCipher cipher, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock)
    {
        (_disk, _cipher, _signers, _clock) = (disk, cipher, signers, clock);
        _journal = new(disk, cipher);
    }

    /// <summary>The signed checkpoint that covers every entry; empty before the first one.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; private set; }

    /// <summary>The covered tree, or null before the first entry.</summary>
    public Checkpoint? Covered { get; private set; }

    /// <summary>How many bytes wait to be published.</summary>
    public long Unpublished => _unpublished.Values.Sum(bytes => (long)bytes.Length);

    /// <summary>Opens the log: publishes what a crash left in the journal, then checks the right edge.</summary>
    /// <exception cref="InvalidDataException">The files do not fit the checkpoint, or the checkpoint is not signed by the log's keys.</exception>
    public static LogStore Open(IDisk disk, ILogCipher cipher, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock)
    {
        var log = new LogStore(disk, cipher, signers, clock);
        using var held = disk.Hold();
        log.Load();
        log.PublishHeld();
        return log;
    }

    /// <summary>Appends in order after <paramref name="expectedSize"/> entries: durable and covered when it returns; null when the log has another size by now.</summary>
    /// <remarks>
    /// The steps, and what a crash in or after each leaves:
    /// 1. the batch is written into the journal and read back: a torn batch, which the next opening passes over;
    /// 2. what was read back is hashed into the tree and the root signed: as 1;
    /// 3. the checkpoint and a digest over all of it are added, and the journal is synced: THE COMMIT. What is acknowledged was
    ///    synced; what was written and not synced may be there after a crash, whole, and then counts as any other batch;
    /// 4. tiles, bundles and what lies beside them are written and synced: the journal still has the batch;
    /// 5. the checkpoint is replaced: readers of the folder see the batch; its place in the journal is free.
    /// </remarks>
    public Checkpoint? Append(long expectedSize, IReadOnlyList<LogEntry> entries)
    {
        using var held = _disk.Hold();
        CatchUp();
        return entries.Count == 0 ? Covered
            : expectedSize == _tree.Size ? AppendHeld(entries)
            : null;
    }

    /// <summary>Keeps every other instance out for as long as the result is not disposed; meanwhile only the methods for whoever holds the log may be called.</summary>
    public IDisposable Own()
    {
        var held = _disk.Hold();
        CatchUp();
        return held;
    }

    /// <summary>As <see cref="Append"/>, for whoever holds the log.</summary>
    public Checkpoint AppendHeld(IReadOnlyList<LogEntry> entries)
    {
        var staged = _journal.Stage(_tree.Size, entries);
        var extension = _tree.Extend([.. staged.Entries.Select(entry => entry.Bytes)]);
        var checkpoint = new Checkpoint(_signers[0].Verifier.Name, extension.Tree.Size, extension.Tree.Root);
        var note = checkpoint.Sign(_signers, _clock().ToUnixTimeSeconds()).ToBytes();
        _journal.Commit(staged, note);
        Take(staged.Entries, extension, checkpoint, note);
        return checkpoint;
    }

    /// <summary>Writes what waits into the folder, so that readers of files see it.</summary>
    public void Publish()
    {
        using var held = _disk.Hold();
        CatchUp();
        PublishHeld();
    }

    /// <summary>
    /// What waits now, to be written by another thread while entries are appended; null when nothing waits. For whoever holds the
    /// log, one at a time, and each is taken back by <see cref="EndPublication"/>.
    /// </summary>
    public Publication? BeginPublication()
    {
        if (_published.AsSpan().SequenceEqual(Checkpoint.Span))
        {
            return null;
        }

        _journal.BeginPublication();
        return new(_disk, _cipher, Checkpoint, [.. _unpublished], [.. _newest]);
    }

    /// <summary>Takes back a publication that was written whole.</summary>
    public void EndPublication(Publication written)
    {
        foreach (var (path, bytes) in written.Files)
        {
            if (_unpublished.TryGetValue(path, out var still) && still.Equals(bytes))
            {
                _unpublished.Remove(path);
            }
        }

        foreach (var (full, newest) in written.Newest)
        {
            if (_newest[full] == newest)
            {
                _newest.Remove(full);
            }
        }

        _published = written.Checkpoint.ToArray();
        _journal.EndPublication();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        if (_unpublished.TryGetValue(path, out var waiting))
        {
            return waiting;
        }

        if (_disk.Read(path) is not { } bytes)
        {
            // Not in one expression with the other case: there, null would turn into an empty memory.
            return null;
        }

        return _cipher.TryOpen(bytes, path) ?? throw new InvalidDataException($"{_disk.NameOf(path)} was changed");
    }

    /// <summary>What is kept beside the entries of that bundle.</summary>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public ImmutableArray<ReadOnlyMemory<byte>> Aside(long bundle)
    {
        var width = (int)Math.Min(TilePath.FullWidth, _tree.Size - (bundle * TilePath.FullWidth));
        return width > 0 ? AsideOf(bundle, width) : [];
    }

    /// <summary>Where what is kept beside the entry of that index lies.</summary>
    public string NameOfAside(long index)
    {
        var bundle = index / TilePath.FullWidth;
        return _disk.NameOf(AsideBundle.PathOf(bundle, (int)Math.Min(TilePath.FullWidth, _tree.Size - (bundle * TilePath.FullWidth))));
    }

    /// <summary>How a person finds a file of the log.</summary>
    public string NameOf(string path) => _disk.NameOf(path);

    /// <summary>The tree, for proofs.</summary>
    public LogTree Tree => _tree;

    /// <summary>Lets the files go. What waits is in the journal.</summary>
    public void Dispose() => _disk.Dispose();

    /// <summary>A file that is gone is nothing beside each entry: what it held can't be opened, which whoever reads the log says and counts.</summary>
    private ImmutableArray<ReadOnlyMemory<byte>> AsideOf(long bundle, int width)
    {
        var (path, expected) = (AsideBundle.PathOf(bundle, width), width);
        var bytes = Read(path);
        if (bytes is null && width < TilePath.FullWidth)
        {
            (bytes, expected) = (Read(AsideBundle.PathOf(bundle, TilePath.FullWidth)), TilePath.FullWidth);
        }

        return bytes is null ? [.. Enumerable.Repeat(default(ReadOnlyMemory<byte>), width)]
            : AsideBundle.TryDecode(bytes.Value, expected) is { } parts ? parts[..width]
            : throw new InvalidDataException($"{_disk.NameOf(path)} was changed");
    }

    private void Take(ImmutableArray<LogEntry> entries, LogExtension extension, Checkpoint checkpoint, byte[] note)
    {
        foreach (var (path, bytes) in extension.Files)
        {
            Wait(path, bytes);
        }

        var aside = _asideEdge.ToBuilder();
        var size = _tree.Size;
        foreach (var entry in entries)
        {
            aside.Add(entry.Aside);
            if (++size % TilePath.FullWidth == 0)
            {
                // A file that is not there is nothing beside each entry.
                if (aside.Any(part => !part.IsEmpty))
                {
                    Wait(AsideBundle.PathOf((size / TilePath.FullWidth) - 1, TilePath.FullWidth), AsideBundle.Encode(aside));
                }

                aside.Clear();
            }
        }

        if (aside.Any(part => !part.IsEmpty))
        {
            Wait(AsideBundle.PathOf(size / TilePath.FullWidth, aside.Count), AsideBundle.Encode(aside));
        }

        (_asideEdge, _tree, Covered, Checkpoint) = (aside.ToImmutable(), extension.Tree, checkpoint, note);
    }

    /// <summary>Notes a file to be published. Of a partial file only the widest is needed under the newest checkpoint.</summary>
    private void Wait(string path, ReadOnlyMemory<byte> bytes)
    {
        var dot = path.IndexOf(".p/", StringComparison.Ordinal);
        var full = dot < 0 ? path : path[..dot];
        if (_newest.TryGetValue(full, out var narrower))
        {
            _unpublished.Remove(narrower);
        }

        _newest[full] = path;
        _unpublished[path] = bytes;
    }

    private void PublishHeld()
    {
        if (BeginPublication() is { } publication)
        {
            publication.Write();
            EndPublication(publication);
        }
    }

    /// <summary>Takes over what another instance wrote, and what a failed write of our own left.</summary>
    private void CatchUp()
    {
        var there = ReadCheckpointBytes();
        if (!there.AsSpan().SequenceEqual(_published) || _journal.HasMore(_tree.Size))
        {
            Load();
        }
    }

    private byte[] ReadCheckpointBytes() => _disk.Read(CheckpointPath) is not { } bytes ? []
        : _cipher.TryOpen(bytes, CheckpointPath) is { } plain ? plain.ToArray()
        : throw new InvalidDataException($"{_disk.NameOf(CheckpointPath)} was changed");

    private void Load()
    {
        _unpublished.Clear();
        _newest.Clear();
        _published = ReadCheckpointBytes();
        (_tree, _asideEdge, Covered, Checkpoint) = (LogTree.Empty, [], null, _published);
        if (_published.Length > 0)
        {
            LoadPublished(Verified(_published, _disk.NameOf(CheckpointPath)));
        }

        foreach (var batch in _journal.ReadFrom(_tree.Size))
        {
            var extension = _tree.Extend([.. batch.Entries.Select(entry => entry.Bytes)]);
            var checkpoint = Verified(batch.Checkpoint.Span, _disk.NameOf(Journal.Folder));
            if (checkpoint.Size != extension.Tree.Size || checkpoint.Root != extension.Tree.Root)
            {
                throw new InvalidDataException($"{_disk.NameOf(Journal.Folder)}: the tiles and a batch do not hash to its checkpoint");
            }

            Take(batch.Entries, extension, checkpoint, batch.Checkpoint.ToArray());
        }

        // A first batch whose publication was cut off has its journal.
        if (Covered is null && (_disk.List("tile/entries").Count > 0 || _disk.List("tile/entries/000.p").Count > 0))
        {
            throw new InvalidDataException($"{_disk.NameOf(CheckpointPath)} is missing, but the log has tiles");
        }
    }

    private void LoadPublished(Checkpoint checkpoint)
    {
        if (!LogTree.TryLoad(checkpoint.Size, this, out _tree, out var fault))
        {
            throw new InvalidDataException($"{_disk.NameOf(".")}: {fault.Why}");
        }

        if (_tree.Root != checkpoint.Root)
        {
            LogAudit.TryAudit(checkpoint, this, (_, _) => { }, out fault);
            throw new InvalidDataException($"{_disk.NameOf(".")}: the tiles do not hash to the checkpoint's root: {fault.Why}");
        }

        Covered = checkpoint;
        var width = (int)(checkpoint.Size % TilePath.FullWidth);
        _asideEdge = width == 0 ? [] : AsideOf(checkpoint.Size / TilePath.FullWidth, width);
    }

    private Checkpoint Verified(ReadOnlySpan<byte> bytes, string path)
    {
        if (!SignedNote.TryParse(bytes, out var note, out var fault)
            || !note.TryVerify(_signers.Select(signer => signer.Verifier), out var verified, out fault)
            || !Ledger.Checkpoint.TryParse(note.Text, out var checkpoint, out fault))
        {
            throw new InvalidDataException($"{path}: {fault.Why}");
        }

        return verified.Length == _signers.Length
            ? checkpoint
            : throw new InvalidDataException($"{path} is not signed by all keys of the log");
    }
}
