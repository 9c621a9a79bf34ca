using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Spectra;

namespace Probatum.Verbs;

/// <summary>Many runs into one table, each computed once: what is finished lies beside the table until its inputs change.</summary>
/// <param name="Shell">The world outside.</param>
/// <param name="Table">The table's path; it ends in <c>.csv</c> or <c>.json</c>.</param>
/// <param name="Inputs">What every run is held against.</param>
internal sealed record IdentifyBatch(Shell Shell, string Table, BatchInputs Inputs)
{
    private const string Header = "run,sha256,component,rt_s,retention_index,index_scale,wording,chance,rank,name,inchikey,accession,score,height,saturated,notes,problem";

    private bool IsJson => Table.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private string Parts => Table + ".parts";

    /// <summary>The runs that a folder holds, in ordinal order, or the one that is named; what is no run is told later.</summary>
    public static IEnumerable<string> RunsIn(string path, IReadOnlyCollection<string?> but) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(file => !Path.GetFileName(file).StartsWith('.')
                && !but.Any(other => other is not null && Path.GetFullPath(other) == Path.GetFullPath(file)))
            .Order(StringComparer.Ordinal)
        : [path];

    /// <summary>Computes what is not finished, writes the table, and says how many were new and which could not be read.</summary>
    /// <exception cref="BadInputException">The table's name, or, after the table is written, runs that could not be read.</exception>
    public Answer Run(IReadOnlyList<string> files)
    {
        if (!IsJson && !Table.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadInputException($"{Table}: a table ends in .csv or .json");
        }

        var twice = files.GroupBy(Path.GetFileName, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new BadInputException($"{twice.Key}: two runs of one name, which a table can't tell apart");
        }

        var (rows, problems, computed) = (new List<string>(), new List<string>(), 0);
        using (var progress = new ProgressLine(Shell, "identifying"))
        {
            for (var i = 0; i < files.Count; i++)
            {
                var done = i;
                var part = PartOf(files[i], new Share(progress, done, files.Count), out var problem, out var isNew);
                rows.Add(part);
                computed += isNew ? 1 : 0;
                problems.AddRange(problem is null ? [] : [problem]);
                progress.Report((i + 1.0) / files.Count);
            }
        }

        // The table is written whole, and last: a break before this leaves the finished parts and no table.
        Files.Write(Table, Encoding.UTF8.GetBytes(IsJson ? $"[{string.Join(",\n", rows)}]\n" : Header + "\n" + string.Concat(rows)));
        return problems.Count == 0
            ? Answer.Of(
                [$"{Table}: {Words.Count(files.Count, "run")}, {computed} computed, {files.Count - computed} finished before"],
                JsonMap.Of(("table", Table), ("runs", (long)files.Count), ("computed", (long)computed)))
            : throw new BadInputException($"{Table}: written, but {Words.Count(problems.Count, "run")} could not be read: {string.Join("; ", problems)}");
    }

    private string PartOf(string path, IProgress<double> progress, out string? problem, out bool isNew)
    {
        (problem, isNew) = (null, false);
        var name = Path.GetFileName(path);
        byte[] raw;
        try
        {
            raw = Files.Read(path);
        }
        catch (Exception e) when (e is BadInputException or IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return Problem(name, "", e.Message);
        }

        var digest = Digests.Hex(raw);
        var key = Digests.Hex(Encoding.UTF8.GetBytes(string.Join('\n', Header, Identifying.Method, IsJson, name, digest, Inputs.Key)));
        var kept = Path.Combine(Parts, key);
        if (File.Exists(kept) && Content(key, Encoding.UTF8.GetString(Files.Read(kept))) is { } finished)
        {
            return finished;
        }

        if (!Identifying.TryRead(raw, path, out var run, out var fault))
        {
            problem = fault.Why;
            return Problem(name, digest, fault.Why);
        }

        isNew = true;
        var answers = Identifying.Answers(new(run, Inputs.Beside), Inputs.Library, Inputs.Profile, progress);
        var part = IsJson ? InJson(name, digest, answers) : InCsv(name, digest, answers);
        Files.Write(kept, Encoding.UTF8.GetBytes($"{Seal(key, part)}\n{part}"));
        return part;
    }

    // A part's first line binds what follows to its inputs: one that was changed, cut or renamed is computed again. It guards against
    // slips and damage; whoever writes the digest anew can write the table too.
    private static string Seal(string key, string content) => Digests.Hex(Encoding.UTF8.GetBytes($"{key}\n{content}"));

    private static string? Content(string key, string part) =>
        part.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end && part[..end] == Seal(key, part[(end + 1)..]) ? part[(end + 1)..] : null;

    private static string InCsv(string name, string digest, ImmutableArray<ComponentAnswer> answers)
    {
        var rows = new StringBuilder();
        for (var i = 0; i < answers.Length; i++)
        {
            var one = answers[i];
            foreach (var (hit, rank) in one.Candidates.IsEmpty ? [((Hit?)null, 0)] : one.Candidates.Select((hit, at) => ((Hit?)hit, at + 1)))
            {
                rows.AppendJoin(',', new[]
                {
                    name, digest, Text(i + 1), one.Component.ApexSeconds.ToString("0.00", CultureInfo.InvariantCulture),
                    one.Index is { } at ? Text((long)Math.Floor(at.Value + 0.5)) + (at.IsExtrapolated ? " (extrapolated)" : "") : "",
                    one.Index is null ? "" : $"{one.Index.Scale}, {one.Index.Column ?? "phase not named"}",
                    one.Wording, one.ChanceInThousand is { } chance ? $"0.{chance:000}" : "", hit is null ? "" : Text(rank), hit?.Record.Name ?? "", hit?.Record.InChIKey ?? "", hit?.Record.Accession ?? "",
                    hit is null ? "" : LibraryVerbs.Score(hit.ScoreMillionths), Text((long)Math.Floor(one.Component.Height + 0.5)),
                    one.Component.Saturated ? "yes" : "no", string.Join("; ", one.Notes), "",
                }.Select(CsvCell.Of)).Append('\n');
            }
        }

        return rows.Length > 0 ? rows.ToString() : Row(name, digest, "");
    }

    private static string InJson(string name, string digest, ImmutableArray<ComponentAnswer> answers) => Line(JsonMap.Of(
        ("run", name), ("sha256", digest), ("components", JsonList.Of(answers.Select(one => (Json)IdentifyVerb.Json(one))))));

    private string Problem(string name, string digest, string why) => IsJson
        ? Line(JsonMap.Of(("run", name), ("sha256", digest), ("problem", why)))
        : Row(name, digest, why);

    private static string Row(string name, string digest, string why) =>
        $"{CsvCell.Of(name)},{digest},{new string(',', 13)}{CsvCell.Of(why)}\n";

    private static string Line(Json json) => CanonicalJson.WriteText(json);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // One run's part of the whole.
    private sealed class Share(IProgress<double> whole, int done, int count) : IProgress<double>
    {
        public void Report(double value) => whole.Report((done + value) / count);
    }
}

/// <summary>What every run of a batch is held against.</summary>
/// <param name="Library">The library, opened.</param>
/// <param name="Profile">The acceptance profile.</param>
/// <param name="Beside">Blank, ladder and standards, in so far as there are any.</param>
/// <param name="Key">Digests of all of them: another key is another computation.</param>
internal sealed record BatchInputs(SpectralLibrary Library, AcceptanceProfile Profile, RunBeside Beside, string Key);
