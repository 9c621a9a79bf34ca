using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>A policy in the making: every rule that binds its lines to each other, and nothing of how they are written.</summary>
internal sealed class PolicyDraft
{
    private readonly List<PolicyLog> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<PolicyGroup> _groups = [];
    private readonly HashSet<string> _publicKeys = new(StringComparer.Ordinal);
    private readonly HashSet<PolicyName> _defined = [];
    private readonly HashSet<PolicyName> _members = [];

    internal PolicyDraft()
    {
    }

    /// <summary>Begins with a policy, which is well-formed.</summary>
    internal PolicyDraft(TrustPolicy policy)
    {
        (_logs, _witnesses, _groups) = ([.. policy.Logs], [.. policy.Witnesses], [.. policy.Groups]);
        _publicKeys.UnionWith(policy.Logs.Select(log => Hex(log.Key)).Concat(policy.Witnesses.Select(witness => Hex(witness.Key))));
        _defined.UnionWith(policy.Witnesses.Select(witness => witness.Name).Concat(policy.Groups.Select(group => group.Name)));
        _members.UnionWith(policy.Groups.SelectMany(group => group.Members));
    }

    internal bool TryLog(VerifierKey key, string? url, out Fault fault)
    {
        if (key.Type == KeyType.CosignatureEd25519)
        {
            fault = new("policy/key-type", 0, "a log signs with keys of type 1 or 6");
        }
        else if (Room(_logs.Count, out fault) && NewKey(key, out fault))
        {
            _logs.Add(new(key, url));
        }

        return fault == default;
    }

    internal bool TryWitness(PolicyName name, VerifierKey key, string? url, out Fault fault)
    {
        if (key.Type == KeyType.Ed25519)
        {
            fault = new("policy/key-type", 0, "a witness signs with keys of type 4 or 6");
        }
        else if (Room(_witnesses.Count, out fault) && NewName(name, out fault) && NewKey(key, out fault))
        {
            _witnesses.Add(new(name, key, url));
        }

        return fault == default;
    }

    internal bool TryGroup(PolicyName name, int threshold, ImmutableArray<PolicyName> members, out Fault fault)
    {
        if (!Room(_groups.Count, out fault))
        {
            return false;
        }

        if (threshold < 1 || threshold > members.Length)
        {
            fault = new("policy/threshold", 0, $"a threshold is from 1 to the number of members, here {members.Length}");
            return false;
        }

        foreach (var member in members)
        {
            if (!IsDefined(member, out fault))
            {
                return false;
            }

            if (!_members.Add(member))
            {
                fault = new("policy/member-twice", 0, $"'{member}' is a member already: it counts in one way only");
                return false;
            }
        }

        if (NewName(name, out fault))
        {
            _groups.Add(new(name, threshold, members));
        }

        return fault == default;
    }

    /// <summary>Whether a quorum or group may refer to that name.</summary>
    internal bool IsDefined(PolicyName name, out Fault fault)
    {
        fault = _defined.Contains(name) ? default : new("policy/unknown-name", 0, $"no line before defines '{name}'");
        return fault == default;
    }

    internal TrustPolicy Finish(PolicyName? quorum) => new([.. _logs], [.. _witnesses], [.. _groups], quorum);

    private bool NewName(PolicyName name, out Fault fault)
    {
        fault = name.Octets == TrustPolicy.NoQuorum ? new("policy/name", 0, "'none' names no witness and no group")
            : _defined.Add(name) ? default
            : new("policy/name-twice", 0, $"'{name}' is defined already");
        return fault == default;
    }

    // One seed under two types or names would be one signer that counts twice.
    private bool NewKey(VerifierKey key, out Fault fault)
    {
        fault = _publicKeys.Add(Hex(key)) ? default : new("policy/key-twice", 0, $"the public key of {key.Name} stands here already");
        return fault == default;
    }

    private static bool Room(int count, out Fault fault)
    {
        fault = count < TrustPolicy.MostOfEach ? default : new("policy/too-many", 0, $"a policy has at most {TrustPolicy.MostOfEach} of a kind");
        return fault == default;
    }

    private static string Hex(VerifierKey key) => Convert.ToHexString(key.PublicKey.Span);
}
