using System.Runtime.InteropServices;

namespace Probatum.Storage;

/// <summary>Writes that are on the disk when the call returns, and are whole or not there.</summary>
internal static partial class DurableFile
{
    /// <summary>Replaces a file: a crash leaves the old content or the new one, never a mixture.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes);
            stream.Flush(true);
        }

        File.Move(temporary, path, true);
        SyncFolder(folder);
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
        SyncFolder(above);
    }

    /// <summary>Makes the names in a folder durable. Where the system has no such call, the rename itself must do.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"the folder {folder} can't be opened for syncing");
        }

        try
        {
            if (Sync(handle) != 0)
            {
                throw new IOException($"the folder {folder} can't be synced");
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
