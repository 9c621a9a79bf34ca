using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Probatum.Spectra;

/// <summary>Unpacks gzip and zlib, never beyond a given size. Source: RFC 1950, RFC 1952.</summary>
internal static class Gzip
{
    public static bool Recognises(ReadOnlyMemory<byte> file) => file.Span is [0x1F, 0x8B, 8, ..];

    public static bool TryUnpack(
        ReadOnlyMemory<byte> packed, long limit, out ReadOnlyMemory<byte> unpacked, out SpectraFault fault)
    {
        using var gzip = new GZipStream(StreamOf(packed), CompressionMode.Decompress);
        var read = Drain(gzip, limit, out unpacked, out fault);
        // the last four bytes repeat the size modulo 2^32 of the last member: a cut file is not taken for a whole one
        var size = packed.Length < 18 ? -1L : BitConverter.ToUInt32(packed.Span[^4..]);
        if (read && (size < 0 || size > unpacked.Length))
        {
            fault = new("gzip/truncated", packed.Length, "the gzip file ends too early");
            return false;
        }

        return read;
    }

    public static bool TryInflate(
        ReadOnlyMemory<byte> packed, long limit, out ReadOnlyMemory<byte> unpacked, out SpectraFault fault)
    {
        using var zlib = new ZLibStream(StreamOf(packed), CompressionMode.Decompress);
        return Drain(zlib, limit, out unpacked, out fault);
    }

    public static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part)
            ? new(part.Array!, part.Offset, part.Count, writable: false)
            : new(bytes.ToArray(), writable: false);

    private static bool Drain(Stream from, long limit, out ReadOnlyMemory<byte> unpacked, out SpectraFault fault)
    {
        var bound = (int)Math.Clamp(limit, 0, Array.MaxLength);
        var buffer = new byte[Math.Min(bound + 1L, 1 << 16)];
        var length = 0;
        unpacked = default;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length > bound)
                    {
                        fault = new("gzip/too-large", length, $"unpacks to more than {limit} bytes");
                        return false;
                    }

                    Array.Resize(ref buffer, (int)Math.Min(Math.Min(bound + 1L, Array.MaxLength), buffer.Length * 2L));
                }

                var read = from.Read(buffer, length, buffer.Length - length);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        // the codec says "damaged" by an exception; from here on it is a value
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            fault = new("gzip/damaged", length, "the packed data is damaged or cut short");
            return false;
        }

        if (length > bound)
        {
            fault = new("gzip/too-large", length, $"unpacks to more than {limit} bytes");
            return false;
        }

        unpacked = buffer.AsMemory(0, length);
        fault = default;
        return true;
    }
}
