using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Probatum.Spectra;

/// <summary>A library of reference spectra, opened from one file, which a report can cite by its digest.</summary>
/// <remarks>
/// Immutable and safe to search from several threads. It reads the bytes it was opened with, where they lie: they may be a
/// file's that is mapped into memory, and must not change. No byte of them can make it read outside of them.
/// </remarks>
public sealed class SpectralLibrary
{
    // so much is checked to the last bit when it is opened; of a larger file what holds it together is
    private const int CheckedWhole = 1 << 22;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly LibraryLayout _layout;
    private readonly ImmutableArray<string> _texts;
    private readonly Lazy<string> _digest;

    private SpectralLibrary(
        ReadOnlyMemory<byte> file, LibraryLayout layout, ImmutableArray<(string Name, string Sha256)> sources,
        ImmutableArray<string> texts)
    {
        (_file, _layout, Sources, _texts) = (file, layout, sources, texts);
        _digest = new(() => Convert.ToHexStringLower(SHA256.HashData(_file.Span)));
    }

    /// <summary>SHA-256 of the library file's bytes, lower-case hexadecimal; computed when it is first asked for.</summary>
    public string Digest => _digest.Value;

    /// <summary>The files the library was built from, each with its SHA-256 in lower-case hexadecimal.</summary>
    public ImmutableArray<(string Name, string Sha256)> Sources { get; }

    /// <summary>How many spectra it holds.</summary>
    public int Count => _layout.Count;

    /// <summary>How many compounds it holds, by <see cref="LibraryRecord.CompoundKey"/>.</summary>
    public int CompoundCount => _layout.Compounds;

    /// <summary>How many bytes the file has.</summary>
    public long Size => _file.Length;

    internal LibraryLayout Layout => _layout;

    internal ReadOnlySpan<byte> File => _file.Span;

    /// <summary>All records as bytes.</summary>
    internal RecordBytes Records => new(
        MemoryMarshal.Cast<byte, uint>(_layout.Of(Section.RecordOffsets, _file.Span)), _layout.Of(Section.Records, _file.Span));

    /// <summary>One record, in the order of the sources; decoded anew at every call.</summary>
    /// <exception cref="InvalidDataException">The record is damaged; see <see cref="TryCheck"/>.</exception>
    public LibraryRecord this[int i] => RecordCodec.TryRead(Bytes(i), TextAt, out var record)
        ? record
        : throw new InvalidDataException($"pbl/record: record {i} of the library is damaged");

    /// <summary>
    /// Opens a library file; false with the reason where it is none, or does not hold together. Up to 4 MiB every byte
    /// is checked; above, see <see cref="TryCheck"/>.
    /// </summary>
    public static bool TryOpen(ReadOnlyMemory<byte> pbl, out SpectralLibrary lib, out SpectraFault fault)
    {
        lib = null!;
        if (!BitConverter.IsLittleEndian)
        {
            fault = new("pbl/machine", 0, "library files are read on little-endian machines only");
            return false;
        }

        if (!LibraryLayout.TryRead(pbl.Span, out var layout, out fault)
            || !TryOffsets(pbl.Span, layout, out fault)
            || !TrySources(pbl.Span, layout, out var sources, out fault)
            || !TryTexts(pbl.Span, layout, out var texts, out fault))
        {
            return false;
        }

        lib = new(pbl, layout, sources, texts);
        return pbl.Length > CheckedWhole || lib.TryCheck(out fault);
    }

    /// <summary>Checks every byte against the digest at the file's end, and every record and list for its form.</summary>
    /// <remarks>For a million spectra some seconds. A search in a damaged library that was not checked may be wrong.</remarks>
    public bool TryCheck(out SpectraFault fault)
    {
        var body = _file.Span[..^LibraryLayout.DigestSize];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(_file.Span[^LibraryLayout.DigestSize..]))
        {
            fault = new("pbl/damaged", body.Length, "the library file is not as it was written: build it again");
            return false;
        }

