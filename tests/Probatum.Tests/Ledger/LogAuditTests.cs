using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class LogAuditTests
{
    [Theory]
    [MemberData(nameof(LogTreeTests.Sizes), MemberType = typeof(LogTreeTests))]
    public void A_published_log_passes_and_gives_its_entries_in_order(int size)
    {
        var folder = LogVectors.Folder($"size-{size}");
        var note = LogVectors.Note(File.ReadAllBytes(Path.Combine(folder, "checkpoint")));
        Assert.True(LogVectors.Policy(0).TryOpen(note, out var witnessed, out var fault), fault.Why);
        var checkpoint = witnessed.Checkpoint;
        var next = 0L;
        void Check(long index, ReadOnlyMemory<byte> entry)
        {
            Assert.Equal(next++, index);
            Assert.Equal(LogVectors.Entry(index).ToArray(), entry.ToArray());
        }

        Assert.True(LogAudit.TryAudit(checkpoint, new FolderTiles(folder), Check, out fault), fault.Why);
        Assert.Equal(size, next);
    }

    [Fact]
    public void Any_flipped_bit_of_any_file_is_found()
    {
        var (tree, tiles) = LogVectors.Build(600);
        var checkpoint = LogVectors.CheckpointOf(tree);
        var paths = tiles.Files.Keys.ToArray();
        Gen.Select(Gen.Int[0, paths.Length - 1], Gen.Int[0, 1 << 24]).Sample(
            (which, bit) =>
            {
                var file = tiles.Files[paths[which]];
                var copy = new MemoryTiles();
                foreach (var (path, bytes) in tiles.Files)
                {
                    copy.Files[path] = [.. bytes];
                }

                copy.Files[paths[which]][bit / 8 % file.Length] ^= (byte)(1 << (bit % 8));
                Assert.False(LogAudit.TryAudit(checkpoint, copy, (_, _) => { }, out var fault));
                Assert.Contains("tile/", fault.Why, StringComparison.Ordinal);
                Assert.True(
                    paths[which].Contains("entries", StringComparison.Ordinal)
                    || fault.Why.Contains(paths[which], StringComparison.Ordinal));
            },
            iter: 200);
    }

    [Fact]
    public void A_missing_longer_or_shorter_file_is_named()
    {
        var (tree, whole) = LogVectors.Build(600);
        foreach (var path in whole.Files.Keys)
        {
            foreach (var change in new Func<byte[], byte[]?>[] { _ => null, b => [.. b, 0], b => b[..^1] })
            {
                var (_, tiles) = LogVectors.Build(600);
                if (change(tiles.Files[path]) is { } changed)
                {
                    tiles.Files[path] = changed;
                }
                else
                {
                    tiles.Files.Remove(path);
                }

                Assert.False(LogAudit.TryAudit(LogVectors.CheckpointOf(tree), tiles, (_, _) => { }, out var fault));
                Assert.Contains(path, fault.Why, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Tiles_that_agree_with_each_other_but_not_with_the_checkpoint_fail_at_the_root()
    {
        var (tree, tiles) = LogVectors.Build(300);
        var other = LogVectors.CheckpointOf(tree) with { Root = Merkle.Empty };
        Assert.False(LogAudit.TryAudit(other, tiles, (_, _) => { }, out var fault));
        Assert.Equal("audit/root", fault.Code);
    }

    [Fact]
    public void An_entry_that_disagrees_with_its_tile_is_not_given()
    {
        var (tree, tiles) = LogVectors.Build(600);
        tiles.Files["tile/entries/001"][9] ^= 1;
        var given = 0;
        Assert.False(LogAudit.TryAudit(LogVectors.CheckpointOf(tree), tiles, (_, _) => given++, out _));
        Assert.Equal(256, given);
    }

    [Fact]
    public void Of_two_faults_the_first_is_told_and_all_before_it_is_given_though_files_are_read_ahead()
    {
        var (tree, tiles) = LogVectors.Build(1500);
        tiles.Files.Remove("tile/entries/004");
        var given = 0;
        Assert.False(LogAudit.TryAudit(LogVectors.CheckpointOf(tree), tiles, (_, _) => given++, out var fault));
        Assert.Contains("tile/entries/004", fault.Why, StringComparison.Ordinal);
        Assert.Equal(1024, given);

        tiles.Files["tile/entries/002"][9] ^= 1;
        given = 0;
        Assert.False(LogAudit.TryAudit(LogVectors.CheckpointOf(tree), tiles, (_, _) => given++, out fault));
        Assert.Contains("tile/0/002", fault.Why, StringComparison.Ordinal);
        Assert.Equal(512, given);
    }
}
