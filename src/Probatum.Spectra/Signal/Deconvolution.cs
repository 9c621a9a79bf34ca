using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A compound's trace in a run: when it came, how much, and its spectrum freed of its neighbours.</summary>
/// <param name="ApexSeconds">Time of the maximum, in seconds.</param>
/// <param name="Height">Height of its base peak above the baseline, in the file's units.</param>
/// <param name="Spectrum">Nominal masses and heights at the maximum, ascending in mass.</param>
/// <param name="Saturated">True where the detector was full; those scans were left out, heights are extrapolated.</param>
public sealed record Component(double ApexSeconds, double Height, Spectrum Spectrum, bool Saturated);

/// <summary>Takes a run apart into components.</summary>
/// <remarks>
/// Ions that peak together, on one clock and to a fraction of a scan, belong together; their mean profile is where a
/// component's model starts. Overlapping models are fitted together to every ion's trace, over a ground in straight
/// lines, turn by turn with the parts; what is left over is looked through for more. All widths are in units of the
/// peaks that the file itself shows. Deterministic: the same bytes give the same bits on every machine.
/// </remarks>
public static class Deconvolution
{
    private const long MostCells = 200_000_000;
    private const int FewestScans = 20;
    private const double GapFactor = 5.0;

    // no run lasts so long; a span of damaged times would be cut into billions of bins
    private const double LongestSeconds = 100_000.0;

    /// <summary>Whether a run can be taken apart; if not, why.</summary>
    public static bool Supports(InstrumentRun run, out SpectraFault fault)
    {
        fault = run switch
        {
            { Kind: RunKind.Chromatogram } => new("decon/chromatogram", 0, "the file holds no mass spectra"),
            { Kind: RunKind.Library } => new("decon/library", 0, "the file holds single spectra, not a run"),
            { Kind: RunKind.Continuum } => new("decon/continuum", 0, "the file holds profiles: centroid them first"),
            { SelectedIons: true } => new("decon/selected-ions", 0, "only selected ions were watched"),
            _ when run.Scans.Count(s => s.Seconds is not null) < FewestScans
                => new("decon/few-scans", 0, "the run has too few scans with a time"),
            _ when run.Scans.Max(s => s.Seconds) - run.Scans.Min(s => s.Seconds) > LongestSeconds
                => new("decon/times", 0, "the scans' times span more than a day: they are not seconds or damaged"),
            _ when (long)run.Scans.Length * Masses(run) > MostCells
                => new("decon/too-large", 0, "the run has more scans and masses than fit in memory"),
            _ => default,
        };
        return fault == default;
    }

    /// <summary>The components in order of time; none where <see cref="Supports"/> says no.</summary>
    public static ImmutableArray<Component> Find(InstrumentRun run, CancellationToken ct) => Of(run, ct).Components;

    /// <summary>The same, with what was found out about the instrument.</summary>
    public static Decomposition Of(InstrumentRun run, CancellationToken ct)
    {
        if (!Supports(run, out _))
        {
            return new([], []);
        }

        var stretches = Stretches(run).Where(scans => scans.Any(s => run.Scans[s].Count > 0))
            .Select(scans => InStretch(run, scans, ct)).ToList();
        return new(
            [.. stretches.SelectMany(s => s.Components).OrderBy(c => c.ApexSeconds)],
            [.. stretches.Select(s => s.Stretch).OrderBy(s => s.FromSeconds)]);
    }

    private static int Masses(InstrumentRun run) => run.Masses.IsEmpty
        ? 0
        : PreparedSpectrum.NominalMass(run.Masses.Max()) - PreparedSpectrum.NominalMass(run.Masses.Min()) + 1;

    // scans in order of time, cut where the instrument paused: a profile does not reach over a gap
    private static IEnumerable<ImmutableArray<int>> Stretches(InstrumentRun run)
    {
        var ordered = Enumerable.Range(0, run.Scans.Length)
            .Where(s => run.Scans[s].Seconds is not null)
            .OrderBy(s => run.Scans[s].Seconds)
            .ToArray();
        var steps = ordered.Zip(ordered.Skip(1), (a, b) => run.Scans[b].Seconds!.Value - run.Scans[a].Seconds!.Value)
            .ToArray();
        var usual = steps.Order().ElementAt(steps.Length / 2);
        var start = 0;
        for (var i = 0; i <= steps.Length; i++)
        {
            if (i == steps.Length || steps[i] > GapFactor * Math.Max(usual, 1e-3))
            {
                if (i + 1 - start >= FewestScans)
                {
                    yield return [.. ordered[start..(i + 1)]];
                }

                start = i + 1;
            }
        }
    }

    private static (List<Component> Components, Stretch Stretch) InStretch(
        InstrumentRun run, ImmutableArray<int> scans, CancellationToken ct)
    {
        var traces = IonTraces.Of(run, scans, ct);
        var clusters = ApexClusters.Find(traces, ApexFinder.Find(traces));
        var (look, noise) = (traces.Look, traces.Noise);
        return (
            new Unmixing(traces, clusters).Components(ct),
            new(
                traces.Seconds[0], traces.Seconds[^1], traces.Interval, look.PeakSigma,
                look.SkewIsSeen ? look.Skew : null, noise.Floor, noise.Gain,
                float.IsFinite(noise.Ceiling) ? noise.Ceiling : null));
    }
}
