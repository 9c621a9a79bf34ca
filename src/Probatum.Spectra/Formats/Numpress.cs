using System.Buffers.Binary;

namespace Probatum.Spectra;

/// <summary>
/// MS-Numpress: linear prediction, positive integers, short logged floats. Source: J. Teleman et al., Mol. Cell.
/// Proteomics 13 (2014) 1537, with the byte layout of its reference description.
/// </summary>
/// <remarks>Every decoder stops at the count that is declared, and a text that holds more or fewer values is refused.</remarks>
internal static class Numpress
{
    public static bool TryLinear(ReadOnlySpan<byte> bytes, int count, out double[] values)
    {
        values = [];
        if (count == 0)
        {
            return bytes.Length is 0 or 8;
        }

        if (bytes.Length < 12 || count > (2L * bytes.Length))
        {
            return false;
        }

        var factor = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        if (!(factor > 0.0 && double.IsFinite(factor)))
        {
            return false;
        }

        var read = new double[count];
        long before = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        read[0] = before / factor;
        if (count == 1)
        {
            values = read;
            return bytes.Length == 12;
        }

        if (bytes.Length < 16)
        {
            return false;
        }

        long last = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        read[1] = last / factor;
        var halves = new HalfBytes(bytes[16..]);
        for (var i = 2; i < count; i++)
        {
            if (!halves.TryInt(out var difference))
            {
                return false;
            }

            // damaged differences may run far off, but never beyond 2^63 within a count of at most 2^31
            var next = unchecked((2 * last) - before + difference);
            if (Math.Abs((double)next) > long.MaxValue / 8.0)
            {
                return false;
            }

            (before, last) = (last, next);
            read[i] = last / factor;
        }

        values = read;
        return halves.IsAtEnd;
    }

    public static bool TryPositive(ReadOnlySpan<byte> bytes, int count, out double[] values)
    {
        values = [];
        if (count > 2L * bytes.Length)
        {
            return false;
        }

        var read = new double[count];
        var halves = new HalfBytes(bytes);
        for (var i = 0; i < count; i++)
        {
            if (!halves.TryInt(out var value))
            {
                return false;
            }

            read[i] = unchecked((uint)value);
        }

        values = read;
        return halves.IsAtEnd;
    }

    public static bool TryShortLogged(ReadOnlySpan<byte> bytes, int count, out double[] values)
    {
        values = [];
        if (bytes.Length != 8 + (2L * count))
        {
            return count == 0 && bytes.IsEmpty;
        }

        var factor = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        if (!(factor > 0.0 && double.IsFinite(factor)))
        {
            return false;
        }

        var read = new double[count];
        for (var i = 0; i < count; i++)
        {
            read[i] = Deterministic.Exp(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(8 + (2 * i))..]) / factor) - 1.0;
        }

        values = read;
        return true;
    }

    /// <summary>Integers in half bytes: how many leading ones or zeros are cut off, then the rest, lowest half byte first.</summary>
    private ref struct HalfBytes(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private long _at;

        /// <summary>At the end, but for a last half byte that fills a byte up.</summary>
        public readonly bool IsAtEnd => _at == 2L * _bytes.Length
            || (_at == (2L * _bytes.Length) - 1 && (_bytes[^1] & 0xF) is 0 or 8);

        public bool TryInt(out int value)
        {
            value = 0;
            if (!TryNext(out var head))
            {
                return false;
            }

            var bits = 0u;
            var cut = head;
            if (head > 8)
            {
                // negative: the cut half bytes are all ones
                cut = head - 8;
                bits = 0xFFFFFFFFu << (4 * (8 - cut));
            }

            for (var i = 0; i < 8 - cut; i++)
            {
                if (!TryNext(out var half))
                {
                    return false;
                }

                bits |= (uint)half << (4 * i);
            }

            value = unchecked((int)bits);
            return true;
        }

        // the upper half of a byte comes first
        private bool TryNext(out int half)
        {
            half = 0;
            if (_at >= 2L * _bytes.Length)
            {
                return false;
            }

            var b = _bytes[(int)(_at / 2)];
            half = _at % 2 == 0 ? b >> 4 : b & 0xF;
            _at++;
            return true;
        }
    }
}
