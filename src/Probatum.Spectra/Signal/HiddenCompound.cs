namespace Probatum.Spectra;

/// <summary>Looks for a compound under others, in what their profiles leave over.</summary>
internal static class HiddenCompound
{
    private const double RisesInNoise = 4.0;
    private const double MostOfOneIon = 20.0;
    private const int FewestIons = 4;
    private const double ApartInSigmas = 0.3;
    private const double NearInSigmas = 0.2;

    // two halves of one peak are alike; compounds that meet by chance seldom are
    private const double Likeness = 0.75;

    /// <summary>The place where most ions rise together out of the noise and of the profiles' own error, as a profile.</summary>
    /// <param name="traces">The stretch.</param>
    /// <param name="group">The group, fitted.</param>
    /// <param name="begin">Only after this time, in seconds.</param>
    /// <param name="end">Only before this time.</param>
    /// <param name="tried">Scans near which nothing more is looked for.</param>
    public static ModelShape? Find(
        IonTraces traces, ElutionGroup group, double begin, double end, List<int> tried)
    {
        var inNoise = group.LeftInNoise();
        var (sums, ions) = Risen(traces, group, inNoise);
        var apart = (int)Math.Ceiling(ApartInSigmas * traces.PeakSigma / traces.Interval);
        var best = -1;
        for (var s = 1; s + 1 < group.Length; s++)
        {
            var scan = group.ScanAt(s);
            if (ions[s] >= FewestIons && sums[s] > sums[s - 1] && sums[s] >= sums[s + 1]
                && (best < 0 || sums[s] > sums[best])
                && traces.Seconds[scan] > begin && traces.Seconds[scan] < end
                && !group.Members.Exists(m => Math.Abs(m.Shape.Top - scan) < apart)
                && !tried.Exists(t => Math.Abs(t - scan) < apart))
            {
                best = s;
            }
        }

        return best < 0 ? null : group.ShapeAt(best, inNoise, RisesInNoise);
    }

    /// <summary>Whether a member is none of the others over again.</summary>
    public static bool IsNew(ElutionGroup group, int member) =>
        Enumerable.Range(0, group.Members.Count).All(m => m == member || group.Likeness(member, m) <= Likeness);

    // a sum over the ions that have a maximum there, each up to a bound: many small ones say more than a great one
    private static (double[] Sums, int[] Ions) Risen(IonTraces traces, ElutionGroup group, double[] inNoise)
    {
        var (sums, ions) = (new double[group.Length], new int[group.Length]);
        var near = Math.Max(1, (int)(NearInSigmas * traces.PeakSigma / traces.Interval));
        for (var i = 0; i < group.Ions.Length; i++)
        {
            var left = inNoise.AsSpan(i * group.Length, group.Length);
            for (var s = 1; s + 1 < group.Length; s++)
            {
                if (left[s] > RisesInNoise && IsTop(left, s, near))
                {
                    sums[s] += Math.Min(left[s], MostOfOneIon);
                    ions[s]++;
                }
            }
        }

        return (sums, ions);
    }

    // whether the highest value around lies near
    private static bool IsTop(ReadOnlySpan<double> left, int at, int near)
    {
        var best = at;
        for (var s = Math.Max(0, at - (3 * near)); s <= Math.Min(left.Length - 1, at + (3 * near)); s++)
        {
            best = left[s] > left[best] ? s : best;
        }

        return Math.Abs(best - at) <= near;
    }
}
