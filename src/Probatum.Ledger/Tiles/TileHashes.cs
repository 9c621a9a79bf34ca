using System.Collections.Immutable;
using System.Numerics;

namespace Probatum.Ledger;

/// <summary>Subtree hashes and proofs of one tree, out of its tiles. Each tile is read once. Not thread-safe.</summary>
/// <remarks>
/// The first tile that cannot be read is remembered in <see cref="Fault"/>; what is returned then means nothing.
/// </remarks>
internal sealed class TileHashes(long size, ImmutableArray<ReadOnlyMemory<byte>> partials, ITileReader tiles)
    : IDisposable
{
    private readonly Dictionary<(int Level, long Index), ReadOnlyMemory<byte>> _read = [];
    private readonly TreeHasher _hasher = new();

    internal Fault Fault { get; private set; }

    public void Dispose() => _hasher.Dispose();

    /// <summary>RFC 6962 section 2.1.1, leaf to root: at every split the other side's hash.</summary>
    internal ImmutableArray<Hash256> Inclusion(long index)
    {
        var proof = new Stack<Hash256>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var split = Split(from, to);
            if (index < split)
            {
                proof.Push(Range(split, to));
                to = split;
            }
            else
            {
                proof.Push(Range(from, split));
                from = split;
            }
        }

        return [.. proof];
    }

    /// <summary>
    /// RFC 6962 section 2.1.2. The old root is left out where it is a subtree, since the asker has it.
    /// </summary>
    internal ImmutableArray<Hash256> Consistency(long oldSize)
    {
        var proof = new Stack<Hash256>();
        var (from, to) = (0L, size);
        while (oldSize != 0 && oldSize != to)
        {
            var split = Split(from, to);
            if (oldSize <= split)
            {
                proof.Push(Range(split, to));
                to = split;
            }
            else
            {
                proof.Push(Range(from, split));
                from = split;
            }
        }

        if (oldSize != 0 && from != 0)
        {
            proof.Push(Range(from, to));
        }

        return [.. proof];
    }

    /// <summary>The hash over the entries [from, to): a subtree that the splits of a tree lead to.</summary>
    internal Hash256 Range(long from, long to)
    {
        var count = to - from;
        if (BitOperations.IsPow2(count))
        {
            var height = BitOperations.TrailingZeroCount(count);
            return Perfect(height, from >> height);
        }

        var split = Split(from, to);
        return _hasher.Node(Range(from, split), Range(split, to));
    }

    /// <summary>The hash of the perfect subtree over [index * 2^height, (index + 1) * 2^height).</summary>
    internal Hash256 Perfect(int height, long index)
    {
        var (level, above) = (height >> 3, height & 7);
        var first = index << above;
        if (!TryTile(level, first >> 8, out var tile))
        {
            return default;
        }

        var at = (int)(first & 255) * Hash256.Length;
        return Fold(tile.Span.Slice(at, Hash256.Length << above), _hasher);
    }

    /// <summary>The root over a power of two of hashes, at most 256, laid one after another.</summary>
    internal static Hash256 Fold(ReadOnlySpan<byte> hashes, TreeHasher hasher)
    {
        if (hashes.Length == Hash256.Length)
        {
            return Hash256.From(hashes);
        }

        Span<byte> level = stackalloc byte[TileFiles.FullBytes / 2];
        level = level[..(hashes.Length / 2)];
        hasher.Nodes(hashes, level);
        while (level.Length > Hash256.Length)
        {
            // Parents take the place of children that were read before.
            hasher.Nodes(level, level[..(level.Length / 2)]);
            level = level[..(level.Length / 2)];
        }

        return Hash256.From(level);
    }

    private static long Split(long from, long to) => from + (1L << BitOperations.Log2((ulong)(to - from - 1)));

    private bool TryTile(int level, long index, out ReadOnlyMemory<byte> tile)
    {
        if (_read.TryGetValue((level, index), out tile))
        {
            return true;
        }

        var width = TileFiles.Width(size, level, index);
        if (width < TilePath.FullWidth)
        {
            tile = partials[level];
        }
        else if (!TileFiles.TryHashes(tiles, level, index, width, out tile, out var fault))
        {
            Fault = Fault == default ? fault : Fault;
            return false;
        }

        _read.Add((level, index), tile);
        return true;
    }
}
