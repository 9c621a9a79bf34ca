using System.Buffers.Binary;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Probatum.Bags;
using Probatum.Core.Dossier;

namespace Probatum.Field;

/// <summary>The files that the page was given, numbered from 0: read where they lie, never held whole, never sent anywhere.</summary>
[SupportedOSPlatform("browser")]
internal static partial class GivenFiles
{
    /// <summary>The module of the page that reads files and shows progress.</summary>
    public const string Module = "page";

    /// <summary>Fills the view with bytes of a file from a place on; gives how many.</summary>
    [JSImport("read", Module)]
    private static partial int Read(int file, double at, [JSMarshalAs<JSType.MemoryView>] Span<byte> into);

    /// <summary>The SHA-256 and the CRC-32 of a stretch in hex, if the page had the browser take them before; else nothing.</summary>
    [JSImport("digest", Module)]
    private static partial string Digest(int file, double at, double length);

    /// <summary>The same as bytes.</summary>
    public static bool TryDigest(int file, long start, long length, Span<byte> sha256, out uint crc)
    {
        crc = 0;
        if (Digest(file, start, length) is not { Length: 72 } hex)
        {
            return false;
        }

        Span<byte> both = stackalloc byte[36];
        Convert.FromHexString(hex, both, out _, out _);
        both[..32].CopyTo(sha256);
        crc = BinaryPrimitives.ReadUInt32BigEndian(both[32..]);
        return true;
    }

    /// <summary>Says how much of the files was hashed, from 0 to 1.</summary>
    [JSImport("progress", Module)]
    public static partial void Progress(double done);

    /// <summary>A stretch of a file.</summary>
    public static Stream Part(int file, long start, long length) => new GivenPart(file, start, length);

    private sealed class GivenPart(int file, long start, long length) : ReadingStream
    {
        public override long Length => length;

        protected override int Give(Span<byte> buffer)
        {
            var wanted = (int)Math.Min(buffer.Length, length - Position);
            try
            {
                return wanted == 0 ? 0 : GivenFiles.Read(file, start + Position, buffer[..wanted]);
            }
            catch (JSException e)
            {
                throw new IOException($"a file can't be read any more; it was changed or removed meanwhile ({e.Message})");
            }
        }
    }
}

/// <summary>A ZIP that the page was given, as file 0.</summary>
[SupportedOSPlatform("browser")]
internal sealed class GivenZip(long length) : IZipBytes
{
    public long Length => length;

    public Stream Part(long start, long length) => GivenFiles.Part(0, start, length);

    public bool TryDigest(long start, long length, Span<byte> sha256, out uint crc) => GivenFiles.TryDigest(0, start, length, sha256, out crc);

    public void Dispose()
    {
    }
}

/// <summary>A folder that the page was given: its files in the order of their numbers.</summary>
/// <remarks>A browser follows links and tells of none; of empty folders it tells where a folder was dropped.</remarks>
[SupportedOSPlatform("browser")]
internal sealed class GivenFolder(string[] paths, double[] lengths, string[] emptyFolders) : IBagReader
{
    private readonly Dictionary<string, int> _numbers =
        paths.Select((path, number) => (path, number)).ToDictionary(one => one.path, one => one.number, StringComparer.Ordinal);

    public IEnumerable<string> Paths => _numbers.Keys;

    public IEnumerable<NotAFile> NotFiles => emptyFolders.Select(path => new NotAFile(path, "empty folder"));

    public Stream? Open(string path) => _numbers.TryGetValue(path, out var number) ? GivenFiles.Part(number, 0, (long)lengths[number]) : null;

    public bool TryDigest(string path, Span<byte> sha256, out long length)
    {
        var number = _numbers.GetValueOrDefault(path, -1);
        length = number < 0 ? 0 : (long)lengths[number];
        return number >= 0 && GivenFiles.TryDigest(number, 0, length, sha256, out _);
    }
}
