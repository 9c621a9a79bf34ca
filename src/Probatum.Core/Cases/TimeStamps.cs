using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>
/// Outside authorities stamped the log as it stood at a size: the registry's proof that it holds that checkpoint, the very bytes that
/// were stamped, and the authorities' tokens. What its author had seen before cannot be younger; what is written by somebody who has seen
/// this record cannot be older than the tokens.
/// </summary>
/// <remarks>Source: RFC 3161; docs/format.md, "Time".</remarks>
public sealed record TimeStamped(long? Size, Blob? Proof, Blob? Stamped, ImmutableArray<Blob> Tokens, ImmutableArray<string> Authorities) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("time-stamped", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Number("size", Size).Blob("proof", Proof).Blob("stamped", Stamped).Blobs("tokens", Tokens)
        .Texts("authorities", Authorities);

    private static TimeStamped Read(BodyReader body) => new(
        body.Need("size", "proof", "stamped", "tokens").Number("size"), body.Blob("proof"), body.Blob("stamped"),
        body.Blobs("tokens"), body.Texts("authorities"));
}
