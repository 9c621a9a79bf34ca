using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>A portion of material taken for analysis: what, where, when, by whom, under which seal, of which origin.</summary>
public sealed record SampleCollected(
    EntityId? Sample, EntityId? Incident, string? Label, string? Matrix, string? Quantity, When? When, Where? Where,
    EntityId? Collector, string? Seal, string? Origin, ImmutableArray<string> Witnesses, string? Note) : Statement
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
        .Texts("witnesses", Witnesses).Text("note", Note);

    private static SampleCollected Read(BodyReader body) => new(
        body.Need("sample", "label").Id("sample"), body.Id("incident"), body.Text("label"), body.Text("matrix"),
        body.Text("quantity"), body.When("when"), body.Where("where"), body.Id("collector"), body.Text("seal"),
        body.Text("origin"), body.Texts("witnesses"), body.Text("note"));
}

/// <summary>A container was opened and closed again: the seal found, the seal applied, and why.</summary>
public sealed record SampleOpened(
    EntityId? Sample, EntityId? By, When? When, string? SealFound, string? SealApplied, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).When("when", When).Text("sealFound", SealFound).Text("sealApplied", SealApplied)
        .Text("reason", Reason);

    private static SampleOpened Read(BodyReader body) => new(
        body.Need("sample").Id("sample"), body.Id("by"), body.When("when"), body.Text("sealFound"), body.Text("sealApplied"),
        body.Text("reason"));
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
    EntityId? Sample, EntityId? By, When? When, string? SealFound, string? SealApplied, ImmutableArray<Aliquot> Aliquots) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-split", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).When("when", When).Text("sealFound", SealFound).Text("sealApplied", SealApplied)
        .List("aliquots", Aliquots, aliquot => aliquot.ToJson());

    private static SampleSplit Read(BodyReader body) => new(
        body.Need("sample", "aliquots").Id("sample"), body.Id("by"), body.When("when"), body.Text("sealFound"),
        body.Text("sealApplied"), body.List("aliquots", Aliquot.FromJson));
}

/// <summary>
/// What a hand-over says, whether two keys signed it or a paper form tells of it; <c>Label</c> is what its writer read on the
/// container.
/// </summary>
public abstract record CustodyMove(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, Where? Where, string? SealFound, string? SealApplied,
    string? Condition, string? Purpose, string? Label) : Statement
{
    private protected BodyWriter WriteMove(BodyWriter body) => body
        .Id("sample", Sample).Id("from", From).Id("to", To).When("when", When).Where("where", Where)
        .Text("sealFound", SealFound).Text("sealApplied", SealApplied).Text("condition", Condition).Text("purpose", Purpose)
        .Text("label", Label);
}

/// <summary>A live hand-over: giver and receiver signed the same text.</summary>
public sealed record CustodyTransferred(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, Where? Where, string? SealFound, string? SealApplied,
    string? Condition, string? Purpose, string? Label = null)
    : CustodyMove(Sample, From, To, When, Where, SealFound, SealApplied, Condition, Purpose, Label)
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-transferred", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => WriteMove(body);

    private static CustodyTransferred Read(BodyReader body) => new(
        body.Need("sample", "from", "to").Id("sample"), body.Id("from"), body.Id("to"), body.When("when"), body.Where("where"),
        body.Text("sealFound"), body.Text("sealApplied"), body.Text("condition"), body.Text("purpose"),
        body.Text("label"));
}

/// <summary>A hand-over from paper, one registrar and the scan. Never refused for what it says: what does not fit is an anomaly.</summary>
public sealed record CustodyReported(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, Where? Where, string? SealFound, string? SealApplied,
    string? Condition, string? Purpose, Blob? Paper, string? Label = null)
    : CustodyMove(Sample, From, To, When, Where, SealFound, SealApplied, Condition, Purpose, Label)
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-reported", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => WriteMove(body).Blob("paper", Paper);

    private static CustodyReported Read(BodyReader body) => new(
        body.Need("sample").Id("sample"), body.Id("from"), body.Id("to"), body.When("when"), body.Where("where"),
        body.Text("sealFound"), body.Text("sealApplied"), body.Text("condition"), body.Text("purpose"), body.Blob("paper"),
        body.Text("label"));
}

/// <summary>The receiver declined; the giver's half of the record is kept as a file.</summary>
public sealed record CustodyRefused(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, string? Reason, Blob? Half) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-refused", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("from", From).Id("to", To).When("when", When).Text("reason", Reason).Blob("half", Half);

    private static CustodyRefused Read(BodyReader body) => new(
        body.Need("sample", "half").Id("sample"), body.Id("from"), body.Id("to"), body.When("when"), body.Text("reason"),
        body.Blob("half"));
}
