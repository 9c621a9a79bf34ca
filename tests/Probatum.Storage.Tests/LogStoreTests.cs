using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

/// <summary>The log holds through failing writes and lost power, wherever they strike.</summary>
public sealed class LogStoreTests
{
    private const string Origin = "log.invalid/x";

    // Across the edges of tiles: batches of one, of a few, and one over two bundles.
    private static readonly int[] Batches = [1, 1, 253, 1, 1, 260, 3];

    private static readonly ImmutableArray<SignerKey> Signers = [SignerKey.FromSeed(Origin, KeyType.Ed25519, new byte[32])];

    [Theory]
    [InlineData(Failure.Lost, true)]
    [InlineData(Failure.Lost, false)]
    [InlineData(Failure.StoredButFailed, true)]
    [InlineData(Failure.StoredButFailed, false)]
    public void A_write_that_fails_anywhere_loses_nothing_acknowledged_and_forks_nothing(Failure failure, bool publishing)
    {
        var whole = new ForgetfulDisk();
        Run(whole, publishing, []);
        Assert.True(whole.Steps > 20);
        for (var step = 0; step < whole.Steps; step++)
        {
            var disk = new ForgetfulDisk { FailsAt = step, Failure = failure };
            var known = new List<(Checkpoint Checkpoint, string[] Entries)>();
            Run(disk, publishing, known);
            for (var crash = 0; crash < 6; crash++)
            {
                var after = disk.AfterPowerLoss(new Random((step * 7) + crash));
                var log = Holds(after, known, $"{failure} at step {step}, crash {crash}");
                Assert.NotNull(log.Append(log.Covered?.Size ?? 0, [Entry("after all that")]));
                log.Publish();
                Holds(after, known, $"{failure} at step {step}, crash {crash}, gone on");
            }
        }
    }

    [Fact]
    public void Power_that_goes_at_any_moment_loses_nothing_acknowledged()
    {
        var whole = new ForgetfulDisk();
        Run(whole, true, []);
        for (var step = 0; step < whole.Steps; step++)
        {
            // The step fails and everything after it never happens.
            var disk = new ForgetfulDisk { FailsAt = step, Failure = step % 2 == 0 ? Failure.Lost : Failure.StoredButFailed };
            var known = new List<(Checkpoint, string[])>();
            Run(disk, true, known, stopAtFailure: true);
            for (var crash = 0; crash < 12; crash++)
            {
                Holds(disk.AfterPowerLoss(new Random((step * 31) + crash)), known, $"step {step}, crash {crash}");
            }
        }
    }

    [Fact]
    public void A_committed_batch_that_can_t_be_read_is_named_and_not_passed_over()
    {
        var disk = new ForgetfulDisk();
        var log = LogStore.Open(disk, new PlainLog(), Signers, Clock);
        Assert.NotNull(log.Append(0, [Entry("a")]));
        Assert.NotNull(log.Append(1, [Entry("b")]));
        Assert.NotNull(log.Append(2, [Entry("c")]));
        var journal = disk.Files["journal/0"];
        foreach (var at in new[] { 0, 5, 14, 17, 24, 60, 100 })
        {
            journal[at] ^= 1;
            Assert.Contains("journal", Assert.Throws<InvalidDataException>(() => LogStore.Open(disk, new PlainLog(), Signers, Clock)).Message, StringComparison.Ordinal);
            journal[at] ^= 1;
        }

        Assert.Equal(3, LogStore.Open(disk, new PlainLog(), Signers, Clock).Covered!.Size);
    }

