using System.Net;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Probatum.Storage;
using Probatum.Verbs;
using Probatum.Web.Accounts;
using Probatum.Web.Api;
using Probatum.Web.Cases;
using Probatum.Web.Pages;
using Probatum.Web.Runs;

namespace Probatum.Web;

/// <summary>The web application over one workspace. It reads no settings but those of the command line, and speaks to nobody by itself.</summary>
public sealed class WebServer : IAsyncDisposable
{
    /// <summary>The largest file that is taken in.</summary>
    public const long LargestFile = 1L << 30;

    private const int LargestBody = 4 << 20;
    private const int FewestThreads = 48;
    private static readonly TimeSpan LinkFor = TimeSpan.FromDays(1);

    private readonly Workroom _room;
    private readonly Jobs _jobs;
    private readonly Searching _searching;
    private int _answered;

    private WebServer(WebApplication app, Workroom room, Jobs jobs, Searching searching) => (App, _room, _jobs, _searching) = (app, room, jobs, searching);

    /// <summary>The server.</summary>
    public WebApplication App { get; }

    /// <summary>How many requests it answered.</summary>
    public int Answered => _answered;

    /// <summary>The SHA-256 of the certificate that it shows, in pairs of hexadecimal digits with colons between; null without https.</summary>
    public string? Certificate { get; private init; }

    /// <summary>What it works on.</summary>
    public Workroom Room => _room;

