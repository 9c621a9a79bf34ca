using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>
/// The log was put back from a backup, and its owner says that nobody holds a later checkpoint of it. Should one turn up, it shows
/// another history, and this record says who answers for it.
/// </summary>
public sealed record LogContinued(long? Size, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("log-continued", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Number("size", Size).Text("reason", Reason);

    private static LogContinued Read(BodyReader body) => new(body.Need("size", "reason").Number("size"), body.Text("reason"));
}
