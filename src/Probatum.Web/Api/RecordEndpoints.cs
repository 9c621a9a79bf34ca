using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Storage;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>One record by its leaf: its signed text, and the proof that it is in the log.</summary>
internal static class RecordEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var one = app.MapGroup("/api/v1/cases/{CaseId}/records/{Leaf:long}").WithMetadata(new AccessAttribute(Needs.Case) { Token = "log prove" });
        one.MapGet("/text", (HttpContext context, string caseId, long leaf) => Answers.Guard(() =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            return Task.FromResult(!seen.Sight.IsWhole ? Answers.Problem(StatusCodes.Status403Forbidden, "the records of this case are not all yours to see")
                : leaf < 0 || leaf >= seen.Live.Now.Size ? Answers.Problem(StatusCodes.Status404NotFound, "there is no such leaf")
                : File(seen, leaf, RecordWords.Raw(seen, leaf), $"{leaf}.record.txt"));
        }));
        one.MapGet("/proof", (HttpContext context, string caseId, long leaf) => Answers.Guard(() =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            if (leaf < 0 || leaf >= seen.Live.Now.Size)
            {
                return Task.FromResult(Answers.Problem(StatusCodes.Status404NotFound, "there is no such leaf"));
            }

            using var log = seen.Live.OpenLog();
            var proof = log.Prove(leaf) with { CheckpointNote = new Cosignatures(seen.Visit.Room.Workspace, seen.Id).Of(log) };
            return Task.FromResult(File(seen, leaf, proof.ToText(), $"{leaf}.tlog-proof"));
        }));
    }

    private static IResult File(SeenCase seen, long leaf, string text, string name)
    {
        return Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", name);
    }
}
