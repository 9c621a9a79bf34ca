using System.Numerics;

namespace Probatum.Ledger;

/// <summary>A tree that is asked for its root at any size it had, as an auditor does who reads a log from its start.</summary>
/// <remarks>
/// It keeps every hash of the tree: 64 bytes for each entry. Source: RFC 6962 section 2.1. Not thread-safe.
/// </remarks>
public sealed class GrowingTree : IDisposable
{
    private readonly TreeHasher _hasher = new();

    // The perfect subtrees of each height, from the left.
    private readonly List<List<Hash256>> _levels = [[]];

    /// <summary>How many entries it has.</summary>
    public long Size => _levels[0].Count;

    /// <summary>The root of the entries so far.</summary>
    public Hash256 Root() => RootAt(Size);

    /// <summary>The root of the first <paramref name="size"/> entries; more than there are is a bug of the caller.</summary>
    public Hash256 RootAt(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
        if (size == 0)
        {
            return Merkle.Empty;
        }

        // Each bit of the size is a perfect subtree, and the last one of its height within that size.
        var height = BitOperations.TrailingZeroCount(size);
        var root = _levels[height][(int)(size >> height) - 1];
        for (height++; size >> height != 0; height++)
        {
            if (((size >> height) & 1) == 1)
            {
                root = _hasher.Node(_levels[height][(int)(size >> height) - 1], root);
            }
        }

        return root;
    }

    /// <summary>Adds one entry at the right.</summary>
    public void Append(ReadOnlySpan<byte> entry)
    {
        var hash = _hasher.Leaf(entry);
        for (var height = 0; ; height++)
        {
            var level = _levels[height];
            level.Add(hash);
            if ((level.Count & 1) == 1)
            {
                return;
            }

            hash = _hasher.Node(level[^2], hash);
            if (_levels.Count == height + 1)
            {
                _levels.Add([]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hasher.Dispose();
}
