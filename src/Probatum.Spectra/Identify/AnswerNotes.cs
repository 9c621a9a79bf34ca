using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>The sentences that go with an answer; numbers in them are whole thousandths, so they never differ in a bit.</summary>
internal static class AnswerNotes
{
    // measured on open libraries: from here on at least seven in ten best compounds were the right one
    private const int WeakBelowMillionths = 800_000;
    private const int FewLines = 6;

    /// <summary>Everything that limits the answer, the heaviest first.</summary>
    /// <param name="component">What was found.</param>
    /// <param name="ranked">All compounds of the library that share a line, best first.</param>
    /// <param name="within">How many of them are not told apart from the best.</param>
    /// <param name="wording">The answer's word.</param>
    /// <param name="settings">The profile.</param>
    /// <param name="inBlank">The blank's component that may be the same.</param>
    /// <param name="hasBlank">Whether a blank was given at all.</param>
    /// <param name="ionization">As the file says.</param>
    public static IEnumerable<string> Of(
        Component component, ImmutableArray<Hit> ranked, int within, string wording, IdentificationSettings settings,
        Component? inBlank, bool hasBlank, Ionization ionization)
    {
        if (inBlank is not null)
        {
            yield return BlankRun.IsComparable(component, inBlank)
                ? "also in the blank at comparable height"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"also in the blank, at 1/{Math.Floor(component.Height / inBlank.Height)} of the height");
        }

        foreach (var note in wording == Wordings.Unknown ? Unnamed(ranked, settings) : Named(ranked, within, settings))
        {
            yield return note;
        }

        if (component.Saturated)
        {
            yield return "the detector was saturated: heights are extrapolated";
        }

        if (component.Spectrum.Peaks.Length < FewLines)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the spectrum has only {component.Spectrum.Peaks.Length} lines");
        }

        if (ionization == Ionization.Unstated)
        {
            yield return "the file does not state electron ionisation";
        }

        yield return hasBlank
            ? "not tested: retention index, reference standard"
            : "not tested: blank, retention index, reference standard";
    }

    private static IEnumerable<string> Unnamed(ImmutableArray<Hit> ranked, IdentificationSettings settings)
    {
        yield return ranked is [var best, ..]
            ? $"the best score in the library, {Thousandths(best.ScoreMillionths)}, is below "
                + Thousandths(settings.UnknownBelowMillionths)
            : "no spectrum of the library shares a line with it";
    }

    private static IEnumerable<string> Named(ImmutableArray<Hit> ranked, int within, IdentificationSettings settings)
    {
        if (within > settings.MaxCandidates)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{within} compounds fit equally well, {settings.MaxCandidates} are listed");
        }
        else if (within > 1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{within} compounds within {Thousandths(settings.SetWidthMillionths)} are not told apart by the spectrum");
        }

        foreach (var isomers in ranked.Take(Math.Min(within, settings.MaxCandidates))
            .Where(hit => hit.Record.Formula is not null)
            .GroupBy(hit => hit.Record.Formula!, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return $"isomers not distinguishable by EI ({isomers.Key}): "
                + string.Join(", ", isomers.Select(hit => hit.Record.Name));
        }

        if (ranked.Length > within && within <= settings.MaxCandidates)
        {
            var lead = ranked[within - 1].ScoreMillionths - ranked[within].ScoreMillionths;
            yield return within == 1
                ? $"leads the next compound by {Thousandths(lead)}"
                : $"the last of them leads the next compound by {Thousandths(lead)}";
        }

        if (ranked[0].ScoreMillionths < WeakBelowMillionths)
        {
            yield return $"a weak score: below {Thousandths(WeakBelowMillionths)} the right compound is often another one";
        }
    }

    private static string Thousandths(int millionths) =>
        string.Create(CultureInfo.InvariantCulture, $"{millionths / 1_000_000}.{millionths / 1000 % 1000:000}");
}
