using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Interviews;

/// <summary>Somebody who had asked the same person before: who, when and where the account may lie, as the person or a record tells.</summary>
public sealed record EarlierInterview(string By, string? When, string? Note)
{
    internal Json ToJson() => JsonMap.Of(("by", By), ("when", When is null ? null : (Json)When), ("note", Note is null ? null : (Json)Note));

    internal static EarlierInterview? FromJson(Json json) =>
        json is JsonMap map && map.Text("by") is { Length: > 0 } by ? new(by, map.Text("when"), map.Text("note")) : null;
}

/// <summary>
/// A person was asked: under which code, by which body, in which language, how it was recorded, who had asked before. What the person
/// said is no member of it: the statement is captured as a report, whose claims stay the person's own.
/// </summary>
/// <remarks>
/// <c>Sort</c> is first-account, full or further. <c>Person</c> is the casualty where the person is one. <c>Earlier</c> is there because
/// asking again and again harms. Source: docs/domain.md 6.4; Méndez Principles (2021).
/// </remarks>
public sealed record InterviewHeld(
    EntityId? Interview, EntityId? Person, string? Code, EntityId? Incident, string? Role, string? Sort, EntityId? By, ImmutableArray<string> Interviewers,
    string? Interpreter, string? Language, When? When, Where? Where, ImmutableArray<string> Recording, ImmutableArray<string> Needs, ImmutableArray<string> Safeguards,
    ImmutableArray<EarlierInterview> Earlier, bool? Alone, bool? Signed, EntityId? Statement, ImmutableArray<Blob> Files, string? Note) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("interview-held", 1, Read);

    /// <summary>The sorts of interviews.</summary>
    public static ImmutableArray<string> Sorts { get; } = ["first-account", "full", "further"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("interview", Interview).Id("person", Person).Text("code", Code).Id("incident", Incident).Text("role", Role).Text("sort", Sort).Id("by", By)
        .Texts("interviewers", Interviewers).Text("interpreter", Interpreter).Text("language", Language).When("when", When).Where("where", Where)
        .Texts("recording", Recording).Texts("needs", Needs).Texts("safeguards", Safeguards).List("earlier", Earlier, one => one.ToJson())
        .Truth("alone", Alone).Truth("signed", Signed).Id("statement", Statement).Blobs("files", Files).Text("note", Note);

    private static InterviewHeld Read(BodyReader body) => new(
        body.Need("interview", "person", "code").Id("interview"), body.Id("person"), body.Text("code"), body.Id("incident"), body.Text("role"), body.Text("sort"), body.Id("by"),
        body.Texts("interviewers"), body.Text("interpreter"), body.Text("language"), body.When("when"), body.Where("where"),
        body.Texts("recording"), body.Texts("needs"), body.Texts("safeguards"), body.List("earlier", EarlierInterview.FromJson),
        body.Truth("alone"), body.Truth("signed"), body.Id("statement"), body.Blobs("files"), body.Text("note"));
}
