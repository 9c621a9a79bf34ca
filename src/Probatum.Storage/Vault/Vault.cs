using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Probatum.Storage;

/// <summary>The keys under which a workspace lies on the disk: one for the workspace, one for each subject.</summary>
/// <remarks>
/// A subject is whoever can ask to be forgotten, or a whole case. Its key opens the disclosures and files about it, and is
/// destroyed when they are erased; leaves, signatures and proofs do not need it. The workspace's key opens the subjects' keys
/// and the signing keys. It lies in the folder as it is, or sealed under a passphrase, which is all that keeps a stolen
/// machine from telling everything.
/// </remarks>
public sealed class Vault
{
    private const string WorkspaceKey = "workspace.key";
    private const int Format = 1;

    private readonly string _folder;
    private readonly byte[] _root;
    private readonly byte[] _sealing;
    private readonly byte[] _naming;
    private readonly ConcurrentDictionary<string, byte[]> _subjects = new(StringComparer.Ordinal);

    private Vault(string folder, byte[] root, bool hasPassphrase)
    {
        (_folder, _root, HasPassphrase) = (folder, root, hasPassphrase);
        (_sealing, _naming) = (Derived(root, "sealing"), Derived(root, "naming"));
    }

    /// <summary>Whether the workspace's key is sealed under a passphrase.</summary>
    public bool HasPassphrase { get; private set; }

    /// <summary>Makes a vault in a folder that has none.</summary>
    public static Vault Create(string folder, string? passphrase)
    {
        var vault = new Vault(folder, RandomNumberGenerator.GetBytes(SealedBytes.KeyLength), false);
        vault.ChangePassphrase(passphrase);
        return vault;
    }

    /// <summary>Opens a vault; asks for the passphrase only where there is one.</summary>
    /// <exception cref="InvalidDataException">The passphrase is wrong, or the file is damaged.</exception>
    public static Vault Open(string folder, Func<string> passphrase)
    {
        var path = Path.Combine(folder, WorkspaceKey);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format)
            {
                throw new InvalidDataException($"{path} was made by a newer version");
            }

            if (root.TryGetProperty("key", out var key))
            {
                return new(folder, Checked(key.GetBytesFromBase64(), path), false);
            }

            var lockedBy = Passphrase.FromJson(root);
            var opened = SealedBytes.TryOpen(lockedBy.Key(passphrase()), root.GetProperty("sealed").GetBytesFromBase64(), WorkspaceKey)
                ?? throw new InvalidDataException("the passphrase is wrong, or the workspace's key file was changed");
            return new(folder, Checked(opened, path), true);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path} is damaged or missing: {e.Message}", e);
        }
    }

    /// <summary>Seals the workspace's key under another passphrase, or under none. Nothing else is written anew.</summary>
    public void ChangePassphrase(string? passphrase)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            if (passphrase is null)
            {
                json.WriteBase64String("key", _root);
            }
            else
            {
                var lockedBy = Passphrase.New();
                lockedBy.Write(json);
                json.WriteBase64String("sealed", SealedBytes.Seal(lockedBy.Key(passphrase), _root, WorkspaceKey));
            }

            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        DurableFile.ReplacePrivate(Path.Combine(_folder, WorkspaceKey), bytes.ToArray());
        HasPassphrase = passphrase is not null;
    }

    /// <summary>Seals bytes under the workspace's key, bound to a place.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string place) => SealedBytes.Seal(_sealing, plain, place);

    /// <summary>Opens what <see cref="Seal"/> sealed for that place; null when it was changed.</summary>
    public byte[]? TryOpen(ReadOnlySpan<byte> bytes, string place) => SealedBytes.TryOpen(_sealing, bytes, place);

    /// <summary>A file name that tells nothing without the workspace's key: 64 hex digits.</summary>
    public string Blind(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_naming, Encoding.UTF8.GetBytes(text)));

    /// <summary>The key of a subject, or null when there is none or it was destroyed.</summary>
    public ReadOnlyMemory<byte>? Find(string subject)
    {
        if (_subjects.TryGetValue(subject, out var known))
        {
            return known;
        }

        var path = PathOf(subject);
        if (!File.Exists(path))
        {
            return null;
        }

        var key = TryOpen(File.ReadAllBytes(path), Place(subject)) ?? throw new InvalidDataException($"{path}: the key of a subject was changed");
        if (key.Length == 0)
        {
            return null;
        }

        return _subjects.GetOrAdd(subject, key);
    }

    /// <summary>The key of a subject, made when it is first asked for; null when it was destroyed, for then it never has one again.</summary>
    public ReadOnlyMemory<byte>? FindOrMake(string subject)
    {
        if (Find(subject) is { } known)
        {
            return known;
        }

        if (File.Exists(PathOf(subject)))
        {
            return null;
        }

        var key = RandomNumberGenerator.GetBytes(SealedBytes.KeyLength);
        DurableFile.ReplacePrivate(PathOf(subject), Seal(key, Place(subject)));
        return _subjects.GetOrAdd(subject, key);
    }

    /// <summary>Destroys the key of a subject: what lies under it is gone for good. False when it was destroyed before.</summary>
    /// <remarks>
    /// The file is overwritten, and an empty one takes its place, so that no key is ever made for that subject again; it goes along
    /// with the keys into backups. A disk that keeps old blocks still has them, sealed under the workspace's key.
    /// </remarks>
    public bool Destroy(string subject)
    {
        var path = PathOf(subject);
        if (File.Exists(path) && Find(subject) is null)
        {
            return false;
        }

        _subjects.TryRemove(subject, out var key);
        CryptographicOperations.ZeroMemory(key);
        DurableFile.Destroy(path);
        DurableFile.ReplacePrivate(path, Seal([], Place(subject)));
        return true;
    }

    private string PathOf(string subject) => Path.Combine(_folder, "subjects", Blind(subject));

    private static string Place(string subject) => $"subject/{subject}";

    private static byte[] Derived(byte[] root, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root, SealedBytes.KeyLength, info: Encoding.ASCII.GetBytes($"probatum/{purpose}"));

    private static byte[] Checked(byte[] key, string path) =>
        key.Length == SealedBytes.KeyLength ? key : throw new InvalidDataException($"{path} is damaged: the key has {key.Length} bytes");
}
