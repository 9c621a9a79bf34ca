using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Samples;

/// <summary>What stands on the form of a hand-over beside the act itself.</summary>
/// <remarks>
/// <c>Temperature</c> is in thousandths of a degree Celsius. <c>Written</c> is when the form was written, where that was later.
/// The digests are those of a digital item before and after. Source: docs/domain.md 2.8, and general forensic practice.
/// </remarks>
public sealed record HandOverForm(
    string? Receipt, ImmutableArray<string> Witnesses, string? Remarks, string? Objection, string? Packaging, string? Transport, string? DangerousGoods,
    long? Temperature, ImmutableArray<Photo> Photos, When? Written, string? DigestBefore, string? DigestAfter, string? Tool)
{
    private bool IsEmpty => (Receipt ?? Remarks ?? Objection ?? Packaging ?? Transport ?? DangerousGoods ?? DigestBefore ?? DigestAfter ?? Tool) is null
        && Temperature is null && Written is null && Witnesses.IsDefaultOrEmpty && Photos.IsDefaultOrEmpty;

    internal BodyWriter Write(BodyWriter body) => body
        .Text("receipt", Receipt).Texts("witnesses", Witnesses).Text("remarks", Remarks).Text("objection", Objection).Text("packaging", Packaging)
        .Text("transport", Transport).Text("dangerousGoods", DangerousGoods).Number("temperature", Temperature).List("photos", Photos, photo => photo.ToJson())
        .When("written", Written).Text("digestBefore", DigestBefore).Text("digestAfter", DigestAfter).Text("tool", Tool);

    internal static HandOverForm? Read(BodyReader body)
    {
        var form = new HandOverForm(
            body.Text("receipt"), body.Texts("witnesses"), body.Text("remarks"), body.Text("objection"), body.Text("packaging"), body.Text("transport"),
            body.Text("dangerousGoods"), body.Number("temperature"), body.List("photos", Photo.FromJson), body.When("written"), body.Text("digestBefore"),
            body.Text("digestAfter"), body.Text("tool"));
        return form.IsEmpty ? null : form;
    }
}

/// <summary>
/// What a hand-over says, whether two keys signed it or a paper form tells of it; <c>Label</c> is what its writer read on the
/// container.
/// </summary>
public abstract record CustodyMove(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, Where? Where, string? SealFound, string? SealApplied,
    string? Condition, string? Purpose, string? Label, HandOverForm? Form) : Statement
{
    private protected BodyWriter WriteMove(BodyWriter body)
    {
        body.Id("sample", Sample).Id("from", From).Id("to", To).When("when", When).Where("where", Where)
            .Text("sealFound", SealFound).Text("sealApplied", SealApplied).Text("condition", Condition).Text("purpose", Purpose)
            .Text("label", Label);
        return Form?.Write(body) ?? body;
    }
}

/// <summary>A live hand-over: giver and receiver signed the same text.</summary>
public sealed record CustodyTransferred(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, Where? Where, string? SealFound, string? SealApplied,
    string? Condition, string? Purpose, string? Label = null, HandOverForm? Form = null)
    : CustodyMove(Sample, From, To, When, Where, SealFound, SealApplied, Condition, Purpose, Label, Form)
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-transferred", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => WriteMove(body);

    private static CustodyTransferred Read(BodyReader body) => new(
        body.Need("sample", "from", "to").Id("sample"), body.Id("from"), body.Id("to"), body.When("when"), body.Where("where"),
        body.Text("sealFound"), body.Text("sealApplied"), body.Text("condition"), body.Text("purpose"),
        body.Text("label"), HandOverForm.Read(body));
}

/// <summary>A hand-over from paper, one registrar and the scan. Never refused for what it says: what does not fit is an anomaly.</summary>
public sealed record CustodyReported(
    EntityId? Sample, EntityId? From, EntityId? To, When? When, Where? Where, string? SealFound, string? SealApplied,
    string? Condition, string? Purpose, Blob? Paper, string? Label = null, HandOverForm? Form = null)
    : CustodyMove(Sample, From, To, When, Where, SealFound, SealApplied, Condition, Purpose, Label, Form)
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-reported", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => WriteMove(body).Blob("paper", Paper);

    private static CustodyReported Read(BodyReader body) => new(
        body.Need("sample").Id("sample"), body.Id("from"), body.Id("to"), body.When("when"), body.Where("where"),
        body.Text("sealFound"), body.Text("sealApplied"), body.Text("condition"), body.Text("purpose"), body.Blob("paper"),
        body.Text("label"), HandOverForm.Read(body));
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

