using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Probatum.Spectra;

/// <summary>An attribute: text, or numbers.</summary>
internal readonly record struct NetCdfAttribute(string? Text, ImmutableArray<double> Numbers);

/// <summary>Where a variable's values lie: <paramref name="PerRecord"/> values every <paramref name="Stride"/> bytes.</summary>
internal sealed record NetCdfVariable(
    int Type, long Begin, int Records, int PerRecord, int Inner, long Stride,
    ImmutableSortedDictionary<string, NetCdfAttribute> Attributes)
{
    public int Count => Records * PerRecord;
}

/// <summary>A netCDF classic file (versions 1 and 2), header and values; big-endian throughout.</summary>
/// <remarks>
/// Every count is checked against the bytes that are there before anything is allocated, so a header cannot make us
/// allocate more than a small multiple of the file's size. Stored <c>vsize</c> fields are not used: old writers
/// overflow them. Source: NetCDF Classic Format Specification, Unidata (OGC 10-092r3).
/// </remarks>
internal sealed class NetCdf
{
    private const int DimensionTag = 10;
    private const int VariableTag = 11;
    private const int AttributeTag = 12;
    private const int ByteType = 1;
    private const int CharType = 2;
    private const int ShortType = 3;
    private const int IntType = 4;
    private const int FloatType = 5;
    private const int DoubleType = 6;
    private const uint Streaming = 0xFFFFFFFF;

    private readonly ReadOnlyMemory<byte> _file;

    private NetCdf(ReadOnlyMemory<byte> file) => _file = file;

    public ImmutableSortedDictionary<string, NetCdfAttribute> Attributes { get; private set; } =
        ImmutableSortedDictionary.Create<string, NetCdfAttribute>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, NetCdfVariable> Variables { get; private set; } =
        ImmutableSortedDictionary.Create<string, NetCdfVariable>(StringComparer.Ordinal);

    public static bool Recognises(ReadOnlyMemory<byte> file) => file.Span is [(byte)'C', (byte)'D', (byte)'F', <= 8, ..];

    public static bool TryOpen(ReadOnlyMemory<byte> file, out NetCdf opened, out SpectraFault fault)
    {
        opened = new(file);
        var header = new Header(file.Span);
        if (file.Span is not [(byte)'C', (byte)'D', (byte)'F', 1 or 2, ..])
        {
            fault = new("netcdf/version", 3, "only netCDF classic, versions 1 and 2, is read");
            return false;
        }

        opened.ReadHeader(ref header, wide: file.Span[3] == 2);
        fault = header.Fault;
        return fault == default;
    }

    /// <summary>All values of a variable as numbers, its <c>scale_factor</c> and <c>add_offset</c> applied.</summary>
    public double[] Read(NetCdfVariable variable)
    {
        var scale = Number(variable, "scale_factor", 1.0);
        var offset = Number(variable, "add_offset", 0.0);
        var values = new double[variable.Count];
        var size = SizeOf(variable.Type);
        var bytes = _file.Span;
        var at = 0;
        for (var record = 0; record < variable.Records; record++)
        {
            // in range: ReadVariables checked the last byte of the last record
            var from = (int)(variable.Begin + (record * variable.Stride));
            for (var i = 0; i < variable.PerRecord; i++, from += size, at++)
            {
                values[at] = (Value(bytes[from..], variable.Type) * scale) + offset;
            }
        }

        return values;
    }

    /// <summary>The first texts of a variable of letters, cut into pieces of its last dimension; none for another type.</summary>
    public string[] Texts(NetCdfVariable variable, int most)
    {
        if (variable.Type != CharType || variable.Inner <= 0)
        {
            return [];
        }

        var texts = new List<string>();
        for (var record = 0; record < variable.Records && texts.Count < most; record++)
        {
            var from = (int)(variable.Begin + (record * variable.Stride));
            for (var at = 0; at + variable.Inner <= variable.PerRecord && texts.Count < most; at += variable.Inner)
            {
                texts.Add(Text(_file.Span.Slice(from + at, variable.Inner)));
            }
        }

        return [.. texts];
    }

