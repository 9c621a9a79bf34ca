using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Probatum.Ledger;

/// <summary>Reads policy files line by line, as octets. Source: c2sp.org/tlog-policy, "Policy file syntax and structure".</summary>
internal static class PolicyReader
{
    private static readonly char[] WhiteSpace = [' ', '\t'];

    internal static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TrustPolicy? policy, out Fault fault)
    {
        policy = null;
        if (!IsText(bytes, out fault))
        {
            return false;
        }

        var draft = new PolicyDraft();
        (bool Said, PolicyName? Name) quorum = default;
        var (at, number) = (0, 0);
        foreach (var line in Encoding.Latin1.GetString(bytes).Split('\n')[..^1])
        {
            number++;
            var items = line.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);
            if (items is not [] && items[0][0] != '#' && !TryLine(items, draft, ref quorum, out fault))
            {
                fault = new(fault.Code, at, $"line {number.ToString(CultureInfo.InvariantCulture)}: {fault.Why}");
                return false;
            }

            at += line.Length + 1;
        }

        if (!quorum.Said)
        {
            fault = new("policy/no-quorum", bytes.Length, "a policy has one line 'quorum NAME' or 'quorum none'");
            return false;
        }

        policy = draft.Finish(quorum.Name);
        return true;
    }

    private static bool TryLine(string[] items, PolicyDraft draft, ref (bool Said, PolicyName? Name) quorum, out Fault fault)
    {
        switch (items)
        {
            case ["log", var vkey, .. { Length: < 2 } url]:
                return TryKey(vkey, out var log, out fault) && draft.TryLog(log, url.FirstOrDefault(), out fault);
            case ["witness", var name, var vkey, .. { Length: < 2 } url]:
                return TryKey(vkey, out var witness, out fault) && draft.TryWitness(new(name), witness, url.FirstOrDefault(), out fault);
            case ["group", var name, var threshold, _, ..]:
                ImmutableArray<PolicyName> members = [.. items[3..].Select(item => new PolicyName(item))];
                return TryThreshold(threshold, members.Length, out var count, out fault) && draft.TryGroup(new(name), count, members, out fault);
            case ["quorum", var name] when quorum.Said:
                fault = new("policy/quorum-twice", 0, $"a second quorum, '{new PolicyName(name)}'");
                return false;
            case ["quorum", TrustPolicy.NoQuorum]:
                (quorum, fault) = ((true, null), default);
                return true;
            case ["quorum", var name]:
                quorum = (true, new(name));
                return draft.IsDefined(new(name), out fault);
            default:
                fault = new(
                    "policy/line", 0,
                    $"'{new PolicyName(items[0])}' with {items.Length - 1} items is none of log VKEY [URL], witness NAME VKEY [URL], group NAME K|any|all MEMBER…, quorum NAME|none");
                return false;
        }
    }

    private static bool TryKey(string octets, [NotNullWhen(true)] out VerifierKey? key, out Fault fault) =>
        VerifierKey.TryParse(new PolicyName(octets).ToString(), out key, out fault);

    private static bool TryThreshold(string text, int members, out int count, out Fault fault)
    {
        fault = default;
        count = text switch
        {
            "all" => members,
            "any" => 1,
            _ => TreeSize.TryParse(text, out var number, out fault) && number <= members ? (int)number : 0,
        };
        fault = fault == default ? default : new("policy/threshold", 0, $"'{new PolicyName(text)}' is no threshold: any, all or a decimal number");
        return fault == default;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, out Fault fault)
    {
        fault = default;
        if (bytes.Length > TrustPolicy.LongestText)
        {
            fault = new("policy/too-large", TrustPolicy.LongestText, $"a policy has at most {TrustPolicy.LongestText} bytes");
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            if ((bytes[i] < 0x20 && bytes[i] is not ((byte)'\t' or (byte)'\n')) || bytes[i] == 0x7f)
            {
                fault = new("policy/control-character", i, "a policy has no control characters but tab and line feed");
                return false;
            }
        }

        if (bytes is not [.., (byte)'\n'])
        {
            fault = new("policy/no-line-end", bytes.Length, "the last line has no line feed");
        }

        return fault == default;
    }
}
