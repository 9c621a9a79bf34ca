namespace Probatum.Spectra;

/// <summary>How much a count wavers: variance = floor^2 + gain x signal, both estimated from the file.</summary>
/// <remarks>
/// Ion counting makes the variance grow with the signal; the gain is the detector's counts for one ion. Idea of the
/// estimate (short segments without gaps, median of the deviations): Stein, J. Am. Soc. Mass Spectrom. 10 (1999) 770.
/// </remarks>
/// <param name="Floor">Standard deviation in counts where there is no signal.</param>
/// <param name="Gain">Counts for one ion.</param>
/// <param name="Ceiling">The value at which the detector is saturated; infinite where no plateau is seen.</param>
internal sealed record NoiseModel(double Floor, double Gain, float Ceiling)
{
    private const int SegmentScans = 13;
    private const int FewestSegments = 20;

    // acquisition software cuts at about three standard deviations, so the weakest points show where the floor is
    private const double CutInDeviations = 3.4;
    private const int PlateauPoints = 5;

    /// <summary>The standard deviation at a signal.</summary>
    public double At(double signal, double ownFloor) =>
        Math.Sqrt((ownFloor * ownFloor) + (Gain * Math.Max(signal, 0.0)));

    /// <summary>Estimates the model from all points of a run.</summary>
    public static NoiseModel Of(ReadOnlySpan<float> heights, IReadOnlyList<IonPoints> ions)
    {
        var sorted = heights.ToArray();
        Array.Sort(sorted);
        var floor = Math.Max(sorted[sorted.Length / 100] / CutInDeviations, 1e-9);
        var top = sorted[^1];
        var plateau = 0;
        while (plateau < sorted.Length && sorted[^(plateau + 1)] == top)
        {
            plateau++;
        }

        // few different values at all mean coarse numbers, not a full detector
        var isPlateau = plateau >= PlateauPoints && top > floor * 1000.0;
        return new(floor, GainOf(ions, floor), isPlateau ? top : float.PositiveInfinity);
    }

    private static double GainOf(IReadOnlyList<IonPoints> ions, double floor)
    {
        var ratios = new List<double>();
        var window = new double[SegmentScans];
        foreach (var ion in ions)
        {
            for (var at = 0; at + SegmentScans <= ion.Scans.Length; at += SegmentScans)
            {
                if (ion.Scans[at + SegmentScans - 1] - ion.Scans[at] == SegmentScans - 1)
                {
                    AddRatio(ion.Heights.AsSpan(at, SegmentScans), window, floor, ratios);
                }
            }
        }

        if (ratios.Count < FewestSegments)
        {
            return floor;
        }

        ratios.Sort();
        return ratios[ratios.Count / 2];
    }

    // second differences are blind to a steady rise; their variance is six times that of a point
    private static void AddRatio(ReadOnlySpan<float> heights, double[] window, double floor, List<double> ratios)
    {
        var mean = 0.0;
        foreach (var h in heights)
        {
            mean += h;
        }

        mean /= heights.Length;
        for (var i = 1; i + 1 < heights.Length; i++)
        {
            window[i - 1] = Math.Abs(heights[i - 1] - (2.0 * heights[i]) + heights[i + 1]);
        }

        var count = heights.Length - 2;
        Array.Sort(window, 0, count);
        var deviation = 1.4826 * window[count / 2] / Math.Sqrt(6.0);
        if (mean > 20.0 * floor)
        {
            ratios.Add(deviation * deviation / mean);
        }
    }
}

/// <summary>One nominal mass in a run: the scans that hold it, ascending, and the heights there.</summary>
internal sealed record IonPoints(int Mass, int[] Scans, float[] Heights);