    private static double Number(NetCdfVariable variable, string name, double otherwise) =>
        variable.Attributes.TryGetValue(name, out var found) && found.Numbers is [var number, ..] ? number : otherwise;

    private void ReadHeader(ref Header header, bool wide)
    {
        header.Skip(4);
        var records = header.Word();
        var dimensions = ReadDimensions(ref header);
        Attributes = ReadAttributes(ref header);
        var variables = ReadVariables(ref header, dimensions, wide);
        if (header.Fault == default)
        {
            Variables = Place(ref header, variables, records);
        }
    }

    private static uint[] ReadDimensions(ref Header header)
    {
        var count = header.List(DimensionTag, leastBytes: 8);
        var dimensions = new uint[count];
        for (var i = 0; i < count && header.Fault == default; i++)
        {
            header.Name();
            dimensions[i] = header.Word();
        }

        return dimensions;
    }

    private static ImmutableSortedDictionary<string, NetCdfAttribute> ReadAttributes(ref Header header)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, NetCdfAttribute>(StringComparer.Ordinal);
        var count = header.List(AttributeTag, leastBytes: 12);
        for (var i = 0; i < count && header.Fault == default; i++)
        {
            var name = header.Name();
            var type = header.Type();
            var values = header.Padded(header.Word(), SizeOf(type));
            // names repeat in damaged files only; the last one wins as with other readers
            read[name] = type == CharType ? new(Text(values), []) : new(null, Numbers(values, type));
        }

