using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Probatum.Export.Raster;

/// <summary>Writes PNG. Source: W3C, Portable Network Graphics (second edition), ISO/IEC 15948.</summary>
internal static class Png
{
    private const byte Up = 2;

    // 144 points to the inch: two to a pixel of the drawing
    private const uint PointsPerMetre = 5669;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A picture of red, green and blue, eight bits each.</summary>
    /// <param name="width">In points.</param>
    /// <param name="height">In points.</param>
    /// <param name="pixels">Three bytes to a point, row by row from above.</param>
    /// <param name="perMetre">Points along a metre of paper; null for a drawing of the screen.</param>
    public static byte[] Write(int width, int height, ReadOnlySpan<byte> pixels, int? perMetre = null)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = (8, 2, 0, 0, 0);
        Chunk(file, "IHDR"u8, header);
        Span<byte> density = stackalloc byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(density, (uint?)perMetre ?? PointsPerMetre);
        BinaryPrimitives.WriteUInt32BigEndian(density[4..], (uint?)perMetre ?? PointsPerMetre);
        density[8] = 1;
        Chunk(file, "pHYs"u8, density);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            Rows(zlib, width * 3, pixels);
        }

        Chunk(file, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // each row as its difference from the one above: most rows of a plot are like it
    private static void Rows(Stream to, int stride, ReadOnlySpan<byte> pixels)
    {
        var line = new byte[stride + 1];
        line[0] = Up;
        for (var at = 0; at < pixels.Length; at += stride)
        {
            for (var i = 0; i < stride; i++)
            {
                line[i + 1] = (byte)((pixels[at + i] - (at == 0 ? 0 : pixels[at + i - stride])) & 0xFF);
            }

            to.Write(line);
        }
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(data);
        var sum = new Crc32();
        sum.Append(kind);
        sum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, sum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
