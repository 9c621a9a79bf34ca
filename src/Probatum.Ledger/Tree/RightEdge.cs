using System.Numerics;

namespace Probatum.Ledger;

/// <summary>Takes perfect subtrees of one height that appending closed: the first one's index, their hashes in order.</summary>
internal delegate void SubtreesClosed(int height, long first, ReadOnlySpan<byte> hashes);

/// <summary>The perfect subtrees at the right edge of a growing tree: all that appending and the root need.</summary>
/// <remarks>
/// Invariant: the subtree of height h exists exactly if bit h of the size is set, and covers more to the left the
/// higher it is. Appending is then binary addition, with one node hash per carry; many leaves are added level by level, so that each level's
/// nodes are hashed at once. Not thread-safe.
/// </remarks>
internal sealed class RightEdge
{
    private readonly Hash256[] _peaks;
    private byte[] _level = [];
    private byte[] _above = [];

    internal RightEdge()
        : this(0, new Hash256[Merkle.LongestProof])
    {
    }

    private RightEdge(long size, Hash256[] peaks)
    {
        Size = size;
        _peaks = peaks;
    }

    internal long Size { get; private set; }

    internal RightEdge Copy() => new(Size, [.. _peaks]);

    /// <summary>
    /// Adds perfect subtrees of one height, 32 bytes each; leaves are those of height 0. The size must be a multiple of
    /// what each of them covers. Tells <paramref name="closed"/> of every subtree that there is now, from the lowest.
    /// </summary>
    internal void Append(int height, ReadOnlySpan<byte> subtrees, TreeHasher hasher, SubtreesClosed? closed)
    {
        var count = subtrees.Length / Hash256.Length;
        var size = checked(Size + ((long)count << height));
        Reserve(subtrees.Length + Hash256.Length);
        subtrees.CopyTo(_level.AsSpan(Hash256.Length));
        for (; count > 0; height++)
        {
            // The first place is for the peak of this height, which is the left sibling of the first new hash.
            var added = _level.AsSpan(Hash256.Length, count * Hash256.Length);
            closed?.Invoke(height, Size >> height, added);
            var all = added;
            if (((Size >> height) & 1) == 1)
            {
                _peaks[height].CopyTo(_level);
                all = _level.AsSpan(0, ++count * Hash256.Length);
            }

            if ((count & 1) == 1)
            {
                _peaks[height] = Hash256.From(all[^Hash256.Length..]);
            }

            count >>= 1;
            hasher.Nodes(all[..(2 * count * Hash256.Length)], _above.AsSpan(Hash256.Length, count * Hash256.Length));
            (_level, _above) = (_above, _level);
        }

        Size = size;
    }

    /// <summary>Puts a perfect subtree of that height at the right; all present ones must be higher.</summary>
    internal void Place(int height, in Hash256 hash)
    {
        _peaks[height] = hash;
        Size = checked(Size + (1L << height));
    }

    internal Hash256 Root(TreeHasher hasher)
    {
        if (Size == 0)
        {
            return Merkle.Empty;
        }

        var height = BitOperations.TrailingZeroCount(Size);
        var root = _peaks[height];
        for (height++; Size >> height != 0; height++)
        {
            if (((Size >> height) & 1) == 1)
            {
                root = hasher.Node(_peaks[height], root);
            }
        }

        return root;
    }

    private void Reserve(int bytes)
    {
        if (_level.Length < bytes)
        {
            _level = new byte[bytes];
            _above = new byte[bytes];
        }
    }
}
