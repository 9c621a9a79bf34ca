using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Casualties;

/// <summary>Who a casualty is, is kept: as a file that is encrypted to keys which no key of the case and no access to its files opens.</summary>
/// <remarks>The last one holds; an earlier one stays in the log, and its file with it. <c>Recipients</c> says whose keys open the file.</remarks>
public sealed record IdentityKept(EntityId? Casualty, Blob? File, ImmutableArray<string> Recipients) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("identity-kept", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("casualty", Casualty).Blob("file", File).Texts("recipients", Recipients);

    private static IdentityKept Read(BodyReader body) => new(body.Need("casualty", "file").Id("casualty"), body.Blob("file"), body.Texts("recipients"));
}

/// <summary>Somebody was about to see who a casualty is: recorded before it was shown.</summary>
public sealed record IdentityOpened(EntityId? Casualty, string? Kept, EntityId? By, When? When, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("identity-opened", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("casualty", Casualty).Text("kept", Kept).Id("by", By).When("when", When).Text("reason", Reason);

    private static IdentityOpened Read(BodyReader body) => new(
        body.Need("casualty", "kept", "reason").Id("casualty"), body.Text("kept"), body.Id("by"), body.When("when"), body.Text("reason"));
}
