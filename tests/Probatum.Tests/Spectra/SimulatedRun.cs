using System.Collections.Immutable;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>How a compound leaves a simulated column.</summary>
internal enum PeakForm
{
    Gaussian,
    Tailing,
    Fronting,
}

/// <summary>A simulated instrument: everything that a deconvolution must not rely on.</summary>
internal sealed record SimulatedInstrument
{
    public int Seed { get; init; } = 1;

    public int Compounds { get; init; } = 60;

    public double Seconds { get; init; } = 1500.0;

    public double ScanSeconds { get; init; } = 0.2;

    public PeakForm Form { get; init; } = PeakForm.Tailing;

    /// <summary>The narrowest and the widest peak's sigma, in seconds.</summary>
    public (double From, double To) Sigma { get; init; } = (1.2, 2.3);

    /// <summary>The share of the compounds that are put within 2.5 sigma behind another.</summary>
    public double CoEluting { get; init; } = 0.3;

    public (double From, double To) Heights { get; init; } = (4e3, 1e7);

    /// <summary>Standard deviation without signal, in counts; points below 3.4 of them are not written.</summary>
    public double Floor { get; init; } = 12.0;

    /// <summary>Counts for one ion.</summary>
    public double Gain { get; init; } = 12.0;

    /// <summary>The share of a signal that wavers from scan to scan.</summary>
    public double Waver { get; init; } = 0.005;

    public double Bleed { get; init; } = 1.0;

    /// <summary>The part of a scan between the lowest and the highest mass: 1 upwards, -1 downwards, 0 all at once.</summary>
    public double Skew { get; init; } = 1.0;

    public double Ceiling { get; init; } = 8e6;

    public (int From, int To) Masses { get; init; } = (50, 600);

    /// <summary>Where the instrument pauses, in seconds, and for how long.</summary>
    public (double At, double For)? Pause { get; init; }
}

/// <summary>What is really in a simulated run.</summary>
/// <param name="Record">The compound and its spectrum.</param>
/// <param name="Seconds">Its maximum.</param>
/// <param name="Sigma">Of the Gaussian part of its peak.</param>
/// <param name="Height">Of its base peak, in counts.</param>
internal sealed record TrueCompound(LibraryRecord Record, double Seconds, double Sigma, double Height);

/// <summary>Makes runs of known content from spectra of a library; the same settings make the same bits.</summary>
internal static class SimulatedRun
{
    private const double CutInFloors = 3.4;
    private static readonly (int Mass, double Height)[] Siloxanes =
        [(73, 0.5), (147, 0.2), (207, 1.0), (208, 0.2), (209, 0.15), (281, 0.45), (282, 0.12), (355, 0.12)];

    public static (InstrumentRun Run, ImmutableArray<TrueCompound> Truth) Of(
        SimulatedInstrument instrument, IReadOnlyList<LibraryRecord> records)
    {
        var random = new Random(instrument.Seed);
        var (low, high) = instrument.Masses;
        var peaks = Elutions(instrument, records, random);
        var scans = (int)(instrument.Seconds / instrument.ScanSeconds);
        var width = high - low + 1;
        var signal = new float[scans * width];
        var starts = Enumerable.Range(0, scans).Select(i => StartOf(i, instrument)).ToArray();
        foreach (var peak in peaks)
        {
            Add(peak, instrument, starts, signal);
        }

        // what comes while the instrument pauses is nowhere in the run
        var truth = peaks.Select(p => p.Truth).Where(t => instrument.Pause is not { } pause
            || t.Seconds < pause.At - t.Sigma || t.Seconds > pause.At + pause.For + t.Sigma).ToImmutableArray();
        return (Measured(instrument, signal, starts, random), truth);
    }

    private static double StartOf(int scan, SimulatedInstrument instrument)
    {
        var at = 100.0 + (scan * instrument.ScanSeconds);
        return instrument.Pause is { } pause && at >= pause.At ? at + pause.For : at;
    }

    private static List<Elution> Elutions(
        SimulatedInstrument instrument, IReadOnlyList<LibraryRecord> records, Random random)
    {
        var (low, high) = instrument.Masses;
        var usable = records.Where(r => r.Peaks.Count(p => p.Mz >= low && p.Mz <= high) >= 8).ToList();
        var elutions = new List<Elution>();
        var before = (Seconds: 0.0, Sigma: 1.0);
        for (var i = 0; i < instrument.Compounds; i++)
        {
            var at = random.Next(usable.Count);
            var record = usable[at];
            usable.RemoveAt(at);
            var sigma = Between(instrument.Sigma, random.NextDouble());
            var height = Deterministic.Exp(Between(
                (Deterministic.Log(instrument.Heights.From), Deterministic.Log(instrument.Heights.To)), random.NextDouble()));
            var seconds = i > 0 && random.NextDouble() < instrument.CoEluting
                ? before.Seconds + (Math.Max(sigma, before.Sigma) * Between((0.4, 2.5), random.NextDouble()))
                : Between((130.0, 70.0 + instrument.Seconds), random.NextDouble());
            before = (seconds, sigma);
            var tau = sigma * Between((0.15, 0.85), random.NextDouble());
            elutions.Add(new(new(record, seconds, sigma, height), tau));
        }

        return elutions;
    }

