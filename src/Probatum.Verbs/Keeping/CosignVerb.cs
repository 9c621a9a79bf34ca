using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum log cosign</summary>
internal static class CosignVerb
{
    public static Command Of(Shell shell)
    {
        var witnesses = Verb.Several("--witness", "ask this witness over the network (c2sp.org/tlog-witness)", "URL");
        var request = Verb.Option("--request", "write what a witness without network is asked into this file", "FILE");
        var whom = Verb.Option("--for", "with --request: for the witness of that name, from the size it signed last here", "NAME");
        var old = Verb.Option("--old", "with --request: from the size where the witness stands; else 0", "SIZE");
        var answers = Verb.Several("--answer", "take what a witness answered in this file", "FILE");
        var vkeys = Cosigning.Keys;
        return Verb.Reading(
            shell, "cosign", "Have witnesses sign the log's present checkpoint: over the network, or with files. Exit code 1 when one does not sign.",
            "probatum log cosign --witness https://rival.example/witness", [witnesses, request, whom, old, answers, vkeys], (parse, opened) =>
            {
                opened.OnlyWhereTheLogIsKept("have it signed");
                var (urls, files) = (parse.GetValue(witnesses) ?? [], parse.GetValue(answers) ?? []);
                if (parse.GetValue(request) is { } path && urls.Length + files.Length == 0)
                {
                    var from = From(opened, parse.GetValue(old), parse.GetValue(whom));
                    var body = WitnessClient.Body(opened.Log, from);
                    Files.WriteNew(path, Encoding.UTF8.GetBytes(body));
                    return new(
                        $"{path}: asks to sign {Words.Leaves(opened.History.Size)}, for a witness that stands at {from}; its answer comes back with 'log cosign --answer FILE'",
                        JsonMap.Of(("request", path), ("old", from), ("size", opened.History.Size)));
                }

                if (parse.GetValue(request) is not null || parse.GetValue(old) is not null || parse.GetValue(whom) is not null || urls.Length + files.Length == 0)
                {
                    throw new BadInputException("say either --request FILE, with --old or --for, or whom to ask (--witness URL), or which answers came (--answer FILE)");
                }

                var replies = Cosigning.Ask(opened, urls, parse.GetValue(vkeys) ?? []).AddRange(Cosigning.Take(opened, files, parse.GetValue(vkeys) ?? []));
                return Answer.Of(
                    [.. Cosigning.Words(replies, opened.History.Size), .. Cosigning.Lacks(opened)],
                    JsonMap.Of(("size", opened.History.Size), ("answers", Cosigning.Json(replies)), ("quorumLacks", Cosigning.Wanting(opened) is { } lacks ? lacks : null)),
                    replies.Any(one => one.Reply.Wanting is not null) ? 1 : 0);
            });
    }

    private static long From(OpenedCase opened, string? old, string? whom)
    {
        if (old is not null && whom is not null)
        {
            throw new BadInputException("--old says from where, --for finds it out: say one of them");
        }

        if (whom is not null)
        {
            var name = Cosigning.Policy(opened)?.Witnesses.FirstOrDefault(witness => witness.Name.ToString() == whom)?.Key.Name ?? whom;
            return opened.Cosignatures.LastOf(name, opened.History.Size);
        }

        return old is null ? 0
            : long.TryParse(old, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= opened.History.Size ? size
            : throw new BadInputException($"'{old}' is no size from 0 to {opened.History.Size}");
    }
}
