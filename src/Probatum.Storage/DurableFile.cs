using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Probatum.Bags;

namespace Probatum.Storage;

/// <summary>Writes that are on the disk when the call returns, and are whole or not there.</summary>
internal static partial class DurableFile
{
    /// <summary>Replaces a file: a crash leaves the old content or the new one, never a mixture.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = Temporary(path);
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            WriteAt(handle, 0, bytes, path);
            RandomAccess.FlushToDisk(handle);
        }

        Name(temporary, path);
    }

    /// <summary>Writes into an open file.</summary>
    /// <exception cref="IOException">The disk does not take it, or files may not grow that long here.</exception>
    public static void WriteAt(SafeFileHandle handle, long offset, ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // So the platform calls the system's EFBIG.
            throw TooLong(path, e);
        }
    }

    /// <summary>As <see cref="Replace(string, ReadOnlySpan{byte})"/>, written piece by piece.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var temporary = Temporary(path);
        try
        {
            // Closing it writes once more what could not be written.
            using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            write(stream);
            stream.Flush(true);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw TooLong(path, e);
        }

        Name(temporary, path);
    }

    /// <summary>As the other one, readable by its owner alone from the first byte on.</summary>
    public static void ReplacePrivate(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = Temporary(path);
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            WriteAt(stream.SafeFileHandle, 0, bytes, path);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        Name(temporary, path);
    }

    /// <summary>Overwrites a file, then removes it; false when there was none.</summary>
    public static bool Destroy(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            stream.Write(System.Security.Cryptography.RandomNumberGenerator.GetBytes((int)Math.Min(stream.Length, 1 << 20)));
            stream.Flush(true);
        }

        File.Delete(path);
        Durable.SyncFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Makes a folder whose own name, and that of every folder made on the way, is on the disk too.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { Length: > 0 } above)
        {
            return;
        }

        CreateFolder(above);
        Directory.CreateDirectory(folder);
        Durable.SyncFolder(above);
    }

    /// <summary>Makes a folder into which its owner alone may look, whatever lies in it.</summary>
    public static void CreatePrivateFolder(string folder)
    {
        CreateFolder(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Makes a file's content durable.</summary>
    public static void SyncFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the content of an open file durable; its times may lag behind, its length does not.</summary>
    public static void SyncData(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
        }
        else if (SyncContent(handle) != 0)
        {
            throw new IOException("the disk did not take what was written");
        }
    }

    private static IOException TooLong(string path, Exception why) => new($"{path}: files may not grow that long here", why);

    private static string Temporary(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        CreateFolder(folder);
        return Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
    }

    private static void Name(string temporary, string path)
    {
        File.Move(temporary, path, true);
        Durable.SyncFolder(Path.GetDirectoryName(temporary)!);
    }

    [LibraryImport("libc", EntryPoint = "fdatasync")]
    private static partial int SyncContent(SafeFileHandle handle);
}
