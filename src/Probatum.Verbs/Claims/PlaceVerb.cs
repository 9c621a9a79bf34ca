using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>A place that a name in a report may stand for: one of the case or of the gazetteer.</summary>
/// <param name="Match">How closely the spellings meet.</param>
/// <param name="Spelling">The spelling that was met.</param>
/// <param name="Known">The gazetteer's place; null for one of the case.</param>
/// <param name="Incident">The incident whose place it is; null for one of the gazetteer.</param>
/// <param name="Said">The case's place as it was said there.</param>
internal sealed record PlaceCandidate(PlaceMatch Match, string Spelling, KnownPlace? Known, string? Incident, Where? Said)
{
    public string Line => $"{Spelling}{(Known is { } one && one.Name != Spelling ? $" ({one.Name})" : "")}: {Known?.Located ?? $"the place of incident {Incident}{Coordinates}"}; {Level}";

    private string Coordinates => Said is { LatE7: { } lat, LonE7: { } lon } ? string.Create(CultureInfo.InvariantCulture, $" ({lat / 10000000m:0.0000}, {lon / 10000000m:0.0000})") : "";

    private string Level => Match switch { PlaceMatch.Exact => "the same spelling", PlaceMatch.Folded => "the same but for case, marks, hyphens or article", _ => "the same consonants only" };

    public Json ToJson() => JsonMap.Of(
        ("spelling", Spelling), ("match", Match.ToString().ToLowerInvariant()), ("incident", Incident is { } handle ? handle : null),
        ("name", Known is { } place ? place.Name : null), ("area", Known is { Area.Length: > 0 } inArea ? inArea.Area : null), ("country", Known is { } of ? of.Country : null),
        ("countryCode", Known is { } coded ? coded.CountryCode : null),
        ("latE7", Known is { } north ? north.LatE4 * 1000L : Said?.LatE7 is { } lat ? lat : null), ("lonE7", Known is { } east ? east.LonE4 * 1000L : Said?.LonE7 is { } lon ? lon : null));
}

/// <summary>probatum text place, and the candidates for the places that claims name.</summary>
internal static class PlaceVerb
{
    private const int MostListed = 20;
    private const int MostOfClaim = 3;

    public static Command Of(Shell shell)
    {
        var names = Verb.Arguments("NAME", "names of places, as a report spells them, in Latin, Cyrillic or Arabic letters");
        var country = Verb.Option("--country", "only places of this country: its name or two-letter code", "COUNTRY");
        var near = Verb.Option("--near", "the nearest first, each with its distance", "LON,LAT");
        var loose = Verb.Flag("--loose", "also those of the same consonants only, where there are closer ones");
        var list = Verb.Option("--list", "another list of places, made by 'text gazetteer'", "FILE");
        return Verb.Alone(
            shell, "place", "List the places that a name may stand for, from the list that comes with the program. Nothing is asked of anybody: a place looked up is a place leaked.",
            "probatum text place Saraqib 'Khan Sheikhoun' --country SY", [names, country, near, loose, list], parse =>
            {
                var gazetteer = parse.GetValue(list) is { } path ? PlaceLists.Open(path) : PlaceLists.Shipped;
                var from = parse.GetValue(near) is { } point ? Point(point) : ((decimal Lon, decimal Lat)?)null;
                var (lines, rows) = (new List<string>(), new List<Json>());
                foreach (var name in parse.GetRequiredValue(names))
                {
                    var all = gazetteer.Find(name);
                    var found = all.Where(hit => parse.GetValue(country) is not { } wanted || wanted.Equals(hit.Place.CountryCode, StringComparison.OrdinalIgnoreCase) || PlaceNames.Fold(wanted) == PlaceNames.Fold(hit.Place.Country))
                        .Select(hit => (Hit: hit, Km: from is { } here ? Kilometres(here, hit.Place) : (long?)null, Candidate: new PlaceCandidate(hit.Match, hit.Spelling, hit.Place, null, null)))
                        .OrderBy(one => one.Km ?? 0).ToList();
                    var elsewhere = all.Length - found.Count;
                    var left = parse.GetValue(loose) || found.TrueForAll(one => one.Hit.Match == PlaceMatch.Skeleton) ? 0 : found.RemoveAll(one => one.Hit.Match == PlaceMatch.Skeleton);
                    lines.Add($"{name}: {(found.Count == 0 ? "no place of the list" : $"{Words.Count(found.Count, "place")} may be meant")}{(left > 0 ? $"; {left} more of the same consonants (--loose)" : "")}{(elsewhere > 0 ? $"; {elsewhere} in other countries" : "")}");
                    lines.AddRange(found.Take(MostListed).Select(one => $"  {one.Candidate.Line}{(one.Km is { } km ? $"; {km} km" : "")}"));
                    lines.AddRange(found.Count > MostListed ? [$"  and {found.Count - MostListed} more"] : []);
                    rows.Add(JsonMap.Of(
                        ("name", name), ("count", (long)found.Count), ("looser", (long)left), ("elsewhere", (long)elsewhere),
                        ("candidates", JsonList.Of(found.Select(one => (Json)JsonMap.Of([.. ((JsonMap)one.Candidate.ToJson()).Members.Select(member => (member.Key, (Json?)member.Value)), ("km", one.Km is { } away ? away : null)]))))));
                }

                return Answer.Of(lines, JsonMap.Of(("list", gazetteer.Digest), ("about", gazetteer.About), ("names", JsonList.Of(rows))));
            });
    }

