using System.Buffers.Binary;
using System.IO.Compression;

namespace Probatum.Tests.Export;

/// <summary>A PNG of eight bits to a colour read again, by other code than wrote it; every check of the format is held to.</summary>
internal sealed record Pixels(int Width, int Height, byte[] Bytes)
{
    public static Pixels Read(ReadOnlySpan<byte> png)
    {
        Assert.True(png[..8].SequenceEqual((ReadOnlySpan<byte>)[137, 80, 78, 71, 13, 10, 26, 10]), "signature");
        var (at, width, height, kinds, packed) = (8, 0, 0, new List<string>(), new MemoryStream());
        while (at < png.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            var kind = System.Text.Encoding.ASCII.GetString(png.Slice(at + 4, 4));
            var data = png.Slice(at + 8, length);
            Assert.Equal(Sum(png.Slice(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + length)..]));
            kinds.Add(kind);
            if (kind == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal([8, 2, 0, 0, 0], data[8..].ToArray());
            }
            else if (kind == "IDAT")
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        Assert.Equal(["IHDR", "pHYs", "IDAT", "IEND"], kinds);
        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var bytes = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(2, rows.ReadByte());
            rows.ReadExactly(bytes, y * width * 3, width * 3);
            for (var i = y * width * 3; y > 0 && i < (y + 1) * width * 3; i++)
            {
                bytes[i] += bytes[i - (width * 3)];
            }
        }

        Assert.Equal(-1, rows.ReadByte());
        return new(width, height, bytes);
    }

    /// <summary>How much darker than white it is altogether, in points of black.</summary>
    public double Ink() => Bytes.Sum(b => 255.0 - b) / (255.0 * 3);

    // the sum of ISO 3309, bit by bit
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320u : sum >> 1;
            }
        }

        return ~sum;
    }
}
