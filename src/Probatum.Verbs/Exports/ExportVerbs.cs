using System.CommandLine;
using System.Text;
using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Export;

namespace Probatum.Verbs;

/// <summary>probatum export …: what is on record, for programs of others. Nothing is kept back, and that is said.</summary>
internal static class ExportVerbs
{
    private const int MostOnPath = 60;

    public static Command Of(Shell shell) => Verb.Group("export", "Take out tables, places, the time line, chains of custody, and persons with their samples as FHIR.", Table(shell), Places(shell), Timeline(shell), Custody(shell), Fhir(shell));

    private static Command Table(Shell shell)
    {
        var name = Verb.Argument("NAME", string.Join(", ", ExportTable.All.Select(table => table.Name)));
        name.AcceptOnlyFromAmong([.. ExportTable.All.Select(table => table.Name)]);
        var output = Output("a .csv or .json");
        return Verb.Reading(
            shell, "table", "Take out a listing as a table, unredacted: CSV with fixed columns, or the listing's JSON.", "probatum export table samples -o samples.csv", [name, output], (parse, opened) =>
            {
                var (path, table) = (parse.GetRequiredValue(output), ExportTable.All.Single(one => one.Name == parse.GetRequiredValue(name)));
                var csv = Ending(path, ".csv", ".json") == ".csv";
                Unredacted(opened);

                // What a listing says is taken from the listing itself, so that the two never differ.
                var all = table.OfCase is null ? Verb.Of(shell, table.Verb, opened).Json : null;
                List<JsonMap> rows = [.. table.OfCase?.Invoke(opened) ?? table.Rows?.Invoke(all!) ?? ((JsonList)all!).Items.OfType<JsonMap>()];
                Files.Write(path, Encoding.UTF8.GetBytes(csv ? Csv(table.Columns, rows) : CanonicalJson.WriteText(JsonList.Of(rows)) + "\n"));
                return Written(path, rows.Count, "row");
            });
    }

    /// <summary>Lines of RFC 4180, the heads first.</summary>
    private static string Csv(string[] columns, IEnumerable<JsonMap> rows) =>
        string.Concat(rows.Select(row => columns.Select(column => Cell(row[column]))).Prepend(columns).Select(cells => string.Join(',', cells.Select(CsvCell.Of)) + "\r\n"));

    private static string Cell(Json? value) => value switch
    {
        null => "",
        JsonText text => text.Value,
        JsonList list => string.Join("; ", list.Items.Select(item => item is JsonText text ? text.Value : CanonicalJson.WriteText(item))),
        _ => CanonicalJson.WriteText(value),
    };

