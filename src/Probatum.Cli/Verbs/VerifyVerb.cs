using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Probatum.Bags;
using Probatum.Core.Dossier;
using Probatum.Core.Records;


namespace Probatum.Cli.Verbs;

/// <summary>probatum verify</summary>
internal static class VerifyVerb
{
    public static Command Of(Shell shell)
    {
        var dossier = Verb.Argument("DOSSIER", "a folder or a .zip");
        var library = Verb.Option("--library", "the spectral library, to recompute identifications", "LIB");
        var policy = Verb.Option("--policy", "a tlog-policy file: which log you trust; then 'not proven' alone gives exit code 1", "FILE");
        return Verb.Alone(
            shell, "verify", "Check a dossier from its own bytes, offline, and recompute what it says. Opens nothing else. Exit code 0 when nothing fails, 1 when something does.",
            "probatum verify dossier.zip", [dossier, library, policy], parse =>
            {
                var path = parse.GetRequiredValue(dossier);
                var spectra = parse.GetValue(library) is { } lib ? LibraryVerbs.Open(lib) : null;
                var trusted = parse.GetValue(policy) is { } file ? Trusted(file) : null;
                var verdict = Verdict(shell, path, spectra);
                verdict = verdict with { Checks = verdict.Checks.Add(Trust(trusted, verdict)) };
                var wanting = !verdict.Holds || (trusted is not null && verdict.Checks.Any(check => check.Outcome == Outcome.NotProven));
                var counts = verdict.Checks.GroupBy(check => check.Outcome).ToDictionary(group => group.Key, group => group.Count());
                return Answer.Of(
                    [
                        .. verdict.Checks.OrderBy(check => check.Outcome).Select(check => $"{Core.Dossier.Verdict.Word(check.Outcome),-10}  {check.Code,-16}  {check.Words}"),
                        $"{(verdict.Holds ? "HOLDS" : "FAILS")}: {path}: {counts.GetValueOrDefault(Outcome.Holds)} hold, {counts.GetValueOrDefault(Outcome.NotProven)} not proven, {counts.GetValueOrDefault(Outcome.Fails)} fail{(wanting && verdict.Holds ? "; exit code 1, because with --policy what is not proven is wanting" : "")}",
                    ],
                    verdict.ToJson(), wanting ? 1 : 0);
            });
    }

    /// <summary>Opens a dossier for reading and for nothing else.</summary>
    internal static OpenedDossier Open(string path) => Directory.Exists(path) || File.Exists(path)
        ? BagFiles.Open(path)
        : throw new BadInputException($"{path}: there is no such file or folder");

    private static Verdict Verdict(Shell shell, string path, Spectra.SpectralLibrary? library)
    {
        try
        {
            using var bag = Open(path);
            using var progress = new ProgressLine(shell, "verifying");
            return DossierVerifier.Verify(bag.Reader, library, progress, CaseVerbs.ReadTables().ToDictionary(table => table.Key, table => Digests.Hex(table.Value.Span)));
        }
        catch (InvalidDataException e)
        {
            return new([new("zip", Outcome.Fails, e.Message)], null);
        }
    }

    /// <summary>The log keys that a policy trusts. Witnesses are not in this version: a policy that asks for them is refused.</summary>
    private static ImmutableArray<string>? Trusted(string path)
    {
        var lines = Encoding.UTF8.GetString(Files.Read(path)).Split('\n').Select((text, i) => (Text: text.Trim(), Line: i + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#').ToList();
        foreach (var (text, line) in lines.Where(line => !line.Text.StartsWith("log ", StringComparison.Ordinal) && line.Text != "quorum none"))
        {
            throw new BadInputException($"{path}: line {line}: this version reads 'log VKEY' and 'quorum none'; '{text.Split(' ')[0]}' it does not");
        }

        return [.. lines.Where(line => line.Text.StartsWith("log ", StringComparison.Ordinal)).Select(line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])];
    }

    private static Check Trust(ImmutableArray<string>? trusted, Verdict verdict) => (trusted, verdict.Content?.History.State.Opened?.LogKeys) switch
    {
        (null, _) => new("trust", Outcome.NotProven, "nobody outside the dossier vouches for the log's key: who can name it tells you (verify --policy FILE)"),
        ({ } keys, { } own) when own.FirstOrDefault(key => keys.Contains(key)) is { } known => new("trust", Outcome.Holds, $"the log is one that the policy trusts: {known}"),
        _ => new("trust", Outcome.Fails, "the log's key is none that the policy trusts"),
    };
}
