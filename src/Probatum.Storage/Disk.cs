using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using Probatum.Bags;

namespace Probatum.Storage;

/// <summary>What a log asks of a disk, so that a test can put one in its place which fails and forgets.</summary>
/// <remarks>Paths are relative, with slashes. Different files may be used by different threads.</remarks>
internal interface IDisk : IDisposable
{
    /// <summary>How a person finds that path.</summary>
    string NameOf(string path);

    /// <summary>A whole file, or null where there is none.</summary>
    byte[]? Read(string path);

    /// <summary>The names of the files in a folder; none where it is absent.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Writes a whole file, which a crash may tear or lose until it is settled.</summary>
    void Put(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Makes files that were put durable, with their names.</summary>
    void Settle(IReadOnlyCollection<string> paths);

    /// <summary>Replaces a file at once: a crash leaves the old content or the new one, and the new one when it returned.</summary>
    void Replace(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Removes a file where there is one.</summary>
    void Delete(string path);

    /// <summary>Writes into a file, making or growing it; a crash may tear or lose it until it is synced.</summary>
    void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Reads from a file, and says how much: less where it ends before.</summary>
    int ReadAt(string path, long offset, Span<byte> bytes);

    /// <summary>The length of a file, 0 where there is none.</summary>
    long Length(string path);

    /// <summary>Makes what was written into a file durable.</summary>
    void Sync(string path);

    /// <summary>Keeps every other process and instance out until it is disposed.</summary>
    IDisposable Hold();
}

/// <summary>A folder of the real disk.</summary>
internal sealed class FolderDisk(string folder) : IDisk
{
    // One sync of the file system is cheaper than one for each of many files, but it also waits for what others wrote.
    private const int FewFiles = 24;

    private readonly ConcurrentDictionary<string, SafeFileHandle> _open = new(StringComparer.Ordinal);

    public string NameOf(string path) => Path.Combine(folder, path);

    public byte[]? Read(string path) => File.Exists(NameOf(path)) ? File.ReadAllBytes(NameOf(path)) : null;

    public IReadOnlyList<string> List(string below) =>
        Directory.Exists(NameOf(below)) ? [.. Directory.EnumerateFiles(NameOf(below)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];

    public void Put(string path, ReadOnlySpan<byte> bytes)
    {
        var full = NameOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var handle = File.OpenHandle(full, FileMode.Create, FileAccess.Write, FileShare.None);
        DurableFile.WriteAt(handle, 0, bytes, full);
    }

    public void Settle(IReadOnlyCollection<string> paths)
    {
        if (paths.Count > FewFiles && Durable.TrySyncFileSystem(folder))
        {
            return;
        }

        foreach (var path in paths)
        {
            DurableFile.SyncFile(NameOf(path));
        }

        foreach (var above in paths.SelectMany(Above).Distinct(StringComparer.Ordinal))
        {
            Durable.SyncFolder(above);
        }
    }

    public void Replace(string path, ReadOnlySpan<byte> bytes) => DurableFile.Replace(NameOf(path), bytes);

    public void Delete(string path)
    {
        if (_open.TryRemove(path, out var handle))
        {
            handle.Dispose();
        }

        File.Delete(NameOf(path));
    }

    public void WriteAt(string path, long offset, ReadOnlySpan<byte> bytes) => DurableFile.WriteAt(Open(path), offset, bytes, NameOf(path));

    public int ReadAt(string path, long offset, Span<byte> bytes)
    {
        if (!File.Exists(NameOf(path)))
        {
            return 0;
        }

        var read = 0;
        for (int more; read < bytes.Length && (more = RandomAccess.Read(Open(path), bytes[read..], offset + read)) > 0; read += more)
        {
        }

        return read;
    }

    public long Length(string path) => File.Exists(NameOf(path)) ? RandomAccess.GetLength(Open(path)) : 0;

    public void Sync(string path) => DurableFile.SyncData(Open(path));

    public IDisposable Hold()
    {
        DurableFile.CreateFolder(Path.GetFullPath(folder));
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(NameOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (tries < 1000)
            {
                Thread.Sleep(10);
            }
        }
    }

    public void Dispose()
    {
        foreach (var handle in _open.Values)
        {
            handle.Dispose();
        }

        _open.Clear();
    }

    /// <summary>The handle of a file that stays open. One that was removed meanwhile, by another instance, is opened anew.</summary>
    private SafeFileHandle Open(string path)
    {
        if (_open.TryGetValue(path, out var handle) && File.Exists(NameOf(path)))
        {
            return handle;
        }

        handle?.Dispose();
        var full = NameOf(path);
        var isNew = !File.Exists(full);
        DurableFile.CreateFolder(Path.GetDirectoryName(full)!);
        _open[path] = handle = File.OpenHandle(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (isNew)
        {
            Durable.SyncFolder(Path.GetDirectoryName(full)!);
        }

        return handle;
    }

    /// <summary>Every folder from the file's own up to the root of this disk: a new folder's name must be durable too.</summary>
    private IEnumerable<string> Above(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return NameOf(path[..slash]);
        }

        yield return folder;
    }
}
