using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Claims;

/// <summary>
/// An analyst's word on one edge of the graph of origins: what a report or claim says goes back to another report, claim or
/// party, or it does not. Never whether it is true.
/// </summary>
/// <remarks>
/// <c>FromSpans</c> and <c>ToSpans</c> are the passages that the analyst was shown, one beside the other, in code points of both
/// captured texts; of an edge between claims and of one to a party there may be none. <c>Signals</c> are the reasons of the proposal by
/// name and points, without words of the texts. What is only proposed is no record.
/// </remarks>
public sealed record EchoReviewed(
    EntityId? From, EntityId? To, string? Sort, string? Verdict, ImmutableArray<TextSpan> FromSpans, ImmutableArray<TextSpan> ToSpans,
    string? Engine, ImmutableArray<string> Signals, string? Reason) : Statement
{
    /// <summary>The kind's row.</summary>
    public static readonly RecordKind Row = new("echo-reviewed", 1, Read);

    /// <summary>What an echo may do with its origin.</summary>
    public static ImmutableArray<string> Sorts { get; } = ["quotes", "cites", "repeats", "translates"];

    /// <inheritdoc/>
    public override RecordKind Kind => Row;

    internal override void Write(BodyWriter body) => body
        .Id("from", From).Id("to", To).Text("sort", Sort).Text("verdict", Verdict)
        .List("fromSpans", FromSpans, span => span.ToJson()).List("toSpans", ToSpans, span => span.ToJson())
        .Text("engine", Engine).Texts("signals", Signals).Text("reason", Reason);

    private static EchoReviewed Read(BodyReader body) => new(
        body.Need("from", "to", "verdict").Id("from"), body.Id("to"), body.Text("sort"), body.Text("verdict"),
        body.List("fromSpans", TextSpan.FromJson), body.List("toSpans", TextSpan.FromJson),
        body.Text("engine"), body.Texts("signals"), body.Text("reason"));
}
