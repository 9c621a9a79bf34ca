namespace Probatum.Spectra;

/// <summary>How much a count wavers: variance = floor^2 + gain x signal + (share x signal)^2, all estimated from the file.</summary>
/// <remarks>
/// Ion counting makes the variance grow with the signal; the gain is the detector's counts for one ion. Idea of the
/// estimate (short segments without gaps, median of the deviations): Stein, J. Am. Soc. Mass Spectrom. 10 (1999) 770.
/// </remarks>
/// <param name="Floor">Standard deviation in counts where there is no signal.</param>
/// <param name="Gain">Counts for one ion.</param>
/// <param name="Relative">Square of the share of a strong signal that wavers from scan to scan.</param>
/// <param name="Ceiling">The value at which the detector is saturated; infinite where no plateau is seen.</param>
internal sealed record NoiseModel(double Floor, double Gain, double Relative, float Ceiling)
{
    private const int SegmentScans = 13;
    private const int FewestSegments = 20;

    // acquisition software cuts at about three standard deviations, so the weakest points show where the floor is
    private const double CutInDeviations = 3.4;
    private const double WithoutCut = 0.9;
    private const double MostRelative = 0.03 * 0.03;
    private const int PlateauPoints = 5;

    /// <summary>The standard deviation at a signal.</summary>
    public double At(double signal, double ownFloor) => Math.Sqrt(Variance(signal, ownFloor));

    /// <summary>The variance at a signal.</summary>
    public double Variance(double signal, double ownFloor) => signal <= 0.0
        ? ownFloor * ownFloor
        : (ownFloor * ownFloor) + (Gain * signal) + (Relative * signal * signal);

    /// <summary>The same of ion counting alone, without what wavers in proportion.</summary>
    public double CountingAt(double signal) => Math.Sqrt((Floor * Floor) + (Gain * Math.Max(0.0, signal)));

    /// <summary>Estimates the model from all points of a run.</summary>
    public static NoiseModel Of(IReadOnlyList<IonPoints> ions, int scans)
    {
        var sorted = new float[ions.Sum(i => i.Heights.Length)];
        var filled = 0;
        foreach (var ion in ions)
        {
            ion.Heights.CopyTo(sorted, filled);
            filled += ion.Heights.Length;
        }

        Array.Sort(sorted);
        var segments = Segments(ions);
        var floor = Math.Max(sorted[sorted.Length / 100] / CutInDeviations, 1e-9);
        floor = Math.Max(floor, Quantile(Isolated(ions), 0.25, otherwise: 0.0) / CutInDeviations);
        if (sorted.Length > WithoutCut * ions.Count * scans)
        {
            // nothing was cut, so the quiet segments show the floor itself
            floor = Math.Max(floor, Quantile(segments.Select(s => Math.Sqrt(s.Variance)), 0.1, otherwise: 0.0));
        }

        var top = sorted[^1];
        var plateau = 0;
        while (plateau < sorted.Length && sorted[^(plateau + 1)] == top)
        {
            plateau++;
        }

        // few different values at all mean coarse numbers, not a full detector
        var isPlateau = plateau >= PlateauPoints && top > floor * 1000.0;
        var (gain, relative) = Slopes(segments, floor, top);
        return new(floor, gain, relative, isPlateau ? top : float.PositiveInfinity);
    }

    // points without a neighbour in the scans beside: what the software let through of the noise
    private static IEnumerable<double> Isolated(IReadOnlyList<IonPoints> ions)
    {
        foreach (var (_, scans, heights) in ions)
        {
            for (var i = 1; i + 1 < scans.Length; i++)
            {
                if (scans[i] - scans[i - 1] > 1 && scans[i + 1] - scans[i] > 1)
                {
                    yield return heights[i];
                }
            }
        }
    }

    private static List<(double Mean, double Variance)> Segments(IReadOnlyList<IonPoints> ions)
    {
        var segments = new List<(double Mean, double Variance)>();
        var window = new double[SegmentScans];
        foreach (var ion in ions)
        {
            for (var at = 0; at + SegmentScans <= ion.Scans.Length; at += SegmentScans)
            {
                if (ion.Scans[at + SegmentScans - 1] - ion.Scans[at] == SegmentScans - 1)
                {
                    AddSegment(ion.Heights.AsSpan(at, SegmentScans), window, segments);
                }
            }
        }

        return segments;
    }

    private static (double Gain, double Relative) Slopes(
        List<(double Mean, double Variance)> segments, double floor, double ceiling)
    {
        var gain = Quantile(
            segments.Where(s => s.Mean > 10.0 * floor && s.Mean < 100.0 * floor)
                .Select(s => Math.Max(0.0, s.Variance - (floor * floor)) / s.Mean),
            0.5, otherwise: floor);
        // a narrow peak's own bends look like noise: the steadier quarter of the segments tells, and never above a bound
        var relative = Math.Min(MostRelative, Quantile(
            segments.Where(s => s.Mean > 1000.0 * floor && s.Mean < 0.5 * ceiling)
                .Select(s => Math.Max(0.0, s.Variance - (gain * s.Mean)) / (s.Mean * s.Mean)),
            0.25, otherwise: 0.0));
        return (gain, relative);
    }

    private static double Quantile(IEnumerable<double> values, double share, double otherwise)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length < FewestSegments ? otherwise : sorted[(int)(sorted.Length * share)];
    }

    // third differences are blind to a peak's rise and top; their variance is twenty times that of a point
    private static void AddSegment(
        ReadOnlySpan<float> heights, double[] window, List<(double Mean, double Variance)> segments)
    {
        var mean = 0.0;
        foreach (var h in heights)
        {
            mean += h;
        }

        mean /= heights.Length;
        var count = heights.Length - 3;
        for (var i = 0; i < count; i++)
        {
            window[i] = Math.Abs(heights[i + 3] - heights[i] + (3.0 * (heights[i + 1] - (double)heights[i + 2])));
        }

        Array.Sort(window, 0, count);
        var deviation = 1.4826 * 0.5 * (window[count / 2] + window[(count - 1) / 2]) / Math.Sqrt(20.0);
        segments.Add((mean, deviation * deviation));
    }
}

/// <summary>One nominal mass in a run: the scans that hold it, ascending, and the heights there.</summary>
internal sealed record IonPoints(int Mass, int[] Scans, float[] Heights);
