using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Probatum.Bags;

/// <summary>What the framework does not offer: making the names in a folder durable, and all of a file system at once.</summary>
public static partial class Durable
{
    /// <summary>Makes the names in a folder durable. Where the system has no such call, the rename itself must do.</summary>
    public static void SyncFolder(string folder) => Sync(folder, static handle => SyncFile(handle));

    /// <summary>
    /// Makes all that was written to the folder's file system durable, in one call; false where the system has none.
    /// </summary>
    /// <remarks>Linux reports failed writes here since 5.8.</remarks>
    public static bool TrySyncFileSystem(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Sync(folder, static handle => SyncFileSystem(handle));
        return true;
    }

    private static void Sync(string folder, Func<int, int> sync)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var opened = Open(folder, 0);
        if (opened < 0)
        {
            throw new IOException($"the folder {folder} can't be opened for syncing");
        }

        using var handle = new SafeFileHandle(opened, true);
        if (sync(opened) != 0)
        {
            throw new IOException($"the folder {folder} can't be synced");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int SyncFile(int handle);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(int handle);
}
