using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Probatum.Bags;

/// <summary>What lies at a path, links followed. The runtime tells files and folders apart, and takes pipes and devices for files.</summary>
public enum FileKind
{
    /// <summary>The system does not say, or nothing is there.</summary>
    Unsaid,

    /// <summary>A plain file.</summary>
    Plain,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, with a name of its own or not: opening one waits for whoever writes.</summary>
    Pipe,

    /// <summary>A device, a terminal or a socket: it may have no end.</summary>
    Device,
}

/// <summary>Asks the system for a <see cref="FileKind"/>.</summary>
public static unsafe partial class FileKinds
{
    private const int FromHere = -100;
    private const uint TypeOnly = 1;
    private const int ModeAt = 28;

    /// <summary>What lies at a path; asked on Linux alone. Source: statx(2), whose answer has one layout on all processors.</summary>
    public static FileKind Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return FileKind.Unsaid;
        }

        Span<byte> answer = stackalloc byte[256];
        answer.Clear();
        try
        {
            fixed (byte* to = answer)
            {
                if (Ask(FromHere, path, 0, TypeOnly, to) != 0)
                {
                    return FileKind.Unsaid;
                }
            }
        }
        catch (EntryPointNotFoundException)
        {
            // C libraries before 2018 do not have it
            return FileKind.Unsaid;
        }

        var mode = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(answer[ModeAt..]) : BinaryPrimitives.ReadUInt16BigEndian(answer[ModeAt..]);
        return (mode & 0xF000) switch
        {
            0x8000 => FileKind.Plain,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 or 0xC000 => FileKind.Device,
            _ => FileKind.Unsaid,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint mask, byte* answer);
}
