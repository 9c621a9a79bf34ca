using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>One component after the other, held against the library and what was run beside.</summary>
/// <param name="run">The run that the components come from.</param>
/// <param name="library">The library.</param>
/// <param name="settings">The profile.</param>
/// <param name="procedural">The blank, taken apart.</param>
/// <param name="ladder">The homologues.</param>
/// <param name="standards">The reference standards.</param>
internal sealed class ComponentJudge(
    InstrumentRun run, SpectralLibrary library, IdentificationSettings settings, BlankRun? procedural, RetentionLadder? ladder, ReferenceStandards? standards)
{
    // the chance was counted in a library of 2,561 spectra; one of a few compounds says nothing of what else there is
    private const int FewestCompounds = 500;

    private readonly Dictionary<MeasuredStandard, string?> _doubts = [];

    /// <summary>What can be said of it.</summary>
    /// <param name="component">Of the run.</param>
    /// <param name="signalToNoise">Its height over the noise under it; null where that is not known.</param>
    public ComponentAnswer Answer(Component component, double? signalToNoise)
    {
        var found = Found.In(library, component.Spectrum, settings);
        var index = ladder?.At(component.ApexSeconds);
        var blank = procedural?.Reaches(component.ApexSeconds) == true ? procedural : null;
        var seen = blank?.Find(component, found.Candidates);
        var inBlank = seen is not null && BlankRun.IsComparable(component, seen);
        ImmutableArray<Judged> judged =
        [
            .. found.Candidates.Take(settings.MaxCandidates).Select((hit, i) => Judge(hit, Lead(found, i), standards?.Of(hit.Record, component.ApexSeconds))),
        ];
        // A compound that no library holds, or that it puts behind others, is met by its standard's own spectrum.
        judged = [.. judged, .. FromStandards().Where(one => one.Outcome == CriterionOutcome.Passed).Take(Math.Max(1, settings.MaxCandidates - judged.Length))];

        // The word is said of the whole set: it agrees when every candidate does, and is contradicted when none is left. A standard is
        // said of its own compound, and stands before what literature says of the index.
        var wording = judged.IsEmpty ? Wordings.Unknown
            : inBlank ? Wordings.Blank
            : judged.Any(one => one.Outcome == CriterionOutcome.Passed) ? Wordings.Standard
            : found.Within > settings.MaxCandidates ? Wordings.Class
            : judged.All(one => one.IsContradicted) ? Wordings.Contradicted
            : judged.All(one => one.OfIndex == CriterionOutcome.Passed) ? Wordings.LibraryAndIndex
            : Wordings.Library;
        var chance = Wordings.IsFound(wording) && library.CompoundCount >= FewestCompounds ? found.ChanceFor(settings) : null;
        ImmutableArray<Hit> candidates = [.. judged.Select(one => one.Hit)];
        return new(
            component, wording, candidates,
            [
                .. AnswerNotes.Of(
                    component, found, wording, settings, seen, blank is not null, run.Ionization, chance,
                    judged.Any(one => one.OfIndex != CriterionOutcome.NotTested), judged.Any(one => one.Standard is not null)),
                .. judged.Where(one => one.Standard is not null).SelectMany(one => OfStandard(one, component)),
                .. ladder?.Notes(index, candidates) ?? [],
                .. judged.SelectMany(one => AnswerNotes.OfCriteria(settings, one.Hit.Record.Name, one.Results)),
            ])
        {
            ChanceInThousand = chance,
            Index = index,
            Criteria = [.. judged.Select(one => one.Results)],
        };

        Judged Judge(Hit hit, int? lead, MeasuredStandard? standard)
        {
            var isOfLibrary = hit.Spectrum >= 0;
            var results = AcceptanceCriteria.Judge(
                settings.Criteria, new(component.Spectrum, isOfLibrary ? new(hit.Record.Peaks, ScanFrom: null) : null, hit.ScoreMillionths, lead)
                {
                    Seconds = component.ApexSeconds,
                    Standard = standard?.Component.Spectrum,
                    StandardSeconds = standard?.Component.ApexSeconds,
                    IndexDifference = index is { IsExtrapolated: false } ? -IndexScales.Compare(index, RetentionIndex.Of(hit.Record)).Units : null,
                    SignalToNoise = signalToNoise,
                    InBlank = blank is null ? null : inBlank,
                });
            var score = standard is null ? 0 : BesideStandard.ScoreMillionths(component, standard);
            return new(
                hit, results, standard, score, OfIndex(results),
                standard is null ? CriterionOutcome.NotTested : BesideStandard.Judge(results.AsSpan(), settings.Criteria.AsSpan(), score));
        }

        IEnumerable<Judged> FromStandards()
        {
            for (var i = 0; i < (standards?.All.Length ?? 0); i++)
            {
                var standard = standards!.All[i];
                if (judged.Any(one => standard.Compound.Is(one.Hit.Record)) || BesideStandard.ScoreMillionths(component, standard) is var score && score < settings.UnknownBelowMillionths)
                {
                    continue;
                }

                var record = new LibraryRecord(standard.Compound.Name, standard.Compound.InChIKey, null, null, null, null, null, standard.Component.Spectrum.Peaks);
                yield return Judge(new(judged.Length + 1, record, score) { Spectrum = -1 - i, SpectrumMillionths = score }, null, standard);
            }
        }
    }

    private IEnumerable<string> OfStandard(Judged one, Component component)
    {
        var standard = one.Standard!;
        var words = one.Outcome switch { CriterionOutcome.Passed => "agrees with", CriterionOutcome.Failed => "does not agree with", _ => "compared with" };
        var untimed = settings.Criteria.Any(row => row is TimeCriterion) ? "" : $"; {settings.Name} has no condition for the time";
        yield return FormattableString.Invariant(
            $"{words} the reference standard of {standard.Compound.Name}: {Criterion.Tenths(component.ApexSeconds - standard.Component.ApexSeconds)} s from it, likeness {ScoreCriterion.Thousandths(one.StandardMillionths)}{untimed}");
        if (one.Hit.Spectrum < 0)
        {
            yield return $"{standard.Compound.Name} is not among what the library gives: its score is against the standard's own spectrum";
        }

        foreach (var difference in BesideStandard.Differences(run, standard))
        {
            yield return difference;
        }

        if (Doubt(standard) is { } doubt)
        {
            yield return doubt;
        }
    }

    // A time written down wrongly names a neighbour: the library is asked what it takes the standard for.
    private string? Doubt(MeasuredStandard standard)
    {
        if (!_doubts.TryGetValue(standard, out var doubt))
        {
            var found = Found.In(library, standard.Component.Spectrum, settings);
            doubt = found.Candidates.IsEmpty || found.Candidates.Any(hit => standard.Compound.Is(hit.Record)) ? null
                : $"the library takes the standard of {standard.Compound.Name} itself for {found.Candidates[0].Record.Name} ({ScoreCriterion.Thousandths(found.Best)}): check its time and label";
            _doubts[standard] = doubt;
        }

        return doubt;
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

    // A candidate and how it stands; the likeness to its standard in millionths, 0 where none was run.
    private sealed record Judged(
        Hit Hit, ImmutableArray<CriterionResult> Results, MeasuredStandard? Standard, int StandardMillionths, CriterionOutcome OfIndex, CriterionOutcome Outcome)
    {
        public bool IsContradicted => Outcome == CriterionOutcome.Failed || (Outcome == CriterionOutcome.NotTested && OfIndex == CriterionOutcome.Failed);
    }
}
