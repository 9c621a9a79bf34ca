using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Export;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>probatum identify</summary>
internal static class IdentifyVerb
{
    private const string RunFamily = MethodFamilies.OfRuns;

    public static Command Of(Shell shell)
    {
        var runs = Verb.Arguments("RUN", "instrument files with a run (ANDI/MS netCDF, mzML, JCAMP-DX, SPC, ChemStation DATA.MS, CSV, gzip around them or not), recognised by content; with --table also a folder of them");
        var library = Verb.Required("--library", "the library file", "LIB");
        var profile = new Option<string>("--profile") { Description = "the acceptance profile", HelpName = "NAME", DefaultValueFactory = _ => "field-gcms" };
        var blank = Verb.Option("--blank", "the blank's run", "RUN");
        var ladder = Verb.Option("--ladder", "homologues run under the same conditions, lines carbon,rt_s: adds retention indices as information", "CSV");
        var standard = Verb.Option("--standard", "reference standards run under the same conditions, lines run,name,inchikey,rt_s: the standard's file beside this one, a compound in it, its key and time where known", "CSV");
        var table = Verb.Option("--table", "one table of all runs, .csv or .json; what is finished lies in FILE.parts and is not computed again until a run, the library, blank, ladder, standard or profile changes", "FILE");
        var (msp, plot) = (Verb.Option("--msp", "write the components' spectra here", "FILE"), Verb.Option("--plot", "draw chromatogram, spectra and ladder into this folder, with the same data as JSON", "DIR"));
        var format = PlotFolder.Format;
        var sample = Verb.Option("--sample", "record run and answer in the case, for this sample", "SAMPLE");
        var technique = new Option<string>("--technique") { Description = "with --sample: the technique's key", HelpName = "KEY", DefaultValueFactory = _ => "GCMS_PORTABLE" };
        var record = new RunOptions("with --sample: ", "evidential");
        var keep = Verb.Flag("--keep-spectra", "with --sample: keep the candidates' spectra beside the answer, where the library's licence allows it: scores can then be recomputed without it");
        Symbol[] symbols = [runs, library, profile, blank, ladder, standard, table, msp, plot, format, sample, keep, technique, .. record.Symbols, Verb.Case, Verb.Workspace, Verb.Key];
        return Verb.Alone(
            shell, "identify", "Find what is in an instrument's run: components, and for each the set of compounds that a library cannot tell apart. One technique: presumptive at the most.",
            "probatum identify run.cdf --library ei.pbl --blank blank.cdf --plot plots/", symbols, parse =>
            {
                var files = parse.GetRequiredValue(runs);
                if ((files.Length > 1 || parse.GetValue(table) is not null) && (parse.GetValue(msp) ?? parse.GetValue(plot) ?? parse.GetValue(sample)) is not null)
                {
                    throw new BadInputException("--msp, --plot and --sample take one run, and no --table");
                }

                foreach (var output in new[] { parse.GetValue(msp), parse.GetValue(table) }.OfType<string>())
                {
                    Files.CheckIsNone(output, [.. files, parse.GetRequiredValue(library), .. new[] { parse.GetValue(blank), parse.GetValue(ladder), parse.GetValue(standard) }.OfType<string>()]);
                }

                var folder = PlotFolder.Open(parse.GetValue(plot), parse.GetValue(format)!);
                var opened = parse.GetValue(sample) is null ? LibraryVerbs.Open(parse.GetRequiredValue(library)) : LibraryVerbs.OpenWhole(parse.GetRequiredValue(library));
                var blankBytes = parse.GetValue(blank) is { } blankPath ? (ReadOnlyMemory<byte>?)Files.Read(blankPath) : null;
                using var theCase = parse.GetValue(sample) is null ? null : OpenedCase.Open(parse, shell);
                if (theCase is not null)
                {
                    CheckFits(theCase, parse.GetValue(technique)!);
                }

                var tables = theCase?.Tables ?? ShippedTables();
                var accepted = Profile(tables, parse.GetValue(profile)!, RunFamily);
                var (ladderBytes, steps) = Ladder(parse.GetValue(ladder));
                var standards = Standards(parse.GetValue(standard), accepted);
                var beside = new RunBeside(BlankRun(blankBytes, parse.GetValue(blank)), steps, standards.Measured);
                if (parse.GetValue(table) is { } tablePath)
                {
                    string?[] inputs = [parse.GetValue(blank), parse.GetValue(ladder), parse.GetValue(standard), parse.GetRequiredValue(library), tablePath, .. standards.Paths];
                    var key = string.Join('\n', [opened.Digest, $"{accepted.Name}/{accepted.Version}", DigestOf(blankBytes), DigestOf(ladderBytes), .. standards.Files.Select(one => $"{Digests.Hex(one.Raw.Span)} {one.Compound}")]);
                    var runsOf = files.ToLookup(path => path, path => IdentifyBatch.RunsIn(path, inputs).ToList());
                    return runsOf.FirstOrDefault(of => of.Any(found => found.Count == 0)) is { } empty
                        ? throw new BadInputException($"{empty.Key}: there is no run in this folder")
                        : new IdentifyBatch(shell, tablePath, new(opened, accepted, beside, key)).Run([.. runsOf.SelectMany(of => of).SelectMany(found => found)]);
                }

                // What is recorded, of one run, is what was read: it is read once.
                var raw = files.Length == 1 ? Files.Read(files[0]) : null;
                var answers = files.Select(path => (Path: path, Answer: Answer(shell, path, raw ?? Files.Read(path), beside, opened, accepted))).ToList();
                if (parse.GetValue(msp) is { } mspPath)
                {
                    Files.Write(mspPath, Encoding.UTF8.GetBytes(Msp.Write(answers[0].Answer.Components.Select(one => one.Component))));
                }

                if (folder is not null)
                {
                    Plot(folder, Path.GetFileName(files[0]), answers[0].Answer.Run, answers[0].Answer.Components, steps);
                }

                (string Words, JsonMap Json)? recorded = theCase is null ? null : Record(
                    theCase, parse.GetValue(sample)!, new(raw, blankBytes, ladderBytes, standards.Files), answers[0].Answer.Components, opened, accepted,
                    parse.GetValue(technique)!, (parse, record), parse.GetValue(keep));
                var most = tables.Techniques.TryGetValue(parse.GetValue(technique)!, out var row) && row.MaxLevel < accepted.HighestLevel ? row.MaxLevel : accepted.HighestLevel;
                return Answer(answers, accepted, most, opened, recorded);
            });
    }

