using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>The owner's word on whether texts of this case may go to the language model at a host. Without one none may.</summary>
public sealed record ModelAllowed(string? Host, bool? Allowed, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("model-allowed", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Text("host", Host).Truth("allowed", Allowed).Text("reason", Reason);

    private static ModelAllowed Read(BodyReader body) => new(body.Need("host", "allowed", "reason").Text("host"), body.Truth("allowed"), body.Text("reason"));
}

/// <summary>
/// A report's text went to a language model: what was sent and what came, as files, byte for byte, and what became of the answer's items.
/// Those that were taken are proposals of their own.
/// </summary>
/// <remarks>Without an answer none came that could be kept; <c>Fault</c> says what was wrong. <c>Reasons</c> says why items were dropped, each with its number.</remarks>
public sealed record ModelAsked(
    EntityId? Report, string? Host, string? Model, string? PromptVersion, Blob? Prompt, Blob? Answer, long? Accepted, long? Dropped,
    ImmutableArray<string> Reasons, string? Fault) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("model-asked", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("report", Report).Text("host", Host).Text("model", Model).Text("promptVersion", PromptVersion).Blob("prompt", Prompt).Blob("answer", Answer)
        .Number("accepted", Accepted).Number("dropped", Dropped).Texts("reasons", Reasons).Text("fault", Fault);

    private static ModelAsked Read(BodyReader body) => new(
        body.Need("report", "host", "model", "prompt").Id("report"), body.Text("host"), body.Text("model"), body.Text("promptVersion"), body.Blob("prompt"),
        body.Blob("answer"), body.Number("accepted"), body.Number("dropped"), body.Texts("reasons"), body.Text("fault"));
}
