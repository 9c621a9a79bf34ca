using System.CommandLine;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum vault …</summary>
internal static class VaultVerbs
{
    public static Command Of(Shell shell) => Verb.Group("vault", "The key under which it is kept who casualties are, with a passphrase of its own.", Init(shell), Show(shell), ChangePassphrase(shell));

    private static Command Init(Shell shell) => Verb.Alone(
        shell, "init", $"Make the vault's key in this workspace, under a passphrase of its own ({Secrets.VaultPassphrase}, else asked twice). Whoever forgets it loses every identity.", "probatum vault init", [Verb.Workspace], parse =>
        {
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            var vault = new IdentityVault(workspace);
            IdentityVault.KeepOutOfDumps();
            if (vault.Exists)
            {
                throw new BadInputException($"there is a vault already, {vault.SecretPath}: a new key would open none of the identities that are kept; nothing was made");
            }

            var recipient = vault.Create(Passphrase(shell, Secrets.VaultPassphrase, "made"), shell.VaultWork);
            return new($"{recipient.Text}\nits key is {vault.SecretPath}, under the passphrase: without both, nobody learns who a casualty is. Backups of the keys hold it; the passphrase is nowhere", Json(vault, recipient.Text));
        });

    private static Command Show(Shell shell) => Verb.Alone(shell, "show", "Show to whom identities are encrypted (an age recipient), and where the key lies. Never the key.", "probatum vault show", [Verb.Workspace], parse =>
    {
        using var workspace = OpenedCase.OpenWorkspace(parse, shell);
        var vault = new IdentityVault(workspace);
        CheckIsThere(vault);
        var recipient = vault.Recipient.Text;
        return new($"{recipient}\nits key is {vault.SecretPath}, an age file under the vault's passphrase", Json(vault, recipient));
    });

    private static Command ChangePassphrase(Shell shell) => Verb.Alone(
        shell, "passphrase", $"Change the vault's passphrase ({Secrets.VaultPassphrase} and {Secrets.NewVaultPassphrase}, else asked). The key stays, and what it opens.", "probatum vault passphrase", [Verb.Workspace], parse =>
        {
            using var workspace = OpenedCase.OpenWorkspace(parse, shell);
            var vault = new IdentityVault(workspace);
            IdentityVault.KeepOutOfDumps();
            CheckIsThere(vault);
            vault.ChangePassphrase(shell.Secret(Secrets.VaultPassphrase, "the vault's passphrase"), Passphrase(shell, Secrets.NewVaultPassphrase, "changed"), shell.VaultWork);
            return new("the vault's passphrase is changed; copies of its key that were made before open with the old one", JsonMap.Of(("changed", new JsonTruth(true))));
        });

    private static void CheckIsThere(IdentityVault vault)
    {
        if (!vault.Exists)
        {
            throw new BadInputException("this workspace has no vault for identities; make one with 'probatum vault init'");
        }
    }

    private static string Passphrase(Shell shell, string variable, string done)
    {
        var passphrase = shell.Secret(variable, "new passphrase of the vault");
        return passphrase.Length < InitVerb.Shortest ? throw new BadInputException($"a passphrase has at least {InitVerb.Shortest} characters; nothing was {done}")
            : passphrase == shell.Secret(variable, "the same once more") ? passphrase
            : throw new BadInputException($"the two are not the same; nothing was {done}");
    }

    private static JsonMap Json(IdentityVault vault, string recipient) => JsonMap.Of(("recipient", recipient), ("key", vault.SecretPath), ("recipientFile", vault.RecipientPath));
}
