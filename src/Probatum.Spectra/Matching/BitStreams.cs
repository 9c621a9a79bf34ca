using System.Buffers.Binary;
using System.Numerics;

namespace Probatum.Spectra;

/// <summary>Writes bits, the lowest of a byte first.</summary>
internal sealed class BitWriter
{
    private const int WordBits = 64;

    // room for the whole words and the one that is open
    private byte[] _bytes = new byte[1024];
    private int _length;
    private ulong _open;
    private int _bits;

    /// <summary>What was written, up to a whole byte; valid until more is written.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), _open);
            return _bytes.AsSpan(0, _length + ((_bits + 7) / 8));
        }
    }

    public void Clear() => (_length, _open, _bits) = (0, 0, 0);

    /// <summary>The lowest bits of a value, at most 64.</summary>
    public void Write(ulong value, int bits)
    {
        if (bits < WordBits)
        {
            value &= (1UL << bits) - 1;
        }

        _open |= value << _bits;
        var left = WordBits - _bits;
        if (bits < left)
        {
            _bits += bits;
            return;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), _open);
        _length += sizeof(ulong);
        if (_length + sizeof(ulong) > _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        _open = left < WordBits ? value >> left : 0;
        _bits = bits - left;
    }

    /// <summary>Elias gamma: a value from 1 in about twice its length.</summary>
    public void WriteGamma(ulong value)
    {
        var length = BitOperations.Log2(value);
        Write(1UL << length, length + 1);
        Write(value, length);
    }
}

/// <summary>Reads what <see cref="BitWriter"/> wrote; beyond the end all is 0 and <see cref="Overrun"/> is set.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    // so many can be looked at in eight bytes, wherever in the first of them they begin
    private const int AtOnce = 56;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _at;

    public bool Overrun { get; private set; }

    public readonly long Left => (8L * _bytes.Length) - _at;

    public ulong Read(int bits)
    {
        if (bits > Left)
        {
            Overrun = true;
            return 0;
        }

        if (bits > AtOnce)
        {
            var low = Read(AtOnce);
            return low | (Read(bits - AtOnce) << AtOnce);
        }

        var value = Ahead() & ((1UL << bits) - 1);
        _at += bits;
        return value;
    }

    public ulong ReadGamma()
    {
        var length = BitOperations.TrailingZeroCount(Ahead());
        if (length > AtOnce || length >= Left)
        {
            Overrun = true;
            return 1;
        }

        _at += length + 1;
        return (1UL << length) | Read(length);
    }

    private readonly ulong Ahead()
    {
        var at = (int)(_at >> 3);
        if (at + sizeof(ulong) <= _bytes.Length)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]) >> (int)(_at & 7);
        }

        var value = 0UL;
        for (var i = _bytes.Length - 1; i >= at; i--)
        {
            value = (value << 8) | _bytes[i];
        }

        return value >> (int)(_at & 7);
    }
}