    private static (InstrumentRun Run, ImmutableArray<ComponentAnswer> Components, Decomposition Taken) Answer(
        Shell shell, string path, byte[] bytes, RunBeside beside, SpectralLibrary library, AcceptanceProfile profile)
    {
        if (!Identifying.TryRead(bytes, path, out var run, out var fault))
        {
            throw new BadInputException(fault.Why);
        }

        using var progress = new ProgressLine(shell, Path.GetFileName(path));
        progress.Report(0);
        var taken = Deconvolution.Of(run, CancellationToken.None);
        return (run, Identifying.Answers(new(run, beside), library, profile, progress, taken), taken);
    }

    private static InstrumentRun? BlankRun(ReadOnlyMemory<byte>? bytes, string? path) => bytes is not { } read ? null
        : Identifying.TryRead(read, path!, out var run, out var fault) ? run
        : throw new BadInputException(fault.Why);

    private static (ReadOnlyMemory<byte>? Bytes, RetentionLadder? Ladder) Ladder(string? path)
    {
        if (path is null)
        {
            return (null, null);
        }

        var bytes = Files.Read(path);
        return RetentionLadder.TryRead(bytes, out var ladder, out var fault) ? (bytes, ladder) : throw new BadInputException($"{path}: line {fault.At}: {fault.Why}");
    }

