using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The log of one case on the disk: append-only, checkpointed, recovered by the code that also writes it.</summary>
/// <remarks>
/// One instance is not safe for two threads. Two instances, in one process or two, may stand on one folder: whoever writes holds
/// the log's own lock and first catches up with what the other wrote.
/// </remarks>
public sealed class CaseLog : ICaseLog, IDossierSource
{
    private readonly LogFolder _files;
    private readonly ImmutableArray<SignerKey> _signers;
    private readonly Func<DateTimeOffset> _clock;
    private readonly BlobStore _blobs;
    private LogTree _tree = LogTree.Empty;

    private CaseLog(LogFolder files, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock, BlobStore blobs)
    {
        (_files, _signers, _clock, _blobs) = (files, signers, clock, blobs);
        Checkpoint = Array.Empty<byte>();
    }

    /// <summary>The signed checkpoint on the disk; empty before the first record.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; private set; }

    /// <summary>The covered tree, or null before the first record.</summary>
    public Checkpoint? Covered { get; private set; }

    /// <summary>Opens the log: finishes what a crash left between commit and publication, then checks the right edge.</summary>
    /// <exception cref="InvalidDataException">The files do not fit the checkpoint, or the checkpoint is not signed by the log's keys.</exception>
    public static CaseLog Open(string folder, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock, BlobStore blobs)
    {
        var log = new CaseLog(new(folder), signers, clock, blobs);
        DurableFile.CreateFolder(Path.GetFullPath(log._files.JournalFolder));
        using var held = log.Hold();
        log.Recover();
        log.Load();
        return log;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The steps, and what a crash in or after each leaves:
    /// 1. files named by the records were put before the call: kept files that nothing names, harmless;
    /// 2. the journal under a temporary name: a stray file, removed at the next opening;
    /// 3. read back, hashed, signed, written again with the checkpoint and synced: as 2;
    /// 4. the journal gets its name: THE COMMIT. From here on the batch is in the log, and is acknowledged whatever fails after it;
    /// 5. tiles, bundles, disclosures: the journal is still there, the next opening repeats this step;
    /// 6. the checkpoint is replaced: readers see the batch; the next opening finds a journal of the past and removes it;
    /// 7. the journal is removed.
    /// </remarks>
    public Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        using var held = Hold();
        CatchUp();
        if (records.Count == 0 || expectedSize != _tree.Size)
        {
            return records.Count == 0 ? Covered : null;
        }

        var temporary = Path.Combine(_files.JournalFolder, $".{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp");
        Write(temporary, Journal.Of(_tree.Size, records, default).Encode());
        var staged = Journal.TryDecode(File.ReadAllBytes(temporary))
            ?? throw new InvalidDataException($"{temporary} reads back otherwise than it was written; nothing was signed");
        var extension = _tree.Extend([.. staged.Leaves.Select(leaf => leaf.Bytes)]);
        var checkpoint = new Checkpoint(_signers[0].Verifier.Name, extension.Tree.Size, extension.Tree.Root);
        var note = checkpoint.Sign(_signers, _clock().ToUnixTimeSeconds());
        Write(temporary, (staged with { Checkpoint = note.ToBytes() }).Encode());
        File.Move(temporary, JournalPath(_tree.Size), false);
        DurableFile.SyncFolder(_files.JournalFolder);
        try
        {
            Publish(staged with { Checkpoint = note.ToBytes() }, extension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The batch is in the log. A disk that fills now would make its author record it twice; the next write or opening publishes.
        }

        return checkpoint;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path) => _files.Read(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> Disclosures(long index) => _files.Disclosures(index);

    /// <inheritdoc/>
    public Stream? OpenFile(string sha256) => _blobs.Open(sha256);

    /// <summary>Folds the whole log.</summary>
    /// <exception cref="InvalidDataException">A leaf, tile, disclosure or the root does not fit; the message names the file.</exception>
    public CaseHistory ReadAll(SignatureCheck check)
    {
        var history = CaseHistory.Empty;
        if (Covered is null)
        {
            return history;
        }

        if (!LogAudit.TryAudit(Covered, _files, Visit, out var fault))
        {
            throw new InvalidDataException($"{_files.Folder}: {fault.Why}");
        }

        return !_files.HasDisclosuresFrom(history.Size)
            ? history
            : throw new InvalidDataException($"{_files.DisclosuresOf(history.Size)}: it holds a disclosure of a leaf that the log does not have");

        void Visit(long index, ReadOnlyMemory<byte> leaf)
        {
            var disclosures = Disclosures(index);
            history = history.Then(leaf, disclosures, check);

            // A leaf may be void of its own; one whose disclosures are not those that it names was changed beside the log.
            if (history.Remarks is [.., { Void: true } last] && last.Index == index
                && disclosures.Any(text => leaf.Span.IndexOf(Encoding.ASCII.GetBytes(Digests.OfText(text))) < 0))
            {
                throw new InvalidDataException($"{_files.DisclosuresOf(index)}: leaf {index}: {last.Why}");
            }
        }
    }

    /// <summary>A tlog-proof that the leaf at that index is in the log under the present checkpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public TlogProof Prove(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _tree.Size);
        return SignedNote.TryParse(Checkpoint.Span, out var note, out _)
            ? new(index, _tree.InclusionProof(index, _files), note, null)
            : throw new InvalidDataException("the checkpoint on the disk can't be read");
    }

    /// <summary>The proof that the log of an older size is a prefix of the present one.</summary>
    public ImmutableArray<Hash256> ProveConsistency(long oldSize) => _tree.ConsistencyProof(oldSize, _files);

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        stream.Write(bytes);
        stream.Flush(true);
    }

