using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Probatum.Web.Accounts;
using Probatum.Web.Cases;

namespace Probatum.Web.Api;

/// <summary>What map and time line draw, and the map that lies below. No coordinate is sent to anybody but whoever looks.</summary>
internal static class PlaceEndpoints
{
    /// <summary>The file of a workspace that takes the place of the map that comes with the program: GeoJSON in degrees (RFC 7946).</summary>
    public const string OwnMap = "basemap.geojson";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/basemap", (Workroom room) => Path.Combine(room.Workspace.Folder, OwnMap) is var path && File.Exists(path)
            ? Results.File(path, "application/geo+json") : Results.NoContent()).WithMetadata(new AccessAttribute(Needs.Session));
        app.MapGet("/api/v1/cases/{CaseId}/places", (HttpContext context, string caseId) =>
        {
            var seen = Visits.Of(context)!.Case(caseId)!;
            var items = PlacesQuery.Read(context.Request.QueryString.Value ?? "").In(seen);
            return Results.Stream(
                async stream =>
                {
                    await using var json = new Utf8JsonWriter(stream);
                    PlacesQuery.Write(json, items);
                    await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                },
                "application/json");
        }).WithMetadata(new AccessAttribute(Needs.Case) { Token = "case timeline" });
    }
}
