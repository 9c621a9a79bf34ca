using System.Buffers.Binary;

namespace Probatum.Spectra;

/// <summary>The head of an SPC file, whichever of its three versions. Source: Galactic Industries, SPC.H, 1986 to 1997.</summary>
internal readonly record struct SpcHeader(
    int Version, int Flags, int Experiment, int Exponent, uint Points, double First, double Last, uint Subfiles,
    int XType, int YType, int ZType, string Acquired, string Source, string Comment, string Labels, string Method, uint LogAt)
{
    public const int LittleEndian = 0x4B;
    public const int BigEndian = 0x4C;
    public const int LabCalc = 0x4D;
    public const int Size = 512;
    public const int LabCalcSize = 224;
    public const int SubheaderSize = 32;

    private const int ShortY = 0x01;
    private const int Multi = 0x04;
    private const int OwnLabels = 0x20;
    private const int OwnX = 0x40;
    private const int GivenX = 0x80;

    public bool HasShortY => (Flags & ShortY) != 0;

    public bool IsMulti => (Flags & Multi) != 0;

    public bool HasOwnLabels => (Flags & OwnLabels) != 0;

    /// <summary>Each trace brings its own abscissas.</summary>
    public bool HasOwnX => (Flags & (OwnX | GivenX)) == (OwnX | GivenX);

    /// <summary>One row of abscissas stands for all traces.</summary>
    public bool HasGivenX => (Flags & (OwnX | GivenX)) == GivenX;

    public bool IsBigEndian => Version == BigEndian;

    /// <summary>Reads the head; the caller made sure that it is there.</summary>
    public static SpcHeader Read(ReadOnlySpan<byte> file) => file[1] == LabCalc ? ReadLabCalc(file) : ReadNew(file);

    public static uint Word(ReadOnlySpan<byte> at, bool big) =>
        big ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    public static float Single(ReadOnlySpan<byte> at, bool big) =>
        big ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at);

    public static string Text(ReadOnlySpan<byte> bytes) =>
        TextLines.TextOf(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);

    private static SpcHeader ReadNew(ReadOnlySpan<byte> file)
    {
        var big = file[1] == BigEndian;
        var labels = TextLines.TextOf(file[218..248]);
        return new(
            file[1], file[0], file[2], unchecked((sbyte)file[3]), Word(file[4..], big), Double(file[8..], big), Double(file[16..], big),
            Word(file[24..], big), file[28], file[29], file[30], Date(Word(file[32..], big)), Text(file[45..54]), Text(file[88..218]),
            labels, Text(file[264..312]), Word(file[248..], big));
    }

    private static SpcHeader ReadLabCalc(ReadOnlySpan<byte> file)
    {
        var points = BinaryPrimitives.ReadSingleLittleEndian(file[4..]);
        var year = BinaryPrimitives.ReadUInt16LittleEndian(file[18..]);
        return new(
            LabCalc, file[0], 0, BinaryPrimitives.ReadInt16LittleEndian(file[2..]),
            points is >= 0 and <= int.MaxValue / 2 ? (uint)points : uint.MaxValue,
            BinaryPrimitives.ReadSingleLittleEndian(file[8..]), BinaryPrimitives.ReadSingleLittleEndian(file[12..]), 0,
            file[16], file[17], year >> 12,
            (year & 0xFFF) == 0 ? "" : FormattableString.Invariant($"{year & 0xFFF:0000}-{file[20]:00}-{file[21]:00} {file[22]:00}:{file[23]:00}"),
            "", Text(file[64..194]), TextLines.TextOf(file[194..224]), "", 0);
    }

    private static double Double(ReadOnlySpan<byte> at, bool big) =>
        big ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at);

    // minutes, hours, days, months and years in 6, 5, 5, 4 and 12 bits
    private static string Date(uint packed) => packed >> 20 == 0 ? "" : FormattableString.Invariant(
        $"{packed >> 20:0000}-{(packed >> 16) & 15:00}-{(packed >> 11) & 31:00} {(packed >> 6) & 31:00}:{packed & 63:00}");
}
