namespace Probatum.Spectra;

/// <summary>What a line weighs in a measure: a factor of its mass times a factor of its height.</summary>
/// <param name="Mass">By nominal mass.</param>
/// <param name="Height">By code; 0 for lines that the measure leaves out.</param>
internal sealed record LineWeights(double[] Mass, double[] Height)
{
    // of a base peak: what chemical noise and the detector's threshold add to or take from every line. Measured on
    // spectra of seven laboratories against each other, docs/identification.md 3.2
    private const double Ground = 0.004;

    // 1.01 %; lines below one per cent are noise in most libraries
    private const int OnePercent = 43;

    private static readonly LineWeights AboveGround = Of(
        mass => mass, height => Math.Sqrt(height - Ground), HeightScale.Floor);

    private static readonly LineWeights SteinScott = Of(
        mass => Deterministic.Pow(mass, 1.3), height => Deterministic.Pow(height, 0.53), OnePercent);

    private static readonly LineWeights Plain = Of(_ => 1.0, height => height, OnePercent);

    /// <summary>The weights of a measure.</summary>
    public static LineWeights Of(Measure measure) => measure switch
    {
        Measure.SteinScott => SteinScott,
        Measure.Entropy => Plain,
        _ => AboveGround,
    };

    private static LineWeights Of(Func<double, double> ofMass, Func<double, double> ofHeight, int floor)
    {
        var (mass, height) = (new double[PreparedSpectrum.MassLimit], new double[HeightScale.Top + 1]);
        for (var i = 0; i < mass.Length; i++)
        {
            mass[i] = ofMass(i);
        }

        for (var i = floor; i < height.Length; i++)
        {
            height[i] = ofHeight(HeightScale.HeightOf(i));
        }

        return new(mass, height);
    }
}
