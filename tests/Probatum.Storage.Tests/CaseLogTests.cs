using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

public sealed class CaseLogTests
{
    [Fact]
    public void What_was_appended_is_read_after_opening_again()
    {
        using var folder = new Folder();
        var (written, log) = Filled(folder, 5);
        var again = Open(folder, written);
        Assert.Equal(log.Checkpoint.ToArray(), again.Checkpoint.ToArray());
        var read = again.ReadAll(SignatureCheck.Every);
        Assert.Empty(read.Remarks);
        Assert.Equal(written.State.Entries.Select(entry => entry.Id), read.State.Entries.Select(entry => entry.Id));
        Assert.All(read.State.Entries, entry => Assert.Equal(0, entry.Withheld));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(513)]
    public void A_log_that_ends_at_before_or_behind_the_edge_of_a_tile_is_read_and_goes_on(int size)
    {
        using var folder = new Folder();
        var (written, _) = Filled(folder, size);
        var again = Open(folder, written);
        Assert.Equal(size, again.Covered!.Size);
        Append(again, written, 3);
        var history = Open(folder, written).ReadAll(SignatureCheck.Every);
        Assert.Empty(history.Remarks);
        Assert.Equal(size + 3, history.Size);
        Assert.Equal(size + 3, history.State.Entries.Count);
        Assert.All(history.State.Entries, entry => Assert.Equal(0, entry.Withheld));
        Assert.Equal(Inclusion(Open(folder, written), size), Inclusion(again, size));
    }

