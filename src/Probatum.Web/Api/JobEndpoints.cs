using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;
using Probatum.Web.Runs;

namespace Probatum.Web.Api;

/// <summary>Jobs: how far they are, what waits for a signature, what came out.</summary>
internal static class JobEndpoints
{
    private const int MostKeys = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/jobs").WithMetadata(new AccessAttribute(Needs.Session) { Token = "" });
        group.MapGet("/", (HttpContext context, Jobs jobs) => Answers.Json(JsonList.Of(jobs.Of(Visits.Of(context)!).Select(job => (Json)Json(job, Visits.Of(context)!)))));
        group.MapPost("/keys", (Delegate)((HttpContext context) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<KeysBody>(context).ConfigureAwait(false);
            if (Visits.Of(context)!.Session is { } session)
            {
                // Only which key is asked follows from it; whether a signature is good does not.
                session.Keys = [.. (said.Keys ?? []).Where(key => key.Length < 100).Take(MostKeys)];
            }

            return Results.NoContent();
        })));
        group.MapGet("/{Id}", (HttpContext context, string id, Jobs jobs) => Find(context, jobs, id) is { } job ? Answers.Json(Json(job, Visits.Of(context)!)) : None);
        group.MapGet("/events", (HttpContext context, Jobs jobs) => TypedResults.ServerSentEvents(Events(jobs, Visits.Of(context)!, null, context.RequestAborted)));
        group.MapGet("/{Id}/events", (HttpContext context, string id, Jobs jobs) =>
            Find(context, jobs, id) is { } job ? TypedResults.ServerSentEvents(Events(jobs, Visits.Of(context)!, job, context.RequestAborted)) : None);
        group.MapGet("/{Id}/files/{**Name}", (HttpContext context, string id, string name, Jobs jobs, Workroom room) => Answers.Guard(async () =>
        {
            if (Find(context, jobs, id) is not { } job || !job.Files.Contains(name))
            {
                return None;
            }

            await room.Activity.NoteAsync(Visits.Of(context), ActivityKinds.Export, job.Case, name, job.Words).ConfigureAwait(false);
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";
            return Results.File(Path.Combine(job.Folder!, "out", name), "application/octet-stream", Path.GetFileName(name));
        }));
        group.MapPost("/{Id}/signatures", (HttpContext context, string id, Jobs jobs) => Answers.Guard(async () =>
        {
            var said = await Answers.Body<SignaturesBody>(context).ConfigureAwait(false);
            var account = Visits.Of(context)!.Account;
            if (said.Signatures is null || said.Signatures.Any(one => one is null))
            {
                return Answers.Problem(StatusCodes.Status400BadRequest, "the signatures are missing");
            }

            return Find(context, jobs, id) is not { } job ? None
                : job.Asked is { } asked && account.Keys.FirstOrDefault(key => key.Name == asked.Key) is { } mine && VerifierKey.TryParse(mine.Vkey, out var key, out _)
                    && job.TrySign(said.Number, [.. said.Signatures.Select(Convert.FromBase64String)], key)
                ? Results.NoContent()
                : Answers.Problem(StatusCodes.Status409Conflict, "these are not the signatures that are waited for");
        }));
    }

    /// <summary>A job for programs. It is their own where the session or token began it that asks: a browser signs by itself no other.</summary>
    public static JsonMap Json(Job job, Visit visit)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(visit);
        return JsonMap.Of(
            ("id", job.Id), ("case", job.Case), ("verb", job.Words), ("own", new JsonTruth(job.By == visit.By)), ("began", When.Format(job.Began)), ("state", job.State.ToString().ToLowerInvariant()),
            ("progress", job.Progress is { } progress ? JsonMap.Of(("what", progress.What), ("percent", (long)(progress.Part * 100))) : null),
            ("asked", job.Asked is { } asked ? JsonMap.Of(("number", (long)asked.Number), ("key", asked.Key), ("texts", JsonList.Of(asked.Texts.Select(text => (Json)Convert.ToBase64String(text))))) : null),
            ("notes", JsonList.Of(job.Notes.Select(note => (Json)note))), ("text", job.Text), ("answer", job.Json), ("code", job.IsOver ? (long)job.Code : null),
            ("files", JsonList.Of(job.Files.Select(file => (Json)file))));
    }

    private static IResult None => Answers.Problem(StatusCodes.Status404NotFound, "there is no such job of yours");

    private static Job? Find(HttpContext context, Jobs jobs, string id) => jobs.Find(id, Visits.Of(context)!);

    private static async IAsyncEnumerable<SseItem<string>> Events(Jobs jobs, Visit visit, Job? only, [EnumeratorCancellation] CancellationToken stop)
    {
        // What comes faster than it is read is seen by its last state: that is all anybody needs.
        var waiting = Channel.CreateUnbounded<Job>();
        void Changed(Job job)
        {
            if (Jobs.IsFor(job, visit) && (only is null || ReferenceEquals(only, job)))
            {
                waiting.Writer.TryWrite(job);
            }
        }

        jobs.Changed += Changed;
        try
        {
            foreach (var job in only is null ? jobs.Of(visit).Where(job => !job.IsOver) : [only])
            {
                yield return Event(job, visit);
            }

            while (!visit.IsOver && only?.IsOver != true)
            {
                Job? next = null;
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop);
                beat.CancelAfter(TimeSpan.FromSeconds(20));
                try
                {
                    next = await waiting.Reader.ReadAsync(beat.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    // Nothing happened; the beat tells that the connection still stands.
                }

                yield return next is null || !Jobs.IsFor(next, visit) ? new("", "beat") : Event(next, visit);
            }
        }
        finally
        {
            jobs.Changed -= Changed;
        }
    }

    private static SseItem<string> Event(Job job, Visit visit) => new(CanonicalJson.WriteText(Json(job, visit)), "job");

    internal sealed record KeysBody(string[]? Keys);

    internal sealed record SignaturesBody(int Number, string[]? Signatures);
}
