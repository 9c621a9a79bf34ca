using System.IO.Compression;
using System.IO.Hashing;

namespace Probatum.Intake;

/// <summary>What is wrong in a packed or nested document: it leaves a reader, which makes a fault of it.</summary>
internal sealed class DocumentException(string code, string place, string why) : Exception(why)
{
    /// <summary>The same as a fault.</summary>
    public IntakeFault Fault { get; } = new(code, place, why);
}

/// <summary>A ZIP whose files are read with limits: how many, how much each unpacks to, how much all together.</summary>
/// <remarks>What a file says of its own length is not believed; what comes out is counted.</remarks>
internal sealed class BoundedZip : IDisposable
{
    private const int MostEntries = 20_000;

    private readonly ZipArchive _zip;
    private readonly long _largest;
    private readonly string _what;
    private long _left;

    /// <param name="bytes">The ZIP.</param>
    /// <param name="largest">The most that one file may unpack to, in bytes.</param>
    /// <param name="together">The most that all may.</param>
    /// <param name="what">What it is, for a fault's code: docx.</param>
    /// <exception cref="DocumentException">It is no ZIP, or has too many files.</exception>
    public BoundedZip(byte[] bytes, long largest, long together, string what)
    {
        (_largest, _left, _what) = (largest, together, what);
        try
        {
            _zip = new(new MemoryStream(bytes, false), ZipArchiveMode.Read);
            if (_zip.Entries.Count > MostEntries)
            {
                throw new DocumentException($"{what}/entries", "", $"it packs {_zip.Entries.Count} files; at most {MostEntries} are read");
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException or OverflowException or NotSupportedException)
        {
            throw new DocumentException($"{what}/damaged", "", "its packing is damaged or cut off");
        }
    }

    /// <summary>The names of all files, in the order of the directory.</summary>
    public IEnumerable<string> Names => _zip.Entries.Select(entry => entry.FullName);

    /// <summary>A file whole; null where there is none of that name.</summary>
    /// <exception cref="DocumentException">It is damaged or unpacks to more than is read.</exception>
    public byte[]? Read(string name) => Read(name, _largest);

    /// <summary>A file whole that may unpack to so much; null where there is none of that name.</summary>
    /// <exception cref="DocumentException">It is damaged or unpacks to more than is read.</exception>
    public byte[]? Read(string name, long largest)
    {
        var most = Math.Min(Math.Min(_largest, largest), _left);
        if (_zip.GetEntry(name) is not { } entry)
        {
            return null;
        }

        try
        {
            using var packed = entry.Open();
            return Bounded.ReadAll(packed, most, out var whole) is var bytes && whole
                ? Taken(bytes, entry.Crc32, name)
                : throw new DocumentException($"{_what}/too-large", name, $"it unpacks to more than {most >> 20} MiB");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or OverflowException or ArgumentException)
        {
            throw new DocumentException($"{_what}/damaged", name, "it can't be unpacked");
        }
    }

    /// <summary>A file as a stream, for what is read from front to back and need not stand in memory whole; null where there is none of that name.</summary>
    /// <exception cref="DocumentException">Also when reading: it is damaged or unpacks to more than is read.</exception>
    public Stream? Open(string name)
    {
        if (_zip.GetEntry(name) is not { } entry)
        {
            return null;
        }

        try
        {
            return new Unpacking(this, entry.Open(), entry.Crc32, name);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or OverflowException or ArgumentException)
        {
            throw new DocumentException($"{_what}/damaged", name, "it can't be unpacked");
        }
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>Whether the bytes begin as a ZIP and hold a file of that name, told from its directory.</summary>
    public static bool Holds(ReadOnlySpan<byte> file, string name) =>
        file.StartsWith("PK\u0003\u0004"u8) && file[Math.Max(0, file.Length - (4 << 20))..].IndexOf(System.Text.Encoding.ASCII.GetBytes(name)) >= 0;

    /// <summary>What a file unpacks to, counted and checked on the way.</summary>
    private sealed class Unpacking(BoundedZip zip, Stream packed, uint checksum, string name) : Stream
    {
        private readonly Crc32 _read = new();
        private readonly long _most = Math.Min(zip._largest, zip._left);
        private long _length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = packed.Read(buffer);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or OverflowException or ArgumentException)
            {
                throw new DocumentException($"{zip._what}/damaged", name, "it can't be unpacked");
            }

            _read.Append(buffer[..read]);
            _length += read;
            zip._left -= read;
            return _length > _most ? throw new DocumentException($"{zip._what}/too-large", name, $"it unpacks to more than {_most >> 20} MiB")
                : read > 0 || buffer.IsEmpty || _read.GetCurrentHashAsUInt32() == checksum ? read
                : throw new DocumentException($"{zip._what}/damaged", name, "it is not that of its checksum");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            packed.Dispose();
            base.Dispose(disposing);
        }
    }

    private byte[] Taken(byte[] bytes, uint checksum, string name)
    {
        _left -= bytes.Length;
        return Crc32.HashToUInt32(bytes) == checksum ? bytes : throw new DocumentException($"{_what}/damaged", name, "it is not that of its checksum");
    }
}

/// <summary>Streams read up to a limit.</summary>
internal static class Bounded
{
    /// <summary>All that a stream has; null where that is more than is allowed.</summary>
    public static async Task<byte[]?> ReadAllAsync(Stream stream, long most, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
        {
            if (bytes.Length + read > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>All that a stream has, or so much of it as is allowed.</summary>
    public static byte[] ReadAll(Stream stream, long most, out bool whole)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > most)
            {
                bytes.Write(buffer, 0, (int)(most - bytes.Length));
                whole = false;
                return bytes.ToArray();
            }

            bytes.Write(buffer, 0, read);
        }

        whole = true;
        return bytes.ToArray();
    }
}
