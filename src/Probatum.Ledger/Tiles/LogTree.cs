using System.Buffers;
using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>A longer tree, and every file that is new or changed by it.</summary>
/// <param name="Tree">The tree with the new entries.</param>
/// <param name="Files">Bundles and tiles in a fixed order; none of them may be published after the checkpoint.</param>
public sealed record LogExtension(LogTree Tree, ImmutableArray<(string Path, ReadOnlyMemory<byte> Bytes)> Files);

/// <summary>A log's right edge: what it takes to append, to know the root, and to prove by reading tiles.</summary>
/// <remarks>Immutable; extending makes a new one, so a write that fails leaves the old one true.</remarks>
public sealed class LogTree
{
    private readonly RightEdge _edge;
    private readonly ImmutableArray<ReadOnlyMemory<byte>> _partials;
    private readonly ReadOnlyMemory<byte> _bundle;

    private LogTree(
        RightEdge edge, ImmutableArray<ReadOnlyMemory<byte>> partials, ReadOnlyMemory<byte> bundle, Hash256 root)
    {
        (_edge, _partials, _bundle) = (edge, partials, bundle);
        Root = root;
    }

    /// <summary>The log without entries, which has no files either.</summary>
    public static LogTree Empty { get; } =
        new(new(), [.. Enumerable.Repeat(default(ReadOnlyMemory<byte>), TreeGrowth.Levels)], default, Merkle.Empty);

    /// <summary>How many entries the log has.</summary>
    public long Size => _edge.Size;

    /// <summary>The root hash at this size.</summary>
    public Hash256 Root { get; }

    /// <summary>Loads the partial tiles and the partial bundle of a tree of that size, and nothing else.</summary>
    /// <remarks>
    /// The bundle must hash to the lowest tile. Nothing here proves the root: compare <see cref="Root"/> with a
    /// checkpoint before trusting or extending the tree.
    /// </remarks>
    public static bool TryLoad(long size, ITileReader tiles, out LogTree tree, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        tree = Empty;
        fault = default;
        var edge = new RightEdge();
        var partials = new ReadOnlyMemory<byte>[TreeGrowth.Levels];
        using var hasher = new TreeHasher();
        for (var level = TreeGrowth.Levels - 1; level >= 0; level--)
        {
            var index = (size >> (8 * level)) >> 8;
            var width = (int)((size >> (8 * level)) & 255);
            if (width == 0)
            {
                continue;
            }

            if (!TileFiles.TryHashes(tiles, level, index, width, out partials[level], out fault))
            {
                return false;
            }

            PlacePeaks(edge, level, partials[level], hasher);
        }

        var bundle = default(ReadOnlyMemory<byte>);
        if (!partials[0].IsEmpty && !TryLoadBundle(size, tiles, partials[0], hasher, out bundle, out fault))
        {
            return false;
        }

        tree = new(edge, [.. partials], bundle, edge.Root(hasher));
        return true;
    }

    /// <summary>
    /// The tree with these entries appended, and the files to write for it. Leaves this tree as it is.
    /// </summary>
    /// <remarks>
    /// An entry over 65,535 bytes is a bug of the caller. Full files come as they fill, partial ones last.
    /// </remarks>
    public LogExtension Extend(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var files = ImmutableArray.CreateBuilder<(string Path, ReadOnlyMemory<byte> Bytes)>();
        using var growth = new TreeGrowth(
            _edge.Copy(),
            (level, index, bytes) => files.Add((TilePath.Hashes(level, index, TilePath.FullWidth), bytes)));
        for (var level = 0; level < TreeGrowth.Levels; level++)
        {
            growth.Start(level, _partials[level].Span);
        }

        var bundle = new ArrayBufferWriter<byte>();
        bundle.Write(_bundle.Span);
        var some = new ReadOnlyMemory<byte>[TilePath.FullWidth];
        for (var at = 0; at < entries.Count;)
        {
            var count = Math.Min(TilePath.FullWidth - (int)(growth.Size & 255), entries.Count - at);
            for (var i = 0; i < count; i++)
            {
                some[i] = entries[at + i];
                EntryBundle.Append(bundle, some[i].Span);
            }

            at += count;
            growth.Append(some.AsSpan(0, count));
            if (growth.Size % TilePath.FullWidth == 0)
            {
                files.Add((TilePath.Entries((growth.Size >> 8) - 1, TilePath.FullWidth), bundle.WrittenMemory));
                bundle = new(bundle.WrittenCount);
            }
        }

        return new(Finish(growth, bundle.WrittenMemory, files), files.ToImmutable());
    }

    /// <summary>The hash of the entry at that index, or a fault that names the tile which does not give it.</summary>
    public bool TryLeafHash(long index, ITileReader tiles, out Hash256 leaf, out Fault fault)
    {
        ThrowIfOutside(index);
        using var hashes = new TileHashes(Size, _partials, tiles);
        leaf = hashes.Perfect(0, index);
        fault = hashes.Fault;
        return fault == default;
    }

