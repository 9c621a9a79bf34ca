using System.Buffers.Binary;
using System.Diagnostics;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Bench;

/// <summary>Many writers on one log on the disk: an entry is acknowledged when it is synced and under a signed checkpoint.</summary>
internal static class DurableBenchmark
{
    private const int Writers = 256;
    private const int EntryLength = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static Benchmark Row { get; } = new("durable", "entries of 200 bytes from 256 writers, acknowledged once synced and covered, both signatures, published meanwhile", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("PROBATUM_BENCH") ?? Environment.CurrentDirectory, $"bench-log-{Environment.ProcessId}");
        var fsync = Fsyncs(folder);
        var runs = Enumerable.Range(0, settings.Runs).Select(_ => Once(folder)).ToList();
        Directory.Delete(folder, true);
        var rate = Measure.Median(runs.Select(run => run.Rate));
        yield return new("durable appends", rate, "syncs of 4 KiB", fsync, new Bar(Rate: 130_000))
        {
            Note = FormattableString.Invariant($"p50 {Measure.Median(runs.Select(run => run.P50)):0.00} ms, p99 {Measure.Median(runs.Select(run => run.P99)):0.00} ms (bar 8 ms)"),
        };
    }

    private static (double Rate, double P50, double P99) Once(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, true);
        }

        const string Origin = "log.invalid/bench";
        using var log = LogStore.Open(
            new FolderDisk(folder), new PlainLog(),
            [SignerKey.FromSeed(Origin, KeyType.Ed25519, new byte[32]), SignerKey.FromSeed(Origin, KeyType.CosignatureMlDsa44, new byte[32])], () => DateTimeOffset.UtcNow);
        var taken = new List<double>[Writers];
        var queue = new LogQueue(log);
        var clock = Stopwatch.StartNew();
        Task.WaitAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(queue, clock, taken[writer] = new(200_000), writer))));
        queue.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var all = taken.SelectMany(one => one).Order().ToArray();
        return (all.Length / Measured.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100]);
    }

    private static async Task Write(LogQueue queue, Stopwatch clock, List<double> taken, int writer)
    {
        for (var i = 0; clock.Elapsed < WarmUp + Measured; i++)
        {
            var entry = new byte[EntryLength];
            BinaryPrimitives.WriteInt32LittleEndian(entry, writer);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), i);
            var start = Stopwatch.GetTimestamp();
            await queue.AppendAsync(new(entry, default));
            if (clock.Elapsed > WarmUp)
            {
                taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
    }

    /// <summary>How often a second this disk makes 4 KiB durable: one by one, nobody appends faster than that without batches.</summary>
    private static double Fsyncs(string folder)
    {
        Directory.CreateDirectory(folder);
        using var disk = new FolderDisk(folder);
        var page = new byte[4096];
        disk.WriteAt("probe", 0, page);
        disk.Sync("probe");
        var (count, clock) = (0, Stopwatch.StartNew());
        for (; clock.Elapsed < TimeSpan.FromSeconds(1); count++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(page, count);
            disk.WriteAt("probe", 0, page);
            disk.Sync("probe");
        }

        return count / clock.Elapsed.TotalSeconds;
    }
}
