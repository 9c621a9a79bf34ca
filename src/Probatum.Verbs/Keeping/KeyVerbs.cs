using System.CommandLine;
using System.Text;
using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum key …</summary>
internal static class KeyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("key", "Signing keys: make, list, add to an account of the web application, register in a case, rotate, revoke; the passphrase over them.", New(shell), List(shell), Prove(shell), Register(shell), Accept(shell), Rotate(shell), Revoke(shell), ChangePassphrase(shell));

    private static Command New(Shell shell)
    {
        var name = Verb.Argument("NAME", "what people call the key: letters, digits, dots and dashes");
        var module = Verb.Option("--pkcs11", "the PKCS#11 library of a token: the key is made there and never leaves it", "LIBRARY");
        var token = Verb.Option("--token", "the token's label", "LABEL");
        return Verb.Alone(shell, "new", "Make a signing key in this workspace, or on a token.", "probatum key new analyst --pkcs11 /usr/lib/softhsm/libsofthsm2.so --token probatum", [name, module, token, Verb.Workspace], parse =>
        {
            var called = parse.GetRequiredValue(name);
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            var vkey = (parse.GetValue(module), parse.GetValue(token)) switch
            {
                (null, null) => workspace.Keys.Create(called).Verifier.Text,
                ({ } library, { } label) => OnToken(workspace, called, library, label),
                _ => throw new BadInputException("a key on a token needs both --pkcs11 LIBRARY and --token LABEL"),
            };
            return new($"key '{called}': {vkey}", JsonMap.Of(("name", called), ("vkey", vkey)));
        });

        string OnToken(Workspace workspace, string called, string library, string label)
        {
            if (!KeyFolder.IsName(called) || workspace.Keys.Names.Contains(called))
            {
                throw new BadInputException($"'{called}' is taken, or can't be the name of a key: letters, digits, dots and dashes only");
            }

            var key = TokenKey.Make(library, label, called, shell.Secret(Secrets.Pin, $"PIN of the token '{label}'"));
            workspace.Keys.Keep(called, key);
            return key.PublicKey;
        }
    }

    private static Command List(Shell shell) => Verb.Reading(
        shell, "list", "List the case's keys: role, party, holder, and since which leaf they count.", "probatum key list", [], (parse, opened) =>
        {
            var own = opened.Workspace.Keys.Names.ToDictionary(name => opened.SignerKey(name).Verifier.Name, name => name, StringComparer.Ordinal);
            var keys = opened.History.Keys.Keys.Values.OrderBy(key => key.RegisteredAt).ToList();
            return Answer.Of(
                Columns.Of(["key", "here called", "role", "party", "holder", "counts"], keys.Select(key => new[]
                {
                    key.Key.Name, own.GetValueOrDefault(key.Key.Name, "-"), key.Role ?? "withheld", key.Party is null ? "-" : opened.State.Parties.Name(key.Party),
                    key.Holder ?? "-", key.RevokedAt is { } at ? $"leaf {key.RegisteredAt} to {at}: {key.RevokedWhy}" : $"from leaf {key.RegisteredAt}",
                })),
                JsonList.Of(keys.Select(key => (Json)JsonMap.Of(
                    ("key", key.Key.Name), ("vkey", key.Key.Text), ("name", own.TryGetValue(key.Key.Name, out var name) ? name : null),
                    ("role", key.Role is { } role ? role : null), ("holder", key.Holder is { } holder ? holder : null),
                    ("registeredAt", key.RegisteredAt), ("revokedAt", key.RevokedAt is { } revoked ? revoked : null)))));
        });

    /// <summary>What a key signs to be added to an account of the web application. It is no beginning of a record, so no signature of one is the other.</summary>
    /// <param name="account">The account's id, a-….</param>
    /// <param name="challenge">What the server gave it, good once.</param>
    public static string ProofText(string account, string challenge) => $"key of a Probatum account\n{account}\n{challenge}\n";

    private static Command Prove(Shell shell)
    {
        var account = Verb.Argument("ACCOUNT", "the account's id (a-…)");
        var challenge = Verb.Argument("CHALLENGE", "what POST /api/v1/me/keys/challenge gave for that account");
        return Verb.Alone(
            shell, "prove", "Show that a key of this workspace is here, so that an account of the web application takes it in: prints what POST /api/v1/me/keys takes.",
            "probatum key prove a-… CHALLENGE --key analyst --json", [account, challenge, Verb.Key, Verb.Workspace], parse =>
            {
                if (new[] { account, challenge }.Any(one => parse.GetRequiredValue(one) is not { Length: > 0 and <= 200 } said || said.Any(char.IsControl)))
                {
                    throw new BadInputException("account and challenge are one word each, as the server gave them");
                }

                using var workspace = OpenedCase.OpenWorkspace(parse, shell);
                var name = Verb.Said(parse, Verb.Key) ?? "owner";
                var key = workspace.Keys.Find(name, called => shell.Secret(Secrets.Pin, $"PIN of the token that holds the key '{called}'"))
                    ?? throw new BadInputException($"there is no key '{name}' here; the keys are {string.Join(", ", workspace.Keys.Names)}");
                var (publicKey, signature) = (Convert.ToBase64String(key.Verifier.PublicKey.Span), Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(ProofText(parse.GetRequiredValue(account), parse.GetRequiredValue(challenge))))));
                return new(
                    $"key {key.Verifier.Name}: public key {publicKey}, signature {signature}",
                    JsonMap.Of(("publicKey", publicKey), ("challenge", parse.GetRequiredValue(challenge)), ("signature", signature)));
            });
    }

    private static Command Register(Shell shell)
    {
        var name = Verb.Argument("NAME", "a key of this workspace; or the vkey of one that is elsewhere, with --out");
        var half = Verb.Option("--out", "for a key that is elsewhere: where the registrar's half goes, for 'key accept' there", "FILE");
        var role = Verb.Required("--role", string.Join(", ", Permissions.Roles), "ROLE");
        role.AcceptOnlyFromAmong([.. Permissions.Roles]);
        var party = Verb.Option("--party", "the party that the key's holder acts for", "PARTY");
        var holder = Verb.Option("--holder", "who holds the key; sealed, and withheld by most policies", "WHO");
        return Verb.Writing(
            shell, "register", "Let a key sign in this case from now on. Signed by the registrar and by the new key.",
            "probatum key register analyst --role analyst --holder 'A. Analyst'", [name, role, party, holder, half], (parse, opened) =>
            {
                var vkey = parse.GetRequiredValue(name).Contains('+', StringComparison.Ordinal) ? Vkey(parse.GetRequiredValue(name)) : null;
                var statement = new KeyRegistered(vkey?.Text, parse.GetValue(holder), parse.GetRequiredValue(role), opened.FindOr("party", parse.GetValue(party)));
                if (vkey is not null)
                {
                    var path = parse.GetValue(half) ?? throw new BadInputException("a key that is elsewhere signs its own registration there: say where its half goes with --out FILE");
                    var signed = opened.Half(statement, new(vkey.Name), path);
                    return new(
                        $"{path}: signed by the registrar; whoever holds the key signs with 'probatum key accept {path} --key NAME' on a copy of the case, and the record comes back with a bundle",
                        JsonMap.Of(("half", path), ("id", signed.Id.Text), ("key", vkey.Name)));
                }

                if (parse.GetValue(half) is not null)
                {
                    throw new BadInputException("--out is for a key that is elsewhere: give its vkey ('probatum key new' prints it there)");
                }

                var key = opened.SignerKey(parse.GetRequiredValue(name));
                statement = statement with { Key = key.Verifier.Text };
                var receipts = opened.RecordAll([new(statement, CoSigners: [key])]);
                return OpenedCase.Recorded(receipts, $"key '{parse.GetRequiredValue(name)}' may sign as {parse.GetRequiredValue(role)}", ("key", key.Verifier.Name));
            });
    }

    private static Command Accept(Shell shell)
    {
        var half = Verb.Argument("HALF", "what 'key register --out' wrote for this key");
        return Verb.Writing(
            shell, "accept", "Sign the registration of a key of this workspace, which a registrar elsewhere signed: from here on it may sign in this case.",
            "probatum key accept phone.half --key phone", [half], (parse, opened) =>
            {
                var path = parse.GetRequiredValue(half);
                if (!HalfSigned.TryRead(Files.Read(path), out var signed, out var fault) || !signed.TryShow(out var record, out fault))
                {
                    throw new BadInputException($"{path}: this is no half of a registration: byte {fault.At}: {fault.Why}");
                }

                if (record.Envelope.Case != opened.Id || record.Statement is not KeyRegistered registered)
                {
                    throw new BadInputException($"{path}: this is no registration of a key in this case");
                }

                return OpenedCase.Recorded(opened.RecordHalf(signed, KeyRegistered.Row), $"key {registered.Key?.Split('+')[0]} may sign as {registered.Role}", ("key", registered.Key?.Split('+')[0]));
            });
    }

    private static Ledger.VerifierKey Vkey(string text) => KeyRing.TryAuthorKey(text, out var key, out var fault) ? key : throw new BadInputException($"'{text}' is no key of an author: {fault.Why}");

    private static Command Rotate(Shell shell)
    {
        var name = Verb.Argument("NAME", "the key of this workspace that is to be replaced");
        var next = Verb.Required("--by", "the key of this workspace that takes its place", "NAME");
        var reason = Verb.Required("--reason", "why; stands in the clear", "WHY");
        return Verb.Writing(
            shell, "rotate", "Put one key in the place of another, in one step: the new one is registered with the role, party and holder of the old one, which is revoked.",
            "probatum key rotate analyst --by analyst-2 --reason 'new device'", [name, next, reason], (parse, opened) =>
            {
                var (old, key) = (opened.SignerKey(parse.GetRequiredValue(name)).Verifier.Name, opened.SignerKey(parse.GetRequiredValue(next)));
                opened.Registered(new(old), parse.GetRequiredValue(name));
                var known = opened.History.Keys.Keys[new(old)];
                var receipts = opened.RecordAll(
                [
                    new(new KeyRegistered(key.Verifier.Text, known.Holder, known.Role ?? throw new BadInputException($"the role of '{parse.GetRequiredValue(name)}' is withheld here"), known.Party), CoSigners: [key]),
                    new(new KeyRevoked(old, parse.GetRequiredValue(reason))),
                ]);
                return OpenedCase.Recorded(receipts, $"key '{parse.GetRequiredValue(next)}' signs as {known.Role} from leaf {receipts[0].Index} on; '{parse.GetRequiredValue(name)}' ends at leaf {receipts[1].Index}", ("key", key.Verifier.Name), ("replaced", old));
            });
    }

    private static Command ChangePassphrase(Shell shell)
    {
        return Verb.Alone(shell, "passphrase", $"Change the workspace's passphrase ({Secrets.NewPassphrase}, else asked). Nothing else is written anew.", "probatum key passphrase", [Verb.Workspace], parse =>
        {
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            if (!workspace.Vault.HasPassphrase)
            {
                // What lies in the clear would stay so: that is decided when the workspace is made.
                throw new BadInputException("this workspace was made without a passphrase: its logs lie in the clear; make a new one with 'init --passphrase'; 'bundle export' and 'bundle merge' bring copies of the cases there, whose logs stay here");
            }

            var passphrase = shell.Secret(Secrets.NewPassphrase, "new passphrase");
            if (passphrase.Length < InitVerb.Shortest)
            {
                throw new BadInputException($"a passphrase has at least {InitVerb.Shortest} characters; nothing was changed");
            }

            workspace.Vault.ChangePassphrase(passphrase);
            return new("the passphrase is changed; backups made before open with the old one", JsonMap.Of(("changed", new JsonTruth(true))));
        });
    }

    private static Command Revoke(Shell shell)
    {
        var name = Verb.Argument("NAME", "a key of this workspace, or a key's own name (k-…)");
        var reason = Verb.Required("--reason", "why; stands in the clear", "WHY");
        return Verb.Writing(shell, "revoke", "End a key: what it signs after this record counts for nothing.", "probatum key revoke analyst --reason 'device lost'", [name, reason], (parse, opened) =>
        {
            var said = parse.GetRequiredValue(name);
            var key = said.StartsWith("k-", StringComparison.Ordinal) ? said : opened.SignerKey(said).Verifier.Name;
            if (!opened.History.Keys.Keys.ContainsKey(new(key)))
            {
                throw new BadInputException($"the key '{said}' is not registered in this case");
            }

            return OpenedCase.Recorded(opened.Record(new KeyRevoked(key, parse.GetRequiredValue(reason))), $"key '{said}' revoked", ("key", key));
        });
    }
}
