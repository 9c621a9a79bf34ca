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
    private const int LongestAsking = 256 << 10;
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/cases", (HttpContext context) => Answers.Json(JsonList.Of(Visits.Of(context)!.Cases.Select(seen => (Json)JsonMap.Of(
            ("case", seen.Id.Text), ("title", seen.Title), ("size", seen.Live.Now.Size), ("role", seen.Grant.Role)))
            .Concat(Visits.Of(context)!.Damaged.Select(one => (Json)JsonMap.Of(("case", one.Id), ("fault", one.Why))))))).WithMetadata(new AccessAttribute(Needs.Session) { Token = "" });
        app.MapPost("/api/v1/cases", (HttpContext context, NewCases cases) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<NewCaseBody>(context).ConfigureAwait(false);
            var job = cases.Open(Visits.Of(context)!, said.Title ?? "", said.Mandate, said.Key);
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

            // What may not be read is not even said to be as it was.
            var seen = visit.Case(caseId)!;
            var asking = new Asking(verb, [.. context.Request.Query["argument"].OfType<string>()], [.. context.Request.Query.Where(pair => pair.Key != "argument").Select(pair => ($"--{pair.Key}", (ImmutableArray<string>)[.. pair.Value.OfType<string>()]))]);
            await jobs.CheckAsync(seen, asking).ConfigureAwait(false);
            if (IsKnown(context, seen))
            {
                await jobs.NoteAsync(seen, asking).ConfigureAwait(false);
                return Results.StatusCode(StatusCodes.Status304NotModified);
            }

            var job = jobs.Start(seen, asking);
            await job.Ended.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            return job.State == JobState.Failed ? Answers.Problem(StatusCodes.Status400BadRequest, job.Text!) : Answers.Json(job.Json!);
        })).WithMetadata(new AccessAttribute(Needs.Case) { Token = "", NotesItself = true });
        one.MapPost("/verbs/{**Words}", (HttpContext context, string caseId, string words, Jobs jobs, Repeats repeats) => Answers.Guard(async () =>
        {
            var (visit, seen, verb) = (Visits.Of(context)!, Visits.Of(context)!.Case(caseId)!, words.Replace('/', ' '));

            // Before anything is taken in for it.
            await jobs.CheckAsync(seen, new(verb, [], [])).ConfigureAwait(false);
            var key = context.Request.Headers[IdempotencyKey] is [{ } said] ? said : null;
            if (key is { Length: 0 or > LongestIdempotencyKey })
            {
                throw new BadInputException($"{IdempotencyKey} has 1 to {LongestIdempotencyKey} characters");
            }

            // What was begun is answered, however the case has changed since, by itself for one.
            var (size, isWanted) = Expected(context, seen);
            var begun = key is null ? null : repeats.Find(visit.AccountId, caseId, key);
            if (!isWanted && begun is null)
            {
                return Answers.Problem(StatusCodes.Status412PreconditionFailed, $"the case has changed since: it has {seen.Live.Now.Size} records now");
            }

            var folder = jobs.NewFolder();
            Asking asking;
            string asked;
            try
            {
                asking = await Read(context, verb, folder).ConfigureAwait(false) with { Expected = size };
                asked = key is null ? "" : await Fingerprint(asking, folder, context.RequestAborted).ConfigureAwait(false);
                await jobs.CheckAsync(seen, asking).ConfigureAwait(false);
            }
            catch
            {
                jobs.Discard(folder);
                throw;
            }

            if (begun is { } earlier)
            {
                jobs.Discard(folder);
                return earlier.Asked != asked ? Otherwise
                    : jobs.Find(earlier.Job, visit) is { } known ? await Waited(context, known).ConfigureAwait(false) : Answers.Problem(StatusCodes.Status409Conflict, "this was asked for before, and its answer is no longer kept");
            }

            var job = repeats.Begin(visit.AccountId, caseId, key, asked, () => jobs.Start(seen, asking, folder), id => jobs.Find(id, visit));
            if (job?.Folder != folder)
            {
                jobs.Discard(folder);
            }

            return job is null ? Otherwise : await Waited(context, job).ConfigureAwait(false);
        }));
        one.MapGet("/files/{Sha256}", (HttpContext context, string caseId, string sha256, Workroom room) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            return CaseFiles.Find(seen, sha256) is { } file && room.Workspace.Blobs.Open(file.Sha256) is { } stream ? CaseFiles.Send(context, seen, file, stream) : Answers.Problem(StatusCodes.Status404NotFound, "no record that you may see names such a file");
        });
    }

    private static IResult Otherwise => Answers.Problem(StatusCodes.Status422UnprocessableEntity, $"something else was asked for before under this {IdempotencyKey}");

    /// <summary>An answer that is not sent again while the case is as it was (RFC 9110, section 13).</summary>
    private static IResult Cached(HttpContext context, SeenCase seen, Func<IResult> answer) => IsKnown(context, seen) ? Results.StatusCode(StatusCodes.Status304NotModified) : answer();

    private static bool IsKnown(HttpContext context, SeenCase seen)
    {
        var tag = Tag(seen, seen.Live.Now.Size);
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return context.Request.Headers.IfNoneMatch.Any(one => one == tag);
    }

    /// <summary>The version of a case of that size as somebody may see and use it: nobody else has the same.</summary>
    private static string Tag(SeenCase seen, long size) => $"\"{AccountBook.DigestOf(string.Join('\n', new object?[]
    {
        seen.Id.Text, size, seen.Sight.Policy, seen.Sight.Hidden, seen.Grant.Role, seen.Grant.MayExport, seen.Grant.MayWithhold, seen.Grant.MayOpenIdentities, seen.Visit.AccountId, string.Join(' ', seen.KeysInCase.Select(key => key.Name)),
    }))[..32]}\"";

    /// <summary>The size of the case that a request was decided on, and whether the case has that size now.</summary>
    /// <exception cref="BadInputException">Several versions are named.</exception>
    private static (long? Size, bool IsWanted) Expected(HttpContext context, SeenCase seen)
    {
        var size = seen.Live.Now.Size;
        return context.Request.Headers.IfMatch switch
        {
            [] => (null, true),
            [{ } match] when !match.Contains(',', StringComparison.Ordinal) => match.Trim() == "*" ? (null, true) : (size, match.Trim() == Tag(seen, size)),
            _ => throw new BadInputException("If-Match names one version of the case, or is *"),
        };
    }

    /// <summary>What is asked for, the same for the same: words, values, and what the files that were sent hold.</summary>
    private static async Task<string> Fingerprint(Asking asking, string folder, CancellationToken stop)
    {
        var parts = new List<string> { asking.Words, asking.Key ?? "" };
        parts.AddRange(asking.Arguments.Select(one => $"a {one}"));
        parts.AddRange(asking.Options.OrderBy(one => one.Name, StringComparer.Ordinal).SelectMany(one => one.Values.Select(value => $"o {one.Name} {value}").Prepend($"o {one.Name}")));
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "in")).Order(StringComparer.Ordinal))
        {
            await using var stream = File.OpenRead(path);
            parts.Add($"f {Path.GetFileName(path)} {Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(stream, stop).ConfigureAwait(false))}");
        }

        return AccountBook.DigestOf(string.Join('\0', parts));
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
        return Answers.Json(JobEndpoints.Json(job, Visits.Of(context)!), job.State switch { JobState.Done => StatusCodes.Status200OK, JobState.Failed => StatusCodes.Status422UnprocessableEntity, _ => StatusCodes.Status202Accepted });
    }

    /// <summary>What a request asks a verb for: JSON, or a form with the JSON as its part "asking" and files.</summary>
    private static async Task<Asking> Read(HttpContext context, string words, string folder)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var media) || !media.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return Of(words, context.Request.ContentLength == 0 ? new(null, null, null, null) : await Answers.Body<AskingBody>(context).ConfigureAwait(false));
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = WebServer.LargestFile;
        var (asking, files) = ((AskingBody?)null, 0);
        try
        {
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(media.Boundary).Value ?? throw new BadInputException("the form has no boundary"), context.Request.Body);
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
                    if (File.Exists(path))
                    {
                        throw new BadInputException($"two files are called '{Path.GetFileName(path)}'");
                    }

                    await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                    await section.Body.CopyToAsync(file, context.RequestAborted).ConfigureAwait(false);
                }
                else
                {
                    asking = asking is null && HeaderUtilities.RemoveQuotes(part.Name).Value == "asking" ? await AskingOf(section.Body, context.RequestAborted).ConfigureAwait(false)
                        : throw new BadInputException("beside files the form has one part, 'asking'");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new BadInputException("the form is not as it should be");
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw new BadInputException("the form ended before its end, or its files can't be kept");
        }

        return Of(words, asking ?? new(null, null, null, null));
    }

    private static async Task<AskingBody> AskingOf(Stream part, CancellationToken stop)
    {
        using var json = new MemoryStream();
        var some = new byte[16 << 10];
        for (var read = await part.ReadAsync(some, stop).ConfigureAwait(false); read > 0; read = await part.ReadAsync(some, stop).ConfigureAwait(false))
        {
            json.Write(some, 0, read);
            if (json.Length > LongestAsking)
            {
                throw new BadInputException($"the part 'asking' has at most {LongestAsking} bytes");
            }
        }

        try
        {
            return JsonSerializer.Deserialize<AskingBody>(json.ToArray(), Answers.Form) ?? throw new BadInputException("the part 'asking' is empty");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"the part 'asking' is not as it should be: {e.Message}");
        }
    }

    private static Asking Of(string words, AskingBody said)
    {
        if (said.Arguments?.Any(one => one is null) == true)
        {
            throw new BadInputException("an argument is words, not nothing");
        }

        try
        {
            return new(
                words, [.. said.Arguments ?? []],
                [.. (said.Options ?? []).Select(option => ($"--{option.Key}", Values(option.Key, option.Value))).Where(option => option.Item2 is not null).Select(option => (option.Item1, option.Item2!.Value))])
            { Key = said.Key, Secret = said.Secret };
        }
        catch (InvalidOperationException)
        {
            // Half of a pair of UTF-16 is no text.
            throw new BadInputException("a value is no text");
        }
    }

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

    internal sealed record NewCaseBody(string? Title, string? Mandate, string? Key);

    internal sealed record AskingBody(string[]? Arguments, Dictionary<string, JsonElement>? Options, string? Key, string? Secret);
}
