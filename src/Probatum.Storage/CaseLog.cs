using System.Collections.Immutable;
using System.Text;
using Probatum.Core;
using Probatum.Core.Bundles;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The log of one case on the disk: leaves as they are or under the workspace's key, disclosures under the keys of their subjects.</summary>
/// <remarks>One instance is not safe for two threads; several instances may stand on one folder, as on a <see cref="LogStore"/>.</remarks>
public sealed class CaseLog : ICaseLog, IDossierSource, IDisposable
{
    private readonly LogStore _store;
    private readonly BlobStore _blobs;
    private readonly AsideCipher _aside;
    private readonly StampFolder _stamps;
    private readonly LateDisclosures _late;
    private readonly IDisk _disk;
    private readonly LastSeen _lastSeen;
    private readonly string _origin;
    private (long Bundle, long Size, ImmutableArray<ReadOnlyMemory<byte>> Parts) _read = (-1, 0, []);

    private CaseLog(LogStore store, AsideCipher aside, BlobStore blobs, StampFolder stamps, LateDisclosures late, IDisk disk, LastSeen lastSeen, string origin) =>
        (_store, _aside, _blobs, _stamps, _late, _disk, _lastSeen, _origin) = (store, aside, blobs, stamps, late, disk, lastSeen, origin);

    /// <summary>Why this log may not be signed now, in words; null when it may.</summary>
    public string? Refusal { get; private set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Checkpoint => _store.Checkpoint;

    /// <summary>The covered tree, or null before the first record.</summary>
    public Checkpoint? Covered => _store.Covered;

    /// <summary>Opens the log: finishes what a crash left between commit and publication, then checks the right edge.</summary>
    /// <exception cref="InvalidDataException">The files do not fit the checkpoint, or the checkpoint is not signed by the log's keys.</exception>
    public static CaseLog Open(string folder, CaseId id, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock, Vault vault, BlobStore blobs, LastSeen lastSeen)
    {
        var disk = new FolderDisk(folder);
        ILogCipher cipher = vault.HasPassphrase ? new SealedLog(vault, id.Text) : new PlainLog();
        var log = new CaseLog(LogStore.Open(disk, cipher, signers, clock), new(vault, id), blobs, new(disk, cipher), new(disk, cipher), disk, lastSeen, signers[0].Verifier.Name);
        log.Refusal = log.WhyNotToSign();
        return log;
    }

    /// <inheritdoc/>
    /// <remarks>What is committed is acknowledged, though a full disk may keep it from being published now; the next write or opening publishes.</remarks>
    /// <exception cref="IOException">The log may not be signed (<see cref="Refusal"/>), or the disk takes nothing.</exception>
    public Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count > 0 && Refusal is { } why)
        {
            throw new IOException(why);
        }

        // The first of each subject makes its key; the others are sealed on all processors.
        var first = records.DistinctBy(record => record.Subject).ToDictionary(record => record.Id, _aside.Seal);
        LogEntry Entry(SealedRecord record) => new(record.Leaf, first.TryGetValue(record.Id, out var made) ? made : _aside.Seal(record));
        ImmutableArray<LogEntry> entries = records.Count == first.Count ? [.. records.Select(Entry)] : Side(records, Entry);
        if (_store.Append(expectedSize, entries) is not { } covering)
        {
            return null;
        }

        _lastSeen.Remember(covering);
        try
        {
            _store.Publish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The batch is in the log. An error now would make its author record it twice.
        }

