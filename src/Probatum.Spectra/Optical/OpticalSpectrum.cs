using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A Raman or infrared spectrum: intensity or absorbance (never transmittance) over wave numbers.</summary>
/// <param name="X">In 1/cm, ascending, at least two.</param>
/// <param name="Y">As many as <paramref name="X"/>, finite.</param>
public sealed record OpticalSpectrum(ImmutableArray<double> X, ImmutableArray<double> Y)
{
    /// <summary>The least and the greatest wave number, in 1/cm.</summary>
    public (double From, double To) Range => (X[0], X[^1]);

    /// <summary>Checks that a spectrum is one; false with the reason.</summary>
    public static bool TryMake(ImmutableArray<double> x, ImmutableArray<double> y, out OpticalSpectrum spectrum, out SpectraFault fault)
    {
        spectrum = null!;
        fault = x.Length != y.Length ? new("optical/length", Math.Min(x.Length, y.Length), "there are not as many heights as wave numbers")
            : x.Length < 2 ? new("optical/short", x.Length, "a spectrum has two points at least")
            : FirstOdd(x, y) is >= 0 and var at ? new("optical/point", at, "wave numbers ascend, and all numbers are finite")
            : default;
        if (fault == default)
        {
            spectrum = new(x, y);
        }

        return fault == default;
    }

    /// <summary>The heights at evenly spaced wave numbers within <see cref="Range"/>, by straight lines between points.</summary>
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
            heights[i] = Y[right - 1] + (share * (Y[right] - Y[right - 1]));
        }

        return heights;
    }

    private static int FirstOdd(ImmutableArray<double> x, ImmutableArray<double> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]) || (i > 0 && !(x[i] > x[i - 1])))
            {
                return i;
            }
        }

        return -1;
    }
}
