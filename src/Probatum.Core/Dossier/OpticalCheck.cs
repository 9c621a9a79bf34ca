using Probatum.Core.Laboratory;
using Probatum.Spectra;

namespace Probatum.Core.Dossier;

/// <summary>What a dossier shows of an answer for Raman or infrared spectra.</summary>
internal static class OpticalCheck
{
    /// <summary>Recomputed with the references, or from those that the sealer kept, or not at all.</summary>
    public static Check Of(IdentificationMade made, string name, Func<string, ReadOnlyMemory<byte>?> file, OpticalLibrary? references, RuleTables tables)
    {
        // each kind of spectrum has references of its own
        var kind = IdentifyingOptical.KindOf(made, file);
        if (references is not null && kind is { } known && references.DigestOf(known) is { } digest && digest == made.LibraryDigest)
        {
            return IdentifyingOptical.Recompute(made, file, references, tables, out var fault) switch
            {
                null => new("identification", Outcome.NotProven, $"{name}: {fault.Why}"),
                var again when IdentifyingOptical.HasOnlyItsOwn(made) && again.Components.SequenceEqual(made.Components) && again.Unidentified == made.Unidentified
                    => new("identification", Outcome.Holds, $"{name}: recomputed from the raw file and the references, the same {Answers(made)}"),
                _ => new("identification", Outcome.Fails, $"{name}: recomputing from the raw file and the references gives another answer"),
            };
        }

        var library = DossierVerifier.Short(made.LibraryDigest);
        if (made.Spectra is null)
        {
            return new("identification", Outcome.NotProven, $"{name}: not recomputed, the references {library} were not given");
        }

        return !IdentifyingOptical.TryRescore(made, file, tables, out var isSame, out var why) ? new("identification", Outcome.NotProven, $"{name}: {why.Why}")
            : isSame ? new("identification", Outcome.NotProven, $"{name}: sets, scores and mixtures are recomputed from the raw file and the spectra that the sealer kept; that these are those of the references {library} and that nothing in them fits better is not shown, as they were not given")
            : new("identification", Outcome.Fails, $"{name}: recomputing from the raw file and the spectra that the sealer kept gives another answer");
    }

    /// <summary>
    /// Why the method, or the raw file of an optical one, does not fit the technique that the run is recorded as; null where it does, or
    /// where what would tell is withheld.
    /// </summary>
    public static string? Misfit(IdentificationMade made, DossierContent content, Func<string, ReadOnlyMemory<byte>?> file)
    {
        var key = made.Run is { } id ? content.History.State.Laboratory.Runs.GetValueOrDefault(id)?.Technique : null;
        if (content.Tables.Techniques.GetValueOrDefault(key ?? "") is not { } technique)
        {
            return null;
        }

        return !MethodFamilies.Fit(made.Method, technique.Family) ? $"the method {made.Method} is none for the technique {technique.Key} that the run is recorded as"
            : IdentifyingOptical.IsMethod(made.Method) && IdentifyingOptical.KindOf(made, file) is { } kind && MethodFamilies.Of(kind) != technique.Family
                ? $"the raw file holds {(kind == Spectra.Technique.Raman ? "Raman" : "infrared")} spectra, and the run is recorded as {technique.Key}"
            : null;
    }

    private static string Answers(IdentificationMade made) => made.Components.Length == 1 ? "answer for 1 spectrum" : FormattableString.Invariant($"answers for {made.Components.Length} spectra");
}
