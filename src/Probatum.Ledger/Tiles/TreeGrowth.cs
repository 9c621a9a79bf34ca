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
    private SubtreesClosed? _closed;

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

    /// <summary>Appends entries, at most up to the end of a bundle.</summary>
    internal void Append(ReadOnlySpan<ReadOnlyMemory<byte>> entries)
    {
        Span<byte> leaves = stackalloc byte[TileFiles.FullBytes];
        leaves = leaves[..(entries.Length * Hash256.Length)];
        _hasher.Leaves(entries, leaves);
        AppendLeaves(leaves);
    }

    /// <summary>Appends entries by their leaf hashes, at most up to the end of a bundle.</summary>
    internal void AppendLeaves(ReadOnlySpan<byte> leaves) => edge.Append(0, leaves, _hasher, _closed ??= Closed);

    /// <summary>Appends a whole bundle by its tile and the tile's root; the size must be a multiple of 256.</summary>
    internal void AppendBundle(ReadOnlyMemory<byte> tile, in Hash256 root)
    {
        full(0, Size >> 8, tile);
        Span<byte> hash = stackalloc byte[Hash256.Length];
        root.CopyTo(hash);
        edge.Append(8, hash, _hasher, _closed ??= Closed);
    }

    /// <summary>The partial tile of that level; empty where the tree has none.</summary>
    internal ReadOnlyMemory<byte> Partial(int level)
    {
        var width = (int)((Size >> (8 * level)) & 255);
        return width == 0 ? default : _tiles[level].AsMemory(0, width * Hash256.Length);
    }

    public void Dispose() => _hasher.Dispose();

    private void Closed(int height, long first, ReadOnlySpan<byte> hashes)
    {
        if ((height & 7) != 0)
        {
            return;
        }

        // What is appended ends with its bundle at the latest, so that these hashes are all of one tile.
        var level = height >> 3;
        var position = (int)(first & 255);
        var tile = position == 0 ? _tiles[level] = new byte[TileFiles.FullBytes] : _tiles[level];
        hashes.CopyTo(tile.AsSpan(position * Hash256.Length));
        if (position + (hashes.Length / Hash256.Length) == TilePath.FullWidth)
        {
            full(level, first >> 8, tile);
        }
    }
}
