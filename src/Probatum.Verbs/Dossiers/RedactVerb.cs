using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Probatum.Bags;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum redact</summary>
internal static class RedactVerb
{
    public static Command Of(Shell shell)
    {
        var dossier = Verb.Argument("DOSSIER", "a folder or a .zip");
        var output = new Option<string>("--output", "-o") { Description = "the narrower dossier: a folder, or a .zip", HelpName = "DIR|FILE.zip", Required = true };
        var withhold = Verb.Option("--withhold", "a withholding policy that comes with the program (court, laboratory, parties, public), or a file", "POLICY");
        var disclose = Verb.Several("--disclose", "open these leaves only, such as 3 or 12-17; the rest stays back under the reason not-listed", "LEAF");
        return Verb.Alone(
            shell, "redact", "Make a narrower dossier from a dossier alone, with the same root. It opens nothing that was closed. Exit code 1 when what stays open reads stronger than what was sealed.",
            "probatum redact dossier -o narrower --withhold public", [dossier, output, withhold, disclose], parse =>
            {
                var (path, to) = (parse.GetRequiredValue(dossier), parse.GetRequiredValue(output));
                var policy = Policy(parse.GetValue(withhold), parse.GetValue(disclose)!);
                using var bag = VerifyVerb.Open(path);
                if (DossierVerifier.Verify(bag.Reader).Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails) is { } unsound)
                {
                    throw new BadInputException($"{path}: the dossier does not hold ({unsound.Code}: {unsound.Words}); nothing was written");
                }

                var (tagManifest, words, how) = ("", "", Array.Empty<(string, Json?)>());
                using (var narrower = BagFiles.Create(to))
                {
                    using var progress = new ProgressLine(shell, "redacting");
                    tagManifest = DossierRedaction.Write(bag.Reader, policy, narrower, progress, all => (words, how) = SealVerb.Withheld(all));
                    narrower.Finish();
                }

                using var written = VerifyVerb.Open(to);
                var verdict = DossierVerifier.Verify(written.Reader);
                var failed = verdict.Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails);
                return Answer.Of(
                    [
                        $"dossier {to}: policy {policy.Name}; tag manifest sha256 {tagManifest}", words,
                        .. failed is null ? Array.Empty<string>() : [$"FAILS {failed.Code}: {failed.Words}; do not hand it over: redact again under another policy"],
                    ],
                    JsonMap.Of([("dossier", to), ("policy", policy.Name), ("tagManifest", tagManifest), .. how, ("fails", failed?.Code)]),
                    failed is null ? 0 : 1);
            });
    }

    private static WithholdingPolicy Policy(string? name, string[] leaves)
    {
        if (name is null && leaves.Length == 0)
        {
            throw new BadInputException("say what stays back: --withhold POLICY, or --disclose LEAF for what stays open");
        }

        var policy = name is null ? WithholdingPolicy.Nothing with { Name = "listed leaves" } : SealVerb.Policy(name).Policy;
        return leaves.Length == 0 ? policy : policy with { Leaves = [.. leaves.SelectMany(Leaves)] };
    }

    private static IEnumerable<long> Leaves(string text)
    {
        var parts = text.Split('-');
        var ends = parts.Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        if (ends.Length > 2 || ends.Contains(-1) || ends[0] > ends[^1] || ends[^1] - ends[0] > 1_000_000)
        {
            throw new BadInputException($"'{text}' is no leaf: a number as 3, or two as 12-17");
        }

        for (var leaf = ends[0]; leaf <= ends[^1]; leaf++)
        {
            yield return leaf;
        }
    }
}
