using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A run as traces of nominal masses over scans in order of time: smoothed, and with the baseline taken off.</summary>
/// <remarks>
/// Arrays are ion by ion. The baseline is a running minimum of the smoothed trace: column bleed is under every peak
/// and is taken off, not matched, because siloxanes are legitimate analytes too.
/// </remarks>
internal sealed class IonTraces
{
    private const double BaselineInSigmas = 12.5;
    private const double GroundInSigmas = 2.5;
    private const double SmoothingInSigmas = 0.2;

    private IonTraces(double[] seconds, int[] masses, NoiseModel noise, double interval, FirstLook look)
    {
        (Seconds, Masses, Noise, Interval, Look) = (seconds, masses, noise, interval, look);
        Smooth = new float[masses.Length * seconds.Length];
        Net = new float[Smooth.Length];
        Floors = new double[masses.Length];
        Saturated = new List<int>?[masses.Length];
        Sigma = Math.Clamp(SmoothingInSigmas * look.PeakSigma / interval, 0.7, 8.0);
        // of a Gaussian of sigma scans: root of the sum of its squared weights
        NoiseLeft = 1.0 / Math.Sqrt(2.0 * Math.Sqrt(Math.PI) * Sigma);
    }

    /// <summary>Start of each scan, ascending.</summary>
    public double[] Seconds { get; }

    /// <summary>Nominal masses that occur, ascending.</summary>
    public int[] Masses { get; }

    /// <summary>Smoothed heights, ion by ion.</summary>
    public float[] Smooth { get; }

    /// <summary>Smoothed heights above the baseline, ion by ion.</summary>
    public float[] Net { get; }

    /// <summary>Each ion's own floor: what it wavers without signal.</summary>
    public double[] Floors { get; }

    /// <summary>Scans in which an ion is at the detector's ceiling.</summary>
    public List<int>?[] Saturated { get; }

    public NoiseModel Noise { get; }

    /// <summary>Peak width and scan skew of this stretch.</summary>
    public FirstLook Look { get; }

    /// <summary>The usual peak's sigma, in seconds: the unit of all reaches in time.</summary>
    public double PeakSigma => Look.PeakSigma;

    /// <summary>The usual time between scans, in seconds.</summary>
    public double Interval { get; }

    /// <summary>Width of the smoothing, in scans.</summary>
    public double Sigma { get; }

    /// <summary>The share of a point's noise that is left after smoothing.</summary>
    public double NoiseLeft { get; }

    public int ScanCount => Seconds.Length;

    /// <summary>Noise of a smoothed point.</summary>
    public double NoiseAt(int ion, int scan) =>
        Noise.At(Smooth[(ion * ScanCount) + scan], Floors[ion]) * NoiseLeft;

    /// <summary>What was taken off a smoothed point.</summary>
    public double Baseline(int ion, int scan) => Smooth[(ion * ScanCount) + scan] - Net[(ion * ScanCount) + scan];

    /// <summary>Whether the detector was full for this ion anywhere in a profile's stretch.</summary>
    public bool IsSaturated(int ion, ModelShape shape) =>
        Saturated[ion]?.Exists(s => s >= shape.First && s < shape.First + shape.Profile.Length) ?? false;

    public static IonTraces Of(InstrumentRun run, ImmutableArray<int> scans, CancellationToken ct)
    {
        var seconds = scans.Select(s => run.Scans[s].Seconds ?? 0.0).ToArray();
        var steps = seconds.Zip(seconds.Skip(1), (a, b) => b - a).Order().ToArray();
        var interval = Math.Max(steps.Length == 0 ? 1.0 : steps[steps.Length / 2], 1e-3);
        var ions = Gather(run, scans);
        var noise = NoiseModel.Of(ions, scans.Length);
        var look = FirstLook.Of(ions, seconds, interval, noise);
        var traces = new IonTraces(seconds, [.. ions.Select(i => i.Mass)], noise, interval, look);
        Parallel.For(
            0, ions.Count, new ParallelOptions { CancellationToken = ct }, () => new Room(seconds.Length),
            (i, _, room) =>
            {
                traces.Fill(i, ions[i], room);
                return room;
            },
            _ => { });

        return traces;
    }

