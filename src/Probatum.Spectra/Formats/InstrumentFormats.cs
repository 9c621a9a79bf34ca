using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Reads a whole file of one format: a run, or false with the reason.</summary>
public delegate bool RunReader(ReadOnlyMemory<byte> file, out InstrumentRun run, out SpectraFault fault);

/// <summary>One format: its name, whether bytes look like it, and its reader.</summary>
/// <param name="Name">As shown to people.</param>
/// <param name="Recognises">Looks at the first bytes only; never throws.</param>
/// <param name="Read">Total: every byte sequence gives a run or a fault.</param>
public sealed record InstrumentFormat(string Name, Func<ReadOnlyMemory<byte>, bool> Recognises, RunReader Read);

/// <summary>Every instrument format we read. Recognised by content, never by file name.</summary>
public static class InstrumentFormats
{
    /// <summary>How many bytes a packed file may unpack to unless the caller says otherwise: 1 GiB.</summary>
    public const long DefaultUnpackedLimit = 1L << 30;

    /// <summary>Most telling signature first. A new format is one file and one row.</summary>
    public static ImmutableArray<InstrumentFormat> All { get; } =
    [
        new("ANDI (netCDF classic)", NetCdf.Recognises, Andi.TryRead),
        new("mzML", MzMl.Recognises, MzMl.TryRead),
    ];

    // what is often met and cannot be read: says so by name instead of "unknown"; the weakest signature last
    private static readonly (int At, byte[] Magic, string Code, string Why)[] Known =
    [
        (0, [.. "PK\u0003\u0004"u8], "format/zip", "this is a ZIP archive: unpack it and give the file inside"),
        (0, [0x89, .. "HDF"u8], "format/hdf5", "this is an HDF5 (netCDF-4) file: export it as netCDF classic"),
        (0, [.. "##"u8], "format/jcamp-dx", "this is a JCAMP-DX file, which is not read: export the run as ANDI or mzML"),
        (0, [.. "BEGIN IONS"u8], "format/mgf", "this is an MGF peak list, not a run: export the run as ANDI or mzML"),
        (0, [1, .. "2\0\0"u8], "format/chemstation", "this is a ChemStation data file: export the run as ANDI or mzML"),
        (1, [0x4B], "format/spc", "this looks like an SPC file, which is not read: export the run as ANDI or mzML"),
        (1, [0x4D], "format/spc", "this looks like an old SPC file, which is not read: export the run as ANDI or mzML"),
    ];

    /// <summary>Reads a file, unpacking gzip around it first.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> file, out InstrumentRun run, out SpectraFault fault) =>
        TryRead(file, DefaultUnpackedLimit, out run, out fault);

    /// <summary>Reads a file, unpacking gzip around it to at most <paramref name="unpackedLimit"/> bytes.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> file, long unpackedLimit, out InstrumentRun run, out SpectraFault fault)
    {
        run = null!;
        if (Gzip.Recognises(file))
        {
            if (!Gzip.TryUnpack(file, unpackedLimit, out var unpacked, out fault))
            {
                return false;
            }

            file = unpacked;
        }

        foreach (var format in All)
        {
            if (format.Recognises(file))
            {
                return format.Read(file, out run, out fault);
            }
        }

        fault = new("format/unknown", 0, "no instrument format we know begins like this");
        foreach (var (at, magic, code, why) in Known)
        {
            if (file.Length > at && file.Span[at..].StartsWith(magic))
            {
                fault = new(code, 0, why);
                break;
            }
        }

        return false;
    }
}
