namespace Probatum.Cli;

/// <summary>Files that the user names.</summary>
internal static class Files
{
    private const long Largest = int.MaxValue - 64;

    /// <summary>A whole file.</summary>
    /// <exception cref="BadInputException">It is not there, is no file, or is too large to be read whole.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException(Directory.Exists(path) ? $"{path}: is a folder" : $"{path}: there is no such file");
        }

        return new FileInfo(path).Length <= Largest ? File.ReadAllBytes(path) : throw new BadInputException($"{path}: is larger than 2 GiB");
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
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.unfinished");
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes);
            stream.Flush(true);
        }

        File.Move(temporary, path, true);
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
