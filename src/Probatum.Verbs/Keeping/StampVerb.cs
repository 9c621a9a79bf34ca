using System.Collections.Immutable;
using System.CommandLine;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Export;
using Probatum.Ledger;

namespace Probatum.Verbs;

/// <summary>probatum log stamp</summary>
internal static class StampVerb
{
    public static Command Of(Shell shell)
    {
        var authorities = Verb.Several("--authority", "time-stamp authorities to ask over the network; two that have nothing to do with each other are better than one", "URL");
        var request = Verb.Option("--request", "write the request instead, for a machine with a network", "FILE.tsq");
        var replies = Verb.Several("--reply", "take in what an authority answered to such a request", "FILE.tsr");
        return Verb.Writing(
            shell, "stamp",
            "Have outside authorities stamp the log as it stands (RFC 3161, over the registry's checkpoint), and record their tokens: every record so far existed by then. Asks the network only for --authority.",
            "probatum log stamp --authority https://tsa.example/tsr", [authorities, request, replies], (parse, opened) =>
            {
                opened.OnlyWhereTheLogIsKept("have it stamped");
                var (urls, file, answers) = (parse.GetValue(authorities)!, parse.GetValue(request), parse.GetValue(replies)!);
                if (new[] { urls.Length > 0, file is not null, answers.Length > 0 }.Count(said => said) != 1)
                {
                    throw new BadInputException("say one of --authority, --request and --reply");
                }

                // Registering a checkpoint is to stand by it, and a log that may have gone on elsewhere is not stood by.
                if (answers.Length == 0 && opened.Log.Refusal is { } refusal)
                {
                    throw new BadInputException(refusal);
                }

                if (file is not null)
                {
                    var stamps = opened.Workspace.Registry.Register(opened.Log.Covered!);
                    opened.Log.KeepStamps(opened.History.Size, stamps);
                    Files.WriteNew(file, TimeStamp.Request(stamps.Stamped.Span, []));
                    return new($"{file}: a request to stamp the log of {Words.Leaves(opened.History.Size)}; take the answer in with 'log stamp --reply'", JsonMap.Of(("request", file), ("size", opened.History.Size)));
                }

                var told = urls.Length > 0 ? Ask(opened, urls, shell) : TakeIn(opened, answers);

                // Behind a seal nothing is recorded by the way: it would not be the last record any more. The next seal records it first.
                var receipts = opened.State.Entries is [.., { Statement: DossierSealed }] ? [] : Record(opened);
                return OpenedCase.Recorded(
                    receipts, $"{string.Join('\n', told)}{(receipts.IsEmpty ? "\nkept beside the log, which stays as it was sealed; 'seal --again' puts them into the dossier" : "\nrecorded")}",
                    ("stamps", JsonList.Of(told.Select(one => (Json)one))));
            });
    }

    /// <summary>Asks authorities and keeps their tokens beside the log; nothing is kept when one of them fails.</summary>
    public static ImmutableArray<string> Ask(OpenedCase opened, IReadOnlyCollection<string> urls, Shell shell)
    {
        var stamps = opened.Workspace.Registry.Register(opened.Log.Covered!);
        var tokens = urls.Select(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw new BadInputException($"'{url}' is no address with http or https"))
            .Select(address =>
            {
                var nonce = new byte[8];
                shell.Random(nonce);
                nonce[0] = (byte)((nonce[0] & 0x7f) | 0x40);
                return TimeStampClient.AskAsync(address, stamps.Stamped, nonce, CancellationToken.None).GetAwaiter().GetResult();
            }).ToList();
        opened.Log.KeepStamps(opened.History.Size, stamps with { Tokens = [.. tokens.Select(token => token.Bytes)] });
        return [.. tokens.Select(token => Told(token, opened.History.Size))];
    }

    /// <summary>Records what lies beside the log and is not in it yet.</summary>
    public static ImmutableArray<Receipt> Record(OpenedCase opened)
    {
        var recorded = opened.State.TimeStamps.SelectMany(one => one.Said.Tokens).Select(token => token.Sha256).ToHashSet(StringComparer.Ordinal);
        var statements = opened.Log.AllStamps
            .Select(one => one with { Stamps = one.Stamps with { Tokens = [.. one.Stamps.Tokens.Where(token => !recorded.Contains(Digests.Hex(token.Span)))] } })
            .Where(one => !one.Stamps.Tokens.IsEmpty).Select(one => new TimeStamped(
                one.Size, opened.Workspace.Blobs.Put(one.Stamps.Proof.Span, "text/plain"), opened.Workspace.Blobs.Put(one.Stamps.Stamped.Span, "text/plain"),
                [.. one.Stamps.Tokens.Select(token => opened.Workspace.Blobs.Put(token.Span, "application/timestamp-reply"))],
                [.. one.Stamps.Tokens.Select(token => TimeStamp.TryRead(token, out var read, out _) ? read.Authority : "")])).ToList();
        return statements.Count == 0 ? [] : opened.Record(statements);
    }

    private static ImmutableArray<string> TakeIn(OpenedCase opened, IEnumerable<string> files)
    {
        var told = ImmutableArray.CreateBuilder<string>();
        var taken = new List<(long Size, LogStamps Stamps)>();
        foreach (var file in files)
        {
            if (!TimeStamp.TryRead(Files.Read(file), out var stamp, out var fault))
            {
                throw new BadInputException($"{file}: {fault.Why}; nothing was taken in");
            }

            var of = opened.Log.AllStamps.Reverse().FirstOrDefault(one => stamp.TryVerify(one.Stamps.Stamped.Span, [], out fault));
            taken.Add(of.Stamps is null
                ? throw new BadInputException($"{file}: it answers no request of this case, or lacks the authority's certificate ({fault.Why}); nothing was taken in")
                : (of.Size, of.Stamps with { Tokens = [stamp.Bytes] }));
            told.Add(Told(stamp, of.Size));
        }

        taken.ForEach(one => opened.Log.KeepStamps(one.Size, one.Stamps));
        return told.ToImmutable();
    }

    private static string Told(TimeStamp stamp, long size) => $"{stamp.Authority} stamped the log of {Words.Leaves(size)} at {When.Format(stamp.Time)}";
}
