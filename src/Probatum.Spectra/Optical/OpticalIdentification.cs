using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>A compound that a spectrum may be of, by its best reference.</summary>
public sealed record OpticalCandidate(OpticalReference Reference, int ScoreMillionths);

/// <summary>Two compounds that together explain a spectrum much better than the best alone: a question, no finding. Parts in millionths.</summary>
/// <param name="First">The reference that comes first alone.</param>
/// <param name="Second">The other.</param>
/// <param name="ShareMillionths">The first one's share of the height that both explain.</param>
/// <param name="AloneMillionths">What the best single reference leaves unexplained.</param>
/// <param name="TogetherMillionths">What both leave unexplained.</param>
public sealed record OpticalMixture(OpticalReference First, OpticalReference Second, int ShareMillionths, int AloneMillionths, int TogetherMillionths);

/// <summary>What can honestly be said of one infrared or Raman spectrum.</summary>
/// <param name="Number">Its place in its file, counted from 1.</param>
/// <param name="Wording">One of <see cref="Wordings"/>.</param>
/// <param name="Candidates">All compounds not told apart from the best, best first.</param>
/// <param name="Notes">Sentences for the report: what limits the answer, and what was not tested.</param>
public sealed record OpticalAnswer(int Number, string Wording, ImmutableArray<OpticalCandidate> Candidates, ImmutableArray<string> Notes)
{
    /// <summary>The mixture that it may be of; null where none is hinted at.</summary>
    public OpticalMixture? Mixture { get; init; }

    /// <summary>The references that the answer hangs on, in the library's order: searched in them alone it is the same.</summary>
    public ImmutableArray<OpticalReference> ReliesOn { get; init; } = [];
}

/// <summary>From an infrared or Raman spectrum to the compounds that references do not tell apart.</summary>
/// <remarks>
/// Deterministic: the same spectrum, references and settings give the same answer, to the letter, on every machine. A compound counts
/// once, by its best reference. Of two that score alike the name that comes first in ordinal order stands first.
/// </remarks>
public static class OpticalIdentification
{
    /// <summary>The answer for one spectrum; only references of its kind are compared.</summary>
    /// <param name="query">The spectrum.</param>
    /// <param name="references">Of any kind, in the library's order.</param>
    /// <param name="measure">How they are compared.</param>
    /// <param name="settings">The profile.</param>
    public static OpticalAnswer Of(NumberedSpectrum query, IEnumerable<OpticalReference> references, OpticalMeasure measure, IdentificationSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxCandidates, 1);
        List<OpticalReference> all = [.. references.Where(one => one.Kind == query.Kind)];
        var hits = OpticalSearch.Search(measure, query.Spectrum, all.ConvertAll(one => one.Spectrum), all.Count);
        List<OpticalHit> best =
        [
            .. hits.OrderByDescending(hit => hit.ScoreMillionths).ThenBy(hit => all[hit.Reference].Name, StringComparer.Ordinal).ThenBy(hit => hit.Reference)
                .DistinctBy(hit => all[hit.Reference].CompoundKey, StringComparer.Ordinal),
        ];
        var found = new OpticalFound([.. best.Select(hit => new OpticalCandidate(all[hit.Reference], hit.ScoreMillionths))], all.Count, settings);

        List<OpticalReference> compounds = [.. best.Select(hit => hit.Reference).Order().Select(i => all[i])];
        var spectra = compounds.ConvertAll(one => one.Spectrum);
        var mixture = OpticalSearch.Mixture(query.Spectrum, spectra) is { } hint
            ? new OpticalMixture(compounds[hint.First], compounds[hint.Second], hint.ShareMillionths, hint.AloneMillionths, hint.TogetherMillionths)
            : null;
        // the reference that leaves least alone: the one that comes first by differences
        var alone = OpticalSearch.Search(OpticalMeasure.Derivative, query.Spectrum, spectra, 1).Select(hit => compounds[hit.Reference]);

        var wording = found.Within == 0 ? mixture is null ? Wordings.Unknown : Wordings.Mixture
            : found.Within > settings.MaxCandidates ? Wordings.Class
            : Wordings.Library;
        OpticalReference?[] relied = [.. found.Candidates.Select(one => one.Reference), mixture?.First, mixture?.Second, .. alone];
        return new(query.Number, wording, found.Candidates, [.. OpticalNotes.Of(query.Spectrum, found, mixture, settings)])
        {
            Mixture = mixture,
            ReliesOn = [.. all.Where(one => relied.Contains(one, ReferenceEqualityComparer.Instance))],
        };
    }
}

/// <summary>What references hold for a spectrum.</summary>
/// <param name="Ranked">All compounds that can be compared, best first.</param>
/// <param name="References">How many references of the kind there are.</param>
/// <param name="Settings">The profile.</param>
internal sealed record OpticalFound(ImmutableArray<OpticalCandidate> Ranked, int References, IdentificationSettings Settings)
{
    /// <summary>How many compounds are not told apart from the best; 0 where none is near enough.</summary>
    public int Within => Ranked is [var best, ..] && best.ScoreMillionths >= Settings.UnknownBelowMillionths
        ? Ranked.TakeWhile(one => one.ScoreMillionths >= best.ScoreMillionths - Settings.SetWidthMillionths).Count()
        : 0;

    /// <summary>Those of them that the profile lists.</summary>
    public ImmutableArray<OpticalCandidate> Candidates => [.. Ranked.Take(Math.Min(Within, Settings.MaxCandidates))];

    /// <summary>How far one of them is above the best of all others; below 0 behind it; null where there is no other.</summary>
    public int? Lead(int place) => place > 0 ? Ranked[place].ScoreMillionths - Ranked[0].ScoreMillionths
        : Ranked.Length > 1 ? Ranked[0].ScoreMillionths - Ranked[1].ScoreMillionths
        : null;
}
