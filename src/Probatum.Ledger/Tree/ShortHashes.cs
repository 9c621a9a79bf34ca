using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Probatum.Ledger;

/// <summary>SHA-256 of a handful of short messages at once.</summary>
public static class ShortHashes
{
    private const int Block = 64;
    private const int MostBlocks = 5;
    private const int MostBytes = (MostBlocks * Block) - 9;
    private const int Few = 3;

    /// <summary>The digests of the messages, 32 bytes each, in order. Any length is hashed; short ones side by side.</summary>
    public static void Sha256(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests) =>
        Sha256(messages, digests, HashPaths.Best);

    /// <summary>The same on that path; one that the processor does not have is a bug of the caller.</summary>
    public static void Sha256(ReadOnlySpan<ReadOnlyMemory<byte>> messages, Span<byte> digests, HashPath path)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digests.Length, (long)messages.Length * Hash256.Length, nameof(digests));
        ArgumentOutOfRangeException.ThrowIfLessThan(HashPaths.Supported.IndexOf(path), 0, nameof(path));
        var lanes = path switch { HashPath.Sixteen => SixteenLanes.Count, HashPath.Eight => EightLanes.Count, _ => 1 };
        Span<int> group = stackalloc int[lanes];
        var count = 0;
        for (var i = 0; i < messages.Length; i++)
        {
            if (lanes == 1 || messages[i].Length > MostBytes)
            {
                SHA256.HashData(messages[i].Span, digests.Slice(i * Hash256.Length, Hash256.Length));
                continue;
            }

            group[count++] = i;
            if (count == lanes)
            {
                Together(messages, group, digests, path);
                count = 0;
            }
        }

        Together(messages, group[..count], digests, path);
    }

    private static void Together(
        ReadOnlySpan<ReadOnlyMemory<byte>> messages, ReadOnlySpan<int> group, Span<byte> digests, HashPath path)
    {
        if (group.Length < Few)
        {
            foreach (var i in group)
            {
                SHA256.HashData(messages[i].Span, digests.Slice(i * Hash256.Length, Hash256.Length));
            }

            return;
        }

        var most = 0;
        foreach (var i in group)
        {
            most = Math.Max(most, BlocksOf(messages[i].Length));
        }

        Span<byte> padded = stackalloc byte[SixteenLanes.Count * most * Block];
        Span<byte> blocks = stackalloc byte[group.Length];
        for (var lane = 0; lane < group.Length; lane++)
        {
            var bytes = messages[group[lane]].Span;
            blocks[lane] = (byte)BlocksOf(bytes.Length);
            var message = padded.Slice(lane * most * Block, blocks[lane] * Block);
            bytes.CopyTo(message);
            message[bytes.Length] = 0x80;
            message[(bytes.Length + 1)..].Clear();
            BinaryPrimitives.WriteInt64BigEndian(message[^8..], 8L * bytes.Length);
        }

        Span<byte> found = stackalloc byte[SixteenLanes.Count * Hash256.Length];
        if (path == HashPath.Sixteen)
        {
            Sha256Lanes<Vector512<uint>, SixteenLanes>.HashUneven(padded, most, blocks, found);
        }
        else
        {
            Sha256Lanes<Vector256<uint>, EightLanes>.HashUneven(padded, most, blocks, found);
        }

        for (var lane = 0; lane < group.Length; lane++)
        {
            found.Slice(lane * Hash256.Length, Hash256.Length).CopyTo(digests[(group[lane] * Hash256.Length)..]);
        }
    }

    // A message is followed by a bit, zeroes and its length in 64 bits. Source: FIPS 180-4 section 5.1.1.
    private static int BlocksOf(int length) => ((length + 8) / Block) + 1;
}
