using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>From a run to answers: takes it apart, searches every component, and says how far that goes.</summary>
/// <remarks>
/// Deterministic: the same run, blank, library and settings give the same answers, to the letter, on every machine.
/// That nothing is near enough is said only after every record was compared. The words follow docs/identification.md 4.3.
/// </remarks>
public static class Identification
{
    // taking the run apart is about a third of the work
    private const double DeconvolutionShare = 0.3;

    /// <summary>Whether a run (or a blank) can be searched against libraries of electron ionisation; if not, why.</summary>
    public static bool Supports(InstrumentRun run, out SpectraFault fault)
    {
        if (run.Ionization == Ionization.Other)
        {
            fault = new("identify/ionization", 0, "the file states another ionisation than electron ionisation");
            return false;
        }

        return Deconvolution.Supports(run, out fault);
    }

    /// <summary>One answer for each component, in order of time.</summary>
    /// <param name="run">A run that <see cref="Supports"/> says yes to.</param>
    /// <param name="library">The library, opened.</param>
    /// <param name="settings">The profile.</param>
    /// <param name="beside">Blank, ladder and standards, in so far as they were run; null for none.</param>
    /// <param name="ct">Ends the work between two components.</param>
    /// <param name="progress">0 to 1.</param>
    /// <param name="taken">The run taken apart, where that is done already.</param>
    /// <exception cref="ArgumentException">The caller did not ask <see cref="Supports"/>.</exception>
    public static ImmutableArray<ComponentAnswer> Run(
        InstrumentRun run, SpectralLibrary library, IdentificationSettings settings, RunBeside? beside,
        CancellationToken ct, IProgress<double>? progress = null, Decomposition? taken = null)
    {
        var blank = beside?.Blank;
        if (!Supports(run, out var fault) || (blank is not null && !Supports(blank, out fault)))
        {
            throw new ArgumentException($"{fault.Code}: {fault.Why}", nameof(run));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxCandidates, 1);
        progress?.Report(0.0);
        var (components, stretches) = taken ?? Deconvolution.Of(run, ct);
        var inBlank = blank is null
            ? null
            : new BlankRun(
                Deconvolution.Find(blank, ct), blank.Scans.Min(scan => scan.Seconds) ?? 0.0, blank.Scans.Max(scan => scan.Seconds) ?? 0.0, c => Found.In(library, c.Spectrum, settings).Candidates);
        progress?.Report(DeconvolutionShare);
        var judge = new ComponentJudge(run, library, settings, inBlank, beside?.Ladder, beside?.Standards);
        var answers = ImmutableArray.CreateBuilder<ComponentAnswer>(components.Length);
        foreach (var component in components)
        {
            ct.ThrowIfCancellationRequested();
            var noise = stretches.FirstOrDefault(one => component.ApexSeconds <= one.ToSeconds)?.NoiseFloor;
            answers.Add(judge.Answer(component, noise > 0.0 ? component.Height / noise : null));
            progress?.Report(DeconvolutionShare + ((1.0 - DeconvolutionShare) * answers.Count / components.Length));
        }

        progress?.Report(1.0);
        return Repeats.Judge(answers.MoveToImmutable());
    }
}

/// <summary>What was run beside a sample, under the same conditions. Null stands for what was not.</summary>
/// <param name="Blank">The procedural blank, a run that <see cref="Identification.Supports"/> says yes to.</param>
/// <param name="Ladder">Homologues, which turn times into indices.</param>
/// <param name="Standards">Reference standards, measured.</param>
public sealed record RunBeside(InstrumentRun? Blank = null, RetentionLadder? Ladder = null, ReferenceStandards? Standards = null);
