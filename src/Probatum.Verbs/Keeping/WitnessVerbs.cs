using System.CommandLine;
using System.Net;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum witness …</summary>
internal static class WitnessVerbs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Command Of(Shell shell) => Verb.Group(
        "witness", "Countersign the logs of others: a log that two parties countersign can't show each of them another history.",
        Init(shell), Trust(shell), Serve(shell), Sign(shell), Conflicts(shell), Evidence(shell));

    private static Command Init(Shell shell)
    {
        var (folder, name) = (Folder(), Verb.Required("--name", "what the witness is called, best an address without scheme, as in rival.example/witness", "NAME"));
        return Verb.Alone(shell, "init", "Make a witness: its keys, and what it has signed.", "probatum witness init ./witness --name rival.example/witness", [folder, name], parse =>
        {
            var path = parse.GetRequiredValue(folder);
            WitnessFolder.Create(path, parse.GetRequiredValue(name));
            using var witness = Open(shell, path);
            return Answer.Of(
                [$"witness {path}; others know it by these keys:", .. witness.Keys.Select(key => key.Text)],
                JsonMap.Of(("witness", path), ("vkeys", JsonList.Of(witness.Keys.Select(key => (Json)key.Text)))));
        });
    }

    private static Command Trust(Shell shell)
    {
        var (folder, vkey) = (Folder(), Verb.Argument("VKEY", "a key of the log (c2sp.org/signed-note), given to you by those who keep it"));
        var url = new Argument<string?>("URL") { Description = "where the log is", Arity = ArgumentArity.ZeroOrOne };
        return Verb.Alone(shell, "trust", "Know a log by one more of its keys, and countersign it from now on.", "probatum witness trust ./witness log.example/a+6d2f0a3c+AWn…", [folder, vkey, url], parse =>
        {
            using var witness = Open(shell, parse.GetRequiredValue(folder));
            if (!VerifierKey.TryParse(parse.GetRequiredValue(vkey), out var key, out var fault))
            {
                throw new BadInputException($"'{parse.GetRequiredValue(vkey)}' is no key: {fault.Why}");
            }

            if (parse.GetValue(url) is { } where && where.Any(c => c is <= ' ' or (char)0x7f))
            {
                throw new BadInputException($"'{where}' is no address of a log");
            }

            witness.Trust(key, parse.GetValue(url));
            return new($"the log {key.Name} is known by {Words.Count(witness.Logs.Logs.Count(log => log.Key.Name == key.Name), "key")}", JsonMap.Of(("log", key.Name), ("vkey", key.Text)));
        });
    }

    private static Command Serve(Shell shell)
    {
        var folder = Folder();
        var listen = Verb.Required("--listen", "the address of this machine and a port, 0 for a free one", "IP:PORT");
        return Verb.Alone(
            shell, "serve", "Answer add-checkpoint and show the latest checkpoints (c2sp.org/tlog-witness), until SIGTERM or SIGINT.", "probatum witness serve ./witness --listen 127.0.0.1:7380",
            [folder, listen], parse =>
            {
                if (!IPEndPoint.TryParse(parse.GetRequiredValue(listen), out var at) || !parse.GetRequiredValue(listen).Contains(':', StringComparison.Ordinal))
                {
                    throw new BadInputException($"'{parse.GetRequiredValue(listen)}' is no address and port such as 127.0.0.1:7380");
                }

                using var witness = Open(shell, parse.GetRequiredValue(folder));
                var listening = shell.Listening ?? throw new BadInputException("this program does not listen on ports");
                var answered = listening.Witness(witness, at, Say, Fault(shell), CancellationToken.None).GetAwaiter().GetResult();
                return new($"stopped; {Words.Count(answered, "request")} answered", JsonMap.Of(("answered", answered)));

                void Say(string address)
                {
                    shell.Out.WriteLine(Verb.Said(parse, Verb.AsJson)
                        ? CanonicalJson.WriteText(JsonMap.Of(("witness", witness.Keys[0].Name), ("address", address)))
                        : $"witness {witness.Keys[0].Name} listening on {address}");
                    shell.Out.Flush();
                }
            });
    }

    private static Command Sign(Shell shell)
    {
        var (folder, request) = (Folder(), Verb.Argument("REQUEST", "what 'log cosign --request' wrote, or any add-checkpoint body"));
        var output = new Option<string>("--output", "-o") { Description = "where the answer goes: a new file", HelpName = "ANSWER", Required = true };
        return Verb.Alone(
            shell, "sign", "Countersign what a file asks for: the same exchange as over the network. Exit code 1 when the witness does not sign.", "probatum witness sign ./witness request.txt -o answer.txt",
            [folder, request, output], parse =>
            {
                var (body, to) = (Files.Read(parse.GetRequiredValue(request)), parse.GetRequiredValue(output));
                if (File.Exists(to))
                {
                    throw new BadInputException($"{to}: is there already");
                }

                using var witness = Open(shell, parse.GetRequiredValue(folder));
                var answer = witness.Answer(body);
                if (answer is WitnessCosigned signed)
                {
                    Files.WriteNew(to, Encoding.UTF8.GetBytes(answer.Body));
                    return new(
                        $"{to}: {signed.State.Checkpoint.Origin} with {Words.Leaves(signed.State.Checkpoint.Size)} countersigned as {witness.Keys[0].Name}",
                        JsonMap.Of(("status", answer.Status), ("answer", to), ("origin", signed.State.Checkpoint.Origin), ("size", signed.State.Checkpoint.Size)));
                }

                var stored = (answer as WitnessElsewhere)?.StoredSize;
                var why = stored is { } size ? $"this witness stands at size {size}: ask with --old {size}" : answer.Body.TrimEnd('\n');
                return Answer.Of(
                    [$"NOT SIGNED ({answer.Status}): {why}", .. answer.Evidence is null ? Array.Empty<string>() : ["both checkpoints are kept: 'probatum witness conflicts' shows them"]],
                    JsonMap.Of(("status", answer.Status), ("why", why), ("storedSize", stored is { } at ? at : null)), 1);
            });
    }

    private static Command Conflicts(Shell shell)
    {
        var folder = Folder();
        var output = new Option<string?>("--output", "-o") { Description = "also write each pair into this absent or empty folder", HelpName = "DIR" };
        return Verb.Alone(
            shell, "conflicts", "List pairs of checkpoints that do not go together, as the witness was shown them. Exit code 1 when one proves a fork.", "probatum witness conflicts ./witness -o evidence/",
            [folder, output], parse =>
            {
                var to = parse.GetValue(output);
                if (to is not null && Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any())
                {
                    throw new BadInputException($"{to}: is not empty");
                }

                var judged = WitnessFolder.Conflicts(parse.GetRequiredValue(folder)).Select(one => (one.Path, one.Evidence, Judged: Judge(one.Evidence, one.LogKeys))).ToList();
                foreach (var (path, evidence, _) in judged.Where(_ => to is not null))
                {
                    Files.Write(Path.Combine(to!, Path.GetFileName(path), "1.checkpoint"), evidence.First.ToBytes());
                    Files.Write(Path.Combine(to!, Path.GetFileName(path), "2.checkpoint"), evidence.Second.ToBytes());
                }

                return Answer.Of(
                    judged.Count == 0 ? ["no conflict was shown to this witness"] : judged.Select(one => $"{one.Path}: {one.Judged.Words}"),
                    JsonList.Of(judged.Select(one => (Json)JsonMap.Of(("folder", one.Path), ("verdict", one.Judged.Verdict), ("words", one.Judged.Words)))),
                    judged.Exists(one => one.Judged.Verdict == "fork") ? 1 : 0);
            });
    }

    private static Command Evidence(Shell shell)
    {
        var (one, other) = (Verb.Argument("FIRST", "a signed checkpoint"), Verb.Argument("SECOND", "another one of the same log"));
        var vkeys = Verb.Several("--vkey", "a key of the log, got elsewhere", "VKEY");
        vkeys.Required = true;
        return Verb.Alone(
            shell, "evidence", "Check what two checkpoints prove of the log that signed them. Exit code 1 when they prove a fork.", "probatum witness evidence 1.checkpoint 2.checkpoint --vkey log.example/a+6d2f0a3c+AWn…",
            [one, other, vkeys], parse =>
            {
                var keys = parse.GetRequiredValue(vkeys).Select(vkey => VerifierKey.TryParse(vkey, out var key, out var why) ? key : throw new BadInputException($"'{vkey}' is no key: {why.Why}")).ToList();
                foreach (var path in new[] { parse.GetRequiredValue(one), parse.GetRequiredValue(other) })
                {
                    Files.Read(path);
                }

                var judged = Judge(WitnessFolder.ReadEvidence(parse.GetRequiredValue(one), parse.GetRequiredValue(other)), keys);
                return judged.Verdict == "nothing"
                    ? throw new BadInputException(judged.Words)
                    : new(judged.Words, JsonMap.Of(("verdict", judged.Verdict), ("words", judged.Words)), judged.Verdict == "fork" ? 1 : 0);
            });
    }

    private static (string Verdict, string Words) Judge(ForkEvidence evidence, IEnumerable<VerifierKey> keys)
    {
        if (!evidence.TryJudge(keys, out var verdict, out var fault))
        {
            return ("nothing", $"these are not two checkpoints that the log of these keys signed: {fault.Why}");
        }

        var (first, second) = (evidence.First.Text.Split('\n'), evidence.Second.Text.Split('\n'));
        return verdict switch
        {
            ForkVerdict.Fork => ("fork", $"PROVES A FORK: {first[0]} signed two trees of {first[1]} leaves, with the roots {first[2]} and {second[2]}"),
            ForkVerdict.NotConnected => ("not-connected", $"proves no fork: {first[0]} signed trees of {first[1]} and {second[1]} leaves, and owes a proof that the larger begins with the smaller"),
            _ => ("same-tree", $"proves nothing against {first[0]}: both state one tree of {first[1]} leaves"),
        };
    }

    private static Argument<string> Folder() => Verb.Argument("DIR", "the witness's folder");

    /// <summary>Says what a witness that listens could not answer.</summary>
    internal static Action<string> Fault(Shell shell) => words => shell.Error.WriteLine($"note: {Core.SafeText.Line(words)}");

    /// <summary>Opens a witness for this process alone.</summary>
    internal static WitnessFolder Open(Shell shell, string folder)
    {
        try
        {
            return WitnessFolder.Open(folder, shell.Clock, Patience, _ => { });
        }
        catch (WorkspaceHeldException e)
        {
            throw new BadInputException($"{folder}: {e.Message.Replace("the workspace", "the witness", StringComparison.Ordinal)}; one process at a time signs");
        }
    }
}
