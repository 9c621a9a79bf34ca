using System.CommandLine;
using System.Globalization;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>probatum spectra …</summary>
internal static class SpectraVerbs
{
    private const int FewNames = 3;

    public static Command Of(Shell shell) => Verb.Group("spectra", "Instrument files: what they hold, and what they say of themselves.", Inspect(shell), SpectraMatch.Of(shell));

    /// <summary>How a measurement was made, in a line; what the file does not say is said to be missing.</summary>
    internal static string Measured(InstrumentRun run)
    {
        var said = run.Acquisition;
        return string.Join(", ",
        [
            said.Instrument ?? "instrument not stated",
            $"ionisation {said.IonizationMode ?? "not stated"}",
            $"polarity {(said.Polarity is { } polarity ? Words.Kebab(polarity) : "not stated")}",
            said.Mode is { } mode ? Words.Kebab(mode) : "centroid or profile not stated",
            said.ScanFrom is null && said.ScanTo is null ? "scan range not stated" : $"scanned {Number(said.ScanFrom) ?? "?"} to {Number(said.ScanTo) ?? "?"}",
            $"unit of time {said.TimeUnit ?? "not stated"}",
            .. run.SelectedIons ? new[] { "selected ions only" } : [],
        ]);
    }

    /// <summary>The same for programs; what the file does not say is left out.</summary>
    internal static JsonMap Json(Acquisition said) => JsonMap.Of(
        ("instrument", said.Instrument), ("ionizationMode", said.IonizationMode), ("polarity", said.Polarity is { } polarity ? Words.Kebab(polarity) : null),
        ("mode", said.Mode is { } mode ? Words.Kebab(mode) : null), ("scanFrom", Number(said.ScanFrom)), ("scanTo", Number(said.ScanTo)),
        ("timeUnit", said.TimeUnit), ("acquired", said.Acquired), ("precursorMz", Number(said.PrecursorMz)));

    private static Command Inspect(Shell shell)
    {
        var files = Verb.Arguments("FILE", "instrument files or peak lists of any format that is read, gzip around them or not, recognised by content");
        return Verb.Alone(
            shell, "inspect", "Show what instrument files hold: runs, single spectra, traces with their units, and how they were measured as far as the files say. One that can't be read is told with place and reason.",
            "probatum spectra inspect run.cdf raman.spc library.msp.gz", [files], parse =>
            {
                var told = parse.GetRequiredValue(files).Select(path => (Path: path, Answer: Told(path, Files.Read(path)))).ToList();
                return Answer.Of(
                    told.SelectMany(one => one.Answer.Lines), JsonList.Of(told.Select(one => (Json)one.Answer.Json)), told.Any(one => !one.Answer.Good) ? 1 : 0);
            });
    }

    private static (bool Good, IEnumerable<string> Lines, JsonMap Json) Told(string path, byte[] bytes)
    {
        if (!InstrumentFormats.TryOpen(bytes, out var read, out var fault))
        {
            return (
                false, [$"{path}: {fault.Place}: {fault.Why} ({fault.Code})"],
                JsonMap.Of(("file", path), ("refused", fault.Code), ("at", fault.Place), ("why", fault.Why)));
        }

        return (true, Lines(path, read), JsonMap.Of(
            ("file", path), ("format", read.Format), ("run", read.Run is { } run ? Json(run) : null),
            ("spectra", JsonList.Of(read.Spectra.Select(Json))), ("traces", JsonList.Of(read.Traces.Select(Json))),
            ("metadata", JsonList.Of(read.Metadata.Select(said => (Json)JsonMap.Of(("key", said.Key), ("value", said.Value)))))));
    }

