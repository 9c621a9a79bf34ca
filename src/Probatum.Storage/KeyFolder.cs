using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The secret keys of a workspace, sealed under its vault, in files that only their owner may read.</summary>
/// <remarks>A key's file is named by a keyed digest of what people call the key: a stolen disk does not even tell whose keys it holds.</remarks>
public sealed class KeyFolder(string folder, Vault vault)
{
    private const string Ending = ".key";

    /// <summary>Makes an author's key under a new name.</summary>
    /// <exception cref="IOException">There is a key of that name already.</exception>
    public SignerKey Create(string name)
    {
        var key = KeyName.Signer(RandomNumberGenerator.GetBytes(32));
        Keep(name, key.Text!);
        return key;
    }

    /// <summary>Remembers a key that a token holds: where it is, never the key itself.</summary>
    /// <exception cref="IOException">There is a key of that name already.</exception>
    public void Keep(string name, TokenKey key) => Keep(name, key.ToText());

    /// <summary>The author's key of that name, or null; <paramref name="pin"/> is asked where a token holds it.</summary>
    public SignerKey? Find(string name, Func<string, string>? pin = null) => IsName(name) && File.Exists(PathOf(name)) ? Read(PathOf(name), pin).Key : null;

    /// <summary>The names of the authors' keys.</summary>
    public IEnumerable<string> Names => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*" + Ending).Where(path => Path.GetFileName(path).Length == 64 + Ending.Length).Select(path => Text(path).Name).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The cases whose logs have keys here.</summary>
    public IEnumerable<string> Logs => Directory.Exists(LogFolder)
        ? Directory.GetFiles(LogFolder, "*.ed25519").Select(path => Path.GetFileNameWithoutExtension(path)!).Where(CaseId.IsWellFormed).Order(StringComparer.Ordinal)
        : [];

    /// <summary>What the names of other logs that have keys here go on with behind a beginning.</summary>
    internal IEnumerable<string> LogsBehind(string beginning) => Directory.Exists(LogFolder)
        ? Directory.GetFiles(LogFolder, beginning + "*.ed25519").Select(path => Path.GetFileNameWithoutExtension(path)![beginning.Length..]).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The two keys of a log: Ed25519 and ML-DSA-44, made under that origin when they are first asked for.</summary>
    public (SignerKey Ed25519, SignerKey MlDsa) Log(string origin, string name)
    {
        SignerKey Get(KeyType type, string ending)
        {
            var path = Path.Combine(LogFolder, $"{name}.{ending}");
            if (File.Exists(path))
            {
                return Read(path, null).Key;
            }

            var key = SignerKey.FromSeed(origin, type, RandomNumberGenerator.GetBytes(32));
            Write(path, origin, key.Text!);
            return key;
        }

        // Both have the name of the first, which is the log's for good.
        var ed25519 = Get(KeyType.Ed25519, "ed25519");
        origin = ed25519.Verifier.Name;
        return (ed25519, Get(KeyType.CosignatureMlDsa44, "mldsa44"));
    }

    /// <summary>Removes the keys of a log that never signed anything.</summary>
    internal void ForgetLog(string name)
    {
        foreach (var path in LogEndings.Select(ending => Path.Combine(LogFolder, $"{name}.{ending}")).Where(File.Exists))
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether people may call a key so: letters, digits, dots and dashes, at most 64.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && name[0] != '.';

    private static readonly string[] LogEndings = ["ed25519", "mldsa44"];

    private string LogFolder => Path.Combine(folder, "log");

    private void Keep(string name, string secret)
    {
        if (!IsName(name))
        {
            throw new IOException($"'{name}' can't be the name of a key: letters, digits, dots and dashes only");
        }

        if (File.Exists(PathOf(name)))
        {
            throw new IOException($"there is a key '{name}' already");
        }

        Write(PathOf(name), name, secret);
    }

    private void Write(string path, string name, string secret) =>
        DurableFile.ReplacePrivate(path, vault.Seal(Encoding.UTF8.GetBytes($"{name}\n{secret}"), Place(path)));

    private (string Name, SignerKey Key) Read(string path, Func<string, string>? pin)
    {
        var (name, secret) = Text(path);
        if (TokenKey.TryParse(secret, out var token))
        {
            return (name, token.Open(() => pin?.Invoke(name) ?? throw new IOException($"the key '{name}' is on a token, and nobody was asked for its PIN")));
        }

        return SignerKey.TryParse(secret, out var key, out var fault) ? (name, key) : throw new InvalidDataException($"{path} is no key: {fault.Why}");
    }

    private (string Name, string Secret) Text(string path) =>
        vault.TryOpen(File.ReadAllBytes(path), Place(path)) is { } plain && Encoding.UTF8.GetString(plain).Split('\n') is [var name, var secret]
            ? (name, secret)
            : throw new InvalidDataException($"{path} is no key of this workspace, or was changed");

    private static string Place(string path) => $"key/{Path.GetFileName(path)}";

    private string PathOf(string name) => Path.Combine(folder, vault.Blind($"key/{name}") + Ending);
}
