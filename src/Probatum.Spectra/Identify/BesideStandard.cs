using System.Globalization;

namespace Probatum.Spectra;

/// <summary>How a component stands to a reference standard: time by the profile's condition, spectrum by its ion ratios or as two readings of one compound.</summary>
internal static class BesideStandard
{
    /// <summary>The likeness of the component to the standard's own spectrum, in millionths.</summary>
    public static int ScoreMillionths(Component component, MeasuredStandard standard) => (int)Math.Floor(
        (Similarity.Of(Measure.Composite, Prepared(component), Prepared(standard.Component)) * 1e6) + 0.5);

    /// <summary>
    /// Whether time and spectrum agree. What the profile has no condition for in time is not shown. Spectra agree by the profile's
    /// ratios against a standard, where it asks for them, else from the likeness on that readings of one compound have; below that
    /// nothing is shown, since noise makes readings unlike.
    /// </summary>
    public static CriterionOutcome Judge(ReadOnlySpan<CriterionResult> results, ReadOnlySpan<Criterion> criteria, int scoreMillionths)
    {
        var (time, spectrum) = (CriterionOutcome.NotTested, scoreMillionths >= Calibration.ReplicateMillionths ? CriterionOutcome.Passed : CriterionOutcome.NotTested);
        for (var i = 0; i < results.Length; i++)
        {
            time = criteria[i] is TimeCriterion ? results[i].Outcome : time;
            spectrum = criteria[i] is RatioCriterion { AgainstStandard: true } ? results[i].Outcome : spectrum;
        }

        return time == CriterionOutcome.Failed || spectrum == CriterionOutcome.Failed ? CriterionOutcome.Failed
            : time == CriterionOutcome.Passed && spectrum == CriterionOutcome.Passed ? CriterionOutcome.Passed
            : CriterionOutcome.NotTested;
    }

    /// <summary>What the two files state of the measurement that is not the same.</summary>
    public static IEnumerable<string> Differences(InstrumentRun run, MeasuredStandard standard)
    {
        var (mine, other) = (run.Acquisition, standard.Run.Acquisition);
        foreach (var (what, a, b) in new[]
        {
            ("instrument", mine.Instrument, other.Instrument), ("ionisation", mine.IonizationMode, other.IonizationMode),
            ("scan range", Range(mine), Range(other)),
        })
        {
            if (a is not null && b is not null && a != b)
            {
                yield return $"the standard of {standard.Compound.Name} was run under another {what}: {b}, the sample under {a}";
            }
        }
    }

    private static string? Range(Acquisition one) => one is { ScanFrom: { } from, ScanTo: { } to }
        ? string.Create(CultureInfo.InvariantCulture, $"m/z {from} to {to}")
        : null;

    private static PreparedSpectrum Prepared(Component one) => PreparedSpectrum.Of(one.Spectrum.Peaks, one.Spectrum.ScanFrom);
}
