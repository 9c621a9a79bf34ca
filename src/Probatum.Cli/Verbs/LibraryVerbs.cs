using System.CommandLine;
using System.Globalization;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Cli.Verbs;

/// <summary>probatum library …</summary>
internal static class LibraryVerbs
{
    public static Command Of(Shell shell) => Verb.Group("library", "Spectral libraries: the user's own, under their own licences.", Build(shell), Info(shell), Search(shell));

    /// <summary>Opens a library file, or says why not.</summary>
    internal static SpectralLibrary Open(string path) => SpectralLibrary.TryOpen(Files.Read(path), out var library, out var fault)
        ? library
        : throw new BadInputException($"{path}: byte {fault.At}: {fault.Why}");

    private static Command Build(Shell shell)
    {
        var sources = Verb.Arguments("LIB.msp", "MSP files, gzip around them or not");
        var output = new Option<string>("--output", "-o") { Description = "the library file", HelpName = "FILE", Required = true };
        return Verb.Alone(shell, "build", "Build one library file of any number of MSP files.", "probatum library build ei.msp.gz own.msp -o ei.pbl", [sources, output], parse =>
        {
            var files = parse.GetRequiredValue(sources);
            var read = files.Select(path => (Path.GetFileName(path), (ReadOnlyMemory<byte>)Files.Read(path))).ToList();
            foreach (var (path, one) in files.Zip(read))
            {
                // One by one first, so that a message can name the file.
                if (!SpectralLibrary.TryBuild([one], out _, out var fault))
                {
                    throw new BadInputException($"{path}: line {fault.At}: {fault.Why}");
                }
            }

            if (!SpectralLibrary.TryBuild(read, out var pbl, out var bad))
            {
                throw new BadInputException(bad.Why);
            }

            var to = parse.GetRequiredValue(output);
            Files.Write(to, pbl);
            return Info(to, Open(to));
        });
    }

    private static Command Info(Shell shell)
    {
        var file = Verb.Argument("LIB.pbl", "a library file");
        return Verb.Alone(shell, "info", "Show what a library holds: digest, sources, licences.", "probatum library info ei.pbl", [file], parse => Info(parse.GetRequiredValue(file), Open(parse.GetRequiredValue(file))));
    }

    private static Answer Info(string path, SpectralLibrary library)
    {
        var records = Enumerable.Range(0, library.Count).Select(i => library[i]).ToList();
        var licences = records.GroupBy(record => record.Licence ?? "not said").OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        var compounds = records.Select(record => record.CompoundKey).Distinct().Count();
        return Answer.Of(
            [
                $"{path}: {(library.Count == 1 ? "1 spectrum" : $"{library.Count} spectra")} of {Words.Count(compounds, "compound")}", $"digest {library.Digest}",
                .. library.Sources.Select(source => $"  from {source.Name}, sha256 {source.Sha256}"), .. licences.Select(group => $"  {group.Count()} under {group.Key}"),
            ],
            JsonMap.Of(
                ("file", path), ("digest", library.Digest), ("spectra", (long)library.Count), ("compounds", (long)compounds),
                ("sources", JsonList.Of(library.Sources.Select(source => (Json)JsonMap.Of(("name", source.Name), ("sha256", source.Sha256))))),
                ("licences", JsonList.Of(licences.Select(group => (Json)JsonMap.Of(("licence", group.Key), ("spectra", (long)group.Count())))))));
    }

    private static Command Search(Shell shell)
    {
        var queries = Verb.Argument("QUERIES", "the spectra to look for: MSP, JCAMP-DX, MGF, MassBank, CSV, SPC");
        var library = Verb.Required("--library", "the library file", "LIB");
        var top = new Option<int>("--top") { Description = "how many compounds a query", HelpName = "N", DefaultValueFactory = _ => 10 };
        var method = new Option<string>("--method") { Description = "composite, cosine or entropy", HelpName = "NAME", DefaultValueFactory = _ => "composite" };
        method.AcceptOnlyFromAmong("composite", "cosine", "entropy");
        var exact = Verb.Flag("--exact", "compare with every record; this version always does, so nothing changes with it");
        return Verb.Alone(
            shell, "search", "Search a library: CSV with query,rank,accession,inchikey,name,score. Rank counts compounds.",
            "probatum library search unknowns.msp --library ei.pbl --top 5 > hits.csv", [queries, library, top, method, exact], parse =>
            {
                var path = parse.GetRequiredValue(queries);
                if (!InstrumentFormats.TryReadSpectra(Files.Read(path), out var records, out var fault))
                {
                    throw new BadInputException($"{path}: {fault.Place}: {fault.Why}");
                }

                if (parse.GetValue(top) < 1)
                {
                    throw new BadInputException("--top is a number from 1");
                }

                var opened = Open(parse.GetRequiredValue(library));
                var measure = Enum.Parse<Measure>(parse.GetValue(method)!, true);
                using var progress = new ProgressLine(shell, "searching");
                var found = records.Select((query, i) =>
                {
                    progress.Report((double)i / records.Length);
                    return (Query: query.Name, Hits: LibrarySearch.Search(query.Spectrum, opened, measure, parse.GetValue(top)));
                }).ToList();
                return Answer.Of(
                    [
                        "query,rank,accession,inchikey,name,score",
                        .. found.SelectMany(one => one.Hits.Select(hit => string.Join(',', Cell(one.Query), hit.Rank, Cell(hit.Record.Accession), Cell(hit.Record.InChIKey), Cell(hit.Record.Name), Score(hit.ScoreMillionths)))),
                    ],
                    JsonList.Of(found.Select(one => (Json)JsonMap.Of(("query", one.Query), ("hits", JsonList.Of(one.Hits.Select(hit => (Json)JsonMap.Of(
                        ("rank", (long)hit.Rank), ("name", hit.Record.Name), ("accession", hit.Record.Accession is { } number ? number : null),
                        ("inchikey", hit.Record.InChIKey is { } key ? key : null), ("scoreMillionths", (long)hit.ScoreMillionths)))))))));
            });
    }

    /// <summary>A score of millionths as a decimal fraction.</summary>
    internal static string Score(long millionths) => (millionths / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);

    private static string Cell(string? text) => text is null ? "" : text.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
