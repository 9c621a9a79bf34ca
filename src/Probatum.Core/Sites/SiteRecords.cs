using System.Collections.Immutable;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Core.Sites;

/// <summary>A place that matters to an incident: an impact point, a hospital, a road to it.</summary>
public sealed record SiteDescribed(EntityId? Site, string? Label, EntityId? Incident, string? Title, string? Sort, Where? Where, string? Note) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("site-described", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("site", Site).Text("label", Label).Id("incident", Incident).Text("title", Title).Text("sort", Sort).Where("where", Where).Text("note", Note);

    private static SiteDescribed Read(BodyReader body) => new(
        body.Need("site", "label").Id("site"), body.Text("label"), body.Id("incident"), body.Text("title"), body.Text("sort"), body.Where("where"), body.Text("note"));
}

/// <summary>
/// How things stood at a site at a time, as somebody tells: who held it, a cease-fire, access open, refused or delayed, a visit. <c>By</c> is whom it
/// is told of, <c>ToldBy</c> who tells it: control and refusal are disputed, so two may tell it differently and both stay.
/// </summary>
/// <remarks>Source: docs/domain.md 9 (access comes late; refusals and delays with their reasons).</remarks>
public sealed record SiteStatusTold(
    EntityId? Site, string? Status, EntityId? By, EntityId? ToldBy, When? When, string? Reason, EntityId? Claim, EntityId? Request, string? Document) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("site-status-told", 1, Read);

    /// <summary>What can be told of a site.</summary>
    public static ImmutableArray<string> Statuses { get; } =
        ["controlled", "contested", "cease-fire", "access-requested", "access-open", "access-delayed", "access-refused", "visited", "unsafe", "altered", "left"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("site", Site).Text("status", Status).Id("by", By).Id("toldBy", ToldBy).When("when", When).Text("reason", Reason).Id("claim", Claim).Id("request", Request)
        .Text("document", Document);

    private static SiteStatusTold Read(BodyReader body) => new(
        body.Need("site", "status").Id("site"), body.Text("status"), body.Id("by"), body.Id("toldBy"), body.When("when"), body.Text("reason"), body.Id("claim"), body.Id("request"),
        body.Text("document"));
}

/// <summary>Something measured on a thing: what, the value with its unit as written, and how.</summary>
public sealed record Measurement(string What, string Value, string? How)
{
    internal Json ToJson() => JsonMap.Of(("what", What), ("value", Value), ("how", How is null ? null : (Json)How));

    internal static Measurement? FromJson(Json json) =>
        json is JsonMap map && map.Text("what") is { Length: > 0 } what && map.Text("value") is { Length: > 0 } value ? new(what, value, map.Text("how")) : null;
}

/// <summary>
/// A remnant of a munition or device as it lay or was handed over: measured, photographed, its markings as read. Nothing is inferred from it here.
/// </summary>
public sealed record RemnantRecorded(
    EntityId? Remnant, string? Label, EntityId? Incident, EntityId? Site, EntityId? Sample, string? Sort, When? When, Where? Where, EntityId? By, EntityId? FoundBy, bool? InPlace,
    ImmutableArray<Measurement> Measurements, string? Material, ImmutableArray<string> Markings, string? Condition, ImmutableArray<Photo> Photos, string? SaidToBe, EntityId? SaidBy, string? Note) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("remnant-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("remnant", Remnant).Text("label", Label).Id("incident", Incident).Id("site", Site).Id("sample", Sample).Text("sort", Sort).When("when", When).Where("where", Where)
        .Id("by", By).Id("foundBy", FoundBy).Truth("inPlace", InPlace).List("measurements", Measurements, one => one.ToJson()).Text("material", Material)
        .Texts("markings", Markings).Text("condition", Condition).List("photos", Photos, photo => photo.ToJson()).Text("saidToBe", SaidToBe).Id("saidBy", SaidBy).Text("note", Note);

    private static RemnantRecorded Read(BodyReader body) => new(
        body.Need("remnant", "label").Id("remnant"), body.Text("label"), body.Id("incident"), body.Id("site"), body.Id("sample"), body.Text("sort"), body.When("when"), body.Where("where"),
        body.Id("by"), body.Id("foundBy"), body.Truth("inPlace"), body.List("measurements", Measurement.FromJson), body.Text("material"),
        body.Texts("markings"), body.Text("condition"), body.List("photos", Photo.FromJson), body.Text("saidToBe"), body.Id("saidBy"), body.Text("note"));
}
