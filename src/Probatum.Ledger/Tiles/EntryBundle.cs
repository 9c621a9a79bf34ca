using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>
/// Up to 256 entries in a file: each a big-endian 16-bit length and its bytes. Source: c2sp.org/tlog-tiles.
/// </summary>
public static class EntryBundle
{
    /// <summary>The most bytes an entry has: what a 16-bit length can say.</summary>
    public const int LongestEntry = ushort.MaxValue;

    /// <summary>The file of these entries; more than 256, or one too long, is a bug of the caller.</summary>
    public static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, TilePath.FullWidth, nameof(entries));
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            Append(bundle, entry.Span);
        }

        return bundle.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads exactly <paramref name="expected"/> entries and nothing after them, into memory of their own.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, int expected, out ImmutableArray<ReadOnlyMemory<byte>> entries, out Fault fault) =>
        TryDecode((ReadOnlyMemory<byte>)bytes.ToArray(), expected, out entries, out fault);

    /// <summary>
    /// Reads exactly <paramref name="expected"/> entries and nothing after them, as slices of the bundle.
    /// </summary>
    public static bool TryDecode(
        ReadOnlyMemory<byte> bytes, int expected, out ImmutableArray<ReadOnlyMemory<byte>> entries, out Fault fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expected);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expected, TilePath.FullWidth);
        entries = [];
        var read = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(expected);
        var at = 0;
        while (read.Count < expected)
        {
            var rest = bytes.Span[at..];
            if (rest.Length < 2 || rest.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(rest))
            {
                fault = new("bundle/truncated", at, $"the bundle ends within entry {read.Count} of {expected}");
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            read.Add(bytes.Slice(at + 2, length));
            at += 2 + length;
        }

        if (at != bytes.Length)
        {
            fault = new("bundle/trailing", at, $"bytes follow the {expected} entries of the bundle");
            return false;
        }

        entries = read.MoveToImmutable();
        fault = default;
        return true;
    }

    internal static void Append(ArrayBufferWriter<byte> bundle, ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, LongestEntry, nameof(entry));
        var target = bundle.GetSpan(2 + entry.Length);
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)entry.Length);
        entry.CopyTo(target[2..]);
        bundle.Advance(2 + entry.Length);
    }
}
