using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Core.Laboratory;

/// <summary>The bytes that an answer hangs on besides library and profile; null for what was not measured.</summary>
/// <param name="Raw">The instrument's file.</param>
/// <param name="Blank">The procedural blank's file.</param>
/// <param name="Ladder">The homologues, as <see cref="RetentionLadder.TryRead"/> reads them.</param>
/// <param name="Standards">The reference standards' files with what they hold; null for none.</param>
public readonly record struct RunFiles(
    ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte>? Blank = null, ReadOnlyMemory<byte>? Ladder = null,
    IReadOnlyList<(ReadOnlyMemory<byte> Raw, StandardCompound Compound)>? Standards = null);

/// <summary>The same, read.</summary>
public sealed record ReadRun(InstrumentRun Run, RunBeside Beside);

/// <summary>From a raw file to the record that states what was found in it; the same function recomputes it later.</summary>
public static class Identifying
{
    /// <summary>The method that a record names: deconvolution and composite search with the calibrated chance, in the version that made it.</summary>
    public const string Method = "gcms-composite/2";

    /// <summary>Reads what an answer hangs on; the fault says which file, where and why.</summary>
    public static bool TryRead(RunFiles files, [NotNullWhen(true)] out ReadRun? read, out Fault fault)
    {
        read = null;
        if (!TryRead(files.Raw, "the raw file", out var run, out fault))
        {
            return false;
        }

        InstrumentRun? blank = null;
        if (files.Blank is { } bytes && !TryRead(bytes, "the blank's file", out blank, out fault))
        {
            return false;
        }

        RetentionLadder? ladder = null;
        if (files.Ladder is { } csv && !RetentionLadder.TryRead(csv, out ladder, out var bad))
        {
            fault = new(bad.Code, bad.At, $"the ladder's file, at {bad.Place}: {bad.Why}");
            return false;
        }

        if (!TryStandards(files.Standards ?? [], out var standards, out fault))
        {
            return false;
        }

        read = new(run, new(blank, ladder, standards));
        return true;
    }

    /// <summary>Reads and measures reference standards, a file that stands several times once; null for none.</summary>
    public static bool TryStandards(
        IReadOnlyList<(ReadOnlyMemory<byte> Raw, StandardCompound Compound)> files, out ReferenceStandards? standards, out Fault fault)
    {
        (standards, fault) = (null, default);
        var (runs, compounds) = (new Dictionary<string, InstrumentRun>(StringComparer.Ordinal), new List<(InstrumentRun Run, StandardCompound Compound)>());
        foreach (var (raw, compound) in files)
        {
            var digest = Digests.Hex(raw.Span);
            if (!runs.TryGetValue(digest, out var run))
            {
                if (!TryRead(raw, $"the standard of {compound.Name}", out run, out fault))
                {
                    return false;
                }

                runs.Add(digest, run);
            }

            compounds.Add((run, compound));
        }

        if (compounds.Count > 0 && !ReferenceStandards.TryMeasure(compounds, out standards!, out var bad, CancellationToken.None))
        {
            fault = new(bad.Code, bad.At, bad.Why);
            return false;
        }

        return true;
    }

    /// <summary>The record of the answers of a run.</summary>
    /// <param name="identification">The new record's entity.</param>
    /// <param name="run">The recorded run.</param>
    /// <param name="files">The bytes they were made of.</param>
    /// <param name="answers">What <see cref="Answers"/> gave.</param>
    /// <param name="library">The opened library.</param>
    /// <param name="profile">The acceptance profile.</param>
    public static IdentificationMade Make(
        EntityId identification, EntityId? run, RunFiles files, ImmutableArray<ComponentAnswer> answers, SpectralLibrary library, AcceptanceProfile profile)
    {
        var named = answers.Where(answer => answer.Wording != Wordings.Unknown).ToList();
        return new(
            identification, run, Method, library.Digest, $"{profile.Name}/{profile.Version}", Digests.Hex(files.Raw.Span),
            files.Blank is { } blank ? Digests.Hex(blank.Span) : null, [.. named.Select(Answered)], answers.Length - named.Count)
        {
            Ladder = files.Ladder is { } ladder ? Blob.Of(ladder.Span, "text/csv") : null,
            Standards = [.. (files.Standards ?? []).Select(one => new StandardUsed(
                Digests.Hex(one.Raw.Span), one.Compound.Name, one.Compound.InChIKey, one.Compound.Seconds is { } seconds ? Milliseconds(seconds) : null))],
        };
    }

    /// <summary>Makes the answer again under the profile that the record names; <paramref name="file"/> gives the files that it names.</summary>
    public static IdentificationMade? Recompute(
        IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, SpectralLibrary library, RuleTables tables, out Fault fault) =>
        TryFiles(made, file, tables, out var files, out var profile, out fault) && TryRead(files, out var read, out fault)
            ? Make(made.Identification ?? default, made.Run, files, Answers(read, library, profile), library, profile)
            : null;

    /// <summary>The answer as raw file and kept spectra of the candidates give it, for showing and plotting; null with a fault where they are not at hand.</summary>
    public static ImmutableArray<ComponentAnswer>? Kept(IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, RuleTables tables, out Fault fault)
    {
        if (!TryFiles(made, file, tables, out var files, out var profile, out fault) || !TryRead(files, out var read, out fault))
        {
            return null;
        }

        if (made.Spectra is not { } kept || file(kept.Sha256) is not { } msp
            || !SpectralLibrary.TryBuild([("spectra", msp)], out var bytes, out _) || !SpectralLibrary.TryOpen(bytes, out var candidates, out _))
        {
            fault = new("identification/spectra", 0, "the candidates' spectra are not in this dossier, or can't be read");
            return null;
        }

        // Searched in its own candidates alone a component has the same set, the same blank and the same index. What lies behind
        // the set is not there: whether more compounds fitted than the profile lists can't be told, nor the lead and the chance.
        return Answers(read, candidates, profile);
    }

