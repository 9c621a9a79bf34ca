using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Probatum.Core.Records;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Web.Api;

/// <summary>Cases and their verbs: the same as at the command line, each with what it takes and whom it serves.</summary>
internal static class CaseEndpoints
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestIdempotencyKey = 200;
    private const int MostFiles = 200;
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/cases", (HttpContext context) => Answers.Json(JsonList.Of(Visits.Of(context)!.Cases.Select(seen => (Json)JsonMap.Of(
            ("case", seen.Id.Text), ("title", seen.Title), ("size", seen.Live.Now.Size), ("role", seen.Grant.Role)))))).WithMetadata(new AccessAttribute(Needs.Session) { Token = "" });
        app.MapPost("/api/v1/cases", (HttpContext context, NewCases cases) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<NewCaseBody>(context).ConfigureAwait(false);
            var job = cases.Open(Visits.Of(context)!, said.Title, said.Mandate, said.Key);
            return await Waited(context, job).ConfigureAwait(false);
        })).WithMetadata(new AccessAttribute(Needs.Owner));

        var one = app.MapGroup("/api/v1/cases/{CaseId}").WithMetadata(new AccessAttribute(Needs.Case) { Token = "" });
        one.MapGet("/", (HttpContext context, string caseId) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            return Cached(context, seen, () => Answers.Json(JsonMap.Of(
                ("case", seen.Id.Text), ("title", seen.Title), ("size", seen.Live.Now.Size), ("role", seen.Grant.Role),
                ("keys", JsonList.Of(seen.KeysInCase.Select(key => (Json)key.Name))),
                ("verbs", JsonList.Of(VerbRules.All.Values.Where(rule => VerbRules.Refusal(rule, seen.Grant) is null).Select(rule => rule.Words).Order(StringComparer.Ordinal).Select(words => (Json)words))))));
        });
        one.MapGet("/verbs/{**Words}", (HttpContext context, string caseId, string words, Jobs jobs) => Answers.Guard(async () =>
        {
            var (visit, verb) = (Visits.Of(context)!, words.Replace('/', ' '));
            if (VerbRules.All.TryGetValue(verb, out var rule) && rule.Kind == VerbKind.Writes)
            {
                return Answers.Problem(StatusCodes.Status405MethodNotAllowed, $"'{verb}' records something: POST it");
            }

            var seen = visit.Case(caseId)!;
            return await CachedAsync(context, seen, async () =>
            {
                var job = jobs.Start(seen, new(verb, [.. context.Request.Query["argument"].OfType<string>()], [.. context.Request.Query.Where(pair => pair.Key != "argument").Select(pair => ($"--{pair.Key}", (ImmutableArray<string>)[.. pair.Value.OfType<string>()]))]));
                await job.Ended.WaitAsync(context.RequestAborted).ConfigureAwait(false);
                return job.State == JobState.Failed ? Answers.Problem(StatusCodes.Status400BadRequest, job.Text!) : Answers.Json(job.Json!);
            }).ConfigureAwait(false);
        })).WithMetadata(new AccessAttribute(Needs.Case) { Token = "", NotesItself = true });
        one.MapPost("/verbs/{**Words}", (HttpContext context, string caseId, string words, Jobs jobs, Repeats repeats) => Answers.Guard(async () =>
        {
            var (visit, seen) = (Visits.Of(context)!, Visits.Of(context)!.Case(caseId)!);
            if (context.Request.Headers.IfMatch is [{ } match] && match.Trim('"') != seen.Version)
            {
                return Answers.Problem(StatusCodes.Status412PreconditionFailed, $"the case has changed since: it has {seen.Version} records now");
            }

            var key = context.Request.Headers[IdempotencyKey] is [{ } said] ? said : null;
            if (key is { Length: 0 or > LongestIdempotencyKey })
            {
                throw new BadInputException($"{IdempotencyKey} has 1 to {LongestIdempotencyKey} characters");
            }

            // The same key is the same request, whatever comes with it: what was begun for it is answered.
            if (key is not null && repeats.Find(visit.Account.Id, caseId, key) is { } begun)
            {
                return jobs.Find(begun, visit) is { } known ? await Waited(context, known).ConfigureAwait(false) : Answers.Problem(StatusCodes.Status409Conflict, "this was asked for before, and its answer is no longer kept");
            }

            var folder = jobs.NewFolder();
            var asking = await Read(context, words.Replace('/', ' '), folder).ConfigureAwait(false);
            var job = repeats.Begin(visit.Account.Id, caseId, key, () => jobs.Start(seen, asking, folder), id => jobs.Find(id, visit));
            return await Waited(context, job).ConfigureAwait(false);
        })).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(WebServer.LargestFile));
        one.MapGet("/files/{Sha256}", (HttpContext context, string caseId, string sha256, Workroom room) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            return CaseFiles.Find(seen, sha256) is { } file && room.Workspace.Blobs.Open(file.Sha256) is { } stream ? CaseFiles.Send(context, seen, file, stream) : Answers.Problem(StatusCodes.Status404NotFound, "no record that you may see names such a file");
        }).WithMetadata(new AccessAttribute(Needs.Case) { Token = "report show" });
    }

    /// <summary>An answer that is not sent again while the case is as it was (RFC 9110, section 13).</summary>
    private static IResult Cached(HttpContext context, SeenCase seen, Func<IResult> answer) => IsKnown(context, seen) ? Results.StatusCode(StatusCodes.Status304NotModified) : answer();

    private static async Task<IResult> CachedAsync(HttpContext context, SeenCase seen, Func<Task<IResult>> answer) =>
        IsKnown(context, seen) ? Results.StatusCode(StatusCodes.Status304NotModified) : await answer().ConfigureAwait(false);

    private static bool IsKnown(HttpContext context, SeenCase seen)
    {
        var tag = $"\"{seen.Version}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch.Any(one => one == tag);
    }

    /// <summary>The answer of a job that ends soon; else where it is to be looked for.</summary>
    private static async Task<IResult> Waited(HttpContext context, Job job)
    {
        // Whoever signs by the same program hears of it at once.
        var preferred = context.Request.Headers["Prefer"].Any(one => one?.Contains("respond-async", StringComparison.Ordinal) == true);
        if (!preferred)
        {
            await Task.WhenAny(job.Ended, Task.Delay(WaitsFor, context.RequestAborted)).ConfigureAwait(false);
        }

        context.Response.Headers.Location = $"/api/v1/jobs/{job.Id}";
        return Answers.Json(JobEndpoints.Json(job), job.State switch { JobState.Done => StatusCodes.Status200OK, JobState.Failed => StatusCodes.Status422UnprocessableEntity, _ => StatusCodes.Status202Accepted });
    }

    /// <summary>What a request asks a verb for: JSON, or a form with the JSON as its part "asking" and files.</summary>
    private static async Task<Asking> Read(HttpContext context, string words, string folder)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var media) || !media.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return Of(words, context.Request.ContentLength == 0 ? new(null, null, null, null) : await Answers.Body<AskingBody>(context).ConfigureAwait(false));
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = WebServer.LargestFile;
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(media.Boundary).Value ?? throw new BadInputException("the form has no boundary"), context.Request.Body);
        var (asking, files) = (new AskingBody(null, null, null, null), 0);
        while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
            {
                throw new BadInputException("a part of the form says not what it is");
            }

            if (HeaderUtilities.RemoveQuotes(part.FileNameStar.Length > 0 ? part.FileNameStar : part.FileName).Value is { Length: > 0 } name)
            {
                if (++files > MostFiles)
                {
                    throw new BadInputException($"at most {MostFiles} files are taken at once");
                }

                var path = Path.Combine(folder, "in", PathValues.FileName(name));
                await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                await section.Body.CopyToAsync(file, context.RequestAborted).ConfigureAwait(false);
            }
            else
            {
                try
                {
                    asking = await JsonSerializer.DeserializeAsync<AskingBody>(section.Body, Answers.Form, context.RequestAborted).ConfigureAwait(false) ?? asking;
                }
                catch (JsonException e)
                {
                    throw new BadInputException($"the part 'asking' is not as it should be: {e.Message}");
                }
            }
        }

        return Of(words, asking);
    }

    private static Asking Of(string words, AskingBody said) => new(
        words, [.. said.Arguments ?? []],
        [.. (said.Options ?? []).Select(option => ($"--{option.Key}", Values(option.Key, option.Value))).Where(option => option.Item2 is not null).Select(option => (option.Item1, option.Item2!.Value))])
    { Key = said.Key, Secret = said.Secret };

    /// <summary>One value, several, or a flag; null for a flag that is not set.</summary>
    private static ImmutableArray<string>? Values(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.True => [],
        JsonValueKind.False or JsonValueKind.Null => null,
        JsonValueKind.Array => [.. value.EnumerateArray().Select(one => one.ValueKind is JsonValueKind.String ? one.GetString()! : one.ValueKind is JsonValueKind.Number ? one.GetRawText() : throw new BadInputException($"{name}: give words or numbers"))],
        _ => throw new BadInputException($"{name}: give words, numbers, a list of them, or true"),
    };

    internal sealed record NewCaseBody(string Title, string? Mandate, string? Key);

    internal sealed record AskingBody(string[]? Arguments, Dictionary<string, JsonElement>? Options, string? Key, string? Secret);
}
