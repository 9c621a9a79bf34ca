using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>From a run to answers: takes it apart, searches every component, and says how far that goes.</summary>
/// <remarks>
/// Deterministic: the same run, blank, library and settings give the same answers, to the letter, on every machine.
/// Every record of the library is compared with every component. The words follow docs/identification.md 4.3.
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
    /// <param name="taken">The run taken apart, where that is done already.</param>
    /// <exception cref="ArgumentException">The caller did not ask <see cref="Supports"/>.</exception>
    public static ImmutableArray<ComponentAnswer> Run(
        InstrumentRun run, SpectralLibrary library, IdentificationSettings settings, InstrumentRun? blank,
        CancellationToken ct, IProgress<double>? progress = null, Decomposition? taken = null)
    {
        if (!Supports(run, out var fault) || (blank is not null && !Supports(blank, out fault)))
        {
            throw new ArgumentException($"{fault.Code}: {fault.Why}", nameof(run));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxCandidates, 1);
        progress?.Report(0.0);
        var components = (taken ?? Deconvolution.Of(run, ct)).Components;
        var inBlank = blank is null
            ? null
            : new BlankRun(Deconvolution.Find(blank, ct), c => CandidatesOf(Ranked(c, library), settings));
        progress?.Report(DeconvolutionShare);
        var answers = ImmutableArray.CreateBuilder<ComponentAnswer>(components.Length);
        foreach (var component in components)
        {
            ct.ThrowIfCancellationRequested();
            answers.Add(Answer(component, Ranked(component, library), settings, inBlank, run.Ionization));
            progress?.Report(DeconvolutionShare + ((1.0 - DeconvolutionShare) * answers.Count / components.Length));
        }

        progress?.Report(1.0);
        return Repeats.Judge(answers.MoveToImmutable());
    }

    private static ComponentAnswer Answer(
        Component component, ImmutableArray<Hit> ranked, IdentificationSettings settings, BlankRun? blank,
        Ionization ionization)
    {
        var candidates = CandidatesOf(ranked, settings);
        var found = blank?.Find(component, candidates);
        var wording = candidates.IsEmpty ? Wordings.Unknown
            : found is not null && BlankRun.IsComparable(component, found) ? Wordings.Blank
            : candidates.Length > settings.MaxCandidates ? Wordings.Class
            : Wordings.Library;
        var notes = AnswerNotes.Of(
            component, ranked, candidates.Length, wording, settings, found, blank is not null, ionization);
        return new(component, wording, [.. candidates.Take(settings.MaxCandidates)], [.. notes]);
    }

    private static ImmutableArray<Hit> Ranked(Component component, SpectralLibrary library) =>
        LibrarySearch.Search(component.Spectrum, library, Measure.Composite, int.MaxValue);

    // everything that is not told apart from the best; the whole set, however many
    private static ImmutableArray<Hit> CandidatesOf(ImmutableArray<Hit> ranked, IdentificationSettings settings) =>
        ranked is [var best, ..] && best.ScoreMillionths >= settings.UnknownBelowMillionths
            ? [.. ranked.TakeWhile(hit => hit.ScoreMillionths >= best.ScoreMillionths - settings.SetWidthMillionths)]
            : [];
}
