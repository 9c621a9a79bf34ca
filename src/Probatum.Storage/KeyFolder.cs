using System.Security.Cryptography;
using System.Text;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The secret keys of a workspace as files that only their owner may read, each under a name that people chose.</summary>
public sealed class KeyFolder(string folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes an author's key under a new name.</summary>
    /// <exception cref="IOException">There is a key of that name already.</exception>
    public SignerKey Create(string name)
    {
        var key = KeyName.Signer(RandomNumberGenerator.GetBytes(32));
        Keep(name, key);
        return key;
    }

    /// <summary>The author's key of that name, or null.</summary>
    public SignerKey? Find(string name) => IsName(name) && File.Exists(PathOf(name)) ? Read(PathOf(name)) : null;

    /// <summary>The names of the authors' keys.</summary>
    public IEnumerable<string> Names => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.key").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The cases whose logs have keys here.</summary>
    public IEnumerable<string> Logs => Directory.Exists(Path.Combine(folder, "log"))
        ? Directory.GetFiles(Path.Combine(folder, "log"), "*.ed25519").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The two keys of a case's log: Ed25519 and ML-DSA-44, made when they are first asked for.</summary>
    public (SignerKey Ed25519, SignerKey MlDsa) Log(string origin, string caseId)
    {
        SignerKey Get(KeyType type, string ending)
        {
            var path = Path.Combine(folder, "log", $"{caseId}.{ending}");
            if (File.Exists(path))
            {
                return Read(path);
            }

            var key = SignerKey.FromSeed(origin, type, RandomNumberGenerator.GetBytes(32));
            Write(path, key);
            return key;
        }

        return (Get(KeyType.Ed25519, "ed25519"), Get(KeyType.CosignatureMlDsa44, "mldsa44"));
    }

    /// <summary>Whether people may call a key so: letters, digits, dots and dashes, at most 64.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && name[0] != '.';

    private void Keep(string name, SignerKey key)
    {
        if (!IsName(name))
        {
            throw new IOException($"'{name}' can't be the name of a key: letters, digits, dots and dashes only");
        }

        if (File.Exists(PathOf(name)))
        {
            throw new IOException($"there is a key '{name}' already");
        }

        Write(PathOf(name), key);
    }

    private static void Write(string path, SignerKey key)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        DurableFile.CreateFolder(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        // A crash leaves a stray file or the whole key, never half a key under its name.
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(key.Text + "\n"));
            stream.Flush(true);
        }

        File.Move(temporary, path, false);
        DurableFile.SyncFolder(folder);
    }

    private static SignerKey Read(string path) => SignerKey.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var key, out var fault)
        ? key
        : throw new InvalidDataException($"{path} is no key: {fault.Why}");

    private string PathOf(string name) => Path.Combine(folder, name + ".key");
}
