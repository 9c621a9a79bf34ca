using System.Diagnostics.CodeAnalysis;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Cases;

/// <summary>Whose cosignatures a case asks for, as its first leaf says it: rivals name each other before anything is found.</summary>
/// <remarks>The policy is a c2sp.org/tlog-policy whose logs are exactly the case's log keys, in their order.</remarks>
public static class CasePolicy
{
    // A leaf has 64 KiB. The log's keys stand in it twice, so there is room for them beside what the parties agreed on.
    private const int LongestText = 40_000;
    private const int LongestAgreed = 30_000;

    /// <summary>The policy that a case is opened with: what the parties agreed on, and the log's own keys.</summary>
    public static bool TryCompose(
        TrustPolicy agreed, IEnumerable<VerifierKey> logKeys, [NotNullWhen(true)] out string? text, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(agreed);
        ArgumentNullException.ThrowIfNull(logKeys);
        (text, fault) = (null, default);
        if (!agreed.Logs.IsEmpty)
        {
            fault = new("case/policy", 0, "it names a log; the case's own log is made with the case and filled in");
            return false;
        }

        var policy = agreed;
        foreach (var key in logKeys)
        {
            if (!policy.TryWithLog(key, null, out policy, out fault))
            {
                return false;
            }
        }

        var bytes = policy.ToBytes();
        text = Encoding.UTF8.GetString(bytes);
        if (agreed.ToBytes().Length > LongestAgreed || !Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes))
        {
            (text, fault) = (null, new("case/policy", 0, agreed.ToBytes().Length > LongestAgreed ? $"it has more than {LongestAgreed} bytes" : "a name in it is not UTF-8"));
        }

        return text is not null;
    }

    /// <summary>The policy of a case; null where it has none. A fault where its text is no policy over the case's own log.</summary>
    public static bool TryRead(CaseOpened opened, out TrustPolicy? policy, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(opened);
        (policy, fault) = (null, default);
        if (opened.Policy is null || !TrustPolicy.TryParse(Encoding.UTF8.GetBytes(opened.Policy), out policy, out fault))
        {
            return fault == default;
        }

        if (!policy.Logs.Select(log => log.Key.Text).SequenceEqual(opened.LogKeys.IsDefault ? [] : opened.LogKeys.AsEnumerable()))
        {
            (policy, fault) = (null, new("case/policy", 0, "its logs are not the log keys of the case, in their order"));
        }

        return fault == default;
    }

    /// <summary>Whether a case may be opened so.</summary>
    internal static Refused? Judge(CaseOpened opened) =>
        opened.Policy is { Length: > LongestText } ? new("case/policy", $"the policy has more than {LongestText} characters")
        : TryRead(opened, out _, out var fault) ? null
        : new("case/policy", fault.Why);
}
