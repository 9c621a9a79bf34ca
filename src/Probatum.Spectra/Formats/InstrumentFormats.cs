using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>Reads a whole file of one format: what it holds, or false with the reason.</summary>
public delegate bool FormatReader(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault);

/// <summary>One format: its name, whether bytes look like it, and its reader.</summary>
/// <param name="Name">As shown to people.</param>
/// <param name="Recognises">Looks at the first bytes only; never throws.</param>
/// <param name="Read">Total: every byte sequence gives a file's content or a fault.</param>
public sealed record InstrumentFormat(
    string Name, Func<ReadOnlyMemory<byte>, bool> Recognises, FormatReader Read);

/// <summary>Every format we read. Recognised by content, never by file name.</summary>
public static class InstrumentFormats
{
    /// <summary>How many bytes a packed file may unpack to unless the caller says otherwise: 1 GiB.</summary>
    public const long DefaultUnpackedLimit = 1L << 30;

    /// <summary>Most telling signature first. A new format is one file and one row.</summary>
    public static ImmutableArray<InstrumentFormat> All { get; } =
    [
        new("ANDI (netCDF classic)", NetCdf.Recognises, Andi.TryRead),
        new("mzML", MzMl.Recognises, MzMl.TryRead),
        new("ChemStation DATA.MS", ChemStation.Recognises, ChemStation.TryRead),
        new("JCAMP-DX", Jcamp.Recognises, Jcamp.TryRead),
        new("MGF", Mgf.Recognises, Mgf.TryRead),
        new("MassBank record", MassBank.Recognises, MassBank.TryRead),
        new("MSP", Msp.Recognises, Msp.TryReadFile),
        new("CSV", SpectrumTable.Recognises, SpectrumTable.TryRead),
        new("SPC", Spc.Recognises, Spc.TryRead),
    ];

    // what is often met and cannot be read: says so by name instead of "unknown"
    private static readonly (int At, byte[] Magic, string Code, string Why)[] Known =
    [
        (0, [.. "PK\u0003\u0004"u8], "format/zip", "this is a ZIP archive: unpack it and give the file inside"),
        (0, [0x89, .. "HDF"u8], "format/hdf5", "this is an HDF5 (netCDF-4) file: export it as netCDF classic"),
        (0, [0x01, 0xA1, .. "F\0i\0n\0n\0i\0g\0a\0n"u8], "format/thermo-raw", "this is a Thermo RAW file: export it as mzML"),
        (0, [0xD0, 0xCF, 0x11, 0xE0], "format/ole", "this is a compound document of a vendor's program: export it as mzML, ANDI or JCAMP-DX"),
        (0, [.. "%PDF"u8], "format/pdf", "this is a PDF report: give the instrument's own file"),
    ];

    private static readonly (byte[] Element, string Code, string Why)[] KnownXml =
    [
        ([.. "<mzXML"u8], "format/mzxml", "this is mzXML, the older format: export it as mzML"),
        ([.. "<mzData"u8], "format/mzdata", "this is mzData, the older format: export it as mzML"),
        ([.. "<AnIML"u8], "format/animl", "this is an AnIML file: export it as JCAMP-DX or mzML"),
    ];

    /// <summary>Reads a file, unpacking gzip around it first: all that it holds.</summary>
    public static bool TryOpen(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault) =>
        TryOpen(file, DefaultUnpackedLimit, out read, out fault);

    /// <summary>Reads a file, unpacking gzip around it to at most <paramref name="unpackedLimit"/> bytes.</summary>
    public static bool TryOpen(
        ReadOnlyMemory<byte> file, long unpackedLimit, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        if (Gzip.Recognises(file))
        {
            if (!Gzip.TryUnpack(file, unpackedLimit, out var unpacked, out fault))
            {
                return false;
            }

            file = unpacked;
        }

        if (KnownAs(file.Span) is { } known)
        {
            fault = known;
            return false;
        }

        if (FormatOf(file) is { } format)
        {
            return format.Read(file, out read, out fault);
        }

        fault = new("format/unknown", 0, file.IsEmpty ? "the file is empty" : "no instrument format we know begins like this");
        return false;
    }

    /// <summary>Reads a run of scans, unpacking gzip around it first.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> file, out InstrumentRun run, out SpectraFault fault) =>
        TryRead(file, DefaultUnpackedLimit, out run, out fault);

    /// <summary>Reads a run of scans; a readable file without one is a fault that says what it holds.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> file, long unpackedLimit, out InstrumentRun run, out SpectraFault fault)
    {
        run = null!;
        if (!TryOpen(file, unpackedLimit, out var read, out fault))
        {
            return false;
        }

        if (read.Run is null)
        {
            fault = new("format/no-run", 0, $"the file holds no run of scans: {Held(read)}");
            return false;
        }

        run = read.Run;
        return true;
    }

    /// <summary>Reads single mass spectra: a library's records, or queries; a run gives none.</summary>
    public static bool TryReadSpectra(
        ReadOnlyMemory<byte> file, out ImmutableArray<LibraryRecord> spectra, out SpectraFault fault)
    {
        spectra = [];
        if (!TryOpen(file, out var read, out fault))
        {
            return false;
        }

        if (read.Spectra.IsEmpty)
        {
            fault = new("format/no-spectra", 0, $"the file holds no single mass spectra: {Held(read)}");
            return false;
        }

        spectra = read.Spectra;
        return true;
    }

    /// <summary>The format that bytes look like, once unpacked; null where we know none.</summary>
    public static InstrumentFormat? FormatOf(ReadOnlyMemory<byte> unpacked) => All.FirstOrDefault(format => format.Recognises(unpacked));

    private static string Held(SpectraFile read) => string.Create(
        CultureInfo.InvariantCulture,
        $"{read.Format} with {read.Run?.Scans.Length ?? 0} scans, {read.Spectra.Length} single mass spectra, {read.Traces.Length} traces");

    private static SpectraFault? KnownAs(ReadOnlySpan<byte> file)
    {
        foreach (var (at, magic, code, why) in Known)
        {
            if (file.Length > at && file[at..].StartsWith(magic))
            {
                return new SpectraFault(code, at, why);
            }
        }

        // XML is told by its first element; the same word deep within another file means nothing
        var start = file.IndexOf((byte)'<') is >= 0 and < 8 ? file[..Math.Min(file.Length, 4096)] : [];
        foreach (var (element, code, why) in KnownXml)
        {
            if (start.IndexOf(element) >= 0)
            {
                return new SpectraFault(code, 0, why);
            }
        }

        return null;
    }
}
