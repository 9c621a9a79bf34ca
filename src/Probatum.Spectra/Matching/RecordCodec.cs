using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Reads and writes one record of a library file.</summary>
/// <remarks>
/// u16 number of prepared lines, u8 mass from which the spectrum speaks, the prepared lines; u16 flags of what follows,
/// lowest bit first: name, accession, InChIKey, comment (each a length and UTF-8), formula, licence, index scale, index
/// column (each a number of a shared text), f64 index, f64 seconds; then the lines as the source gave them. Lengths and
/// numbers are LEB128.
/// </remarks>
internal static class RecordCodec
{
    public const int LinesAt = 3;

    /// <summary>Texts of a record that many share: the file holds each once, the record its number.</summary>
    public const int SharedTexts = 4;

    private const int OwnTexts = 4;
    private const int TextFields = OwnTexts + SharedTexts;
    private const int HasIndex = 0x100;
    private const int HasSeconds = 0x200;
    private const int Fields = 10;

    public static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The shared texts of a record, in their order; null for those it lacks.</summary>
    public static Texts SharedOf(LibraryRecord record) =>
        Four(record.Formula, record.Licence, record.RetentionIndexScale, record.RetentionIndexColumn);

    /// <summary>Writes a record whose shared texts have these numbers, and its peaks as <see cref="PeakCodec"/> writes them.</summary>
    public static void Write(Bytes to, LibraryRecord record, PreparedSpectrum prepared, ReadOnlySpan<int> numbers, ReadOnlySpan<byte> peaks)
    {
        var (own, shared) = (Four(record.Name, record.Accession, record.InChIKey, record.Comment), SharedOf(record));
        var flags = (record.RetentionIndex is null ? 0 : HasIndex) | (record.RetentionSeconds is null ? 0 : HasSeconds);
        for (var i = 0; i < OwnTexts; i++)
        {
            flags |= own[i] is null ? 0 : 1 << i;
            flags |= shared[i] is null ? 0 : 1 << (OwnTexts + i);
        }

        Span<byte> head = stackalloc byte[LinesAt];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(prepared.Lines.Length / 2));
        head[2] = (byte)prepared.ScanFrom;
        to.Add(head);
        to.Add(prepared.Lines.AsSpan());
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)flags);
        to.Add(head[..2]);
        foreach (var text in own)
        {
            if (text is not null)
            {
                to.Text(text);
            }
        }

        for (var i = 0; i < SharedTexts; i++)
        {
            if (shared[i] is not null)
            {
                to.Count(numbers[i]);
            }
        }

        foreach (var number in (ReadOnlySpan<double?>)[record.RetentionIndex, record.RetentionSeconds])
        {
            if (number is { } value)
            {
                to.Number(value);
            }
        }

        to.Add(peaks);
    }

    /// <summary>The prepared lines of a record, and from where it speaks.</summary>
    /// <exception cref="InvalidDataException">The record is shorter than its lines.</exception>
    public static ReadOnlySpan<byte> Lines(ReadOnlySpan<byte> record, out int scanFrom)
    {
        if (record.Length < LinesAt || record.Length - LinesAt < 2 * BinaryPrimitives.ReadUInt16LittleEndian(record))
        {
            throw new InvalidDataException("pbl/record: a record of the library is shorter than it says");
        }

        scanFrom = record[2];
        return record.Slice(LinesAt, 2 * BinaryPrimitives.ReadUInt16LittleEndian(record));
    }

    /// <summary>The whole record; false for bytes that no careful program wrote.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Func<int, string?> shared, out LibraryRecord record)
    {
        record = null!;
        if (bytes.Length < LinesAt || bytes.Length - LinesAt < 2 + (2 * BinaryPrimitives.ReadUInt16LittleEndian(bytes)))
        {
            return false;
        }

        var lines = Lines(bytes, out _);
        var from = new Cursor(bytes[(LinesAt + lines.Length)..]);
        var flags = from.Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16LittleEndian(two) : 0;
        var texts = new string?[TextFields];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = (flags & (1 << i)) == 0 ? null : i < OwnTexts ? from.Text() : from.Shared(shared);
        }

        double? index = (flags & HasIndex) == 0 ? null : from.Number();
        double? seconds = (flags & HasSeconds) == 0 ? null : from.Number();
        if (from.Bad || texts[0] is null || flags >> Fields != 0
            || index is { } i0 && !double.IsFinite(i0) || seconds is { } s0 && !double.IsFinite(s0)
            || !PeakCodec.TryRead(from.Rest, lines, out var peaks))
        {
            return false;
        }

        record = new(texts[0]!, texts[2], texts[1], texts[5], texts[4], index, texts[6], peaks, texts[7], seconds, texts[3]);
        return true;
    }

    /// <summary>Whether a record can be read, and its prepared lines are those of its lines.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes, Func<int, string?> shared) =>
        TryRead(bytes, shared, out var record)
        && PreparedSpectrum.Of(record.Peaks, null) is var prepared
        && Lines(bytes, out var scanFrom).SequenceEqual(prepared.Lines.AsSpan()) && prepared.ScanFrom == scanFrom;

    /// <summary>The accession alone; null where there is none, or the record is damaged.</summary>
    public static string? Accession(ReadOnlySpan<byte> record)
    {
        var from = new Cursor(record[(LinesAt + Lines(record, out _).Length)..]);
        var flags = from.Take(2) is [var low, _] ? low : 0;
        if ((flags & 1) != 0)
        {
            from.Take(from.Count());
        }

        return (flags & 2) == 0 ? null : from.Text();
    }

    /// <summary>The retention index alone; null where there is none, or the record is damaged.</summary>
    public static RetentionIndex? Index(ReadOnlySpan<byte> record, Func<int, string?> shared)
    {
        var from = new Cursor(record[(LinesAt + Lines(record, out _).Length)..]);
        var flags = from.Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16LittleEndian(two) : 0;
        if ((flags & HasIndex) == 0)
        {
            return null;
        }

        var (scale, column) = ((string?)null, (string?)null);
        for (var i = 0; i < TextFields; i++)
        {
            if ((flags & (1 << i)) != 0)
            {
                var number = from.Count();
                switch (i)
                {
                    case < OwnTexts: from.Take(number); break;
                    case 6: scale = shared(number); break;
                    case 7: column = shared(number); break;
                }
            }
        }

        var value = from.Number();
        return from.Bad ? null : new(value, scale, column);
    }

    private static Texts Four(string? first, string? second, string? third, string? fourth)
    {
        var four = default(Texts);
        (four[0], four[1], four[2], four[3]) = (first, second, third, fourth);
        return four;
    }

    /// <summary>Texts side by side, without an array for each record.</summary>
    [InlineArray(SharedTexts)]
    public struct Texts
    {
        private string? _first;
    }

    /// <summary>Walks bytes; after the first misfit everything reads as empty.</summary>
    public ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

        public bool Bad { get; private set; }

        public ReadOnlySpan<byte> Take(int count)
        {
            if (count > Rest.Length || count < 0)
            {
                Bad = true;
                Rest = [];
                return [];
            }

            var taken = Rest[..count];
            Rest = Rest[count..];
            return taken;
        }

        public int Count()
        {
            var (value, shift) = (0L, 0);
            while (shift <= 28)
            {
                if (Take(1) is not [var next])
                {
                    return 0;
                }

                value |= (long)(next & 0x7F) << shift;
                shift += 7;
                if (next < 0x80)
                {
                    Bad |= value > int.MaxValue;
                    return (int)Math.Min(value, int.MaxValue);
                }
            }

            Bad = true;
            return 0;
        }

        public uint Word() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32LittleEndian(four) : 0;

        public double Number() => Take(8) is { Length: 8 } eight ? BinaryPrimitives.ReadDoubleLittleEndian(eight) : 0.0;

        public string? Text()
        {
            try
            {
                return StrictUtf8.GetString(Take(Count()));
            }
            // the decoder says "not UTF-8" by an exception; from here on it is a value
            catch (DecoderFallbackException)
            {
                Bad = true;
                return null;
            }
        }

        public string? Shared(Func<int, string?> shared)
        {
            var text = shared(Count());
            Bad |= text is null;
            return text;
        }
    }
}
