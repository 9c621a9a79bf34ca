using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Probatum.Spectra;

/// <summary>How alike spectra are to one, the query: from 0 to 1, on the masses both cover.</summary>
/// <remarks>
/// IEEE additions, multiplications, divisions and square roots of doubles, in order of mass, none fused: the same bits on
/// every machine. Immutable once made; safe to use from several threads.
/// Sources: Stein and Scott, J. Am. Soc. Mass Spectrom. 5 (1994) 859; Li et al., Nat. Methods 18 (2021) 1524.
/// </remarks>
internal sealed class Similarity
{
    private const int Slack = 8;
    private const int Starts = PreparedSpectrum.LatestScanStart + 1;
    private static readonly double InverseLn2 = 1.0 / Deterministic.Log(2.0);

    private readonly Measure _measure;
    private readonly LineWeights _weights;
    private readonly int _scanFrom;
    private readonly double[] _query = new double[PreparedSpectrum.MassLimit];

    // by the mass from which is compared
    private readonly double[] _squares = new double[Starts];
    private readonly int[] _lines = new int[Starts];
    private readonly double[]?[] _shares = new double[Starts][];

    public Similarity(Measure measure, PreparedSpectrum query)
    {
        (_measure, _weights, _scanFrom) = (measure, LineWeights.Of(measure), query.ScanFrom);
        foreach (var (mass, code) in PreparedSpectrum.Walk(query.Lines.AsSpan()))
        {
            _query[mass] = _weights.Mass[mass] * _weights.Height[code];
        }

        var (sum, count) = (0.0, 0);
        for (var mass = _query.Length - 1; mass >= 0; mass--)
        {
            sum += _query[mass] * _query[mass];
            count += _query[mass] > 0.0 ? 1 : 0;
            if (mass < Starts)
            {
                (_squares[mass], _lines[mass]) = (sum, count);
            }
        }
    }

    /// <summary>The measure of two spectra.</summary>
    public static double Of(Measure measure, PreparedSpectrum query, PreparedSpectrum reference) =>
        new Similarity(measure, query).To(reference.Lines.AsSpan(), reference.ScanFrom);

    /// <summary>The query's weight at each mass.</summary>
    public ReadOnlySpan<double> Weights => _query;

    /// <summary>The measure of the query and a reference.</summary>
    /// <exception cref="InvalidDataException">The lines are not as <see cref="PreparedSpectrum"/> writes them.</exception>
    public double To(ReadOnlySpan<byte> lines, int scanFrom)
    {
        var from = Math.Min(Math.Max(_scanFrom, scanFrom), PreparedSpectrum.LatestScanStart);
        if (_measure == Measure.Entropy)
        {
            return Entropy(lines, from);
        }

        var sums = Walk(lines, from);
        if (sums.Common == 0)
        {
            return 0.0;
        }

        var squaredCosine = sums.Dot * sums.Dot / (_squares[from] * sums.Squares);
        return _measure == Measure.Cosine
            ? Math.Sqrt(squaredCosine)
            : ((_lines[from] * squaredCosine) + sums.Ratios) / (_lines[from] + sums.Common);
    }

    /// <summary>The cosine when lines of the query that the reference lacks are left out: information, never a rank.</summary>
    public double Reverse(ReadOnlySpan<byte> lines, int scanFrom)
    {
        var sums = Walk(lines, Math.Min(Math.Max(_scanFrom, scanFrom), PreparedSpectrum.LatestScanStart));
        return sums.Common == 0 ? 0.0 : sums.Dot / Math.Sqrt(sums.CommonSquares * sums.Squares);
    }

    // first the lines, one by one and without a branch on what they hold; then what both have, four at a time
    [SkipLocalsInit]
    private Sums Walk(ReadOnlySpan<byte> lines, int from)
    {
        unchecked
        {
            var pairs = MemoryMarshal.Cast<byte, ushort>(lines);
            if (pairs.Length > PreparedSpectrum.MassLimit + 8)
            {
                throw Odd();
            }

            Span<double> own = stackalloc double[pairs.Length + Slack];
            Span<double> other = stackalloc double[pairs.Length + Slack];
            ReadOnlySpan<double> query = _query;
            var byMass = _weights.Mass.AsSpan(0, query.Length);
            var byHeight = _weights.Height;
            var (count, mass, squares, at) = (0, 0, 0.0, 0);
            while (at < pairs.Length && mass + (pairs[at] & 0xFF) < from)
            {
                mass += pairs[at++] & 0xFF;
            }

            foreach (var pair in pairs[at..])
            {
                mass += pair & 0xFF;
                if ((uint)mass >= (uint)query.Length)
                {
                    throw Odd();
                }

                var weight = byMass[mass] * byHeight[pair >> 8];
                squares += weight * weight;
                (own[count], other[count]) = (weight, query[mass]);
                count += weight * query[mass] > 0.0 ? 1 : 0;
            }

            return Common(own, other, count, squares);
        }
    }

