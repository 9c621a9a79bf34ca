using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>
/// The last leaf under a sealed checkpoint: under which withholding policy, which ceilings were stated, and the SHA-512 of
/// all entries before it, so that the seal outlives SHA-256; and the digest of the list of what it withholds, so that a
/// later narrowing by others shows.
/// </summary>
public sealed record DossierSealed(
    string? Policy, JsonMap Ceilings, string? EntriesSha512, long? Entries, string? Engine, string? WithheldSha256 = null) : Statement
{
    // A leaf has 64 KiB. A case of hundreds of incidents states its ceilings by their digest.
    private const int LongestCeilings = 40_000;

    private const string ByDigest = "sha256";

    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("dossier-sealed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Clear("policy", Policy is null ? null : new JsonText(Policy)).Clear("ceilings", Ceilings)
        .Clear("entriesSha512", EntriesSha512 is null ? null : new JsonText(EntriesSha512))
        .Clear("entries", Entries is { } count ? new JsonNumber(count) : null)
        .Clear("engine", Engine is null ? null : new JsonText(Engine))
        .Clear("withheldSha256", WithheldSha256 is null ? null : new JsonText(WithheldSha256));

    /// <summary>The ceilings as a seal can hold them: themselves, or their digest where they are too many for a leaf.</summary>
    public static JsonMap Stated(JsonMap ceilings) => CanonicalJson.Write(ceilings) is { Length: > LongestCeilings } bytes
        ? JsonMap.Of((ByDigest, Digests.Hex(bytes)))
        : ceilings;

    /// <summary>Whether these ceilings are the ones that the seal states.</summary>
    public bool States(JsonMap ceilings) => Ceilings.Equals(ceilings) || Ceilings.Equals(JsonMap.Of((ByDigest, Digests.Hex(CanonicalJson.Write(ceilings)))));

    /// <summary>The key of the wording that the seal states for "incident/route"; null where it states digests only, or none.</summary>
    public string? WordingOf(string ceiling) => Ceilings.Text(ceiling);

    private static DossierSealed Read(BodyReader body) => new(
        (body.Clear("policy") as JsonText)?.Value, body.Clear("ceilings") as JsonMap ?? JsonMap.Empty,
        (body.Clear("entriesSha512") as JsonText)?.Value, (body.Clear("entries") as JsonNumber)?.Value,
        (body.Clear("engine") as JsonText)?.Value, (body.Clear("withheldSha256") as JsonText)?.Value);
}

/// <summary>A sealed dossier went to somebody: the digest of its tag manifest in the clear, to whom and when sealed.</summary>
public sealed record DossierHandedOver(string? TagManifest, EntityId? To, When? When, string? Receipt) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("dossier-handed-over", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Clear("tagManifest", TagManifest is null ? null : new JsonText(TagManifest)).Id("to", To).When("when", When)
        .Text("receipt", Receipt);

    private static DossierHandedOver Read(BodyReader body) => new(
        (body.Clear("tagManifest") as JsonText)?.Value, body.Id("to"), body.When("when"), body.Text("receipt"));
}
