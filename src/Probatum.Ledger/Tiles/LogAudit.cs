namespace Probatum.Ledger;

/// <summary>
/// Reads a whole log and recomputes every leaf, every tile and the root. Memory does not grow with the log.
/// </summary>
public static class LogAudit
{
    /// <summary>
    /// Audits the log of that checkpoint; gives each entry (index, bytes) in order as its bundle passes.
    /// </summary>
    /// <remarks>
    /// An entry is given once it agrees with the lowest tiles, but it is believable only when the answer is true,
    /// because only the root at the end ties all of them to the checkpoint. The fault names the file that does not
    /// agree. Entries are slices of a bundle; copy what is kept. The checkpoint's signatures are the caller's to check.
    /// Bundles are read some way ahead and hashed on all cores; tiles are read and entries given by the calling thread
    /// alone, in order.
    /// </remarks>
    public static bool TryAudit(
        Checkpoint checkpoint, ITileReader tiles, Action<long, ReadOnlyMemory<byte>> onEntry, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentNullException.ThrowIfNull(onEntry);
        var found = default(Fault);
        void Compare(int level, long index, ReadOnlyMemory<byte> expected) =>
            found = found == default ? Differs(tiles, level, index, expected) : found;

        using var growth = new TreeGrowth(new(), Compare);
        using var bundles = new BundleQueue(checkpoint.Size, tiles);
        while (growth.Size < checkpoint.Size)
        {
            var first = growth.Size;
            if (!bundles.TryNext(out var bundle, out fault))
            {
                return false;
            }

            if (bundle.IsFull)
            {
                growth.AppendBundle(bundle.Leaves, bundle.Root);
            }
            else
            {
                growth.AppendLeaves(bundle.Leaves.Span);
            }

            if (growth.Size == checkpoint.Size)
            {
                ComparePartials(growth, Compare);
            }

            if (found != default)
            {
                fault = found;
                return false;
            }

            for (var i = 0; i < bundle.Entries.Length; i++)
            {
                onEntry(first + i, bundle.Entries[i]);
            }
        }

        fault = growth.Root == checkpoint.Root
            ? default
            : new("audit/root", checkpoint.Size, $"the {checkpoint.Size} entries do not hash to the checkpoint's root");
        return fault == default;
    }

    private static void ComparePartials(TreeGrowth growth, Action<int, long, ReadOnlyMemory<byte>> compare)
    {
        for (var level = 0; level < TreeGrowth.Levels; level++)
        {
            if (growth.Partial(level) is { IsEmpty: false } partial)
            {
                compare(level, (growth.Size >> (8 * level)) >> 8, partial);
            }
        }
    }

    private static Fault Differs(ITileReader tiles, int level, long index, ReadOnlyMemory<byte> expected)
    {
        var width = expected.Length / Hash256.Length;
        if (!TileFiles.TryHashes(tiles, level, index, width, out var bytes, out var fault))
        {
            return fault;
        }

        var same = bytes.Span.CommonPrefixLength(expected.Span);
        return same == expected.Length
            ? default
            : new("audit/tile", same, $"{TilePath.Hashes(level, index, width)} is not what its entries hash to");
    }
}
