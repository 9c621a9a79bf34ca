using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Probatum.Browser;

/// <summary>A folder served as anybody's web server would, under a path and with the headers of the test.</summary>
public sealed class StaticSite : IAsyncDisposable
{
    private readonly WebApplication _server;

    private StaticSite(WebApplication server, string address) => (_server, Address) = (server, address);

    /// <summary>http://localhost:PORT/ and the path, with a slash at its end.</summary>
    public string Address { get; }

    /// <summary>Serves a folder until it is disposed.</summary>
    /// <param name="folder">What is served; index.html at its root.</param>
    /// <param name="path">Under which it is served, as /verify/.</param>
    /// <param name="headers">That every answer has.</param>
    public static async Task<StaticSite> ServeAsync(string folder, string path, params (string Name, string Value)[] headers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = folder, WebRootPath = folder });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Use((context, next) =>
        {
            Array.ForEach(headers, header => context.Response.Headers[header.Name] = header.Value);
            return next(context);
        });
        var files = new PhysicalFileProvider(folder);
        var at = path.TrimEnd('/');
        server.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = at });
        server.UseStaticFiles(new StaticFileOptions { FileProvider = files, RequestPath = at, ContentTypeProvider = new FileExtensionContentTypeProvider() });
        await server.StartAsync();
        var port = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return new(server, $"http://localhost:{port}{at}/");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
