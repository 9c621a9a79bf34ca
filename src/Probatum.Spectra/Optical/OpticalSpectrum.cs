using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A Raman or infrared spectrum: intensity or absorbance (never transmittance) over wave numbers.</summary>
/// <param name="X">In 1/cm, ascending, at least two, within 100,000 of zero.</param>
/// <param name="Y">As many as <paramref name="X"/>, finite.</param>
public sealed record OpticalSpectrum(ImmutableArray<double> X, ImmutableArray<double> Y)
{
    private const double FarthestPlace = 1e5;

    // 2 to the power that brings the largest height to 1 and below 2; exact, but for heights near the smallest numbers
    private readonly int _scale = ScaleOf(Y);

    /// <summary>The least and the greatest wave number, in 1/cm.</summary>
    public (double From, double To) Range => (X[0], X[^1]);

    /// <summary>Checks that a spectrum is one; false with the reason.</summary>
    public static bool TryMake(ImmutableArray<double> x, ImmutableArray<double> y, out OpticalSpectrum spectrum, out SpectraFault fault)
    {
        spectrum = null!;
        fault = x.Length != y.Length ? new("optical/length", Math.Min(x.Length, y.Length), "there are not as many heights as wave numbers")
            : x.Length < 2 ? new("optical/short", x.Length, "a spectrum has two points at least")
            : FirstOdd(x, y) is >= 0 and var at ? new("optical/point", at, "wave numbers ascend and lie within 100,000 1/cm, and all numbers are finite")
            : default;
        if (fault == default)
        {
            spectrum = new(x, y);
        }

        return fault == default;
    }

    /// <summary>
    /// What a trace may be compared with: infrared or Raman, as its source says; where that says nothing, as its axes can only
    /// be: a shift off the exciting light is Raman, absorption along wave numbers infrared. Null for all others.
    /// </summary>
    public static Technique? KindOf(Trace trace) => trace switch
    {
        { Technique: Technique.Infrared or Technique.Raman } => trace.Technique,
        { Technique: Technique.Unstated, XAxis.Unit: AxisUnit.RamanShift } => Technique.Raman,
        { Technique: Technique.Unstated, XAxis.Unit: AxisUnit.Wavenumber or AxisUnit.Micrometre, YAxis.Unit: AxisUnit.Absorbance or AxisUnit.Transmittance or AxisUnit.PercentTransmittance }
            => Technique.Infrared,
        _ => null,
    };

    /// <summary>
    /// The spectrum of a trace on an axis of light; transmittance becomes absorbance. A fault where the trace is none, or
    /// holds single peaks only.
    /// </summary>
    /// <remarks>
    /// Per cent or not makes no difference: absorbances are then a constant apart, which the measures don't see. Points at
    /// which no light passed have no absorbance and are left out, as are further points at one place.
    /// </remarks>
    public static bool TryOf(Trace trace, out OpticalSpectrum spectrum, out SpectraFault fault)
    {
        spectrum = null!;
        if (trace.IsPeakTable || KindOf(trace) is null || trace.Wavenumbers() is not { } places)
        {
            fault = trace.IsPeakTable ? new("optical/peaks", 0, "it holds single peaks and says nothing of what lies between")
                : KindOf(trace) is null ? new("optical/technique", 0, "it is not said to be an infrared or Raman spectrum")
                : new("optical/axis", 0, "its axis is none of light, or crosses zero");
            return false;
        }

        var passed = trace.YAxis.Unit is AxisUnit.Transmittance or AxisUnit.PercentTransmittance;
        if (!passed && trace.YAxis.Unit is AxisUnit.Reflectance)
        {
            fault = new("optical/reflectance", 0, "it is a reflectance spectrum: compare it with such only after a transformation that its maker knows");
            return false;
        }

        var points = places.Zip(trace.Y).Where(point => !passed || point.Second > 0.0).DistinctBy(point => point.First).OrderBy(point => point.First).ToList();
        return TryMake(
            [.. points.Select(point => point.First)],
            [.. points.Select(point => passed ? -Deterministic.Log(point.Second) / Deterministic.Log(10.0) : point.Second)], out spectrum, out fault);
    }

    /// <summary>
    /// The heights at evenly spaced wave numbers within <see cref="Range"/>, by straight lines between points, all by one power of
    /// two so that the largest of <see cref="Y"/> is 1 and below 2.
    /// </summary>
    internal double[] At(double from, double step, int count)
    {
        var heights = new double[count];
        var right = 1;
        for (var i = 0; i < count; i++)
        {
            var x = from + (i * step);
            while (right < X.Length - 1 && X[right] < x)
            {
                right++;
            }

            var share = Math.Clamp((x - X[right - 1]) / (X[right] - X[right - 1]), 0.0, 1.0);
            var (left, next) = (Math.ScaleB(Y[right - 1], _scale), Math.ScaleB(Y[right], _scale));
            heights[i] = left + (share * (next - left));
        }

        return heights;
    }

    private static int ScaleOf(ImmutableArray<double> heights)
    {
        var largest = 0.0;
        foreach (var height in heights)
        {
            largest = Math.Max(largest, Math.Abs(height));
        }

        return largest > 0.0 ? -Math.ILogB(largest) : 0;
    }

    private static int FirstOdd(ImmutableArray<double> x, ImmutableArray<double> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (!(Math.Abs(x[i]) <= FarthestPlace) || !double.IsFinite(y[i]) || (i > 0 && !(x[i] > x[i - 1])))
            {
                return i;
            }
        }

        return -1;
    }
}