    [Fact]
    public void A_log_under_a_key_shows_nothing_of_itself_and_notices_every_changed_byte()
    {
        using var folder = new Folder();
        var vault = Vault.Create(folder.Path, "correct horse battery");
        var disk = new ForgetfulDisk();
        var log = LogStore.Open(disk, new SealedLog(vault, "x"), Signers, Clock);
        Assert.NotNull(log.Append(0, [.. Enumerable.Range(0, 300).Select(i => Entry($"a secret {i}"))]));
        log.Publish();
        Assert.NotNull(log.Append(300, [Entry("one more secret")]));
        Assert.All(disk.Files.Values, bytes =>
        {
            Assert.True(bytes.AsSpan().IndexOf("secret"u8) < 0);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Origin)) < 0);
        });
        log = LogStore.Open(disk, new SealedLog(vault, "x"), Signers, Clock);
        Assert.Equal(301, log.Covered!.Size);
        var entries = new List<string>();
        Assert.True(LogAudit.TryAudit(log.Covered, log, (_, entry) => entries.Add(Encoding.ASCII.GetString(entry.Span)), out _));
        Assert.Equal(["a secret 0", "a secret 299", "one more secret"], [entries[0], entries[299], entries[300]]);
        Assert.Throws<InvalidDataException>(() => LogStore.Open(disk, new SealedLog(vault, "y"), Signers, Clock));
        foreach (var (path, bytes) in disk.Files.Where(file => !file.Key.StartsWith("journal", StringComparison.Ordinal)).ToList())
        {
            bytes[bytes.Length / 2] ^= 4;
            var fault = Record.Exception(() =>
            {
                var changed = LogStore.Open(disk, new SealedLog(vault, "x"), Signers, Clock);
                LogAudit.TryAudit(changed.Covered!, changed, (index, _) => changed.Aside(index / 256), out _);
            });
            Assert.True(fault is InvalidDataException && fault.Message.Contains(path, StringComparison.Ordinal), $"{path}: {fault}");
            bytes[bytes.Length / 2] ^= 4;
        }
    }

    /// <summary>Appends the batches; after a failure it goes on with the same instance, as a server would.</summary>
    private static void Run(ForgetfulDisk disk, bool publishing, List<(Checkpoint Checkpoint, string[] Entries)> known, bool stopAtFailure = false)
    {
        LogStore? log = null;
        var all = new List<string>();
        for (var (batch, tries) = (0, 0); batch < Batches.Length && tries < 20; tries++)
        {
            try
            {
                log ??= LogStore.Open(disk, new PlainLog(), Signers, Clock);
                var size = log.Covered?.Size ?? 0;
                if (size > all.Count)
                {
                    // What failed was there after all: an author reads the log again before it goes on.
                    all = Read(log);
                    batch++;
                    continue;
                }

                var entries = Enumerable.Range(0, Batches[batch]).Select(i => string.Create(CultureInfo.InvariantCulture, $"entry {batch} {i} try {tries}")).ToList();
                if (log.Append(size, [.. entries.Select(Entry)]) is { } covering)
                {
                    all.AddRange(entries);
                    known.Add((covering, [.. all]));
                    batch++;
                    if (publishing)
                    {
                        log.Publish();
                    }
                }
            }
            catch (IOException)
            {
                if (stopAtFailure)
                {
                    return;
                }
            }
        }

        try
        {
            log!.Publish();
        }
        catch (IOException)
        {
        }
    }

    private static LogStore Holds(ForgetfulDisk disk, List<(Checkpoint Checkpoint, string[] Entries)> known, string where)
    {
        LogStore? log = null;
        var fault = Record.Exception(() => log = LogStore.Open(disk, new PlainLog(), Signers, Clock));
        Assert.True(fault is null, $"{where}: {fault}");
        var entries = Read(log!);
        Assert.All(known, one =>
        {
            Assert.True(one.Entries.Length <= entries.Count, $"{where}: {one.Entries.Length} were acknowledged, {entries.Count} are there");
            Assert.True(one.Entries.SequenceEqual(entries.Take(one.Entries.Length)), $"{where}: what was acknowledged is not what is there");
            Assert.True(one.Checkpoint.Root == Merkle.Root([.. entries.Take(one.Entries.Length).Select(text => Merkle.Leaf(Encoding.ASCII.GetBytes(text)))]), $"{where}: a checkpoint that was given is of another history");
        });
        return log!;
    }

    private static List<string> Read(LogStore log)
    {
        var entries = new List<string>();
        if (log.Covered is { } covered)
        {
            Assert.True(LogAudit.TryAudit(covered, log, (_, entry) => entries.Add(Encoding.ASCII.GetString(entry.Span)), out var fault), fault.Why);
            Assert.All(entries.Index(), one => Assert.Equal($"beside {one.Item}", Encoding.ASCII.GetString(log.Aside(one.Index / 256)[one.Index % 256].Span)));
        }

        return entries;
    }

    private static LogEntry Entry(string text) => new(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes($"beside {text}"));

    private static DateTimeOffset Clock() => DateTimeOffset.UnixEpoch.AddYears(50);
}