    /// <summary>What a claim's place may stand for: the case's own places, then the gazetteer's; those of the same consonants only where there is nothing closer.</summary>
    public static ImmutableArray<PlaceCandidate> Candidates(OpenedCase opened, string name)
    {
        var own = opened.State.Incidents.Incidents
            .Select(incident => (incident, Match: incident.Where?.Said is { } said ? PlaceNames.Match(name, said) : null)).Where(pair => pair.Match is not null)
            .Select(pair => new PlaceCandidate(pair.Match!.Value, pair.incident.Where!.Said!, null, opened.Call(pair.incident.Incident), pair.incident.Where));
        var all = own.Concat(PlaceLists.Shipped.Find(name).Select(hit => new PlaceCandidate(hit.Match, hit.Spelling, hit.Place, null, null))).ToList();
        return [.. all.Where(one => one.Match != PlaceMatch.Skeleton || all.TrueForAll(other => other.Match == PlaceMatch.Skeleton))];
    }

    /// <summary>One value of a claim's <c>where</c> with what it may stand for.</summary>
    public static IEnumerable<string> Lines(string name, ImmutableArray<PlaceCandidate> found) =>
        [
            found.Length switch { 0 => "    no place of the case or the list has this name", 1 => "    one place that is known may be meant:", _ => $"    {found.Length} places that are known may be meant; which one is not settled:" },
            .. found.Take(MostOfClaim).Select(one => $"      {one.Line}"),
            .. found.Length > MostOfClaim ? new[] { $"      and {found.Length - MostOfClaim} more: probatum text place '{name}'" } : [],
        ];

    private static (decimal Lon, decimal Lat) Point(string text) =>
        text.Split(',') is [var lon, var lat] && Degrees(lon, 180) is { } x && Degrees(lat, 90) is { } y ? (x, y) : throw new BadInputException($"--near {text}: longitude and latitude in degrees, as 36.81,35.86");

    private static decimal? Degrees(string text, int most) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most ? value : null;

    // Haversine on a sphere of 6,371 km: good to half a percent.
    private static long Kilometres((decimal Lon, decimal Lat) from, KnownPlace to)
    {
        var (lat1, lat2) = (double.DegreesToRadians((double)from.Lat), double.DegreesToRadians(to.LatE4 / 10000.0));
        var (dLat, dLon) = (lat2 - lat1, double.DegreesToRadians((to.LonE4 / 10000.0) - (double)from.Lon));
        var chord = (Math.Sin(dLat / 2) * Math.Sin(dLat / 2)) + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Sin(dLon / 2) * Math.Sin(dLon / 2));
        return (long)Math.Round(2 * 6371 * Math.Asin(Math.Min(1, Math.Sqrt(chord))));
    }
}
