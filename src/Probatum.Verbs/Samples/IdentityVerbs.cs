using System.CommandLine;
using System.Security.Cryptography;
using Probatum.Core.Casualties;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum casualty identity …</summary>
/// <remarks>What is encrypted is in memory only: no file, no index and no message has any of it, but what a user prints.</remarks>
internal static class IdentityVerbs
{
    private const int MostRecipients = 16;
    private const long LongestFile = 1 << 20;
    private const string Media = "application/octet-stream";

    public static Command Of(Shell shell) => Verb.Group("identity", "Who a casualty is: kept apart, encrypted; whoever opens it goes on record.", Set(shell), Show(shell), List(shell));

    /// <summary>How often something was opened.</summary>
    public static string Times(long count) => count switch { 0 => "by nobody", 1 => "once", _ => $"{count} times" };

    private static Command Set(Shell shell)
    {
        var code = Verb.Argument("CODE", "the casualty's code");
        var from = Verb.Required("--from", "a short text in UTF-8 of who this is; - reads what is piped in. Never on the command line, which others can read", "FILE|-");
        var recipients = Verb.Several("--recipient", "who can open it too, such as a second custodian (age1…), each with a key of their own", "AGE1");
        return Verb.Writing(
            shell, "set", "Keep who a casualty is, encrypted to the vault and to further recipients. Set again, it takes the place of what was kept before.", "probatum casualty identity set K-01 --from person.txt",
            [code, from, recipients], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(from);
                var answer = Keep(opened, shell, parse.GetRequiredValue(code), parse.GetValue(recipients) ?? [], path, () => Read(path));
                if (path != "-")
                {
                    opened.Note($"{path} still holds it in the clear: remove it");
                }

                return answer;
            });
    }

    /// <summary>Keeps who a casualty is, encrypted; what was read is overwritten.</summary>
    /// <param name="opened">The case.</param>
    /// <param name="shell">Chance.</param>
    /// <param name="code">The casualty's code.</param>
    /// <param name="recipients">Who can open it beside the vault.</param>
    /// <param name="from">What a refusal calls the text.</param>
    /// <param name="read">Gives the text in UTF-8, once it is sure that it may be kept.</param>
    /// <exception cref="BadInputException">It may not be kept, and nothing was.</exception>
    public static Answer Keep(OpenedCase opened, Shell shell, string code, IEnumerable<string> recipients, string from, Func<byte[]> read)
    {
        var id = opened.Find("casualty", code);
        var own = Vault(opened).Recipient;
        var to = recipients.Select(Recipient).Prepend(own).DistinctBy(one => one.Text).ToList();
        if (to.Count > MostRecipients)
        {
            throw new BadInputException($"{to.Count} recipients: an identity is kept for at most {MostRecipients}");
        }

        opened.Judge(new IdentityKept(id, Blob.Of([], Media), []), "nothing was read");
        IdentityVault.KeepOutOfDumps();
        var encrypted = Encrypted(from, read(), to, shell);
        var earlier = IdentitiesView.Of(opened.State).SelectMany(one => one.Kept).LastOrDefault().Said?.Recipients;
        if (earlier is [var before, ..] && before != own.Text)
        {
            opened.Note($"the last identity of this case was kept for the vault {before}, not for this one");
        }

        // Under the key of the casualty: erased, it takes the file with it, also one that a crash left without a record.
        var file = opened.Workspace.Blobs.Put(encrypted, Media, SubjectKey.Name(opened.Id, id));
        var receipts = opened.Record(new IdentityKept(id, file, [.. to.Select(one => one.Text)]));
        return OpenedCase.Recorded(
            receipts, $"{code}: who this is is kept, for {Words.Count(to.Count, "recipient")}",
            ("casualty", id.Text), ("file", file.Sha256), ("recipients", JsonList.Of(to.Select(one => (Json)one.Text))));
    }

    private static Command Show(Shell shell)
    {
        var code = Verb.Argument("CODE", "the casualty's code");
        var reason = Verb.Required("--reason", "why; sealed, and withheld from dossiers. Name nobody", "WHY");
        var by = Verb.Option("--by", "the party for which it is opened; else that of the key", "PARTY");
        var earlier = Verb.Option("--record", "an earlier one of this casualty, by its record or leaf; else the last one", "RECORD");
        return Verb.Writing(
            shell, "show", $"Show who a casualty is. That it was opened is recorded first, or nothing is shown. Needs the vault's passphrase ({Secrets.VaultPassphrase}, else asked).", "probatum casualty identity show K-01 --reason 'the hospital asks for a relative'",
            [code, reason, by, earlier], (parse, opened) => Open(
                opened, shell, parse.GetRequiredValue(code), parse.GetRequiredValue(reason), parse.GetValue(by), parse.GetValue(earlier)));
    }

    /// <summary>Opens who a casualty is: it is on record before the answer has the text.</summary>
    /// <param name="opened">The case.</param>
    /// <param name="shell">Clock, and the vault's passphrase.</param>
    /// <param name="code">The casualty's code.</param>
    /// <param name="reason">Why; it names nobody.</param>
    /// <param name="by">The party for which it is opened; null for that of the key.</param>
    /// <param name="earlier">An earlier one of this casualty, by its record or leaf; null for the last.</param>
    /// <exception cref="BadInputException">It may not be opened, and nothing is shown.</exception>
    public static Answer Open(OpenedCase opened, Shell shell, string code, string reason, string? by, string? earlier)
    {
        var id = opened.Find("casualty", code);
        var all = IdentitiesView.Find(opened.State, id)?.Kept ?? throw new BadInputException($"of {code} no identity is kept");
        var kept = earlier is not { } record ? all[^1]
            : opened.Leaf(record) is var leaf && all.FirstOrDefault(one => one.Entry.Index == leaf) is { Said: not null } found ? found
            : throw new BadInputException($"'{record}' keeps no identity of {code}");
        opened.Registered(opened.Author.Name);
        var opening = new IdentityOpened(
            id, kept.Entry.Id.Text, opened.FindOr("party", by) ?? opened.History.Keys.Keys[opened.Author.Name].Party, When.At(shell.Clock(), "device"), reason);
        opened.Judge(opening, "nothing was opened");

        // Opened, recorded, shown: a wrong passphrase opens nothing and records nothing, and what is shown was recorded.
        IdentityVault.KeepOutOfDumps();
        var text = Decrypted(opened, kept.Said.File ?? throw new BadInputException("which file this identity is in is withheld here"), Vault(opened), shell);
        var receipts = opened.Record(opening);
        var answer = OpenedCase.Recorded(receipts, "", ("casualty", id.Text), ("code", code), ("kept", kept.Entry.Id.Text), ("identity", text));
        if (earlier is null && all.Length > 1)
        {
            opened.Note($"this is what {kept.Entry.Author} kept at leaf {kept.Entry.Index}, in place of what {all[^2].Entry.Author} kept at leaf {all[^2].Entry.Index}; --record {all[^2].Entry.Index} opens that");
        }

        opened.Note($"that it was opened is on record (leaf {receipts[^1].Index}), with key and reason");
        return answer with { Text = text };
    }

    private static Command List(Shell shell) => Verb.Reading(shell, "list", "List of whom it is kept who they are, and who opened it, when and why.", "probatum casualty identity list", [], (parse, opened) =>
    {
        var all = IdentitiesView.Of(opened.State);
        var keys = opened.History.Keys.Keys;
        string Who(Entry entry) => keys.GetValueOrDefault(entry.Author)?.Holder ?? entry.Author.Text;
        return Answer.Of(
            all.SelectMany(one => (string[])
            [
                $"{opened.Call(one.Casualty)}: kept (leaf {one.Kept[^1].Entry.Index}{(one.Kept.Length > 1 ? $", in place of {Words.Count(one.Kept.Length - 1, "earlier one")}" : "")}), for {Words.Count(one.Kept[^1].Said.Recipients.Length, "recipient")}; opened {Times(one.Opened.Length)}",
                .. one.Opened.Select(opening => $"  {opening.Said.When?.Words ?? opening.Entry.Envelope.Made.At}: {Who(opening.Entry)}{(opening.Said.By is { } party ? $", for {opened.State.Parties.Name(party)}" : "")}: {opening.Said.Reason} (leaf {opening.Entry.Index})"),
            ]),
            JsonList.Of(all.Select(one => (Json)JsonMap.Of(
                ("casualty", one.Casualty.Text), ("code", opened.Call(one.Casualty)),
                ("kept", JsonList.Of(one.Kept.Select(kept => (Json)JsonMap.Of(
                    ("leaf", kept.Entry.Index), ("record", kept.Entry.Id.Text), ("file", kept.Said.File?.Sha256), ("recipients", JsonList.Of(kept.Said.Recipients.Select(text => (Json)text))))))),
                ("opened", JsonList.Of(one.Opened.Select(opening => (Json)JsonMap.Of(
                    ("leaf", opening.Entry.Index), ("record", opening.Entry.Id.Text), ("kept", opening.Said.Kept), ("when", opening.Said.When?.Words), ("key", opening.Entry.Author.Text),
                    ("holder", keys.GetValueOrDefault(opening.Entry.Author)?.Holder), ("by", opening.Said.By is { } party ? opened.State.Parties.Name(party) : null), ("reason", opening.Said.Reason)))))))));
    });

    private static IdentityVault Vault(OpenedCase opened)
    {
        var vault = new IdentityVault(opened.Workspace);
        return vault.Exists ? vault : throw new BadInputException("this workspace has no vault for identities; make one with 'probatum vault init'");
    }

    private static AgeRecipient Recipient(string text) => AgeRecipient.TryParse(text, out var recipient, out var fault)
        ? recipient
        : throw new BadInputException(text.StartsWith("AGE-SECRET-KEY-", StringComparison.OrdinalIgnoreCase) ? "a secret key was given as a recipient; take it for known to others now, and make another" : $"'{text}' is no recipient: {fault.Why}");

    /// <summary>Encrypts the text; what was read is overwritten.</summary>
    private static byte[] Encrypted(string from, byte[] bytes, List<AgeRecipient> to, Shell shell)
    {
        try
        {
            if (!IdentityText.TryRead(bytes, out var text, out var fault))
            {
                throw new BadInputException($"{from}:{fault.At}: {fault.Why}");
            }

            var padded = IdentityText.Padded(text);
            var encrypted = AgeFile.Encrypt(padded, to, span => shell.Random(span));
            CryptographicOperations.ZeroMemory(padded);
            return encrypted;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static byte[] Read(string from)
    {
        const int Most = IdentityText.Longest + 4096;
        if (from != "-")
        {
            Files.CheckIsThere(from);
        }

        using var stream = from == "-" ? Console.OpenStandardInput() : new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var some = new byte[Most];
        var length = stream.ReadAtLeast(some, Most, false);
        if (length == Most)
        {
            CryptographicOperations.ZeroMemory(some);
            throw new BadInputException($"{from}: it has more than {IdentityText.Longest >> 10} KiB; scans and pictures do not belong here");
        }

        var bytes = some[..length];
        CryptographicOperations.ZeroMemory(some);
        return bytes;
    }

    private static string Decrypted(OpenedCase opened, Blob file, IdentityVault vault, Shell shell)
    {
        var encrypted = (file.Size <= LongestFile ? opened.Workspace.Blobs.Read(file.Sha256) : throw new BadInputException($"the file {file.Sha256} of this identity is too long to be one")) ?? throw new BadInputException($"the file {file.Sha256} of this identity is not kept here");
        using var identity = vault.Open(shell.Secret(Secrets.VaultPassphrase, "the vault's passphrase"));
        if (!AgeFile.TryDecrypt(encrypted, identity, out var plain, out var fault))
        {
            throw new BadInputException(AgeFile.IsWrongKey(fault) ? $"this identity was not encrypted to the vault of this workspace, {identity.Recipient.Text}" : $"the file {file.Sha256} of this identity can't be opened: {fault.Why}");
        }

        var isText = IdentityText.TryRead(plain, out var text, out fault);
        CryptographicOperations.ZeroMemory(plain);
        return isText ? text : throw new BadInputException($"the file {file.Sha256} of this identity was not written by this program: {fault.Why}");
    }
}
