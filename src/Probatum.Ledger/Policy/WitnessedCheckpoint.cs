using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>A cosignature that verified: the largest consistent tree that this witness had seen of the log at that time.</summary>
/// <param name="Witness">Who signed.</param>
/// <param name="Time">POSIX seconds, as the witness claims and signs.</param>
public sealed record WitnessSignature(PolicyWitness Witness, long Time);

/// <summary>A checkpoint of a known log as a policy sees it.</summary>
/// <param name="Checkpoint">What the log states.</param>
/// <param name="LogSignatures">The log's own lines, one at least.</param>
/// <param name="Witnesses">Which witnesses signed, in the policy's order, each once.</param>
/// <param name="Met">The names of the witnesses and groups that are met.</param>
/// <param name="Policy">Whose judgement this is.</param>
public sealed record WitnessedCheckpoint(
    Checkpoint Checkpoint,
    ImmutableArray<VerifiedSignature> LogSignatures,
    ImmutableArray<WitnessSignature> Witnesses,
    ImmutableHashSet<PolicyName> Met,
    TrustPolicy Policy)
{
    /// <summary>Whether enough have signed; true where the policy asks for nobody.</summary>
    public bool QuorumIsMet => Policy.Quorum is not { } quorum || Met.Contains(quorum);

    /// <summary>For people: what the quorum lacks and who could give it; empty where it is met.</summary>
    public string Wanting => QuorumIsMet ? "" : Lacking(Policy.Quorum!.Value);

    private string Lacking(PolicyName name)
    {
        if (Policy.Groups.FirstOrDefault(group => group.Name == name) is not { } group)
        {
            return $"{name} has not signed";
        }

        var unmet = group.Members.Where(member => !Met.Contains(member)).ToList();
        var inner = unmet.Where(member => Policy.Groups.Any(other => other.Name == member)).Select(member => $" ({member}: {Lacking(member)})");
        return $"{group.Members.Length - unmet.Count} of the {group.Threshold} that {name} needs have signed; missing: {string.Join(", ", unmet)}{string.Concat(inner)}";
    }
}
