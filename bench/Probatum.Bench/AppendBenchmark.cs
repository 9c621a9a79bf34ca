using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>Appending to a log in memory: leaf hashes, tree, tiles and bundles, without a disk.</summary>
internal static class AppendBenchmark
{
    public static Benchmark Row { get; } = new("append", "entries of 200 bytes appended in memory, one core", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var entries = Logs.Entries(settings.Size == 0 ? 1_000_000 : settings.Size);
        var peer = Peers.TlogBench("append_per_s", entries.Length);
        foreach (var (batch, bar) in new[] { (4096, new Bar(Rate: 1.4e6)), (256, Bar.None), (16, Bar.None), (1, Bar.None) })
        {
            var some = batch >= 256 ? entries : entries[..(entries.Length / 10)];
            var rate = Measure.Rate(settings.Runs, () =>
            {
                var tree = LogTree.Empty;
                for (var at = 0; at < some.Length; at += batch)
                {
                    tree = tree.Extend(new ArraySegment<ReadOnlyMemory<byte>>(some, at, Math.Min(batch, some.Length - at))).Tree;
                }

                return tree.Size;
            });
            yield return new($"batches of {batch}, with their files", rate, "x/mod, hashes alone", peer, bar);
        }
    }
}
