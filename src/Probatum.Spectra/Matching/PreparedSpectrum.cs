using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A spectrum as searches compare it: nominal masses, base peak 1, lines below 1 % left out.</summary>
/// <remarks>
/// The same lines in another order or on another scale give the same bits: lines are sorted before they are summed, and
/// scaling divides by the largest.
/// </remarks>
/// <param name="Masses">Nominal masses, ascending, without repeats.</param>
/// <param name="Heights">Relative to the base peak, each at least <see cref="Floor"/>.</param>
/// <param name="Weights">m^1.3 I^0.53 of each line.</param>
/// <param name="ScanFrom">The nominal mass from which the spectrum speaks; at most 90.</param>
internal sealed record PreparedSpectrum(
    ImmutableArray<int> Masses, ImmutableArray<double> Heights, ImmutableArray<double> Weights, int ScanFrom)
{
    /// <summary>Lines below this share of the base peak are noise in most libraries.</summary>
    public const double Floor = 0.01;

    // from here on nothing hangs on where a scan began: libraries start at 20, 50 or 85
    private const int LatestScanStart = 90;
    private const double RecordedFloor = 0.001;
    private const double MassPower = 1.3;
    private const double HeightPower = 0.53;
    private const int MostBins = 65_536;

    // mass defects of hydrogen-rich ions grow towards +0.5 near m/z 600
    private const double NominalOffset = 0.3;

    /// <summary>The whole-number mass of an ion.</summary>
    public static int NominalMass(double mz) => (int)Math.Floor(Math.Clamp(mz, 0.0, 1e6) + NominalOffset);

    /// <summary>Prepares lines; <paramref name="scanFrom"/> is the first scanned mass where it is known.</summary>
    public static PreparedSpectrum Of(ImmutableArray<Peak> peaks, double? scanFrom)
    {
        var sorted = peaks.IsDefault ? [] : peaks.Where(p => p.Intensity > 0.0 && p.Mz > 0.0).ToArray();
        Array.Sort(sorted, (a, b) => a.Mz != b.Mz ? a.Mz.CompareTo(b.Mz) : a.Intensity.CompareTo(b.Intensity));
        var (masses, sums) = (new List<int>(sorted.Length), new List<double>(sorted.Length));
        foreach (var (mz, height) in sorted)
        {
            var mass = NominalMass(mz);
            if (mass is <= 0 or >= MostBins)
            {
                continue;
            }

            if (masses.Count > 0 && masses[^1] == mass)
            {
                sums[^1] += height;
                continue;
            }

            masses.Add(mass);
            sums.Add(height);
        }

        var top = sums.Count == 0 ? 1.0 : sums.Max();
        var kept = Enumerable.Range(0, masses.Count).Where(i => sums[i] / top >= Floor).ToArray();
        var recorded = sums.FindIndex(s => s / top > RecordedFloor) is >= 0 and var first ? masses[first] : 0;
        var start = scanFrom is { } given ? NominalMass(given) : recorded;
        return new(
            [.. kept.Select(i => masses[i])],
            [.. kept.Select(i => sums[i] / top)],
            [.. kept.Select(i => Weight(masses[i], sums[i] / top))],
            Math.Min(start, LatestScanStart));
    }

    private static double Weight(int mass, double height) =>
        Deterministic.Pow(mass, MassPower) * Deterministic.Pow(height, HeightPower);
}
