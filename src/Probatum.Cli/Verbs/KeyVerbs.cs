using System.CommandLine;
using Probatum.Core.Access;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Cli.Verbs;

/// <summary>probatum key …</summary>
internal static class KeyVerbs
{
    public static Command Of(Shell shell) => Verb.Group("key", "Signing keys: make, list, register in a case, revoke.", New(shell), List(shell), Register(shell), Revoke(shell));

    private static Command New(Shell shell)
    {
        var name = Verb.Argument("NAME", "what people call the key: letters, digits, dots and dashes");
        return Verb.Alone(shell, "new", "Make a signing key in this workspace.", "probatum key new analyst", [name, Verb.Workspace], parse =>
        {
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            var key = workspace.Keys.Create(parse.GetRequiredValue(name));
            return new($"key '{parse.GetRequiredValue(name)}': {key.Verifier.Text}", JsonMap.Of(("name", parse.GetRequiredValue(name)), ("vkey", key.Verifier.Text)));
        });
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

    private static Command Register(Shell shell)
    {
        var name = Verb.Argument("NAME", "a key of this workspace");
        var role = Verb.Required("--role", string.Join(", ", Permissions.Roles), "ROLE");
        role.AcceptOnlyFromAmong([.. Permissions.Roles]);
        var party = Verb.Option("--party", "the party that the key's holder acts for", "PARTY");
        var holder = Verb.Option("--holder", "who holds the key; sealed, and withheld by most policies", "WHO");
        return Verb.Writing(
            shell, "register", "Let a key sign in this case from now on. Signed by the registrar and by the new key.",
            "probatum key register analyst --role analyst --holder 'A. Analyst'", [name, role, party, holder], (parse, opened) =>
            {
                var key = opened.SignerKey(parse.GetRequiredValue(name));
                var statement = new KeyRegistered(
                    key.Verifier.Text, parse.GetValue(holder), parse.GetRequiredValue(role), opened.FindOr("party", parse.GetValue(party)));
                var receipts = opened.RecordAll([new(statement, CoSigners: [key])]);
                return OpenedCase.Recorded(receipts, $"key '{parse.GetRequiredValue(name)}' may sign as {parse.GetRequiredValue(role)}", ("key", key.Verifier.Name));
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
