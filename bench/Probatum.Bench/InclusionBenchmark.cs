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
        var entries = Logs.Entries(size);
        var (tree, tiles) = Logs.Build(entries, 4096);
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
        using var grown = new GrowingTree();
        foreach (var entry in entries)
        {
            grown.Append(entry.Span);
        }

        var roots = olds.Select(grown.RootAt).ToArray();
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
}