    /// <summary>Keeps every other instance from writing until the stream is closed.</summary>
    private FileStream Hold()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(Path.Combine(_files.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 1000)
            {
                Thread.Sleep(10);
            }
        }
    }

    /// <summary>Takes over what another instance wrote, and what a failed publication of our own left.</summary>
    private void CatchUp()
    {
        var there = File.Exists(_files.CheckpointPath) ? File.ReadAllBytes(_files.CheckpointPath) : [];
        if (!there.AsSpan().SequenceEqual(Checkpoint.Span) || Directory.EnumerateFiles(_files.JournalFolder).Any())
        {
            Recover();
            Load();
        }
    }

    private void Publish(Journal journal, LogExtension extension)
    {
        foreach (var (path, bytes) in extension.Files)
        {
            _files.Write(path, bytes.Span);
        }

        _files.WriteDisclosures(journal.OldSize, journal.Leaves);
        DurableFile.Replace(_files.CheckpointPath, journal.Checkpoint.Span);
        File.Delete(JournalPath(journal.OldSize));
        DurableFile.SyncFolder(_files.JournalFolder);
        (_tree, Checkpoint) = (extension.Tree, journal.Checkpoint);
        Covered = new(_signers[0].Verifier.Name, extension.Tree.Size, extension.Tree.Root);
    }

    private void Recover()
    {
        var size = ReadCheckpoint()?.Size ?? 0;
        foreach (var path in Directory.GetFiles(_files.JournalFolder))
        {
            if (!long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var oldSize) || oldSize < size)
            {
                File.Delete(path);
                continue;
            }

            var journal = Journal.TryDecode(File.ReadAllBytes(path));
            if (journal is null || journal.OldSize != size || !LogTree.TryLoad(size, _files, out var tree, out _))
            {
                throw new InvalidDataException($"{path} is damaged: a committed batch can't be read");
            }

            var extension = tree.Extend([.. journal.Leaves.Select(leaf => leaf.Bytes)]);
            if (Verified(journal.Checkpoint.Span, path).Root != extension.Tree.Root)
            {
                throw new InvalidDataException($"{path}: the tiles and this batch do not hash to its checkpoint");
            }

            Publish(journal, extension);
        }
    }

    private void Load()
    {
        if (ReadCheckpoint() is not { } checkpoint)
        {
            // A first batch that a crash cut off has its journal, and was published above.
            if (Directory.Exists(Path.Combine(_files.Folder, "tile")))
            {
                throw new InvalidDataException($"{_files.CheckpointPath} is missing, but the log has tiles");
            }

            return;
        }

        if (!LogTree.TryLoad(checkpoint.Size, _files, out _tree, out var fault))
        {
            throw new InvalidDataException($"{_files.Folder}: {fault.Why}");
        }

        if (_tree.Root != checkpoint.Root)
        {
            LogAudit.TryAudit(checkpoint, _files, (_, _) => { }, out fault);
            throw new InvalidDataException($"{_files.Folder}: the tiles do not hash to the checkpoint's root: {fault.Why}");
        }

        (Covered, Checkpoint) = (checkpoint, File.ReadAllBytes(_files.CheckpointPath));
    }

    private Checkpoint? ReadCheckpoint() =>
        File.Exists(_files.CheckpointPath) ? Verified(File.ReadAllBytes(_files.CheckpointPath), _files.CheckpointPath) : null;

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

    private string JournalPath(long oldSize) =>
        Path.Combine(_files.JournalFolder, oldSize.ToString(CultureInfo.InvariantCulture));
}