        // the digest only says that nothing changed since it was written, not that a careful program wrote it
        fault = default;
        for (var i = 0; i < Count && fault == default; i++)
        {
            fault = RecordCodec.IsWhole(Bytes(i), TextAt)
                ? default
                : new("pbl/record", _layout.PlaceOf(Section.Records, OffsetOf(i)), "a record is not as a library file has it");
        }

        var spectra = MemoryMarshal.Cast<byte, ushort>(_layout.Of(Section.ListSpectra, _file.Span));
        if (fault == default && spectra.IndexOfAnyExceptInRange((ushort)0, (ushort)(LibraryLayout.BlockSize - 1)) is >= 0 and var odd)
        {
            fault = new("pbl/list", _layout.PlaceOf(Section.ListSpectra, 2L * odd), "the index names a spectrum that is not in its block");
        }

        return fault == default;
    }

    /// <summary>Makes a library file of files of single mass spectra; the same files give the same bytes.</summary>
    public static bool TryBuild(
        IReadOnlyList<(string SourceName, ReadOnlyMemory<byte> File)> sources, out byte[] pbl, out SpectraFault fault)
    {
        pbl = [];
        var builder = new LibraryBuilder();
        foreach (var (name, bytes) in sources)
        {
            if (!TryReadSource(bytes, name, out var records, out _, out fault))
            {
                return false;
            }

            builder.Add(name, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), records);
        }

        using var to = new MemoryStream();
        if (!builder.TryWrite(to, out fault))
        {
            return false;
        }

        pbl = to.ToArray();
        return true;
    }

    /// <summary>The records of one source: any format that holds single mass spectra, gzip around it or not.</summary>
    /// <param name="source">The file.</param>
    /// <param name="sourceName">What it is called: spectra that it gives no name are called by it and their place, so that no two pass for one compound.</param>
    /// <param name="records">In the order of the file.</param>
    /// <param name="unnamed">How many had no name.</param>
    /// <param name="fault">Why it can't be read.</param>
    public static bool TryReadSource(
        ReadOnlyMemory<byte> source, string sourceName, out ImmutableArray<LibraryRecord> records, out int unnamed, out SpectraFault fault)
    {
        unnamed = 0;
        if (!InstrumentFormats.TryReadSpectra(source, out records, out fault))
        {
            return false;
        }

        unnamed = records.Count(record => record.Name == LibraryRecord.Untitled);
        if (unnamed > 0)
        {
            records = [.. records.Select((record, i) => record.Name == LibraryRecord.Untitled
                ? record with { Name = string.Create(CultureInfo.InvariantCulture, $"{sourceName}, spectrum {i + 1}") }
                : record)];
        }

        return true;
    }

    /// <summary>As <see cref="TryBuild"/>; empty where a source cannot be read, with the reason.</summary>
    public static byte[] Build(
        IReadOnlyList<(string SourceName, ReadOnlyMemory<byte> File)> sources, out SpectraFault fault)
    {
        TryBuild(sources, out var pbl, out fault);
        return pbl;
    }

    /// <summary>Which compound a record is of: a number below <see cref="CompoundCount"/>.</summary>
    internal int CompoundOf(int i) => (int)Word(_layout.Of(Section.CompoundNumbers, _file.Span), i);

    internal ReadOnlySpan<byte> LinesOf(int i, out int scanFrom) => RecordCodec.Lines(Bytes(i), out scanFrom);

    internal string? AccessionOf(int i) => RecordCodec.Accession(Bytes(i));

    internal RetentionIndex? IndexOf(int i) => RecordCodec.Index(Bytes(i), TextAt);

    private ReadOnlySpan<byte> Bytes(int i) => Records[i];

    private int OffsetOf(int i) => (int)Word(_layout.Of(Section.RecordOffsets, _file.Span), i);

    private string? TextAt(int i) => (uint)i < (uint)_texts.Length ? _texts[i] : null;

    /// <summary>Records by their number.</summary>
    internal readonly ref struct RecordBytes(ReadOnlySpan<uint> offsets, ReadOnlySpan<byte> records)
    {
        private readonly ReadOnlySpan<uint> _offsets = offsets;
        private readonly ReadOnlySpan<byte> _records = records;

        public ReadOnlySpan<byte> this[int i] => _records[(int)_offsets[i]..(int)_offsets[i + 1]];
    }

    private static uint Word(ReadOnlySpan<byte> words, int i) => BinaryPrimitives.ReadUInt32LittleEndian(words[(4 * i)..]);

    private static bool TryOffsets(ReadOnlySpan<byte> pbl, LibraryLayout layout, out SpectraFault fault)
    {
        fault = default;
        var lists = MemoryMarshal.Cast<byte, uint>(layout.Of(Section.ListOffsets, pbl));
        var records = MemoryMarshal.Cast<byte, uint>(layout.Of(Section.RecordOffsets, pbl));
        if (IsRising(records, layout.Of(Section.Records, pbl).Length) is { } record)
        {
            fault = new("pbl/offset", layout.PlaceOf(Section.RecordOffsets, 4L * record), "a record begins before the one before it, or not in the file");
        }
        else if (IsRising(lists, layout.Of(Section.ListWeights, pbl).Length) is { } list)
        {
            fault = new("pbl/offset", layout.PlaceOf(Section.ListOffsets, 4L * list), "a list of the index begins before the one before it, or not in the file");
        }
        else if (MemoryMarshal.Cast<byte, uint>(layout.Of(Section.CompoundNumbers, pbl))
            .IndexOfAnyExceptInRange(0u, (uint)Math.Max(0, layout.Compounds - 1)) is >= 0 and var compound)
        {
            fault = new("pbl/compound", layout.PlaceOf(Section.CompoundNumbers, 4L * compound), "a record is of a compound that is not there");
        }

        return fault == default;
    }

    // null where the offsets rise from 0 to the end; else the first that does not
    private static int? IsRising(ReadOnlySpan<uint> offsets, int end)
    {
        var last = 0u;
        for (var i = 0; i < offsets.Length; i++)
        {
            if (offsets[i] < last || offsets[i] > end || (i == 0 && offsets[i] != 0))
            {
                return i;
            }

            last = offsets[i];
        }

        return last == end ? null : Math.Max(0, offsets.Length - 1);
    }

    private static bool TrySources(
        ReadOnlySpan<byte> pbl, LibraryLayout layout, out ImmutableArray<(string Name, string Sha256)> sources, out SpectraFault fault)
    {
        var from = new RecordCodec.Cursor(layout.Of(Section.Sources, pbl));
        var read = ImmutableArray.CreateBuilder<(string, string)>();
        var (count, records) = (from.Word(), 0L);
        for (var i = 0u; i < count && !from.Bad; i++)
        {
            read.Add((from.Text() ?? "", Convert.ToHexStringLower(from.Take(SHA256.HashSizeInBytes))));
            records += from.Word();
        }

        sources = read.ToImmutable();
        fault = from.Bad || !from.Rest.IsEmpty || records != layout.Count
            ? new("pbl/sources", layout.PlaceOf(Section.Sources, 0), "the list of sources is not as a library file has it")
            : default;
        return fault == default;
    }

    private static bool TryTexts(
        ReadOnlySpan<byte> pbl, LibraryLayout layout, out ImmutableArray<string> texts, out SpectraFault fault)
    {
        var from = new RecordCodec.Cursor(layout.Of(Section.Texts, pbl));
        var read = ImmutableArray.CreateBuilder<string>();
        var count = from.Word();
        for (var i = 0u; i < count && !from.Bad; i++)
        {
            read.Add(from.Text() ?? "");
        }

        texts = read.ToImmutable();
        fault = from.Bad || !from.Rest.IsEmpty
            ? new("pbl/texts", layout.PlaceOf(Section.Texts, 0), "the list of texts is not as a library file has it")
            : default;
        return fault == default;
    }
}
