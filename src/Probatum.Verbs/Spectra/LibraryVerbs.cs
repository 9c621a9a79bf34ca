using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Probatum.Bags;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>probatum library …</summary>
internal static class LibraryVerbs
{
    // from here on it is worth it to share one search among the processor's cores
    private const int ManySpectra = 100_000;

    public static Command Of(Shell shell) => Verb.Group("library", "Spectral libraries: the user's own, under their own licences.", Build(shell), Info(shell), Search(shell));

    /// <summary>Opens a library file, or says why not.</summary>
    internal static SpectralLibrary Open(string path)
    {
        Files.CheckIsThere(path);
        return LibraryFiles.TryOpen(path, out var library, out var fault)
            ? library
            : throw new BadInputException($"{path}: byte {fault.At}: {fault.Why}");
    }

    /// <summary>The same, every byte held against the file's digest: what is recorded, or proves a record, rests on it.</summary>
    internal static SpectralLibrary OpenWhole(string path)
    {
        var library = Open(path);
        return library.TryCheck(out var fault) ? library : throw new BadInputException($"{path}: byte {fault.At}: {fault.Why}");
    }

    private static Command Build(Shell shell)
    {
        var sources = Verb.Arguments("LIB.msp", "files of single mass spectra: MSP, MSL, NIST text, ANDI/MS libraries, JCAMP-DX, MGF, MassBank, CSV; gzip around them or not");
        var output = new Option<string>("--output", "-o") { Description = "the library file", HelpName = "FILE", Required = true };
        return Verb.Alone(shell, "build", "Build one library file of any number of files of mass spectra.", "probatum library build ei.msp.gz own.msp -o ei.pbl", [sources, output], parse =>
        {
            Files.CheckIsNone(parse.GetRequiredValue(output), parse.GetRequiredValue(sources));
            var (builder, remarks) = (new LibraryBuilder(), new List<string>());
            foreach (var path in parse.GetRequiredValue(sources))
            {
                var bytes = Files.Read(path);
                var name = Path.GetFileName(path);
                if (!SpectralLibrary.TryReadSource(bytes, name, out var records, out var unnamed, out var fault))
                {
                    throw new BadInputException(fault.Code == "format/unknown" && Advice(path) is { } advice
                        ? $"{path}: {advice}"
                        : $"{path}: {fault.Place}: {fault.Why}");
                }

                if (unnamed > 0)
                {
                    remarks.Add($"{path}: {(unnamed == 1 ? "1 spectrum has" : $"{unnamed} spectra have")} no name in the file, and the file's name with a number here");
                }

                builder.Add(name, Convert.ToHexStringLower(SHA256.HashData(bytes)), records);
            }

            var to = parse.GetRequiredValue(output);
            using (var file = new Files.Unfinished(to))
            {
                if (!builder.TryWrite(file.Stream, out var bad))
                {
                    throw new BadInputException($"{to}: {bad.Why}");
                }

                file.Finish();
            }

            return Info(to, Open(to), remarks);
        });
    }

    // Parts of other programs' libraries, whose layout their makers do not publish: what to give instead.
    private static string? Advice(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CID" => "this is AMDIS's index of a library, in a layout that is not published: give the library's .MSL beside it, which has the spectra with their names, CAS numbers, times and indices",
        ".DBU" or ".INU" or ".DBI" or ".IN0" => "this is a part of a library of NIST's search program: export it there, or with Lib2NIST, as text (.MSP)",
        ".L" => "this may be a ChemStation library: export it with Lib2NIST as text (.MSP)",
        _ => null,
    };

    private static Command Info(Shell shell)
    {
        var file = Verb.Argument("LIB.pbl", "a library file");
        return Verb.Alone(shell, "info", "Show what a library holds: digest, sources, licences.", "probatum library info ei.pbl", [file], parse => Info(parse.GetRequiredValue(file), Open(parse.GetRequiredValue(file)), []));
    }

