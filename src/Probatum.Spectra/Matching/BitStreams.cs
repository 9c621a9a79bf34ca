using System.Buffers.Binary;
using System.Numerics;

namespace Probatum.Spectra;

/// <summary>Writes bits, the lowest of a byte first.</summary>
internal sealed class BitWriter
{
    private byte[] _bytes = new byte[1024];
    private int _bits;

    /// <summary>What was written, up to a whole byte.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, (_bits + 7) / 8);

    public void Clear()
    {
        _bytes.AsSpan(0, (_bits + 7) / 8).Clear();
        _bits = 0;
    }

    /// <summary>The lowest bits of a value, at most 64.</summary>
    public void Write(ulong value, int bits)
    {
        if ((_bits / 8) + 16 > _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        while (bits > 0)
        {
            var take = Math.Min(8 - (_bits & 7), bits);
            _bytes[_bits >> 3] |= (byte)((value & ((1UL << take) - 1)) << (_bits & 7));
            value >>= take;
            (_bits, bits) = (_bits + take, bits - take);
        }
    }

    /// <summary>Elias gamma: a value from 1 in about twice its length.</summary>
    public void WriteGamma(ulong value)
    {
        var length = BitOperations.Log2(value);
        Write(0, length);
        Write(1, 1);
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
