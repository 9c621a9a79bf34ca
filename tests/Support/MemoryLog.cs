using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.TestSupport;

/// <summary>A case's log, its disclosures and its files in memory.</summary>
internal sealed class MemoryLog(ImmutableArray<SignerKey> signers) : ICaseLog, IDossierSource
{
    private readonly Dictionary<long, ImmutableArray<string>> _disclosures = [];
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private LogTree _tree = LogTree.Empty;

    public SortedDictionary<string, byte[]> Tiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Who signs each checkpoint behind the log.</summary>
    public List<SignerKey> Cosigners { get; } = [];

    public ReadOnlyMemory<byte> Checkpoint { get; private set; }

    public Checkpoint? Covered { get; private set; }

    public Checkpoint? Append(long expectedSize, IReadOnlyList<SealedRecord> records)
    {
        if (expectedSize != _tree.Size)
        {
            return null;
        }

        var extension = _tree.Extend([.. records.Select(record => record.Leaf)]);
        foreach (var (path, bytes) in extension.Files)
        {
            Tiles[path] = bytes.ToArray();
        }

        for (var i = 0; i < records.Count; i++)
        {
            _disclosures[expectedSize + i] = [.. records[i].Disclosures.Select(one => one.Text)];
        }

        _tree = extension.Tree;
        Covered = new(signers[0].Verifier.Name, _tree.Size, _tree.Root);
        Checkpoint = Covered.Sign([.. signers, .. Cosigners], 1_700_000_000).ToBytes();
        return Covered;
    }

    public ReadOnlyMemory<byte>? Read(string path) => Tiles.TryGetValue(path, out var bytes) ? bytes.AsMemory() : null;

    public IReadOnlyList<string> Disclosures(long index) => _disclosures.GetValueOrDefault(index, []);

    public Stream? OpenFile(string sha256) => _files.TryGetValue(sha256, out var bytes) ? new MemoryStream(bytes) : null;

    public LogStamps? Stamps { get; set; }

    public Blob Keep(byte[] bytes, string media)
    {
        var blob = Blob.Of(bytes, media);
        _files[blob.Sha256] = bytes;
        return blob;
    }
}

/// <summary>A bag in memory, which remembers what was opened.</summary>
internal sealed class MemoryBag : IBagReader, IBagWriter
{
    public MemoryBag()
    {
    }

    public MemoryBag(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        foreach (var (path, bytes) in files)
        {
            Files[path] = [.. bytes];
        }
    }

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Opened { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Paths => Files.Keys;

    public Stream? Open(string path)
    {
        lock (Opened)
        {
            Opened.Add(path);
        }

        return Files.TryGetValue(path, out var bytes) ? new MemoryStream(bytes) : null;
    }

    public Stream Create(string path, long length) => new NewFile(this, path, length);

    /// <summary>Gives both manifests the digests of what lies in the bag, as anybody who changes a bag would.</summary>
    public MemoryBag Remade()
    {
        Files[BagLayout.Manifest] = Text(BagLayout.ManifestText(Files.Where(file => file.Key.StartsWith("data/", StringComparison.Ordinal))
            .Select(file => (file.Key, Digests.Hex(file.Value)))));
        Files[BagLayout.TagManifest] = Text(BagLayout.ManifestText(BagLayout.TagFiles.Select(tag => (tag, Digests.Hex(Files[tag])))));
        return this;
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private sealed class NewFile(MemoryBag bag, string path, long length) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            Assert.Equal(length, Length);
            lock (bag.Files)
            {
                bag.Files.Add(path, ToArray());
            }

            base.Dispose(disposing);
        }
    }
}
