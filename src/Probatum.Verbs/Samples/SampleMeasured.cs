using System.Globalization;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

/// <summary>What was measured on a sample: its runs, what was identified in each, and what laboratories report of it.</summary>
/// <param name="Opened">The case.</param>
/// <param name="Runs">Of this sample, by what they are called.</param>
/// <param name="Identifications">In these runs, in the order of the log.</param>
/// <param name="Results">Of this sample, in the order of the log.</param>
internal sealed record SampleMeasured(
    OpenedCase Opened, IReadOnlyList<InstrumentRunRecorded> Runs, IReadOnlyList<(long Index, IdentificationMade Made)> Identifications,
    IReadOnlyList<(long Index, ResultReported Reported, bool Signed)> Results)
{
    /// <summary>All of a sample; what was done on an aliquot is the aliquot's.</summary>
    public static SampleMeasured Of(SampleView sample, OpenedCase opened)
    {
        var laboratory = opened.State.Laboratory;
        var runs = laboratory.Runs.Values.Where(run => run.Sample == sample.Id).OrderBy(run => opened.Call(run.Run), StringComparer.Ordinal).ToList();
        return new(
            opened, runs, [.. laboratory.Identifications.Where(one => runs.Exists(run => run.Run == one.Made.Run))],
            [.. laboratory.Results.Where(one => one.Reported.Sample == sample.Id)]);
    }

    /// <summary>For people: each run with its answers below it, then the results; what there is none of is said.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var run in Runs)
        {
            yield return $"  run {Opened.Call(run.Run)}: {run.Technique ?? "technique not said"}, {run.Instrument ?? "instrument not said"}, {run.Purpose ?? "purpose not said"}, {run.When?.Words ?? "time not given"}{(run.ScreenText is { } screen ? $"; on its screen: “{screen}”" : "")}";
            foreach (var line in Details(run).Concat(Remarks(run, Opened)))
            {
                yield return $"    {line}";
            }

            foreach (var (index, made) in Identifications.Where(one => one.Made.Run == run.Run))
            {
                yield return $"    identification {Opened.Call(made.Identification)} (leaf {index}), {made.Method ?? "method not said"}, {made.Profile ?? "profile not said"}: {Words.Count(made.Components.Length, "component")} with an answer, {made.Unidentified ?? 0} unknown";
                foreach (var one in made.Components)
                {
                    var set = one.Candidates.IsEmpty ? "" : ": " + string.Join("; or ", one.Candidates.Select(candidate => $"{candidate.Name} ({LibraryVerbs.Score(candidate.Score)})"));
                    var at = one.ApexMs is { } apex ? string.Create(CultureInfo.InvariantCulture, $"{apex / 1000m,9:0.00} s") : $"spectrum {one.Spectrum}";
                    yield return $"      {at}  {one.Wording}{set}";
                }
            }
        }

        foreach (var (_, reported, signed) in Results)
        {
            yield return $"  result: {Opened.State.Parties.Name(reported.Laboratory)}: {reported.Substance} {reported.Outcome}{(reported.Techniques.IsEmpty ? "" : $", by {string.Join(", ", reported.Techniques)}")}{(signed ? "" : ", not signed by the laboratory")}{(reported.Word is { } word ? $"; its word: “{word}”" : "")}{(Late(reported) is { } late ? $"; {late.Words}" : "")}";
        }

        if (Identifications.Count > 0)
        {
            yield return "  No answer of a library search is a confirmation.";
        }

        if (Runs.Count == 0 && Results.Count == 0)
        {
            yield return "  no runs and no results";
        }
    }

    /// <summary>What a run can carry by itself, what else makes such a device answer, and what of the minimum was not recorded.</summary>
    public static IEnumerable<string> Remarks(InstrumentRunRecorded run, OpenedCase opened)
    {
        if (run.Purpose == "safety")
        {
            yield return "a safety reading: no evidence, and it identifies nothing";
        }
        else if (opened.Tables.Techniques.GetValueOrDefault(run.Technique ?? "") is { } technique)
        {
            yield return $"{technique.Words}: {technique.MaxLevel.Words()} at the most{(technique.FalseAlarms is { Length: > 0 } others ? $"; it also answers to {others}" : "")}";
        }

        if (opened.Tables.Techniques.GetValueOrDefault(run.Technique ?? "") is not { Laboratory: true } && FieldResult.NotRecorded(run) is { IsEmpty: false } missing)
        {
            yield return $"not recorded: {string.Join(", ", missing)}";
        }
    }

    private static IEnumerable<string> Details(InstrumentRunRecorded run)
    {
        string[] said =
        [
            string.Join(" ", new[] { run.Make, run.Model }.OfType<string>()), run.Serial is { } serial ? $"serial number {serial}" : "", run.Lot is { } lot ? $"lot {lot}" : "",
            run.Library is { } library ? $"library {library}{(run.LibraryVersion is { } version ? $" {version}" : "")}" : "", run.Mode is { } mode ? $"mode {mode}" : "",
            run.Calibration is { } check ? $"checked {run.Calibrated?.Words ?? "at a time not told"}: {check}" : "", run.Where?.Said ?? "",
            run.Temperature is { } degrees ? Celsius.Words(degrees) : "", run.Humidity is { } humidity ? string.Create(CultureInfo.InvariantCulture, $"{humidity / 1000m:0.###} % humidity") : "",
            run.Score is { } score ? $"score as shown {score}" : "", run.Alternatives.IsEmpty ? "" : $"it also offered {string.Join(", ", run.Alternatives)}",
            run.BlankBefore is { } before ? $"blank before: {before}" : "", run.BlankAfter is { } after ? $"blank after: {after}" : "", run.Interferents.IsEmpty ? "" : $"nearby: {string.Join(", ", run.Interferents)}",
        ];
        var line = string.Join("; ", said.Where(one => one.Length > 0));
        return line.Length > 0 ? [line] : [];
    }

    /// <summary>The same for programs.</summary>
    public IEnumerable<(string Name, Json? Value)> Json()
    {
        yield return ("runs", JsonList.Of(Runs.Select(run => (Json)JsonMap.Of(
            ("run", Opened.Call(run.Run)), ("technique", run.Technique), ("instrument", run.Instrument), ("purpose", run.Purpose), ("when", run.When?.Words),
            ("raw", run.Raw?.Sha256), ("screenText", run.ScreenText), ("make", run.Make), ("model", run.Model), ("serial", run.Serial), ("library", run.Library), ("libraryVersion", run.LibraryVersion),
            ("calibration", run.Calibration), ("calibrated", run.Calibrated?.Words), ("mode", run.Mode), ("where", run.Where?.Said), ("temperature", run.Temperature is { } degrees ? degrees : null),
            ("humidity", run.Humidity is { } humidity ? humidity : null), ("interferents", Texts(run.Interferents)), ("score", run.Score), ("alternatives", Texts(run.Alternatives)),
            ("blankBefore", run.BlankBefore), ("blankAfter", run.BlankAfter), ("lot", run.Lot), ("photos", Texts(run.Photos.Select(photo => photo.File.Sha256))),
            ("atMost", run.Purpose == "safety" ? null : Opened.Tables.Techniques.GetValueOrDefault(run.Technique ?? "")?.MaxLevel.ToString()), ("notRecorded", Texts(FieldResult.NotRecorded(run)))))));
        yield return ("identifications", JsonList.Of(Identifications.Select(one => (Json)JsonMap.Of(
            ("identification", Opened.Call(one.Made.Identification)), ("leaf", one.Index), ("run", Opened.Call(one.Made.Run)), ("method", one.Made.Method), ("profile", one.Made.Profile),
            ("library", one.Made.LibraryDigest), ("unknown", one.Made.Unidentified is { } unknown ? unknown : null),
            ("components", JsonList.Of(one.Made.Components.Select(component => (Json)JsonMap.Of(
                ("apexMs", component.ApexMs is { } apex ? apex : null), ("spectrum", component.Spectrum is { } number ? number : null), ("wording", component.Wording),
                ("candidates", JsonList.Of(component.Candidates.Select(candidate => (Json)JsonMap.Of(("name", candidate.Name), ("scoreMillionths", candidate.Score)))))))))))));
        yield return ("results", JsonList.Of(Results.Select(one => (Json)JsonMap.Of(
            ("leaf", one.Index), ("laboratory", Opened.State.Parties.Name(one.Reported.Laboratory)), ("substance", one.Reported.Substance), ("outcome", one.Reported.Outcome),
            ("techniques", JsonList.Of(one.Reported.Techniques.Select(technique => (Json)technique))), ("signed", new JsonTruth(one.Signed)), ("word", one.Reported.Word), ("uninformative", Late(one.Reported)?.Words)))));
    }

    private static JsonList Texts(IEnumerable<string> texts) => JsonList.Of(texts.Select(text => (Json)text));

    private LateNegative? Late(ResultReported reported) => LateNegative.Of(Opened.State, Opened.Tables, reported);
}
