using System.Text.Json;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

public sealed class MerkleTests
{
    // transparency-dev/merkle compares roots as byte strings of any length. A Hash256 is 32 bytes: we refuse these.
    private static readonly string[] RootsThatAreNotHashes =
    [
        "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json",
        "subtreeconsistency/additional/sizes-are-equal-one-and-proof-is-empty.json",
        "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-one-subtree-root-valid-tree-root-random-proof-is-empty.json",
        "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-subtree-root-valid-tree-root-random-proof-is-empty.json",
    ];

    [Fact]
    public void Every_published_inclusion_proof_is_judged_as_published() => JudgeAll("inclusion", 98, item =>
        Hash(item, "leafHash") is { } leaf
        && Hash(item, "root") is { } root
        && Proof(item) is { } proof
        && Merkle.VerifyInclusion(Number(item, "leafIdx"), Number(item, "treeSize"), leaf, proof, root));

    [Fact]
    public void Every_published_consistency_proof_is_judged_as_published() => JudgeAll("consistency", 98, item =>
        Hash(item, "root1") is { } oldRoot
        && Hash(item, "root2") is { } newRoot
        && Proof(item) is { } proof
        && Merkle.VerifyConsistency(Number(item, "size1"), Number(item, "size2"), oldRoot, newRoot, proof));

    [Fact]
    public void Every_published_subtree_inclusion_proof_is_judged_as_published() => JudgeAll("subtreeinclusion", 204, item =>
        Hash(item, "leafHash") is { } leaf
        && Hash(item, "root") is { } root
        && Proof(item) is { } proof
        && Merkle.VerifyInclusion(Number(item, "leafIdx"), new Subtree(Number(item, "start"), Number(item, "end")), leaf, proof, root));

    [Fact]
    public void Every_published_subtree_consistency_proof_is_judged_as_published() => JudgeAll("subtreeconsistency", 118, item =>
        Hash(item, "root1") is { } subtreeRoot
        && Hash(item, "root2") is { } root
        && Proof(item) is { } proof
        && Merkle.VerifyConsistency(new Subtree(Number(item, "start"), Number(item, "end")), Number(item, "size"), subtreeRoot, root, proof));

    [Fact]
    public void A_subtree_starts_at_a_multiple_of_the_power_of_two_at_or_above_its_length()
    {
        Assert.All(new Subtree[] { new(0, 1), new(0, 7), new(4, 7), new(8, 13), new(0, 0), new(5, 5), new(1L << 62, long.MaxValue) }, one => Assert.True(one.IsValid));
        Assert.All(new Subtree[] { new(2, 1), new(-1, -1), new(4, 9), new(2, 5), new(-1, 1), new(0, -1) }, one => Assert.False(one.IsValid));
    }

    // The vectors have no subtree that ends where its tree ends and does not begin where it begins.
    [Fact]
    public void Every_subtree_of_every_small_tree_is_proven_by_the_definition_and_by_no_shorter_or_other_proof()
    {
        var leaves = Leaves(33);
        for (var size = 1; size <= leaves.Count; size++)
        {
            var (tree, root) = (leaves[..size], RootByDefinition(leaves[..size]));
            foreach (var subtree in Enumerable.Range(0, size).SelectMany(start => Enumerable.Range(start + 1, size - start).Select(end => new Subtree(start, end))).Where(one => one.IsValid))
            {
                var part = leaves[(int)subtree.Start..(int)subtree.End];
                var proof = ProofByDefinition((int)subtree.Start, (int)subtree.End, tree, true);
                var partRoot = RootByDefinition(part);
                Assert.True(Merkle.VerifyConsistency(subtree, size, partRoot, root, proof), $"{subtree} of {size}");
                Assert.False(Merkle.VerifyConsistency(subtree, size, Merkle.Leaf([]), root, proof));
                Assert.False(Merkle.VerifyConsistency(subtree, size, partRoot, Merkle.Leaf([]), proof));
                Assert.False(Merkle.VerifyConsistency(subtree, size, partRoot, root, [.. proof, root]));
                Assert.False(proof.Count > 0 && Merkle.VerifyConsistency(subtree, size, partRoot, root, proof[..^1]));
            }
        }
    }

