using System.Collections.Immutable;
using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>What a check came to.</summary>
public enum Outcome
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>Nothing in the dossier proves it, and nothing speaks against it.</summary>
    NotProven,

    /// <summary>It does not hold.</summary>
    Fails,
}

/// <summary>One thing that was looked at: what, how it came out, and where and why.</summary>
public sealed record Check(string Code, Outcome Outcome, string Words);

/// <summary>What a reader may believe of a dossier; <see cref="Promises"/> has it promise by promise.</summary>
public sealed record Verdict(ImmutableArray<Check> Checks, DossierContent? Content)
{
    /// <summary>Between which instants the records came to be, as runs of leaves; empty where no stamp that counts says so.</summary>
    public ImmutableArray<TimeBounds> Times { get; init; } = [];

    /// <summary>True when nothing fails.</summary>
    public bool Holds => Checks.All(check => check.Outcome != Outcome.Fails);

    /// <summary>The verdict as JSON.</summary>
    public JsonMap ToJson() => JsonMap.Of(
        ("holds", new JsonTruth(Holds)),
        ("engine", Engine.Version),
        ("case", Content?.History.Id is { } id ? id.Text : null),
        ("title", Content?.History.State.Opened?.Title is { } title ? title : null),
        ("times", JsonList.Of(Times.Select(run => (Json)JsonMap.Of(
            ("first", run.First), ("last", run.Last), ("notBefore", Instant(run.NotBefore)), ("notAfter", Instant(run.NotAfter)))))),
        ("checks", JsonList.Of(Checks.Select(check => (Json)JsonMap.Of(
            ("code", check.Code), ("outcome", Word(check.Outcome)), ("words", check.Words))))));

    private static JsonText? Instant(DateTimeOffset? instant) => instant is { } known ? new(When.Format(known)) : null;

    /// <summary>holds, fails or not proven.</summary>
    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Holds => "holds",
        Outcome.Fails => "fails",
        _ => "not proven",
    };
}
