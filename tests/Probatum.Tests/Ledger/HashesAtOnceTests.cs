using System.Security.Cryptography;
using CsCheck;
using Probatum.Ledger;

namespace Probatum.Tests.Ledger;

/// <summary>Whichever code hashes many messages at once, every digest is that of the platform's SHA-256.</summary>
public sealed class HashesAtOnceTests
{
    private static readonly Gen<ReadOnlyMemory<byte>[]> Batches =
        Gen.Frequency((8, Gen.Int[0, 300]), (1, Gen.Int[0, 3_000])).SelectMany(length => Gen.Byte.Array[length])
            .Select(bytes => (ReadOnlyMemory<byte>)bytes).Array[0, 80];

    public static TheoryData<HashPath> Paths => [.. HashPaths.Supported];

    [Theory, MemberData(nameof(Paths))]
    public void Every_length_to_1000_has_its_digest_in_every_lane(HashPath path)
    {
        using var hasher = new TreeHasher(path);
        var hashes = new byte[16 * Hash256.Length];
        for (var length = 0; length <= 1000; length++)
        {
            var entries = Enumerable.Range(0, 16).Select(lane => Entry(length, lane)).ToArray();
            hasher.Leaves(entries, hashes);
            for (var lane = 0; lane < 16; lane++)
            {
                Assert.Equal(LeafHash(entries[lane]), hashes[(lane * Hash256.Length)..][..Hash256.Length]);
            }
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void A_batch_of_any_lengths_has_the_digests_in_its_order(HashPath path) => Batches.Sample(entries =>
    {
        using var hasher = new TreeHasher(path);
        var hashes = new byte[entries.Length * Hash256.Length];
        hasher.Leaves(entries, hashes);
        Assert.Equal(entries.SelectMany(LeafHash), hashes);
    });

    [Theory, MemberData(nameof(Paths))]
    public void A_handful_of_messages_of_any_lengths_has_its_digests(HashPath path) => Batches.Sample(messages =>
    {
        var digests = new byte[messages.Length * Hash256.Length];
        ShortHashes.Sha256(messages, digests, path);
        Assert.Equal(messages.SelectMany(message => SHA256.HashData(message.Span)), digests);
    });

    [Theory, MemberData(nameof(Paths))]
    public void Any_number_of_nodes_has_its_digests_also_in_the_place_of_the_children(HashPath path) =>
        Gen.Int[0, 70].SelectMany(count => Gen.Byte.Array[count * 64]).Sample(children =>
        {
            using var hasher = new TreeHasher(path);
            var parents = new byte[children.Length / 2];
            hasher.Nodes(children, parents);
            var expected = children.Chunk(64).SelectMany(pair => SHA256.HashData([1, .. pair])).ToArray();
            Assert.Equal(expected, parents);
            hasher.Nodes(children, children.AsSpan(0, parents.Length));
            Assert.Equal(expected, children[..parents.Length]);
        });

    [Fact]
    public void A_path_that_this_machine_lacks_is_refused() => Assert.All(
        Enum.GetValues<HashPath>().Append((HashPath)9).Except(HashPaths.Supported),
        path => Assert.Throws<ArgumentOutOfRangeException>(() => new TreeHasher(path)));

    [Fact]
    public void Hashes_for_which_there_is_no_exact_room_are_a_bug_of_the_caller()
    {
        using var hasher = new TreeHasher();
        Assert.Throws<ArgumentOutOfRangeException>(() => hasher.Leaves([default], new byte[33]));
        Assert.Throws<ArgumentOutOfRangeException>(() => hasher.Nodes(new byte[96], new byte[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => hasher.Nodes(new byte[66], new byte[33]));
    }

    [Fact]
    public void Many_inclusions_are_judged_as_each_alone() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 255].Array[0, 150], Gen.Int[0, 3], Gen.Int[0, 1 << 20]).Sample((size, picks, harm, flip) =>
        {
            var (tree, tiles) = LogVectors.Build(size);
            var claims = picks.Select((pick, i) => Harmed(tree, tiles, pick % size, (i + flip) % 4 == harm ? flip : 0)).ToArray();
            var answers = Merkle.VerifyInclusions(size, tree.Root, claims);
            Assert.Equal(claims.Select(claim => Merkle.VerifyInclusion(claim.Index, size, claim.Leaf, claim.Proof, tree.Root)), answers);
        });

    [Fact]
    public void A_growing_tree_knows_the_root_at_every_size_it_had()
    {
        using var tree = new GrowingTree();
        var leaves = new List<Hash256>();
        for (var size = 0; size <= 300; size++)
        {
            Assert.Equal(Merkle.Root(leaves), tree.Root());
            tree.Append(Entry(size, 7).Span);
            leaves.Add(Merkle.Leaf(Entry(size, 7).Span));
        }

        Assert.All(Enumerable.Range(0, 302), size => Assert.Equal(Merkle.Root(leaves[..size]), tree.RootAt(size)));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.RootAt(302));
    }

    private static byte[] LeafHash(ReadOnlyMemory<byte> entry) => SHA256.HashData([0, .. entry.Span]);

    private static ReadOnlyMemory<byte> Entry(int length, int lane) =>
        Enumerable.Range(0, length).Select(i => (byte)((i * 31) + (lane * 17) + length)).ToArray();

    private static Inclusion Harmed(LogTree tree, ITileReader tiles, int index, int flip)
    {
        var proof = tree.InclusionProof(index, tiles).ToArray();
        var leaf = tree.LeafHash(index, tiles);
        return (flip & 7) switch
        {
            1 => new(index + 1, leaf, proof),
            2 => new(index, tree.Root, proof),
            3 => new(index, leaf, [.. proof, leaf]),
            4 when proof.Length > 0 => new(index, leaf, proof[..^1]),
            5 => new(-1, leaf, proof),
            6 => new(index, leaf, [.. Enumerable.Repeat(leaf, 64)]),
            _ => new(index, leaf, proof),
        };
    }
}