    /// <summary>
    /// The proof that the entry at that index is in this tree, checked against the root before it is given.
    /// </summary>
    public bool TryInclusionProof(long index, ITileReader tiles, out ImmutableArray<Hash256> proof, out Fault fault)
    {
        ThrowIfOutside(index);
        using var hashes = new TileHashes(Size, _partials, tiles);
        proof = hashes.Inclusion(index);
        var leaf = hashes.Perfect(0, index);
        fault = hashes.Fault;
        if (fault == default && !Merkle.VerifyInclusion(index, Size, leaf, proof, Root))
        {
            fault = new("tile/inconsistent", index, $"the tiles over entry {index} do not hash to the root");
        }

        return fault == default;
    }

    /// <summary>
    /// The proof that the tree of the older size is a prefix, checked against the root before it is given.
    /// </summary>
    public bool TryConsistencyProof(long oldSize, ITileReader tiles, out ImmutableArray<Hash256> proof, out Fault fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, Size);
        using var hashes = new TileHashes(Size, _partials, tiles);
        proof = hashes.Consistency(oldSize);
        var oldRoot = oldSize == 0 ? Merkle.Empty : hashes.Range(0, oldSize);
        fault = hashes.Fault;
        if (fault == default && !Merkle.VerifyConsistency(oldSize, Size, oldRoot, Root, proof))
        {
            fault = new("tile/inconsistent", oldSize, $"the tiles over size {oldSize} do not hash to the root");
        }

        return fault == default;
    }

    /// <summary><see cref="TryLeafHash"/> for tiles that are known to be whole; throws where they are not.</summary>
    public Hash256 LeafHash(long index, ITileReader tiles) =>
        TryLeafHash(index, tiles, out var leaf, out var fault) ? leaf : throw Damaged(fault);

    /// <summary>
    /// <see cref="TryInclusionProof"/> for tiles that are known to be whole; throws where they are not.
    /// </summary>
    public ImmutableArray<Hash256> InclusionProof(long index, ITileReader tiles) =>
        TryInclusionProof(index, tiles, out var proof, out var fault) ? proof : throw Damaged(fault);

    /// <summary>
    /// <see cref="TryConsistencyProof"/> for tiles that are known to be whole; throws where they are not.
    /// </summary>
    public ImmutableArray<Hash256> ConsistencyProof(long oldSize, ITileReader tiles) =>
        TryConsistencyProof(oldSize, tiles, out var proof, out var fault) ? proof : throw Damaged(fault);

    private LogTree Finish(
        TreeGrowth growth,
        ReadOnlyMemory<byte> bundle,
        ImmutableArray<(string Path, ReadOnlyMemory<byte> Bytes)>.Builder files)
    {
        var width = (int)(growth.Size & 255);
        if (growth.Size != Size && width != 0)
        {
            files.Add((TilePath.Entries(growth.Size >> 8, width), bundle));
        }

        var partials = new ReadOnlyMemory<byte>[TreeGrowth.Levels];
        for (var level = 0; level < TreeGrowth.Levels; level++)
        {
            partials[level] = growth.Partial(level);
            var changed = growth.Size >> (8 * level) != Size >> (8 * level);
            if (changed && !partials[level].IsEmpty)
            {
                width = partials[level].Length / Hash256.Length;
                files.Add((TilePath.Hashes(level, (growth.Size >> (8 * level)) >> 8, width), partials[level]));
            }
        }

        return new(growth.Edge, [.. partials], bundle, growth.Root);
    }

    // The w hashes of a partial tile are subtrees of height 8 * level; the bits of w, highest first, group them.
    private static void PlacePeaks(RightEdge edge, int level, ReadOnlyMemory<byte> tile, TreeHasher hasher)
    {
        var (width, at) = (tile.Length / Hash256.Length, 0);
        for (var bit = 7; bit >= 0; bit--)
        {
            if (((width >> bit) & 1) == 1)
            {
                edge.Place((8 * level) + bit, TileHashes.Fold(tile.Span.Slice(at, Hash256.Length << bit), hasher));
                at += Hash256.Length << bit;
            }
        }
    }

    private static bool TryLoadBundle(
        long size,
        ITileReader tiles,
        ReadOnlyMemory<byte> tile,
        TreeHasher hasher,
        out ReadOnlyMemory<byte> bundle,
        out Fault fault)
    {
        var (index, width) = (size >> 8, tile.Length / Hash256.Length);
        if (!TileFiles.TryEntries(tiles, index, width, out bundle, out var entries, out fault))
        {
            return false;
        }

        Span<byte> leaves = stackalloc byte[TileFiles.FullBytes];
        leaves = leaves[..tile.Length];
        hasher.Leaves(entries.AsSpan(), leaves);
        if (leaves.CommonPrefixLength(tile.Span) is var same && same < tile.Length)
        {
            var (path, i) = (TilePath.Entries(index, width), same / Hash256.Length);
            fault = new("bundle/differs", (index << 8) + i, $"entry {i} of {path} does not hash to its leaf");
            return false;
        }

        return true;
    }

    private void ThrowIfOutside(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
    }

    private static InvalidDataException Damaged(Fault fault) => new($"{fault.Code}: {fault.Why}");
}
