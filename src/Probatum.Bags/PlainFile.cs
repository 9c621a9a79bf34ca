using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Probatum.Core.Dossier;

namespace Probatum.Bags;

/// <summary>Reads one plain file by as few calls to the system as there can be: to open, read and close what fits into the reader's buffer.</summary>
/// <remarks>A link in the file's own place is not followed, and opening a pipe does not wait. Whoever opens it closes it.</remarks>
internal sealed unsafe partial class PlainFile : ReadingStream
{
    // O_CLOEXEC, and for files O_NONBLOCK and O_NOFOLLOW: who names a folder may name a link to it.
    private static readonly int FolderFlags = OperatingSystem.IsMacOS() ? 0x01000000 : 0x80000;

    private static readonly int Flags = FolderFlags | (OperatingSystem.IsMacOS() ? 0x0004 | 0x0100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x0800 | 0x8000
        : 0x0800 | 0x20000);

    private readonly int _file;
    private readonly string _root;
    private readonly string _path;
    private long _length;
    private ReadAhead _ahead;
    private bool _ended;
    private bool _closed;

    private PlainFile(int file, string root, string path) => (_file, _root, _path) = (file, root, path);

    public override long Length => _length = Checked(SeekIn(_file, 0, (int)SeekOrigin.End));

    /// <summary>A folder to open files in: the system looks for what leads to it once and not for every file.</summary>
    /// <remarks>One that can't be opened has no files.</remarks>
    public static SafeFileHandle OpenFolder(string path) => new(OperatingSystem.IsWindows() ? -1 : Open(path, FolderFlags), true);

    /// <summary>Opens a file by its path from a folder on; null for a link and what can't be opened.</summary>
    /// <param name="folder">What <see cref="OpenFolder"/> gave for <paramref name="root"/>.</param>
    /// <param name="root">The folder's own path.</param>
    /// <param name="path">With slashes.</param>
    public static Stream? Open(SafeFileHandle folder, string root, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            var full = $"{root}/{path}";
            return File.Exists(full) && !File.GetAttributes(full).HasFlag(FileAttributes.ReparsePoint)
                ? File.OpenHandle(full) is var handle ? new FilePart(handle, 0, RandomAccess.GetLength(handle), true) : null
                : null;
        }

        var file = OpenIn((int)folder.DangerousGetHandle(), path, Flags);
        GC.KeepAlive(folder);
        return file < 0 ? null : new PlainFile(file, root, path);
    }

    protected override int Give(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        if (Position > 0)
        {
            _ahead.Before(_file, Position, _length);
        }

        nint read;
        fixed (byte* to = buffer)
        {
            read = ReadAt(_file, to, buffer.Length, Position);
        }

        // A plain file gives less than asked for at its end only. What gives more than its length is a device, and has no end.
        var at = Position + Checked(read);
        _ended = read < buffer.Length || (at >= _length && at >= Length);
        return (int)read;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_closed)
        {
            _closed = true;
            _ = Close(_file);
        }

        base.Dispose(disposing);
    }

    private long Checked(long answer)
    {
        if (answer >= 0)
        {
            return answer;
        }

        // A pipe has no positions, a folder no content and on some systems no length: neither is a file of a bag.
        const int IsAFolder = 21, HasNoEnd = 22, HasNoPositions = 29;
        throw Marshal.GetLastPInvokeError() is IsAFolder or HasNoEnd or HasNoPositions
            ? new InvalidDataException($"{_root}/{_path} is no plain file")
            : new IOException($"{_root}/{_path} can't be read (error {Marshal.GetLastPInvokeError()})");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenIn(int folder, string path, int flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadAt(int file, byte* to, nint length, long at);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long SeekIn(int file, long offset, int from);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