    [Fact]
    public void A_log_whose_checkpoint_is_gone_is_no_new_log()
    {
        using var folder = new Folder();
        var (written, _) = Filled(folder, 3);
        File.Delete(folder.At("checkpoint"));
        Assert.Equal(3, Open(folder, written).Covered!.Size);
        Append(Open(folder, written), written, 2);
        Append(Open(folder, written), written, 2);
        File.Delete(folder.At("checkpoint"));
        Assert.Contains("the checkpoint or a committed batch before it is missing", Assert.Throws<InvalidDataException>(() => Open(folder, written)).Message, StringComparison.Ordinal);
        Directory.Delete(folder.At("journal"), true);
        Assert.Contains("checkpoint is missing", Assert.Throws<InvalidDataException>(() => Open(folder, written)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_append_after_another_size_adds_nothing()
    {
        using var folder = new Folder();
        var (written, log) = Filled(folder, 5);
        var before = Hashes(folder);
        Assert.Null(log.Append(4, Records(written, 1)));
        Assert.Null(log.Append(6, Records(written, 1)));
        Assert.Null(log.Append(0, Records(written, 1)));
        Assert.Equal(before, Hashes(folder));
        Assert.Equal(5, log.Append(5, [])!.Size);
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/entries/001.p/44")]
    [InlineData("checkpoint")]
    public void A_changed_file_of_the_log_is_named(string path)
    {
        using var folder = new Folder();
        var (written, _) = Filled(folder, 300);
        foreach (var change in new Func<byte[], byte[]>[] { bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)], bytes => bytes[..^1], bytes => [(byte)(bytes[0] ^ 4), .. bytes[1..]] })
        {
            using var changed = folder.Copy();
            File.WriteAllBytes(changed.At(path), change(File.ReadAllBytes(changed.At(path))));
            var fault = Assert.Throws<InvalidDataException>(() => Open(changed, written).ReadAll(SignatureCheck.Every));
            Assert.Contains(path == "checkpoint" || path.StartsWith("tile/1", StringComparison.Ordinal) ? path : "tile/", fault.Message, StringComparison.Ordinal);
            Assert.Contains(changed.Path, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_changed_disclosure_is_named_and_its_record_is_not_quietly_void()
    {
        using var folder = new Folder();
        var (written, _) = Filled(folder, 300);
        var path = folder.At("aside/000");
        var good = File.ReadAllBytes(path);
        foreach (var at in Enumerable.Range(0, 60).Select(i => i * 731 % good.Length))
        {
            foreach (var bits in new[] { 1, 0x40 })
            {
                var bad = good.ToArray();
                bad[at] ^= (byte)bits;
                File.WriteAllBytes(path, bad);
                var fault = Record.Exception(() => Open(folder, written).ReadAll(SignatureCheck.AlreadyChecked));
                Assert.Contains(path, Assert.IsType<InvalidDataException>(fault).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_checkpoint_of_others_is_refused()
    {
        using var folder = new Folder();
        var (written, log) = Filled(folder, 5);
        foreach (var signers in new ImmutableArray<SignerKey>[] { [written.Signers[0]], [SignerKey.FromSeed(written.Signers[0].Verifier.Name, KeyType.Ed25519, new byte[32])] })
        {
            File.WriteAllBytes(folder.At("checkpoint"), log.Covered!.Sign(signers, 5).ToBytes());
            Assert.Throws<InvalidDataException>(() => Open(folder, written));
        }
    }

    [Fact]
    public void Of_two_logs_on_one_folder_exactly_one_wins_and_the_other_catches_up()
    {
        using var folder = new Folder();
        var (written, first) = Filled(folder, 5);
        var second = Open(folder, written);
        var (mine, theirs) = (Records(written, 2), Records(written, 3));
        Assert.NotNull(first.Append(5, mine));
        Assert.Null(second.Append(5, theirs));
        Assert.Equal(7, second.Covered!.Size);
        Assert.Equal(7, Open(folder, written).ReadAll(SignatureCheck.AlreadyChecked).Size);
    }

    [Fact]
    public void Writers_that_race_never_fork_the_log()
    {
        using var folder = new Folder();
        var (written, _) = Filled(folder, 5);
        var all = Records(written, 40).ToArray();
        var next = -1;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            var log = Open(folder, written);
            for (int i; (i = Interlocked.Increment(ref next)) < all.Length;)
            {
                while (log.Append(log.Covered!.Size, [all[i]]) is null)
                {
                }
            }
        });
        var opened = Open(folder, written);
        var history = opened.ReadAll(SignatureCheck.Every);
        Assert.Equal(45, opened.Covered!.Size);
        Assert.Equal(all.Select(record => record.Id.Text).Order(), history.State.Entries.Skip(5).Select(entry => entry.Id.Text).Order());
    }

    [Fact]
    public void A_proof_from_the_log_holds_for_every_leaf_and_between_any_two_sizes()
    {
        using var folder = new Folder();
        var (written, log) = Filled(folder, 300);
        foreach (var (index, record) in InMemory(written, 0).Index().Where(one => one.Index % 43 == 0 || one.Index > 254))
        {
            Assert.True(log.Prove(index).Verify(record.Leaf.Span, TrustPolicy.OfLogs(written.Signers[0].Verifier), out var fault), fault.Why);
            Assert.False(log.Prove(index).Verify([.. record.Leaf.Span, 1], TrustPolicy.OfLogs(written.Signers[0].Verifier), out _));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => log.Prove(300));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Prove(-1));
        Assert.NotEmpty(log.ProveConsistency(200));
    }

    internal static CaseLog Open(Folder folder, WrittenCase written)
    {
        var keys = folder.At("keys");
        var vault = Directory.Exists(keys) ? Vault.Open(keys, () => "") : Vault.Create(keys, null);
        return CaseLog.Open(folder.Path, written.Id, written.Signers, () => DateTimeOffset.UnixEpoch.AddYears(50), vault, new BlobStore(folder.At("blobs"), vault), new LastSeen(null));
    }

    /// <summary>A case of that many records, in memory and in the folder.</summary>
    internal static (WrittenCase Written, CaseLog Log) Filled(Folder folder, int size)
    {
        var written = new WrittenCase();
        var log = Open(folder, written);
        Assert.NotNull(log.Append(0, InMemory(written, 0)));
        if (size > 1)
        {
            Append(log, written, size - 1);
        }

        return (written, log);
    }

    internal static void Append(CaseLog log, WrittenCase written, int count)
    {
        var from = log.Covered!.Size;
        Assert.NotNull(log.Append(from, Records(written, count)));
    }

    /// <summary>Further records of the case, written in memory and not yet in the folder.</summary>
    private static List<SealedRecord> Records(WrittenCase written, int count)
    {
        var from = written.History.Size;
        written.Record([.. Enumerable.Range(0, count).Select(i => (Statement)new PartyDescribed(
            Said.Id((int)from + i), string.Create(CultureInfo.InvariantCulture, $"party {from + i}"), "witness", null, null, null))]);
        return InMemory(written, from);
    }

    private static List<SealedRecord> InMemory(WrittenCase written, long from)
    {
        var records = new List<SealedRecord>();
        Assert.True(LogAudit.TryAudit(written.Log.Covered!, written.Log, (index, leaf) =>
        {
            if (index >= from)
            {
                Assert.True(RecordText.TryRead(leaf, written.Log.Disclosures(index), out var read, out _));
                records.Add(new(read.Id, leaf.ToArray(), [.. written.Log.Disclosures(index).Select(text => Disclosure.TryOpen(text, out var one, out _) ? one : null!)]));
            }
        }, out _));
        return records;
    }

    private static string Inclusion(CaseLog log, long index) => string.Join(' ', log.Prove(index).Proof.Select(hash => hash.ToBase64()));

    private static SortedDictionary<string, string> Hashes(Folder folder) => new(
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ToDictionary(path => path, path => Digests.Hex(File.ReadAllBytes(path))), StringComparer.Ordinal);
}
