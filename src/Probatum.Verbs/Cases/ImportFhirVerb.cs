using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>probatum import fhir: what a hospital or laboratory has in FHIR, as told by whoever it came from.</summary>
internal static class ImportFhirVerb
{
    private const int MostNamed = 40;

    public static Command Of(Shell shell)
    {
        var file = Verb.Argument("FILE", "a Bundle, one resource, or a resource on each line (NDJSON), in JSON");
        var source = Verb.Required("--source", "the party whose word it is: of everything for which the file names no other", "PARTY");
        var (laboratory, incident, origin) = (Verb.Option("--laboratory", "the laboratory of results that name none", "PARTY"), Verb.Option("--incident", "the incident of persons and samples", "INCIDENT"), Verb.Option("--origin", "the origin of samples; no file says that of itself", "ORIGIN"));
        origin.AcceptOnlyFromAmong([.. SampleCollected.Origins]);
        var map = Verb.Several("--map", "what a word or code of the file means: a party, a matrix, a technique, a purpose of consent, an observer's code", "WORD=MEANING");
        var codes = Verb.Option("--codes", "the system of those identifiers of persons that are codes and no names; else the code is the resource's id", "SYSTEM");
        var without = Verb.Flag("--without-names", "leave out names, addresses, days of birth and the like, and keep only what was taken, not the file; else a file with such is refused");
        var (dry, skip, batch) = (Verb.Flag("--dry-run", "say what would become of every resource, record nothing; with --json a line for each, and one for all"), Verb.Flag("--skip-bad", "record the good ones and say which were left; else one bad one and nothing is recorded"), Verb.Option("--batch", "resources acknowledged together (2000)", "NUMBER"));
        return Verb.Writing(
            shell, "fhir", "Import FHIR R4: persons under codes, samples, consents, observations, treatments and results, each as told by its source and none a finding of ours. What is not taken is listed by its path. 'import --undo' withdraws it.",
            "probatum import fhir bundle.json --source Hospital --map 'Central Lab=Laboratory' --dry-run", [file, source, laboratory, incident, origin, map, codes, without, dry, skip, batch], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(file);
                Files.CheckIsThere(path);
                if (new FileInfo(path).Length > FhirReading.MostBytes)
                {
                    throw new BadInputException($"{path}: more than {FhirReading.MostBytes >> 20} MiB; split the file");
                }

                var (bytes, teller) = (Files.Read(path), opened.Find("party", parse.GetRequiredValue(source)));
                opened.Registered(opened.Author.Name);
                var meanings = (parse.GetValue(map) ?? []).Select(text => text.LastIndexOf('=') is > 0 and var at ? KeyValuePair.Create(text[..at], text[(at + 1)..]) : throw new BadInputException($"--map '{text}' is not WORD=MEANING"))
                    .DistinctBy(pair => pair.Key).ToImmutableSortedDictionary(StringComparer.Ordinal);
                var names = new CaseNames(opened, _ => null);
                var wish = new FhirWish(
                    teller, opened.State.Parties.Name(teller), opened.FindOr("party", parse.GetValue(laboratory)), opened.FindOr("incident", parse.GetValue(incident)), parse.GetValue(origin), meanings, parse.GetValue(codes),
                    parse.GetValue(without));
                var read = FhirReading.Read(bytes, wish, names, out var fault) ?? throw new BadInputException($"{path}: {fault}");
                if (read.Case?.Split('/')[0] == opened.Id.Text)
                {
                    throw new BadInputException($"{path}: this is an export of this very case ({read.Case}): what it says is on record here");
                }

                Tell(opened, path, read);
                var import = new RowsImport(
                    shell, opened,
                    new(path, "fhir", "resource", "resources", read.Reduced ?? bytes, "application/fhir+json", null, read.Rows, Reading(wish, read), "resource", _ => { }),
                    false, parse.GetValue(skip), false, parse.GetValue(dry), ImportVerb.Batch(parse.GetValue(batch)), Verb.Said(parse, Verb.AsJson));
                return With(parse.GetValue(dry) ? import.Foreseen() : import.Record(), read);
            });
    }

    private static void Tell(OpenedCase opened, string path, FhirRead read)
    {
        foreach (var (what, count) in read.NotTaken.Take(MostNamed))
        {
            opened.Note($"{path}: not taken: {what}{(count == 1 ? "" : $" ({count} times)")}");
        }

        if (read.NotTaken.Length > MostNamed)
        {
            opened.Note($"{path}: {read.NotTaken.Length - MostNamed} more are not taken; --json has them all");
        }

        if (!read.Dropped.IsEmpty)
        {
            opened.Note($"{path}: left out because it says who somebody is: {string.Join(", ", read.Dropped.Take(MostNamed))}{(read.Dropped.Length > MostNamed ? $" and {read.Dropped.Length - MostNamed} more" : "")}; only what is taken is kept, not the file");
        }
    }

    private static Answer With(Answer answer, FhirRead read) => answer with
    {
        Json = JsonMap.Of(
            [
                .. ((JsonMap)answer.Json).Members.Select(member => (member.Key, (Json?)member.Value)),
                ("notTaken", JsonList.Of(read.NotTaken.Select(one => (Json)JsonMap.Of(("path", one.Path), ("count", (long)one.Count))))), ("dropped", JsonList.Of(read.Dropped.Select(one => (Json)one))),
            ]),
    };

    /// <summary>How it was read, for whoever asks later. Of a file with names no words are kept that were said to mean something: they may be names.</summary>
    private static string Reading(FhirWish wish, FhirRead read) => CanonicalJson.WriteText(JsonMap.Of(
        ("format", "FHIR R4"), ("source", wish.Source.Text), ("meanings", wish.Meanings.IsEmpty || read.Reduced is not null ? null : JsonList.Of(wish.Meanings.Select(pair => (Json)JsonList.Of([pair.Key, pair.Value])))),
        ("codes", wish.Codes), ("reduced", read.Reduced is null ? null : new JsonTruth(true)),
        ("notTaken", read.NotTaken.IsEmpty ? null : JsonList.Of(read.NotTaken.Take(500).Select(one => (Json)JsonList.Of([one.Path, (long)one.Count]))))));
}
