using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>What everybody did, for those who may read it; taking it away needs the permission to export besides.</summary>
internal static class ActivityEndpoints
{
    private const int MostEntries = 500;
    private const int MostExported = 100_000;
    private const int PageExported = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/activity", (HttpContext context, Workroom room) => Page(context, room, null)).WithMetadata(new AccessAttribute(Needs.Owner));
        app.MapGet("/api/v1/activity.csv", (HttpContext context, Workroom room) => Table(context, room, null)).WithMetadata(new AccessAttribute(Needs.Owner));
        app.MapGet("/api/v1/cases/{CaseId}/activity", (HttpContext context, string caseId, Workroom room) => Page(context, room, caseId)).WithMetadata(new AccessAttribute(Needs.Audit));
        app.MapGet("/api/v1/cases/{CaseId}/activity.csv", (HttpContext context, string caseId, Workroom room) => AccessRules.Allows(Visits.Of(context)!.GrantIn(caseId), Needs.Export)
            ? Table(context, room, caseId)
            : Task.FromResult(Answers.Problem(StatusCodes.Status403Forbidden, "this needs the permission 'export' in this case"))).WithMetadata(new AccessAttribute(Needs.Audit));
    }

    private static Task<IResult> Page(HttpContext context, Workroom room, string? caseId) => Answers.Guard(() =>
    {
        var query = ActivityQuery.Read(context.Request.QueryString.Value ?? "");
        var count = context.Request.Query["count"].ToString() is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said is > 0 and <= MostEntries ? said : throw new BadInputException($"'count' is a number up to {MostEntries}") : 100;
        var page = ActivityShown.Read(Visits.Of(context)!, caseId, query, query.Before, count);
        return Task.FromResult(Answers.Json(JsonMap.Of(
            ("entries", JsonList.Of(page.Entries.Select(one => (Json)JsonMap.Of(
                [("place", (Json?)one.Place), .. Columns(one.Entry).Select(column => (column.Name, (Json?)column.Value))])))),
            ("next", page.Next is { } next ? next : null))));
    });

    private static Task<IResult> Table(HttpContext context, Workroom room, string? caseId) => Answers.Guard(async () =>
    {
        var (visit, query) = (Visits.Of(context)!, ActivityQuery.Read(context.Request.QueryString.Value ?? ""));
        var lines = new StringBuilder("place,at,what,outcome,account,session,token,case,subject,detail,address\r\n");
        var (before, rows) = (query.Before, 0);
        do
        {
            var page = ActivityShown.Read(visit, caseId, query, before, PageExported);
            foreach (var (place, entry) in page.Entries)
            {
                lines.Append(place).Append(',').AppendJoin(',', Columns(entry).Select(column => Cell(column.Value))).Append("\r\n");
                rows++;
            }

            before = page.Next;
        }
        while (before is not null && rows < MostExported && !context.RequestAborted.IsCancellationRequested);
        await room.Activity.NoteAsync(visit, ActivityKinds.Export, caseId, "activity", $"{rows} entries as CSV").ConfigureAwait(false);
        return Results.File(Encoding.UTF8.GetBytes(lines.ToString()), "text/csv; charset=utf-8", "activity.csv");
    });

    private static IEnumerable<(string Name, string? Value)> Columns(ActivityEntry entry) =>
    [
        ("at", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)), ("what", entry.What), ("outcome", entry.Outcome.ToString().ToLowerInvariant()), ("account", entry.Account),
        ("session", entry.Session), ("token", entry.Token), ("case", entry.Case?.Text), ("subject", entry.Subject), ("detail", entry.Detail), ("address", entry.Address),
    ];

    // RFC 4180; what a sheet would take for a formula begins with a sign that it does not.
    private static string Cell(string? text) => text is not { Length: > 0 } ? ""
        : $"\"{(text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
