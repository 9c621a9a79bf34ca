using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>The hash tree of RFC 6962 section 2.1 over SHA-256: its hashes, and the checks of its proofs.</summary>
/// <remarks>
/// The prefixes 00 and 01 keep a leaf from being read as a node. Nothing is padded and no node is doubled.
/// </remarks>
public static class Merkle
{
    /// <summary>The most hashes any proof has: a tree is smaller than 2^63. Longer proofs are refused unread.</summary>
    public const int LongestProof = 63;

    private const int AtOnce = 64;

    /// <summary>The root of the tree without entries: SHA-256 of nothing.</summary>
    public static Hash256 Empty { get; } = Hash256.Sha256([]);

    /// <summary>SHA-256 of 00 and the entry.</summary>
    public static Hash256 Leaf(ReadOnlySpan<byte> entry) => Hash256.Sha256([0, .. entry]);

    /// <summary>SHA-256 of 01 and both children.</summary>
    public static Hash256 Node(in Hash256 left, in Hash256 right)
    {
        Span<byte> message = stackalloc byte[1 + (2 * Hash256.Length)];
        message[0] = 1;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + Hash256.Length)..]);
        return Hash256.Sha256(message);
    }

    /// <summary>The root over leaf hashes in order; a tree of n splits at the largest power of two below n.</summary>
    public static Hash256 Root(IReadOnlyList<Hash256> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        using var hasher = new TreeHasher();
        var edge = new RightEdge();
        var hashes = new byte[checked(leaves.Count * Hash256.Length)];
        for (var i = 0; i < leaves.Count; i++)
        {
            leaves[i].CopyTo(hashes.AsSpan(i * Hash256.Length));
        }

        edge.Append(0, hashes, hasher, null);
        return edge.Root(hasher);
    }

    /// <summary>
    /// Whether <paramref name="leaf"/> is at <paramref name="index"/> in the tree of that size and root.
    /// </summary>
    /// <remarks>Total: any numbers and any proof are answered. Source: RFC 9162 section 2.1.3.2.</remarks>
    public static bool VerifyInclusion(
        long index, long size, in Hash256 leaf, IReadOnlyList<Hash256> proof, in Hash256 root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        using var hasher = new TreeHasher();
        var walk = new InclusionWalk(new(index, leaf, proof), size);
        while (walk.TryPair(out var left, out var right))
        {
            walk.Take(hasher.Node(left, right));
        }

        return walk.EndsAt(root);
    }

    /// <summary>
    /// The answers of <see cref="VerifyInclusion(long, long, in Hash256, IReadOnlyList{Hash256}, in Hash256)"/> for many leaves of one tree, in order; several times as fast, because
    /// the ways to the root are hashed side by side.
    /// </summary>
    public static ImmutableArray<bool> VerifyInclusions(
        long size, in Hash256 root, IReadOnlyList<Inclusion> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var answers = ImmutableArray.CreateBuilder<bool>(claims.Count);
        using var hasher = new TreeHasher();
        var walks = new InclusionWalk[Math.Min(claims.Count, AtOnce)];
        for (var at = 0; at < claims.Count; at += AtOnce)
        {
            var group = walks.AsSpan(0, Math.Min(claims.Count - at, AtOnce));
            for (var i = 0; i < group.Length; i++)
            {
                group[i] = new(claims[at + i], size);
            }

            WalkTogether(group, hasher);
            foreach (ref readonly var walk in group)
            {
                answers.Add(walk.EndsAt(root));
            }
        }

        return answers.MoveToImmutable();
    }

    /// <summary>Whether <paramref name="leaf"/> is at <paramref name="index"/> in the subtree of that root.</summary>
    /// <remarks>Total. The index counts from the start of the whole tree.</remarks>
    public static bool VerifyInclusion(
        long index, Subtree subtree, in Hash256 leaf, IReadOnlyList<Hash256> proof, in Hash256 root) =>
        subtree.IsValid
        && index >= subtree.Start
        && VerifyInclusion(index - subtree.Start, subtree.End - subtree.Start, leaf, proof, root);

    /// <summary>Whether the old tree is a prefix of the new one.</summary>
    /// <remarks>
    /// Total. The empty tree is a prefix of every tree, so an old size of 0 takes no proof and says nothing about the
    /// new root beyond size 0. Source: RFC 9162 section 2.1.4.2.
    /// </remarks>
    public static bool VerifyConsistency(
        long oldSize, long newSize, in Hash256 oldRoot, in Hash256 newRoot, IReadOnlyList<Hash256> proof) =>
        (newSize != 0 || newRoot == Empty) && VerifyConsistency(new Subtree(0, oldSize), newSize, oldRoot, newRoot, proof);

    /// <summary>Whether the subtree of that root is one of the tree of that size and root.</summary>
    /// <remarks>
    /// Total. Of a subtree that starts at 0 this is the consistency of two trees; an empty one is of every tree. Source:
    /// draft-ietf-plants-merkle-tree-certs section 4.4.3.
    /// </remarks>
    public static bool VerifyConsistency(
        Subtree subtree, long size, in Hash256 subtreeRoot, in Hash256 root, IReadOnlyList<Hash256> proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (!subtree.IsValid || size < subtree.End || proof.Count > LongestProof)
        {
            return false;
        }

        if (subtree.End == subtree.Start)
        {
            return proof.Count == 0 && subtreeRoot == Empty;
        }

        // first and end are the subtree's edges, last that of the tree, all on one level. The proof starts at the highest
        // node that ends where the subtree ends and that the whole tree has, too.
        var (first, end, last) = (subtree.Start, subtree.End - 1, size - 1);
        var reachesTheEdge = end == last;
        while (first != end && (reachesTheEdge || (end & 1) == 1))
        {
            (first, end, last) = (first >> 1, end >> 1, last >> 1);
        }

        var startsAtRoot = first == end;
        if (!startsAtRoot && proof.Count == 0)
        {
            return false;
        }

        using var hasher = new TreeHasher();
        var part = startsAtRoot ? subtreeRoot : proof[0];
        var whole = part;
        for (var i = startsAtRoot ? 0 : 1; i < proof.Count; i++)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsRightOrLone(end, last))
            {
                part = first < end ? hasher.Node(proof[i], part) : part;
                whole = hasher.Node(proof[i], whole);
                while ((end & 1) == 0 && end != 0)
                {
                    (first, end, last) = (first >> 1, end >> 1, last >> 1);
                }
            }
            else
            {
                whole = hasher.Node(whole, proof[i]);
            }

            (first, end, last) = (first >> 1, end >> 1, last >> 1);
        }

        return last == 0 && part == subtreeRoot && whole == root;
    }

    internal static bool IsRightOrLone(long first, long last) => (first & 1) == 1 || first == last;

    // A lone node at the right edge has no sibling on its level: it stands for itself until it is a right child.
    internal static (long First, long Last) UpToALeftChild(long first, long last)
    {
        while ((first & 1) == 0 && first != 0)
        {
            (first, last) = (first >> 1, last >> 1);
        }

        return (first, last);
    }

    private static void WalkTogether(Span<InclusionWalk> walks, TreeHasher hasher)
    {
        const int Pair = 2 * Hash256.Length;
        Span<byte> pairs = stackalloc byte[AtOnce * Pair];
        Span<byte> nodes = stackalloc byte[AtOnce * Hash256.Length];
        Span<int> going = stackalloc int[AtOnce];
        int count;
        do
        {
            count = 0;
            for (var i = 0; i < walks.Length; i++)
            {
                if (walks[i].TryPair(out var left, out var right))
                {
                    left.CopyTo(pairs[(count * Pair)..]);
                    right.CopyTo(pairs[((count * Pair) + Hash256.Length)..]);
                    going[count++] = i;
                }
            }

            hasher.Nodes(pairs[..(count * Pair)], nodes[..(count * Hash256.Length)]);
            for (var i = 0; i < count; i++)
            {
                walks[going[i]].Take(Hash256.From(nodes.Slice(i * Hash256.Length, Hash256.Length)));
            }
        }
        while (count > 0);
    }
}