    [Fact]
    public void The_empty_tree_has_the_root_of_nothing() =>
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Merkle.Root([]).ToBase64());

    [Fact]
    public void A_tree_splits_at_the_largest_power_of_two_below_its_size() =>
        Gen.Int[1, 70].Select(n => Leaves(n)).Sample(leaves => Merkle.Root(leaves) == RootByDefinition(leaves));

    [Fact]
    public void A_leaf_is_never_a_node() => Gen.Byte.Array[64].Sample(children =>
        Merkle.Leaf(children) != Merkle.Node(Hash256.From(children.AsSpan(0, 32)), Hash256.From(children.AsSpan(32))));

    [Fact]
    public void A_proof_of_more_than_63_hashes_is_refused_unread()
    {
        var hashes = new Hash256[64];
        Assert.False(Merkle.VerifyInclusion(0, long.MaxValue, default, hashes, default));
        Assert.False(Merkle.VerifyConsistency(1, long.MaxValue, default, default, hashes));
    }

    [Fact]
    public void No_numbers_make_the_checks_throw() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Int[0, 70]).Sample((a, b, count) =>
        {
            var hashes = new Hash256[count];
            Assert.False(Merkle.VerifyInclusion(a, b, Merkle.Empty, hashes, default));
            Assert.Equal(a == b && a >= 0 && count == 0, Merkle.VerifyConsistency(new Subtree(a, b), b, Merkle.Empty, Merkle.Leaf([]), hashes));

            // The empty tree is a prefix of every tree, and that needs no proof.
            Assert.Equal(a == 0 && b > 0 && count == 0, Merkle.VerifyConsistency(a, b, Merkle.Empty, default, hashes));
        });

    [Fact]
    public void The_empty_tree_is_a_prefix_of_every_tree_without_proof()
    {
        var root = Merkle.Root(Leaves(5));
        Assert.True(Merkle.VerifyConsistency(0, 5, Merkle.Empty, root, []));
        Assert.True(Merkle.VerifyConsistency(0, 0, Merkle.Empty, Merkle.Empty, []));
        Assert.False(Merkle.VerifyConsistency(0, 0, Merkle.Empty, root, []));
        Assert.False(Merkle.VerifyConsistency(0, 5, root, root, []));
        Assert.False(Merkle.VerifyConsistency(0, 5, Merkle.Empty, root, [root]));
    }

    private static void JudgeAll(string kind, int count, Func<JsonElement, bool> accepts)
    {
        var items = LogVectors.Json($"merkle/{kind}.json").EnumerateArray().ToList();
        Assert.Equal(count, items.Count);
        foreach (var item in items)
        {
            var file = item.GetProperty("file").GetString()!;
            var expected = !item.GetProperty("wantErr").GetBoolean() && !RootsThatAreNotHashes.Contains(file);
            Assert.True(accepts(item) == expected, file);
        }
    }

    private static List<Hash256> Leaves(int count) =>
        [.. LogVectors.Entries(0, count).Select(entry => Merkle.Leaf(entry.Span))];

    // SUBTREE_SUBPROOF of draft-ietf-plants-merkle-tree-certs section 4.4.1, word for word.
    private static List<Hash256> ProofByDefinition(int start, int end, List<Hash256> tree, bool isKnown)
    {
        if (start == 0 && end == tree.Count)
        {
            return isKnown ? [] : [RootByDefinition(tree)];
        }

        var k = 1;
        while (k * 2 < tree.Count)
        {
            k *= 2;
        }

        return end <= k ? [.. ProofByDefinition(start, end, tree[..k], isKnown), RootByDefinition(tree[k..])]
            : k <= start ? [.. ProofByDefinition(start - k, end - k, tree[k..], isKnown), RootByDefinition(tree[..k])]
            : [.. ProofByDefinition(0, end - k, tree[k..], false), RootByDefinition(tree[..k])];
    }

    private static Hash256 RootByDefinition(List<Hash256> leaves)
    {
        if (leaves.Count == 1)
        {
            return leaves[0];
        }

        var split = 1;
        while (split * 2 < leaves.Count)
        {
            split *= 2;
        }

        return Merkle.Node(RootByDefinition(leaves[..split]), RootByDefinition(leaves[split..]));
    }

    // Sizes in the vectors reach past 2^63 as unsigned numbers; those are no sizes here.
    private static long Number(JsonElement item, string name) =>
        item.GetProperty(name).TryGetInt64(out var number) ? number : -1;

    private static Hash256? Hash(JsonElement item, string name) => Hash(item.GetProperty(name).GetString() ?? "");

    private static Hash256? Hash(string text) => Hash256.TryFromBase64(text, out var hash) ? hash : null;

    private static List<Hash256>? Proof(JsonElement item)
    {
        var proof = item.GetProperty("proof");
        if (proof.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        var hashes = proof.EnumerateArray().Select(hash => Hash(hash.GetString()!)).ToList();
        return hashes.Contains(null) ? null : [.. hashes.Select(hash => hash!.Value)];
    }
}
