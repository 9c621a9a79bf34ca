using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Web.Cases;

/// <summary>Which part of the activity log is shown, as it stands in an address.</summary>
/// <param name="Account">An account's id; empty for all.</param>
/// <param name="What">A kind of <see cref="ActivityKinds"/>; empty for all.</param>
/// <param name="Case">A case's id; empty for all.</param>
/// <param name="From">A day as "2031-06-01"; empty for all of the past.</param>
/// <param name="To">The last day; empty where there is none.</param>
/// <param name="Text">What stands in it; empty for all.</param>
/// <param name="Before">From which place backwards; null for the newest.</param>
public sealed record ActivityQuery(string Account, string What, string Case, string From, string To, string Text, long? Before)
{
    private const int Longest = 200;

    /// <summary>Reads an address's query. Total: what is none of the known words asks nothing.</summary>
    public static ActivityQuery Read(string query)
    {
        var said = QueryHelpers.ParseQuery(query);
        string Value(string name) => said.TryGetValue(name, out var value) && value.ToString().Trim() is { Length: <= Longest } text ? text : "";
        return new(
            Value("account"), ActivityKinds.All.Contains(Value("what")) ? Value("what") : "", CaseId.IsWellFormed(Value("case")) ? Value("case") : "", Day(Value("from")) is null ? "" : Value("from"),
            Day(Value("to")) is null ? "" : Value("to"), Value("text"), long.TryParse(Value("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null);
    }

    /// <summary>As it stands in an address, with its question mark.</summary>
    public string Query() => "?" + string.Join('&', new[] { ("account", Account), ("what", What), ("case", Case), ("from", From), ("to", To), ("text", Text), ("before", Before?.ToString(CultureInfo.InvariantCulture) ?? "") }
        .Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));

    /// <summary>What passes; within one case where only that may be read.</summary>
    public ActivityFilter Filter(string? only) => new()
    {
        Account = Account.Length == 0 ? null : Account,
        What = What.Length == 0 ? [] : [What],
        Case = only is not null ? new(only) : Case.Length == 0 ? null : new CaseId(Case),
        Since = Day(From),
        Until = Day(To)?.AddDays(1),
        Text = Text.Length == 0 ? null : Text,
    };

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) && day.Year < 9999 ? day : null;
}
