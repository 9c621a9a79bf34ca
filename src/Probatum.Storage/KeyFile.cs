using System.Text;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>One secret key as a file that only its owner may read. All that a witness knows of how keys are kept.</summary>
internal static class KeyFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a new key: a crash leaves a stray file or the whole key, never half a key under its name.</summary>
    /// <exception cref="IOException">The file is there already.</exception>
    public static void Write(string path, SignerKey key)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        DurableFile.CreateFolder(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(key.Text + "\n"));
            stream.Flush(true);
        }

        File.Move(temporary, path, false);
        DurableFile.SyncFolder(folder);
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="InvalidDataException">It is no key.</exception>
    public static SignerKey Read(string path) => SignerKey.TryParse(File.ReadAllText(path).TrimEnd('\n'), out var key, out var fault)
        ? key
        : throw new InvalidDataException($"{path} is no key: {fault.Why}");
}
