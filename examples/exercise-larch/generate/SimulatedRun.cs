using System.Collections.Immutable;
using Probatum.Spectra;

namespace Probatum.Larch;

/// <summary>A compound leaving the column: when its peak is highest, how high its base peak is, how wide it is.</summary>
/// <param name="Compound">Its letter.</param>
/// <param name="Seconds">Time of the maximum.</param>
/// <param name="Height">Counts of the base peak at the maximum.</param>
/// <param name="Width">Standard deviation of the rising side in seconds; the falling side is a sixth wider.</param>
public sealed record Elution(char Compound, double Seconds, double Height, double Width = 1.4);

/// <summary>Draws the scans of a run: peaks on a bled baseline, counted with the noise of an ion counter.</summary>
internal static class SimulatedRun
{
    public const int ScanCount = 800;
    public const double FirstSecond = 60.0;
    public const double Interval = 0.5;
    public const int LowestMass = 40;
    public const int HighestMass = 330;

    private const double Floor = 6.0;
    private const double Gain = 2.0;

    // what a data system leaves out as noise
    private const double Cut = 3.4 * Floor;
    private const double Tail = 7.0 / 6.0;

    // siloxane bleed that rises with the oven's temperature, and the air in every vacuum
    private static readonly ImmutableArray<(int Mass, double Start, double End)> Background =
        [(44, 240.0, 210.0), (73, 90.0, 260.0), (207, 120.0, 520.0), (281, 60.0, 230.0)];

    /// <summary>Scan by scan the masses, ascending, with their counts.</summary>
    public static ImmutableArray<ImmutableArray<(int Mass, int Count)>> Scans(ImmutableArray<Elution> elutions, ulong seed)
    {
        var noise = new Noise(seed);
        return [.. Enumerable.Range(0, ScanCount).Select(scan => Scan(elutions, scan, noise))];
    }

    private static ImmutableArray<(int Mass, int Count)> Scan(ImmutableArray<Elution> elutions, int scan, Noise noise)
    {
        var seconds = FirstSecond + (scan * Interval);
        var expected = new double[HighestMass - LowestMass + 1];
        foreach (var (mass, start, end) in Background)
        {
            expected[mass - LowestMass] += start + ((end - start) * scan / ScanCount);
        }

        foreach (var elution in elutions)
        {
            var height = elution.Height * Shape(elution, seconds);
            foreach (var (mass, share) in LarchCompounds.SpectrumOf(elution.Compound))
            {
                expected[(int)mass - LowestMass] += height * share / 999.0;
            }
        }

        var points = ImmutableArray.CreateBuilder<(int, int)>();
        for (var i = 0; i < expected.Length; i++)
        {
            // as many numbers are drawn whatever is in the scan
            var counts = expected[i] + (noise.Normal() * Math.Sqrt((Floor * Floor) + (Gain * expected[i])));
            if (counts > Cut)
            {
                points.Add((LowestMass + i, (int)Math.Floor(counts + 0.5)));
            }
        }

        return points.ToImmutable();
    }

    private static double Shape(Elution elution, double seconds)
    {
        var distance = (seconds - elution.Seconds) / elution.Width;
        distance /= distance > 0.0 ? Tail : 1.0;
        return Deterministic.Exp(-0.5 * distance * distance);
    }
}
