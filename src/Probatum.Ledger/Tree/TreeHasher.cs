using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Probatum.Ledger;

/// <summary>Leaf and node hashes: one by one with one reused SHA-256 state, many at once in lanes. Not thread-safe.</summary>
/// <remarks>
/// A state that is made anew for each hash costs a third more. Many hashes are laid one after another, 32 bytes each, as
/// in a tile.
/// </remarks>
public sealed class TreeHasher : IDisposable
{
    private const int Block = 64;
    private const int Pair = 2 * Hash256.Length;

    // Longer messages gain nothing in lanes, since the platform's own code is at its best there.
    private const int MostBlocks = 16;

    // Fewer messages than this are done one by one: all lanes take the time of about this many.
    private const int Few = 4;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int _lanes;

    private byte[]? _messages;
    private byte[]? _digests;

    /// <summary>A hasher on the fastest path of this processor.</summary>
    public TreeHasher()
        : this(HashPaths.Best)
    {
    }

    /// <summary>A hasher on this path; one that the processor does not have is a bug of the caller.</summary>
    public TreeHasher(HashPath path)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(HashPaths.Supported.IndexOf(path), 0, nameof(path));
        _lanes = path switch { HashPath.Sixteen => SixteenLanes.Count, HashPath.Eight => EightLanes.Count, _ => 1 };
    }

    // Room for a message of the most blocks, and for a digest, in every lane. A lane without a message hashes what lies there.
    private byte[] Messages => _messages ??= new byte[_lanes * MostBlocks * Block];

    private byte[] Digests => _digests ??= new byte[_lanes * Hash256.Length];

    /// <summary>SHA-256 of 00 and the entry.</summary>
    public Hash256 Leaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> digest = stackalloc byte[Hash256.Length];
        Leaf(entry, digest);
        return Hash256.From(digest);
    }

    /// <summary>SHA-256 of 01 and both children.</summary>
    public Hash256 Node(in Hash256 left, in Hash256 right)
    {
        Span<byte> message = stackalloc byte[1 + Pair];
        message[0] = 1;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + Hash256.Length)..]);
        _sha.AppendData(message);
        _sha.GetHashAndReset(message);
        return Hash256.From(message[..Hash256.Length]);
    }

    /// <summary>The leaf hash of each entry, in order.</summary>
    public void Leaves(ReadOnlySpan<ReadOnlyMemory<byte>> entries, Span<byte> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hashes.Length, (long)entries.Length * Hash256.Length, nameof(hashes));

        // Lanes want messages of equally many blocks, so those of a kind are put beside each other.
        var order = new (int Blocks, int Index)[entries.Length];
        var mixed = false;
        for (var i = 0; i < entries.Length; i++)
        {
            order[i] = (BlocksOf(1 + entries[i].Length), i);
            mixed |= order[i].Blocks != order[0].Blocks;
        }

        if (mixed && _lanes > 1)
        {
            Array.Sort(order);
        }

        for (var at = 0; at < order.Length;)
        {
            var blocks = order[at].Blocks;
            var count = 1;
            while (count < _lanes && at + count < order.Length && order[at + count].Blocks == blocks)
            {
                count++;
            }

            var group = order.AsSpan(at, count);
            at += count;
            if (count < Few || blocks > MostBlocks)
            {
                foreach (var (_, index) in group)
                {
                    Leaf(entries[index].Span, Digest(hashes, index));
                }
            }
            else
            {
                Leaves(entries, group, hashes);
            }
        }
    }

    /// <summary>The node hash over each pair of children, in order. Parents may lie where the children begin.</summary>
    public void Nodes(ReadOnlySpan<byte> children, Span<byte> parents)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parents.Length % Hash256.Length, 0, nameof(parents));
        ArgumentOutOfRangeException.ThrowIfNotEqual(children.Length, 2L * parents.Length, nameof(children));
        var total = parents.Length / Hash256.Length;
        for (var at = 0; at < total;)
        {
            var count = Math.Min(_lanes, total - at);
            var pairs = children.Slice(Pair * at, Pair * count);
            var group = parents.Slice(Hash256.Length * at, Hash256.Length * count);
            at += count;
            if (count == _lanes && _lanes > 1)
            {
                NodesInLanes(pairs, group);
            }
            else if (count >= Few)
            {
                pairs.CopyTo(Messages);
                NodesInLanes(Messages, Digests);
                Digests.AsSpan(0, group.Length).CopyTo(group);
            }
            else
            {
                NodesOneByOne(pairs, group);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sha.Dispose();

    private static Span<byte> Digest(Span<byte> hashes, int index) => hashes.Slice(Hash256.Length * index, Hash256.Length);

    // A message is followed by a bit, zeroes and its length in 64 bits. Source: FIPS 180-4 section 5.1.1.
    private static int BlocksOf(int length) => ((length + 8) / Block) + 1;

    private void Leaf(ReadOnlySpan<byte> entry, Span<byte> digest)
    {
        Span<byte> message = stackalloc byte[MostBlocks * Block];
        if (entry.Length < message.Length)
        {
            message[0] = 0;
            entry.CopyTo(message[1..]);
            _sha.AppendData(message[..(1 + entry.Length)]);
        }
        else
        {
            _sha.AppendData([0]);
            _sha.AppendData(entry);
        }

        _sha.GetHashAndReset(digest);
    }

    private void Leaves(
        ReadOnlySpan<ReadOnlyMemory<byte>> entries, ReadOnlySpan<(int Blocks, int Index)> group, Span<byte> hashes)
    {
        var blocks = group[0].Blocks;
        for (var i = 0; i < group.Length; i++)
        {
            var entry = entries[group[i].Index].Span;
            var message = Messages.AsSpan(i * blocks * Block, blocks * Block);
            message[0] = 0;
            entry.CopyTo(message[1..]);
            message[1 + entry.Length] = 0x80;
            message[(2 + entry.Length)..].Clear();
            BinaryPrimitives.WriteInt64BigEndian(message[^8..], 8L * (1 + entry.Length));
        }

        if (_lanes == SixteenLanes.Count)
        {
            Sha256Lanes<Vector512<uint>, SixteenLanes>.Hash(Messages, blocks, Digests);
        }
        else
        {
            Sha256Lanes<Vector256<uint>, EightLanes>.Hash(Messages, blocks, Digests);
        }

        for (var i = 0; i < group.Length; i++)
        {
            Digest(Digests, i).CopyTo(Digest(hashes, group[i].Index));
        }
    }

    private void NodesInLanes(ReadOnlySpan<byte> pairs, Span<byte> parents)
    {
        if (_lanes == SixteenLanes.Count)
        {
            Sha256Lanes<Vector512<uint>, SixteenLanes>.Nodes(pairs, parents);
        }
        else
        {
            Sha256Lanes<Vector256<uint>, EightLanes>.Nodes(pairs, parents);
        }
    }

    private void NodesOneByOne(ReadOnlySpan<byte> pairs, Span<byte> parents)
    {
        Span<byte> message = stackalloc byte[1 + Pair];
        message[0] = 1;
        for (; !pairs.IsEmpty; pairs = pairs[Pair..], parents = parents[Hash256.Length..])
        {
            pairs[..Pair].CopyTo(message[1..]);
            _sha.AppendData(message);
            _sha.GetHashAndReset(parents[..Hash256.Length]);
        }
    }

}