    /// <summary>
    /// Whether components, wordings, sets and scores are those that raw file, blank, ladder, standards and the candidates' spectra give,
    /// which the record names; a fault where that can't be shown. That no other compound of the library fits better, and that the
    /// spectra are the library's, is not shown.
    /// </summary>
    public static bool TryRescore(
        IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, RuleTables tables, out bool isSame, out Fault fault)
    {
        isSame = false;
        if (Kept(made, file, tables, out fault) is not { } answers)
        {
            return false;
        }

        var again = answers.Where(answer => answer.Wording != Wordings.Unknown).Select(Answered).ToList();
        isSame = again.Count == made.Components.Length && answers.Length - again.Count == made.Unidentified
            && again.Zip(made.Components).All(pair => pair.First.ApexMs == pair.Second.ApexMs && pair.First.Candidates.SequenceEqual(pair.Second.Candidates)
                && (pair.First.Wording == pair.Second.Wording || pair.Second.Wording == Wordings.Class));
        return true;
    }

    /// <summary>
    /// The record with the spectra of all candidates as MSP, each once, in the order of their first place. Null where these alone
    /// would give another answer: what a search by the index or in the blank saw otherwise must not look like a forgery later.
    /// </summary>
    public static (IdentificationMade Made, byte[] Spectra)? WithSpectra(IdentificationMade made, RunFiles files, ImmutableArray<ComponentAnswer> answers, RuleTables tables)
    {
        var spectra = Encoding.UTF8.GetBytes(Msp.Write(answers.SelectMany(answer => answer.Candidates).Where(hit => hit.Spectrum >= 0).DistinctBy(hit => hit.Spectrum).Select(hit => hit.Record)));
        var kept = made with { Spectra = Blob.Of(spectra, "text/plain") };
        var read = new[] { files.Raw, files.Blank, files.Ladder, spectra }.OfType<ReadOnlyMemory<byte>>().Concat((files.Standards ?? []).Select(one => one.Raw)).DistinctBy(bytes => Digests.Hex(bytes.Span)).ToDictionary(bytes => Digests.Hex(bytes.Span));
        return TryRescore(kept, digest => read.TryGetValue(digest, out var bytes) ? bytes : null, tables, out var isSame, out _) && isSame ? (kept, spectra) : null;
    }

    private static bool TryFiles(
        IdentificationMade made, Func<string, ReadOnlyMemory<byte>?> file, RuleTables tables, out RunFiles files, out AcceptanceProfile profile, out Fault fault)
    {
        (files, profile) = (default, tables.Profiles.Values.FirstOrDefault(one => $"{one.Name}/{one.Version}" == made.Profile)!);
        var raw = made.RawDigest is null ? null : file(made.RawDigest);
        var blank = made.BlankDigest is null ? null : file(made.BlankDigest);
        var ladder = made.Ladder is null ? null : file(made.Ladder.Sha256);
        var standards = made.Standards.Select(one => (Raw: file(one.Raw), Compound: new StandardCompound(one.Name, one.InChIKey, one.RtMs / 1000.0))).ToList();
        fault = made.Method != Method ? new("identification/method", 0, $"the method {made.Method} is not known to this version")
            : profile is null ? new("identification/profile", 0, $"the profile {made.Profile} is not among the rule tables")
            : raw is null ? new("identification/raw", 0, "the raw file is not in this dossier")
            : made.BlankDigest is not null && blank is null ? new("identification/blank", 0, "the blank's file is not in this dossier")
            : made.Ladder is not null && ladder is null ? new("identification/ladder", 0, "the ladder's file is not in this dossier")
            : standards.FirstOrDefault(one => one.Raw is null) is { Compound: { } missing } ? new("identification/standard", 0, $"the run of the standard of {missing.Name} is not in this dossier")
            : default;
        files = new(raw ?? default, blank, ladder, [.. standards.Select(one => (one.Raw ?? default, one.Compound))]);
        return fault == default;
    }

    /// <summary>The answers themselves, for showing and plotting.</summary>
    public static ImmutableArray<ComponentAnswer> Answers(
        ReadRun read, SpectralLibrary library, AcceptanceProfile profile, IProgress<double>? progress = null, Decomposition? taken = null) =>
        Identification.Run(
            read.Run, library,
            new(profile.Name, profile.Version, profile.SetWidthMillionths, profile.UnknownBelowMillionths, profile.MaxCandidates) { Criteria = profile.Criteria },
            read.Beside, CancellationToken.None, progress, taken);

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);

    private static AnsweredComponent Answered(ComponentAnswer answer) => new(
        Milliseconds(answer.Component.ApexSeconds), answer.Wording,
        [.. answer.Candidates.Select(hit => new CandidateCompound(hit.Record.Name, hit.Record.InChIKey, hit.Record.Accession, hit.ScoreMillionths))],
        answer.Notes, answer.ChanceInThousand);

    /// <summary>Reads an instrument file that can be identified in; the fault begins with <paramref name="what"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, string what, [NotNullWhen(true)] out InstrumentRun? run, out Fault fault)
    {
        fault = default;
        if (!InstrumentFormats.TryRead(bytes, out run, out var bad))
        {
            fault = new(bad.Code, bad.At, $"{what}, at {bad.Place}: {bad.Why}");
        }
        else if (!Identification.Supports(run, out bad))
        {
            fault = new(bad.Code, bad.At, $"{what}: {bad.Why}");
        }

        return fault == default;
    }
}
