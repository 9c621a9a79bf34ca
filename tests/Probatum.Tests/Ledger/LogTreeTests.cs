using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class LogTreeTests
{
    public static TheoryData<int> Sizes => [0, 1, 2, 3, 255, 256, 257, 600];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_published_log_is_reproduced_byte_for_byte(int size)
    {
        var (tree, tiles) = LogVectors.Build(size);
        var folder = LogVectors.Folder($"size-{size}");
        var published = new FolderTiles(folder);
        Assert.Equal(published.Paths.Order(StringComparer.Ordinal), tiles.Files.Keys);
        Assert.All(tiles.Files, file => Assert.Equal(published.Read(file.Key)!.Value.ToArray(), file.Value));

        var note = LogVectors.CheckpointOf(tree).Sign(LogVectors.AllSigners, LogVectors.Time);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "checkpoint")), note.ToBytes());
    }

    [Fact]
    public void Batches_of_any_sizes_make_the_same_files_and_root() =>
        Gen.Int[0, 300].Array[1, 6].Sample(
            batches =>
            {
                var (tree, tiles) = (LogTree.Empty, new MemoryTiles());
                foreach (var batch in batches)
                {
                    var before = (tree.Size, tree.Root);
                    var extension = tree.Extend(LogVectors.Entries(tree.Size, tree.Size + batch));
                    Assert.Equal(before, (tree.Size, tree.Root));
                    Assert.Equal(extension.Files.Length, extension.Files.DistinctBy(file => file.Path).Count());
                    tiles.Write(extension);
                    tree = extension.Tree;
                }

                var (whole, once) = LogVectors.Build(batches.Sum());
                Assert.Equal((whole.Size, whole.Root), (tree.Size, tree.Root));
                Assert.All(once.Files, file => Assert.Equal(file.Value, tiles.Files[file.Key]));
                Assert.All(tiles.Files.Keys.Except(once.Files.Keys), path => Assert.Contains(".p/", path));
            },
            iter: 50);

    [Fact]
    public void Extending_by_nothing_writes_nothing()
    {
        var (tree, _) = LogVectors.Build(300);
        var extension = tree.Extend([]);
        Assert.Empty(extension.Files);
        Assert.Equal(tree.Root, extension.Tree.Root);
    }

    [Fact]
    public void A_log_of_70000_entries_has_the_published_root()
    {
        var (tree, tiles) = LogVectors.Build(70000);
        Assert.Equal("q0i62c2AjER2jbyiCB6HzaUGftQwDOnNYotUhOs94QE=", tree.Root.ToBase64());
        Assert.Equal(273 + 1, tiles.Files.Keys.Count(path => path.StartsWith("tile/0/", StringComparison.Ordinal)));
        Assert.Equal(17 * 32, tiles.Files["tile/1/001.p/17"].Length);
        Assert.Equal(32, tiles.Files["tile/2/000.p/1"].Length);
        Assert.True(LogTree.TryLoad(70000, tiles, out var loaded, out _));
        Assert.Equal(tree.Root, loaded.Root);
    }

    [Fact]
    public void A_loaded_tree_goes_on_as_the_one_that_wrote_it() =>
        Gen.Select(Gen.Int[0, 800], Gen.Int[0, 300]).Sample(
            (size, more) =>
            {
                var (tree, tiles) = LogVectors.Build(size);
                Assert.True(LogTree.TryLoad(size, tiles, out var loaded, out _));
                Assert.Equal((tree.Size, tree.Root), (loaded.Size, loaded.Root));
                var entries = LogVectors.Entries(size, size + more);
                var (expected, actual) = (tree.Extend(entries), loaded.Extend(entries));
                Assert.Equal(expected.Tree.Root, actual.Tree.Root);
                Assert.Equal(
                    expected.Files.Select(file => (file.Path, Convert.ToHexString(file.Bytes.Span))),
                    actual.Files.Select(file => (file.Path, Convert.ToHexString(file.Bytes.Span))));
            },
            iter: 50);

    [Fact]
    public void Loading_reads_only_the_right_edge()
    {
        var (_, tiles) = LogVectors.Build(600);
        Assert.True(LogTree.TryLoad(600, tiles, out _, out _));
        string[] edge = ["tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88"];
        Assert.Equal(edge, tiles.WasRead.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_a_partial_file_is_gone_the_full_one_is_cut()
    {
        var (tree, _) = LogVectors.Build(300);
        var (_, tiles) = LogVectors.Build(512);
        tiles.Files.Remove("tile/1/000.p/2");
        tiles.Files["tile/1/000.p/1"] = Merkle.Root([.. Leaves(256)]).ToArray();
        Assert.True(LogTree.TryLoad(300, tiles, out var loaded, out var fault), fault.Why);
        Assert.Equal(tree.Root, loaded.Root);
        var next = LogVectors.Entries(300, 301);
        Assert.Equal(
            tree.Extend(next).Files.Select(file => (file.Path, Convert.ToHexString(file.Bytes.Span))),
            loaded.Extend(next).Files.Select(file => (file.Path, Convert.ToHexString(file.Bytes.Span))));
        Assert.True(LogAudit.TryAudit(LogVectors.CheckpointOf(tree), tiles, (_, _) => { }, out fault), fault.Why);
    }

    [Fact]
    public void A_damaged_right_edge_does_not_load()
    {
        var (_, tiles) = LogVectors.Build(300);
        tiles.Files["tile/entries/001.p/44"][5] ^= 1;
        Assert.False(LogTree.TryLoad(300, tiles, out _, out var fault));
        Assert.Equal("bundle/differs", fault.Code);
        tiles.Files["tile/0/001.p/44"] = tiles.Files["tile/0/001.p/44"][..^1];
        Assert.False(LogTree.TryLoad(300, tiles, out _, out fault));
        Assert.Equal("tile/length", fault.Code);
        tiles.Files["tile/1/000.p/1"] = [];
        Assert.False(LogTree.TryLoad(300, tiles, out _, out fault));
        Assert.Equal("tile/missing", fault.Code);
    }

    [Fact]
    public void Every_entry_is_proven_and_every_flipped_bit_refused() =>
        Gen.Int[1, 700].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[0, n - 1], Gen.Int[0, 1 << 20])).Sample(
            (size, index, flip) =>
            {
                var (tree, tiles) = LogVectors.Build(size);
                var leaf = Merkle.Leaf(LogVectors.Entry(index).Span);
                var proof = tree.InclusionProof(index, tiles);
                Assert.Equal(leaf, tree.LeafHash(index, tiles));
                Assert.True(Merkle.VerifyInclusion(index, size, leaf, proof, tree.Root));
                Assert.False(Merkle.VerifyInclusion(index, size, Flip(leaf, flip), proof, tree.Root));
                Assert.False(Merkle.VerifyInclusion(index, size, leaf, proof, Flip(tree.Root, flip)));
                Assert.False(Merkle.VerifyInclusion(index, size, leaf, proof.Add(leaf), tree.Root));
                Assert.False(index > 0 && Merkle.VerifyInclusion(index - 1, size, leaf, proof, tree.Root));
                if (proof.Length > 0)
                {
                    var at = flip % proof.Length;
                    var flipped = proof.SetItem(at, Flip(proof[at], flip));
                    Assert.False(Merkle.VerifyInclusion(index, size, leaf, flipped, tree.Root));
                    Assert.False(Merkle.VerifyInclusion(index, size, leaf, proof.RemoveAt(at), tree.Root));
                }
            },
            iter: 200);

    [Fact]
    public void Every_prefix_is_consistent_and_every_flipped_bit_refused() =>
        Gen.Int[1, 700].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[0, n], Gen.Int[0, 1 << 20])).Sample(
            (size, oldSize, flip) =>
            {
                var (tree, tiles) = LogVectors.Build(size);
                var (old, _) = LogVectors.Build(oldSize);
                var proof = tree.ConsistencyProof(oldSize, tiles);
                Assert.True(Merkle.VerifyConsistency(oldSize, size, old.Root, tree.Root, proof));
                Assert.False(Merkle.VerifyConsistency(oldSize, size, Flip(old.Root, flip), tree.Root, proof));
                Assert.False(Merkle.VerifyConsistency(oldSize, size, old.Root, tree.Root, proof.Add(tree.Root)));
                Assert.Equal(
                    oldSize == 0,
                    Merkle.VerifyConsistency(oldSize, size, old.Root, Flip(tree.Root, flip), proof));
                if (proof.Length > 0)
                {
                    var at = flip % proof.Length;
                    var flipped = proof.SetItem(at, Flip(proof[at], flip));
                    Assert.False(Merkle.VerifyConsistency(oldSize, size, old.Root, tree.Root, flipped));
                    Assert.False(Merkle.VerifyConsistency(oldSize, size, old.Root, tree.Root, proof.RemoveAt(at)));
                }
            },
            iter: 200);

    [Fact]
    public void A_proof_over_a_damaged_or_missing_tile_is_a_fault()
    {
        var (tree, tiles) = LogVectors.Build(600);
        tiles.Files["tile/0/001"][77] ^= 4;
        Assert.False(tree.TryInclusionProof(300, tiles, out _, out var fault));
        Assert.Equal("tile/inconsistent", fault.Code);
        Assert.False(tree.TryConsistencyProof(300, tiles, out _, out fault));
        Assert.Equal("tile/inconsistent", fault.Code);
        tiles.Files.Remove("tile/0/001");
        Assert.False(tree.TryLeafHash(300, tiles, out _, out fault));
        Assert.Equal(("tile/missing", true), (fault.Code, fault.Why.Contains("tile/0/001", StringComparison.Ordinal)));
        Assert.Throws<InvalidDataException>(() => tree.InclusionProof(300, tiles));
        Assert.True(tree.TryInclusionProof(0, tiles, out _, out _));
    }

    private static IEnumerable<Hash256> Leaves(int count) =>
        LogVectors.Entries(0, count).Select(entry => Merkle.Leaf(entry.Span));

    private static Hash256 Flip(Hash256 hash, int bit)
    {
        var bytes = hash.ToArray();
        bytes[bit / 8 % 32] ^= (byte)(1 << (bit % 8));
        return Hash256.From(bytes);
    }
}
