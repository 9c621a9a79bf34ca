using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Media;

/// <summary>One step on the way of a photograph, film or recording before it came here: who did what, when, and the digest then, as told.</summary>
public sealed record CaptureStep(string By, string Act, string? When, string? Digest)
{
    internal Json ToJson() => JsonMap.Of(("by", By), ("act", Act), ("when", When is null ? null : (Json)When), ("digest", Digest is null ? null : (Json)Digest));

    internal static CaptureStep? FromJson(Json json) =>
        json is JsonMap map && map.Text("by") is { Length: > 0 } by && map.Text("act") is { Length: > 0 } act ? new(by, act, map.Text("when"), map.Text("digest")) : null;
}

/// <summary>
/// A photograph, film or recording, kept unaltered: where it came from and by which hands, when and where it is claimed to be of and by
/// whom, and what its file tells of itself, which anybody could have written into it.
/// </summary>
/// <remarks>Three things stay apart: what is claimed, what the file tells, and what an analyst derives (<see cref="MediaLocated"/>). Source: docs/domain.md 6.3; Berkeley Protocol (2020).</remarks>
public sealed record MediaCaptured(
    EntityId? Item, string? Label, EntityId? Incident, Blob? File, string? Title, string? Address, EntityId? Publisher, When? Published, EntityId? By, When? When, string? Tool,
    ImmutableArray<CaptureStep> Chain, EntityId? ClaimedBy, When? ClaimedWhen, Where? ClaimedWhere, string? ToldTaken, long? ToldLatE7, long? ToldLonE7, string? ToldCamera, string? Note) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("media-captured", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("item", Item).Text("label", Label).Id("incident", Incident).Blob("file", File).Text("title", Title).Text("address", Address).Id("publisher", Publisher)
        .When("published", Published).Id("by", By).When("when", When).Text("tool", Tool).List("chain", Chain, step => step.ToJson())
        .Id("claimedBy", ClaimedBy).When("claimedWhen", ClaimedWhen).Where("claimedWhere", ClaimedWhere)
        .Text("toldTaken", ToldTaken).Number("toldLatE7", ToldLatE7).Number("toldLonE7", ToldLonE7).Text("toldCamera", ToldCamera).Text("note", Note);

    private static MediaCaptured Read(BodyReader body) => new(
        body.Need("item", "file").Id("item"), body.Text("label"), body.Id("incident"), body.Blob("file"), body.Text("title"), body.Text("address"), body.Id("publisher"),
        body.When("published"), body.Id("by"), body.When("when"), body.Text("tool"), body.List("chain", CaptureStep.FromJson),
        body.Id("claimedBy"), body.When("claimedWhen"), body.Where("claimedWhere"),
        body.Text("toldTaken"), body.Number("toldLatE7"), body.Number("toldLonE7"), body.Text("toldCamera"), body.Text("note"));
}

/// <summary>A picture out of a film: at which millisecond, its perceptual digest (<see cref="PictureHash"/>), and the picture where it is kept.</summary>
public sealed record KeyFrame(long AtMs, string Hash, Blob? File)
{
    internal Json ToJson() => JsonMap.Of(("atMs", AtMs), ("hash", Hash), ("file", File?.ToJson()));

    internal static KeyFrame? FromJson(Json json) =>
        json is JsonMap map && map.Number("atMs") is { } at && map.Text("hash") is { } hash && PictureHash.TryParse(hash, out _)
        && (map["file"] is JsonMap file ? Blob.FromJson(file) : null) is var blob && blob is null or { IsWellFormed: true }
            ? new(at, hash, blob)
            : null;
}

/// <summary>What a program saw in a file: its size and length, and the pictures in which scenes begin. Another version of the program may choose others.</summary>
public sealed record MediaExamined(EntityId? Item, EntityId? By, string? Tool, long? Width, long? Height, long? DurationMs, ImmutableArray<string> Streams, ImmutableArray<KeyFrame> Frames) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("media-examined", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("item", Item).Id("by", By).Text("tool", Tool).Number("width", Width).Number("height", Height).Number("durationMs", DurationMs)
        .Texts("streams", Streams).List("frames", Frames, frame => frame.ToJson());

    private static MediaExamined Read(BodyReader body) => new(
        body.Need("item").Id("item"), body.Id("by"), body.Text("tool"), body.Number("width"), body.Number("height"), body.Number("durationMs"),
        body.Texts("streams"), body.List("frames", KeyFrame.FromJson));
}

/// <summary>Where or when an analyst holds that a picture was taken, and on what that rests. Analysts may differ: each record stays.</summary>
/// <remarks>Geolocation and chronolocation. Source: docs/domain.md 6.3.</remarks>
public sealed record MediaLocated(EntityId? Item, EntityId? By, When? When, Where? Where, string? Basis, ImmutableArray<Blob> Files) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("media-located", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("item", Item).Id("by", By).When("when", When).Where("where", Where).Text("basis", Basis).Blobs("files", Files);

    private static MediaLocated Read(BodyReader body) => new(
        body.Need("item", "basis").Id("item"), body.Id("by"), body.When("when"), body.Where("where"), body.Text("basis"), body.Blobs("files"));
}

/// <summary>An analyst's word on two items whose pictures look alike: <c>Verdict</c> is same, part (the one was cut out of the other) or different.</summary>
public sealed record MediaCompared(EntityId? First, EntityId? Second, EntityId? By, string? Verdict, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("media-compared", 1, Read);

    /// <summary>The verdicts there are.</summary>
    public static ImmutableArray<string> Verdicts { get; } = ["same", "part", "different"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("first", First).Id("second", Second).Id("by", By).Text("verdict", Verdict).Text("reason", Reason);

    private static MediaCompared Read(BodyReader body) => new(
        body.Need("first", "second", "verdict").Id("first"), body.Id("second"), body.Id("by"), body.Text("verdict"), body.Text("reason"));
}
