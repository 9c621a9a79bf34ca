using System.CommandLine;
using System.Diagnostics;
using Probatum.Bags;
using Probatum.Core;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum demo</summary>
internal static class DemoVerb
{
    private static readonly string[] Examples = ["aleppo-1070", "exercise-larch"];

    public static Command Of(Shell shell)
    {
        var output = new Option<string>("--out") { Description = "an absent or empty folder", HelpName = "DIR", DefaultValueFactory = _ => "probatum-demo" };
        var published = Verb.Flag("--published", "the published cases instead: each encoded from public reports, assessed, and set beside what its body published");
        return Verb.Alone(
            shell, "demo", "The main job on the shipped examples, said step by step: intake, claims, samples, identification, requests, assessment, sealed dossier, verification.",
            "probatum demo --out /tmp/demo", [output, published], parse =>
            {
                var folder = parse.GetRequiredValue(output);
                if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
                {
                    throw new BadInputException($"{folder}: is not empty; give an absent or empty folder with --out");
                }

                if (parse.GetValue(published))
                {
                    return Published(shell, folder);
                }

                var clock = Stopwatch.StartNew();
                var done = Examples.Select(name => Run(shell, name, Path.Combine(folder, name))).ToList();
                return Answer.Of(
                    [
                        "", .. done.Select(one => $"{one.Name}: dossier {one.Dossier} {one.Verdict}; assessment {one.Assessment}"),
                        FormattableString.Invariant($"Both examples in {clock.Elapsed.TotalSeconds:0.0} s. Check a dossier with tools of others: cd {done[0].Dossier} && sha256sum -c manifest-sha256.txt"),
                    ],
                    JsonMap.Of(("examples", JsonList.Of(done.Select(one => (Json)JsonMap.Of(
                        ("name", one.Name), ("dossier", one.Dossier), ("assessment", one.Assessment), ("verdict", one.Verdict)))))),
                    done.TrueForAll(one => one.Verdict == "holds") ? 0 : 1);
            });
    }

    /// <summary>Runs the published cases, each up to its facts; then each is assessed, and its ceilings stand beside what its bodies published.</summary>
    private static Answer Published(Shell shell, string folder)
    {
        var root = Path.Combine(Shell.ExamplesFolder, "published");
        if (!Table.TryRead(Files.Read(Path.Combine(root, "outcomes.csv")), out var outcomes, out var fault))
        {
            throw new InvalidDataException(fault.Why);
        }

        var names = outcomes.Rows.Select(row => row["case"]).Distinct().ToList();
        using var progress = new ProgressLine(shell, "encoding published cases");
        var rows = new List<PublishedRow>();
        for (var i = 0; i < names.Count; i++)
        {
            progress.Report((double)i / names.Count);
            var workspace = Path.Combine(folder, names[i], "workspace");
            var source = Path.Combine(root, names[i]);
            Steps(shell with { Out = TextWriter.Null }, names[i], Directory.Exists(source) ? source : Path.Combine(Shell.ExamplesFolder, names[i]), Path.Combine(folder, names[i]));
            using var said = new StringWriter();
            CommandLine.Run(["assess", "--json", "--workspace", workspace], shell with { Out = said, Error = TextWriter.Null, Quiet = true });
            rows.AddRange(PublishedRow.Of(names[i], outcomes, CanonicalJson.TryRead(System.Text.Encoding.UTF8.GetBytes(said.ToString().Trim()), out var json, out _) && json is JsonMap map ? map : throw new BadInputException($"{names[i]}: can't be assessed: {said}")));
        }

        return Answer.Of(
            [.. rows.SelectMany(row => row.Lines()), "", .. PublishedRow.Heads, .. rows.Select(row => row.Row())],
            JsonList.Of(rows.Select(row => (Json)row.ToJson())));
    }

