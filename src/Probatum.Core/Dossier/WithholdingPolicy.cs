using System.Collections.Immutable;
using System.Text.Json;
using Probatum.Core.Casualties;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>
/// One kind of member that stays back, and the reason code that is counted. With <c>Where</c>: only in records whose member of
/// that name has one of these values, such as the name of a party whose sort is person.
/// </summary>
public sealed record WithholdingRule(string Type, string Member, string Reason, (string Member, ImmutableArray<string> Values)? Where = null);

/// <summary>Which sealed members a dossier does not open. What is withheld is counted, with its reason, and nothing else about it is told.</summary>
/// <remarks>
/// A policy for strangers says what goes out and withholds the rest under the reason <c>Otherwise</c>: free text, files, and
/// whatever a later version records. Without such a list, all goes out but what a rule names. With <c>Leaves</c>, the members
/// of all other leaves stay back as well. With <c>WithheldNames</c>, whatever holds a name that the policy closes stays back too.
/// </remarks>
public sealed record WithholdingPolicy(
    string Name, ImmutableArray<WithholdingRule> Rules, ImmutableDictionary<string, ImmutableHashSet<string>>? Disclosed = null, string Otherwise = "not-listed",
    ImmutableHashSet<long>? Leaves = null, bool WithheldNames = false)
{
    /// <summary>Everything is disclosed.</summary>
    public static WithholdingPolicy Nothing { get; } = new("court", []);

    /// <summary>Words that name nobody, alone or as part of a name: nothing stays back for them.</summary>
    public ImmutableHashSet<string> CommonWords { get; init; } = [];

    // Who a casualty is goes out under no policy, not even encrypted: a key can be lost to others later.
    private static readonly string NeverOut = IdentityKept.Row.Name;

    /// <summary>Whether every open member of the records of these types goes out.</summary>
    internal bool WithholdsNothingOf(IEnumerable<string> types)
    {
        var closed = Rules.Select(rule => rule.Type).Append(NeverOut).ToHashSet(StringComparer.Ordinal);
        return Disclosed is null && Leaves is null && !types.Any(closed.Contains);
    }

    /// <summary>The reason for keeping this member back, or null when it is disclosed.</summary>
    /// <param name="index">The record's leaf.</param>
    /// <param name="type">The record's type.</param>
    /// <param name="member">The sealed member's name.</param>
    /// <param name="value">The values of the record's sealed members by name, null where there is none.</param>
    public string? Reason(long index, string type, string member, Func<string, Json?> value) =>
        Leaves?.Contains(index) == false ? Otherwise : type == NeverOut ? "person" : Rules.FirstOrDefault(rule => rule.Type == type && rule.Member == member && Fits(rule, value))?.Reason
        ?? (Disclosed?.GetValueOrDefault(type, []).Contains(member) == false ? Otherwise : null);

    /// <summary>Reads a policy file; a rule that names an unknown type or member is a fault, because it would withhold nothing.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out WithholdingPolicy policy, out Fault fault)
    {
        (policy, fault) = (Nothing, default);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            policy = new(root.GetProperty("name").GetString()!, [.. root.GetProperty("rules").EnumerateArray().Select(Rule)]);
            if (root.TryGetProperty("withheldNames", out var names))
            {
                policy = policy with { WithheldNames = names.GetBoolean() };
            }

            if (root.TryGetProperty("commonWords", out var words))
            {
                policy = policy with { CommonWords = [.. Texts(words)] };
            }

            if (root.TryGetProperty("disclose", out var disclose))
            {
                policy = policy with
                {
                    Disclosed = disclose.EnumerateObject().ToImmutableDictionary(type => type.Name, type => Texts(type.Value).ToImmutableHashSet()),
                    Otherwise = root.GetProperty("otherwise").GetString()!,
                };
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            fault = new("policy/form", 0, $"the policy can't be read: {e.Message}");
            return false;
        }

        var named = policy.Rules.SelectMany(rule => rule.Where is { } where ? [(rule.Type, rule.Member), (rule.Type, where.Member)] : new[] { (rule.Type, rule.Member) })
            .Concat(policy.Disclosed?.SelectMany(type => type.Value.Select(member => (type.Key, member))) ?? []).ToList();
        if (named.Find(one => RecordKinds.All.All(kind => kind.Name != one.Item1)) is { Item1: { } lost })
        {
            fault = new("policy/type", 0, $"the policy names the unknown record type '{lost}'");
        }
        else if (named.Find(one => !Seals(one.Item1, one.Item2)) is { Item1: { } slip } odd)
        {
            fault = new("policy/member", 0, $"records of the type '{slip}' seal no member '{odd.Item2}'");
        }

        return fault == default;
    }

    private static WithholdingRule Rule(JsonElement rule) => new(
        rule.GetProperty("type").GetString()!, rule.GetProperty("member").GetString()!, rule.GetProperty("reason").GetString()!,
        rule.TryGetProperty("where", out var where) ? (where.GetProperty("member").GetString()!, Texts(where.GetProperty("in"))) : null);

    private static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static bool Fits(WithholdingRule rule, Func<string, Json?> value) =>
        rule.Where is not { } where || (value(where.Member) is JsonText text && where.Values.Contains(text.Value));

    private static bool Seals(string type, string member) =>
        RecordKinds.All.Any(kind => kind.Name == type && kind.SealedMembers.Contains(member));
}