    private static IEnumerable<string> Lines(string path, SpectraFile read)
    {
        yield return $"{path}: {read.Format}";
        if (read.Run is { } run)
        {
            yield return $"  run: {Words.Kebab(run.Kind)}, {Words.Count(run.Scans.Length, "scan")}, {Words.Count(run.Masses.Length, "point")}{Span(run)}";
            yield return $"    {Measured(run)}";
            // what the product would say of it, from the same place
            yield return Identification.Supports(run, out var why) ? "    can be identified in" : $"    can't be identified in: {why.Why}";
        }

        if (!read.Spectra.IsEmpty)
        {
            var names = string.Join("; ", read.Spectra.Take(FewNames).Select(spectrum => spectrum.Name));
            yield return $"  {Words.Count(read.Spectra.Length, "single mass spectrum", "single mass spectra")}: {names}{(read.Spectra.Length > FewNames ? "; …" : "")}";
        }

        foreach (var trace in read.Traces)
        {
            var range = trace.X.IsEmpty ? "" : $", {Number(trace.X[0])} to {Number(trace.X[^1])}";
            var missing = trace.MissingPoints == 0 ? "" : $", {trace.MissingPoints} missing";
            yield return $"  trace: {trace.Title ?? "no title"}: {Words.Kebab(trace.Technique)}, {Words.Count(trace.X.Length, "point")}{missing}{range} ({Unit(trace.XAxis)}) by {Unit(trace.YAxis)}{(trace.IsPeakTable ? ", single peaks" : "")}";
        }

        foreach (var (key, value) in read.Metadata.Where(said => said.Key.StartsWith("probatum.", StringComparison.Ordinal)))
        {
            yield return $"  note: {key["probatum.".Length..].Replace('_', ' ')}: {value}";
        }
    }

    private static string Unit(Axis axis) => axis.Unit switch
    {
        AxisUnit.Unstated => "unit not stated",
        AxisUnit.Other => axis.Stated ?? "",
        _ => $"{Words.Kebab(axis.Unit)}, stated as {axis.Stated}",
    };

    private static string Span(InstrumentRun run)
    {
        var times = run.Scans.Where(scan => scan.Seconds is not null).Select(scan => scan.Seconds!.Value).ToList();
        return times.Count == 0 ? ", no times" : FormattableString.Invariant($", {times.Min():0.###} to {times.Max():0.###} s");
    }

    private static JsonMap Json(InstrumentRun run) => JsonMap.Of(
        ("kind", Words.Kebab(run.Kind)), ("scans", (long)run.Scans.Length), ("points", (long)run.Masses.Length),
        ("ionization", Words.Kebab(run.Ionization)), ("selectedIons", new JsonTruth(run.SelectedIons)), ("measured", Json(run.Acquisition)));

    private static JsonMap Json(LibraryRecord spectrum) => JsonMap.Of(
        ("name", spectrum.Name), ("accession", spectrum.Accession), ("inchikey", spectrum.InChIKey), ("formula", spectrum.Formula), ("licence", spectrum.Licence),
        ("retentionIndex", Number(spectrum.RetentionIndex)), ("retentionIndexScale", spectrum.RetentionIndexScale),
        ("retentionSeconds", Number(spectrum.RetentionSeconds)), ("peaks", (long)spectrum.Peaks.Length), ("measured", Json(spectrum.Acquisition)));

    private static JsonMap Json(Trace trace) => JsonMap.Of(
        ("title", trace.Title), ("technique", Words.Kebab(trace.Technique)), ("points", (long)trace.X.Length), ("missing", (long)trace.MissingPoints),
        ("x", Json(trace.XAxis, trace.X)), ("y", Json(trace.YAxis, trace.Y)), ("isPeakTable", new JsonTruth(trace.IsPeakTable)),
        ("instrument", trace.Instrument), ("acquired", trace.Acquired));

    private static JsonMap Json(Axis axis, IReadOnlyList<double> values) => JsonMap.Of(
        ("unit", Words.Kebab(axis.Unit)), ("stated", axis.Stated), ("first", values.Count == 0 ? null : Number(values[0])),
        ("last", values.Count == 0 ? null : Number(values[^1])), ("least", values.Count == 0 ? null : Number(values.Min())),
        ("most", values.Count == 0 ? null : Number(values.Max())));

    // our JSON has no fractions: they are texts, with all their digits
    private static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
