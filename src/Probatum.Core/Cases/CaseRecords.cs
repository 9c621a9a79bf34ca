using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Cases;

/// <summary>
/// Leaf 0: the case, the key of who opened it, the log's own keys, the digest of every rule table it is judged by, and the
/// policy of trust in the log (c2sp.org/tlog-policy), where there is one.
/// </summary>
/// <param name="Title">What people call it.</param>
/// <param name="Mandate">Who works on it, and by what right.</param>
/// <param name="Owner">The vkey of who opened it.</param>
/// <param name="LogKeys">The vkeys of the log, Ed25519 first.</param>
/// <param name="Tables">Name to SHA-256.</param>
/// <param name="Policy">The text of the policy.</param>
/// <param name="Continues">The signed checkpoint of the log of which this one is the sequel, because the old one can no longer be signed.</param>
public sealed record CaseOpened(
    string? Title, string? Mandate, string? Owner, ImmutableArray<string> LogKeys, JsonMap Tables, string? Policy = null, string? Continues = null) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("case-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Clear("owner", Owner is null ? null : new JsonText(Owner)).Clear("logKeys", JsonList.Of(LogKeys.Select(key => (Json)key)))
        .Clear("tables", Tables).Clear("policy", Policy).Clear("continues", Continues).Text("title", Title).Text("mandate", Mandate);

    private static CaseOpened Read(BodyReader body) => new(
        body.Text("title"), body.Text("mandate"), (body.Clear("owner") as JsonText)?.Value,
        [.. (body.Clear("logKeys") as JsonList)?.Items.OfType<JsonText>().Select(key => key.Value) ?? []],
        body.Clear("tables") as JsonMap ?? JsonMap.Empty, (body.Clear("policy") as JsonText)?.Value,
        (body.Clear("continues") as JsonText)?.Value);

    /// <summary>What <see cref="Continues"/> says; nothing where this is no sequel.</summary>
    /// <remarks>Whether its signatures are good shows only beside the old log's first record, which names that log's keys.</remarks>
    public Checkpoint? Before => Continues is not null && TryBefore(Continues, out var before) ? before : null;

    /// <summary>The same for a person; nothing where this is no sequel.</summary>
    public string? BeforeInWords => Before is { } before
        ? $"continues the log {before.Origin} from leaf {before.Size} on, root {before.Root.ToBase64()}: what stands there is in that log's own dossiers"
        : null;

    /// <summary>Whether it may be opened so.</summary>
    internal Refused? Judge() => Continues is not null && !TryBefore(Continues, out _)
        ? new("case/continues", $"what it continues is no signed checkpoint of a case's log of at most {LongestCheckpoint} characters")
        : CasePolicy.Judge(this);

    // As long as any checkpoint that a dossier may have.
    private const int LongestCheckpoint = SignedNote.DefaultLimit;

    private static bool TryBefore(string text, [NotNullWhen(true)] out Checkpoint? before)
    {
        before = null;
        return text.Length <= LongestCheckpoint && SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note, out _)
            && Checkpoint.TryParse(note.Text, out before, out _) && before.Size > 0;
    }
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
