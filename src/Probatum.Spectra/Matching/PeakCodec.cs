using System.Collections.Immutable;
using System.Numerics;

namespace Probatum.Spectra;

/// <summary>A record's lines as its source gave them, to the last bit of every number, in few bits.</summary>
/// <remarks>
/// Three forms, the first that gives the same doubles back. 1: whole masses, one line each, heights whole numbers of a
/// decimal place; the prepared lines say where the tall ones are and how tall within a step, so only the rest of the
/// height is written, and the low lines behind. 2: masses and heights whole numbers of a decimal place. 3: raw doubles.
/// </remarks>
internal sealed class PeakCodec
{
    private const int FormBits = 2;
    private const int PlaceBits = 3;
    private const int MostPlaces = 6;
    private const double LargestMass = 1e6;
    private const double LargestWhole = 9e15;

    private static readonly double[] PowersOfTen = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7];

    private readonly BitWriter _to = new();
    private double[] _numbers = [];
    private long[] _masses = [];
    private long[] _heights = [];

    /// <summary>The bytes of lines; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(ImmutableArray<Peak> peaks, PreparedSpectrum prepared)
    {
        if (_numbers.Length < peaks.Length)
        {
            (_numbers, _masses, _heights) = (new double[peaks.Length], new long[peaks.Length], new long[peaks.Length]);
        }

        if (TryBesidePrepared(peaks.AsSpan(), prepared.Lines.AsSpan()) || TryDecimal(peaks.AsSpan()))
        {
            return _to.Bytes;
        }

        _to.Clear();
        _to.Write(3, FormBits);
        _to.WriteGamma((ulong)peaks.Length + 1);
        foreach (var (mass, height) in peaks)
        {
            _to.Write((ulong)BitConverter.DoubleToInt64Bits(mass), 64);
            _to.Write((ulong)BitConverter.DoubleToInt64Bits(height), 64);
        }

        return _to.Bytes;
    }

    /// <summary>The lines that were written; false for bytes that no careful program wrote.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lines, out ImmutableArray<Peak> peaks)
    {
        var from = new BitReader(bytes);
        var read = ImmutableArray.CreateBuilder<Peak>();
        var good = from.Read(FormBits) switch
        {
            1 => ReadBesidePrepared(ref from, lines, read),
            2 => ReadDecimal(ref from, read),
            3 => ReadRaw(ref from, read),
            _ => false,
        };
        peaks = good && !from.Overrun && from.Left < 8 ? read.ToImmutable() : [];
        return good && !from.Overrun && from.Left < 8 && AreInOrder(peaks);
    }

    private static bool AreInOrder(ImmutableArray<Peak> peaks)
    {
        var last = 0.0;
        foreach (var (mass, height) in peaks)
        {
            if (!(mass > 0.0 && mass >= last && mass <= LargestMass && height > 0.0 && height <= 1e30))
            {
                return false;
            }

            last = mass;
        }

        return true;
    }

    private bool TryBesidePrepared(ReadOnlySpan<Peak> peaks, ReadOnlySpan<byte> lines)
    {
        var last = 0.0;
        for (var i = 0; i < peaks.Length; i++)
        {
            var (mass, height) = peaks[i];
            if (!(mass > last && mass < PreparedSpectrum.MassLimit && mass == Math.Floor(mass) && height > 0.0))
            {
                return false;
            }

            (last, _masses[i], _numbers[i]) = (mass, (long)mass, height);
        }

        if (peaks.IsEmpty || !TryWhole(_numbers.AsSpan(0, peaks.Length), _heights, out var places))
        {
            return false;
        }

        var top = 0L;
        foreach (var height in _heights.AsSpan(0, peaks.Length))
        {
            top = Math.Max(top, height);
        }

        _to.Clear();
        _to.Write(1, FormBits);
        _to.Write((ulong)places, PlaceBits);
        _to.WriteGamma((ulong)top);
        var low = 0;
        var tall = PreparedSpectrum.Walk(lines);
        var more = tall.MoveNext();
        for (var i = 0; i < peaks.Length; i++)
        {
            var (mass, height) = (_masses[i], _heights[i]);
            if (!more || tall.Current.Mass != mass)
            {
                // no more were low than were looked at
                (_masses[low], _heights[low]) = (mass, height);
                low++;
                continue;
            }

            var (least, bits) = Range(tall.Current.Code, top);
            if (!TryWrite(height - least, bits))
            {
                return false;
            }

            more = tall.MoveNext();
        }

        _to.WriteGamma((ulong)low + 1);
        var lowBits = Range(0, top).Bits;
        var before = 0L;
        for (var i = 0; i < low; i++)
        {
            _to.WriteGamma((ulong)(_masses[i] - before));
            if (!TryWrite(_heights[i], lowBits))
            {
                return false;
            }

            before = _masses[i];
        }

        return !more;
    }

    private bool TryWrite(long value, int bits)
    {
        _to.Write((ulong)value, bits);
        return (ulong)value >> bits == 0;
    }

    private static bool ReadBesidePrepared(
        ref BitReader from, ReadOnlySpan<byte> lines, ImmutableArray<Peak>.Builder read)
    {
        var scale = PowersOfTen[(int)from.Read(PlaceBits)];
        var top = from.ReadGamma();
        if (top > LargestWhole)
        {
            return false;
        }

        foreach (var (mass, code) in PreparedSpectrum.Walk(lines))
        {
            var (least, bits) = Range(code, (long)top);
            read.Add(new(mass, (least + (long)from.Read(bits)) / scale));
        }

        var count = from.ReadGamma() - 1;
        if (count > (ulong)from.Left)
        {
            return false;
        }

        var lowBits = Range(0, (long)top).Bits;
        var last = 0UL;
        for (var i = 0UL; i < count && !from.Overrun; i++)
        {
            last += Math.Min(from.ReadGamma(), PreparedSpectrum.MassLimit);
            read.Add(new(last, from.Read(lowBits) / scale));
        }

        var low = read.Count - (int)count;
        if (count > 0 && low > 0)
        {
            Merge(read, low);
        }

        return true;
    }

    // the tall lines stand before the low ones, each ascending
    private static void Merge(ImmutableArray<Peak>.Builder read, int low)
    {
        ReadOnlySpan<Peak> both = read.ToArray();
        var tall = both[..low];
        var lows = both[low..];
        var to = 0;
        while (!tall.IsEmpty || !lows.IsEmpty)
        {
            if (lows.IsEmpty || (!tall.IsEmpty && tall[0].Mz < lows[0].Mz))
            {
                read[to++] = tall[0];
                tall = tall[1..];
            }
            else
            {
                read[to++] = lows[0];
                lows = lows[1..];
            }
        }
    }

    // the whole numbers that a code can stand for, as the least of them and how many bits tell them apart
    private static (long Least, int Bits) Range(int code, long top)
    {
        var least = code == 0 ? 0 : (long)Math.Floor(HeightScale.BoundOf(code) * top);
        var next = code == 0 ? HeightScale.BoundOf(HeightScale.Floor) : code == HeightScale.Top ? 1.0 : HeightScale.BoundOf(code + 1);
        var most = (long)Math.Floor(next * top) + 1;
        return (least, BitOperations.Log2((ulong)Math.Max(1, most - least)) + 1);
    }

    private bool TryDecimal(ReadOnlySpan<Peak> peaks)
    {
        for (var i = 0; i < peaks.Length; i++)
        {
            if (!(peaks[i].Intensity > 0.0))
            {
                return false;
            }

            _numbers[i] = peaks[i].Intensity;
        }

        if (!TryWhole(_numbers.AsSpan(0, peaks.Length), _heights, out var ofHeight))
        {
            return false;
        }

        for (var i = 0; i < peaks.Length; i++)
        {
            if (!(peaks[i].Mz > 0.0 && peaks[i].Mz <= LargestMass))
            {
                return false;
            }

            _numbers[i] = peaks[i].Mz;
        }

        if (!TryWhole(_numbers.AsSpan(0, peaks.Length), _masses, out var ofMass))
        {
            return false;
        }

        _to.Clear();
        _to.Write(2, FormBits);
        _to.Write((ulong)ofMass, PlaceBits);
        _to.Write((ulong)ofHeight, PlaceBits);
        _to.WriteGamma((ulong)peaks.Length + 1);
        var last = 0L;
        for (var i = 0; i < peaks.Length; i++)
        {
            if (_masses[i] < last)
            {
                return false;
            }

            _to.WriteGamma((ulong)(_masses[i] - last) + 1);
            _to.WriteGamma((ulong)_heights[i] + 1);
            last = _masses[i];
        }

        return true;
    }

    private static bool ReadDecimal(ref BitReader from, ImmutableArray<Peak>.Builder read)
    {
        var (ofMass, ofHeight) = (PowersOfTen[(int)from.Read(PlaceBits)], PowersOfTen[(int)from.Read(PlaceBits)]);
        var count = from.ReadGamma() - 1;
        if (count > (ulong)from.Left)
        {
            return false;
        }

        var last = 0L;
        for (var i = 0UL; i < count && !from.Overrun; i++)
        {
            var (step, height) = (from.ReadGamma() - 1, from.ReadGamma() - 1);
            if (step > LargestWhole || height > LargestWhole || last > LargestWhole)
            {
                return false;
            }

            last += (long)step;
            read.Add(new(last / ofMass, (long)height / ofHeight));
        }

        return true;
    }

    private static bool ReadRaw(ref BitReader from, ImmutableArray<Peak>.Builder read)
    {
        var count = from.ReadGamma() - 1;
        if (count > (ulong)(from.Left / 128))
        {
            return false;
        }

        for (var i = 0UL; i < count; i++)
        {
            var (mass, height) = (from.Read(64), from.Read(64));
            read.Add(new(BitConverter.UInt64BitsToDouble(mass), BitConverter.UInt64BitsToDouble(height)));
        }

        return true;
    }

    private static double Whole(double value, double scale) => Math.Floor((value * scale) + 0.5);

    // the least decimal place at which every number is a whole one, and the division gives the same double back
    private static bool TryWhole(ReadOnlySpan<double> numbers, Span<long> wholes, out int places)
    {
        places = 0;
        var (scale, unsure) = (1.0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            var number = numbers[i];
            if (!(number >= 0.0 && number <= LargestWhole / PowersOfTen[MostPlaces]))
            {
                return false;
            }

            var whole = Whole(number, scale);
            while (whole / scale != number)
            {
                if (++places > MostPlaces)
                {
                    return false;
                }

                (scale, unsure) = (PowersOfTen[places], i);
                whole = Whole(number, scale);
            }

            wholes[i] = (long)whole;
        }

        // those before the last that asked for more places were whole at fewer
        for (var i = 0; i < unsure; i++)
        {
            var whole = Whole(numbers[i], scale);
            wholes[i] = (long)whole;
            if (whole / scale != numbers[i])
            {
                return false;
            }
        }

        return true;
    }
}
