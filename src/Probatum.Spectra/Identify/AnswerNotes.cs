using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>The sentences that go with an answer; scores are cut to thousandths as whole numbers, without rounding.</summary>
internal static class AnswerNotes
{
    // measured on open libraries: from here on at least seven in ten best compounds were the right one
    private const int WeakBelowMillionths = 800_000;
    private const int FewLines = 6;

    /// <summary>Everything that limits the answer, the heaviest first.</summary>
    /// <param name="component">What was found in the run.</param>
    /// <param name="found">What the library holds for it.</param>
    /// <param name="wording">The answer's word.</param>
    /// <param name="settings">The profile.</param>
    /// <param name="inBlank">The blank's component that may be the same.</param>
    /// <param name="hasBlank">Whether a blank was given at all.</param>
    /// <param name="ionization">As the file says.</param>
    /// <param name="chance">Calibrated, in thousandths.</param>
    /// <param name="isIndexTested">Whether the index of any candidate was judged.</param>
    /// <param name="isStandardTested">Whether a standard of any candidate was run.</param>
    public static IEnumerable<string> Of(
        Component component, Found found, string wording, IdentificationSettings settings, Component? inBlank,
        bool hasBlank, Ionization ionization, int? chance, bool isIndexTested, bool isStandardTested)
    {
        if (inBlank is not null)
        {
            yield return BlankRun.IsComparable(component, inBlank)
                ? "also in the blank at comparable height"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"also in the blank, at 1/{Math.Floor(component.Height / inBlank.Height)} of the height");
        }

        foreach (var note in found.Within == 0 ? Unnamed(found, settings) : Named(found, settings, chance))
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

        string[] open = [.. new[] { hasBlank ? null : "blank", isIndexTested ? null : "retention index", isStandardTested ? null : "reference standard" }.OfType<string>()];
        if (open.Length > 0)
        {
            yield return "not tested: " + string.Join(", ", open);
        }
    }

    /// <summary>What the profile's conditions say of a candidate: those that are met by name, the others with their reason.</summary>
    public static IEnumerable<string> OfCriteria(IdentificationSettings settings, string name, ImmutableArray<CriterionResult> results)
    {
        if (results.IsEmpty)
        {
            yield break;
        }

        var passed = results.Where(one => one.Outcome == CriterionOutcome.Passed).Select(one => one.Key).ToList();
        var failed = results.Where(one => one.Outcome == CriterionOutcome.Failed).Select(one => $"{one.Key} ({one.Words})").ToList();
        var open = results.Where(one => one.Outcome == CriterionOutcome.NotTested).Select(one => one.Key).ToList();
        var standing = settings.Criteria.Any(one => !one.Verified) ? " (not verified)" : "";
        yield return $"{settings.Name}/{settings.Version}{standing}, {name}: " + string.Join("; ", new[]
        {
            passed.Count > 0 ? $"passed {string.Join(", ", passed)}" : null,
            failed.Count > 0 ? $"failed {string.Join(", ", failed)}" : null,
            open.Count > 0 ? $"not tested {string.Join(", ", open)}" : null,
        }.OfType<string>());
    }

    private static IEnumerable<string> Unnamed(Found found, IdentificationSettings settings)
    {
        yield return found.Best > 0
            ? $"the best score in the library, {Thousandths(found.Best)}, is below "
                + Thousandths(settings.UnknownBelowMillionths)
            : "no spectrum of the library shares a line with it";
    }

    private static IEnumerable<string> Named(Found found, IdentificationSettings settings, int? chance)
    {
        if (found.Within > settings.MaxCandidates)
        {
            var atLeast = found.Within == Found.MostCounted ? "at least " : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{atLeast}{found.Within} compounds fit equally well, {settings.MaxCandidates} are listed");
        }
        else if (found.Within > 1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Within} compounds within {Thousandths(settings.SetWidthMillionths)} are not told apart by the spectrum");
        }

        foreach (var group in found.Alike)
        {
            var names = string.Join(", ", group.Select(hit => hit.Record.Name));
            yield return group.Select(hit => hit.Record.Formula).Distinct(StringComparer.Ordinal).ToList() is [{ } formula]
                ? $"isomers not distinguishable by EI ({formula}): {names}"
                : $"not distinguishable by EI, as alike as two readings of one compound: {names}";
        }

        if (found.Next > 0 && found.Within <= settings.MaxCandidates)
        {
            yield return found.Within == 1
                ? $"leads the next compound by {Thousandths(found.Last - found.Next)}"
                : $"the last of them leads the next compound by {Thousandths(found.Last - found.Next)}";
        }

        if (chance is { } thousandths)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"chance that {(found.Within == 1 ? "it is this" : "it is one of them")}: 0.{thousandths:000}, if {Calibration.PresentInTen} in 10 unknowns are in the library");
        }

        if (found.Best < WeakBelowMillionths)
        {
            yield return $"a weak score: below {Thousandths(WeakBelowMillionths)} the right compound is often another one";
        }
    }

    /// <summary>A score of millionths, cut to thousandths.</summary>
    public static string Thousandths(int millionths) =>
        string.Create(CultureInfo.InvariantCulture, $"{millionths / 1_000_000}.{millionths / 1000 % 1000:000}");
}
