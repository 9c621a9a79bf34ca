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
    private const double LargestWhole = 9e15;

    private static readonly double[] PowersOfTen = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7];

    private readonly BitWriter _to = new();

    /// <summary>The bytes of lines; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(ImmutableArray<Peak> peaks, PreparedSpectrum prepared)
    {
        foreach (var form in (ReadOnlySpan<int>)[1, 2])
        {
            _to.Clear();
            _to.Write((ulong)form, FormBits);
            if ((form == 1 ? TryBesidePrepared(peaks, prepared) : TryDecimal(peaks))
                && TryRead(_to.Bytes, prepared.Lines.AsSpan(), out var back)
                && back.AsSpan().SequenceEqual(peaks.AsSpan()))
            {
                return _to.Bytes;
            }
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
            if (!(mass > 0.0 && mass >= last && mass <= 1e6 && height > 0.0 && height <= 1e30))
            {
                return false;
            }

            last = mass;
        }

        return true;
    }

    private bool TryBesidePrepared(ImmutableArray<Peak> peaks, PreparedSpectrum prepared)
    {
        var (last, top) = (0.0, 0.0);
        foreach (var (mass, height) in peaks)
        {
            if (!(mass > last && mass < PreparedSpectrum.MassLimit && mass == Math.Floor(mass)))
            {
                return false;
            }

            (last, top) = (mass, Math.Max(top, height));
        }

        if (peaks.IsEmpty || PlacesOf(peaks, static peak => peak.Intensity) is not { } places)
        {
            return false;
        }

        var whole = Whole(top, places);
        _to.Write((ulong)places, PlaceBits);
        _to.WriteGamma((ulong)whole);
        var low = new List<Peak>();
        var tall = PreparedSpectrum.Walk(prepared.Lines.AsSpan());
        var more = tall.MoveNext();
        foreach (var peak in peaks)
        {
            if (!more || tall.Current.Mass != (int)peak.Mz)
            {
                low.Add(peak);
                continue;
            }

            var (least, bits) = Range(tall.Current.Code, whole);
            _to.Write((ulong)(Whole(peak.Intensity, places) - least), bits);
            more = tall.MoveNext();
        }

        _to.WriteGamma((ulong)low.Count + 1);
        var lowBits = Range(0, whole).Bits;
        var before = 0;
        foreach (var (mass, height) in low)
        {
            _to.WriteGamma((ulong)((int)mass - before));
            _to.Write((ulong)Whole(height, places), lowBits);
            before = (int)mass;
        }

        return true;
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

    private bool TryDecimal(ImmutableArray<Peak> peaks)
    {
        if (PlacesOf(peaks, static peak => peak.Mz) is not { } ofMass || PlacesOf(peaks, static peak => peak.Intensity) is not { } ofHeight)
        {
            return false;
        }

        _to.Write((ulong)ofMass, PlaceBits);
        _to.Write((ulong)ofHeight, PlaceBits);
        _to.WriteGamma((ulong)peaks.Length + 1);
        var last = 0L;
        foreach (var (mass, height) in peaks)
        {
            var whole = Whole(mass, ofMass);
            if (whole < last)
            {
                return false;
            }

            _to.WriteGamma((ulong)(whole - last) + 1);
            _to.WriteGamma((ulong)Whole(height, ofHeight) + 1);
            last = whole;
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

    private static long Whole(double value, int places) => (long)Math.Floor((value * PowersOfTen[places]) + 0.5);

    // the least decimal place at which every number is a whole one, and the division gives the same double back
    private static int? PlacesOf(ImmutableArray<Peak> peaks, Func<Peak, double> number)
    {
        var places = 0;
        foreach (var peak in peaks)
        {
            var value = number(peak);
            if (!(value >= 0.0 && value <= LargestWhole / PowersOfTen[MostPlaces]))
            {
                return null;
            }

            while (Whole(value, places) / PowersOfTen[places] != value)
            {
                if (++places > MostPlaces)
                {
                    return null;
                }
            }
        }

        return places;
    }
}
