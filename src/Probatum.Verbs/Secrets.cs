using System.Text;

namespace Probatum.Verbs;

/// <summary>Where passphrases and PINs come from: an environment variable, else the terminal, unseen. Never a command line, which others can read.</summary>
internal static class Secrets
{
    /// <summary>The passphrase of a workspace.</summary>
    public const string Passphrase = "PROBATUM_PASSPHRASE";

    /// <summary>The PIN of a token.</summary>
    public const string Pin = "PROBATUM_PIN";

    /// <summary>A passphrase to replace the present one.</summary>
    public const string NewPassphrase = "PROBATUM_NEW_PASSPHRASE";

    /// <summary>The passphrase of the vault in which identities are kept: another one than the workspace's.</summary>
    public const string VaultPassphrase = "PROBATUM_VAULT_PASSPHRASE";

    /// <summary>A passphrase to replace the vault's present one.</summary>
    public const string NewVaultPassphrase = "PROBATUM_NEW_VAULT_PASSPHRASE";

    /// <summary>Asks for a secret.</summary>
    /// <param name="variable">The environment variable that may hold it.</param>
    /// <param name="question">What a person is asked.</param>
    /// <exception cref="BadInputException">Nobody can be asked.</exception>
    public static string Ask(string variable, string question)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
        {
            return given;
        }

        if (Console.IsInputRedirected)
        {
            throw new BadInputException($"{question} is needed: set {variable}, or answer at a terminal");
        }

        Console.Error.Write($"{question}: ");
        var typed = new StringBuilder();
        for (ConsoleKeyInfo key; (key = Console.ReadKey(true)).Key != ConsoleKey.Enter;)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
