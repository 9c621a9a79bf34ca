using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Export;
using Probatum.Spectra;

namespace Probatum.Cli.Verbs;

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
        var plot = Verb.Option("--plot", "draw each spectrum over its best reference into this folder", "DIR");
        var format = PlotFolder.Format;
        return Verb.Alone(
            shell, "match", "Compare infrared or Raman spectra with references that you bring: the best by correlation over the common range, and whether two together explain a spectrum much better than one. Presumptive at the most.",
            "probatum spectra match powder.spc --library references/ --plot plots/", [files, library, measure, plot, format], parse =>
            {
                var how = parse.GetValue(measure) == "correlation" ? OpticalMeasure.Correlation : OpticalMeasure.Derivative;
                var folder = PlotFolder.Open(parse.GetValue(plot), parse.GetValue(format)!);
                var (references, leftOut) = References(parse.GetValue(library)!);
                var told = new List<(List<string> Lines, JsonMap Json)>();
                foreach (var path in parse.GetRequiredValue(files))
                {
                    foreach (var (trace, spectrum) in Read(path, out var odd).DefaultIfEmpty())
                    {
                        if (trace is null)
                        {
                            throw new BadInputException($"{path}: {odd ?? "there is no infrared or Raman spectrum in it"}");
                        }

                        told.Add(Told(path, trace, spectrum, how, [.. references.Where(one => OpticalSpectrum.KindOf(one.Trace) == OpticalSpectrum.KindOf(trace))], folder, told.Count + 1));
                    }
                }

                folder?.Write();
                return Answer.Of(
                    [.. told.SelectMany(one => one.Lines), .. leftOut.Select(one => $"left out of the references: {one}"), Bound],
                    JsonMap.Of(
                        ("measure", Words.Kebab(how)), ("spectra", JsonList.Of(told.Select(one => (Json)one.Json))), ("references", (long)references.Count),
                        ("leftOut", JsonList.Of(leftOut.Select(one => (Json)one)))));
            });
    }

    private sealed record Reference(string Path, Trace Trace, OpticalSpectrum Spectrum)
    {
        public string Name => $"{Trace.Title ?? "no title"} ({System.IO.Path.GetFileName(Path)})";
    }

    private static (List<Reference> References, List<string> LeftOut) References(string[] paths)
    {
        if (paths.Length == 0)
        {
            throw new BadInputException("say --library: files of references, or folders of them");
        }

        var (references, leftOut) = (new List<Reference>(), new List<string>());
        foreach (var file in paths.SelectMany(path => IdentifyBatch.RunsIn(path, [])))
        {
            var found = Read(file, out var odd).Select(one => new Reference(file, one.Trace, one.Spectrum)).ToList();
            references.AddRange(found);
            leftOut.AddRange(found.Count > 0 ? [] : [$"{file}: {odd ?? "there is no infrared or Raman spectrum in it"}"]);
        }

        return references.Count > 0 ? (references, leftOut) : throw new BadInputException($"there is no reference that can be compared: {string.Join("; ", leftOut)}");
    }

    private static List<(Trace Trace, OpticalSpectrum Spectrum)> Read(string path, out string? odd)
    {
        odd = null;
        if (!InstrumentFormats.TryOpen(Files.Read(path), out var read, out var fault))
        {
            odd = $"{fault.Place}: {fault.Why}";
            return [];
        }

        var spectra = new List<(Trace, OpticalSpectrum)>();
        foreach (var trace in read.Traces)
        {
            if (OpticalSpectrum.TryOf(trace, out var spectrum, out fault))
            {
                spectra.Add((trace, spectrum));
            }
            else
            {
                odd ??= fault.Why;
            }
        }

        return spectra;
    }

    private static (List<string> Lines, JsonMap Json) Told(
        string path, Trace trace, OpticalSpectrum spectrum, OpticalMeasure how, List<Reference> references, PlotFolder? folder, int number)
    {
        var all = references.ConvertAll(one => one.Spectrum);
        var hits = OpticalSearch.Search(how, spectrum, all, Shown);
        var hint = OpticalSearch.Mixture(spectrum, all);
        var lines = new List<string>
        {
            $"{path}: {trace.Title ?? "no title"}: {Words.Kebab(OpticalSpectrum.KindOf(trace)!.Value)}, {FormattableString.Invariant($"{spectrum.Range.From:0.#} to {spectrum.Range.To:0.#}")} 1/cm, against {Words.Count(references.Count, "reference")} of the same technique",
        };
        lines.AddRange(hits.Select((hit, i) => $"  {i + 1,3}  {LibraryVerbs.Score(hit.ScoreMillionths)}  {references[hit.Reference].Name}"));
        if (hits.IsEmpty)
        {
            lines.Add("       none can be compared: 100 1/cm in common are needed, and a spectrum that is not flat");
        }

        if (hint is { } both)
        {
            lines.Add($"       a mixture? {references[both.First].Name} and {references[both.Second].Name} together leave {LibraryVerbs.Score(both.TogetherMillionths)} unexplained, the best alone {LibraryVerbs.Score(both.AloneMillionths)}");
        }

        if (folder is not null)
        {
            var best = hits.IsEmpty ? null : references[hits[0].Reference];
            folder.Add($"spectrum-{number}", SpectrumPlots.Optical(
                spectrum, best?.Spectrum, best is null ? "no reference" : $"reference: {best.Name}, {LibraryVerbs.Score(hits[0].ScoreMillionths)}", $"{Path.GetFileName(path)}: {trace.Title ?? "no title"}"));
        }

        return (lines, JsonMap.Of(
            ("file", path), ("title", trace.Title), ("technique", Words.Kebab(OpticalSpectrum.KindOf(trace)!.Value)),
            ("hits", JsonList.Of(hits.Select(hit => (Json)JsonMap.Of(
                ("file", references[hit.Reference].Path), ("title", references[hit.Reference].Trace.Title), ("scoreMillionths", (long)hit.ScoreMillionths))))),
            ("mixture", hint is { } pair
                ? JsonMap.Of(
                    ("first", references[pair.First].Path), ("second", references[pair.Second].Path), ("shareMillionths", (long)pair.ShareMillionths),
                    ("aloneMillionths", (long)pair.AloneMillionths), ("togetherMillionths", (long)pair.TogetherMillionths))
                : null)));
    }
}
