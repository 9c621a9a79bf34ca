using System.Buffers.Binary;

namespace Probatum.Intake;

/// <summary>Width and height of a picture, as its head says: PNG, JPEG, GIF, WebP, BMP. No picture is decoded.</summary>
/// <remarks>
/// Sources: PNG (W3C) 11.2.2; ITU-T T.81 B.2.2; GIF89a 18; RFC 9649 (WebP) 2.4 to 2.7; BITMAPINFOHEADER. Total: what is cut off or
/// none of these has no size. What a head says is believed for the floor of <see cref="Pictures"/> alone.
/// </remarks>
internal static class PictureSize
{
    private const int MostSegments = 1000;

    /// <summary>Samples across and down; null where this is no picture of a known format.</summary>
    public static (long Width, long Height)? Of(ReadOnlySpan<byte> file) =>
        file.Length >= 24 && file[0] == 0x89 && file[1..4].SequenceEqual("PNG"u8) ? (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]))
        : file.StartsWith("GIF8"u8) && file.Length >= 10 ? (BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))
        : file.StartsWith("BM"u8) && file.Length >= 26 ? (Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[18..])), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])))
        : file.StartsWith("RIFF"u8) && file.Length >= 30 && file[8..12].SequenceEqual("WEBP"u8) ? WebP(file)
        : file.Length >= 4 && file[0] == 0xFF && file[1] == 0xD8 ? Jpeg(file)
        : null;

    private static (long, long)? WebP(ReadOnlySpan<byte> file)
    {
        var four = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
        return file[12..16] switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X'] => (1 + (BinaryPrimitives.ReadUInt32LittleEndian(file[24..]) & 0xFFFFFF), 1 + (BinaryPrimitives.ReadUInt32LittleEndian(file[26..]) >> 8)),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L'] => (1 + (four & 0x3FFF), 1 + ((four >> 14) & 0x3FFF)),
            [(byte)'V', (byte)'P', (byte)'8', (byte)' '] => (BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF),
            _ => null,
        };
    }

    /// <summary>Goes from segment to segment up to the frame's.</summary>
    private static (long, long)? Jpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        for (var segments = 0; segments < MostSegments && at + 9 <= file.Length && file[at] == 0xFF; segments++)
        {
            var mark = file[at + 1];
            if (mark is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            }

            at += mark == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }
}
