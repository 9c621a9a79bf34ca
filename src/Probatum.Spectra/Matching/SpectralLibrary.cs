using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Probatum.Spectra;

/// <summary>A library of reference spectra, opened from one file, which a report can cite by its digest.</summary>
/// <remarks>Immutable and safe to search from several threads.</remarks>
public sealed class SpectralLibrary
{
    private readonly ImmutableArray<LibraryRecord> _records;

    private SpectralLibrary(
        string digest, ImmutableArray<(string Name, string Sha256)> sources, ImmutableArray<LibraryRecord> records)
    {
        (Digest, Sources, _records) = (digest, sources, records);
        Prepared = [.. records.Select(r => PreparedSpectrum.Of(r.Peaks, null))];
    }

    /// <summary>SHA-256 of the library file, lower-case hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>The files the library was built from, each with its SHA-256 in lower-case hexadecimal.</summary>
    public ImmutableArray<(string Name, string Sha256)> Sources { get; }

    /// <summary>How many spectra it holds.</summary>
    public int Count => _records.Length;

    internal ImmutableArray<PreparedSpectrum> Prepared { get; }

    /// <summary>One record, in the order of the sources.</summary>
    public LibraryRecord this[int i] => _records[i];

    /// <summary>Opens a library file; false with the reason where a single byte of it is not as it was written.</summary>
    public static bool TryOpen(ReadOnlyMemory<byte> pbl, out SpectralLibrary lib, out SpectraFault fault)
    {
        lib = null!;
        if (!LibraryFile.TryDecode(pbl.Span, out var sources, out var records, out fault))
        {
            return false;
        }

        lib = new(Convert.ToHexStringLower(SHA256.HashData(pbl.Span)), sources, records);
        return true;
    }

    /// <summary>Makes a library file of MSP texts (gzip around them is unpacked); the same texts give the same bytes.</summary>
    public static bool TryBuild(
        IReadOnlyList<(string SourceName, ReadOnlyMemory<byte> Msp)> sources, out byte[] pbl, out SpectraFault fault)
    {
        pbl = [];
        fault = default;
        var named = ImmutableArray.CreateBuilder<(string, string)>();
        var records = ImmutableArray.CreateBuilder<LibraryRecord>();
        foreach (var (name, bytes) in sources)
        {
            var text = bytes;
            if (Gzip.Recognises(bytes)
                && !Gzip.TryUnpack(bytes, InstrumentFormats.DefaultUnpackedLimit, out text, out fault))
            {
                return false;
            }

            if (!Msp.TryRead(text, out var read, out fault))
            {
                return false;
            }

            named.Add((name, Convert.ToHexStringLower(SHA256.HashData(bytes.Span))));
            records.AddRange(read);
        }

        pbl = LibraryFile.Encode(named.ToImmutable(), records.ToImmutable());
        return true;
    }

    /// <summary>As <see cref="TryBuild"/>; empty where a source cannot be read, with the reason.</summary>
    public static byte[] Build(
        IReadOnlyList<(string SourceName, ReadOnlyMemory<byte> Msp)> sources, out SpectraFault fault)
    {
        TryBuild(sources, out var pbl, out fault);
        return pbl;
    }
}
