using System.Buffers.Binary;
using Probatum.Ledger;

namespace Probatum.Bench;

/// <summary>Logs of 200-byte entries, as the peer makes them too.</summary>
internal static class Logs
{
    public const int EntryBytes = 200;

    /// <summary>Entries that differ in their first eight bytes.</summary>
    public static ReadOnlyMemory<byte>[] Entries(int count)
    {
        var all = new byte[(long)count * EntryBytes];
        var entries = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(all.AsSpan(i * EntryBytes), i);
            entries[i] = all.AsMemory(i * EntryBytes, EntryBytes);
        }

        return entries;
    }

    /// <summary>A log of these entries in memory, appended in batches.</summary>
    public static (LogTree Tree, Tiles Tiles) Build(ReadOnlyMemory<byte>[] entries, int batch)
    {
        var (tree, tiles) = (LogTree.Empty, new Tiles());
        for (var at = 0; at < entries.Length; at += batch)
        {
            var extension = tree.Extend(new ArraySegment<ReadOnlyMemory<byte>>(entries, at, Math.Min(batch, entries.Length - at)));
            tree = extension.Tree;
            foreach (var (path, bytes) in extension.Files)
            {
                tiles.Files[path] = bytes;
            }
        }

        return (tree, tiles);
    }

    /// <summary>The files of a log in memory.</summary>
    public sealed class Tiles : ITileReader
    {
        public Dictionary<string, ReadOnlyMemory<byte>> Files { get; } = [];

        public ReadOnlyMemory<byte>? Read(string path) => Files.TryGetValue(path, out var bytes) ? bytes : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>The files of a log on the disk.</summary>
    public sealed class Folder(string folder) : ITileReader
    {
        public ReadOnlyMemory<byte>? Read(string path)
        {
            var file = Path.Combine(folder, path);
            return File.Exists(file) ? File.ReadAllBytes(file) : (ReadOnlyMemory<byte>?)null;
        }
    }
}
