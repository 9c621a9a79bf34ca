using System.CommandLine;
using System.Globalization;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum log activity</summary>
internal static class ActivityVerb
{
    private const int Shown = 100;

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"];

    public static Command Of(Shell shell)
    {
        var account = Verb.Option("--account", "only of this account", "NAME");
        var what = Verb.Several("--what", $"only of these kinds: {string.Join(", ", ActivityKinds.All)}", "KIND");
        what.AcceptOnlyFromAmong([.. ActivityKinds.All]);
        var of = Verb.Option("--case", "only about this case, by its id", "CASE");
        var since = Verb.Option("--since", "not before, in UTC", "TIME");
        var until = Verb.Option("--until", "before, in UTC", "TIME");
        var text = Verb.Option("--text", "only where these letters stand", "TEXT");
        var before = Verb.Option("--before", "read on behind this entry, towards older ones", "NUMBER");
        return Verb.Alone(
            shell, "activity", "Print who did what in the web application, the newest first: every reading of protected data, export, sign-in and change.", "probatum log activity --what export --since 2031-05-04",
            [account, what, of, since, until, text, before, Verb.Workspace], parse =>
            {
                using var workspace = OpenedCase.OpenWorkspace(parse, shell);
                var filter = new ActivityFilter
                {
                    Account = parse.GetValue(account),
                    What = [.. parse.GetValue(what) ?? []],
                    Case = Case(parse.GetValue(of)),
                    Since = Time(parse.GetValue(since)),
                    Until = Time(parse.GetValue(until)),
                    Text = parse.GetValue(text),
                };
                var (entries, next) = (new List<(long Place, ActivityEntry Entry)>(), Number(parse.GetValue(before)));
                if (workspace.HasActivity)
                {
                    // A page ends early where much was looked at and little found.
                    do
                    {
                        var page = workspace.Activity.Read(filter, next, Shown - entries.Count);
                        entries.AddRange(page.Entries);
                        next = page.Next;
                    }
                    while (next is not null && entries.Count < Shown);
                }

                return Answer.Of(
                    Columns.Of(["number", "when", "what", "outcome", "account", "by", "case", "subject", "address", "detail"], entries.Select(one => Row(one.Place, one.Entry)))
                        .Concat(entries.Count == Shown && next is not null ? [$"older ones: --before {next}"] : []),
                    JsonMap.Of(("entries", JsonList.Of(entries.Select(one => Line(one.Place, one.Entry)))), ("before", entries.Count == Shown && next is { } more ? (Json)more : null)));
            });
    }

    /// <summary>Reads the whole log, where there is one.</summary>
    public static void Audit(Workspace workspace, List<string> good, List<string> wanting)
    {
        if (!workspace.HasActivity)
        {
            return;
        }

        try
        {
            var odd = workspace.Activity.AuditAsync().GetAwaiter().GetResult();
            wanting.AddRange(odd);
            if (odd.IsEmpty)
            {
                good.Add($"activity: {Words.Count(workspace.Activity.Size, "entry", "entries")} under the checkpoint that they hash to");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            wanting.Add($"activity: {e.Message}");
        }
    }

    private static string At(ActivityEntry one) => one.At.ToString(Times[^1], CultureInfo.InvariantCulture);

    private static string[] Row(long place, ActivityEntry one) =>
    [
        $"{place}", At(one), one.What, one.Outcome.ToString().ToLowerInvariant(), one.Account ?? "", one.Token is { } token ? $"token {token}" : one.Session is { } session ? $"session {session}" : "",
        one.Case?.Text ?? "", one.Subject ?? "", one.Address ?? "", one.Detail ?? "",
    ];

    private static JsonMap Line(long place, ActivityEntry one) => JsonMap.Of(
        ("number", place), ("at", At(one)), ("what", one.What), ("outcome", one.Outcome.ToString().ToLowerInvariant()), ("account", one.Account), ("session", one.Session), ("token", one.Token),
        ("case", one.Case?.Text), ("subject", one.Subject), ("address", one.Address), ("detail", one.Detail));

    private static CaseId? Case(string? said) => said is null ? null : CaseId.IsWellFormed(said) ? new(said) : throw new BadInputException($"'{said}' is no case's id ('probatum case list' shows them)");

    private static DateTimeOffset? Time(string? said) => said is null ? null
        : DateTimeOffset.TryParseExact(said, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new BadInputException($"'{said}' is no time such as 2031-05-04 or 2031-05-04T10:20Z");

    private static long? Number(string? said) => said is null ? null
        : long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new BadInputException($"'{said}' is no number of an entry");
}