        return covering;
    }

    private static ImmutableArray<LogEntry> Side(IReadOnlyList<SealedRecord> records, Func<SealedRecord, LogEntry> entry)
    {
        try
        {
            return [.. records.AsParallel().AsOrdered().Select(entry)];
        }
        catch (AggregateException several)
        {
            // As if they had been sealed one by one.
            throw several.InnerExceptions[0];
        }
    }

    /// <summary>Lets the one record through by which somebody answers for it that this log goes on; only then it may be signed again.</summary>
    public T GoOn<T>(Func<T> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var refusal = Refusal;
        Refusal = null;
        try
        {
            var recorded = record();
            _disk.Delete(Backup.Marker);
            return recorded;
        }
        catch
        {
            Refusal = refusal;
            throw;
        }
    }

    /// <summary>Takes in leaves that the log once had, of a copy that others hold, up to that checkpoint, though nothing else may be signed yet.</summary>
    /// <exception cref="InvalidDataException">They do not lead to it.</exception>
    public void CatchUpWith(IReadOnlyList<SealedRecord> records, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (_store.Tree.Extend([.. records.Select(record => record.Leaf)]).Tree is var grown && (grown.Size != checkpoint.Size || grown.Root != checkpoint.Root))
        {
            throw new InvalidDataException($"these records do not lead from the log's {_store.Tree.Size} leaves to the checkpoint over {checkpoint.Size}: it is one of another history");
        }

        _ = _store.Append(_store.Tree.Size, [.. records.Select(record => new LogEntry(record.Leaf, _aside.Seal(record)))]);
        _store.Publish();
    }

    /// <summary>What this machine itself saw of the log and does not find here, in words; null when it saw nothing more.</summary>
    public string? SeenAndNotHere => _lastSeen.Of(_origin) is not { } seen ? null
        : seen.Size > _store.Tree.Size ? $"this machine saw this log at {seen.Size} leaves, and here it has {_store.Tree.Size}: an older copy was put back, and the records between are needed"
        : IsOfItsPast(seen) ? null
        : $"this machine saw another history of this log at {seen.Size} leaves: a copy of it went on elsewhere";

    /// <summary>Whether a checkpoint of this log is one of its own past: the root that it had at that size.</summary>
    public bool IsOfItsPast(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return checkpoint.Size <= _store.Tree.Size && (checkpoint.Size == _store.Tree.Size
            ? checkpoint.Root == _store.Tree.Root
            : Merkle.VerifyConsistency(checkpoint.Size, _store.Tree.Size, checkpoint.Root, _store.Tree.Root, [.. ProveConsistency(checkpoint.Size)]));
    }

    private string? WhyNotToSign()
    {
        var why = _disk.Read(Backup.Marker) is null ? SeenAndNotHere : $"this log was put back from a backup, at {_store.Tree.Size} leaves, and others may hold later checkpoints of it";
        return why is null ? null : $"{why}; nothing is signed until it is reconciled ('probatum log reconcile')";
    }

    /// <summary>Keeps the log as it is for as long as the result is not disposed of: whoever writes waits, so it is only for reading of it.</summary>
    public IDisposable Still() => _store.Own();

    /// <summary>Writes what waits into the folder.</summary>
    public void Publish() => _store.Publish();

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path) => _store.Read(path);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file of the disclosures was changed.</exception>
    public IReadOnlyList<string> Disclosures(long index)
    {
        var (bundle, size) = (index / TilePath.FullWidth, Covered?.Size ?? 0);
        if (_read.Bundle != bundle || (_read.Size != size && _read.Parts.Length < TilePath.FullWidth))
        {
            _read = (bundle, size, _store.Aside(bundle));
        }

        return _aside.TryOpen(_read.Parts[(int)(index % TilePath.FullWidth)], out var disclosures) && _aside.TryOpen(_late.Find(index), out var late)
            ? late.Count == 0 ? disclosures : [.. disclosures.Concat(late).Distinct().OrderBy(Digests.OfText, StringComparer.Ordinal)]
            : throw new InvalidDataException($"{_store.NameOfAside(index)}: the disclosures of leaf {index} were changed");
    }

    /// <summary>Keeps disclosures of leaves that stood in the log without them, under the keys of their subjects; all at once.</summary>
    public void Complete(IEnumerable<(long Index, SealedRecord Record)> records) =>
        _late.Keep(records.Select(one => (one.Index, _aside.Seal(one.Record))));

    /// <summary>Reads the whole log: leaves, disclosures, and what they say.</summary>
    /// <exception cref="InvalidDataException">As <see cref="ReadAll"/>.</exception>
    public LogReading ReadLeaves()
    {
        var reading = new LogReading();
        return Covered is null || LogAudit.TryAudit(Covered, _store, (index, leaf) => reading.Take(leaf, Disclosures(index), SignatureCheck.AlreadyChecked), out var fault)
            ? reading
            : throw new InvalidDataException($"{_store.NameOf(".")}: {fault.Why}");
    }

    /// <inheritdoc/>
    public Stream? OpenFile(string sha256) => _blobs.Open(sha256);

    /// <inheritdoc/>
    public LogStamps? Stamps => AllStamps.Where(one => one.Size == Covered?.Size && !one.Stamps.Tokens.IsEmpty).Select(one => one.Stamps)
        .OrderByDescending(stamps => stamps.Tokens.Length).FirstOrDefault();

    /// <summary>All stamps that lie beside this log, and requests still without an answer, by size.</summary>
    public ImmutableArray<(long Size, LogStamps Stamps)> AllStamps => _stamps.All;

    /// <summary>Keeps stamps over the log at that size beside it.</summary>
    public void KeepStamps(long size, LogStamps stamps) => _stamps.Keep(size, stamps);

    /// <summary>Folds the whole log.</summary>
    /// <exception cref="InvalidDataException">A leaf, tile, disclosure or the root does not fit; the message names the file.</exception>
    public CaseHistory ReadAll(SignatureCheck check)
    {
        var history = CaseHistory.Empty;
        if (Covered is null)
        {
            return history;
        }

        return LogAudit.TryAudit(Covered, _store, Visit, out var fault) ? history : throw new InvalidDataException($"{_store.NameOf(".")}: {fault.Why}");

        void Visit(long index, ReadOnlyMemory<byte> leaf)
        {
            var disclosures = Disclosures(index);
            history = history.Then(leaf, disclosures, check);

            // A leaf may be void of its own; one whose disclosures are not those that it names was changed beside the log.
            if (history.Remarks is [.., { Void: true } last] && last.Index == index
                && disclosures.Any(text => leaf.Span.IndexOf(Encoding.ASCII.GetBytes(Digests.OfText(text))) < 0))
            {
                throw new InvalidDataException($"{_store.NameOfAside(index)}: leaf {index}: {last.Why}");
            }
        }
    }

    /// <summary>A tlog-proof that the leaf at that index is in the log under the present checkpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public TlogProof Prove(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _store.Tree.Size);
        return SignedNote.TryParse(Checkpoint.Span, out var note, out _)
            ? new(index, _store.Tree.InclusionProof(index, _store), note, null)
            : throw new InvalidDataException("the checkpoint on the disk can't be read");
    }

    /// <summary>The proof that the log of an older size is a prefix of the present one.</summary>
    public ImmutableArray<Hash256> ProveConsistency(long oldSize) => _store.Tree.ConsistencyProof(oldSize, _store);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
