using Probatum.Bags;

namespace Probatum.Verbs;

/// <summary>Files that the user names.</summary>
internal static class Files
{
    private const long Largest = int.MaxValue - 64;
    private const int LargestStream = 256 << 20;
    private static readonly string[] OfTheShell = ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"];

    /// <summary>Refuses to write over what is read.</summary>
    public static void CheckIsNone(string output, IEnumerable<string> inputs)
    {
        if (inputs.FirstOrDefault(input => Path.GetFullPath(input) == Path.GetFullPath(output)) is { } same)
        {
            throw new BadInputException($"{output}: it would be written over {same}, which is read");
        }
    }

    /// <summary>A whole file; also what a pipe of the shell gives, up to 256 MiB.</summary>
    /// <exception cref="BadInputException">It is not there, is no file, or is too large to be read whole.</exception>
    public static byte[] Read(string path)
    {
        CheckIsThere(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var length = stream.CanSeek ? stream.Length : 0;
        if (length > Largest)
        {
            throw new BadInputException($"{path}: is larger than 2 GiB");
        }

        if (length > 0)
        {
            var bytes = new byte[length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, false);
            return read == bytes.Length ? bytes : bytes[..read];
        }

        // What states no length may have no end.
        using var all = new MemoryStream();
        var some = new byte[1 << 20];
        for (var read = stream.Read(some); read > 0; read = stream.Read(some))
        {
            all.Write(some, 0, read);
            if (all.Length > LargestStream)
            {
                throw new BadInputException($"{path}: gives more than 256 MiB without saying how much; write it into a file first");
            }
        }

        return all.ToArray();
    }

    /// <summary>Says it where a path names no file: nothing, a folder, a device, or a pipe that the shell did not put there.</summary>
    public static void CheckIsThere(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException(Directory.Exists(path) ? $"{path}: is a folder" : $"{path}: there is no such file");
        }

        switch (FileKinds.Of(path))
        {
            case FileKind.Device:
                throw new BadInputException($"{path}: is a device and no file");
            case FileKind.Pipe when !Array.Exists(OfTheShell, place => path.StartsWith(place, StringComparison.Ordinal)):
                throw new BadInputException($"{path}: is a pipe and no file; to read what another program writes, give /dev/stdin");
        }
    }

    /// <summary>Writes a new file whole, or not at all; never over another one.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        if (File.Exists(path))
        {
            throw new BadInputException($"{path}: is there already");
        }

        Write(path, bytes);
    }

    /// <summary>Writes a file whole, in place of what was there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var whole = new Unfinished(path);
        whole.Stream.Write(bytes);
        whole.Finish();
    }

    /// <summary>A file that is there, whole and in place of what was there, once it is finished.</summary>
    public sealed class Unfinished : IDisposable
    {
        private readonly string _path;
        private readonly string _temporary;
        private readonly FileStream _stream;

        public Unfinished(string path)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            (_path, _temporary) = (path, Path.Combine(folder, $".{Path.GetFileName(path)}.unfinished"));
            _stream = new(_temporary, FileMode.Create, FileAccess.Write, FileShare.None);
        }

        public Stream Stream => _stream;

        public void Finish()
        {
            _stream.Flush(true);
            _stream.Dispose();
            File.Move(_temporary, _path, true);
        }

        public void Dispose() => _stream.Dispose();
    }

    /// <summary>An empty file that its owner alone may read, for a writer that writes over what is there.</summary>
    public static void MakePrivate(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    /// <summary>The media type by the file's ending; what it is said to be, not what decides how it is read.</summary>
    public static string Media(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".html" or ".htm" => "text/html",
        ".txt" or ".md" => "text/plain",
        ".csv" => "text/csv",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => "application/octet-stream",
    };
}
