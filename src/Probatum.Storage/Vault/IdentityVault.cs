using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The key pair under which it is kept who casualties are: apart from all other keys, under a passphrase of its own.</summary>
/// <remarks>
/// The secret is an age file under the passphrase, with an identity file in it, and the recipient a line beside it: the program
/// age opens both. The workspace's key seals the recipient a second time, so that nobody who can only write here has
/// identities encrypted to a key of theirs. Source: C2SP age.md.
/// </remarks>
public sealed partial class IdentityVault
{
    private const string Place = "vault/recipient";
    private const int LongestSecret = 1 << 20;

    private readonly Vault _vault;

    /// <summary>The vault of an opened workspace, made or not.</summary>
    public IdentityVault(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        _vault = workspace.Vault;
        (SecretPath, RecipientPath) = (Path.Combine(workspace.Folder, "keys", "vault.age"), Path.Combine(workspace.Folder, "keys", "vault.recipient"));
    }

    /// <summary>Where the secret lies.</summary>
    public string SecretPath { get; }

    /// <summary>Where the recipient lies.</summary>
    public string RecipientPath { get; }

    /// <summary>Whether it was made.</summary>
    public bool Exists => File.Exists(SecretPath);

    /// <summary>To whom identities are encrypted.</summary>
    /// <exception cref="InvalidDataException">It is missing, or another one was put in its place.</exception>
    public AgeRecipient Recipient => File.Exists(RecipientPath)
        && File.ReadAllText(RecipientPath).Split('\n') is [var line, ['#', ' ', .. var seal], ""]
        && Base64Strict.TryDecode(seal, out var bytes) && _vault.TryOpen(bytes, Place) is { } own && Encoding.ASCII.GetString(own) == line
        && AgeRecipient.TryParse(line, out var recipient, out _)
            ? recipient
            : throw new InvalidDataException($"{RecipientPath} is missing or was changed: nothing is encrypted to what stands there; 'probatum vault passphrase' writes it anew where it is missing");

    /// <summary>Makes the key pair.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public AgeRecipient Create(string passphrase, int work)
    {
        if (Exists || File.Exists(RecipientPath))
        {
            throw new IOException($"there is a vault already, {(Exists ? SecretPath : RecipientPath)}: a new key would open none of the identities that are kept; nothing was made");
        }

        var secret = RandomNumberGenerator.GetBytes(32);
        using var identity = AgeIdentity.FromSecret(secret);
        CryptographicOperations.ZeroMemory(secret);

        // The secret first: what is encrypted to a recipient without one is lost.
        Keep(identity, passphrase, work);
        KeepRecipient(identity.Recipient);
        return identity.Recipient;
    }

    /// <summary>Opens the secret.</summary>
    /// <exception cref="InvalidDataException">The passphrase is wrong, or a file was changed.</exception>
    public AgeIdentity Open(string passphrase)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        var identity = OpenSecret(passphrase);
        if (File.Exists(RecipientPath) && Recipient.Text != identity.Recipient.Text)
        {
            identity.Dispose();
            throw new InvalidDataException($"{RecipientPath} is not the recipient of {SecretPath}: one of the two was replaced");
        }

        return identity;
    }

    /// <summary>Puts the secret under another passphrase: a crash leaves it under the old one or the new one. Writes the recipient where a crash left none.</summary>
    /// <exception cref="InvalidDataException">As <see cref="Open"/>; nothing was changed.</exception>
    public void ChangePassphrase(string passphrase, string another, int work)
    {
        using var identity = Open(passphrase);
        Keep(identity, another, work);
        if (!File.Exists(RecipientPath))
        {
            KeepRecipient(identity.Recipient);
        }
    }

    /// <summary>Keeps this process out of the files that the system writes of one that crashes, and its entries in /proc closed to other programs of the same user.</summary>
    public static void KeepOutOfDumps()
    {
        const int Dumpable = 4;
        _ = OperatingSystem.IsLinux() ? Control(Dumpable, 0, 0, 0, 0) : 0;
    }

    private AgeIdentity OpenSecret(string passphrase)
    {
        if (!Exists)
        {
            throw new IOException("this workspace has no vault for identities; make one with 'probatum vault init'");
        }

        if (new FileInfo(SecretPath).Length > LongestSecret)
        {
            throw new InvalidDataException($"{SecretPath} is no key: it is too long");
        }

        if (!AgeFile.TryDecrypt(File.ReadAllBytes(SecretPath), passphrase, out var plain, out var fault))
        {
            throw new InvalidDataException(AgeFile.IsWrongKey(fault) ? "the vault's passphrase is wrong; nothing was opened" : $"{SecretPath} is damaged: {fault.Why}");
        }

        var text = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return AgeIdentity.TryParseFile(text, out var identity, out fault) ? identity : throw new InvalidDataException($"{SecretPath} holds no identity: {fault.Why}");
    }

    private void Keep(AgeIdentity identity, string passphrase, int work)
    {
        var plain = Encoding.ASCII.GetBytes($"# public key: {identity.Recipient.Text}\n{identity.ToSecretText()}\n");
        DurableFile.ReplacePrivate(SecretPath, AgeFile.EncryptUnder(plain, passphrase, work, RandomNumberGenerator.Fill));
        CryptographicOperations.ZeroMemory(plain);
    }

    private void KeepRecipient(AgeRecipient recipient) => DurableFile.ReplacePrivate(
        RecipientPath, Encoding.ASCII.GetBytes($"{recipient.Text}\n# {Convert.ToBase64String(_vault.Seal(Encoding.ASCII.GetBytes(recipient.Text), Place))}\n"));

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int what, nint a, nint b, nint c, nint d);
}
