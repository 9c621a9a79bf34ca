using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

public sealed class LogQueueTests
{
    private static readonly SignerKey Signer = SignerKey.FromSeed("log.invalid/q", KeyType.Ed25519, new byte[32]);

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(2000)]
    public async Task Every_writer_hears_its_own_place_under_a_checkpoint_that_covers_it(long publishAt)
    {
        using var folder = new Folder();
        var log = LogStore.Open(new FolderDisk(folder.Path), new PlainLog(), [Signer], Clock);
        var heard = new ConcurrentBag<(string Text, long Index, Checkpoint Covering)>();
        await using (var queue = new LogQueue(log, publishAt))
        {
            await Task.WhenAll(Enumerable.Range(0, 24).Select(writer => Task.Run(async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    var text = string.Create(CultureInfo.InvariantCulture, $"writer {writer} entry {i}");
                    var (index, covering) = await queue.AppendAsync(new(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes($"beside {text}")));
                    heard.Add((text, index, covering));
                }
            })));
        }

        log.Dispose();
        var entries = new List<string>();
        using var again = LogStore.Open(new FolderDisk(folder.Path), new PlainLog(), [Signer], Clock);
        Assert.Equal(24 * 40, again.Covered!.Size);
        Assert.True(LogAudit.TryAudit(again.Covered, again, (index, entry) =>
        {
            entries.Add(Encoding.ASCII.GetString(entry.Span));
            Assert.Equal($"beside {entries[^1]}", Encoding.ASCII.GetString(again.Aside(index / 256)[(int)(index % 256)].Span));
        }, out var fault), fault.Why);
        var leaves = entries.Select(text => Merkle.Leaf(Encoding.ASCII.GetBytes(text))).ToList();
        Assert.All(heard, one =>
        {
            Assert.Equal(one.Text, entries[(int)one.Index]);
            Assert.True(one.Covering.Size > one.Index);
        });
        Assert.All(heard.Select(one => one.Covering).Distinct(), covering => Assert.Equal(Merkle.Root(leaves[..(int)covering.Size]), covering.Root));
        Assert.All(Enumerable.Range(0, 24), writer => Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"writer {writer} entry {i}"), entries.Where(text => text.StartsWith($"writer {writer} ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Failure.Lost)]
    [InlineData(Failure.StoredButFailed)]
    public async Task A_failing_disk_is_told_to_whoever_waits_and_nothing_acknowledged_is_lost(Failure failure)
    {
        for (var step = 0; step < 60; step++)
        {
            var disk = new ForgetfulDisk { FailsAt = step, Failure = failure };
            var acknowledged = new ConcurrentDictionary<long, string>();
            try
            {
                var log = LogStore.Open(disk, new PlainLog(), [Signer], Clock);
                await using var queue = new LogQueue(log, 500);
                for (var i = 0; i < 12; i++)
                {
                    var texts = Enumerable.Range(0, 30).Select(j => string.Create(CultureInfo.InvariantCulture, $"{i} {j}")).ToList();
                    foreach (var (text, append) in texts.Select(text => (text, queue.AppendAsync(new(Encoding.ASCII.GetBytes(text), default)))).ToList())
                    {
                        try
                        {
                            acknowledged[(await append).Index] = text;
                        }
                        catch (IOException)
                        {
                        }
                    }
                }
            }
            catch (IOException)
            {
                // Opening, or the last publication, met the failing step.
            }

            for (var crash = 0; crash < 4; crash++)
            {
                var log = LogStore.Open(disk.AfterPowerLoss(new Random((step * 5) + crash)), new PlainLog(), [Signer], Clock);
                var entries = new List<string>();
                if (log.Covered is { } covered)
                {
                    Assert.True(LogAudit.TryAudit(covered, log, (_, entry) => entries.Add(Encoding.ASCII.GetString(entry.Span)), out var fault), fault.Why);
                }

                Assert.All(acknowledged, one => Assert.Equal(one.Value, entries[(int)one.Key]));
            }
        }
    }

    private static DateTimeOffset Clock() => DateTimeOffset.UnixEpoch.AddYears(50);
}
