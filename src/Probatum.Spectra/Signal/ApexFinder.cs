namespace Probatum.Spectra;

/// <summary>A maximum of one ion's trace, placed between scans.</summary>
/// <param name="Ion">Index into the traces' masses.</param>
/// <param name="Scan">The scan of the maximum.</param>
/// <param name="Seconds">Its time.</param>
/// <param name="Height">Above the baseline.</param>
internal readonly record struct Apex(int Ion, int Scan, double Seconds, double Height);

/// <summary>Finds the maxima of all ions.</summary>
internal static class ApexFinder
{
    private const double NoiseFactor = 6.0;
    private const double FloorFactor = 5.0;
    private const double LeastSharpness = 0.12;
    private const double ShoulderInSigmas = 0.8;
    private const double TopShare = 0.8;
    private const int WidestTop = 20;

    /// <summary>All significant maxima, ion by ion.</summary>
    public static List<Apex> Find(IonTraces traces)
    {
        var found = new List<Apex>();
        var reach = Math.Max(2, (int)Math.Floor((ShoulderInSigmas * traces.PeakSigma / traces.Interval) + 0.5));
        for (var ion = 0; ion < traces.Masses.Length; ion++)
        {
            var net = traces.Net.AsSpan(ion * traces.ScanCount, traces.ScanCount);
            for (var s = 1; s + 1 < net.Length; s++)
            {
                double before = net[s - 1], here = net[s], after = net[s + 1];
                if (here <= before || here < after
                    || here <= FloorFactor * traces.Noise.Floor || here <= NoiseFactor * traces.NoiseAt(ion, s)
                    || IsSaturated(traces, ion, s))
                {
                    continue;
                }

                var edge = Math.Max(net[Math.Max(s - reach, 0)], net[Math.Min(s + reach, net.Length - 1)]);
                if ((here - edge) / here <= LeastSharpness)
                {
                    continue;
                }

                found.Add(new(ion, s, traces.Seconds[s] + (Vertex(net, s) * traces.Interval), here));
            }
        }

        return found;
    }

    // the vertex of the least-squares parabola through the upper part of the peak, in scans from the highest one;
    // three points alone would follow the noise of a broad peak's flat top
    private static double Vertex(ReadOnlySpan<float> net, int top)
    {
        var reach = 1;
        while (reach < WidestTop && top - reach > 0 && top + reach < net.Length - 1
            && net[top - reach - 1] > TopShare * net[top] && net[top + reach + 1] > TopShare * net[top])
        {
            reach++;
        }

        return Parabola.Vertex(net, top, reach);
    }

    private static bool IsSaturated(IonTraces traces, int ion, int scan) =>
        traces.Saturated[ion]?.Exists(s => Math.Abs(s - scan) <= 2) ?? false;
}
