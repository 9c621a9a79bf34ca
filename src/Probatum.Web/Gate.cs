using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web;

/// <summary>Who may pass: every address states what it needs, and one that states nothing is refused to all.</summary>
public sealed class Gate(RequestDelegate next, Workroom room)
{
    /// <summary>The cookie of a session.</summary>
    public const string Cookie = "probatum";

    // Everything comes from here, and only from here. Components set lengths as attributes of style; they can fetch nothing.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>Passes a request on, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var visit = Visits.Of(context);
        if (IsForeign(context))
        {
            await Refuse(context, StatusCodes.Status403Forbidden, "this request was made by another site").ConfigureAwait(false);
            return;
        }

        var endpoint = context.GetEndpoint();
        var (needs, access) = (NeedsOf(endpoint), endpoint?.Metadata.GetMetadata<AccessAttribute>());
        if (needs == Needs.Nothing)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (visit is null)
        {
            if (IsForPrograms(context))
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await Refuse(context, StatusCodes.Status401Unauthorized, "sign in, or send a token").ConfigureAwait(false);
            }
            else
            {
                context.Response.Redirect($"/sign-in?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            }

            return;
        }

        var caseId = context.Request.RouteValues.TryGetValue("CaseId", out var value) ? value as string : null;
        var refusal = endpoint is null ? (StatusCodes.Status404NotFound, "there is nothing here")
            : needs is null ? (StatusCodes.Status403Forbidden, "this address states nothing that it needs, so nobody may")
            : needs == Needs.Session ? default
            : needs == Needs.Owner ? (visit.Account.IsOwner && visit.Token is null ? default : (StatusCodes.Status403Forbidden, "only an owner of the workspace may"))

            // Who may not know of a case does not learn that it is there.
            : caseId is null || visit.GrantIn(caseId) is not { } grant || !room.Has(caseId) ? (StatusCodes.Status404NotFound, "there is no such case")
            : room.FaultOf(caseId) is { } fault ? (StatusCodes.Status503ServiceUnavailable, $"this case can't be opened: {fault}")
            : AccessRules.Allows(grant, needs.Value) ? default
            : (StatusCodes.Status403Forbidden, $"this needs the permission '{needs.Value.ToString().ToLowerInvariant()}' in this case");
        if (refusal.Item1 == 0 && visit.Token is not null && (access?.Token is not { } verb || (verb.Length > 0 && !visit.Covers(verb))))
        {
            refusal = (StatusCodes.Status403Forbidden, "this is not among what the token is for");
        }

        if (refusal.Item1 != 0)
        {
            if (refusal.Item1 == StatusCodes.Status403Forbidden)
            {
                await room.Activity.NoteAsync(visit, ActivityKinds.Refused, caseId, context.Request.Path, refusal.Item2).ConfigureAwait(false);
            }

            await Refuse(context, refusal.Item1, refusal.Item2).ConfigureAwait(false);
            return;
        }

        if (needs != Needs.Session && HttpMethods.IsGet(context.Request.Method) && access is { NotesItself: false })
        {
            try
            {
                await room.Activity.NoteAsync(visit, ActivityKinds.Read, caseId, context.Request.Path, null).ConfigureAwait(false);
            }
            catch (BadInputException e)
            {
                await Refuse(context, StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
                return;
            }
        }

        context.Response.Headers.CacheControl = "no-store";
        await next(context).ConfigureAwait(false);
    }

    /// <summary>What an address needs: what its endpoint states; a circuit's own addresses need a session.</summary>
    public static Needs? NeedsOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<AccessAttribute>()?.Needs
        ?? (((endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "").TrimStart('/') is var pattern && (pattern.StartsWith("_blazor", StringComparison.Ordinal) || pattern == "_framework/opaque-redirect") ? Needs.Session : null);

    /// <summary>The headers of every answer.</summary>
    internal static void AddHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }

    /// <summary>The page that checks dossiers runs WebAssembly, which is neither inline script nor a fetch from elsewhere.</summary>
    internal static void AllowWebAssembly(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/verify", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentSecurityPolicy = Policy.Replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", StringComparison.Ordinal);
        }
    }

    /// <summary>Finds whose visit a request is, before anything is counted or refused for it.</summary>
    public sealed class Door(RequestDelegate next, Workroom room)
    {
        /// <summary>Passes a request on.</summary>
        public Task InvokeAsync(HttpContext context)
        {
            ArgumentNullException.ThrowIfNull(context);
            if (Enter(context, room) is { } visit)
            {
                try
                {
                    (context.User, context.Items[typeof(Visit)]) = (visit.Principal(), visit);
                }
                catch (AccessEndedException)
                {
                    // It ended just now: nobody is signed in.
                }
            }

            return next(context);
        }
    }

    private static Visit? Enter(HttpContext context, Workroom room)
    {
        var remote = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (context.Request.Headers.Authorization is [{ } bearer] && bearer.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            var digest = AccountBook.DigestOf(bearer[7..].Trim());
            return IsForPrograms(context) && room.Accounts.Pages.Tokens.FirstOrDefault(one => one.Digest == digest && one.Until > room.Now) is { } token && room.Accounts.Find(token.Account) is not null
                ? new(room, token, remote) : null;
        }

        return room.Sessions.Find(context.Request.Cookies[Cookie]) is { } found ? new(room, found.Session, remote) : null;
    }

    /// <summary>Whether a request that changes something, or opens a circuit, was made by another site's page.</summary>
    private static bool IsForeign(HttpContext context)
    {
        var request = context.Request;
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !context.WebSockets.IsWebSocketRequest && request.Headers.Upgrade.Count == 0)
        {
            return false;
        }

        // A token is sent by a program, on purpose; a cookie is sent by a browser, whoever asks it to.
        return request.Headers.Authorization.Count == 0
            && (request.Headers.Origin is [{ } origin] ? !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) : request.Headers["Sec-Fetch-Site"] is [{ } site] && site != "same-origin");
    }

    private static bool IsForPrograms(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/log", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal) || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    /// <summary>Whether a person's browser asks for a page.</summary>
    private static bool IsForPeople(HttpContext context) => HttpMethods.IsGet(context.Request.Method) && !IsForPrograms(context) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static Task Refuse(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (IsForPeople(context))
        {
            var title = status == StatusCodes.Status404NotFound ? "There is nothing here" : "This is not open to you";
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync($"""
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="color-scheme" content="light dark" /><title>{title} · Probatum</title><link rel="icon" href="/app/icon.svg" type="image/svg+xml" /><link rel="stylesheet" href="/app/app.css" /><script src="/app/first.js"></script></head>
                <body><main id="main" class="alone"><p class="brand"><span aria-hidden="true" class="mark"></span>Probatum</p><h1>{title}</h1><p>{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(why)}</p><p><a class="button" href="/">Your cases</a></p></main></body>
                </html>
                """);
        }

        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(new { status, title = why }));
    }

    /// <summary>Where only this machine is listened to, only its own names are answered: no page can call itself by one.</summary>
    public sealed class Host(RequestDelegate next, bool isHereOnly)
    {
        /// <summary>Passes a request on, or refuses it.</summary>
        public Task InvokeAsync(HttpContext context)
        {
            ArgumentNullException.ThrowIfNull(context);
            var name = context.Request.Host.Host.Trim('[', ']');
            return !isHereOnly || name == "localhost" || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address)) ? next(context)
                : Refuse(context, StatusCodes.Status421MisdirectedRequest, "this server is not known by that name");
        }
    }
}
