using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Core.Laboratory;

/// <summary>
/// From a file of Raman or infrared spectra to the record that states what was found in it; the same function recomputes it later.
/// Runs have <see cref="Identifying"/>.
/// </summary>
public static class IdentifyingOptical
{
    /// <summary>Correlation of the first differences, in the version that made the answer.</summary>
    public const string DerivativeMethod = "optical-derivative/1";

    /// <summary>Correlation of the heights, in the version that made the answer.</summary>
    public const string CorrelationMethod = "optical-correlation/1";

    /// <summary>How the name of every method for Raman and infrared spectra begins.</summary>
    internal const string AnyMethod = "optical-";

    private const int MostSpectra = 1000;

    /// <summary>Whether a record's method is one for Raman and infrared spectra, of any version.</summary>
    public static bool IsMethod(string? method) => method?.StartsWith(AnyMethod, StringComparison.Ordinal) == true;

    /// <summary>Reads a file whose spectra are all of one kind; the fault begins with <paramref name="what"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, string what, out ImmutableArray<NumberedSpectrum> spectra, out Fault fault)
    {
        fault = !OpticalFile.TryRead(bytes, out spectra, out var bad) ? new(bad.Code, bad.At, $"{what}: {bad.Why}")
            : spectra.DistinctBy(one => one.Kind).Count() > 1 ? new("optical/kinds", 0, $"{what}: it holds both infrared and Raman spectra: record each from a file of its own")
            : spectra.Length > MostSpectra ? new("optical/many", 0, FormattableString.Invariant($"{what}: it holds {spectra.Length} spectra, and {MostSpectra} at most are answered together: a map is no measurement of one spot"))
            : default;
        return fault == default;
    }

    /// <summary>The answers themselves, one for each spectrum, for showing.</summary>
    /// <param name="spectra">What <see cref="TryRead"/> gave.</param>
    /// <param name="references">In the library's order; those of another kind are not compared.</param>
    /// <param name="measure">How they are compared.</param>
    /// <param name="profile">The acceptance profile.</param>
    public static ImmutableArray<OpticalAnswer> Answers(
        ImmutableArray<NumberedSpectrum> spectra, IEnumerable<OpticalReference> references, OpticalMeasure measure, AcceptanceProfile profile)
    {
        var settings = new IdentificationSettings(profile.Name, profile.Version, profile.SetWidthMillionths, profile.UnknownBelowMillionths, profile.MaxCandidates) { Criteria = profile.Criteria };
        List<OpticalReference> all = [.. references];
        return [.. spectra.Select(one => OpticalIdentification.Of(one, all, measure, settings))];
    }

    /// <summary>The record of the answers for a file.</summary>
    /// <param name="identification">The new record's entity.</param>
    /// <param name="run">The recorded run.</param>
    /// <param name="raw">The file's bytes.</param>
    /// <param name="answers">What <see cref="Answers"/> gave.</param>
    /// <param name="libraryDigest">Of the references of that kind.</param>
    /// <param name="measure">How they were compared.</param>
    /// <param name="profile">The acceptance profile.</param>
    public static IdentificationMade Make(
        EntityId identification, EntityId? run, ReadOnlyMemory<byte> raw, ImmutableArray<OpticalAnswer> answers, string? libraryDigest, OpticalMeasure measure, AcceptanceProfile profile)
    {
        var named = answers.Where(answer => answer.Wording != Wordings.Unknown).ToList();
        return new(
            identification, run, measure == OpticalMeasure.Derivative ? DerivativeMethod : CorrelationMethod, libraryDigest, $"{profile.Name}/{profile.Version}",
            Digests.Hex(raw.Span), null, [.. named.Select(Answered)], answers.Length - named.Count);
    }

    /// <summary>
    /// The record with the spectra that the answers hang on as JCAMP-DX, in the library's order. Null where these alone would give
    /// another answer: that must not look like a forgery later.
    /// </summary>
    public static (IdentificationMade Made, byte[] Spectra)? WithSpectra(IdentificationMade made, ReadOnlyMemory<byte> raw, ImmutableArray<OpticalAnswer> answers, OpticalLibrary library, RuleTables tables)
    {
        var relied = answers.SelectMany(answer => answer.ReliesOn).ToHashSet<OpticalReference>(ReferenceEqualityComparer.Instance);
        if (relied.Count == 0)
        {
            return null;
        }

        var spectra = OpticalJcamp.Write([.. library.References.Where(relied.Contains)]);
        var kept = made with { Spectra = Blob.Of(spectra, "text/plain") };
        return TryRescore(kept, digest => digest == kept.Spectra.Sha256 ? spectra : digest == made.RawDigest ? raw : null, tables, out var isSame, out _) && isSame
            ? (kept, spectra)
            : null;
    }

