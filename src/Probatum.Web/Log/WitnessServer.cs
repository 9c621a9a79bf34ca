using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Web;

/// <summary>A witness that answers: add-checkpoint, and the latest checkpoint of each log. Source: c2sp.org/tlog-witness.</summary>
/// <remarks>It reads no settings but the command line, tells nobody what it does, and speaks to nobody by itself.</remarks>
internal sealed class WitnessServer(WitnessFolder witness, Action<string> fault)
{
    private const string Text = "text/plain; charset=utf-8";

    private int _answered;

    /// <summary>Serves on a port of its own until SIGTERM, SIGINT or the token stops it, ends what is being answered, and says how many it answered.</summary>
    /// <param name="at">Where to listen; port 0 takes a free one.</param>
    /// <param name="listening">Hears the address once requests are taken.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task<int> Run(IPEndPoint at, Action<string> listening, CancellationToken stop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1000;

            // Whoever opens many connections and says nothing keeps nobody out for long.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(3);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(5);
            kestrel.Listen(at);
        });
        await using var app = builder.Build();
        app.Run(context => Answer(context, context.Request.Path.Value ?? ""));
        await Listening.UntilStopped(app, () => listening(app.Urls.First()), stop);
        return _answered;
    }

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">What it asks for, below the witness's own address.</param>
    public async Task Answer(HttpContext context, string path)
    {
        var method = context.Request.Method;
        if (path == "/add-checkpoint")
        {
            await (HttpMethods.IsPost(method) ? Add(context) : Send(context, StatusCodes.Status405MethodNotAllowed, "POST only\n"));
        }
        else if (HttpMethods.IsGet(method) && path.Split('/') is ["", var hex, "checkpoint"] && witness.Latest(hex) is { } latest)
        {
            context.Response.ContentType = Text;
            await context.Response.Body.WriteAsync(latest, context.RequestAborted);
        }
        else
        {
            await Send(context, StatusCodes.Status404NotFound, "there is nothing here\n");
        }
    }

    private async Task Add(HttpContext context)
    {
        try
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = WitnessRules.LongestRequest;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var answer = witness.Answer(body.GetBuffer().AsSpan(0, (int)body.Length));
            Interlocked.Increment(ref _answered);
            await Send(context, answer.Status, answer.Body, answer is WitnessElsewhere ? WitnessElsewhere.Media : Text);
        }
        catch (BadHttpRequestException e)
        {
            await Send(context, e.StatusCode, "the request can't be read\n");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException && !context.RequestAborted.IsCancellationRequested)
        {
            fault(string.Create(CultureInfo.InvariantCulture, $"a request was not answered: {e.Message}"));
            await Send(context, StatusCodes.Status500InternalServerError, "this witness can't sign now\n");
        }
    }

    private static Task Send(HttpContext context, int status, string body, string media = Text)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, media);
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