        return read.ToImmutable();
    }

    private static List<(string Name, Raw Raw)> ReadVariables(ref Header header, uint[] dimensions, bool wide)
    {
        var read = new List<(string, Raw)>();
        var count = header.List(VariableTag, leastBytes: 24);
        for (var i = 0; i < count && header.Fault == default; i++)
        {
            var name = header.Name();
            var rank = header.Word();
            var (perRecord, isRecord, inner) = (1L, false, 1L);
            for (var d = 0; d < rank && header.Fault == default; d++)
            {
                var id = header.Word();
                if (id >= dimensions.Length)
                {
                    header.Fail("netcdf/dimension", $"{name} has a dimension that is not declared");
                    break;
                }

                isRecord |= d == 0 && dimensions[id] == 0;
                inner = dimensions[id];
                // no file in memory holds more: the cap keeps the next product below 2^63
                perRecord = d == 0 && dimensions[id] == 0 ? 1 : Math.Min(perRecord * dimensions[id], int.MaxValue);
            }

            var attributes = ReadAttributes(ref header);
            var type = header.Type();
            header.Skip(4);
            var begin = wide ? header.Long() : header.Word();
            read.Add((name, new(type, begin, perRecord, Math.Min(inner, int.MaxValue), isRecord, attributes)));
        }

        return read;
    }

    private static ImmutableSortedDictionary<string, NetCdfVariable> Place(
        ref Header header, List<(string Name, Raw Raw)> variables, uint records)
    {
        var inRecords = variables.Where(v => v.Raw.IsRecord).Select(v => v.Raw).ToList();
        // each variable's part of a record is padded to 4 bytes, unless it is the only one
        var stride = inRecords is [var only]
            ? only.PerRecord * SizeOf(only.Type)
            : inRecords.Sum(v => ((v.PerRecord * SizeOf(v.Type)) + 3) & ~3L);
        long have = records;
        if (records == Streaming)
        {
            var first = inRecords.Count == 0 ? 0 : Math.Max(0, inRecords.Min(v => v.Begin));
            have = stride == 0 ? 0 : Math.Max(0, (header.Length - first) / stride);
        }

        var placed = ImmutableSortedDictionary.CreateBuilder<string, NetCdfVariable>(StringComparer.Ordinal);
        foreach (var (name, raw) in variables)
        {
            var times = raw.IsRecord ? have : 1;
            var step = raw.IsRecord ? stride : 0;
            var width = raw.PerRecord * SizeOf(raw.Type);
            // records and stride are below 2^32 and 2^40: the product is taken apart so that it cannot overflow
            var fits = raw.Begin >= 0 && raw.Begin <= header.Length && width <= header.Length
                && (times <= 1 || step == 0 || (times - 1) <= header.Length / step)
                && (times == 0 || raw.Begin + ((times - 1) * step) + width <= header.Length)
                && (step > 0 || times <= 1);
            if (!fits)
            {
                header.Fail("netcdf/truncated", $"the values of {name} reach past the end of the file");
                break;
            }

            placed[name] = new(raw.Type, raw.Begin, (int)times, (int)raw.PerRecord, (int)raw.Inner, step, raw.Attributes);
        }

        return placed.ToImmutable();
    }

    private static ImmutableArray<double> Numbers(ReadOnlySpan<byte> values, int type)
    {
        var size = SizeOf(type);
        var numbers = ImmutableArray.CreateBuilder<double>(values.Length / size);
        for (var at = 0; at + size <= values.Length; at += size)
        {
            numbers.Add(Value(values[at..], type));
        }

        return numbers.ToImmutable();
    }

    // attributes come NUL-padded, blank-padded, and in the writer's code page
    private static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.Latin1.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes).Trim();

    private static double Value(ReadOnlySpan<byte> at, int type) => type switch
    {
        ByteType => unchecked((sbyte)at[0]),
        CharType => at[0],
        ShortType => BinaryPrimitives.ReadInt16BigEndian(at),
        IntType => BinaryPrimitives.ReadInt32BigEndian(at),
        FloatType => BinaryPrimitives.ReadSingleBigEndian(at),
        _ => BinaryPrimitives.ReadDoubleBigEndian(at),
    };

    private static int SizeOf(int type) => type switch
    {
        ByteType or CharType => 1,
        ShortType => 2,
        DoubleType => 8,
        _ => 4,
    };

    private readonly record struct Raw(
        int Type, long Begin, long PerRecord, long Inner, bool IsRecord, ImmutableSortedDictionary<string, NetCdfAttribute> Attributes);

    /// <summary>Walks the header; after the first fault everything reads as zero, so callers need not ask each time.</summary>
    private ref struct Header(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public SpectraFault Fault { get; private set; }

        public readonly int Length => _bytes.Length;

        public void Fail(string code, string why)
        {
            if (Fault == default)
            {
                Fault = new(code, _at, why);
            }
        }

        public void Skip(long count) => Take(count);

        public uint Word() => Take(4) is { Length: 4 } word ? BinaryPrimitives.ReadUInt32BigEndian(word) : 0;

        public long Long() => Take(8) is { Length: 8 } word ? BinaryPrimitives.ReadInt64BigEndian(word) : 0;

        public int Type()
        {
            var type = Word();
            if (type is < ByteType or > DoubleType)
            {
                Fail("netcdf/type", "a value has a type that netCDF classic does not know");
                return ByteType;
            }

            return (int)type;
        }

        public int List(uint tag, int leastBytes)
        {
            var (found, count) = (Word(), Word());
            if ((found != tag && (found != 0 || count != 0)) || count > (_bytes.Length - _at) / leastBytes)
            {
                Fail("netcdf/header", "a list in the header is damaged or longer than the file");
                return 0;
            }

            return (int)count;
        }

        public string Name() => Encoding.Latin1.GetString(Padded(Word(), 1));

        public ReadOnlySpan<byte> Padded(uint count, int size)
        {
            var length = (long)count * size;
            var taken = Take(length);
            Skip(-length & 3);
            return taken;
        }

        private ReadOnlySpan<byte> Take(long count)
        {
            if (Fault != default || count > _bytes.Length - _at)
            {
                Fail("netcdf/truncated", "the file ends within its header");
                return [];
            }

            var taken = _bytes.Slice(_at, (int)count);
            _at += (int)count;
            return taken;
        }
    }
}
