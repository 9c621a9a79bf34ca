namespace Probatum.Spectra;

/// <summary>A component's elution profile, height 1, over the scans from <paramref name="First"/> on.</summary>
internal sealed record ModelShape(int First, double[] Profile)
{
    private const double ReachSeconds = 9.0;
    private const int MostIons = 10;
    private const double Rise = 1.02;
    private const double Foot = 0.01;

    /// <summary>The mean of the strongest ions that peak here, each cut at its own valleys.</summary>
    public static ModelShape Of(IonTraces traces, double seconds, List<Apex> apexes)
    {
        var centre = Array.BinarySearch(traces.Seconds, seconds);
        centre = centre < 0 ? ~centre : centre;
        var reach = (int)Math.Floor((ReachSeconds / traces.Interval) + 0.5);
        var (first, end) = (Math.Max(0, centre - reach), Math.Min(traces.ScanCount, centre + reach + 1));
        var profile = new double[end - first];
        foreach (var apex in apexes.OrderByDescending(a => a.Height).ThenBy(a => a.Ion).Take(MostIons))
        {
            AddIon(traces.Net.AsSpan((apex.Ion * traces.ScanCount) + first, end - first), apex.Scan - first, profile);
        }

        var top = profile.Length == 0 ? 0.0 : profile.Max();
        for (var i = 0; i < profile.Length && top > 0.0; i++)
        {
            profile[i] /= top;
        }

        return new(first, profile);
    }

    private static void AddIon(ReadOnlySpan<float> net, int top, double[] profile)
    {
        if (top <= 0 || top >= net.Length - 1)
        {
            return;
        }

        double height = net[top];
        profile[top] += 1.0;
        foreach (var step in (ReadOnlySpan<int>)[-1, 1])
        {
            var last = height;
            for (var at = top + step; at >= 0 && at < net.Length; at += step)
            {
                double here = Math.Max(net[at], 0.0f);
                if (here > last * Rise || last <= Foot * height)
                {
                    break;
                }

                profile[at] += here / height;
                last = here;
            }
        }
    }
}