    private static Command Places(Shell shell)
    {
        var output = Output("a .geojson");
        return Verb.Reading(
            shell, "places", "Take out the places on record as GeoJSON, unredacted: who said each, its uncertainty, its record. Places of persons are left out.", "probatum export places -o places.geojson",
            [output], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(output);
                Ending(path, ".geojson", ".json");
                Unredacted(opened);
                var (file, places) = PlacesGeoJson.Of(opened.State);
                Files.Write(path, file);
                return Written(path, places, "place");
            });
    }

    private static Command Timeline(Shell shell)
    {
        var output = Output("a .json or .svg");
        return Verb.Reading(
            shell, "timeline", "Take out everything that has a time, in order, as JSON or drawn, unredacted.", "probatum export timeline -o timeline.svg", [output], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(output);
                var drawn = Ending(path, ".json", ".svg") == ".svg";
                Unredacted(opened);
                var events = TimeLine.Of(opened.State);
                Files.Write(path, Encoding.UTF8.GetBytes(drawn ? TimeLineDrawing.Svg(events) : CanonicalJson.WriteText(CaseVerbs.Json(events)) + "\n"));
                return Written(path, events.Length, "event");
            });
    }

    private static Command Custody(Shell shell)
    {
        var sample = new Argument<string?>("SAMPLE") { Description = "the sample; not with --all", Arity = ArgumentArity.ZeroOrOne };
        var (output, all) = (Output("an .svg; with --all a folder"), Verb.Flag("--all", "every sample, each into a file of the folder"));
        return Verb.Reading(
            shell, "custody", "Take out chains of custody, drawn, unredacted.", "probatum export custody S-09 -o chain.svg", [sample, output, all], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(output);
                if (parse.GetValue(all) == parse.GetValue(sample) is not null)
                {
                    throw new BadInputException("say which: a sample, or --all");
                }

                Unredacted(opened);
                if (parse.GetValue(sample) is { } name)
                {
                    Ending(path, ".svg");
                    Files.Write(path, Drawn(opened.State.Samples.Samples[opened.Find("sample", name)], opened));
                    return Written(path, 1, "chain");
                }

                var samples = opened.State.Samples.All.ToList();
                foreach (var one in samples)
                {
                    // The handle keeps two labels apart that differ in signs no file name can have.
                    var safe = string.Concat(one.Label.Take(MostOnPath).Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));
                    Files.Write(Path.Combine(path, $"{opened.State.Entities.Find(one.Id)?.Handle ?? one.Id.Text}-{safe}.svg"), Drawn(one, opened));
                }

                return Written(path, samples.Count, "chain");
            });
    }

    private static Command Fhir(Shell shell)
    {
        var (casualty, withhold, output) = (Verb.Option("--casualty", "this person alone", "CODE"), Verb.Option("--withhold", "what stays back, as for 'seal': the name of a policy or its file", "POLICY"), Output("a .json"));
        return Verb.Reading(
            shell, "fhir", "Take out persons under their codes, consents, samples from bodies, observations, treatments and results as a FHIR R4 Bundle. Names of persons and the codes of laboratories never go out.",
            "probatum export fhir --casualty K-01 -o K-01.json", [casualty, withhold, output], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(output);
                Ending(path, ".json");
                var only = parse.GetValue(casualty) is { } code ? opened.Person(code).Id : (EntityId?)null;
                var policy = parse.GetValue(withhold) is { } name ? SealVerb.Policy(name).Policy : null;
                var narrowed = ((string, CaseState)?)null;
                if (policy is not null)
                {
                    using var still = opened.Log.Still();
                    var (told, withheld) = DossierWriter.AsTold(opened.Told, policy);
                    narrowed = (policy.Name, told.State);
                    opened.Note(SealVerb.Withheld(withheld).Words);
                }
                else
                {
                    opened.Note($"but for names of persons and the codes of laboratories this is unredacted: what {opened.State.Opened?.Title ?? "the case"} ({opened.Id}, {Words.Leaves(opened.History.Size)}) has of persons' health goes out; --withhold narrows it");
                }

                var file = FhirExport.Of(opened.Id, opened.State, opened.History.Size, opened.Tables, only, narrowed);
                foreach (var left in file.LeftOut)
                {
                    opened.Note($"left out: {left}");
                }

                Files.Write(path, file.Bytes);
                return Answer.Of(
                    [$"{string.Join(", ", file.Resources.Select(one => $"{one.Count} {one.Type}"))}{(file.Resources.IsEmpty ? "nothing" : "")} in {path}"],
                    JsonMap.Of(
                        ("file", path), ("count", file.Resources.Sum(one => (long)one.Count)), ("resources", JsonMap.Of(file.Resources.Select(one => (one.Type, (Json?)(long)one.Count)))),
                        ("leftOut", JsonList.Of(file.LeftOut.Select(one => (Json)one)))));
            });
    }

    private static byte[] Drawn(SampleView sample, OpenedCase opened) => Encoding.UTF8.GetBytes(
        CustodyDrawing.Svg(CustodyReview.Of(sample, opened.State.Samples, opened.Tables.Anomalies), opened.Tables.Anomalies, opened.State.Parties));

    private static Option<string> Output(string what)
    {
        var output = Verb.Required("--output", what, "FILE");
        output.Aliases.Add("-o");
        return output;
    }

    private static string Ending(string path, params string[] known) => known.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadInputException($"{path}: this is written as {string.Join(" or ", known)}");

    /// <summary>Says that nothing is kept back.</summary>
    internal static void Unredacted(OpenedCase opened) => opened.Note(
        $"this is unredacted: nothing of {opened.State.Opened?.Title ?? "the case"} ({opened.Id}, {Words.Leaves(opened.History.Size)}) is kept back; what goes out narrowed is a dossier ('probatum seal --withhold')");

    private static Answer Written(string path, long count, string what) =>
        Answer.Of([$"{Words.Count(count, what)} in {path}"], JsonMap.Of(("file", path), ("count", count)));
}
