using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>Recomputing a whole log, on all cores.</summary>
internal static class AuditBenchmark
{
    public static Benchmark Row { get; } = new("audit", "audit of a log of 200-byte entries, all cores", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 1_000_000 : settings.Size;
        var signer = SignerKey.FromSeed("bench.invalid/log", KeyType.Ed25519, new byte[32]);
        var (tree, tiles) = Logs.Build(Logs.Entries(size), 4096);
        var checkpoint = new Checkpoint(signer.Verifier.Name, tree.Size, tree.Root);
        yield return Audit(settings, "in memory", checkpoint, tiles, null, new(Rate: 2.3e6));

        var folder = Directory.CreateTempSubdirectory("probatum-bench-").FullName;
        try
        {
            foreach (var (path, bytes) in tiles.Files)
            {
                var file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, bytes.Span);
            }

            File.WriteAllBytes(Path.Combine(folder, "checkpoint"), SignedNote.Sign(checkpoint.ToText(), signer).ToBytes());
            var vkey = Path.Combine(folder, "log.vkey");
            File.WriteAllText(vkey, signer.Verifier.Text + "\n");
            double? peer = Peers.TlogPeer("audit", "-dir", folder, "-vkey", vkey) is null
                ? null
                : Measure.Rate(settings.Runs, () => Peers.TlogPeer("audit", "-dir", folder, "-vkey", vkey) is null ? 0 : size);
            yield return Audit(settings, "from files", checkpoint, new Logs.Folder(folder), peer, new(Rate: 1.2e6));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Figure Audit(Settings settings, string where, Checkpoint checkpoint, ITileReader tiles, double? peer, Bar bar)
    {
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        var rate = Measure.Rate(settings.Runs, () =>
        {
            var good = LogAudit.TryAudit(checkpoint, tiles, (index, _) => most = (index & 0xffff) == 0 ? Math.Max(most, GC.GetTotalMemory(false)) : most, out var fault);
            return good ? checkpoint.Size : throw new InvalidDataException(fault.Why);
        });
        return new($"entries {where}", rate, peer is null ? "" : "tlogpeer audit", peer, bar)
        {
            Note = $"{Math.Max(0, most - before) >> 20} MB at the most beside what was there",
        };
    }
}
