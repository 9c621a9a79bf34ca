using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Who besides the log signed a checkpoint: what the case's own policy asks for, and what the reader's does.</summary>
internal static class CosignerCheck
{
    /// <summary>The checks of the lines behind the log's own.</summary>
    /// <param name="note">The checkpoint, whose first lines were found to be the log's.</param>
    /// <param name="opened">The case's first record.</param>
    /// <param name="reader">The reader's own policy, whose witnesses are known too; or null.</param>
    public static IEnumerable<Check> Of(SignedNote note, CaseOpened opened, TrustPolicy? reader)
    {
        if (!CasePolicy.TryRead(opened, out var policy, out var fault))
        {
            yield return new("quorum", Outcome.Fails, $"the policy in the case's first record can't be used: {fault.Why}");
        }

        var known = (policy?.Witnesses ?? []).AddRange(reader?.Witnesses ?? []).Select(witness => witness.Key).DistinctBy(key => key.Text).ToList();
        if (!note.TryVerifyLines(known, out var lines, out fault) && fault.Code != "note/no-known-signature")
        {
            yield return new("cosignatures", Outcome.Fails, $"a cosignature does not hold: {fault.Why}");
            yield break;
        }

        if (policy?.Quorum is not null)
        {
            yield return !policy.TryJudge(note, out var witnessed, out fault) ? new("quorum", Outcome.Fails, fault.Why)
                : witnessed.QuorumIsMet ? new("quorum", Outcome.Holds, $"the cosignatures that the case's own policy asks for are there: {Names(witnessed.Witnesses)}")
                : new("quorum", Outcome.Fails, $"the dossier does not count as complete: {witnessed.Wanting}");
        }

        var behind = note.Signatures.Skip(opened.LogKeys.Length);
        var strangers = behind.Where(line => !known.Exists(key => (key.Name, key.Id) == (line.Name, line.Id))).Select(line => line.Name).Distinct().ToList();
        if (strangers.Count > 0)
        {
            yield return new("cosignatures", Outcome.NotProven, $"lines of cosigners whose keys no policy at hand names: {string.Join(", ", strangers)}");
        }

        yield return lines.IsEmpty
            ? new("history", Outcome.NotProven, "no known witness countersigned the checkpoint: another history could have been shown to others")
            : new("history", Outcome.Holds, $"countersigned by {string.Join(", ", lines.GroupBy(line => line.Key.Name).Select(by => $"{by.Key} ({At(by.Max(line => line.Time ?? 0))})"))}: another history can't be shown unless they signed that too");
    }

    /// <summary>What a reader's own policy says of the dossier's checkpoint.</summary>
    public static Check Trust(SignedNote? note, TrustPolicy? reader)
    {
        if (reader is null || note is null)
        {
            return reader is null
                ? new("trust", Outcome.NotProven, "nobody outside the dossier vouches for the log's key: who can name it tells you (verify --policy FILE)")
                : new("trust", Outcome.Fails, "the dossier has no checkpoint that the policy could judge");
        }

        return !reader.TryJudge(note, out var witnessed, out var fault) ? new("trust", Outcome.Fails, $"the policy does not take the checkpoint: {fault.Why}")
            : !witnessed.QuorumIsMet ? new("trust", Outcome.Fails, $"the policy's quorum is not met: {witnessed.Wanting}")
            : new(
                "trust", Outcome.Holds,
                $"the log is one that the policy trusts: {witnessed.LogSignatures[0].Key.Text}{(reader.Quorum is null ? "" : $"; its quorum is met: {Names(witnessed.Witnesses)}")}");
    }

    /// <summary>A cosignature's time; a number where no calendar has it.</summary>
    public static string At(long posixTime) => posixTime <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? When.Format(DateTimeOffset.FromUnixTimeSeconds(posixTime))
        : posixTime.ToString(CultureInfo.InvariantCulture);

    private static string Names(ImmutableArray<WitnessSignature> witnesses) =>
        string.Join(", ", witnesses.Select(one => $"{one.Witness.Name} ({At(one.Time)})"));
}
