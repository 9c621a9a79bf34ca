using System.CommandLine;
using System.Security.Cryptography;
using Probatum.Bags;
using Probatum.Core.Assessment;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Cli.Verbs;

/// <summary>probatum seal</summary>
internal static class SealVerb
{
    public static Command Of(Shell shell)
    {
        var wanted = new Argument<string?>("CASE") { Description = "the case, if there is more than one", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string>("--output", "-o") { Description = "the dossier: a folder, or a .zip", HelpName = "DIR|FILE.zip", Required = true };
        var withhold = new Option<string>("--withhold") { Description = "a withholding policy that comes with the program (court, parties, public), or a file", HelpName = "POLICY", DefaultValueFactory = _ => "court" };
        return Verb.Alone(
            shell, "seal", "Seal a dossier: records, files and proofs that anyone can check offline. What is withheld is counted. Exit code 1 when what stays open reads stronger than the whole.", "probatum seal -o dossier.zip --withhold public",
            [wanted, output, withhold, Verb.Case, Verb.Workspace, Verb.Key], parse =>
            {
                var (policy, digest) = Policy(parse.GetValue(withhold)!);
                using var opened = OpenedCase.Open(parse, shell, parse.GetValue(wanted));
                var to = parse.GetRequiredValue(output);

                // A place that can't be written is found before the seal is recorded. A seal without a dossier does no harm: seal again.
                using var bag = BagFiles.Create(to);
                var receipts = opened.Record(new DossierSealed(
                    $"{policy.Name} sha256:{digest}", DossierSealed.Stated(DossierContent.Ceilings(CaseAssessment.Of(opened.State, opened.Tables, opened.History.Remarks))),
                    EntriesSha512(opened), opened.History.Size, Engine.Version, DossierWriter.WithheldSha256(opened.Log, policy)));
                using var progress = new ProgressLine(shell, "sealing");
                var tagManifest = DossierWriter.Write(opened.Log, policy, bag, progress);
                bag.Finish();
                var answer = OpenedCase.Recorded(
                    receipts, $"dossier {to}: {Words.Count(opened.History.Size, "record")}, policy {policy.Name}; tag manifest sha256 {tagManifest}", ("dossier", to), ("tagManifest", tagManifest), ("policy", policy.Name));

                // What is withheld can make the rest read stronger than the whole. Whoever seals learns it before any reader does.
                using var written = VerifyVerb.Open(to);
                return DossierVerifier.Verify(written.Reader, progress: progress).Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails) is { } failed
                    ? answer with { Text = $"{answer.Text}\nFAILS {failed.Code}: {failed.Words}; do not hand it over: seal again under another policy", Code = 1 }
                    : answer;
            });
    }

    internal static (WithholdingPolicy Policy, string Digest) Policy(string name)
    {
        var shipped = Path.Combine(Shell.TablesFolder, "policies", name + ".json");
        var path = KeyFolder.IsName(name) && File.Exists(shipped) ? shipped : name;
        var bytes = Files.Read(path);
        return WithholdingPolicy.TryRead(bytes, out var policy, out var fault) ? (policy, Digests.Hex(bytes)) : throw new BadInputException($"{path}: {fault.Why}");
    }

    private static string EntriesSha512(OpenedCase opened)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        return LogAudit.TryAudit(opened.Log.Covered!, opened.Log, (_, leaf) => hash.AppendData(leaf.Span), out var fault)
            ? Convert.ToHexStringLower(hash.GetHashAndReset())
            : throw new InvalidDataException(fault.Why);
    }
}
