using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>
/// Leaf 0: the case, the key of who opened it, the log's own keys, the digest of every rule table it is judged by, and the
/// policy of trust in the log (c2sp.org/tlog-policy), where there is one.
/// </summary>
public sealed record CaseOpened(
    string? Title, string? Mandate, string? Owner, ImmutableArray<string> LogKeys, JsonMap Tables, string? Policy = null) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("case-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Clear("owner", Owner is null ? null : new JsonText(Owner)).Clear("logKeys", JsonList.Of(LogKeys.Select(key => (Json)key)))
        .Clear("tables", Tables).Clear("policy", Policy).Text("title", Title).Text("mandate", Mandate);

    private static CaseOpened Read(BodyReader body) => new(
        body.Text("title"), body.Text("mandate"), (body.Clear("owner") as JsonText)?.Value,
        [.. (body.Clear("logKeys") as JsonList)?.Items.OfType<JsonText>().Select(key => key.Value) ?? []],
        body.Clear("tables") as JsonMap ?? JsonMap.Empty, (body.Clear("policy") as JsonText)?.Value);
}

/// <summary>New rule tables hold from here on: name to SHA-256.</summary>
public sealed record RulesAdopted(JsonMap Tables, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("rules-adopted", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Clear("tables", Tables).Text("reason", Reason);

    private static RulesAdopted Read(BodyReader body) =>
        new(body.Clear("tables") as JsonMap ?? JsonMap.Empty, body.Text("reason"));
}

/// <summary>A key may sign from here on. Signed by the registrar and by the new key; who holds it is sealed.</summary>
public sealed record KeyRegistered(string? Key, string? Holder, string? Role, EntityId? Party) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("key-registered", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Clear("key", Key is null ? null : new JsonText(Key)).Text("holder", Holder).Text("role", Role).Id("party", Party);

    private static KeyRegistered Read(BodyReader body) => new(
        (body.Clear("key") as JsonText)?.Value, body.Text("holder"), body.Need("role").Text("role"), body.Id("party"));
}

/// <summary>A key's signatures no longer count after this record.</summary>
public sealed record KeyRevoked(string? Key, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("key-revoked", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Clear("key", Key is null ? null : new JsonText(Key)).Clear("reason", Reason is null ? null : new JsonText(Reason));

    private static KeyRevoked Read(BodyReader body) =>
        new((body.Clear("key") as JsonText)?.Value, (body.Clear("reason") as JsonText)?.Value);
}

/// <summary>
/// Whoever speaks, holds, collects, analyses, asks or answers. <c>BelongsTo</c> names the party it acts for, so that a
/// ministry and its spokesman are never counted as two.
/// </summary>
/// <remarks>Reliability A to F is that of a source (Admiralty code), F when nobody graded it. Source: docs/domain.md 6.1.</remarks>
public sealed record PartyDescribed(
    EntityId? Party, string? Name, string? Sort, EntityId? BelongsTo, string? Reliability, string? ReliabilityReason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("party-described", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("party", Party).Text("name", Name).Text("sort", Sort).Id("belongsTo", BelongsTo)
        .Text("reliability", Reliability).Text("reliabilityReason", ReliabilityReason);

    private static PartyDescribed Read(BodyReader body) => new(
        body.Need("party", "name").Id("party"), body.Text("name"), body.Text("sort"), body.Id("belongsTo"),
        body.Text("reliability"), body.Text("reliabilityReason"));
}
