using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>What answers at other times of the run say about an answer: one compound has one time.</summary>
internal static class Repeats
{
    // two forms of one derivative (anomers, syn and anti oximes) share a spectrum; three are isomers or homologues.
    // Measured: runs of derivatives have no true third time, six alkylbenzenes of petrol share one spectrum
    private const int MostTimesOfOneSpectrum = 2;

    /// <summary>The answers with what repeats noted, and named as a class where one spectrum stands for too many.</summary>
    public static ImmutableArray<ComponentAnswer> Judge(ImmutableArray<ComponentAnswer> answers)
    {
        var named = answers.Where(a => !a.Candidates.IsEmpty).ToList();
        var compounds = named.CountBy(a => First(a).CompoundKey, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var spectra = named.CountBy(a => a.Candidates[0].Spectrum).ToDictionary();
        return
        [
            .. answers.Select(a =>
                a.Candidates.IsEmpty ? a : Judge(a, compounds[First(a).CompoundKey], spectra[a.Candidates[0].Spectrum])),
        ];
    }

    private static ComponentAnswer Judge(ComponentAnswer answer, int ofCompound, int ofSpectrum)
    {
        if (ofSpectrum > MostTimesOfOneSpectrum)
        {
            return answer with
            {
                ChanceInThousand = null,
                Wording = Wordings.IsFound(answer.Wording) && answer.Wording != Wordings.Standard ? Wordings.Class : answer.Wording,
                Notes = answer.Notes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"one spectrum of {First(answer).Name} comes first at {ofSpectrum} times: isomers or homologues")),
            };
        }

        return ofCompound < 2 ? answer : answer with
        {
            Notes = answer.Notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{First(answer).Name} comes first at {ofCompound} times of this run: one compound has one time")),
        };
    }

    private static LibraryRecord First(ComponentAnswer answer) => answer.Candidates[0].Record;
}
