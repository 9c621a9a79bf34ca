using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Cases;

/// <summary>
/// Records came that may not stand in the log: of a revoked key, unsigned, not permitted. They are kept as one file, a bundle, and
/// count for nothing; who reads the case learns that they exist.
/// </summary>
/// <remarks><c>Records</c> are their ids and <c>Reasons</c>, in the same order, the codes under which each was not taken.</remarks>
public sealed record LateReceived(Blob? File, ImmutableArray<string> Records, ImmutableArray<string> Reasons) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("late-received", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Blob("file", File).Texts("records", Records).Texts("reasons", Reasons);

    private static LateReceived Read(BodyReader body) =>
        new(body.Need("file", "records", "reasons").Blob("file"), body.Texts("records"), body.Texts("reasons"));
}
