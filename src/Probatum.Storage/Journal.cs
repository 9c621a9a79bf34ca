using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Storage;

/// <summary>One batch on its way into the log: what is added after which size, and the checkpoint that covers it.</summary>
/// <remarks>
/// Length-prefixed parts, big-endian, and the SHA-256 of all of it at the end, so that a torn file is recognised. The
/// journal is written whole before it gets its name, and its name is the commit.
/// </remarks>
internal sealed record Journal(long OldSize, ImmutableArray<JournalLeaf> Leaves, ReadOnlyMemory<byte> Checkpoint)
{
    private const uint Magic = 0x50424A31;

    public static Journal Of(long oldSize, IEnumerable<SealedRecord> records, ReadOnlyMemory<byte> checkpoint) => new(
        oldSize, [.. records.Select(record => new JournalLeaf(record.Leaf, [.. record.Disclosures.Select(one => one.Text)]))], checkpoint);

    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        Number(stream, Magic);
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, OldSize);
        stream.Write(size);
        Number(stream, (uint)Leaves.Length);
        foreach (var leaf in Leaves)
        {
            Part(stream, leaf.Bytes.Span);
            Number(stream, (uint)leaf.Disclosures.Length);
            foreach (var disclosure in leaf.Disclosures)
            {
                Part(stream, Encoding.ASCII.GetBytes(disclosure));
            }
        }

        Part(stream, Checkpoint.Span);
        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>Null when the bytes are torn or changed.</summary>
    public static Journal? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 32 || !SHA256.HashData(bytes.Span[..^32]).AsSpan().SequenceEqual(bytes.Span[^32..]))
        {
            return null;
        }

        // The digest says that these are bytes which Encode wrote; only then are the lengths in them believed.
        var reader = new PartReader(bytes[..^32]);
        if (reader.Number() != Magic)
        {
            return null;
        }

        var oldSize = BinaryPrimitives.ReadInt64BigEndian(reader.Take(8).Span);
        var leaves = ImmutableArray.CreateBuilder<JournalLeaf>();
        for (var count = reader.Number(); count > 0; count--)
        {
            var leaf = reader.Part();
            var disclosures = ImmutableArray.CreateBuilder<string>();
            for (var more = reader.Number(); more > 0; more--)
            {
                disclosures.Add(Encoding.ASCII.GetString(reader.Part().Span));
            }

            leaves.Add(new(leaf, disclosures.ToImmutable()));
        }

        return new(oldSize, leaves.ToImmutable(), reader.Part());
    }

    private static void Number(Stream stream, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        stream.Write(bytes);
    }

    private static void Part(Stream stream, ReadOnlySpan<byte> part)
    {
        Number(stream, (uint)part.Length);
        stream.Write(part);
    }

    private sealed class PartReader(ReadOnlyMemory<byte> bytes)
    {
        private int _at;

        public uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span);

        public ReadOnlyMemory<byte> Part() => Take((int)Number());

        public ReadOnlyMemory<byte> Take(int length)
        {
            var part = bytes.Slice(_at, length);
            _at += length;
            return part;
        }
    }
}

/// <summary>A leaf and the disclosures that open it.</summary>
internal sealed record JournalLeaf(ReadOnlyMemory<byte> Bytes, ImmutableArray<string> Disclosures);
