using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Spectra;

namespace Probatum.Core.Laboratory;

/// <summary>From a raw file to the record that states what was found in it; the same function recomputes it later.</summary>
public static class Identifying
{
    /// <summary>The method that a record names: deconvolution and composite search with the calibrated chance, in the version that made it.</summary>
    public const string Method = "gcms-composite/2";

    /// <summary>Identifies the components of a run; null with a fault when a file can't be read or is no run of scans.</summary>
    /// <param name="identification">The new record's entity.</param>
    /// <param name="run">The recorded run.</param>
    /// <param name="raw">The instrument's file.</param>
    /// <param name="blank">The blank's file, or null when none was run.</param>
    /// <param name="library">The opened library.</param>
    /// <param name="profile">The acceptance profile.</param>
    /// <param name="fault">Which file, and why.</param>
    /// <param name="progress">0 to 1.</param>
    public static IdentificationMade? Make(
        EntityId identification, EntityId? run, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte>? blank, SpectralLibrary library,
        AcceptanceProfile profile, out Fault fault, IProgress<double>? progress = null)
    {
        if (!TryRead(raw, "the raw file", out var scans, out fault))
        {
            return null;
        }

        InstrumentRun? blankScans = null;
        if (blank is { } bytes && !TryRead(bytes, "the blank's file", out blankScans, out fault))
        {
            return null;
        }

        var answers = Answers(scans!, blankScans, library, profile, progress);
        var named = answers.Where(answer => answer.Wording != "unknown").ToList();
        return new(
            identification, run, Method, library.Digest, $"{profile.Name}/{profile.Version}", Digests.Hex(raw.Span),
            blank is { } blankBytes ? Digests.Hex(blankBytes.Span) : null, [.. named.Select(Answered)], answers.Length - named.Count);
    }

    /// <summary>Makes the answer again under the profile that the record names.</summary>
    public static IdentificationMade? Recompute(
        IdentificationMade made, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte>? blank, SpectralLibrary library, RuleTables tables, out Fault fault)
    {
        if (made.Method != Method)
        {
            fault = new("identification/method", 0, $"the method {made.Method} is not known to this version");
            return null;
        }

        if (tables.Profiles.Values.FirstOrDefault(profile => $"{profile.Name}/{profile.Version}" == made.Profile) is not { } profile)
        {
            fault = new("identification/profile", 0, $"the profile {made.Profile} is not among the rule tables");
            return null;
        }

        if (made.BlankDigest is not null && blank is null)
        {
            fault = new("identification/blank", 0, "the blank's file is not in this dossier");
            return null;
        }

        return Make(made.Identification ?? default, made.Run, raw, blank, library, profile, out fault);
    }

    /// <summary>The answers themselves, for showing and plotting.</summary>
    public static ImmutableArray<ComponentAnswer> Answers(
        InstrumentRun run, InstrumentRun? blank, SpectralLibrary library, AcceptanceProfile profile, IProgress<double>? progress = null) =>
        Identification.Run(
            run, library,
            new(profile.Name, profile.Version, profile.SetWidthMillionths, profile.UnknownBelowMillionths, profile.MaxCandidates),
            blank, CancellationToken.None, progress);

    private static AnsweredComponent Answered(ComponentAnswer answer) => new(
        (long)Math.Round(answer.Component.ApexSeconds * 1000, MidpointRounding.AwayFromZero), answer.Wording,
        [.. answer.Candidates.Select(hit => new CandidateCompound(hit.Record.Name, hit.Record.InChIKey, hit.Record.Accession, hit.ScoreMillionths))],
        answer.Notes);

    /// <summary>Reads an instrument file that can be identified in; the fault begins with <paramref name="what"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, string what, [NotNullWhen(true)] out InstrumentRun? run, out Fault fault)
    {
        fault = default;
        if (!InstrumentFormats.TryRead(bytes, out run, out var bad))
        {
            fault = new(bad.Code, bad.At, $"{what}, at byte {bad.At}: {bad.Why}");
        }
        else if (!Identification.Supports(run, out bad))
        {
            fault = new(bad.Code, bad.At, $"{what}: {bad.Why}");
        }

        return fault == default;
    }
}
