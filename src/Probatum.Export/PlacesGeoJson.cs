using System.Text.Json;
using Probatum.Core;
using Probatum.Core.Incidents;
using Probatum.Core.Media;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Core.Sites;

namespace Probatum.Export;

/// <summary>The places of a case as GeoJSON: each as a point, and where its uncertainty is given as the area that it may lie in.</summary>
/// <remarks>
/// Source: RFC 7946. Where persons were asked, treated or exposed is left out. An area over the antimeridian or a pole would need
/// to be cut: its point stands alone then, with <c>radiusM</c>.
/// </remarks>
public static class PlacesGeoJson
{
    private const int Corners = 64;
    private const decimal E7 = 10_000_000m;

    /// <summary>The file, and how many places stand in it.</summary>
    public static (byte[] File, int Places) Of(CaseState state)
    {
        using var file = new MemoryStream();
        var places = 0;
        using (var json = new Utf8JsonWriter(file, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var (entry, what, name, by, when, where) in All(state))
            {
                if (where is not { LatE7: { } lat, LonE7: { } lon, IsWellFormed: true })
                {
                    continue;
                }

                places++;
                Feature(json, state, entry, what, name, by, when, where, () => Point(json, lat / E7, lon / E7));
                if (where.RadiusM is > 0 and { } radius && Circle(lat, lon, radius) is { } ring)
                {
                    Feature(json, state, entry, what, name, by, when, where, () => Polygon(json, ring));
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return (file.ToArray(), places);
    }

    internal static IEnumerable<(Entry Entry, string What, string Name, EntityId? By, When? When, Where? Where)> All(CaseState state)
    {
        foreach (var entry in state.Counting)
        {
            (string, EntityId?, EntityId?, When?, Where?)? place = entry.Statement switch
            {
                IncidentOpened s => ("incident", s.Incident, null, s.When, s.Where),
                SampleCollected s => ("sample collected", s.Sample, s.Collector, s.When, s.Where),
                CustodyMove s => ("hand-over", s.Sample, s.From, s.When, s.Where),
                SampleStored s => ("storage", s.Sample, s.By, s.When, s.Where),
                SiteDescribed s => ("site", s.Site, null, null, s.Where),
                RemnantRecorded s => ("remnant", s.Remnant, s.By, s.When, s.Where),
                MediaCaptured s => ("media, claimed", s.Item, s.ClaimedBy, s.ClaimedWhen, s.ClaimedWhere),
                MediaLocated s => ("media, derived", s.Item, s.By, s.When, s.Where),
                _ => null,
            };
            if (place is var (what, id, party, when, where))
            {
                yield return (entry, what, state.Entities.Call(id), party, when, where);
            }
        }
    }

    private static void Feature(Utf8JsonWriter json, CaseState state, Entry entry, string what, string name, EntityId? by, When? when, Where where, Action geometry)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("geometry");
        geometry();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("what", what);
        json.WriteString("name", name);
        json.WriteString("saidBy", by is null ? null : state.Parties.Name(by));
        json.WriteString("signedBy", entry.Author.Text);
        json.WriteString("place", where.Said);
        json.WriteString("when", when?.Words);
        if (where.RadiusM is { } radius)
        {
            json.WriteNumber("radiusM", radius);
        }
        else
        {
            json.WriteNull("radiusM");
        }

        json.WriteString("record", entry.Id.Text);
        json.WriteNumber("leaf", entry.Index);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Point(Utf8JsonWriter json, decimal lat, decimal lon)
    {
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteNumberValue(lon);
        json.WriteNumberValue(lat);
        json.WriteEndArray();
    }

    private static void Polygon(Utf8JsonWriter json, List<(decimal Lat, decimal Lon)> ring)
    {
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        json.WriteStartArray();
        foreach (var (lat, lon) in ring)
        {
            json.WriteStartArray();
            json.WriteNumberValue(lon);
            json.WriteNumberValue(lat);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    // Counterclockwise, and closed by the first corner. Seven decimals are a centimetre: no machine's cosine differs in them.
    private static List<(decimal Lat, decimal Lon)>? Circle(long latE7, long lonE7, long radius)
    {
        var (lat, lon) = (latE7 / (double)E7, lonE7 / (double)E7);
        var north = radius / Where.MetresPerDegree;
        var east = north / Math.Cos(lat * Math.PI / 180);
        if (Math.Abs(lat) + north >= 89 || Math.Abs(lon) + east > 180)
        {
            return null;
        }

        var ring = Enumerable.Range(0, Corners).Select(i => 2 * Math.PI * i / Corners)
            .Select(angle => (Math.Round((decimal)(lat + (north * Math.Sin(angle))), 7), Math.Round((decimal)(lon + (east * Math.Cos(angle))), 7))).ToList();
        ring.Add(ring[0]);
        return ring;
    }
}
