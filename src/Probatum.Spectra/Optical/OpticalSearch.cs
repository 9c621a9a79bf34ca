using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>How two optical spectra are compared, on the wave numbers both cover.</summary>
public enum OpticalMeasure
{
    /// <summary>Pearson's correlation of the heights: blind to scale and offset, not to a sloping ground.</summary>
    Correlation,

    /// <summary>The same of the first differences: blind to a sloping ground too, which fluorescence and scattering make.</summary>
    Derivative,
}

/// <summary>A reference that an optical search found.</summary>
/// <param name="Reference">Its place in what was searched.</param>
/// <param name="ScoreMillionths">The correlation in millionths; below 0 counts as 0.</param>
public readonly record struct OpticalHit(int Reference, int ScoreMillionths);

/// <summary>That two references together explain a spectrum much better than the best alone: a hint, no finding.</summary>
/// <param name="First">The place of one reference.</param>
/// <param name="Second">The place of the other.</param>
/// <param name="ShareMillionths">The first one's share of the height that both explain.</param>
/// <param name="AloneMillionths">What the best single reference leaves unexplained, of the whole variation.</param>
/// <param name="TogetherMillionths">What both leave unexplained.</param>
public readonly record struct MixtureHint(int First, int Second, int ShareMillionths, int AloneMillionths, int TogetherMillionths);

/// <summary>Compares Raman and infrared spectra, each kind with its own kind only: a caller sees to that.</summary>
/// <remarks>
/// Heights are taken at the same even steps in both, by straight lines, over the common range; sums in order of wave number,
/// not fused; square roots, but no powers, exponentials or logarithms of the platform: the same bits on every machine. Source of the measures: ASTM E2310 (correlation, first derivative).
/// </remarks>
public static class OpticalSearch
{
    private const double Step = 2.0;
    private const double Millionths = 1e6;
    private const int FewestSteps = 50;
    private const double MostSteps = 1e6;

    // pairs are tried among so many of the best
    private const int Tried = 20;

    // a second reference always explains a little more: noise, a shifted ground
    private const double MuchLess = 0.5;

    /// <summary>The correlation in millionths; null where both have less than 100 1/cm in common, or one is flat.</summary>
    public static int? Compare(OpticalMeasure measure, OpticalSpectrum a, OpticalSpectrum b)
    {
        if (Grid(a, b) is not { } grid)
        {
            return null;
        }

        var (u, v) = (Heights(measure, a, grid), Heights(measure, b, grid));
        var (uu, vv) = (Dot(u, u), Dot(v, v));
        return uu > 0.0 && vv > 0.0 ? ToMillionths(Dot(u, v) / (Math.Sqrt(uu) * Math.Sqrt(vv))) : null;
    }

    /// <summary>The best references; of two that are alike the one that stands first. Those without a common range are left out.</summary>
    public static ImmutableArray<OpticalHit> Search(
        OpticalMeasure measure, OpticalSpectrum query, IReadOnlyList<OpticalSpectrum> references, int top) =>
    [
        .. references.Select((reference, i) => (Score: Compare(measure, query, reference), At: i))
            .Where(one => one.Score is not null)
            .OrderByDescending(one => one.Score).ThenBy(one => one.At).Take(top)
            .Select(one => new OpticalHit(one.At, one.Score!.Value)),
    ];

    /// <summary>
    /// The pair of references that explains a spectrum best, where it leaves less than half unexplained of what the best
    /// single one leaves; null where no pair does. Parts of a mixture are never negative.
    /// </summary>
    public static MixtureHint? Mixture(OpticalSpectrum query, IReadOnlyList<OpticalSpectrum> references)
    {
        var near = Search(OpticalMeasure.Derivative, query, references, Tried);
        var alone = near.Select(hit => Unexplained(query, references[hit.Reference], null)).OfType<(double Left, double)>()
            .Select(one => one.Left).DefaultIfEmpty(1.0).Min();
        MixtureHint? best = null;
        foreach (var (i, first) in near.Index())
        {
            foreach (var second in near.Skip(i + 1))
            {
                if (Unexplained(query, references[first.Reference], references[second.Reference]) is { } both
                    && both.Share is > 0.0 and < 1.0 && both.Left < MuchLess * alone
                    && ToMillionths(both.Left) < (best?.TogetherMillionths ?? int.MaxValue))
                {
                    best = new(first.Reference, second.Reference, ToMillionths(both.Share), ToMillionths(alone), ToMillionths(both.Left));
                }
            }
        }

        return best;
    }

