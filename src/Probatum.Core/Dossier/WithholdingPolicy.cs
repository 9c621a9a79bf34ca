using System.Collections.Immutable;
using System.Text.Json;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>One kind of member that stays back, and the reason code that is counted.</summary>
public sealed record WithholdingRule(string Type, string Member, string Reason);

/// <summary>Which sealed members a dossier does not open. What is withheld is counted, with its reason, and nothing else about it is told.</summary>
public sealed record WithholdingPolicy(string Name, ImmutableArray<WithholdingRule> Rules)
{
    /// <summary>Everything is disclosed.</summary>
    public static WithholdingPolicy Nothing { get; } = new("court", []);

    /// <summary>The reason for keeping this member back, or null when it is disclosed.</summary>
    public string? Reason(string type, string member) =>
        Rules.FirstOrDefault(rule => rule.Type == type && rule.Member == member)?.Reason;

    /// <summary>Reads a policy file; a rule that names an unknown type or member is a fault, because it would withhold nothing.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out WithholdingPolicy policy, out Fault fault)
    {
        (policy, fault) = (Nothing, default);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            policy = new(root.GetProperty("name").GetString()!, [.. root.GetProperty("rules").EnumerateArray().Select(rule => new WithholdingRule(
                rule.GetProperty("type").GetString()!, rule.GetProperty("member").GetString()!, rule.GetProperty("reason").GetString()!))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            fault = new("policy/form", 0, $"the policy can't be read: {e.Message}");
            return false;
        }

        if (policy.Rules.FirstOrDefault(rule => RecordKinds.All.All(kind => kind.Name != rule.Type)) is { } lost)
        {
            fault = new("policy/type", 0, $"the policy names the unknown record type '{lost.Type}'");
        }
        else if (policy.Rules.FirstOrDefault(rule => !Seals(rule.Type, rule.Member)) is { } slip)
        {
            fault = new("policy/member", 0, $"records of the type '{slip.Type}' seal no member '{slip.Member}'");
        }

        return fault == default;
    }

    private static bool Seals(string type, string member) =>
        RecordKinds.All.Any(kind => kind.Name == type && kind.SealedMembers.Contains(member));
}

/// <summary>One sealed member that a dossier does not open.</summary>
public sealed record Withholding(long Index, string Digest, string Reason)
{
    internal static byte[] Write(IEnumerable<Withholding> all) => CanonicalJson.Write(JsonList.Of(all
        .OrderBy(one => one.Index).ThenBy(one => one.Digest, StringComparer.Ordinal)
        .Select(one => (Json)JsonMap.Of(("digest", one.Digest), ("index", one.Index), ("reason", one.Reason)))));

    internal static bool TryRead(ReadOnlySpan<byte> bytes, out ImmutableArray<Withholding> all, out Fault fault)
    {
        all = [];
        if (!CanonicalJson.TryRead(bytes, out var json, out fault))
        {
            return false;
        }

        var items = (json as JsonList)?.Items.Select(item =>
            item is JsonMap { Members.Count: 3 } map && map.Number("index") is { } index && map.Text("digest") is { } digest && map.Text("reason") is { } reason
                ? new Withholding(index, digest, reason)
                : null).ToList();
        if (items is null || items.Contains(null))
        {
            fault = new("withheld/form", 0, "withheld.json is a list of {digest, index, reason}");
            return false;
        }

        all = [.. items.OfType<Withholding>()];
        fault = bytes.SequenceEqual(Write(all)) ? default : new("withheld/order", 0, "withheld.json is sorted by leaf and digest");
        return fault == default;
    }
}
