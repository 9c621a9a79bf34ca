using System.Buffers.Binary;
using System.Text;

namespace Probatum.Bags;

/// <summary>One file of a ZIP: where its local header begins, how long its content is.</summary>
internal sealed record ZipEntry(string Path, long Offset, long Length, uint Crc)
{
    public int NameLength => Encoding.UTF8.GetByteCount(Path);
}

/// <summary>
/// The one form of ZIP that a dossier has: entries stored without compression, in the order written, without a gap, fixed date;
/// ZIP64 fields exactly where a number does not fit the older field, and no other extras. A file in this form has no byte
/// that nothing checks; any other ZIP is refused and can be unpacked and verified as a folder.
/// </summary>
/// <remarks>Source: APPNOTE 6.3.3, sections 4.3 (records) and 4.5.3 (ZIP64).</remarks>
/// <param name="Longest">The least number that a 32-bit field can't hold; smaller only in tests.</param>
/// <param name="Most">The least number of files that a 16-bit field can't hold; smaller only in tests.</param>
internal sealed record ZipForm(long Longest = uint.MaxValue, int Most = ushort.MaxValue)
{
    public const int LocalLength = 30;
    public const int CentralLength = 46;
    public const int EndLength = 22;
    public const int End64Length = 56;
    public const int LocatorLength = 20;

    public const uint CentralMark = 0x02014b50;
    public const uint End64Mark = 0x06064b50;
    private const uint LocalMark = 0x04034b50;
    private const uint LocatorMark = 0x07064b50;
    private const uint EndMark = 0x06054b50;

    private const ushort Stored = 20;
    private const ushort Large = 45;

    // 1 January 1980, midnight: the first moment that a ZIP can name.
    private const uint Date = 0x00210000;

    /// <summary>The form of every dossier.</summary>
    public static ZipForm Usual { get; } = new();

    /// <summary>How many bytes an entry has before its content.</summary>
    public int HeadLength(int nameLength, long length) => LocalLength + nameLength + (length >= Longest ? 20 : 0);

    public byte[] Local(ZipEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Path);
        var header = new byte[HeadLength(name.Length, entry.Length)];
        var isLarge = entry.Length >= Longest;
        Put32(header, 0, LocalMark);
        Common(header.AsSpan(4), entry, name.Length, isLarge ? 20 : 0, isLarge);
        name.CopyTo(header, LocalLength);
        if (isLarge)
        {
            Extra(header.AsSpan(LocalLength + name.Length), entry.Length, entry.Length);
        }

        return header;
    }

    public byte[] Central(ZipEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Path);
        long[] large = [.. entry.Length >= Longest ? [entry.Length, entry.Length] : Array.Empty<long>(), .. entry.Offset >= Longest ? [entry.Offset] : Array.Empty<long>()];
        var extra = large.Length == 0 ? 0 : 4 + (8 * large.Length);
        var header = new byte[CentralLength + name.Length + extra];
        Put32(header, 0, CentralMark);
        Put16(header, 4, extra > 0 ? Large : Stored);
        Common(header.AsSpan(6), entry, name.Length, extra, extra > 0);
        Put32(header, 42, Field(entry.Offset));
        name.CopyTo(header, CentralLength);
        if (extra > 0)
        {
            Extra(header.AsSpan(CentralLength + name.Length), large);
        }

        return header;
    }

    /// <summary>All that stands behind the directory, which begins at a place and has a length.</summary>
    public byte[] End(long count, long at, long length)
    {
        var isLarge = count >= Most || at >= Longest || length >= Longest;
        var end = new byte[(isLarge ? End64Length + LocatorLength : 0) + EndLength];
        var rest = end.AsSpan();
        if (isLarge)
        {
            Put32(rest, 0, End64Mark);
            Put64(rest, 4, End64Length - 12);
            Put16(rest, 12, Large);
            Put16(rest, 14, Large);
            Put64(rest, 24, count);
            Put64(rest, 32, count);
            Put64(rest, 40, length);
            Put64(rest, 48, at);
            rest = rest[End64Length..];
            Put32(rest, 0, LocatorMark);
            Put64(rest, 8, checked(at + length));
            Put32(rest, 16, 1);
            rest = rest[LocatorLength..];
        }

        var files = (ushort)(count >= Most ? ushort.MaxValue : count);
        Put32(rest, 0, EndMark);
        Put16(rest, 8, files);
        Put16(rest, 10, files);
        Put32(rest, 12, Field(length));
        Put32(rest, 16, Field(at));
        return end;
    }

    private uint Field(long value) => value >= Longest ? uint.MaxValue : (uint)value;

    private void Common(Span<byte> at, ZipEntry entry, int nameLength, int extraLength, bool isLarge)
    {
        Put16(at, 0, isLarge ? Large : Stored);
        Put32(at, 6, Date);
        Put32(at, 10, entry.Crc);
        Put32(at, 14, Field(entry.Length));
        Put32(at, 18, Field(entry.Length));
        Put16(at, 22, (ushort)nameLength);
        Put16(at, 24, (ushort)extraLength);
    }

    private static void Extra(Span<byte> at, params ReadOnlySpan<long> values)
    {
        Put16(at, 0, 1);
        Put16(at, 2, (ushort)(8 * values.Length));
        for (var i = 0; i < values.Length; i++)
        {
            Put64(at, 4 + (8 * i), values[i]);
        }
    }

    private static void Put16(Span<byte> bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], value);

    private static void Put32(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);

    private static void Put64(Span<byte> bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes[at..], value);
}
