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
    private (long Bundle, long Size, ImmutableArray<ReadOnlyMemory<byte>> Parts) _read = (-1, 0, []);

    private CaseLog(LogStore store, AsideCipher aside, BlobStore blobs, StampFolder stamps, LateDisclosures late) =>
        (_store, _aside, _blobs, _stamps, _late) = (store, aside, blobs, stamps, late);

    /// <summary>Why this log may not be signed now, in words; null when it may.</summary>
    public string? Refusal { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Checkpoint => _store.Checkpoint;

    /// <summary>The covered tree, or null before the first record.</summary>
    public Checkpoint? Covered => _store.Covered;

    /// <summary>Opens the log: finishes what a crash left between commit and publication, then checks the right edge.</summary>
    /// <exception cref="InvalidDataException">The files do not fit the checkpoint, or the checkpoint is not signed by the log's keys.</exception>
    public static CaseLog Open(string folder, CaseId id, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock, Vault vault, BlobStore blobs) =>
        Open(new FolderDisk(folder), id, signers, clock, vault, blobs);

    internal static CaseLog Open(IDisk disk, CaseId id, ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock, Vault vault, BlobStore blobs)
    {
        ILogCipher cipher = vault.HasPassphrase ? new SealedLog(vault, id.Text) : new PlainLog();
        return new(LogStore.Open(disk, cipher, signers, clock), new(vault, id), blobs, new(disk, cipher), new(disk, cipher));
    }

    /// <inheritdoc/>
    /// <remarks>What is committed is acknowledged, though a full disk may keep it from being published now; the next write or opening publishes.</remarks>
    public Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records)
    {
        if (Commit(expectedSize, records) is not { } covering)
        {
            return null;
        }

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

    /// <summary>As <see cref="Append"/>, but readers of the folder see it only after <see cref="Publish"/>.</summary>
    public Checkpoint? Commit(long expectedSize, IReadOnlyList<SealedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count > 0 && Refusal is { } why)
        {
            throw new IOException(why);
        }

        return _store.Append(expectedSize, [.. records.Select(record => new LogEntry(record.Leaf, _aside.Seal(record)))]);
    }

    /// <summary>Writes what waits into the folder.</summary>
    public void Publish() => _store.Publish();

    /// <summary>How many bytes wait to be published.</summary>
    public long Unpublished => _store.Unpublished;

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
    public LogStamps? Stamps => Covered is { } covered && _stamps.Find(covered.Size) is { Tokens.IsEmpty: false } stamps ? stamps : null;

    /// <summary>The sizes at which stamps over this log were asked for.</summary>
    public ImmutableArray<long> StampedSizes => _stamps.Sizes;

    /// <summary>The stamps over the log at that size, with tokens or still without; null when none were asked for.</summary>
    public LogStamps? FindStamps(long size) => _stamps.Find(size);

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
