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
    /// <param name="blank">The procedural blank, as <paramref name="run"/>; null where none was measured.</param>
    /// <param name="ct">Ends the work between two components.</param>
    /// <param name="progress">0 to 1.</param>
    /// <exception cref="ArgumentException">The caller did not ask <see cref="Supports"/>.</exception>
    public static ImmutableArray<ComponentAnswer> Run(
        InstrumentRun run, SpectralLibrary library, IdentificationSettings settings, InstrumentRun? blank,
        CancellationToken ct, IProgress<double>? progress = null)
    {
        if (!Supports(run, out var fault) || (blank is not null && !Supports(blank, out fault)))
        {
            throw new ArgumentException($"{fault.Code}: {fault.Why}", nameof(run));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxCandidates, 1);
        progress?.Report(0.0);
        var components = Deconvolution.Find(run, ct);
        var inBlank = blank is null
            ? null
            : new BlankRun(Deconvolution.Find(blank, ct), c => Found.In(library, c.Spectrum, settings).Candidates);
        progress?.Report(DeconvolutionShare);
        var answers = ImmutableArray.CreateBuilder<ComponentAnswer>(components.Length);
        foreach (var component in components)
        {
            ct.ThrowIfCancellationRequested();
            answers.Add(Answer(component, Found.In(library, component.Spectrum, settings), settings, inBlank, run.Ionization));
            progress?.Report(DeconvolutionShare + ((1.0 - DeconvolutionShare) * answers.Count / components.Length));
        }

        progress?.Report(1.0);
        return Repeats.Judge(answers.MoveToImmutable());
    }

    private static ComponentAnswer Answer(
        Component component, Found found, IdentificationSettings settings, BlankRun? blank, Ionization ionization)
    {
        var inBlank = blank?.Find(component, found.Candidates);
        var wording = found.Within == 0 ? Wordings.Unknown
            : inBlank is not null && BlankRun.IsComparable(component, inBlank) ? Wordings.Blank
            : found.Within > settings.MaxCandidates ? Wordings.Class
            : Wordings.Library;
        var chance = found.ChanceFor(settings);
        var notes = AnswerNotes.Of(component, found, wording, settings, inBlank, blank is not null, ionization, chance);
        return new(component, wording, [.. found.Candidates.Take(settings.MaxCandidates)], [.. notes])
        {
            ChanceInThousand = chance,
        };
    }
}
