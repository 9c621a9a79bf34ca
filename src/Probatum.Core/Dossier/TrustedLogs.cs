using System.Collections.Immutable;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>The log keys that a reader trusts, from a file of the reader's own.</summary>
/// <remarks>Source: c2sp.org/tlog-policy, of which this version reads 'log VKEY' and 'quorum none'.</remarks>
public static class TrustedLogs
{
    /// <summary>Reads a policy. Witnesses are not in this version: a policy that asks for them is refused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ImmutableArray<string> keys, out Fault fault)
    {
        (keys, fault) = ([], default);
        var number = 0;
        foreach (var text in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim()))
        {
            number++;
            var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 0 && parts[0][0] != '#' && text != "quorum none")
            {
                if (parts is not ["log", var key, ..])
                {
                    fault = new("policy/line", number, $"line {number}: this version reads 'log VKEY' and 'quorum none'; '{parts[0]}' it does not");
                    return false;
                }

                keys = keys.Add(key);
            }
        }

        return true;
    }

    /// <summary>The verdict with what the reader's policy says of the log's key; null is no policy.</summary>
    public static Verdict Judge(Verdict verdict, ImmutableArray<string>? trusted) =>
        verdict with { Checks = verdict.Checks.Add(Of(trusted, verdict)) };

    private static Check Of(ImmutableArray<string>? trusted, Verdict verdict) => (trusted, verdict.Content?.History.State.Opened?.LogKeys) switch
    {
        (null, _) => new("trust", Outcome.NotProven, "nobody outside the dossier vouches for the log's key: who can name it tells you (verify --policy FILE)"),
        ({ } keys, { } own) when own.FirstOrDefault(key => keys.Contains(key)) is { } known => new("trust", Outcome.Holds, $"the log is one that the policy trusts: {known}"),
        _ => new("trust", Outcome.Fails, "the log's key is none that the policy trusts"),
    };
}
