using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Probatum.Bags;

/// <summary>What Linux offers to those who read and write much at once. Elsewhere nothing happens, and nothing depends on it.</summary>
internal static partial class LinuxDisk
{
    private static readonly bool IsHere = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Asks for a stretch of a file that will be read soon.</summary>
    public static void Fetch(int file, long from, long length)
    {
        const int WillNeed = 3;
        _ = IsHere ? Advise(file, from, length, WillNeed) : 0;
    }

    /// <summary>Has a stretch of a file that was written begin to go to the disk. It is not durable by that.</summary>
    public static void BeginWriting(SafeFileHandle file, long from, long length)
    {
        const uint Write = 2;
        _ = IsHere ? SyncRange((int)file.DangerousGetHandle(), from, length, Write) : 0;
    }

    /// <summary>Takes room on the disk for a stretch of a file that will be written; false when there is not so much.</summary>
    public static bool TryReserve(SafeFileHandle file, long from, long length)
    {
        const int KeepSize = 1, NoRoom = 28;
        return !IsHere || Allocate((int)file.DangerousGetHandle(), KeepSize, from, length) == 0 || Marshal.GetLastPInvokeError() != NoRoom;
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(int file, long from, long length, int advice);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncRange(int file, long from, long length, uint how);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(int file, int how, long from, long length);
}
