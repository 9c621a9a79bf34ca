using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using Probatum.Bags;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum seal</summary>
internal static class SealVerb
{
    public static Command Of(Shell shell)
    {
        var wanted = new Argument<string?>("CASE") { Description = "the case, if there is more than one", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--output", "-o") { Description = "the dossier: a folder, or a .zip; without it the seal is recorded, for witnesses to sign", HelpName = "DIR|FILE.zip" };
        var withhold = new Option<string>("--withhold") { Description = "a withholding policy that comes with the program (court, laboratory, parties, public), or a file", HelpName = "POLICY", DefaultValueFactory = _ => "court" };
        var again = Verb.Flag("--again", "record nothing: write the dossier of the last seal, with what witnesses signed and authorities stamped since");
        var cosign = Verb.Several("--cosign", "ask this witness over the network to sign the seal's checkpoint before the dossier is written", "URL");
        var vkeys = Cosigning.Keys;
        var stamp = Verb.Several("--timestamp", "ask this time-stamp authority over the network to stamp the sealed log before the dossier is written", "URL");
        return Verb.Alone(
            shell, "seal", "Seal a dossier: records, files and proofs that anyone can check offline. What is withheld is counted. Exit code 1 when what stays open reads stronger than the whole.", "probatum seal -o dossier.zip --withhold public",
            [wanted, output, withhold, again, cosign, vkeys, stamp, Verb.Case, Verb.Workspace, Verb.Key], parse =>
            {
                var (policy, digest) = Policy(parse.GetValue(withhold)!);
                using var opened = OpenedCase.Open(parse, shell, parse.GetValue(wanted));
                opened.OnlyWhereTheLogIsKept("seal");
                opened.OnlyWhole("a dossier is sealed");

                // A place that can't be written is found before the seal is recorded. A seal without a dossier does no harm: seal again.
                using var bag = parse.GetValue(output) is { } to ? BagFiles.Create(to) : null;
                var seal = $"{policy.Name} sha256:{digest}";

                // What is sealed is all there is, and so is what is written: others record before it or after it.
                using var turn = opened.Turn();
                if (!parse.GetValue(again))
                {
                    StampVerb.Record(opened);
                }

                var receipts = parse.GetValue(again) ? Standing(opened, seal) : opened.Record(new DossierSealed(
                    seal, DossierSealed.Stated(DossierContent.Ceilings(CaseAssessment.Of(opened.Counting(), opened.Tables, opened.History.Remarks))),
                    EntriesSha512(opened), opened.History.Size, Engine.Version, DossierWriter.WithheldSha256(opened.Log, policy, opened.History)));
                var replies = Cosigning.Ask(opened, parse.GetValue(cosign) ?? [], parse.GetValue(vkeys) ?? []);
                var stamped = parse.GetValue(stamp) is { Length: > 0 } urls ? StampVerb.Ask(opened, urls, shell) : [];
                var size = opened.History.Size;
                var answer = bag is null
                    ? OpenedCase.Recorded(receipts, $"sealed under {policy.Name}, no dossier written: have it signed ('probatum log cosign') or stamped ('probatum log stamp'), then 'probatum seal --again -o DIR'", ("policy", policy.Name))
                    : Written(shell, opened, policy, bag, parse.GetValue(output)!, receipts);
                return answer with
                {
                    Text = string.Join('\n', [answer.Text, .. Cosigning.Words(replies, size), .. stamped, .. bag is null ? Cosigning.Lacks(opened) : []]),
                    Json = JsonMap.Of(
                    [
                        .. ((JsonMap)answer.Json).Members.Select(one => (one.Key, (Json?)one.Value)),
                        ("cosigners", Cosigning.Json(replies)), ("stamps", JsonList.Of(stamped.Select(one => (Json)one))),
                    ]),
                    Code = replies.Any(one => one.Reply.Wanting is not null) ? 1 : answer.Code,
                };
            });
    }

    /// <summary>Writes the dossier and verifies it at once.</summary>
    private static Answer Written(Shell shell, OpenedCase opened, WithholdingPolicy policy, IFinishedBag bag, string to, ImmutableArray<Receipt> receipts)
    {
        // The dossier is written from the log and verified from its own bytes: of a large case there is room for one reading at a time.
        var size = opened.History.Size;
        opened.LetHistoryGo();
        using var progress = new ProgressLine(shell, "sealing");
        var (withheld, how) = ("", Array.Empty<(string, Json?)>());
        var tagManifest = DossierWriter.Write(opened.Cosignatures.Source(opened.Log), policy, bag, progress, all => (withheld, how) = Withheld(all));
        bag.Finish();
        var answer = OpenedCase.Recorded(
            receipts, $"dossier {to}: {Words.Count(size, "record")}, policy {policy.Name}; tag manifest sha256 {tagManifest}", [("dossier", to), ("tagManifest", tagManifest), ("policy", policy.Name), .. how]);
        answer = answer with { Text = $"{answer.Text}\n{withheld}" };

        // What is withheld can make the rest read stronger than the whole. Whoever seals learns it before any reader does.
        using var written = VerifyVerb.Open(to);
        return DossierVerifier.Verify(written.Reader, progress: progress).Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails) is not { } failed ? answer
            : failed.Code == "quorum" ? answer with { Text = $"{answer.Text}\nFAILS quorum: {failed.Words}; have it signed ('probatum log cosign'), then 'probatum seal --again -o DIR'", Code = 1 }
            : answer with { Text = $"{answer.Text}\nFAILS {failed.Code}: {failed.Words}; do not hand it over: seal again under another policy", Code = 1 };
    }

    /// <summary>No receipts, where the last record seals under that policy: witnesses signed the checkpoint over it.</summary>
    private static ImmutableArray<Receipt> Standing(OpenedCase opened, string seal) => (opened.State.Entries is [.., var newest] ? newest : null) switch
    {
        { Statement: DossierSealed stands } last when last.Index == opened.History.Size - 1 => stands.Policy == seal
            ? []
            : throw new BadInputException($"the last seal is under {stands.Policy}, not {seal}; say --withhold so"),
        _ => throw new BadInputException("the last record of this case is no seal; seal without --again"),
    };

    /// <summary>What stays back, by its reason, for people and for programs.</summary>
    internal static (string Words, (string Name, Json? Value)[] Json) Withheld(WithheldMembers all)
    {
        var reasons = all.ByReason();
        var names = all.ForNames == 0 ? "" : $"; {all.ForNames} of them because a withheld name stands in them, or speaks";
        return (
            SafeText.Line($"{Words.Count(all.Count, "member")} stay{(all.Count == 1 ? "s" : "")} back{(reasons.Count == 0 ? "" : ": " + string.Join(", ", reasons.Select(one => $"{one.Reason} {one.Members}")))}{names}"),
            [
                ("withheld", all.Count), ("forNames", all.ForNames),
                ("reasons", JsonList.Of(reasons.Select(one => (Json)JsonMap.Of(("reason", one.Reason), ("members", (long)one.Members))))),
            ]);
    }

    internal static (WithholdingPolicy Policy, string Digest) Policy(string name)
    {
        var shipped = Path.Combine(Shell.TablesFolder, "policies", name + ".json");
        var path = KeyFolder.IsName(name) && File.Exists(shipped) ? shipped : name;
        if (!File.Exists(path))
        {
            var choices = Directory.EnumerateFiles(Path.GetDirectoryName(shipped)!, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);
            throw new BadInputException($"there is no policy '{name}': {string.Join(", ", choices)} come with the program, or give a file");
        }

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
