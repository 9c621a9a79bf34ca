using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Probatum.Spectra;

/// <summary>The library file (<c>.pbl</c>), version 1.</summary>
/// <remarks>
/// Little-endian. <c>PROBTPBL</c>, u32 version; u32 number of sources, each: text name, 32 bytes SHA-256; u32 number of
/// records, each: texts name, InChIKey, accession, licence, formula, index scale, index column, comment; f64 index and
/// f64 seconds (NaN: none); u32 number of peaks, each f64 mass, f64 intensity; at the end 32 bytes SHA-256 of all
/// before. A text is u32 length + 1 (0: none) and UTF-8. There is one way to write a library: a file with other bytes
/// between or behind, or with peaks out of order, is refused.
/// </remarks>
internal static class LibraryFile
{
    private const uint Version = 1;
    private const int DigestSize = 32;
    private const int PeakSize = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Magic => "PROBTPBL"u8;

    public static byte[] Encode(
        ImmutableArray<(string Name, string Sha256)> sources, ImmutableArray<LibraryRecord> records)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write(Magic);
        to.Write(Version);
        to.Write((uint)sources.Length);
        foreach (var (name, digest) in sources)
        {
            WriteText(to, name);
            to.Write(Convert.FromHexString(digest));
        }

        to.Write((uint)records.Length);
        foreach (var r in records)
        {
            foreach (var text in (string?[])[
                r.Name, r.InChIKey, r.Accession, r.Licence, r.Formula, r.RetentionIndexScale, r.RetentionIndexColumn,
                r.Comment])
            {
                WriteText(to, text);
            }

            to.Write(r.RetentionIndex ?? double.NaN);
            to.Write(r.RetentionSeconds ?? double.NaN);
            to.Write((uint)r.Peaks.Length);
            foreach (var (mass, height) in r.Peaks)
            {
                to.Write(mass);
                to.Write(height);
            }
        }

        to.Flush();
        to.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        to.Flush();
        return bytes.ToArray();
    }

    public static bool TryDecode(
        ReadOnlySpan<byte> pbl, out ImmutableArray<(string Name, string Sha256)> sources,
        out ImmutableArray<LibraryRecord> records, out SpectraFault fault)
    {
        (sources, records) = ([], []);
        if (!pbl.StartsWith(Magic))
        {
            fault = new("pbl/magic", 0, "this is not a library file (.pbl)");
            return false;
        }

        if (pbl.Length < Magic.Length + 12 + DigestSize)
        {
            fault = new("pbl/truncated", pbl.Length, "the library file ends too early");
            return false;
        }

        var body = pbl[..^DigestSize];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(pbl[^DigestSize..]))
        {
            fault = new("pbl/damaged", body.Length, "the library file is not as it was written: build it again");
            return false;
        }

        // the digest only says that nothing changed since it was written, not that a careful program wrote it
        var from = new Cursor(body[Magic.Length..], Magic.Length);
        if (from.Word() != Version)
        {
            from.Fail("pbl/version", "the library file has another version: build it again");
        }

        sources = ReadSources(ref from);
        records = ReadRecords(ref from);
        if (!from.AtEnd)
        {
            from.Fail("pbl/trailing", "there are bytes behind the last record");
        }

        fault = from.Fault;
        return fault == default;
    }

    private static void WriteText(BinaryWriter to, string? text)
    {
        if (text is null)
        {
            to.Write(0u);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        to.Write((uint)bytes.Length + 1);
        to.Write(bytes);
    }

    private static ImmutableArray<(string Name, string Sha256)> ReadSources(ref Cursor from)
    {
        var count = from.Count(leastBytes: 4 + DigestSize);
        var sources = ImmutableArray.CreateBuilder<(string, string)>(count);
        for (var i = 0; i < count && from.Fault == default; i++)
        {
            sources.Add((from.Required(), Convert.ToHexStringLower(from.Take(DigestSize))));
        }

        return sources.ToImmutable();
    }

    private static ImmutableArray<LibraryRecord> ReadRecords(ref Cursor from)
    {
        var count = from.Count(leastBytes: (8 * 4) + 20);
        var records = ImmutableArray.CreateBuilder<LibraryRecord>(count);
        for (var i = 0; i < count && from.Fault == default; i++)
        {
            var name = from.Required();
            var (key, accession, licence, formula) = (from.Text(), from.Text(), from.Text(), from.Text());
            var (scale, column, comment) = (from.Text(), from.Text(), from.Text());
            var (index, seconds) = (from.Number(), from.Number());
            var peaks = ReadPeaks(ref from);
            records.Add(new(
                name, key, accession, licence, formula, double.IsNaN(index) ? null : index, scale, peaks, column,
                double.IsNaN(seconds) ? null : seconds, comment));
        }

        return records.ToImmutable();
    }

    private static ImmutableArray<Peak> ReadPeaks(ref Cursor from)
    {
        var count = from.Count(leastBytes: PeakSize);
        var peaks = ImmutableArray.CreateBuilder<Peak>(count);
        var last = 0.0;
        for (var i = 0; i < count && from.Fault == default; i++)
        {
            var (mass, height) = (from.Number(), from.Number());
            if (!(mass > 0.0 && mass >= last && mass <= 1e6 && height > 0.0 && height <= 1e30))
            {
                from.Fail("pbl/peak", "a peak is out of order or out of range");
            }

            last = mass;
            peaks.Add(new(mass, height));
        }

        return peaks.ToImmutable();
    }

    /// <summary>Walks the file; after the first fault everything reads as empty.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> bytes, long start)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private readonly long _start = start;
        private int _at;

        public SpectraFault Fault { get; private set; }

        public readonly bool AtEnd => _at == _bytes.Length;

        public void Fail(string code, string why)
        {
            if (Fault == default)
            {
                Fault = new(code, _start + _at, why);
            }
        }

        public uint Word() => Take(4) is { Length: 4 } word ? BinaryPrimitives.ReadUInt32LittleEndian(word) : 0;

        public double Number() => Take(8) is { Length: 8 } word ? BinaryPrimitives.ReadDoubleLittleEndian(word) : 0.0;

        public int Count(int leastBytes)
        {
            var count = Word();
            if (count > (_bytes.Length - _at) / leastBytes)
            {
                Fail("pbl/truncated", "a count is larger than the file");
                return 0;
            }

            return (int)count;
        }

        public string Required()
        {
            if (Text() is { } text)
            {
                return text;
            }

            Fail("pbl/name", "a record or source has no name");
            return "";
        }

        public string? Text()
        {
            var length = Word();
            if (length == 0)
            {
                return null;
            }

            try
            {
                return StrictUtf8.GetString(Take(length - 1));
            }
            // the decoder says "not UTF-8" by an exception; from here on it is a value
            catch (DecoderFallbackException)
            {
                Fail("pbl/text", "a text is not UTF-8");
                return null;
            }
        }

        public ReadOnlySpan<byte> Take(uint count)
        {
            if (Fault != default || count > _bytes.Length - _at)
            {
                Fail("pbl/truncated", "the library file ends too early");
                return [];
            }

            var taken = _bytes.Slice(_at, (int)count);
            _at += (int)count;
            return taken;
        }
    }
}
