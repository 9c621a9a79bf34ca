using Microsoft.Win32.SafeHandles;

namespace Probatum.Bags;

/// <summary>Writes a bag as a folder: under a temporary name, which gets its own when all of it is there and durable.</summary>
public sealed class FolderBagWriter : IFinishedBag
{
    private readonly string _folder;
    private readonly string _temporary;
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private int _open;

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
    public Stream Create(string path, long length)
    {
        var full = Path.Combine(_temporary, path);
        var above = Path.GetDirectoryName(full)!;
        if (_folders.Add(above))
        {
            Directory.CreateDirectory(above);
        }

        Interlocked.Increment(ref _open);
        return new NewFile(this, full, File.OpenHandle(full, FileMode.CreateNew, FileAccess.Write, FileShare.None), length);
    }

    /// <summary>
    /// Makes the whole bag durable and gives it its name. A crash before the rename leaves a folder whose name says that it is
    /// unfinished.
    /// </summary>
    public void Finish()
    {
        if (_open > 0)
        {
            throw new IOException($"{_folder}: not every file of it is whole");
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder);
        }

        // One call for all files and names, where there is one: syncing 100,000 files one by one takes minutes.
        if (!Durable.TrySyncFileSystem(_temporary))
        {
            SyncEach();
        }

        Directory.Move(_temporary, _folder);
        Durable.SyncFolder(Path.GetDirectoryName(_folder)!);
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, true);
        }
    }

    private void SyncEach()
    {
        foreach (var file in Directory.EnumerateFiles(_temporary, "*", SearchOption.AllDirectories))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        foreach (var below in Directory.EnumerateDirectories(_temporary, "*", SearchOption.AllDirectories).Append(_temporary))
        {
            Durable.SyncFolder(below);
        }
    }

    private sealed class NewFile(FolderBagWriter bag, string path, SafeFileHandle handle, long length) : FileStretch(path, handle, 0, length)
    {
        protected override void Complete() => Interlocked.Decrement(ref bag._open);

        protected override void Release() => Handle.Dispose();
    }
}
