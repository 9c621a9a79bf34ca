using System.Globalization;
using System.Text;
using System.Text.Json;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

/// <summary>The published logs, keys and proofs, and the rule by which their entries are made.</summary>
internal static class LogVectors
{
    public const long Time = 1700000000;

    public static VerifierKey Log => Verifier("log");

    public static IEnumerable<SignerKey> AllSigners => new[] { "log", "w1", "w2", "pq" }.Select(Signer);

    public static ReadOnlyMemory<byte> Entry(long i)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"entry {i}\n");
        return Encoding.ASCII.GetBytes(head + new string((char)(0x61 + (i % 26)), (int)(i % 64)));
    }

    public static List<ReadOnlyMemory<byte>> Entries(long from, long to)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        for (var i = from; i < to; i++)
        {
            entries.Add(Entry(i));
        }

        return entries;
    }

    public static string Folder(string name) => TestData.At($"vectors/tlog/{name}");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Folder(name));

    public static JsonElement Json(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(TestData.At($"vectors/{name}"))).RootElement;

    public static VerifierKey Verifier(string name)
    {
        var text = File.ReadAllText(Folder($"keys/{name}.vkey")).TrimEnd();
        Assert.True(VerifierKey.TryParse(text, out var key, out var fault), fault.Why);
        Assert.Equal(text, key.Text);
        return key;
    }

    public static SignerKey Signer(string name)
    {
        var text = File.ReadAllText(Folder($"keys/{name}.skey")).TrimEnd();
        Assert.True(SignerKey.TryParse(text, out var key, out var fault), fault.Why);
        Assert.Equal(text, key.Text);
        return key;
    }

    /// <summary>A policy over the published log: that many of these cosigners must have signed.</summary>
    public static TrustPolicy Policy(int quorum, params string[] cosigners) => ReadPolicy(
        $"log {Log.Text}\n" + string.Concat(cosigners.Select(name => $"witness {name} {Verifier(name).Text}\n"))
        + (quorum == 0 ? "quorum none\n" : $"group all-of-them {quorum} {string.Join(' ', cosigners)}\nquorum all-of-them\n"));

    public static TrustPolicy ReadPolicy(string text)
    {
        Assert.True(TrustPolicy.TryParse(Encoding.UTF8.GetBytes(text), out var policy, out var fault), fault.Why);
        return policy;
    }

    public static SignedNote Note(byte[] bytes)
    {
        Assert.True(SignedNote.TryParse(bytes, out var note, out var fault), fault.Why);
        return note;
    }

    public static (LogTree Tree, MemoryTiles Tiles) Build(long size)
    {
        var extension = LogTree.Empty.Extend(Entries(0, size));
        return (extension.Tree, new MemoryTiles().Write(extension));
    }

    public static Checkpoint CheckpointOf(LogTree tree) => new("probatum.example/log", tree.Size, tree.Root);
}

/// <summary>A log's files in memory.</summary>
internal sealed class MemoryTiles : ITileReader
{
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public HashSet<string> WasRead { get; } = [];

    public MemoryTiles Write(LogExtension extension)
    {
        foreach (var (path, bytes) in extension.Files)
        {
            Files[path] = bytes.ToArray();
        }

        return this;
    }

    public ReadOnlyMemory<byte>? Read(string path)
    {
        WasRead.Add(path);
        return Files.TryGetValue(path, out var bytes) ? (ReadOnlyMemory<byte>?)bytes : null;
    }
}

/// <summary>A log's files in a folder.</summary>
internal sealed class FolderTiles(string folder) : ITileReader
{
    public IEnumerable<string> Paths =>
        Directory.Exists(Path.Combine(folder, "tile"))
            ? Directory.EnumerateFiles(Path.Combine(folder, "tile"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file))
            : [];

    public ReadOnlyMemory<byte>? Read(string path) =>
        File.Exists(Path.Combine(folder, path))
            ? (ReadOnlyMemory<byte>?)File.ReadAllBytes(Path.Combine(folder, path))
            : null;
}
