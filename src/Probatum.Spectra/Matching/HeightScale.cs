namespace Probatum.Spectra;

/// <summary>Heights of lines as one byte: 32 steps an octave, 255 the base peak, 0 nothing.</summary>
/// <remarks>
/// A step is 2.2 %, less than two readings of one ion differ by; measured on spectra of two laboratories, ranks do not
/// hang on it (docs/identification.md 3.2). The bounds of the steps are irrational, so that no height of a file lies on
/// one, and scaling a spectrum moves none across.
/// </remarks>
internal static class HeightScale
{
    /// <summary>The code of the base peak.</summary>
    public const int Top = 255;

    /// <summary>The lowest line that is kept: 0.507 % of the base peak and its step.</summary>
    public const int Floor = 11;

    private const double StepsPerOctave = 32.0;
    private const int MantissaBits = 52;
    // so many that the guess is hardly ever off
    private const int LookupBits = 11;
    private const int ExponentBias = 1023;

    private static readonly double[] Middles = Powers(0.0);
    private static readonly double[] Bounds = Powers(0.5);
    private static readonly byte[] WithinOctave = Octave();

    /// <summary>The relative height that a code stands for; 0 for 0.</summary>
    public static double HeightOf(int code) => Middles[code];

    /// <summary>The least relative height that has this code or a higher one.</summary>
    public static double BoundOf(int code) => Bounds[code];

    /// <summary>The code of a height relative to the base peak (0 to 1); 0 below <see cref="Floor"/>.</summary>
    public static int CodeOf(double relative)
    {
        if (relative < Bounds[Floor])
        {
            return 0;
        }

        // a guess from the leading bits, at most one step off, and the bounds decide
        var bits = BitConverter.DoubleToInt64Bits(relative);
        var octave = (int)(bits >> MantissaBits) - ExponentBias;
        var step = WithinOctave[(int)(bits >> (MantissaBits - LookupBits)) & ((1 << LookupBits) - 1)];
        var code = Math.Clamp(Top + (octave * (int)StepsPerOctave) + step, Floor, Top);
        while (code < Top && relative >= Bounds[code + 1])
        {
            code++;
        }

        while (relative < Bounds[code])
        {
            code--;
        }

        return code;
    }

    private static double[] Powers(double below)
    {
        var ln2 = Deterministic.Log(2.0);
        var powers = new double[Top + 1];
        for (var code = 1; code <= Top; code++)
        {
            powers[code] = Deterministic.Exp((code - Top - below) / StepsPerOctave * ln2);
        }

        return powers;
    }

    private static byte[] Octave()
    {
        var ln2 = Deterministic.Log(2.0);
        var steps = new byte[1 << LookupBits];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = (byte)Math.Floor((Deterministic.Log(1.0 + (i / (double)steps.Length)) / ln2 * StepsPerOctave) + 0.5);
        }

        return steps;
    }
}
