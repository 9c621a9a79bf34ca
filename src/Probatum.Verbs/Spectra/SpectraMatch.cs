using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Bags;
using Probatum.Core;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Export;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>probatum spectra match</summary>
internal static class SpectraMatch
{
    private const int Shown = 5;
    private const string Bound = "One technique: presumptive at the most. A match says what the references hold, not what else there is.";

    public static Command Of(Shell shell)
    {
        var files = Verb.Arguments("FILE", "infrared or Raman spectra (JCAMP-DX, SPC, CSV), recognised by content");
        var library = Verb.Several("--library", "references of the same technique: files, or folders of them", "PATH");
        var measure = new Option<string>("--measure") { Description = "derivative (blind to a sloping ground) or correlation", HelpName = "WHAT", DefaultValueFactory = _ => "derivative" };
        measure.AcceptOnlyFromAmong("derivative", "correlation");
        var profile = new Option<string>("--profile") { Description = "the acceptance profile", HelpName = "NAME", DefaultValueFactory = _ => "field-optical" };
        var plot = Verb.Option("--plot", "draw each spectrum over its best reference into this folder", "DIR");
        var format = PlotFolder.Format;
        var record = new SpectraMatchRecord();
        return Verb.Alone(
            shell, "match", "Compare infrared or Raman spectra with references that you bring: the best by correlation over the common range, the set of compounds that they do not tell apart, and whether two together explain a spectrum much better than one. Presumptive at the most.",
            "probatum spectra match powder.spc --library references/ --sample S-1 --plot plots/",
            [files, library, measure, profile, plot, format, .. record.Symbols, Verb.Case, Verb.Workspace, Verb.Key], parse =>
            {
                var (how, paths) = (parse.GetValue(measure) == "correlation" ? OpticalMeasure.Correlation : OpticalMeasure.Derivative, parse.GetRequiredValue(files));
                if (paths.Length > 1 && record.IsAsked(parse))
                {
                    throw new BadInputException("--sample takes one file");
                }

                var folder = PlotFolder.Open(parse.GetValue(plot), parse.GetValue(format)!);
                var references = References(parse.GetValue(library)!);
                using var theCase = record.IsAsked(parse) ? OpenedCase.Open(parse, shell) : null;
                var tables = theCase?.Tables ?? IdentifyVerb.ShippedTables();
                // What is recorded is what was read: it is read once.
                var read = paths.Select(path => (Path: path, Bytes: Files.Read(path))).Select(one => (one.Path, one.Bytes, Spectra: Spectra(one.Path, one.Bytes))).ToList();
                if (theCase is not null)
                {
                    record.CheckFits(parse, theCase, paths[0], read[0].Bytes);
                }

                var answered = read.SelectMany(one => one.Spectra.Select(spectrum => (one.Path, Spectrum: spectrum,
                    Answer: IdentifyingOptical.Answers([spectrum], references.References, how, Profile(spectrum))[0]))).ToList();
                var told = answered.Select((one, i) => Told(one.Path, one.Spectrum, one.Answer, how, references.Of(one.Spectrum.Kind), folder, i + 1)).ToList();
                folder?.Write();
                (string Words, JsonMap Json)? recorded = theCase is null ? null
                    : record.Record(parse, theCase, read[0].Bytes, [.. answered.Select(one => one.Answer)], references, how, Profile(read[0].Spectra[0]), read[0].Spectra[0].Kind);
                var kinds = answered.Select(one => one.Spectrum.Kind).Distinct().Order().ToList();
                return Answer.Of(
                    [
                        .. told.SelectMany(one => one.Lines), .. references.LeftOut.Select(one => $"left out of the references: {one}"),
                        .. kinds.Select(kind => Cited(references, kind)), Bound, .. recorded is { } done ? new[] { done.Words } : [],
                    ],
                    JsonMap.Of(
                        ("measure", Words.Kebab(how)), ("spectra", JsonList.Of(told.Select(one => (Json)one.Json))), ("references", (long)references.References.Count()),
                        ("libraries", JsonList.Of(kinds.Where(kind => references.DigestOf(kind) is not null).Select(kind => (Json)JsonMap.Of(
                            ("technique", Words.Kebab(kind)), ("digest", references.DigestOf(kind)), ("references", (long)references.Of(kind).Length),
                            ("licences", JsonList.Of(Licences(references, kind).Select(group => (Json)JsonMap.Of(("licence", group.Key), ("spectra", (long)group.Value))))))))),
                        ("leftOut", JsonList.Of(references.LeftOut.Select(one => (Json)one))), ("recorded", recorded?.Json)));

                AcceptanceProfile Profile(NumberedSpectrum spectrum) => IdentifyVerb.Profile(tables, parse.GetValue(profile)!, MethodFamilies.Of(spectrum.Kind));
            });
    }

