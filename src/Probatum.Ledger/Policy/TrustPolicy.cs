using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Probatum.Ledger;

/// <summary>A log whose checkpoints a policy takes.</summary>
/// <param name="Key">Of type 01 or 06; its name is the log's origin.</param>
/// <param name="Url">Where the log is, or null. As written: its meaning is the application's.</param>
public sealed record PolicyLog(VerifierKey Key, string? Url);

/// <summary>A witness that a policy knows.</summary>
/// <param name="Name">What groups and the quorum call it.</param>
/// <param name="Key">Of type 04 or 06.</param>
/// <param name="Url">Where it is asked (c2sp.org/tlog-witness, "submission prefix"), or null.</param>
public sealed record PolicyWitness(PolicyName Name, VerifierKey Key, string? Url);

/// <summary>Witnesses and groups of which some must have signed.</summary>
/// <param name="Name">What other groups and the quorum call it.</param>
/// <param name="Threshold">How many of the members must be met: 1 to all.</param>
/// <param name="Members">Witnesses and earlier groups, each a member only once in the whole policy.</param>
public sealed record PolicyGroup(PolicyName Name, int Threshold, ImmutableArray<PolicyName> Members);

/// <summary>Whose signatures make a checkpoint believable to a reader. Source: c2sp.org/tlog-policy.</summary>
/// <remarks>
/// Holding a policy means that it is well-formed: names are defined before they are used, every public key stands once, and
/// no key is both a log's and a witness's. A party that signs with two keys is two witnesses and a group of them.
/// </remarks>
public sealed record TrustPolicy
{
    /// <summary>The most bytes a policy has: 1 MiB.</summary>
    public const int LongestText = 1 << 20;

    /// <summary>The most logs, witnesses and groups, of each.</summary>
    public const int MostOfEach = 256;

    internal const string NoQuorum = "none";

    internal TrustPolicy(
        ImmutableArray<PolicyLog> logs, ImmutableArray<PolicyWitness> witnesses, ImmutableArray<PolicyGroup> groups, PolicyName? quorum) =>
        (Logs, Witnesses, Groups, Quorum) = (logs, witnesses, groups, quorum);

    /// <summary>The logs; none where they are known otherwise.</summary>
    public ImmutableArray<PolicyLog> Logs { get; }

    /// <summary>The witnesses, in the order of their lines.</summary>
    public ImmutableArray<PolicyWitness> Witnesses { get; }

    /// <summary>The groups; each refers to earlier ones only.</summary>
    public ImmutableArray<PolicyGroup> Groups { get; }

    /// <summary>The witness or group that must be met; null asks for no cosignature.</summary>
    public PolicyName? Quorum { get; }

    /// <summary>Trust in these keys alone, asking for no witness; the same public key twice is a bug of the caller.</summary>
    public static TrustPolicy OfLogs(params IEnumerable<VerifierKey> keys)
    {
        var draft = new PolicyDraft();
        foreach (var key in keys)
        {
            if (!draft.TryLog(key, null, out var fault))
            {
                throw new ArgumentException(fault.Why, nameof(keys));
            }
        }

        return draft.Finish(null);
    }

    /// <summary>Reads a policy file.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TrustPolicy? policy, out Fault fault) =>
        PolicyReader.TryRead(bytes, out policy, out fault);

    /// <summary>This policy with one more log; a fault where its key is of another type or is here already.</summary>
    public bool TryWithLog(VerifierKey key, string? url, [NotNullWhen(true)] out TrustPolicy? policy, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(key);
        var draft = new PolicyDraft(this);
        policy = draft.TryLog(key, url, out fault) ? draft.Finish(Quorum) : null;
        return policy is not null;
    }

    /// <summary>The file: logs, witnesses, groups, quorum; comments that were read are gone.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var log in Logs)
        {
            Line(text, "log", Octets(log.Key.Text), log.Url);
        }

        foreach (var witness in Witnesses)
        {
            Line(text, "witness", witness.Name.Octets, Octets(witness.Key.Text), witness.Url);
        }

        foreach (var group in Groups)
        {
            var threshold = group.Threshold == group.Members.Length ? "all"
                : group.Threshold == 1 ? "any" : group.Threshold.ToString(CultureInfo.InvariantCulture);
            Line(text, ["group", group.Name.Octets, threshold, .. group.Members.Select(member => member.Octets)]);
        }

        Line(text, "quorum", Quorum?.Octets ?? NoQuorum);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>Opens a checkpoint of a known log and says who of the known witnesses signed it and what is met.</summary>
    /// <remarks>
    /// A bad line of a known key voids the checkpoint; lines of unknown keys are passed over. True also where the quorum is not
    /// met: see <see cref="WitnessedCheckpoint.QuorumIsMet"/>.
    /// </remarks>
    public bool TryJudge(SignedNote note, [NotNullWhen(true)] out WitnessedCheckpoint? witnessed, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(note);
        witnessed = null;
        if (!Checkpoint.TryParse(note.Text, out var checkpoint, out fault))
        {
            return false;
        }

        var logs = Logs.Where(log => log.Key.Name == checkpoint.Origin).Select(log => log.Key).ToList();
        if (logs.Count == 0)
        {
            fault = new("checkpoint/origin", 0, $"the checkpoint is of {checkpoint.Origin}, which is no known log");
            return false;
        }

        if (!note.TryVerifyLines([.. logs, .. Witnesses.Select(witness => witness.Key)], out var lines, out fault))
        {
            return false;
        }

        var own = lines.Where(line => logs.Contains(line.Key)).ToImmutableArray();
        if (own.IsEmpty)
        {
            fault = new("checkpoint/not-signed", 0, $"{checkpoint.Origin} itself has not signed");
            return false;
        }

        var cosigned = Witnesses
            .Select(witness => (Witness: witness, Line: lines.FirstOrDefault(line => line.Key == witness.Key)))
            .Where(one => one.Line is not null)
            .Select(one => new WitnessSignature(one.Witness, one.Line!.Time ?? 0))
            .ToImmutableArray();
        witnessed = new(checkpoint, own, cosigned, Met(cosigned.Select(one => one.Witness.Name)), this);
        return true;
    }

    /// <summary>As <see cref="TryJudge"/>, and the quorum must be met.</summary>
    public bool TryOpen(SignedNote note, [NotNullWhen(true)] out WitnessedCheckpoint? witnessed, out Fault fault)
    {
        if (TryJudge(note, out witnessed, out fault) && !witnessed.QuorumIsMet)
        {
            fault = new("checkpoint/quorum", 0, $"the quorum is not met: {witnessed.Wanting}");
            witnessed = null;
        }

        return witnessed is not null;
    }

    private ImmutableHashSet<PolicyName> Met(IEnumerable<PolicyName> signed)
    {
        var met = signed.ToHashSet();
        foreach (var group in Groups.Where(group => group.Members.Count(met.Contains) >= group.Threshold))
        {
            met.Add(group.Name);
        }

        return [.. met];
    }

    private static string Octets(string text) => PolicyName.Of(text).Octets;

    private static void Line(StringBuilder text, params ReadOnlySpan<string?> items)
    {
        foreach (var item in items)
        {
            text.Append(item is null ? "" : item + " ");
        }

        text.Length--;
        text.Append('\n');
    }
}
