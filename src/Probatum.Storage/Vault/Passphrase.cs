using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>How a passphrase becomes a key: Argon2id with a salt. Source: RFC 9106.</summary>
internal sealed record Passphrase(byte[] Salt, int MemoryKiB, int Passes)
{
    // RFC 9106 section 4, second recommended option; libsodium computes one lane.
    private const int DefaultMemoryKiB = 64 * 1024;
    private const int DefaultPasses = 3;
    private const int MostMemoryKiB = 1024 * 1024;
    private const int MostPasses = 100;
    private const string Name = "argon2id";

    public static Passphrase New() => new(RandomNumberGenerator.GetBytes(Argon2id.SaltLength), DefaultMemoryKiB, DefaultPasses);

    public static Passphrase FromJson(JsonElement json)
    {
        var read = new Passphrase(json.GetProperty("salt").GetBytesFromBase64(), json.GetProperty("memoryKiB").GetInt32(), json.GetProperty("passes").GetInt32());
        return json.GetProperty("kdf").GetString() == Name && read is { Salt.Length: Argon2id.SaltLength, MemoryKiB: >= 8 and <= MostMemoryKiB, Passes: >= 1 and <= MostPasses }
            ? read
            : throw new FormatException("the passphrase is not stretched in a way that this version knows");
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("kdf", Name);
        json.WriteNumber("memoryKiB", MemoryKiB);
        json.WriteNumber("passes", Passes);
        json.WriteBase64String("salt", Salt);
    }

    public byte[] Key(string passphrase)
    {
        try
        {
            return Argon2id.DeriveKey(Encoding.UTF8.GetBytes(passphrase), Salt, MemoryKiB, Passes);
        }
        catch (OutOfMemoryException e)
        {
            throw new IOException($"stretching the passphrase needs {MemoryKiB >> 10} MiB of memory, which this machine does not have now", e);
        }
    }
}
