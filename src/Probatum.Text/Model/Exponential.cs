namespace Probatum.Text;

/// <summary>Exponential and logarithm for training, with the same bits on every machine: additions and multiplications in one order.</summary>
internal static class Exponential
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int Terms = 13;
    private const int Steps = 5;

    /// <summary>e to the power of <paramref name="x"/>; 0 below -700, and as at 700 above that.</summary>
    public static double Exp(double x)
    {
        if (x < -700.0)
        {
            return 0.0;
        }

        var bounded = Math.Min(x, 700.0);
        var k = Math.Floor((bounded * 1.4426950408889634) + 0.5);
        var r = bounded - (k * Ln2High) - (k * Ln2Low);
        var sum = 1.0;
        for (var i = Terms; i > 0; i--)
        {
            sum = 1.0 + (sum * r / i);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }

    /// <summary>The natural logarithm of 1 to 100, by Newton's steps.</summary>
    public static double Log(double x)
    {
        var y = 2.0 * (x - 1.0) / (x + 1.0);
        for (var i = 0; i < Steps; i++)
        {
            y += 2.0 * (x - Exp(y)) / (x + Exp(y));
        }

        return y;
    }

    /// <summary>The logarithm of the sum of the exponentials of at most 100 numbers.</summary>
    public static double LogSum(ReadOnlySpan<double> values)
    {
        var most = double.NegativeInfinity;
        foreach (var value in values)
        {
            most = Math.Max(most, value);
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Exp(value - most);
        }

        return most + Log(sum);
    }
}
