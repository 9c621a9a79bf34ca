using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>One secret key as a file that only its owner may read. All that a witness knows of how keys are kept.</summary>
internal static class KeyFile
{
    /// <summary>Writes a new key: a crash leaves a stray file or the whole key, never half a key under its name.</summary>
    /// <exception cref="IOException">The file is there already.</exception>
    public static void Write(string path, SignerKey key)
    {
        if (File.Exists(path))
        {
            throw new IOException($"{path} is there already");
        }

        DurableFile.ReplacePrivate(path, Encoding.UTF8.GetBytes(key.Text + "\n"));
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="InvalidDataException">It is no key.</exception>
    public static SignerKey Read(string path) => SignerKey.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var key, out var fault)
        ? key
        : throw new InvalidDataException($"{path} is no key: {fault.Why}");
}
