using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Ledger;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>A case's log as others read logs: checkpoint and tiles on the paths of their specification, for those who see the whole case.</summary>
/// <remarks>Source: c2sp.org/tlog-tiles. Records stand in the bundles, so what a narrower sight may not see is not here for it.</remarks>
internal static class LogEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/log/{CaseId}").WithMetadata(new AccessAttribute(Needs.Case) { Token = "log checkpoint" });
        group.MapGet("/checkpoint", (HttpContext context, string caseId) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            using var log = seen.Live.OpenLog();
            return Results.Bytes(log.Checkpoint.ToArray(), "text/plain; charset=utf-8");
        });
        group.MapGet("/tile/{**Path}", (HttpContext context, string caseId, string path) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            if (path.StartsWith("entries/", StringComparison.Ordinal) && !seen.Sight.IsWhole)
            {
                return Answers.Problem(StatusCodes.Status403Forbidden, "the records of this case are not all yours to see");
            }

            // A checkpoint tells sizes and digests; a bundle tells every record.
            if (path.StartsWith("entries/", StringComparison.Ordinal) && seen.Visit is { Token: not null } program && !program.Covers("log prove") && !program.Covers("bundle export"))
            {
                return Answers.Problem(StatusCodes.Status403Forbidden, "this is not among what the token is for");
            }

            using var log = seen.Live.OpenLog();
            if (!TilePath.TryParse($"tile/{path}", out _, out _, out _, out _) || log.Read($"tile/{path}") is not { Length: > 0 } bytes)
            {
                return Answers.Problem(StatusCodes.Status404NotFound, "there is no such tile");
            }

            // A tile never changes, but who may read it does: no cache keeps it.
            return Results.Bytes(bytes.ToArray(), "application/octet-stream");
        });
    }
}
