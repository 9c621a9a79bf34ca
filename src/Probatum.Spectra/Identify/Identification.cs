using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>From a run to answers: takes it apart, searches every component, and says how far that goes.</summary>
/// <remarks>
/// Deterministic: the same run, blank, library and settings give the same answers, to the letter, on every machine.
/// That nothing is near enough is said only after every record was compared. The words follow docs/identification.md 4.3.
/// </remarks>
public static class Identification
{
    // the chance was counted in a library of 2,561 spectra; one of a few compounds says nothing of what else there is
    private const int FewestCompounds = 500;

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
    /// <param name="ladder">Homologues of the same conditions; null where none were run.</param>
    /// <exception cref="ArgumentException">The caller did not ask <see cref="Supports"/>.</exception>
    public static ImmutableArray<ComponentAnswer> Run(
        InstrumentRun run, SpectralLibrary library, IdentificationSettings settings, InstrumentRun? blank,
        CancellationToken ct, IProgress<double>? progress = null, Decomposition? taken = null, RetentionLadder? ladder = null)
    {
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
        var answers = ImmutableArray.CreateBuilder<ComponentAnswer>(components.Length);
        foreach (var component in components)
        {
            ct.ThrowIfCancellationRequested();
            var index = ladder?.At(component.ApexSeconds);
            var found = Found.In(library, component.Spectrum, settings);
            var noise = stretches.FirstOrDefault(one => component.ApexSeconds <= one.ToSeconds)?.NoiseFloor;
            answers.Add(Answer(component, found, settings, inBlank, run.Ionization, ladder, index, noise > 0.0 ? component.Height / noise : null, library));
            progress?.Report(DeconvolutionShare + ((1.0 - DeconvolutionShare) * answers.Count / components.Length));
        }

        progress?.Report(1.0);
        return Repeats.Judge(answers.MoveToImmutable());
    }

    private static ComponentAnswer Answer(
        Component component, Found found, IdentificationSettings settings, BlankRun? blank, Ionization ionization,
        RetentionLadder? ladder, RetentionIndex? index, double? signalToNoise, SpectralLibrary library)
    {
        blank = blank?.Reaches(component.ApexSeconds) == true ? blank : null;
        var seen = blank?.Find(component, found.Candidates);
        var inBlank = seen is not null && BlankRun.IsComparable(component, seen);
        ImmutableArray<Hit> candidates = [.. found.Candidates.Take(settings.MaxCandidates)];
        ImmutableArray<ImmutableArray<CriterionResult>> criteria = [.. candidates.Select((hit, i) => AcceptanceCriteria.Judge(
            settings.Criteria, new(component.Spectrum, new(hit.Record.Peaks, ScanFrom: null), hit.ScoreMillionths, Lead(found, i))
            {
                Seconds = component.ApexSeconds,
                IndexDifference = index is { IsExtrapolated: false } ? -IndexScales.Compare(index, RetentionIndex.Of(hit.Record)).Units : null,
                SignalToNoise = signalToNoise,
                InBlank = blank is null ? null : inBlank,
            }))];
        // The word is said of the whole set: it agrees when every candidate does, and is contradicted when none is left.
        ImmutableArray<CriterionOutcome> ofIndex = [.. criteria.Select(OfIndex)];
        var wording = found.Within == 0 ? Wordings.Unknown
            : inBlank ? Wordings.Blank
            : found.Within > settings.MaxCandidates ? Wordings.Class
            : ofIndex.All(one => one == CriterionOutcome.Failed) ? Wordings.Contradicted
            : ofIndex.All(one => one == CriterionOutcome.Passed) ? Wordings.LibraryAndIndex
            : Wordings.Library;
        var chance = Wordings.IsFound(wording) && library.CompoundCount >= FewestCompounds ? found.ChanceFor(settings) : null;
        var notes = AnswerNotes.Of(
            component, found, wording, settings, seen, blank is not null, ionization, chance, ofIndex.Any(one => one != CriterionOutcome.NotTested));
        return new(
            component, wording, candidates,
            [.. notes, .. ladder?.Notes(index, candidates) ?? [], .. candidates.SelectMany((hit, i) => AnswerNotes.OfCriteria(settings, hit.Record.Name, criteria[i]))])
        {
            ChanceInThousand = chance,
            Index = index,
            Criteria = criteria,
        };
    }

    private static CriterionOutcome OfIndex(ImmutableArray<CriterionResult> results) =>
        results.FirstOrDefault(one => one.Key == "retention-index")?.Outcome ?? CriterionOutcome.NotTested;

    // a compound leads the best of all others; behind that it is below 0
    private static int? Lead(Found found, int place)
    {
        var score = found.Candidates[place].ScoreMillionths;
        return place > 0 ? score - found.Best
            : found.Candidates.Length > 1 ? score - found.Candidates[1].ScoreMillionths
            : found.Next > 0 ? score - found.Next
            : null;
    }
}
