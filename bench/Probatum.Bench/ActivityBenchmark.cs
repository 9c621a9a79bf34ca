using System.Diagnostics;
using System.Globalization;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Bench;

/// <summary>The log of activity: written by many, read while it is long, opened again.</summary>
internal static class ActivityBenchmark
{
    private const int Writers = 256;

    public static Benchmark Row { get; } = new("activity", "a log of activity of a million entries: written by 256, read by pages, opened", Run);

    private static IEnumerable<Figure> Run(Settings settings)
    {
        var size = settings.Size == 0 ? 1_000_000 : settings.Size;
        var folder = Directory.CreateTempSubdirectory("probatum-activity-").FullName;
        try
        {
            Workspace.Create(Path.Combine(folder, "w"));
            var id = CaseId.New(System.Security.Cryptography.RandomNumberGenerator.Fill);
            using (var workspace = Open(folder))
            {
                workspace.Activity.Read(ActivityFilter.All, null, 1);
                var (start, next) = (Stopwatch.GetTimestamp(), -1);
                Task.WaitAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
                {
                    for (int i; (i = Interlocked.Increment(ref next)) < size;)
                    {
                        await workspace.Activity.RecordAsync(Act(i, id)).ConfigureAwait(false);
                    }
                })));
                yield return new($"{size} entries recorded by {Writers}, each durable and to be read", size / Stopwatch.GetElapsedTime(start).TotalSeconds, "", null, Bar.None) { Note = Memory() };
                foreach (var (what, filter) in new (string, ActivityFilter)[]
                {
                    ("the newest", ActivityFilter.All), ("of one account, about a case", new() { Account = "account 17", Case = id }), ("of a kind of which there are few", new() { What = [ActivityKinds.Export] }),
                    ("with letters that stand in one entry", new() { Text = string.Create(CultureInfo.InvariantCulture, $"subject {size / 3}.") }), ("of an hour long ago", new() { Since = At(1000), Until = At(4600) }),
                })
                {
                    yield return new($"pages of 50 read, {what}", Measure.Rate(settings.Runs, () => Pages(workspace, filter)), "", null, Bar.None);
                }
            }

            var clock = Stopwatch.GetTimestamp();
            using var again = Open(folder);
            again.Activity.Read(ActivityFilter.All, null, 50);
            yield return new("opened, first page read", 1 / Stopwatch.GetElapsedTime(clock).TotalSeconds, "", null, Bar.None) { Note = Memory() };
            clock = Stopwatch.GetTimestamp();
            var odd = again.Activity.AuditAsync().GetAwaiter().GetResult();
            yield return new("entries audited", size / Stopwatch.GetElapsedTime(clock).TotalSeconds, "", null, Bar.None) { Note = odd.IsEmpty ? "" : odd[0] };
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static long Pages(Workspace workspace, ActivityFilter filter)
    {
        for (var i = 0; i < 20; i++)
        {
            workspace.Activity.Read(filter, null, 50);
        }

        return 20;
    }

    private static Workspace Open(string folder) =>
        Workspace.Open(Path.Combine(folder, "w"), () => DateTimeOffset.UtcNow, TimeSpan.Zero, _ => { }, () => "", new(null));

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);

    private static ActivityEntry Act(int i, CaseId id) => new(i % 10_000 == 77 ? ActivityKinds.Export : ActivityKinds.Read, ActivityOutcome.Done)
    {
        Account = string.Create(CultureInfo.InvariantCulture, $"account {i % 100}"),
        Session = "0123456789abcdef",
        Case = i % 3 == 0 ? id : null,
        Subject = string.Create(CultureInfo.InvariantCulture, $"subject {i}."),
        Detail = "GET of a record's page",
        Address = "192.0.2.7",
    };

    private static string Memory()
    {
        using var process = Process.GetCurrentProcess();
        return $"peak memory {process.PeakWorkingSet64 >> 20} MB, managed now {GC.GetTotalMemory(true) >> 20} MB";
    }
}