    /// <summary>Builds it; it listens once it is started.</summary>
    /// <exception cref="BadInputException">An address that may not be listened on, or a certificate that can't be read.</exception>
    public static WebServer Build(Workspace workspace, Shell shell, WebServing serving)
    {
        ArgumentNullException.ThrowIfNull(serving);
        var urls = serving.Urls.Select(Url).ToList();
        var certificate = urls.Exists(url => url.Scheme == "https") ? Certificates.Find(workspace, serving.Tls, urls, shell.Clock()) : null;
        // What is worked out of a case makes those wait who ask for it meanwhile; nobody else is to wait for a thread.
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, FewestThreads), ports);
        var room = new Workroom(workspace, shell);
        var jobs = new Jobs(room);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            foreach (var url in urls)
            {
                void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions options)
                {
                    if (url.Scheme == "https")
                    {
                        options.UseHttps(certificate!);
                    }
                }

                if (url.Host == "localhost")
                {
                    // A free port is one port only where it is asked of one address.
                    if (url.Port == 0)
                    {
                        kestrel.Listen(IPAddress.Loopback, 0, Listen);
                    }
                    else
                    {
                        kestrel.ListenLocalhost(url.Port, Listen);
                    }
                }
                else if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
                {
                    kestrel.Listen(address, url.Port, Listen);
                }
                else
                {
                    kestrel.ListenAnyIP(url.Port, Listen);
                }
            }
        });
        var searching = new Searching(room);
        AddServices(builder.Services, room, jobs);
        builder.Services.AddSingleton(searching);
        var app = builder.Build();
        var server = new WebServer(app, room, jobs, searching) { Certificate = certificate is null ? null : BitConverter.ToString(certificate.GetCertHash(HashAlgorithmName.SHA256)).Replace('-', ':') };
        server.AddPipeline(urls.TrueForAll(IsHere), serving);
        searching.Begin();
        return server;
    }

    /// <summary>The one-time link that creates an owner, where there is none or one more is asked for.</summary>
    public string? Link(bool isAsked, string address)
    {
        if (_room.Accounts.HasOwner && !isAsked)
        {
            return null;
        }

        var secret = _room.Accounts.Invite(new("", true, null, null, null, _room.Now + LinkFor), _room.Now);

        // Behind the sign # it is sent to no server and stands in no log; a passkey belongs to a name, so not to 127.0.0.1.
        return $"{address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/')}/join#{secret}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync().ConfigureAwait(false);
        _jobs.Dispose();
        _searching.Dispose();
        _room.Dispose();
    }

    private static void AddServices(IServiceCollection services, Workroom room, Jobs jobs)
    {
        services.AddSingleton(room).AddSingleton(jobs).AddSingleton(room.Accounts).AddSingleton(room.Sessions).AddSingleton(new SignIn(room.Accounts, room.Shell.Clock));

        // Screens hold connections open for as long as they are looked at; who stops the server does not wait for that.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        services.AddRouting();
        services.AddHttpContextAccessor();

        // What is protected so lives as long as this process: circuits and forms, no session.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(options => (options.Cookie.SecurePolicy, options.Cookie.SameSite) = (CookieSecurePolicy.SameAsRequest, SameSiteMode.Strict));
        services.AddCascadingAuthenticationState();
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DetailedErrors = false;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        });
        services.AddScoped<Visits>().AddSingleton<NewCases>().AddSingleton<Members>().AddSingleton<InstrumentFiles>().AddSingleton<Repeats>();
        services.AddIdentityCore<Account>();
        services.AddScoped<IUserStore<Account>, PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AttestationConveyancePreference = "none";
        });
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy("sign-in", context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = 30, Window = TimeSpan.FromMinutes(1) }));
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
                Visits.Of(context)?.By ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new() { TokenLimit = 600, TokensPerPeriod = 200, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0 }));
        });
    }

    private void AddPipeline(bool isHereOnly, WebServing serving)
    {
        App.Use(async (context, next) =>
        {
            Interlocked.Increment(ref _answered);
            Gate.AddHeaders(context);
            await next().ConfigureAwait(false);
        });
        App.UseMiddleware<Gate.Host>(isHereOnly);

        // The page that checks dossiers is for anybody, and lies in a folder of its own: its files are named from there.
        App.Use((context, next) =>
        {
            if (context.Request.Path == "/verify")
            {
                context.Response.Redirect("/verify/");
                return Task.CompletedTask;
            }

            if (context.Request.Path == "/verify/")
            {
                context.Request.Path = "/verify/index.html";
            }

            return next();
        });
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".mjs"] = "text/javascript";
        types.Mappings[".topojson"] = "application/json";
        types.Mappings[".dat"] = "application/octet-stream";
        App.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "web")),
            ContentTypeProvider = types,
            OnPrepareResponse = file =>
            {
                // Their ETag tells whether they changed with another version of the program.
                file.Context.Response.Headers.CacheControl = "no-cache";
                Gate.AllowWebAssembly(file.Context);
            },
        });
        App.UseRouting();
        App.UseMiddleware<Gate.Door>();

        // Before anything is refused: a refusal is written down, which costs.
        App.UseRateLimiter();
        App.UseMiddleware<Gate>();
        App.UseAntiforgery();
        App.UseWebSockets();
        App.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        SignInEndpoints.Map(App);
        AccountEndpoints.Map(App);
        CaseEndpoints.Map(App);
        RunEndpoints.Map(App);
        JobEndpoints.Map(App);
        LogEndpoints.Map(App);
        PlaceEndpoints.Map(App);
        SearchEndpoints.Map(App);
        RecordEndpoints.Map(App);
        ActivityEndpoints.Map(App);
        OpenApi.Map(App);

        // Other parties' logs ask it, by their signatures alone.
        if (serving.Witness is { } folder)
        {
            var witness = new WitnessServer(folder, serving.Fault);
            App.Map("/witness/{**Path}", (HttpContext context, string? path) => witness.Answer(context, $"/{path}")).WithMetadata(new AccessAttribute(Needs.Nothing));
        }
    }

    private static Uri Url(string text) => !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/"
        ? throw new BadInputException($"'{text}' is no address such as http://localhost:7400")
        : url.Scheme == "http" && !IsHere(url) ? throw new BadInputException($"{text}: beyond this machine only https; say --tls self, or --tls CERT")
        : url;

    private static bool IsHere(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