    // sums are taken in four lanes, a line's lane being its number modulo 4, and the lanes added from the first
    private static Sums Common(Span<double> own, Span<double> other, int count, double squares)
    {
        var lanes = Vector256<double>.Count;
        own.Slice(count, Slack).Clear();
        other.Slice(count, Slack).Clear();
        var (dot, common, ratios) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i < count; i += lanes)
        {
            var (a, b) = (Vector256.Create<double>(own[i..]), Vector256.Create<double>(other[i..]));
            dot += a * b;
            common += b * b;
            (a / b).CopyTo(own[i..]);
        }

        // behind the last quotient 0 and 1 in turn, whose ratios are 0
        for (var i = 0; i < Slack; i++)
        {
            own[count + i] = i & 1;
        }

        for (var i = 1; i < count; i += lanes)
        {
            var (a, b) = (Vector256.Create<double>(own[i..]), Vector256.Create<double>(own[(i - 1)..]));
            ratios += Vector256.Min(a, b) / Vector256.Max(a, b);
        }

        return new(Sum(dot), squares, Sum(common), Sum(ratios), count);
    }

    private static double Sum(Vector256<double> lanes) => ((lanes[0] + lanes[1]) + lanes[2]) + lanes[3];

    private double Entropy(ReadOnlySpan<byte> lines, int from)
    {
        Span<double> heights = stackalloc double[PreparedSpectrum.MassLimit];
        Span<int> masses = stackalloc int[PreparedSpectrum.MassLimit];
        var (count, mass, common) = (0, 0, 0);
        for (var i = 0; i + 1 < lines.Length; i += 2)
        {
            mass += lines[i];
            var height = _weights.Height[lines[i + 1]];
            if (mass >= from && height > 0.0)
            {
                if (mass >= PreparedSpectrum.MassLimit || (count > 0 && masses[count - 1] == mass))
                {
                    throw Odd();
                }

                common += _query[mass] > 0.0 ? 1 : 0;
                (masses[count], heights[count]) = (mass, height);
                count++;
            }
        }

        if (common == 0)
        {
            return 0.0;
        }

        ToShares(heights[..count]);
        var query = _shares[from] ??= QueryShares(from);
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            if (query[masses[i]] > 0.0)
            {
                var (a, b) = (query[masses[i]] * 0.5, heights[i] * 0.5);
                sum += XLog(a + b) - XLog(a) - XLog(b);
            }
        }

        return Math.Clamp(sum * InverseLn2, 0.0, 1.0);
    }

    private double[] QueryShares(int from)
    {
        var shares = (double[])_query.Clone();
        shares.AsSpan(0, from).Clear();
        ToShares(shares);
        return shares;
    }

    // in place; a spectrum of little entropy is flattened, so that one tall line does not decide alone
    private static void ToShares(Span<double> heights)
    {
        var total = 0.0;
        foreach (var h in heights)
        {
            total += h;
        }

        var entropy = 0.0;
        foreach (ref var h in heights)
        {
            h /= total;
            entropy -= XLog(h);
        }

        if (entropy >= 3.0)
        {
            return;
        }

        var (power, sum) = (0.25 + (0.25 * entropy), 0.0);
        foreach (ref var h in heights)
        {
            h = h > 0.0 ? Deterministic.Pow(h, power) : 0.0;
            sum += h;
        }

        foreach (ref var h in heights)
        {
            h /= sum;
        }
    }

    private static double XLog(double x) => x > 0.0 ? x * Deterministic.Log(x) : 0.0;

    private static InvalidDataException Odd() => new("pbl/lines: the library holds lines out of order or out of range");

    private readonly record struct Sums(double Dot, double Squares, double CommonSquares, double Ratios, int Common);
}
