namespace Probatum.Ledger;

/// <summary>A tree being appended to, which writes its tiles as it grows. Not thread-safe.</summary>
/// <remarks>
/// A hash of tile level l is the root of a perfect subtree of height 8l, so every hash a tile needs is one that
/// appending computes anyway. Tiles are given to <paramref name="full"/> (level, index, bytes) in the order they fill.
/// </remarks>
internal sealed class TreeGrowth(RightEdge edge, Action<int, long, ReadOnlyMemory<byte>> full) : IDisposable
{
    internal const int Levels = 8;

    private readonly byte[][] _tiles = new byte[Levels][];
    private readonly TreeHasher _hasher = new();
    private Action<int, Hash256>? _completed;

    internal long Size => edge.Size;

    internal RightEdge Edge => edge;

    internal Hash256 Root => edge.Root(_hasher);

    /// <summary>Gives a level its partial tile before anything is appended.</summary>
    internal void Start(int level, ReadOnlySpan<byte> partial)
    {
        if (!partial.IsEmpty)
        {
            _tiles[level] = new byte[TileFiles.FullBytes];
            partial.CopyTo(_tiles[level]);
        }
    }

    internal void Append(ReadOnlySpan<byte> entry) =>
        edge.Append(_hasher.Leaf(entry), _hasher, _completed ??= Completed);

    /// <summary>The partial tile of that level; empty where the tree has none.</summary>
    internal ReadOnlyMemory<byte> Partial(int level)
    {
        var width = (int)((Size >> (8 * level)) & 255);
        return width == 0 ? default : _tiles[level].AsMemory(0, width * Hash256.Length);
    }

    public void Dispose() => _hasher.Dispose();

    private void Completed(int height, Hash256 hash)
    {
        if ((height & 7) != 0)
        {
            return;
        }

        // The edge's size does not count the leaf yet, so Size / 256^level is the index of this very hash.
        var level = height >> 3;
        var position = (int)((Size >> height) & 255);
        var tile = position == 0 ? _tiles[level] = new byte[TileFiles.FullBytes] : _tiles[level];
        hash.CopyTo(tile.AsSpan(position * Hash256.Length));
        if (position == TilePath.FullWidth - 1)
        {
            full(level, Size >> (height + 8), tile);
        }
    }
}
