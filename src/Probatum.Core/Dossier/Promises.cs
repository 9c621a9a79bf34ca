using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Core.Dossier;

/// <summary>What the program promises whoever reads a dossier.</summary>
public enum Promise
{
    /// <summary>Who said it is never mixed with what was found.</summary>
    SaidIsNotFound,

    /// <summary>Nothing is lost, nothing is rewritten, nothing is leaked.</summary>
    NothingIsLost,

    /// <summary>Nobody has to believe us.</summary>
    NobodyMustBelieve,
}

/// <summary>What a verdict comes to for one promise: its checks, what fails first, and the worst of their outcomes.</summary>
public sealed record PromiseVerdict(Promise Promise, string Title, ImmutableArray<Check> Checks)
{
    /// <summary>The worst outcome; not proven where nothing was looked at.</summary>
    public Outcome Outcome => Checks.IsEmpty ? Outcome.NotProven : Checks[0].Outcome;

    /// <summary>How many checks came out so.</summary>
    public int Count(Outcome outcome) => Checks.Count(check => check.Outcome == outcome);
}

/// <summary>Which check belongs to which promise. A new check is one row.</summary>
public static class Promises
{
    private static readonly FrozenDictionary<string, Promise> Rows = new Dictionary<string, Promise>(StringComparer.Ordinal)
    {
        ["claims"] = Promise.SaidIsNotFound,
        ["echoes"] = Promise.SaidIsNotFound,
        ["identification"] = Promise.SaidIsNotFound,
        ["tables"] = Promise.SaidIsNotFound,
        ["ceilings"] = Promise.SaidIsNotFound,
        ["pages"] = Promise.SaidIsNotFound,
        ["records/conflict"] = Promise.SaidIsNotFound,
        ["zip"] = Promise.NothingIsLost,
        ["dossier"] = Promise.NothingIsLost,
        ["bag/valid"] = Promise.NothingIsLost,
        ["bag/structure"] = Promise.NothingIsLost,
        ["bag/declaration"] = Promise.NothingIsLost,
        ["bag/manifest"] = Promise.NothingIsLost,
        ["bag/tag-manifest"] = Promise.NothingIsLost,
        ["log/checkpoint"] = Promise.NothingIsLost,
        ["log/tree"] = Promise.NothingIsLost,
        ["disclosures"] = Promise.NothingIsLost,
        ["records"] = Promise.NothingIsLost,
        ["files"] = Promise.NothingIsLost,
        ["keys"] = Promise.NothingIsLost,
        ["seal"] = Promise.NothingIsLost,
        ["withholding"] = Promise.NothingIsLost,
        ["log/signatures"] = Promise.NobodyMustBelieve,
        ["cosignatures"] = Promise.NobodyMustBelieve,
        ["quorum"] = Promise.NobodyMustBelieve,
        ["history"] = Promise.NobodyMustBelieve,
        ["continues"] = Promise.NobodyMustBelieve,
        ["time"] = Promise.NobodyMustBelieve,
        ["time/claimed"] = Promise.NobodyMustBelieve,
        ["people"] = Promise.NobodyMustBelieve,
        ["trust"] = Promise.NobodyMustBelieve,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<(Promise Promise, string Title)> Titles =
    [
        (Promise.SaidIsNotFound, "Who said it is never mixed with what was found"),
        (Promise.NothingIsLost, "Nothing is lost, nothing is rewritten, nothing is leaked"),
        (Promise.NobodyMustBelieve, "Nobody has to believe us"),
    ];

    /// <summary>Every code that has a row.</summary>
    public static IEnumerable<string> Codes => Rows.Keys;

    /// <summary>The promise that a check's code belongs to; null for a code without a row.</summary>
    public static Promise? Of(string code) => Rows.TryGetValue(code, out var promise) ? promise : null;

    /// <summary>A verdict promise by promise, in their order; every check is in exactly one, the worst first.</summary>
    public static ImmutableArray<PromiseVerdict> Of(Verdict verdict) =>
    [
        .. Titles.Select(row => new PromiseVerdict(
            row.Promise, row.Title, [.. verdict.Checks.Where(check => (Of(check.Code) ?? Promise.NothingIsLost) == row.Promise).OrderByDescending(check => check.Outcome)])),
    ];
}
