using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Consents;

/// <summary>What a person can agree to, each by itself. Source: docs/domain.md 5.5.</summary>
public static class Purpose
{
    /// <summary>Taking and analysing what comes from the body.</summary>
    public const string Biosample = "biosample";

    /// <summary>The purposes.</summary>
    public static ImmutableArray<string> All { get; } = ["interview", "medical-data", Biosample, "sharing-opcw", "court", "public"];
}

/// <summary>A person agreed to these purposes: in which words, which language, before whom.</summary>
/// <remarks>A person of whom nothing else is on record yet gets the <c>Code</c> here: consent comes first.</remarks>
public sealed record ConsentRecorded(
    EntityId? Consent, EntityId? Person, string? Code, ImmutableArray<string> Purposes, string? Form, string? Version, string? Language, When? When,
    string? Witness, string? Interpreter, string? How, Blob? File) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("consent-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("consent", Consent).Id("person", Person).Text("code", Code).Texts("purposes", Purposes).Text("form", Form).Text("version", Version)
        .Text("language", Language).When("when", When).Text("witness", Witness).Text("interpreter", Interpreter).Text("how", How).Blob("file", File);

    private static ConsentRecorded Read(BodyReader body) => new(
        body.Need("consent", "person", "purposes").Id("consent"), body.Id("person"), body.Text("code"), body.Texts("purposes"), body.Text("form"), body.Text("version"),
        body.Text("language"), body.When("when"), body.Text("witness"), body.Text("interpreter"), body.Text("how"), body.Blob("file"));
}

/// <summary>A person took consent back, for these purposes, from here on.</summary>
public sealed record ConsentWithdrawn(EntityId? Person, ImmutableArray<string> Purposes, When? When, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("consent-withdrawn", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body.Id("person", Person).Texts("purposes", Purposes).When("when", When).Text("reason", Reason);

    private static ConsentWithdrawn Read(BodyReader body) => new(body.Need("person", "purposes").Id("person"), body.Texts("purposes"), body.When("when"), body.Text("reason"));
}

/// <summary>What is done for a purpose rests on law, whatever the person agreed to: on which, by whose authority.</summary>
public sealed record LawfulBasisRecorded(EntityId? Person, string? Purpose, string? Basis, string? Authority, EntityId? By, string? Document) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("lawful-basis-recorded", 1, Read);

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("person", Person).Text("purpose", Purpose).Text("basis", Basis).Text("authority", Authority).Id("by", By).Text("document", Document);

    private static LawfulBasisRecorded Read(BodyReader body) => new(
        body.Need("person", "purpose", "basis").Id("person"), body.Text("purpose"), body.Text("basis"), body.Text("authority"), body.Id("by"), body.Text("document"));
}
