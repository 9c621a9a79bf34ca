using System.Buffers.Binary;
using System.Text;

namespace Probatum.Larch;

/// <summary>Writes a netCDF classic file (version 1) without record dimension; big-endian throughout.</summary>
/// <remarks>Source: NetCDF Classic Format Specification, Unidata (OGC 10-092r3).</remarks>
internal sealed class NetCdfWriter
{
    private const int DimensionTag = 10;
    private const int VariableTag = 11;
    private const int AttributeTag = 12;
    private const int CharType = 2;
    private const int ShortType = 3;
    private const int IntType = 4;
    private const int DoubleType = 6;

    private readonly List<(string Name, int Length)> _dimensions = [];
    private readonly List<(string Name, string Text)> _attributes = [];
    private readonly List<Variable> _variables = [];

    /// <summary>Declares a dimension; its place is what variables name.</summary>
    public int Dimension(string name, int length)
    {
        _dimensions.Add((name, length));
        return _dimensions.Count - 1;
    }

    /// <summary>Adds a global attribute.</summary>
    public void Attribute(string name, string text) => _attributes.Add((name, text));

    /// <summary>Adds numbers of 8 bytes.</summary>
    public void Doubles(string name, int dimension, double[] values, params (string Name, object Value)[] attributes) =>
        Add(name, dimension, DoubleType, 8, values, (at, v) => BinaryPrimitives.WriteDoubleBigEndian(at, v), attributes);

    /// <summary>Adds whole numbers of 4 bytes.</summary>
    public void Ints(string name, int dimension, int[] values, params (string Name, object Value)[] attributes) =>
        Add(name, dimension, IntType, 4, values, (at, v) => BinaryPrimitives.WriteInt32BigEndian(at, v), attributes);

    /// <summary>Adds whole numbers of 2 bytes.</summary>
    public void Shorts(string name, int dimension, short[] values, params (string Name, object Value)[] attributes) =>
        Add(name, dimension, ShortType, 2, values, (at, v) => BinaryPrimitives.WriteInt16BigEndian(at, v), attributes);

    /// <summary>The whole file.</summary>
    public byte[] ToBytes()
    {
        // begins are fixed words, so a header written with wrong ones has the right length
        var begin = Header([.. _variables.Select(_ => 0)]).Length;
        var begins = new int[_variables.Count];
        for (var i = 0; i < begins.Length; i++)
        {
            begins[i] = begin;
            begin += _variables[i].Data.Length;
        }

        return [.. Header(begins), .. _variables.SelectMany(variable => variable.Data)];
    }

    private delegate void Put<T>(Span<byte> at, T value);

    private void Add<T>(
        string name, int dimension, int type, int size, T[] values, Put<T> put, (string Name, object Value)[] attributes)
    {
        if (values.Length != _dimensions[dimension].Length)
        {
            throw new ArgumentException($"{name} is not as long as its dimension", nameof(values));
        }

        var data = new byte[Padded(values.Length * size)];
        for (var i = 0; i < values.Length; i++)
        {
            put(data.AsSpan(i * size), values[i]);
        }

        _variables.Add(new(name, dimension, type, attributes, data));
    }

    private byte[] Header(int[] begins)
    {
        using var bytes = new MemoryStream();
        bytes.Write("CDF\u0001"u8);
        Word(bytes, 0);
        List(bytes, DimensionTag, _dimensions.Count);
        foreach (var (name, length) in _dimensions)
        {
            Text(bytes, name);
            Word(bytes, length);
        }

        List(bytes, AttributeTag, _attributes.Count);
        foreach (var (name, text) in _attributes)
        {
            Value(bytes, name, text);
        }

        List(bytes, VariableTag, _variables.Count);
        for (var i = 0; i < begins.Length; i++)
        {
            var variable = _variables[i];
            Text(bytes, variable.Name);
            Word(bytes, 1);
            Word(bytes, variable.Dimension);
            List(bytes, AttributeTag, variable.Attributes.Length);
            foreach (var (name, value) in variable.Attributes)
            {
                Value(bytes, name, value);
            }

            Word(bytes, variable.Type);
            Word(bytes, variable.Data.Length);
            Word(bytes, begins[i]);
        }

        return bytes.ToArray();
    }

    private static void Value(MemoryStream bytes, string name, object value)
    {
        Text(bytes, name);
        if (value is string text)
        {
            Word(bytes, CharType);
            Text(bytes, text);
            return;
        }

        var number = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(number, (double)value);
        Word(bytes, DoubleType);
        Word(bytes, 1);
        bytes.Write(number);
    }

    private static void List(MemoryStream bytes, int tag, int count)
    {
        Word(bytes, count == 0 ? 0 : tag);
        Word(bytes, count);
    }

    private static void Text(MemoryStream bytes, string text)
    {
        var letters = Encoding.ASCII.GetBytes(text);
        Word(bytes, letters.Length);
        bytes.Write(letters);
        bytes.Write(new byte[Padded(letters.Length) - letters.Length]);
    }

    private static void Word(MemoryStream bytes, int value)
    {
        var word = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, value);
        bytes.Write(word);
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private sealed record Variable(
        string Name, int Dimension, int Type, (string Name, object Value)[] Attributes, byte[] Data);
}