    private static void Add(Elution peak, SimulatedInstrument instrument, double[] starts, float[] signal)
    {
        var (low, high) = instrument.Masses;
        var width = high - low + 1;
        var (record, seconds, sigma, height) = peak.Truth;
        var (mode, top) = ModeOf(instrument.Form, sigma, peak.Tau);
        var lines = record.Peaks.Where(p => p.Mz >= low && p.Mz < high)
            .GroupBy(p => (int)Math.Floor(p.Mz + 0.3)).Select(g => (Mass: g.Key, Height: g.Sum(p => p.Intensity))).ToList();
        var most = lines.Max(l => l.Height);
        for (var i = 0; i < starts.Length; i++)
        {
            if (Math.Abs(starts[i] - seconds) > 10.0 * (sigma + peak.Tau))
            {
                continue;
            }

            foreach (var (mass, line) in lines.Where(l => l.Mass >= low && l.Mass <= high))
            {
                var share = (mass - low) / (double)width;
                var at = starts[i] + (instrument.ScanSeconds * (instrument.Skew >= 0.0 ? share : 1.0 - share) * Math.Abs(instrument.Skew));
                var value = Profile(instrument.Form, at - seconds + mode, sigma, peak.Tau) / top;
                signal[(i * width) + mass - low] += (float)(height * line / most * value);
            }
        }
    }

    private static InstrumentRun Measured(SimulatedInstrument instrument, float[] signal, double[] starts, Random random)
    {
        var (low, high) = instrument.Masses;
        var width = high - low + 1;
        var scans = ImmutableArray.CreateBuilder<Scan>(starts.Length);
        var masses = ImmutableArray.CreateBuilder<double>();
        var heights = ImmutableArray.CreateBuilder<float>();
        var cut = CutInFloors * instrument.Floor;
        var bleeds = new double[width];
        foreach (var (mass, share) in Siloxanes.Where(s => s.Mass >= low && s.Mass <= high))
        {
            bleeds[mass - low] = share;
        }

        for (var i = 0; i < starts.Length; i++)
        {
            var first = masses.Count;
            var progress = i / (double)starts.Length;
            var bleed = instrument.Bleed * (1200.0 + (8000.0 * progress * progress * progress));
            for (var k = 0; k < width; k++)
            {
                var ions = signal[(i * width) + k] + (bleed * bleeds[k]);
                var deviation = Math.Sqrt((instrument.Floor * instrument.Floor) + (instrument.Gain * ions));
                var value = Math.Min(
                    ions + (deviation * Normal(random)) + (instrument.Waver * ions * Normal(random)), instrument.Ceiling);
                if (value >= cut)
                {
                    masses.Add(low + k + 0.1);
                    heights.Add((float)Math.Floor(value + 0.5));
                }
            }

            scans.Add(new(starts[i], first, masses.Count - first));
        }

        return new(
            "simulated", ImmutableSortedDictionary<string, string>.Empty, RunKind.Centroid, scans.MoveToImmutable(),
            masses.ToImmutable(), heights.ToImmutable(), Ionization.Electron);
    }

    // Box and Muller would need a cosine; the sum of twelve even numbers is near enough, and the same everywhere
    private static double Normal(Random random)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += random.NextDouble();
        }

        return sum;
    }

    private static double Between((double From, double To) range, double share) =>
        range.From + ((range.To - range.From) * share);

    private static (double Mode, double Top) ModeOf(PeakForm form, double sigma, double tau)
    {
        var best = (Mode: 0.0, Top: 0.0);
        for (var at = -4.0 * tau; at <= 4.0 * tau; at += tau / 100.0)
        {
            var value = Profile(form, at, sigma, tau);
            best = value > best.Top ? (at, value) : best;
        }

        return best;
    }

    private static double Profile(PeakForm form, double at, double sigma, double tau) => form switch
    {
        PeakForm.Gaussian => Deterministic.Exp(-0.5 * at * at / (sigma * sigma)),
        PeakForm.Fronting => Tailing(-at, sigma, tau),
        _ => Tailing(at, sigma, tau),
    };

    // a Gaussian convolved with an exponential decay
    private static double Tailing(double at, double sigma, double tau)
    {
        var z = ((sigma / tau) - (at / sigma)) / Math.Sqrt(2.0);
        var t = 1.0 / (1.0 + (0.5 * Math.Abs(z)));
        // erfc z exp z^2 for z >= 0, relative error below 1.2e-7: W. H. Press et al., Numerical Recipes, 6.2
        var scaled = t * Deterministic.Exp(-1.26551223 + (t * (1.00002368 + (t * (0.37409196 + (t * (0.09678418
            + (t * (-0.18628806 + (t * (0.27886807 + (t * (-1.13520398 + (t * (1.48851587
            + (t * (-0.82215223 + (t * 0.17087277))))))))))))))))));
        var gaussian = Deterministic.Exp(-0.5 * at * at / (sigma * sigma));
        return z >= 0.0
            ? gaussian * scaled
            : (2.0 * Deterministic.Exp((0.5 * sigma * sigma / (tau * tau)) - (at / tau))) - (gaussian * scaled);
    }

    private sealed record Elution(TrueCompound Truth, double Tau);
}
