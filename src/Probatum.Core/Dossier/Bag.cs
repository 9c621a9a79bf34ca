namespace Probatum.Core.Dossier;

/// <summary>Something in a bag that is no file: nobody hashes it, so nothing vouches for it.</summary>
/// <param name="Path">Where it lies, with slashes, relative to the bag.</param>
/// <param name="What">"link" or "empty folder".</param>
public sealed record NotAFile(string Path, string What);

/// <summary>A bag as it lies there, opened for reading and for nothing else. Safe for several threads.</summary>
public interface IBagReader
{
    /// <summary>Every file's path, with slashes, relative to the bag.</summary>
    IEnumerable<string> Paths { get; }

    /// <summary>What lies there besides files.</summary>
    IEnumerable<NotAFile> NotFiles => [];

    /// <summary>One file, or null when it is absent or no plain file.</summary>
    /// <remarks>Reading from it throws <see cref="InvalidDataException"/> where the bag itself says that these bytes were changed.</remarks>
    Stream? Open(string path);

    /// <summary>
    /// The SHA-256, 32 bytes, and the length of a file where the platform took them of these very bytes in its own way, as a browser
    /// does; else no, and the file is read.
    /// </summary>
    /// <exception cref="InvalidDataException">The bag itself says that these bytes were changed.</exception>
    bool TryDigest(string path, Span<byte> sha256, out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>Where a bag is written: each path once.</summary>
public interface IBagWriter
{
    /// <summary>
    /// Begins a file of exactly that many bytes; it is whole when the stream is closed. Begun by one thread, in the order in
    /// which files shall lie in the bag; several may be open at once, each written by one thread at a time.
    /// </summary>
    /// <exception cref="IOException">On closing: more or fewer bytes came than announced.</exception>
    Stream Create(string path, long length);
}

/// <summary>Writing what is at hand whole.</summary>
public static class BagWriting
{
    /// <summary>Writes one file.</summary>
    public static void Write(this IBagWriter bag, string path, ReadOnlySpan<byte> bytes)
    {
        using var file = bag.Create(path, bytes.Length);
        file.Write(bytes);
    }
}
