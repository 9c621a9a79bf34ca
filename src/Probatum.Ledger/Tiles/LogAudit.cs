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
        while (growth.Size < checkpoint.Size)
        {
            var first = growth.Size;
            var width = TileFiles.Width(checkpoint.Size, 0, first >> 8);
            if (!TileFiles.TryEntries(tiles, first >> 8, width, out _, out var entries, out fault))
            {
                return false;
            }

            foreach (var entry in entries)
            {
                growth.Append(entry.Span);
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

            for (var i = 0; i < entries.Length; i++)
            {
                onEntry(first + i, entries[i]);
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