    /// <summary>The standards' files, each read once, with what they hold; a profile that asks for none is told, since nothing would come of them.</summary>
    private static (IReadOnlyList<(ReadOnlyMemory<byte> Raw, StandardCompound Compound)> Files, ReferenceStandards? Measured, IReadOnlyList<string> Paths) Standards(
        string? path, AcceptanceProfile profile)
    {
        if (path is null)
        {
            return ([], null, []);
        }

        if (!profile.Criteria.Any(one => one.Key is "retention-time" or "standard"))
        {
            throw new BadInputException($"the profile {profile.Name} has no condition that a standard meets (retention-time, standard); choose another --profile");
        }

        if (!ReferenceStandards.TryReadTable(Files.Read(path), out var rows, out var bad))
        {
            throw new BadInputException($"{path}: line {bad.At}: {bad.Why}");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var bytes = rows.Select(row => row.Run).Distinct(StringComparer.Ordinal).ToDictionary(run => run, run => Files.Read(Path.Combine(folder, run)), StringComparer.Ordinal);
        var files = rows.Select(row => ((ReadOnlyMemory<byte>)bytes[row.Run], row.Compound)).ToList();
        return Identifying.TryStandards(files, out var measured, out var fault)
            ? (files, measured, [.. bytes.Keys.Select(run => Path.Combine(folder, run))])
            : throw new BadInputException($"{path}: {fault.Why}");
    }

    private static string DigestOf(ReadOnlyMemory<byte>? bytes) => bytes is { } read ? Digests.Hex(read.Span) : "";

    private static Answer Answer(
        List<(string Path, (InstrumentRun Run, ImmutableArray<ComponentAnswer> Components, Decomposition Taken) Answer)> answers, AcceptanceProfile profile, Level most, SpectralLibrary library, (string Words, JsonMap Json)? recorded) => Verbs.Answer.Of(
        [
            .. answers.SelectMany(one => Lines(one.Path, one.Answer.Run, one.Answer.Components, one.Answer.Taken)),
            $"One technique under the profile {profile.Name}/{profile.Version}{(profile.Criteria.Any(one => !one.Verified) ? " (not verified)" : "")}: {most.Words()} at the most. A library match is no confirmation.",
            .. recorded is { } done ? new[] { done.Words } : [],
        ],
        JsonMap.Of(
            ("profile", $"{profile.Name}/{profile.Version}"), ("highestLevel", most.ToString()), ("library", library.Digest),
            ("criteria", JsonList.Of(profile.Criteria.Select(one => (Json)JsonMap.Of(("key", one.Key), ("source", one.Source), ("verified", new JsonTruth(one.Verified)))))),
            ("recorded", recorded?.Json),
            ("runs", JsonList.Of(answers.Select(one => (Json)JsonMap.Of(
                ("file", one.Path), ("format", one.Answer.Run.Format), ("scans", (long)one.Answer.Run.Scans.Length),
                ("measured", SpectraVerbs.Json(one.Answer.Run.Acquisition)),
                ("stretches", JsonList.Of(one.Answer.Taken.Stretches.Select(Json))), ("components", JsonList.Of(one.Answer.Components.Select(a => (Json)Json(a))))))))));

    private static IEnumerable<string> Lines(string path, InstrumentRun run, ImmutableArray<ComponentAnswer> components, Decomposition taken)
    {
        yield return $"{path}: {run.Format}, {Words.Count(run.Scans.Length, "scan")}, {Words.Count(components.Length, "component")}";
        yield return $"    {SpectraVerbs.Measured(run)}";
        foreach (var stretch in taken.Stretches)
        {
            yield return FormattableString.Invariant($"  {stretch.FromSeconds:0.0} to {stretch.ToSeconds:0.0} s: a scan every {stretch.ScanSeconds:0.000} s, masses {Direction(stretch, run)}, peaks of sigma {stretch.PeakSigma:0.0} s, noise {stretch.NoiseFloor:0.#} counts");
        }

        for (var i = 0; i < components.Length; i++)
        {
            var one = components[i];
            var set = one.Candidates.IsEmpty ? "" : ": " + string.Join("; or ", one.Candidates.Select(hit => $"{hit.Record.Name} ({LibraryVerbs.Score(hit.ScoreMillionths)})"));
            yield return FormattableString.Invariant($"  {i + 1,3}  {one.Component.ApexSeconds,9:0.00} s  {one.Wording}{set}");
            foreach (var note in one.Notes)
            {
                yield return $"                   {note}";
            }
        }
    }

    // What the scans themselves show comes first: files state the direction seldom, and not always rightly.
    private static string Direction(Stretch stretch, InstrumentRun run)
    {
        var seen = stretch.ScanSkew switch
        {
            null => "in an order that the data do not show",
            > 0.05 => "upwards",
            < -0.05 => "downwards",
            _ => "all at once",
        };
        var said = run.Metadata.GetValueOrDefault("test_scan_direction")?.Trim('\0', ' ');
        return stretch.ScanSkew is null || string.IsNullOrEmpty(said) || seen.StartsWith(said, StringComparison.OrdinalIgnoreCase)
            ? seen
            : $"{seen} (the file says {said})";
    }

    private static Json Json(Stretch one) => JsonMap.Of(
        ("fromMs", Milli(one.FromSeconds)), ("toMs", Milli(one.ToSeconds)), ("scanMs", Milli(one.ScanSeconds)), ("peakSigmaMs", Milli(one.PeakSigma)),
        ("skewMilli", one.ScanSkew is { } skew ? Milli(skew) : null), ("noiseMilli", Milli(one.NoiseFloor)), ("countsPerIonMilli", Milli(one.CountsPerIon)),
        ("ceiling", one.Ceiling is { } ceiling ? (long)ceiling : null));

    private static Json Milli(double value) => (long)Math.Floor((value * 1000) + 0.5);

    /// <summary>One answer for programs.</summary>
    internal static JsonMap Json(ComponentAnswer one) => JsonMap.Of(
        ("apexMs", (long)Math.Round(one.Component.ApexSeconds * 1000)),
        ("index", one.Index is { } index
            ? JsonMap.Of(("value", (long)Math.Floor(index.Value + 0.5)), ("scale", index.Scale), ("phase", index.Column), ("extrapolated", new JsonTruth(index.IsExtrapolated)))
            : null),
        ("wording", one.Wording), ("chanceInThousand", one.ChanceInThousand is { } chance ? (long)chance : null), ("notes", JsonList.Of(one.Notes.Select(note => (Json)note))),
        ("candidates", JsonList.Of(one.Candidates.Select((hit, i) => (Json)JsonMap.Of(
            ("name", hit.Record.Name), ("accession", hit.Record.Accession is { } number ? number : null), ("inchikey", hit.Record.InChIKey is { } key ? key : null),
            ("scoreMillionths", (long)hit.ScoreMillionths),
            ("criteria", one.Criteria.IsEmpty ? null : JsonList.Of(one.Criteria[i].Select(result => (Json)JsonMap.Of(
                ("key", result.Key), ("outcome", Outcome(result.Outcome)), ("words", result.Words))))))))));

    private static string Outcome(CriterionOutcome outcome) => outcome switch { CriterionOutcome.Passed => "passed", CriterionOutcome.Failed => "failed", _ => "not tested" };

    private static void Plot(PlotFolder folder, string name, InstrumentRun run, ImmutableArray<ComponentAnswer> answers, RetentionLadder? ladder)
    {
        folder.Add("chromatogram", SpectrumPlots.Chromatogram(run, answers, name), PlotData.Chromatogram(run, answers));
        for (var i = 0; i < answers.Length; i++)
        {
            var (one, best) = (answers[i], answers[i].Candidates.FirstOrDefault());
            var title = FormattableString.Invariant($"{name}, component {i + 1} at {one.Component.ApexSeconds / 60:0.000} min: {one.Wording}");
            folder.Add($"component-{i + 1}", SpectrumPlots.Mirror(one.Component.Spectrum, best, title), PlotData.Mirror(one.Component.Spectrum, best));
        }

        if (ladder is not null)
        {
            folder.Add("ladder", SpectrumPlots.Ladder(ladder, answers, $"{name}: retention indices"), PlotData.Ladder(ladder));
        }

        folder.Write();
    }

    private static (string Words, JsonMap Json) Record(
        OpenedCase opened, string sampleName, RunFiles files, ImmutableArray<ComponentAnswer> answers, SpectralLibrary library, AcceptanceProfile profile,
        string technique, (ParseResult Parse, RunOptions Options) said, bool keepsSpectra)
    {
        var (statements, blobs) = (new List<Statement>(), opened.Workspace.Blobs);
        EntityId? blankRun = null;
        if (files.Blank is { } blank)
        {
            var kept = blobs.Put(blank.Span, "application/octet-stream");
            blankRun = opened.State.Laboratory.Runs.FirstOrDefault(run => run.Value.Raw?.Sha256 == kept.Sha256).Value?.Run;
            if (blankRun is null)
            {
                blankRun = opened.NewId();
                statements.Add(said.Options.Device(said.Parse, opened, blankRun.Value, technique, kept));
            }
        }

        foreach (var raw in (files.Standards ?? []).Select(one => one.Raw).DistinctBy(raw => Digests.Hex(raw.Span)))
        {
            var kept = blobs.Put(raw.Span, "application/octet-stream");
            if (!opened.State.Laboratory.Runs.Any(run => run.Value.Raw?.Sha256 == kept.Sha256))
            {
                statements.Add(said.Options.Device(said.Parse, opened, opened.NewId(), technique, kept));
            }
        }

        var run = opened.NewId();
        statements.Add(said.Options.Of(said.Parse, opened, run, opened.Find("sample", sampleName), technique, blobs.Put(files.Raw.Span, "application/octet-stream"), blankRun));
        var remark = "; a safety reading identifies nothing, so its answer is not recorded";
        if (said.Options.Purpose(said.Parse) != "safety")
        {
            var made = Identifying.Make(opened.NewId(), run, files, answers, library, profile);
            var kept = keepsSpectra ? Identifying.WithSpectra(made, files, answers, opened.Tables) : null;
            remark = keepsSpectra && kept is null ? "; the candidates' spectra are not kept: searched in them alone the run has another answer" : "";
            if (files.Ladder is { } ladder)
            {
                blobs.Put(ladder.Span, "text/csv");
            }

            if (kept is { } with)
            {
                blobs.Put(with.Spectra, "text/plain");
            }

            statements.Add(kept?.Made ?? made);
        }

        var receipts = opened.Record(statements);
        return ($"recorded as run {opened.Call(run)} of {sampleName} (leaf {receipts[^1].Index}){remark}", JsonMap.Of(("run", run.Text), ("leaf", receipts[^1].Index)));
    }

    /// <summary>The runs that are read come from GC-MS with electron ionisation; to record one as another technique would mislead.</summary>
    private static void CheckFits(OpenedCase opened, string technique)
    {
        if (opened.Technique(technique).Family != RunFamily)
        {
            throw new BadInputException(
                $"'{technique}' does not fit a run of GC-MS with electron ionisation; what fits: {string.Join(", ", opened.Tables.Techniques.Values.Where(one => one.Family == RunFamily).Select(one => one.Key))}");
        }
    }

    /// <summary>The profile of that name, which must be made for instruments of that family.</summary>
    internal static AcceptanceProfile Profile(RuleTables tables, string name, string family)
    {
        var fitting = tables.Profiles.Values.Where(one => one.Families.Contains(family)).ToList();
        return fitting.Find(one => one.Name == name)
            ?? throw new BadInputException($"there is no profile '{name}' for {family}; there are {string.Join(", ", fitting.Select(one => one.Name).DefaultIfEmpty("none"))}");
    }

    /// <summary>The rule tables that come with the program.</summary>
    internal static RuleTables ShippedTables() =>
        RuleTables.TryRead(CaseVerbs.ReadTables(Shell.TablesFolder), out var tables, out var fault) ? tables : throw new InvalidDataException(fault.Why);
}
