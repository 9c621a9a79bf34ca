namespace Probatum.Ledger;

/// <summary>Which files a log of a given size is made of. Source: c2sp.org/tlog-tiles.</summary>
public static class TileSet
{
    /// <summary>Every tile and bundle path of a tree of that size, bundles first, then levels from the lowest.</summary>
    public static IEnumerable<string> Of(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        foreach (var (index, width) in Widths(size))
        {
            yield return TilePath.Entries(index, width);
        }

        for (var (level, count) = (0, size); count > 0; level++, count >>= 8)
        {
            foreach (var (index, width) in Widths(count))
            {
                yield return TilePath.Hashes(level, index, width);
            }
        }
    }

    private static IEnumerable<(long Index, int Width)> Widths(long count)
    {
        var full = count / TilePath.FullWidth;
        for (var index = 0L; index < full; index++)
        {
            yield return (index, TilePath.FullWidth);
        }

        if (count % TilePath.FullWidth is > 0 and var rest)
        {
            yield return (full, (int)rest);
        }
    }
}
