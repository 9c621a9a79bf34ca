using System.Buffers.Binary;

namespace Probatum.Intake;

/// <summary>Unpacks the rich text of an Outlook message.</summary>
/// <remarks>Source: [MS-OXRTFCP] 2.1 and 3.1. The checksum is not asked: what is damaged shows in the text, and the original is kept.</remarks>
internal static class CompressedRtf
{
    private const uint Packed = 0x75465A4C;
    private const uint Plain = 0x414C454D;
    private const int Head = 16;
    private const int Window = 4096;

    private static ReadOnlySpan<byte> Begin =>
        "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"u8;

    /// <summary>The rich text; null where the bytes are no such stream or unpack to more than is read.</summary>
    public static byte[]? Unpack(ReadOnlySpan<byte> stream)
    {
        if (stream.Length < Head)
        {
            return null;
        }

        var (length, kind) = (BinaryPrimitives.ReadUInt32LittleEndian(stream[4..]), BinaryPrimitives.ReadUInt32LittleEndian(stream[8..]));
        var body = stream[Head..];
        if (length > RtfDocuments.LargestFile)
        {
            return null;
        }

        return kind switch
        {
            Plain => body[..(int)Math.Min(length, (uint)body.Length)].ToArray(),
            Packed => Unpacked(body, (int)length),
            _ => null,
        };
    }

    private static byte[] Unpacked(ReadOnlySpan<byte> body, int length)
    {
        var (window, put, read) = (new byte[Window], Begin.Length, 0);
        Begin.CopyTo(window);
        using var text = new MemoryStream();
        while (read < body.Length && text.Length < length)
        {
            var flags = body[read++];
            for (var bit = 0; bit < 8 && read < body.Length && text.Length < length; bit++)
            {
                if ((flags >> bit & 1) == 0)
                {
                    Put(body[read++]);
                    continue;
                }

                if (read + 1 >= body.Length)
                {
                    return text.ToArray();
                }

                var reference = BinaryPrimitives.ReadUInt16BigEndian(body[read..]);
                read += 2;
                var from = reference >> 4;
                if (from == put)
                {
                    return text.ToArray();
                }

                for (var left = (reference & 15) + 2; left > 0 && text.Length < length; left--)
                {
                    Put(window[from]);
                    from = (from + 1) % Window;
                }
            }
        }

        return text.ToArray();

        void Put(byte one)
        {
            text.WriteByte(one);
            window[put] = one;
            put = (put + 1) % Window;
        }
    }
}
