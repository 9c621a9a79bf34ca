using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Laboratory;

/// <summary>Work that a laboratory was asked to do: on which samples, against which criteria, for which answers, until when.</summary>
public sealed record LaboratoryJobOpened(
    EntityId? Job, EntityId? Laboratory, EntityId? By, ImmutableArray<EntityId> Samples, string? Profile, ImmutableArray<string> Asked, When? Due, string? Note) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("laboratory-job-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("job", Job).Id("laboratory", Laboratory).Id("by", By).Ids("samples", Samples).Text("profile", Profile).Texts("asked", Asked).When("due", Due).Text("note", Note);

    private static LaboratoryJobOpened Read(BodyReader body) => new(
        body.Need("job", "laboratory", "samples").Id("job"), body.Id("laboratory"), body.Id("by"), body.Ids("samples"), body.Text("profile"), body.Texts("asked"), body.When("due"), body.Text("note"));
}

/// <summary>
/// A sample is no sample of the incident but a control, whatever its container says: of which sort, of which sample a duplicate, and what a laboratory
/// that works well finds in it. No laboratory that works blind is told.
/// </summary>
public sealed record QualityControlDeclared(EntityId? Sample, string? Sort, EntityId? Of, ImmutableArray<string> Expected, EntityId? By) : Statement
{
    /// <summary>The sort of control that something was put into.</summary>
    public const string Spiked = "spiked";

    /// <summary>The sort that is a second part of a sample under another name.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("quality-control-declared", 1, Read);

    /// <summary>The sorts of controls.</summary>
    public static ImmutableArray<string> Sorts { get; } = ["blank", Spiked, Duplicate, "background", "travel-blank", "matrix-blank"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("sample", Sample).Text("sort", Sort).Id("of", Of).Texts("expected", Expected).Id("by", By);

    private static QualityControlDeclared Read(BodyReader body) => new(
        body.Need("sample", "sort").Id("sample"), body.Text("sort"), body.Id("of"), body.Texts("expected"), body.Id("by"));
}

/// <summary>
/// A laboratory is designated or accredited under a scheme, as a document tells: for environmental or for biomedical samples, from when until when.
/// What such a laboratory calls identified met the scheme's criteria, though it may say nothing of each.
/// </summary>
/// <remarks>Source: docs/domain.md 3.2 (designation needs ISO/IEC 17025 and proficiency; the two scopes are separate).</remarks>
public sealed record LaboratoryDesignated(EntityId? Laboratory, string? Scheme, string? Scope, When? From, When? Until, string? Document) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("laboratory-designated", 1, Read);

    /// <summary>For which samples a laboratory is designated.</summary>
    public static ImmutableArray<string> Scopes { get; } = ["environmental", "biomedical"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("laboratory", Laboratory).Text("scheme", Scheme).Text("scope", Scope).When("from", From).When("until", Until).Text("document", Document);

    private static LaboratoryDesignated Read(BodyReader body) => new(
        body.Need("laboratory", "scheme", "scope").Id("laboratory"), body.Text("scheme"), body.Text("scope"), body.When("from"), body.When("until"), body.Text("document"));
}
