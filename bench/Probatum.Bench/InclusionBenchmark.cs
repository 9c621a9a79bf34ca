using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>Checking proofs of inclusion, one core.</summary>
internal static class InclusionBenchmark
{
    public static Benchmark Row { get; } = new("inclusion", "inclusion and consistency proofs checked, one core", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        const int Proofs = 20_000;
        var size = settings.Size == 0 ? 1_000_000 : settings.Size;
        var (tree, tiles) = Logs.Build(Logs.Entries(size), 4096);
        var random = new Random(1);
        var claims = new Inclusion[Proofs];
        for (var i = 0; i < Proofs; i++)
        {
            var index = random.NextInt64(size);
            claims[i] = new(index, tree.LeafHash(index, tiles), tree.InclusionProof(index, tiles));
        }

        var peer = Peers.TlogBench("check_inclusion_per_s", size);
        var rate = Measure.Rate(settings.Runs, () => Merkle.VerifyInclusions(size, tree.Root, claims).Count(good => good));
        yield return new("inclusions checked together", rate, "x/mod, one by one", peer, new(Rate: 310_000));
        rate = Measure.Rate(settings.Runs, () => claims.LongCount(claim => Merkle.VerifyInclusion(claim.Index, size, claim.Leaf, claim.Proof, tree.Root)));
        yield return new("inclusions checked one by one", rate, "x/mod, one by one", peer, new(Ratio: 1));

        var olds = Enumerable.Range(0, Proofs / 4).Select(_ => random.NextInt64(1, size)).ToArray();
        var consistencies = olds.Select(old => tree.ConsistencyProof(old, tiles)).ToArray();
        var roots = olds.Select(old => OldRoot(tree, tiles, old)).ToArray();
        rate = Measure.Rate(settings.Runs, () =>
        {
            var good = 0L;
            for (var i = 0; i < olds.Length; i++)
            {
                good += Merkle.VerifyConsistency(olds[i], size, roots[i], tree.Root, consistencies[i]) ? 1 : 0;
            }

            return good == olds.Length ? good : throw new InvalidDataException("a good proof was refused");
        });
        yield return new("consistencies checked one by one", rate, "x/mod, one by one", Peers.TlogBench("check_consistency_per_s", size), new(Ratio: 1));
    }

    private static Hash256 OldRoot(LogTree tree, ITileReader tiles, long size) =>
        LogTree.TryLoad(size, new Cut(tiles, tree.Size), out var old, out var fault) ? old.Root : throw new InvalidDataException(fault.Why);

    /// <summary>A log gives the files of an older size by cutting those that it has.</summary>
    private sealed class Cut(ITileReader tiles, long size) : ITileReader
    {
        public ReadOnlyMemory<byte>? Read(string path) => tiles.Read(path) ?? Longer(path);

        private ReadOnlyMemory<byte>? Longer(string path)
        {
            var at = path.IndexOf(".p/", StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            var width = int.Parse(path.AsSpan(at + 3), System.Globalization.CultureInfo.InvariantCulture);
            for (var level = 0; level < 8; level++)
            {
                if (path.StartsWith($"tile/{level}/", StringComparison.Ordinal)
                    && tiles.Read($"{path[..at]}.p/{(size >> (8 * level)) & 255}") is { } longer)
                {
                    return longer[..(width * Hash256.Length)];
                }
            }

            return tiles.Read($"{path[..at]}.p/{size & 255}") is { } bundle ? bundle[..(width * (2 + Logs.EntryBytes))] : null;
        }
    }
}
