using System.Diagnostics.CodeAnalysis;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>A reader's own policy: which logs and witnesses it trusts, and how many of them. Source: c2sp.org/tlog-policy.</summary>
public static class ReadersPolicy
{
    /// <summary>Reads a policy file; one without a log trusts none, which nobody can have meant.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TrustPolicy? policy, out Fault fault)
    {
        if (TrustPolicy.TryParse(bytes, out policy, out fault) && policy.Logs.IsEmpty)
        {
            fault = new("policy/no-log", 0, "it names no log, so it trusts none; add a line 'log VKEY' with a key that you got elsewhere than in the dossier");
            policy = null;
        }

        return policy is not null;
    }
}
