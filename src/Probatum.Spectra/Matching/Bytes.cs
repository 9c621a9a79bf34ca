using System.Buffers.Binary;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Bytes that grow without being copied.</summary>
internal sealed class Bytes
{
    private const int ChunkSize = 1 << 18;

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkSize;

    public long Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_used == ChunkSize)
            {
                _chunks.Add(new byte[ChunkSize]);
                _used = 0;
            }

            var take = Math.Min(ChunkSize - _used, bytes.Length);
            bytes[..take].CopyTo(_chunks[^1].AsSpan(_used));
            bytes = bytes[take..];
            _used += take;
        }
    }

    public void Add(Bytes others) => others.Each(Add);

    public void Word(uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        Add(four);
    }

    public void Number(double value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
        Add(eight);
    }

    /// <summary>Forgets what was added and keeps room for as much again.</summary>
    public void Clear()
    {
        if (_chunks.Count > 0)
        {
            _chunks.RemoveRange(1, _chunks.Count - 1);
            _used = 0;
        }

        Length = 0;
    }

    /// <summary>LEB128.</summary>
    public void Count(int value)
    {
        var left = (uint)value;
        for (; left >= 0x80; left >>= 7)
        {
            Add([(byte)((left & 0x7F) | 0x80)]);
        }

        Add([(byte)left]);
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Count(length);
        if (length > ChunkSize - _used)
        {
            Add(Encoding.UTF8.GetBytes(text));
            return;
        }

        Encoding.UTF8.GetBytes(text, _chunks[^1].AsSpan(_used));
        Length += length;
        _used += length;
    }

    /// <summary>All of them, in order, in pieces.</summary>
    public void Each(ReadOnlySpanAction take)
    {
        for (var i = 0; i < _chunks.Count; i++)
        {
            take(_chunks[i].AsSpan(0, i == _chunks.Count - 1 ? _used : ChunkSize));
        }
    }

    public delegate void ReadOnlySpanAction(ReadOnlySpan<byte> piece);
}
