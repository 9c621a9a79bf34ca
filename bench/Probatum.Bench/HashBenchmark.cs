using System.Security.Cryptography;
using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>Node and leaf hashes on one core, on every path that the processor has.</summary>
internal static class HashBenchmark
{
    public static Benchmark Row { get; } = new("hashes", "node hashes and leaf hashes of 200 bytes, one core", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        const int Count = 1 << 14;
        var children = RandomNumberGenerator.GetBytes(Count * 64);
        var parents = new byte[Count * 32];
        var entries = Logs.Entries(256);
        var leaves = new byte[entries.Length * 32];
        var (node, leaf) = (Limit(settings, 65), Limit(settings, 1 + Logs.EntryBytes));
        foreach (var path in HashPaths.Supported)
        {
            using var hasher = new TreeHasher(path);
            var best = path == HashPaths.Best;
            var rate = Measure.Rate(settings.Runs, () => Times(20, () => hasher.Nodes(children, parents)) * Count);
            yield return new($"nodes, {path}", rate, "libcrypto one by one", node, best ? new(Rate: 8e6) : Bar.None);
            rate = Measure.Rate(settings.Runs, () => Times(500, () => hasher.Leaves(entries, leaves)) * entries.Length);
            yield return new($"leaves, {path}", rate, "libcrypto one by one", leaf, best ? new(Ratio: 1) : Bar.None);
        }
    }

    private static double? Limit(Settings settings, int length)
    {
        if (!LibCrypto.IsHere)
        {
            return null;
        }

        var (message, digest) = (new byte[length], new byte[32]);
        return Measure.Rate(settings.Runs, () => Times(300_000, () => LibCrypto.Sha256(message, digest)));
    }

    private static long Times(int count, Action work)
    {
        for (var i = 0; i < count; i++)
        {
            work();
        }

        return count;
    }
}
