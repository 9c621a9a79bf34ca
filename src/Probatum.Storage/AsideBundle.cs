using System.Buffers.Binary;
using System.Collections.Immutable;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>What is kept beside up to 256 entries, in one file: each with its length, under the name that their bundle has in the log.</summary>
internal static class AsideBundle
{
    /// <summary>The file beside the bundle of that index and width.</summary>
    public static string PathOf(long index, int width) => "aside" + TilePath.Entries(index, width)["tile/entries".Length..];

    public static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var bytes = new byte[parts.Sum(part => 4 + part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), part.Length);
            part.Span.CopyTo(bytes.AsSpan(at + 4));
            at += 4 + part.Length;
        }

        return bytes;
    }

    /// <summary>Null when the bytes are not exactly that many parts.</summary>
    public static ImmutableArray<ReadOnlyMemory<byte>>? TryDecode(ReadOnlyMemory<byte> bytes, int expected)
    {
        var parts = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(expected);
        var at = 0;
        while (parts.Count < expected)
        {
            if (bytes.Length - at < 4 || BinaryPrimitives.ReadInt32BigEndian(bytes.Span[at..]) is var length && (length < 0 || length > bytes.Length - at - 4))
            {
                return null;
            }

            parts.Add(bytes.Slice(at + 4, length));
            at += 4 + length;
        }

        return at == bytes.Length ? parts.MoveToImmutable() : null;
    }
}