    private static (string Name, string Dossier, string Assessment, string Verdict) Run(Shell shell, string name, string folder)
    {
        shell.Out.WriteLine($"\n=== {name} ===");
        Steps(shell, name, Path.Combine(Shell.ExamplesFolder, name), folder);
        var dossier = Path.Combine(folder, "dossier");
        var verdict = DossierVerifier.Verify(new FolderBag(dossier));
        return (name, dossier, Path.Combine(folder, "assessment.json"), verdict.Holds ? "holds" : "FAILS");
    }

    private static void Steps(Shell shell, string name, string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var step in DemoSteps.Read(Path.Combine(source, "steps.txt")))
        {
            if (step.Words is not null)
            {
                shell.Out.WriteLine($"\n{step.Words}");
                continue;
            }

            string Fill(string text) => text.Replace("{in}", source, StringComparison.Ordinal).Replace("{out}", folder, StringComparison.Ordinal);
            shell.Out.WriteLine($"  $ probatum {Shown(step.Args)}");
            using var said = new StringWriter();
            using var errors = new StringWriter();
            string[] args = [.. step.Args.Select(Fill), .. step.InWorkspace ? new[] { "--workspace", Path.Combine(folder, "workspace") } : []];
            var code = CommandLine.Run(args, shell with { Out = said, Error = errors, Quiet = true });
            foreach (var line in Short(said.ToString() + errors, step.Whole))
            {
                shell.Out.WriteLine($"    {line}");
            }

            if (code != step.Expected)
            {
                throw new BadInputException($"{name}, steps.txt, line {step.Line}: exit code {code}, expected {step.Expected}; {errors}");
            }
        }
    }

    private static string Shown(IEnumerable<string> args)
    {
        const int Most = 150;
        var line = string.Join(' ', args.Select(arg => arg.Contains(' ', StringComparison.Ordinal) || arg.Length == 0 ? $"'{arg}'" : arg));
        return line.Length <= Most ? line : line[..(Most - 1)] + "…";
    }

    private static string[] Short(string text, bool whole)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        const int Most = 6;
        return whole || lines.Length <= Most ? lines : [.. lines.Take(Most), $"… {lines.Length - Most} more lines"];
    }
}

/// <summary>One line of an example's steps: words for the reader, or a command with the exit code it must have.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Words">What is told, or null for a command.</param>
/// <param name="Args">The command's words.</param>
/// <param name="Expected">Its exit code.</param>
/// <param name="Whole">Whether all it prints is shown.</param>
internal sealed record DemoStep(int Line, string? Words, IReadOnlyList<string> Args, int Expected, bool Whole)
{
    private static readonly string[] Alone = ["init", "library", "verify", "claims"];

    /// <summary>Whether the command works in the example's workspace.</summary>
    public bool InWorkspace => !Alone.Contains(Args[0]) && !(Args[0] == "identify" && !Args.Contains("--sample"));
}

/// <summary>
/// Reads an example's steps. "# words" is told; every other line is a command of this program without its name. Before it
/// may stand "!2" (it must be refused with exit code 2) and "..." (all it prints is shown).
/// </summary>
internal static class DemoSteps
{
    public static IEnumerable<DemoStep> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                yield return new(number, line[2..], [], 0, false);
            }
            else if (line.Trim().Length > 0 && line[0] != '#')
            {
                var words = Split(line, path, number);
                var whole = words.Remove("...");
                var expected = words[0] is ['!', >= '0' and <= '9'] ? words[0][1] - '0' : 0;
                yield return new(number, null, expected == 0 ? words : words[1..], expected, whole);
            }
        }
    }

    private static List<string> Split(string line, string path, int number)
    {
        var words = new List<string>();
        var (word, quote, open) = (new System.Text.StringBuilder(), '\0', false);
        foreach (var c in line)
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                (quote, open) = (quote == '\0' ? c : '\0', true);
            }
            else if (c == ' ' && quote == '\0')
            {
                if (open || word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                (_, open) = (word.Clear(), false);
            }
            else
            {
                word.Append(c);
            }
        }

        if (open || word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words : throw new InvalidDataException($"{path}: line {number}: a quotation mark is not closed");
    }
}
