using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>What the writer needs of a case's storage.</summary>
public interface IDossierSource : ITileReader
{
    /// <summary>The signed checkpoint's bytes.</summary>
    ReadOnlyMemory<byte> Checkpoint { get; }

    /// <summary>The disclosures kept for a leaf.</summary>
    IReadOnlyList<string> Disclosures(long index);

    /// <summary>A file by its digest, or null when it is not kept.</summary>
    Stream? OpenFile(string sha256);

    /// <summary>The time stamps over the log as it stands, which no record of it can hold; null when there are none.</summary>
    LogStamps? Stamps { get; }
}

/// <summary>Where a bag is written: each path once, in any order.</summary>
public interface IBagWriter
{
    /// <summary>Writes one file from a stream that is read to its end.</summary>
    void Write(string path, Stream content);
}

/// <summary>Writes a dossier: the log as it is, the disclosures that the policy allows, the files they name, the pages.</summary>
public static class DossierWriter
{
    private const string NotHeld = "not-held";

    /// <summary>Writes the whole bag and returns the SHA-256 of its tag manifest, which a hand-over states.</summary>
    /// <exception cref="InvalidDataException">The storage lacks a file or a leaf that the log names.</exception>
    public static string Write(IDossierSource source, WithholdingPolicy policy, IBagWriter bag, IProgress<double>? progress = null)
    {
        var checkpoint = Read(source);
        var payload = new Payload(bag);
        var (history, withheld, disclosed) = Narrow(source, checkpoint, policy, payload.Add);
        if (!DossierContent.TryOf(history, digest => ReadFile(source, digest), withheld, out var content, out var fault))
        {
            throw new InvalidDataException(fault.Why);
        }

        payload.Add(BagLayout.Checkpoint, source.Checkpoint.ToArray());
        foreach (var (path, bytes) in StampFiles(source.Stamps))
        {
            payload.Add(path, bytes);
        }

        foreach (var path in TileSet.Of(checkpoint.Size))
        {
            payload.Add(BagLayout.Log + path, (source.Read(path) ?? throw new InvalidDataException($"the log lacks {path}")).ToArray());
        }

        foreach (var (path, text) in Keys(history))
        {
            payload.Add(path, Encoding.UTF8.GetBytes(text));
        }

        payload.Add(BagLayout.Withheld, Withholding.Write(withheld));
        var files = DossierContent.FilesNamed(history.State, disclosed);
        var done = 0;
        foreach (var (sha256, _) in files)
        {
            using var stream = source.OpenFile(sha256) ?? throw new InvalidDataException($"the file {sha256}, which a record names, is not kept here");
            payload.Add(BagLayout.File(sha256), stream);
            progress?.Report((double)++done / files.Count);
        }

        foreach (var (path, bytes) in content.Pages([.. payload.Paths, BagLayout.ReaderPage, BagLayout.Crate]))
        {
            payload.Add(path, bytes);
        }

        return Tags(payload, content);
    }

    /// <summary>
    /// The SHA-256 of the list of what this policy withholds of the log as it stands; a seal, which has no sealed member of its
    /// own, states it.
    /// </summary>
    /// <exception cref="InvalidDataException">The log does not hold.</exception>
    public static string WithheldSha256(IDossierSource source, WithholdingPolicy policy) =>
        Records.Digests.Hex(Withholding.Write(Narrow(source, Read(source), policy, (_, _) => { }).Withheld));

    /// <summary>The key and policy files that follow from a case's first leaf and its registrations.</summary>
    internal static IEnumerable<(string Path, string Text)> Keys(CaseHistory history)
    {
        var logKeys = history.State.Opened?.LogKeys ?? [];
        if (logKeys.Length > 0)
        {
            yield return (BagLayout.LogKey, logKeys[0] + "\n");
            yield return (BagLayout.Policy, history.State.Opened!.Policy ?? $"log {logKeys[0]}\nquorum none\n");
        }

        if (logKeys.Length > 1)
        {
            yield return (BagLayout.LogMlDsaKey, logKeys[1] + "\n");
        }

        foreach (var (name, key) in history.Keys.Keys.OrderBy(key => key.Key.Text, StringComparer.Ordinal))
        {
            yield return (BagLayout.AuthorKey(name.Text), key.Key.Text + "\n");
        }
    }

    private static IEnumerable<(string Path, byte[] Bytes)> StampFiles(LogStamps? stamps) => stamps is null ? [] :
    [
        (BagLayout.RegistryProof, stamps.Proof.ToArray()), (BagLayout.Stamped, stamps.Stamped.ToArray()),
        .. stamps.Tokens.Select((token, i) => (BagLayout.Token(i + 1), token.ToArray())),
    ];

