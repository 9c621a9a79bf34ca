using System.Globalization;
using System.Text;

namespace Probatum.Ledger;

/// <summary>
/// Names of a log's files: <c>tile/0/x001/067.p/5</c>, <c>tile/entries/000</c>. Source: c2sp.org/tlog-tiles.
/// </summary>
/// <remarks>The path of a full file has no width; a partial one ends in <c>.p/</c> and its width, 1 to 255.</remarks>
public static class TilePath
{
    /// <summary>How many hashes or entries a full file has.</summary>
    public const int FullWidth = 256;

    private const int HighestLevel = 63;
    private const int LongestPath = 64;

    /// <summary>The path of the tile of hashes at that level (0 to 63), index and width (1 to 256).</summary>
    public static string Hashes(int level, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, HighestLevel);
        return Path(level.ToString(CultureInfo.InvariantCulture), index, width);
    }

    /// <summary>The path of the bundle of entries at that index and width (1 to 256).</summary>
    public static string Entries(long index, int width) => Path("entries", index, width);

    /// <summary>
    /// Reads a path in the one way we write it; <paramref name="level"/> is null for a bundle of entries.
    /// </summary>
    public static bool TryParse(string path, out int? level, out long index, out int width, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(path);
        (level, index, width) = (null, 0, FullWidth);
        var parts = path.Length <= LongestPath ? path.Split('/') : [];
        if (parts is not ["tile", var kind, _, ..])
        {
            fault = new("path/shape", 0, "a path is tile/LEVEL/INDEX or tile/entries/INDEX");
            return false;
        }

        if (kind != "entries")
        {
            if (!TreeSize.TryParse(kind, out var number, out fault) || number > HighestLevel)
            {
                fault = new("path/level", 5, "a level is 0 to 63");
                return false;
            }

            level = (int)number;
        }

        var groups = parts.AsSpan(2);
        if (groups is [.., var last, var partial] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!TreeSize.TryParse(partial, out var number, out fault) || number is < 1 or >= FullWidth)
            {
                fault = new("path/width", path.Length - partial.Length, "a partial width is 1 to 255");
                return false;
            }

            width = (int)number;
            groups = groups[..^1];
        }

        // Groups are written again and compared, which settles digits, x, leading groups and lengths in one rule.
        var digits = string.Concat(groups.ToArray().Select(g => g.Replace("x", "", StringComparison.Ordinal)));
        digits = width == FullWidth ? digits : digits[..^2];
        var significant = digits.TrimStart('0');
        var read = TreeSize.TryParse(significant.Length == 0 ? "0" : significant, out index, out _);
        if (!read || Path(kind, index, width) != path)
        {
            fault = new("path/index", 0, "an index is groups of three digits, all but the last with an x");
            return false;
        }

        fault = default;
        return true;
    }

    private static string Path(string kind, long index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"{index % 1000:D3}");
        for (var rest = index / 1000; rest > 0; rest /= 1000)
        {
            path.Insert(0, string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:D3}/"));
        }

        path.Insert(0, $"tile/{kind}/");
        if (width != FullWidth)
        {
            path.Append(CultureInfo.InvariantCulture, $".p/{width}");
        }

        return path.ToString();
    }
}
