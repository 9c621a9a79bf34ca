using Probatum.Core.Dossier;

namespace Probatum.Storage;

/// <summary>A bag as a folder. Links are not followed: a dossier holds files, nothing that points elsewhere.</summary>
public sealed class FolderBag(string folder) : IBagReader
{
    /// <inheritdoc/>
    public IEnumerable<string> Paths => Directory
        .EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, ReturnSpecialDirectories = false })
        .Where(path => !Directory.Exists(path) || IsLink(path) || !Directory.EnumerateFileSystemEntries(path).Any())
        .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/') + (IsLink(path) ? ":link" : Directory.Exists(path) ? ":empty-folder" : ""));

    /// <inheritdoc/>
    public Stream? Open(string path)
    {
        var full = Path.Combine(folder, path);
        return BagLayout.IsSafe(path) && File.Exists(full) && !IsLink(full) ? new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 1) : null;
    }

    private static bool IsLink(string path) => File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
}

/// <summary>Writes a bag as a folder: under a temporary name, which gets its own when all of it is there.</summary>
public sealed class FolderBagWriter : IBagWriter, IDisposable
{
    private readonly string _folder;
    private readonly string _temporary;

    /// <summary>Begins a bag.</summary>
    /// <exception cref="IOException">The folder is there already.</exception>
    public FolderBagWriter(string folder)
    {
        _folder = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar);
        if (File.Exists(_folder) || (Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any()))
        {
            throw new IOException($"{folder} is there already");
        }

        _temporary = _folder + ".unfinished";
        if (Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, true);
        }

        Directory.CreateDirectory(_temporary);
    }

    /// <inheritdoc/>
    public void Write(string path, Stream content)
    {
        var full = Path.Combine(_temporary, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write);
        content.CopyTo(file);
        file.Flush(true);
    }

    /// <summary>Gives the finished bag its name.</summary>
    public void Finish()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder);
        }

        Directory.Move(_temporary, _folder);
        DurableFile.SyncFolder(Path.GetDirectoryName(_folder)!);
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, true);
        }
    }
}
