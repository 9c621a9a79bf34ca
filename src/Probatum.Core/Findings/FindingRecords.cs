using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Findings;

/// <summary>An explanation of the incident that the evidence is held against; the minimum set has the keys H1 to H7.</summary>
public sealed record HypothesisStated(EntityId? Hypothesis, EntityId? Incident, string? Key, string? Text) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("hypothesis-stated", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) =>
        body.Id("hypothesis", Hypothesis).Id("incident", Incident).Text("key", Key).Text("text", Text);

    private static HypothesisStated Read(BodyReader body) =>
        new(body.Need("hypothesis", "key").Id("hypothesis"), body.Id("incident"), body.Text("key"), body.Text("text"));
}

/// <summary>How one item bears on one hypothesis, in an analyst's judgement, with the reason.</summary>
public sealed record EvidenceLinked(
    EntityId? Incident, string? Hypothesis, EntityId? Item, string? Bearing, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("evidence-linked", 1, Read);

    /// <summary>The bearings an item can have.</summary>
    public static ImmutableArray<string> Bearings { get; } = ["consistent", "inconsistent", "neutral"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("incident", Incident).Text("hypothesis", Hypothesis).Id("item", Item).Text("bearing", Bearing).Text("reason", Reason);

    private static EvidenceLinked Read(BodyReader body) => new(
        body.Need("hypothesis", "item", "bearing").Id("incident"), body.Text("hypothesis"), body.Id("item"),
        body.Text("bearing"), body.Text("reason"));
}

/// <summary>What a body published about the incident, in its own words. Shown beside the computed view, never merged with it.</summary>
public sealed record OutcomePublished(
    EntityId? Outcome, EntityId? Incident, string? Route, EntityId? Body, string? Document, When? When, string? Wording,
    string? Limitation) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("outcome-published", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("outcome", Outcome).Id("incident", Incident).Text("route", Route).Id("body", Body).Text("document", Document)
        .When("when", When).Text("wording", Wording).Text("limitation", Limitation);

    private static OutcomePublished Read(BodyReader body) => new(
        body.Need("outcome", "wording").Id("outcome"), body.Id("incident"), body.Text("route"), body.Id("body"),
        body.Text("document"), body.When("when"), body.Text("wording"), body.Text("limitation"));
}

/// <summary>A conclusion under a route, with what it rests on and what could not be done. Adopted only by a second person.</summary>
/// <remarks>It rests on evidence items; a claim can be cited as said, never as a ground (docs/domain.md rule 1).</remarks>
public sealed record FindingProposed(
    EntityId? Finding, EntityId? Incident, string? Route, string? Wording, ImmutableArray<EntityId> Grounds,
    ImmutableArray<EntityId> CitesClaims, string? Limitation) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("finding-proposed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("finding", Finding).Id("incident", Incident).Text("route", Route).Text("wording", Wording).Ids("grounds", Grounds)
        .Ids("citesClaims", CitesClaims).Text("limitation", Limitation);

    private static FindingProposed Read(BodyReader body) => new(
        body.Need("finding", "wording").Id("finding"), body.Id("incident"), body.Text("route"), body.Text("wording"),
        body.Ids("grounds"), body.Ids("citesClaims"), body.Text("limitation"));
}

/// <summary>A second person's word on a proposed finding: adopted or rejected, with the reason.</summary>
public sealed record FindingReviewed(EntityId? Finding, string? Verdict, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("finding-reviewed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("finding", Finding).Text("verdict", Verdict).Text("reason", Reason);

    private static FindingReviewed Read(BodyReader body) =>
        new(body.Need("finding", "verdict").Id("finding"), body.Text("verdict"), body.Text("reason"));
}

/// <summary>
/// A differing observation of an inspector or a State's comment. The treaty lets both be attached (Verification Annex
/// Part II (62)-(63)); <c>Sort</c> is differing-observation or state-comment.
/// </summary>
public sealed record ObservationAttached(EntityId? Observation, EntityId? Incident, string? Sort, EntityId? By, When? When, string? Text) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("observation-attached", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("observation", Observation).Id("incident", Incident).Text("sort", Sort).Id("by", By).When("when", When).Text("text", Text);

    private static ObservationAttached Read(BodyReader body) => new(
        body.Need("observation", "sort").Id("observation"), body.Id("incident"), body.Text("sort"), body.Id("by"),
        body.When("when"), body.Text("text"));
}