    private static Answer Info(string path, SpectralLibrary library, List<string> remarks)
    {
        if (!library.TryCheck(out var fault))
        {
            throw new BadInputException($"{path}: byte {fault.At}: {fault.Why}");
        }

        var licences = Enumerable.Range(0, library.Count).Select(i => library[i].Licence ?? "not said").CountBy(licence => licence)
            .OrderByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        var compounds = library.CompoundCount;
        return Answer.Of(
            [
                $"{path}: {(library.Count == 1 ? "1 spectrum" : $"{library.Count} spectra")} of {Words.Count(compounds, "compound")}", $"digest {library.Digest}",
                .. library.Sources.Select(source => $"  from {source.Name}, sha256 {source.Sha256}"), .. licences.Select(group => $"  {group.Value} under {group.Key}"), .. remarks,
            ],
            JsonMap.Of(
                ("file", path), ("digest", library.Digest), ("spectra", (long)library.Count), ("compounds", (long)compounds),
                ("sources", JsonList.Of(library.Sources.Select(source => (Json)JsonMap.Of(("name", source.Name), ("sha256", source.Sha256))))),
                ("licences", JsonList.Of(licences.Select(group => (Json)JsonMap.Of(("licence", group.Key), ("spectra", (long)group.Value))))),
                ("remarks", remarks.Count == 0 ? null : JsonList.Of(remarks.Select(one => (Json)one)))));
    }

    private static Command Search(Shell shell)
    {
        var queries = Verb.Argument("QUERIES", "the spectra to look for: MSP, JCAMP-DX, MGF, MassBank, CSV, SPC");
        var library = Verb.Required("--library", "the library file", "LIB");
        var top = new Option<int>("--top") { Description = "how many compounds a query", HelpName = "N", DefaultValueFactory = _ => 10 };
        var method = new Option<string>("--method") { Description = "composite, cosine, entropy or stein-scott (the composite with the weights of the literature)", HelpName = "NAME", DefaultValueFactory = _ => "composite" };
        method.AcceptOnlyFromAmong("composite", "cosine", "entropy", "stein-scott");
        var exact = Verb.Flag("--exact", "compare with every record, not only with those that the index of the heaviest lines finds");
        var index = Verb.Flag("--index", "let the queries' retention indices count, where a query has one");
        return Verb.Alone(
            shell, "search", "Search a library: CSV with query,rank,accession,inchikey,name,score. Rank counts compounds.",
            "probatum library search unknowns.msp --library ei.pbl --top 5 > hits.csv", [queries, library, top, method, exact, index], parse =>
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
                var measure = Enum.Parse<Measure>(parse.GetValue(method)!.Replace("-", "", StringComparison.Ordinal), true);
                var settings = new SearchSettings(measure, parse.GetValue(top))
                {
                    Coverage = parse.GetValue(exact) ? Coverage.Every : Coverage.Preselected,
                    Threads = opened.Count < ManySpectra ? 1 : Environment.ProcessorCount,
                };
                using var progress = new ProgressLine(shell, "searching");
                var found = records.Select((query, i) =>
                {
                    progress.Report((double)i / records.Length);
                    return (Query: query.Name, Hits: LibrarySearch.Search(
                        query.Spectrum, opened, settings with { Index = parse.GetValue(index) ? RetentionIndex.Of(query) : null }));
                }).ToList();
                return Answer.Of(
                    [
                        "query,rank,accession,inchikey,name,score",
                        .. found.SelectMany(one => one.Hits.Select(hit => string.Join(',', CsvCell.Of(one.Query), hit.Rank, CsvCell.Of(hit.Record.Accession), CsvCell.Of(hit.Record.InChIKey), CsvCell.Of(hit.Record.Name), Score(hit.ScoreMillionths)))),
                    ],
                    JsonList.Of(found.Select(one => (Json)JsonMap.Of(("query", one.Query), ("hits", JsonList.Of(one.Hits.Select(hit => (Json)JsonMap.Of(
                        ("rank", (long)hit.Rank), ("name", hit.Record.Name), ("accession", hit.Record.Accession is { } number ? number : null),
                        ("inchikey", hit.Record.InChIKey is { } key ? key : null), ("scoreMillionths", (long)hit.ScoreMillionths), ("spectrumMillionths", (long)hit.SpectrumMillionths),
                        ("reverseMillionths", (long)hit.ReverseMillionths), ("index", hit.Index is { } compared ? IndexWords(compared) : null)))))))));
            });
    }

    /// <summary>A score of millionths as a decimal fraction.</summary>
    internal static string Score(long millionths) => (millionths / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);

    private static string IndexWords(IndexDifference index) => index.Units is { } units
        ? string.Create(CultureInfo.InvariantCulture, $"{units:0} ({index.Why})")
        : index.Why;
}
