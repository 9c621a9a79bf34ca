using System.Collections.Immutable;
using System.Xml;
using Probatum.Core.Records;

namespace Probatum.Core.Requests;

/// <summary>A formal note between a party and a body: its number, its date, who to whom, on which request, in answer to which note.</summary>
/// <remarks>Notes verbales. <c>Direction</c> is not stated: from and to say it. Source: docs/domain.md 2.4 (numbers as they are written) and 7.1.</remarks>
public sealed record NoteExchanged(
    EntityId? Note, string? Number, EntityId? From, EntityId? To, When? When, When? Received, string? Subject, EntityId? Request, EntityId? Answers, string? Text, Blob? Document,
    string? Marking) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("note-exchanged", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("note", Note).Text("number", Number).Id("from", From).Id("to", To).When("when", When).When("received", Received).Text("subject", Subject).Id("request", Request)
        .Id("answers", Answers).Text("text", Text).Blob("document", Document).Text("marking", Marking);

    private static NoteExchanged Read(BodyReader body) => new(
        body.Need("note").Id("note"), body.Text("number"), body.Id("from"), body.Id("to"), body.When("when"), body.When("received"), body.Text("subject"), body.Id("request"),
        body.Id("answers"), body.Text("text"), body.Blob("document"), body.Text("marking"));
}

/// <summary>
/// Documents or things passed from one party to another under a protocol: what, when, against which receipt, with which reservation. A sample's custody
/// is told by its own records; this is the list that both sides signed.
/// </summary>
public sealed record MaterialHandedOver(
    EntityId? Handover, EntityId? From, EntityId? To, When? When, Where? Where, string? Receipt, ImmutableArray<string> Items, ImmutableArray<EntityId> Samples, ImmutableArray<Blob> Files, EntityId? Request,
    ImmutableArray<string> Witnesses, string? Conditions, string? Reservation, Blob? Paper) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("material-handed-over", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("handover", Handover).Id("from", From).Id("to", To).When("when", When).Where("where", Where).Text("receipt", Receipt).Texts("items", Items).Ids("samples", Samples)
        .Blobs("files", Files).Id("request", Request).Texts("witnesses", Witnesses).Text("conditions", Conditions).Text("reservation", Reservation).Blob("paper", Paper);

    private static MaterialHandedOver Read(BodyReader body) => new(
        body.Need("handover").Id("handover"), body.Id("from"), body.Id("to"), body.When("when"), body.Where("where"), body.Text("receipt"), body.Texts("items"), body.Ids("samples"),
        body.Blobs("files"), body.Id("request"), body.Texts("witnesses"), body.Text("conditions"), body.Text("reservation"), body.Blob("paper"));
}

/// <summary>
/// A deadline of a request was extended: to a time, or by a span beyond what it was. Whether the route's text lets it be is the route's row to say; what
/// was agreed is recorded either way.
/// </summary>
public sealed record DeadlineExtended(EntityId? Request, string? Deadline, When? Until, string? Extent, EntityId? By, When? When, string? Reason, string? Document) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("deadline-extended", 1, Read);

    /// <summary>An extent as a span, from more than nothing to a century; null for every other text.</summary>
    public static TimeSpan? Span(string extent)
    {
        try
        {
            return XmlConvert.ToTimeSpan(extent) is var span && span > TimeSpan.Zero && span.TotalDays <= 36_525 ? span : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("request", Request).Text("deadline", Deadline).When("until", Until).Text("extent", Extent).Id("by", By).When("when", When).Text("reason", Reason).Text("document", Document);

    private static DeadlineExtended Read(BodyReader body) => new(
        body.Need("request", "deadline").Id("request"), body.Text("deadline"), body.When("until"), body.Text("extent"), body.Id("by"), body.When("when"), body.Text("reason"), body.Text("document"));
}