    // several points of one nominal mass in a scan are added up
    private static List<IonPoints> Gather(InstrumentRun run, ImmutableArray<int> scans)
    {
        var byMass = new (List<int> Scans, List<float> Heights)?[PreparedSpectrum.NominalMass(run.Masses.Max()) + 1];
        for (var i = 0; i < scans.Length; i++)
        {
            var scan = run.Scans[scans[i]];
            for (var at = scan.First; at < scan.First + scan.Count; at++)
            {
                var mass = PreparedSpectrum.NominalMass(run.Masses[at]);
                var ion = byMass[mass] ??= ([], []);

                if (ion.Scans.Count > 0 && ion.Scans[^1] == i)
                {
                    ion.Heights[^1] += run.Intensities[at];
                }
                else
                {
                    ion.Scans.Add(i);
                    ion.Heights.Add(run.Intensities[at]);
                }
            }
        }

        return byMass
            .Select((ion, mass) => ion is { } i ? new IonPoints(mass, [.. i.Scans], [.. i.Heights]) : null)
            .OfType<IonPoints>()
            .ToList();
    }

    private void Fill(int ion, IonPoints points, Room room)
    {
        var raw = room.Raw;
        Array.Clear(raw);
        for (var i = 0; i < points.Scans.Length; i++)
        {
            raw[points.Scans[i]] = points.Heights[i];
            if (points.Heights[i] >= Noise.Ceiling)
            {
                (Saturated[ion] ??= []).Add(points.Scans[i]);
            }
        }

        var smooth = Smooth.AsSpan(ion * ScanCount, ScanCount);
        var net = Net.AsSpan(ion * ScanCount, ScanCount);
        // the kernel is moved by when in the scan this mass was measured, so that all traces run on one clock
        var late = Look.Skew * (Masses[ion] - Masses[0]) / (Masses[^1] - Masses[0] + 1.0);
        Smoothing.Convolve(raw, Smoothing.Gaussian(Sigma, late), room.Sums.AsSpan(0, ScanCount), smooth);
        Smoothing.Convolve(raw, Smoothing.Gaussian(GroundInSigmas * Sigma), room.Sums.AsSpan(0, ScanCount), net);
        var half = Math.Max(2, (int)Math.Floor((BaselineInSigmas * PeakSigma / Interval / 2.0) + 0.5));
        Smoothing.Minimum(net, half, room.Queue, room.Ground);
        Smoothing.Mean(room.Ground, half, room.Sums, net);
        for (var i = 0; i < ScanCount; i++)
        {
            net[i] = smooth[i] - net[i];
        }

        Floors[ion] = (1.4826 * MedianStep(raw, room.Steps) / Math.Sqrt(2.0)) + Noise.Floor;
    }

    private static double MedianStep(float[] raw, float[] steps)
    {
        var count = 0;
        for (var i = 0; i + 1 < raw.Length; i++)
        {
            if (raw[i] != raw[i + 1])
            {
                steps[count++] = Math.Abs(raw[i + 1] - raw[i]);
            }
        }

        var middle = (raw.Length - 1) / 2;
        var zeros = raw.Length - 1 - count;
        if (middle < zeros || count == 0)
        {
            return 0.0;
        }

        Array.Sort(steps, 0, count);
        return steps[middle - zeros];
    }

    // what one trace's filters need, used again for the next
    private sealed class Room(int scans)
    {
        public float[] Raw { get; } = new float[scans];

        public float[] Ground { get; } = new float[scans];

        public float[] Steps { get; } = new float[scans];

        public double[] Sums { get; } = new double[scans + 1];

        public int[] Queue { get; } = new int[scans];
    }
}
