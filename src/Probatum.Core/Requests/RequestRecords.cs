using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Requests;

/// <summary>One item of a request's contents, by the key of the route's check-list.</summary>
public sealed record RequestItem(string Key, string Text)
{
    internal Json ToJson() => JsonMap.Of(("key", Key), ("text", Text));

    internal static RequestItem? FromJson(Json json) =>
        json is JsonMap map && map.Text("key") is { } key && map.Text("text") is { } text ? new(key, text) : null;
}

/// <summary>A party asks a body to act under a route. Supplements are further records; nothing is overwritten.</summary>
public sealed record RequestMade(
    EntityId? Request, EntityId? Incident, string? Label, string? Route, EntityId? From, EntityId? To, When? When, string? Document,
    ImmutableArray<RequestItem> Contents) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("request-made", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("request", Request).Id("incident", Incident).Text("label", Label).Text("route", Route).Id("from", From).Id("to", To)
        .When("when", When).Text("document", Document).List("contents", Contents, item => item.ToJson());

    private static RequestMade Read(BodyReader body) => new(
        body.Need("request").Id("request"), body.Id("incident"), body.Text("label"), body.Text("route"), body.Id("from"),
        body.Id("to"), body.When("when"), body.Text("document"), body.List("contents", RequestItem.FromJson));
}

/// <summary>Something the route's clock listens to: received, acknowledged, arrived, reported … by the route's own step names.</summary>
public sealed record StepTaken(
    EntityId? Request, string? Step, EntityId? By, When? When, string? Document, string? Note, EntityId? Claim) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("step-taken", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("request", Request).Text("step", Step).Id("by", By).When("when", When).Text("document", Document)
        .Text("note", Note).Id("claim", Claim);

    private static StepTaken Read(BodyReader body) => new(
        body.Need("request", "step").Id("request"), body.Text("step"), body.Id("by"), body.When("when"), body.Text("document"),
        body.Text("note"), body.Id("claim"));
}

/// <summary>What a party answered to a request, in its own words.</summary>
public sealed record ReplyReceived(EntityId? Request, EntityId? From, When? When, string? Document, string? Text) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("reply-received", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) =>
        body.Id("request", Request).Id("from", From).When("when", When).Text("document", Document).Text("text", Text);

    private static ReplyReceived Read(BodyReader body) => new(
        body.Need("request").Id("request"), body.Id("from"), body.When("when"), body.Text("document"), body.Text("text"));
}
