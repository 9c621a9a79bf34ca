namespace Probatum.Spectra;

/// <summary>Exponential, logarithm and power with the same bits on every machine.</summary>
/// <remarks>
/// The platform's functions differ in the last bits between processors and libraries, and a rank may hang on one bit.
/// These use IEEE 754 double additions, multiplications and divisions only, in one order, without fused operations.
/// Relative error below 1e-14 for results between 1e-300 and 1e300. Source of the reductions: W. J. Cody, W. Waite,
/// Software Manual for the Elementary Functions, 1980.
/// </remarks>
public static class Deterministic
{
    // ln 2 in two parts; the first has 21 trailing zero bits, so that k * Ln2High is exact for |k| < 2^20
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700;
    private const double SqrtHalf = 0.70710678118654752440;
    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;

    private static readonly double[] InverseFactorials = Inverses();

    /// <summary>e to the power of <paramref name="x"/>; infinity above 709, zero below -708, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        switch (x)
        {
            case double.NaN: return double.NaN;
            case > 709.0: return double.PositiveInfinity;
            case < -708.0: return 0.0;
        }

        var k = Math.Floor((x * InverseLn2) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);
        // |r| <= 0.35: the first term left out is below 1e-17
        var sum = 0.0;
        for (var i = InverseFactorials.Length - 1; i >= 0; i--)
        {
            sum = (sum * r) + InverseFactorials[i];
        }

        return sum * BitConverter.Int64BitsToDouble(((long)k + ExponentBias) << MantissaBits);
    }

    /// <summary>The natural logarithm; negative infinity for 0, NaN below 0 and for NaN.</summary>
    public static double Log(double x)
    {
        switch (x)
        {
            case double.NaN or < 0.0: return double.NaN;
            case 0.0: return double.NegativeInfinity;
            case double.PositiveInfinity: return x;
        }

        var shift = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0; // 2^54 lifts the subnormal numbers
            shift = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (int)(bits >> MantissaBits) - ExponentBias + 1 + shift;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | ((ExponentBias - 1L) << MantissaBits));
        if (m < SqrtHalf)
        {
            m *= 2.0;
            k--;
        }

        // log m = 2 artanh s, s = (m - 1) / (m + 1), |s| <= 0.172: the first term left out is below 1e-18
        var s = (m - 1.0) / (m + 1.0);
        var z = s * s;
        var sum = 0.0;
        for (var i = 23; i >= 3; i -= 2)
        {
            sum = (sum + (1.0 / i)) * z;
        }

        return (k * Ln2High) + ((2.0 * s) + ((2.0 * s * sum) + (k * Ln2Low)));
    }

    /// <summary><paramref name="x"/> to the power of <paramref name="y"/>, for x of 0 and above.</summary>
    /// <remarks>0 to a positive power is 0; anything to the power of 0 is 1; NaN below 0.</remarks>
    public static double Pow(double x, double y) => (x, y) switch
    {
        (_, 0.0) => 1.0,
        (0.0, > 0.0) => 0.0,
        _ => Exp(y * Log(x)),
    };

    private static double[] Inverses()
    {
        var inverses = new double[15];
        var factorial = 1.0;
        for (var i = 0; i < inverses.Length; i++)
        {
            factorial *= Math.Max(1, i);
            inverses[i] = 1.0 / factorial;
        }

        return inverses;
    }
}
