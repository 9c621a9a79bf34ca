using Probatum.Core.Dossier;

namespace Probatum.Storage;

/// <summary>A bag as a folder. Links are not followed: a dossier holds files, nothing that points elsewhere.</summary>
public sealed class FolderBag(string folder) : IBagReader
{
    /// <inheritdoc/>
    public IEnumerable<string> Paths => Below("");

    /// <inheritdoc/>
    public Stream? Open(string path)
    {
        var full = Path.Combine(folder, path);
        return BagLayout.IsSafe(path) && File.Exists(full) && !IsReachedByLink(path) ? DurableFile.OpenRegular(full) : null;
    }

    /// <summary>The files below a folder of the bag. A link and an empty folder get a name that no dossier has, so that a reader refuses them.</summary>
    private IEnumerable<string> Below(string prefix)
    {
        var here = Path.Combine(folder, prefix);
        foreach (var entry in new DirectoryInfo(here).EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (IsLink(entry.FullName))
            {
                yield return path + ":link";
            }
            else if (entry is not DirectoryInfo)
            {
                yield return path;
            }
            else
            {
                var any = false;
                foreach (var below in Below(path + "/"))
                {
                    any = true;
                    yield return below;
                }

                if (!any)
                {
                    yield return path + ":empty-folder";
                }
            }
        }
    }

    private bool IsReachedByLink(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (IsLink(Path.Combine(folder, path[..slash])))
            {
                return true;
            }
        }

        return IsLink(Path.Combine(folder, path));
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

        foreach (var below in Directory.EnumerateDirectories(_temporary, "*", SearchOption.AllDirectories).Append(_temporary))
        {
            DurableFile.SyncFolder(below);
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