/// <summary>Somebody looked at a seal and left it as it was.</summary>
public sealed record SealChecked(
    EntityId? Sample, EntityId? By, When? When, string? SealFound, bool? Intact, string? Condition, ImmutableArray<string> Witnesses,
    ImmutableArray<Photo> Photos) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("seal-checked", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).When("when", When).Text("sealFound", SealFound).Truth("intact", Intact).Text("condition", Condition)
        .Texts("witnesses", Witnesses).List("photos", Photos, photo => photo.ToJson());

    private static SealChecked Read(BodyReader body) => new(
        body.Need("sample", "sealFound").Id("sample"), body.Id("by"), body.When("when"), body.Text("sealFound"), body.Truth("intact"), body.Text("condition"),
        body.Texts("witnesses"), body.List("photos", Photo.FromJson));
}

/// <summary>
/// Where a sample was kept for a time, and how cold: the lowest and highest temperature measured and the range that was to be
/// kept, in thousandths of a degree Celsius.
/// </summary>
public sealed record SampleStored(
    EntityId? Sample, EntityId? By, Where? Where, When? When, long? Lowest, long? Highest, long? LimitLow, long? LimitHigh, Blob? Log, string? Note) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-stored", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).Where("where", Where).When("when", When).Number("lowest", Lowest).Number("highest", Highest)
        .Number("limitLow", LimitLow).Number("limitHigh", LimitHigh).Blob("log", Log).Text("note", Note);

    private static SampleStored Read(BodyReader body) => new(
        body.Need("sample").Id("sample"), body.Id("by"), body.Where("where"), body.When("when"), body.Number("lowest"), body.Number("highest"),
        body.Number("limitLow"), body.Number("limitHigh"), body.Blob("log"), body.Text("note"));
}

/// <summary>Material was used, or what was left of it came to its end: how, how much, and to whom it went.</summary>
public sealed record SampleDisposed(
    EntityId? Sample, EntityId? By, string? How, When? When, string? Quantity, EntityId? To, string? SealFound, string? SealApplied,
    ImmutableArray<string> Witnesses, string? Reason, Blob? Paper) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("sample-disposed", 1, Read);

    /// <summary>What can become of material: a part of it used; all of it used up, given back, kept for good, or destroyed.</summary>
    public static ImmutableArray<string> Ways { get; } = ["used", "used-up", "returned", "retained", "destroyed"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Id("by", By).Text("how", How).When("when", When).Text("quantity", Quantity).Id("to", To).Text("sealFound", SealFound)
        .Text("sealApplied", SealApplied).Texts("witnesses", Witnesses).Text("reason", Reason).Blob("paper", Paper);

    private static SampleDisposed Read(BodyReader body) => new(
        body.Need("sample", "how").Id("sample"), body.Id("by"), body.Text("how"), body.When("when"), body.Text("quantity"), body.Id("to"),
        body.Text("sealFound"), body.Text("sealApplied"), body.Texts("witnesses"), body.Text("reason"), body.Blob("paper"));
}

/// <summary>The code under which a laboratory gets a sample. Whoever holds this record knows what the code stands for.</summary>
public sealed record BlindCodeGiven(EntityId? Sample, EntityId? Laboratory, string? Code, EntityId? By) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("blind-code-given", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("sample", Sample).Id("laboratory", Laboratory).Text("code", Code).Id("by", By);

    private static BlindCodeGiven Read(BodyReader body) =>
        new(body.Need("sample", "code").Id("sample"), body.Id("laboratory"), body.Text("code"), body.Id("by"));
}

/// <summary>A party that was no part of an act held what is told of it against something else: the link that <c>Record</c> made is corroborated.</summary>
public sealed record CustodySupported(EntityId? Sample, string? Record, EntityId? By, string? Basis, ImmutableArray<EntityId> Items) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-supported", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) =>
        body.Id("sample", Sample).Text("record", Record).Id("by", By).Text("basis", Basis).Ids("items", Items);

    private static CustodySupported Read(BodyReader body) => new(
        body.Need("sample", "record", "basis").Id("sample"), body.Text("record"), body.Id("by"), body.Text("basis"), body.Ids("items"));
}

/// <summary>
/// A remark on a sample's custody: words alone, an anomaly that somebody noticed (<c>notes</c>), or what somebody says to one
/// (<c>answers</c>, with the resolution). It takes nothing away.
/// </summary>
public sealed record CustodyRemarked(
    EntityId? Sample, string? Record, EntityId? By, When? When, string? Notes, string? Answers, string? Resolution, string? Text,
    ImmutableArray<Blob> Papers) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("custody-remarked", 1, Read);

    /// <summary>How an anomaly can stand after an answer.</summary>
    public static ImmutableArray<string> Resolutions { get; } = ["explained", "disputed", "open"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("sample", Sample).Text("record", Record).Id("by", By).When("when", When).Text("notes", Notes).Text("answers", Answers)
        .Text("resolution", Resolution).Text("text", Text).Blobs("papers", Papers);

    private static CustodyRemarked Read(BodyReader body) => new(
        body.Need("sample", "text").Id("sample"), body.Text("record"), body.Id("by"), body.When("when"), body.Text("notes"), body.Text("answers"),
        body.Text("resolution"), body.Text("text"),
        body.Blobs("papers"));
}