    /// <summary>Makes the answer again under the method and profile that the record names; <paramref name="file"/> gives the files that it names.</summary>
    public static IdentificationMade? Recompute(
        IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, OpticalLibrary library, RuleTables tables, out Fault fault) =>
        TryFiles(made, file, tables, out var read, out fault)
            ? Make(
                made.Identification ?? default, made.Run, read.Raw, Answers(read.Spectra, library.References, read.Measure, read.Profile),
                library.DigestOf(read.Spectra[0].Kind), read.Measure, read.Profile)
            : null;

    /// <summary>
    /// Whether wordings, sets, scores and mixtures are those that the raw file and the kept spectra give; a fault where that can't be
    /// shown. That no other reference fits better, and that the spectra are the library's, is not shown.
    /// </summary>
    public static bool TryRescore(IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, RuleTables tables, out bool isSame, out Fault fault)
    {
        isSame = false;
        if (!TryFiles(made, file, tables, out var read, out fault))
        {
            return false;
        }

        var references = made.Spectra is { } kept && file(kept.Sha256) is { } jcamp ? OpticalLibrary.Of([("spectra", jcamp)]).References.ToList() : [];
        if (references.Count == 0)
        {
            fault = new("identification/spectra", 0, "the candidates' spectra are not in this dossier, or can't be read");
            return false;
        }

        // How many more compounds fitted than the profile lists can't be told from those that it lists.
        var answers = Answers(read.Spectra, references, read.Measure, read.Profile);
        var again = answers.Where(answer => answer.Wording != Wordings.Unknown).Select(Answered).ToList();
        isSame = HasOnlyItsOwn(made) && again.Count == made.Components.Length && answers.Length - again.Count == made.Unidentified
            && again.Zip(made.Components).All(pair => pair.First.Spectrum == pair.Second.Spectrum && pair.First.Mixture == pair.Second.Mixture
                && pair.First.Candidates.SequenceEqual(pair.Second.Candidates) && pair.Second.ApexMs is null && pair.Second.ChanceInThousand is null
                && (pair.First.Wording == pair.Second.Wording || (pair.First.Wording == Wordings.Library && pair.Second.Wording == Wordings.Class)));
        return true;
    }

    /// <summary>Whether a record names nothing that an answer for Raman or infrared spectra does not hang on: blank, ladder, standards.</summary>
    public static bool HasOnlyItsOwn(IdentificationMade made) => made is { BlankDigest: null, Ladder: null, Standards.IsDefaultOrEmpty: true };

    /// <summary>The kind of the spectra in the raw file that a record names; null where that is not there or can't be read.</summary>
    public static Spectra.Technique? KindOf(IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file) =>
        made.RawDigest is { } digest && file(digest) is { } raw && TryRead(raw, "", out var spectra, out _) ? spectra[0].Kind : null;

    private static bool TryFiles(IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, RuleTables tables, out ReadSpectra read, out Fault fault)
    {
        var profile = tables.Profiles.Values.FirstOrDefault(one => $"{one.Name}/{one.Version}" == made.Profile);
        var raw = made.RawDigest is null ? null : file(made.RawDigest);
        ImmutableArray<NumberedSpectrum> spectra = [];
        fault = made.Method is not (DerivativeMethod or CorrelationMethod) ? new("identification/method", 0, $"the method {made.Method} is not known to this version")
            : profile is null ? new("identification/profile", 0, $"the profile {made.Profile} is not among the rule tables")
            : raw is not { } bytes ? new("identification/raw", 0, "the raw file is not in this dossier")
            : !TryRead(bytes, "the raw file", out spectra, out var odd) ? odd
            : default;
        read = new(raw ?? default, spectra, made.Method == CorrelationMethod ? OpticalMeasure.Correlation : OpticalMeasure.Derivative, profile!);
        return fault == default;
    }

    private static AnsweredComponent Answered(OpticalAnswer answer) => new(
        null, answer.Wording,
        [.. answer.Candidates.Select(one => new CandidateCompound(one.Reference.Name, one.Reference.InChIKey, one.Reference.Accession, one.ScoreMillionths))],
        answer.Notes, null, answer.Number,
        answer.Mixture is { } both ? new(both.First.Name, both.Second.Name, both.ShareMillionths, both.AloneMillionths, both.TogetherMillionths) : null);

    private readonly record struct ReadSpectra(ReadOnlyMemory<byte> Raw, ImmutableArray<NumberedSpectrum> Spectra, OpticalMeasure Measure, AcceptanceProfile Profile);
}