    private static Checkpoint Read(IDossierSource source) =>
        SignedNote.TryParse(source.Checkpoint.Span, out var note, out var fault) && Checkpoint.TryParse(note.Text, out var checkpoint, out fault)
            ? checkpoint
            : throw new InvalidDataException($"the checkpoint can't be read: {fault.Why}");

    private static (CaseHistory History, ImmutableArray<Withholding> Withheld, List<Json> Disclosed) Narrow(
        IDossierSource source, Checkpoint checkpoint, WithholdingPolicy policy, Action<string, byte[]> add)
    {
        var (history, disclosed) = (CaseHistory.Empty, new List<Json>());
        var withheld = ImmutableArray.CreateBuilder<Withholding>();
        if (!LogAudit.TryAudit(checkpoint, source, Visit, out var fault))
        {
            throw new InvalidDataException($"the log does not hold: {fault.Why}");
        }

        return (history, Erased(withheld, history), disclosed);

        void Visit(long index, ReadOnlyMemory<byte> leaf)
        {
            var all = source.Disclosures(index);
            if (!RecordText.TryRead(leaf, all, out var record, out _))
            {
                history = history.Then(leaf, all, SignatureCheck.Every);
                return;
            }

            var kept = new List<string>();
            var open = all.Select(text => Disclosure.TryOpen(text, out var one, out _) ? one : null).OfType<Disclosure>().ToList();
            foreach (var digest in record.Envelope.Sealed)
            {
                var member = open.Find(one => one.Digest == digest);
                var reason = member is null ? NotHeld : policy.Reason(record.Type, member.Name, name => open.Find(one => one.Name == name)?.Value);
                if (reason is null)
                {
                    kept.Add(member!.Text);
                    disclosed.Add(member.Value);
                }
                else
                {
                    withheld.Add(new(index, digest, reason));
                }
            }

            if (kept.Count > 0)
            {
                add(BagLayout.Disclosures(index), Encoding.ASCII.GetBytes(string.Concat(kept.Select(text => text + "\n"))));
            }

            history = history.Then(leaf, kept, SignatureCheck.Every);
        }
    }

    /// <summary>What can't be opened because its subject was erased is withheld for that reason.</summary>
    private static ImmutableArray<Withholding> Erased(ImmutableArray<Withholding>.Builder withheld, CaseHistory history)
    {
        var erased = history.State.Erasures.Records.Where(history.Ids.ContainsKey).Select(id => history.Ids[id]).ToHashSet();
        return [.. withheld.Select(one => one.Reason == NotHeld && erased.Contains(one.Index) ? one with { Reason = "erased" } : one)];
    }

    private static string Tags(Payload payload, DossierContent content)
    {
        var tags = new List<(string Path, byte[] Bytes)>
        {
            (BagLayout.Declaration, Encoding.UTF8.GetBytes(BagLayout.DeclarationText)),
            (BagLayout.Info, Encoding.UTF8.GetBytes(content.Info(payload.Octets, payload.Digests.Count))),
            (BagLayout.Manifest, Encoding.UTF8.GetBytes(BagLayout.ManifestText(payload.Digests))),
        };
        var tagManifest = Encoding.UTF8.GetBytes(BagLayout.ManifestText(tags.Select(tag => (tag.Path, Records.Digests.Hex(tag.Bytes)))));
        foreach (var (path, bytes) in tags.Append((BagLayout.TagManifest, tagManifest)))
        {
            payload.Bag.Write(path, new MemoryStream(bytes));
        }

        return Records.Digests.Hex(tagManifest);
    }

    private static ReadOnlyMemory<byte>? ReadFile(IDossierSource source, string sha256)
    {
        using var stream = source.OpenFile(sha256);
        if (stream is null)
        {
            return null;
        }

        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The payload on its way out: hashed and counted while it is written.</summary>
    private sealed class Payload(IBagWriter bag)
    {
        public IBagWriter Bag { get; } = bag;

        public List<(string Path, string Sha256)> Digests { get; } = [];

        public long Octets { get; private set; }

        public IEnumerable<string> Paths => Digests.Select(file => file.Path);

        public void Add(string path, byte[] bytes) => Add(path, new MemoryStream(bytes));

        public void Add(string path, Stream content)
        {
            using var hashing = new HashingStream(content);
            Bag.Write(path, hashing);
            Digests.Add((path, hashing.Hex()));
            Octets += hashing.Length;
        }
    }
}

/// <summary>Reads through to another stream and hashes what passes.</summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public string Hex() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _hash.AppendData(buffer[..read]);
        _length += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
