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

/// <summary>How one item bears on one hypothesis, in one analyst's judgement, with the reason. Another may judge it otherwise: both stay.</summary>
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

/// <summary>
/// Evidence that one would expect and that is not there: what, whether anybody looked for it, how, who and when. An absence speaks
/// only where somebody looked: <c>Sought</c>.
/// </summary>
/// <remarks>Source: docs/domain.md 6.6 (the absence of expected evidence is an item of the matrix).</remarks>
public sealed record AbsenceRecorded(
    EntityId? Absence, string? Label, EntityId? Incident, string? Expected, bool? Sought, string? How, EntityId? By, When? When, string? Document) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("absence-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("absence", Absence).Text("label", Label).Id("incident", Incident).Text("expected", Expected).Truth("sought", Sought).Text("how", How).Id("by", By)
        .When("when", When).Text("document", Document);

    private static AbsenceRecorded Read(BodyReader body) => new(
        body.Need("absence", "expected").Id("absence"), body.Text("label"), body.Id("incident"), body.Text("expected"), body.Truth("sought"), body.Text("how"), body.Id("by"),
        body.When("when"), body.Text("document"));
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
/// <remarks>
/// It rests on evidence items; a claim can be cited as said, never as a ground (docs/domain.md rule 1). <c>Likelihood</c> (P1 to P7) and
/// <c>Confidence</c> (low, moderate, high) are those of ICD 203, apart from the route's wording and from each other (6.2).
/// <c>Supersedes</c> is an earlier finding whose place it takes once it is adopted.
/// </remarks>
public sealed record FindingProposed(
    EntityId? Finding, EntityId? Incident, string? Route, string? Wording, ImmutableArray<EntityId> Grounds,
    ImmutableArray<EntityId> CitesClaims, string? Limitation, string? Likelihood = null, string? Confidence = null, EntityId? Supersedes = null) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("finding-proposed", 1, Read);

    /// <summary>The likelihoods of ICD 203, from almost no chance to almost certain.</summary>
    public static ImmutableArray<string> Likelihoods { get; } = ["P1", "P2", "P3", "P4", "P5", "P6", "P7"];

    /// <summary>The confidences of ICD 203.</summary>
    public static ImmutableArray<string> Confidences { get; } = ["low", "moderate", "high"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("finding", Finding).Id("incident", Incident).Text("route", Route).Text("wording", Wording).Ids("grounds", Grounds)
        .Ids("citesClaims", CitesClaims).Text("limitation", Limitation).Text("likelihood", Likelihood).Text("confidence", Confidence).Id("supersedes", Supersedes);

    private static FindingProposed Read(BodyReader body) => new(
        body.Need("finding", "wording").Id("finding"), body.Id("incident"), body.Text("route"), body.Text("wording"),
        body.Ids("grounds"), body.Ids("citesClaims"), body.Text("limitation"), body.Text("likelihood"), body.Text("confidence"), body.Id("supersedes"));
}

/// <summary>
/// A finding may say more than the records carry: somebody who did not propose it takes that on, with the reason. <c>Ceiling</c> is the
/// wording that the records carried then. Shown wherever the finding is.
/// </summary>
public sealed record CeilingOverridden(EntityId? Finding, string? Ceiling, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("ceiling-overridden", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("finding", Finding).Text("ceiling", Ceiling).Text("reason", Reason);

    private static CeilingOverridden Read(BodyReader body) => new(body.Need("finding", "reason").Id("finding"), body.Text("ceiling"), body.Text("reason"));
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
/// Part II (62)-(63)); <c>Sort</c> is differing-observation or state-comment. <c>Finding</c> is the one it is about, where it is about one.
/// </summary>
public sealed record ObservationAttached(EntityId? Observation, EntityId? Incident, string? Sort, EntityId? By, When? When, string? Text, EntityId? Finding = null) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("observation-attached", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("observation", Observation).Id("incident", Incident).Text("sort", Sort).Id("by", By).When("when", When).Text("text", Text).Id("finding", Finding);

    private static ObservationAttached Read(BodyReader body) => new(
        body.Need("observation", "sort").Id("observation"), body.Id("incident"), body.Text("sort"), body.Id("by"),
        body.When("when"), body.Text("text"), body.Id("finding"));
}