    // non-negative least squares of one or two references, on the first differences; null without a common range
    private static (double Left, double Share)? Unexplained(OpticalSpectrum query, OpticalSpectrum first, OpticalSpectrum? second)
    {
        if (Grid(query, first, second) is not { } grid)
        {
            return null;
        }

        var q = Heights(OpticalMeasure.Derivative, query, grid);
        var a = Heights(OpticalMeasure.Derivative, first, grid);
        var b = second is null ? new double[a.Length] : Heights(OpticalMeasure.Derivative, second, grid);
        double qq = Dot(q, q), aa = Dot(a, a), bb = Dot(b, b), ab = Dot(a, b), qa = Dot(q, a), qb = Dot(q, b);
        if (!(qq > 0.0 && aa > 0.0))
        {
            return null;
        }

        var determinant = (aa * bb) - (ab * ab);
        var (x, y) = determinant > 1e-9 * aa * bb
            ? (((qa * bb) - (qb * ab)) / determinant, ((qb * aa) - (qa * ab)) / determinant)
            : (-1.0, -1.0);
        if (x < 0.0 || y < 0.0)
        {
            // one of them alone is the best that is not negative
            (x, y) = bb > 0.0 && qb * Math.Abs(qb) / bb > qa * Math.Abs(qa) / aa
                ? (0.0, Math.Max(0.0, qb / bb))
                : (Math.Max(0.0, qa / aa), 0.0);
        }

        var left = qq - (2.0 * ((x * qa) + (y * qb))) + (x * x * aa) + (2.0 * x * y * ab) + (y * y * bb);
        var (ofFirst, ofSecond) = (x * Math.Sqrt(aa), y * Math.Sqrt(bb));
        return (Math.Clamp(left / qq, 0.0, 1.0), ofFirst + ofSecond > 0.0 ? ofFirst / (ofFirst + ofSecond) : 1.0);
    }

    private static (double From, int Count)? Grid(OpticalSpectrum a, OpticalSpectrum b, OpticalSpectrum? c = null)
    {
        var from = Math.Max(Math.Max(a.Range.From, b.Range.From), c?.Range.From ?? double.NegativeInfinity);
        var to = Math.Min(Math.Min(a.Range.To, b.Range.To), c?.Range.To ?? double.PositiveInfinity);
        var steps = Math.Min((to - from) / Step, MostSteps);
        return steps >= FewestSteps ? (from, (int)Math.Floor(steps) + 1) : null;
    }

    // With the mean taken off, and by the power of two that brings the spectrum's largest height to 1: that changes no digit of a
    // score, and no sum of squares runs over or away.
    private static double[] Heights(OpticalMeasure measure, OpticalSpectrum spectrum, (double From, int Count) grid)
    {
        var heights = spectrum.At(grid.From, Step, grid.Count);
        if (measure == OpticalMeasure.Derivative)
        {
            for (var i = 0; i + 1 < heights.Length; i++)
            {
                heights[i] = heights[i + 1] - heights[i];
            }

            heights = heights[..^1];
        }

        var mean = 0.0;
        foreach (var height in heights)
        {
            mean += height;
        }

        mean /= heights.Length;
        return [.. heights.Select(height => height - mean)];
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    // what is no number counts as 0
    private static int ToMillionths(double share) => share > 0.0 ? (int)Math.Floor((Math.Min(share, 1.0) * Millionths) + 0.5) : 0;
}
