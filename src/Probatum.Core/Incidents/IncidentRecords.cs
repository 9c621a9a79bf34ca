using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Incidents;

/// <summary>The event under investigation, whatever is claimed of it.</summary>
public sealed record IncidentOpened(EntityId? Incident, string? Label, string? Title, When? When, Where? Where) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("incident-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("incident", Incident).Text("label", Label).Text("title", Title).When("when", When).Where("where", Where);

    private static IncidentOpened Read(BodyReader body) => new(
        body.Need("incident").Id("incident"), body.Text("label"), body.Text("title"), body.When("when"), body.Where("where"));
}

/// <summary>
/// Claims of one party about one alleged event, kept together. <c>Stance</c> is alleges or denies; withdrawn where a correction takes the
/// allegation out of the case.
/// </summary>
public sealed record AllegationRecorded(
    EntityId? Allegation, EntityId? Incident, EntityId? By, string? Stance, string? Title, ImmutableArray<EntityId> Claims,
    ImmutableArray<string> Substances) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("allegation-recorded", 1, Read);

    /// <summary>The stance of an allegation that was taken out of the case.</summary>
    public const string Withdrawn = "withdrawn";

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("allegation", Allegation).Id("incident", Incident).Id("by", By).Text("stance", Stance).Text("title", Title)
        .Ids("claims", Claims).Texts("substances", Substances);

    private static AllegationRecorded Read(BodyReader body) => new(
        body.Need("allegation", "incident").Id("allegation"), body.Id("incident"), body.Id("by"), body.Text("stance"),
        body.Text("title"), body.Ids("claims"), body.Texts("substances"));
}

/// <summary>
/// A party says that it has, or has analysed, material of which nothing was handed over: a statement about evidence, not
/// evidence. The word for the result ("confirmed" …) is kept as said.
/// </summary>
/// <remarks>Origin CLAIMANT_HELD until a hand-over record exists. Source: docs/domain.md 2.7.</remarks>
public sealed record SamplesClaimed(
    EntityId? Item, EntityId? Incident, EntityId? Claim, long? Count, ImmutableArray<string> What, bool? Biomedical,
    EntityId? CollectedBy, EntityId? AnalysedBy, EntityId? HeldBy, string? Method, string? Technique, string? Word,
    ImmutableArray<string> Substances) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("samples-claimed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("item", Item).Id("incident", Incident).Id("claim", Claim).Number("count", Count).Texts("what", What)
        .Truth("biomedical", Biomedical).Id("collectedBy", CollectedBy).Id("analysedBy", AnalysedBy).Id("heldBy", HeldBy)
        .Text("method", Method).Text("technique", Technique).Text("word", Word).Texts("substances", Substances);

    private static SamplesClaimed Read(BodyReader body) => new(
        body.Need("item", "incident").Id("item"), body.Id("incident"), body.Id("claim"), body.Number("count"),
        body.Texts("what"), body.Truth("biomedical"), body.Id("collectedBy"), body.Id("analysedBy"), body.Id("heldBy"),
        body.Text("method"), body.Text("technique"), body.Text("word"), body.Texts("substances"));
}
