namespace Probatum.Storage;

/// <summary>One small file beside the logs, sealed under the workspace's key, and written whole each time.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="vault">The workspace's keys.</param>
/// <param name="place">What it is for: another sealed file in its place does not open.</param>
public sealed class SealedFile(string path, Vault vault, string place)
{
    /// <summary>What is in it; null where it was never written.</summary>
    /// <exception cref="InvalidDataException">It was changed outside the program, or belongs elsewhere.</exception>
    public byte[]? Read() => !File.Exists(path) ? null
        : vault.TryOpen(File.ReadAllBytes(path), place) ?? throw new InvalidDataException($"{path}: was changed outside the program, or belongs to another workspace");

    /// <summary>Puts this in place of what was there; durable when it returns.</summary>
    public void Replace(ReadOnlySpan<byte> plain) => DurableFile.ReplacePrivate(path, vault.Seal(plain, place));
}
