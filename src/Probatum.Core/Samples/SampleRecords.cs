using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>A photograph, with the time and the place that its file tells and nobody has checked.</summary>
public sealed record Photo(Blob File, string? Taken, long? LatE7, long? LonE7)
{
    internal Json ToJson() => JsonMap.Of(
        ("file", File.ToJson()), ("taken", Taken is null ? null : (Json)Taken), ("latE7", LatE7 is { } lat ? lat : null), ("lonE7", LonE7 is { } lon ? lon : null));

    internal static Photo? FromJson(Json json) =>
        json is JsonMap map && map["file"] is JsonMap file && Blob.FromJson(file) is { IsWellFormed: true } blob
        && new Where(null, map.Number("latE7"), map.Number("lonE7")) is { IsWellFormed: true } at
            ? new(blob, map.Text("taken"), at.LatE7, at.LonE7)
            : null;
}

/// <summary>
/// A portion of material taken for analysis: what, where, when, by whom, under which seal, of which origin. A blank or control
/// names the samples that it stands beside; what is digital has the digest of its content, what comes from somebody the person.
/// </summary>
public sealed record SampleCollected(
    EntityId? Sample, EntityId? Incident, string? Label, string? Matrix, string? Quantity, When? When, Where? Where,
    EntityId? Collector, string? Seal, string? Origin, ImmutableArray<string> Witnesses, string? Note,
    ImmutableArray<Photo> Photos = default, ImmutableArray<EntityId> ControlOf = default, string? Method = null, string? Digest = null, EntityId? Person = null) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-collected", 1, Read);

    /// <summary>The origins that a sample can have. Source: docs/domain.md 2.7.</summary>
    public static ImmutableArray<string> Origins { get; } =
    [
        "TEAM_COLLECTED", "COLLECTED_IN_TEAM_PRESENCE", "STATE_HANDOVER", "STATE_VIA_STATE", "THIRD_PARTY_HANDOVER", "CLAIMANT_HELD", "UNKNOWN",
    ];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("incident", Incident).Text("label", Label).Text("matrix", Matrix).Text("quantity", Quantity)
        .When("when", When).Where("where", Where).Id("collector", Collector).Text("seal", Seal).Text("origin", Origin)
        .Texts("witnesses", Witnesses).Text("note", Note).List("photos", Photos, photo => photo.ToJson()).Ids("controlOf", ControlOf)
        .Text("method", Method).Text("digest", Digest).Id("person", Person);

    private static SampleCollected Read(BodyReader body) => new(
        body.Need("sample", "label").Id("sample"), body.Id("incident"), body.Text("label"), body.Text("matrix"),
        body.Text("quantity"), body.When("when"), body.Where("where"), body.Id("collector"), body.Text("seal"),
        body.Text("origin"), body.Texts("witnesses"), body.Text("note"), body.List("photos", Photo.FromJson), body.Ids("controlOf"),
        body.Text("method"), body.Text("digest"), body.Id("person"));
}

/// <summary>A container was opened and closed again: the seal found, the seal applied, and why.</summary>
public sealed record SampleOpened(
    EntityId? Sample, EntityId? By, When? When, string? SealFound, string? SealApplied, string? Reason,
    ImmutableArray<string> Witnesses = default, ImmutableArray<Photo> Photos = default) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).When("when", When).Text("sealFound", SealFound).Text("sealApplied", SealApplied)
        .Text("reason", Reason).Texts("witnesses", Witnesses).List("photos", Photos, photo => photo.ToJson());

    private static SampleOpened Read(BodyReader body) => new(
        body.Need("sample").Id("sample"), body.Id("by"), body.When("when"), body.Text("sealFound"), body.Text("sealApplied"),
        body.Text("reason"), body.Texts("witnesses"), body.List("photos", Photo.FromJson));
}

/// <summary>One part of a split, with its own label and seal.</summary>
public sealed record Aliquot(EntityId Sample, string Label, string? Quantity, string? Seal)
{
    internal Json ToJson() => JsonMap.Of(
        ("sample", Sample.Text), ("label", Label), ("quantity", Quantity is null ? null : (Json)Quantity),
        ("seal", Seal is null ? null : (Json)Seal));

    internal static Aliquot? FromJson(Json json) =>
        json is JsonMap map && map.Text("sample") is { } id && EntityId.IsWellFormed(id) && map.Text("label") is { } label
            ? new(new(id), label, map.Text("quantity"), map.Text("seal"))
            : null;
}

/// <summary>A sample was subdivided; every aliquot inherits its history up to here.</summary>
public sealed record SampleSplit(
    EntityId? Sample, EntityId? By, When? When, string? SealFound, string? SealApplied, ImmutableArray<Aliquot> Aliquots,
    ImmutableArray<string> Witnesses = default, ImmutableArray<Photo> Photos = default) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-split", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).When("when", When).Text("sealFound", SealFound).Text("sealApplied", SealApplied)
        .List("aliquots", Aliquots, aliquot => aliquot.ToJson()).Texts("witnesses", Witnesses).List("photos", Photos, photo => photo.ToJson());

    private static SampleSplit Read(BodyReader body) => new(
        body.Need("sample", "aliquots").Id("sample"), body.Id("by"), body.When("when"), body.Text("sealFound"),
        body.Text("sealApplied"), body.List("aliquots", Aliquot.FromJson), body.Texts("witnesses"), body.List("photos", Photo.FromJson));
}
