namespace Probatum.Spectra;

/// <summary>What a run's strong ions show before anything is smoothed: how wide its peaks are, and how its scans run.</summary>
/// <remarks>
/// A scan measures its masses one after the other, so ions of one compound seem to peak up to a scan apart. Files state
/// the direction seldom and sometimes wrongly; the strong ions of one compound show it, because they have one maximum.
/// </remarks>
/// <param name="PeakSigma">Half the usual width of a peak at 0.61 of its height, in seconds.</param>
/// <param name="Skew">
/// The part of the scan interval from the lowest to the highest mass: above 0 where masses are measured upwards.
/// </param>
/// <param name="SkewIsSeen">False where too few strong ions meet to tell; the skew is then 0.</param>
internal sealed record FirstLook(double PeakSigma, double Skew, bool SkewIsSeen)
{
    private const double StrongInNoise = 40.0;
    private const int FewestWidths = 12;
    private const double UsualSigmaInScans = 8.0;
    private const int FarthestScans = 400;
    private const double FwhmInSigmas = 2.354820045030949;

    // a run's strongest peaks tell enough; the rest would only cost time
    private const int MostApexesForSkew = 6000;
    private const int SkewSteps = 12;

    /// <summary>Looks at all ions of a stretch.</summary>
    public static FirstLook Of(IReadOnlyList<IonPoints> ions, double[] seconds, double interval, NoiseModel noise)
    {
        var strong = new List<(double Seconds, double Share, double Sigma, double Height)>();
        double low = ions[0].Mass, range = ions[^1].Mass - low + 1.0;
        foreach (var ion in ions)
        {
            foreach (var (place, sigma, height) in Strong(ion, noise))
            {
                var scan = (int)Math.Floor(place);
                var at = seconds[scan] + ((place - scan) * interval);
                strong.Add((at, (ion.Mass - low) / range, sigma * interval, height));
            }
        }

        if (strong.Count < FewestWidths)
        {
            return new(UsualSigmaInScans * interval, 0.0, false);
        }

        var widths = strong.Select(s => s.Sigma).Order().ToArray();
        var usual = Math.Max(widths[widths.Length / 2], interval);
        var apexes = strong.OrderByDescending(s => s.Height).ThenBy(s => s.Seconds).ThenBy(s => s.Share)
            .Take(MostApexesForSkew).OrderBy(s => s.Seconds).ThenBy(s => s.Share)
            .Select(s => (s.Seconds, s.Share)).ToArray();
        var (skew, seen) = SkewOf(apexes, interval, usual);
        return new(usual, skew, seen);
    }

    // maxima that stand alone to half their height: place in scans, width, height
    private static IEnumerable<(double Place, double Sigma, double Height)> Strong(IonPoints ion, NoiseModel noise)
    {
        var (scans, heights) = (ion.Scans, ion.Heights);
        for (var i = 2; i + 2 < scans.Length; i++)
        {
            var top = heights[i];
            if (scans[i + 2] - scans[i - 2] != 4 || top >= noise.Ceiling
                || top <= StrongInNoise * noise.CountingAt(top)
                || top < heights[i - 1] || top <= heights[i + 1] || top < heights[i - 2] || top <= heights[i + 2])
            {
                continue;
            }

            if (Half(ion, i, -1) is { } left && Half(ion, i, 1) is { } right && right - left > 2.0)
            {
                yield return (scans[i] + Vertex(ion, i, right - left), (right - left) / FwhmInSigmas, top);
            }
        }
    }

    // where the trace falls through half the height, in scans; null when it first rises above the top
    private static double? Half(IonPoints ion, int top, int step)
    {
        var half = 0.5 * ion.Heights[top];
        double last = ion.Heights[top];
        for (var i = top + step; i >= 0 && i < ion.Scans.Length && Math.Abs(i - top) < FarthestScans; i += step)
        {
            double here = ion.Heights[i];
            if (here > ion.Heights[top] || Math.Abs(ion.Scans[i] - ion.Scans[i - step]) > 1)
            {
                return null;
            }

            if (here <= half)
            {
                return ion.Scans[i] - (step * (half - here) / Math.Max(last - here, 1e-9));
            }

            last = here;
        }

        return null;
    }

    // the parabola through the upper quarter of the width
    private static double Vertex(IonPoints ion, int top, double width)
    {
        var reach = Math.Min(Math.Min(Math.Max(1, (int)(0.3 * width)), top), ion.Scans.Length - 1 - top);
        return Parabola.Vertex(ion.Heights.AsSpan(), top, reach);
    }

    // neighbouring apexes of a compound differ by the skew alone: the one at which most of them meet
    private static (double Skew, bool Seen) SkewOf((double Seconds, double Share)[] apexes, double interval, double sigma)
    {
        var kernel = (0.05 * sigma) + (0.05 * interval);
        var focus = new double[(2 * SkewSteps) + 1];
        for (var i = 0; i < apexes.Length; i++)
        {
            for (var j = i + 1; j < apexes.Length && apexes[j].Seconds - apexes[i].Seconds < interval + kernel; j++)
            {
                var apart = apexes[j].Seconds - apexes[i].Seconds;
                var shares = (apexes[j].Share - apexes[i].Share) * interval;
                for (var k = 0; k < focus.Length; k++)
                {
                    var z = (apart + (shares * (k - SkewSteps) / 10.0)) / kernel;
                    focus[k] += 1.0 / (1.0 + (z * z));
                }
            }
        }

        var best = 0;
        for (var k = 1; k < focus.Length; k++)
        {
            best = focus[k] > focus[best] ? k : best;
        }

        // where no skew is better than another by a hundredth, none is seen
        var seen = focus[best] > 1.01 * focus[SkewSteps] || best == SkewSteps;
        return (seen ? (best - SkewSteps) / 10.0 : 0.0, seen && apexes.Length >= FewestWidths);
    }
}
