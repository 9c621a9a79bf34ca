using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Probatum.Web.Accounts;

namespace Probatum.Browser;

/// <summary>The description of the interface: held against OpenAPI's own rules by a library of others, and against what is served.</summary>
public sealed partial class The_interface_describes_itself
{
    [Fact]
    public async Task By_the_rules_of_OpenAPI_and_whole()
    {
        await using var room = await Room.OpenAsync();
        using var http = room.Client(room.Account("analyst", Room.Of("analyst")));
        var read = OpenApiDocument.Parse(await http.GetStringAsync("/api/v1/openapi.json", TestContext.Current.CancellationToken), "json");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        var described = read.Document!.Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method.Method} {Parameter().Replace(path.Key, "{}")}")).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // Whatever a token opens is described; a verb's address stands for all verbs.
        var served = room.Server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessAttribute>() is { Token: not null })
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{}")}"))
            .Where(one => !one.EndsWith("/verbs/{}", StringComparison.Ordinal) && !one.EndsWith("/openapi.json", StringComparison.Ordinal)).Distinct().ToList();
        Assert.NotInRange(served.Count, 0, 10);
        Assert.DoesNotContain(served, one => !described.Contains(one));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
