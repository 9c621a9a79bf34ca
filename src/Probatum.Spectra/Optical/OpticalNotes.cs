using System.Globalization;

namespace Probatum.Spectra;

/// <summary>The sentences that go with the answer for an infrared or Raman spectrum, the heaviest first.</summary>
internal static class OpticalNotes
{
    // less of the spectrum than this, in hundredths, and what was not compared is told
    private const int MostlyCompared = 80;

    public static IEnumerable<string> Of(OpticalSpectrum query, OpticalFound found, OpticalMixture? mixture, IdentificationSettings settings)
    {
        if (mixture is not null)
        {
            yield return $"a mixture? {mixture.First.Name} and {mixture.Second.Name} together leave {AnswerNotes.Thousandths(mixture.TogetherMillionths)} unexplained, the best alone {AnswerNotes.Thousandths(mixture.AloneMillionths)}";
        }

        foreach (var note in found.Within == 0 ? Unnamed(found, settings) : Named(found, settings))
        {
            yield return note;
        }

        foreach (var candidate in found.Candidates)
        {
            if (Compared(query, candidate.Reference.Spectrum) is < MostlyCompared and var part)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{candidate.Reference.Name}: only {part} % of the spectrum's range is in the reference, the rest was not compared");
            }
        }

        yield return "library spectrum only, one technique: presumptive at the most; not tested: blank, reference standard, second technique";
        foreach (var (i, candidate) in found.Candidates.Index())
        {
            var results = AcceptanceCriteria.Judge(settings.Criteria, new(new Spectrum([]), null, candidate.ScoreMillionths, found.Lead(i)));
            foreach (var note in AnswerNotes.OfCriteria(settings, candidate.Reference.Name, results))
            {
                yield return note;
            }
        }
    }

    private static IEnumerable<string> Unnamed(OpticalFound found, IdentificationSettings settings)
    {
        yield return found.References == 0 ? "there is no reference of this technique"
            : found.Ranked is [var best, ..]
                ? $"the best score of {found.References.ToString(CultureInfo.InvariantCulture)} references, {AnswerNotes.Thousandths(best.ScoreMillionths)}, is below {AnswerNotes.Thousandths(settings.UnknownBelowMillionths)}"
                : "no reference can be compared: 100 1/cm in common are needed, and a spectrum that is not flat";
    }

    private static IEnumerable<string> Named(OpticalFound found, IdentificationSettings settings)
    {
        if (found.Within > settings.MaxCandidates)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{found.Within} compounds fit equally well, {settings.MaxCandidates} are listed");
        }
        else if (found.Within > 1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{found.Within} compounds within {AnswerNotes.Thousandths(settings.SetWidthMillionths)} are not told apart by the spectrum");
        }

        if (found.Within <= settings.MaxCandidates)
        {
            yield return found.Within == found.Ranked.Length
                ? "there is no other compound among the references to lead"
                : $"{(found.Within == 1 ? "leads" : "the last of them leads")} the next compound by {AnswerNotes.Thousandths(found.Ranked[found.Within - 1].ScoreMillionths - found.Ranked[found.Within].ScoreMillionths)}";
        }
    }

    // in hundredths of what was measured, cut
    private static int Compared(OpticalSpectrum query, OpticalSpectrum reference)
    {
        var common = Math.Min(query.Range.To, reference.Range.To) - Math.Max(query.Range.From, reference.Range.From);
        return (int)Math.Floor(100.0 * Math.Clamp(common / (query.Range.To - query.Range.From), 0.0, 1.0));
    }
}
