using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>
/// Reads tiles and bundles by the width a tree gives them; where a partial file is gone, cuts the full one.
/// </summary>
/// <remarks>Source: c2sp.org/tlog-tiles: a partial file may be deleted once the full one exists.</remarks>
internal static class TileFiles
{
    internal const int FullBytes = TilePath.FullWidth * Hash256.Length;

    /// <summary>How many hashes (or at level 0 entries) the file at that index has in a tree of that size.</summary>
    internal static int Width(long size, int level, long index) =>
        (int)Math.Clamp((size >> (8 * level)) - (index << 8), 0, TilePath.FullWidth);

    internal static bool TryHashes(
        ITileReader tiles, int level, long index, int width, out ReadOnlyMemory<byte> bytes, out Fault fault)
    {
        var path = TilePath.Hashes(level, index, width);
        var fullPath = TilePath.Hashes(level, index, TilePath.FullWidth);
        if (!TryRead(tiles, path, fullPath, out bytes, out var full, out fault))
        {
            return false;
        }

        var expected = full ? FullBytes : width * Hash256.Length;
        if (bytes.Length != expected)
        {
            fault = new("tile/length", 0, $"{path} has {bytes.Length} bytes, not {expected}");
            return false;
        }

        bytes = bytes[..(width * Hash256.Length)];
        return true;
    }

    internal static bool TryEntries(
        ITileReader tiles,
        long index,
        int width,
        out ReadOnlyMemory<byte> bytes,
        out ImmutableArray<ReadOnlyMemory<byte>> entries,
        out Fault fault)
    {
        entries = [];
        var path = TilePath.Entries(index, width);
        if (!TryRead(tiles, path, TilePath.Entries(index, TilePath.FullWidth), out bytes, out var full, out fault))
        {
            return false;
        }

        if (!EntryBundle.TryDecode(bytes, full ? TilePath.FullWidth : width, out entries, out fault))
        {
            fault = fault with { Why = $"{path}: {fault.Why}" };
            return false;
        }

        entries = entries[..width];
        bytes = bytes[..entries.Sum(entry => 2 + entry.Length)];
        return true;
    }

    private static bool TryRead(
        ITileReader tiles,
        string path,
        string fullPath,
        out ReadOnlyMemory<byte> bytes,
        out bool full,
        out Fault fault)
    {
        bytes = tiles.Read(path) ?? default;
        full = path == fullPath;
        if (bytes.IsEmpty && !full)
        {
            bytes = tiles.Read(fullPath) ?? default;
            full = true;
        }

        fault = bytes.IsEmpty ? new("tile/missing", 0, $"{path} is missing") : default;
        return fault == default;
    }
}
