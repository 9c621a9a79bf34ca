namespace Probatum.Spectra;

/// <summary>Where apexes of many ions meet: each place is a component to be tried.</summary>
internal static class ApexClusters
{
    private const double SharpenInSigmas = 0.08;
    private const double ReachInSigmas = 0.175;
    private const int FewestIons = 3;
    private const double BinsInSigma = 40.0;

    /// <summary>Density of apexes over time, each weighted by its height's logarithm.</summary>
    public static (double[] Density, double Step) Density(IonTraces traces, List<Apex> apexes)
    {
        var step = traces.PeakSigma / BinsInSigma;
        var start = traces.Seconds[0];
        var bins = new float[(int)Math.Floor((traces.Seconds[^1] - start) / step) + 50];
        foreach (var apex in apexes)
        {
            var weight = Deterministic.Log(apex.Height / (2.5 * traces.Noise.Floor)) / 2.302585092994046;
            var bin = (int)Math.Floor(((apex.Seconds - start) / step) + 0.5);
            bins[Math.Clamp(bin, 0, bins.Length - 1)] += (float)Math.Clamp(weight, 0.0, 3.0);
        }

        var smooth = new float[bins.Length];
        Smoothing.Convolve(bins, Smoothing.Gaussian(SharpenInSigmas * BinsInSigma), new double[bins.Length], smooth);
        var density = new double[smooth.Length];
        for (var i = 0; i < smooth.Length; i++)
        {
            density[i] = smooth[i];
        }

        return (density, step);
    }

    /// <summary>The clusters in order of time: their place and the apexes that belong to them.</summary>
    public static List<(double Seconds, List<Apex> Apexes)> Find(IonTraces traces, List<Apex> apexes)
    {
        var (density, step) = Density(traces, apexes);
        var ordered = apexes.OrderBy(a => a.Seconds).ThenBy(a => a.Ion).ToList();
        var times = ordered.ConvertAll(a => a.Seconds);
        var reach = ReachInSigmas * traces.PeakSigma;
        var found = new List<(double, List<Apex>)>();
        for (var i = 1; i + 1 < density.Length; i++)
        {
            if (density[i] <= density[i - 1] || density[i] < density[i + 1])
            {
                continue;
            }

            var seconds = traces.Seconds[0] + (i * step);
            var (from, to) = (LowerBound(times, seconds - reach), LowerBound(times, seconds + reach));
            if (to - from >= FewestIons)
            {
                found.Add((seconds, ordered.GetRange(from, to - from)));
            }
        }

        return found;
    }

    private static int LowerBound(List<double> times, double at)
    {
        var found = times.BinarySearch(at);
        found = found < 0 ? ~found : found;
        while (found > 0 && times[found - 1] >= at)
        {
            found--;
        }

        return found;
    }
}
