using System.Numerics;

namespace Probatum.Ledger;

/// <summary>The perfect subtrees at the right edge of a growing tree: all that appending and the root need.</summary>
/// <remarks>
/// Invariant: the subtree of height h exists exactly if bit h of the size is set, and covers more to the left the
/// higher it is. Appending is then binary addition, with one node hash per carry. Not thread-safe.
/// </remarks>
internal sealed class RightEdge
{
    private readonly Hash256[] _peaks;

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
    /// Adds a leaf; tells <paramref name="completed"/> of every perfect subtree (height, hash) it closes.
    /// </summary>
    internal void Append(in Hash256 leaf, TreeHasher hasher, Action<int, Hash256>? completed)
    {
        var size = checked(Size + 1);
        var (hash, height) = (leaf, 0);
        completed?.Invoke(height, hash);
        while (((Size >> height) & 1) == 1)
        {
            hash = hasher.Node(_peaks[height], hash);
            height++;
            completed?.Invoke(height, hash);
        }

        _peaks[height] = hash;
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
}