    private static OpticalLibrary References(string[] paths)
    {
        if (paths.Length == 0)
        {
            throw new BadInputException("say --library: files of references, or folders of them");
        }

        foreach (var path in paths.Where(path => !Directory.Exists(path)))
        {
            Files.CheckIsThere(path);
        }

        var library = LibraryFiles.References(paths);
        return library.References.Any() ? library : throw new BadInputException($"there is no reference that can be compared: {string.Join("; ", library.LeftOut)}");
    }

    private static ImmutableArray<NumberedSpectrum> Spectra(string path, byte[] bytes) =>
        OpticalFile.TryRead(bytes, out var spectra, out var fault) ? spectra : throw new BadInputException($"{path}: {fault.Why}");

    private static string NameOf(OpticalReference one) => $"{one.Name} ({Path.GetFileName(one.Source)})";

    private static string Cited(OpticalLibrary library, Spectra.Technique kind) => library.DigestOf(kind) is not { } digest
        ? $"there is no {Words.Kebab(kind)} reference"
        : $"references: {library.Of(kind).Length} {Words.Kebab(kind)}, digest {digest}; {string.Join(", ", Licences(library, kind).Select(group => $"{group.Value} under {group.Key}"))}";

    private static List<KeyValuePair<string, int>> Licences(OpticalLibrary library, Spectra.Technique kind) =>
        [.. library.Of(kind).Select(one => one.Licence ?? "terms not said").CountBy(licence => licence).OrderByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal)];

    private static (List<string> Lines, JsonMap Json) Told(
        string path, NumberedSpectrum one, OpticalAnswer answer, OpticalMeasure how, ImmutableArray<OpticalReference> references, PlotFolder? folder, int number)
    {
        var (trace, spectrum) = (one.Trace, one.Spectrum);
        var hits = OpticalSearch.Search(how, spectrum, [.. references.Select(reference => reference.Spectrum)], Shown);
        var set = string.Join("; or ", answer.Candidates.Select(candidate => $"{candidate.Reference.Name} ({LibraryVerbs.Score(candidate.ScoreMillionths)})"));
        List<string> lines =
        [
            $"{path}: {trace.Title ?? "no title"}: {Words.Kebab(one.Kind)}, {FormattableString.Invariant($"{spectrum.Range.From:0.#} to {spectrum.Range.To:0.#}")} 1/cm, against {Words.Count(references.Length, "reference")} of the same technique",
            .. hits.Select((hit, i) => $"  {i + 1,3}  {LibraryVerbs.Score(hit.ScoreMillionths)}  {NameOf(references[hit.Reference])}"),
            $"       {answer.Wording}{(set.Length > 0 ? $": {set}" : "")}",
            .. answer.Notes.Select(note => $"       {note}"),
        ];
        if (folder is not null)
        {
            var best = hits.IsEmpty ? null : references[hits[0].Reference];
            folder.Add($"spectrum-{number}", SpectrumPlots.Optical(
                spectrum, best?.Spectrum, best is null ? "no reference" : $"reference: {NameOf(best)}, {LibraryVerbs.Score(hits[0].ScoreMillionths)}", $"{Path.GetFileName(path)}: {trace.Title ?? "no title"}"));
        }

        return (lines, JsonMap.Of(
            ("file", path), ("title", trace.Title), ("technique", Words.Kebab(one.Kind)), ("wording", answer.Wording),
            ("hits", JsonList.Of(hits.Select(hit => (Json)JsonMap.Of(
                ("file", references[hit.Reference].Source), ("title", references[hit.Reference].Name), ("scoreMillionths", (long)hit.ScoreMillionths))))),
            ("candidates", JsonList.Of(answer.Candidates.Select(candidate => (Json)JsonMap.Of(
                ("name", candidate.Reference.Name), ("accession", candidate.Reference.Accession), ("inchikey", candidate.Reference.InChIKey), ("scoreMillionths", (long)candidate.ScoreMillionths))))),
            ("notes", JsonList.Of(answer.Notes.Select(note => (Json)note))),
            ("mixture", answer.Mixture is { } pair
                ? JsonMap.Of(
                    ("first", pair.First.Source), ("second", pair.Second.Source), ("shareMillionths", (long)pair.ShareMillionths),
                    ("aloneMillionths", (long)pair.AloneMillionths), ("togetherMillionths", (long)pair.TogetherMillionths))
                : null)));
    }
}
