namespace Probatum.Spectra;

/// <summary>A component's elution profile, height 1, over the scans from <paramref name="First"/> on.</summary>
internal sealed record ModelShape(int First, double[] Profile)
{
    public const double ReachInSigmas = 6.0;
    private const int MostIons = 10;
    private const double Rise = 1.02;
    private const double Foot = 0.01;

    /// <summary>The scan of the maximum.</summary>
    public int Top { get; } = First + IndexOfTop(Profile, 0, Profile.Length);

    /// <summary>How far the parabola through the highest three points has its top from the highest, in scans.</summary>
    public double Vertex
    {
        get
        {
            var at = Top - First;
            if (at <= 0 || at >= Profile.Length - 1)
            {
                return 0.0;
            }

            var bend = Profile[at - 1] - (2.0 * Profile[at]) + Profile[at + 1];
            return bend < 0.0 ? Math.Clamp(0.5 * (Profile[at - 1] - Profile[at + 1]) / bend, -1.0, 1.0) : 0.0;
        }
    }

    /// <summary>Another profile in the same place, cut to one maximum; null where that is not near this one's.</summary>
    public ModelShape? WithProfile(double[] profile, int mayMove)
    {
        var here = Top - First;
        var top = IndexOfTop(profile, Math.Max(0, here - mayMove - 1), Math.Min(profile.Length, here + mayMove + 2));
        var height = profile[top];
        if (height <= 0.0 || Math.Abs(top - here) > mayMove)
        {
            return null;
        }

        var refined = new double[profile.Length];
        foreach (var step in (ReadOnlySpan<int>)[-1, 1])
        {
            var last = height;
            for (var at = top; at >= 0 && at < profile.Length; at += step)
            {
                last = Math.Min(last, profile[at]);
                refined[at] = last / height;
            }
        }

        return new(First, refined);
    }

    private static int IndexOfTop(double[] profile, int from, int to)
    {
        var top = from;
        for (var i = from + 1; i < to; i++)
        {
            top = profile[i] > profile[top] ? i : top;
        }

        return top;
    }

    /// <summary>The mean of the strongest ions that peak here, each cut at its own valleys.</summary>
    public static ModelShape Of(IonTraces traces, double seconds, List<Apex> apexes)
    {
        var centre = Array.BinarySearch(traces.Seconds, seconds);
        centre = centre < 0 ? ~centre : centre;
        var reach = (int)Math.Floor((ReachInSigmas * traces.PeakSigma / traces.Interval) + 0.5);
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
