using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Probatum.Core.Dossier;

namespace Probatum.Bags;

/// <summary>The bytes of a ZIP, wherever they lie: on a disk, or with a browser. Safe for several threads.</summary>
public interface IZipBytes : IDisposable
{
    /// <summary>How many there are.</summary>
    long Length { get; }

    /// <summary>A stretch of them, which lies within <see cref="Length"/>, to be read from its beginning to its end.</summary>
    Stream Part(long start, long length);

    /// <summary>The SHA-256 and the CRC-32 of a stretch, where the platform took them already; else no, and it is read.</summary>
    bool TryDigest(long start, long length, Span<byte> sha256, out uint crc)
    {
        crc = 0;
        return false;
    }
}

/// <summary>A bag as a ZIP in the one form that we write. Nothing is unpacked: what is read lies there byte for byte.</summary>
public sealed class ZipBag : IBagReader, IDisposable
{
    private readonly string _path;
    private readonly ZipForm _form;
    private readonly IZipBytes _file;
    private readonly long _length;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>
    /// Opens a ZIP and checks that every byte of its frame is as we would write it. The content of a file is compared with its
    /// CRC when it has been read to its end.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no ZIP, or not in this form; the message names the place and what is odd.</exception>
    public ZipBag(string path)
        : this(path, ZipForm.Usual)
    {
    }

    /// <summary>The same of bytes that lie elsewhere; they are closed with it.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="InvalidDataException">It is no ZIP, or not in this form; the message names the place and what is odd.</exception>
    public ZipBag(string name, IZipBytes bytes)
        : this(name, bytes, ZipForm.Usual)
    {
    }

    internal ZipBag(string path, ZipForm form)
        : this(path, new ZipOnDisk(path), form)
    {
    }

    private ZipBag(string path, IZipBytes bytes, ZipForm form)
    {
        (_path, _form, _file) = (path, form, bytes);
        try
        {
            _length = _file.Length;
            ReadFrame();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Paths => _entries.Keys;

    /// <summary>Where the contents of the files lie, in no order: the first byte and the length.</summary>
    public IEnumerable<(long Start, long Length)> Stretches => _entries.Values.Select(entry => (Start(entry), entry.Length));

    /// <inheritdoc/>
    public Stream? Open(string path) => _entries.TryGetValue(path, out var entry)
        ? new CheckedPart(_path, _file.Part(Start(entry), entry.Length), entry)
        : null;

    /// <inheritdoc/>
    public bool TryDigest(string path, Span<byte> sha256, out long length)
    {
        length = 0;
        if (!_entries.TryGetValue(path, out var entry) || !_file.TryDigest(Start(entry), entry.Length, sha256, out var crc))
        {
            return false;
        }

        length = entry.Length;
        return crc == entry.Crc ? true : throw Changed(_path, entry);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void ReadFrame()
    {
        var (count, directoryAt, endAt) = ReadEnd();
        using var directory = new BufferedStream(_file.Part(directoryAt, endAt - directoryAt), 1 << 16);
        var (at, offset) = (directoryAt, 0L);
        for (var i = 0L; i < count; i++)
        {
            var read = ReadEntry(directory, at, offset, endAt);
            var entry = read.Entry;
            if (!BagLayout.IsSafe(entry.Path))
            {
                throw Odd(at, $"the name '{Shown(entry.Path)}' is none that a dossier has");
            }

            var local = _form.Local(entry);
            if (offset + local.Length > directoryAt - entry.Length)
            {
                throw Odd(at, $"{entry.Path} would reach into the directory");
            }

            if (!At(offset, local.Length).AsSpan().SequenceEqual(local))
            {
                throw Odd(offset, $"the header before {entry.Path} is not as the directory says");
            }

            if (!_entries.TryAdd(entry.Path, entry))
            {
                throw Odd(at, $"{entry.Path} is there twice");
            }

            at += read.Length;
            offset += local.Length + entry.Length;
        }

        if (offset != directoryAt || at != endAt)
        {
            throw Odd(offset, "there are bytes that belong to no file");
        }
    }

    /// <summary>The number of entries, where the directory begins and where it ends.</summary>
    private (long Count, long DirectoryAt, long EndAt) ReadEnd()
    {
        if (_length < ZipForm.EndLength)
        {
            throw Odd(0, "this is no ZIP file");
        }

        var end = At(_length - ZipForm.EndLength, ZipForm.EndLength);
        var count = (long)BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        var directoryAt = (long)BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        var behind = (long)ZipForm.EndLength;
        const int Larger = ZipForm.End64Length + ZipForm.LocatorLength;
        if (_length >= ZipForm.EndLength + Larger && At(_length - ZipForm.EndLength - Larger, ZipForm.End64Length) is var end64
            && BinaryPrimitives.ReadUInt32LittleEndian(end64) == ZipForm.End64Mark)
        {
            count = BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(32));
            directoryAt = BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48));
            behind += Larger;
        }

        var endAt = _length - behind;
        return directoryAt >= 0 && directoryAt <= endAt && count >= 0 && count <= (endAt - directoryAt) / ZipForm.CentralLength
            && At(endAt, (int)behind).AsSpan().SequenceEqual(_form.End(count, directoryAt, endAt - directoryAt))
            ? (count, directoryAt, endAt)
            : throw Odd(endAt, "the end is not that of a ZIP of a dossier: something stands behind it, or a number in it does not fit");
    }

    private (ZipEntry Entry, int Length) ReadEntry(BufferedStream directory, long at, long offset, long endAt)
    {
        var head = new byte[ZipForm.CentralLength];
        if (directory.ReadAtLeast(head, head.Length, false) < head.Length || BinaryPrimitives.ReadUInt32LittleEndian(head) != ZipForm.CentralMark)
        {
            throw Odd(at, "the directory ends before its last entry");
        }

        int Field(int place) => BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(place));
        var (nameLength, extraLength) = (Field(28), Field(30));
        var rest = new byte[nameLength + extraLength];
        if (at + head.Length + rest.Length + Field(32) > endAt || directory.ReadAtLeast(rest, rest.Length, false) < rest.Length)
        {
            throw Odd(at, "the directory is cut");
        }

        var name = Encoding.UTF8.GetString(rest.AsSpan(0, nameLength));
        long length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(24));
        if (length == uint.MaxValue && extraLength >= 12)
        {
            length = BinaryPrimitives.ReadInt64LittleEndian(rest.AsSpan(nameLength + 4));
        }

        var entry = new ZipEntry(name, offset, length, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(16)));
        byte[] all = [.. head, .. rest];
        if (length < 0 || !all.AsSpan().SequenceEqual(_form.Central(entry)))
        {
            throw Odd(at, $"'{Shown(name)}' {Why(head, offset)}");
        }

        return (entry, all.Length);
    }

    /// <summary>What in a directory entry is not as a dossier has it, for a person.</summary>
    private static string Why(ReadOnlySpan<byte> head, long offset)
    {
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(head[8..]), BinaryPrimitives.ReadUInt16LittleEndian(head[10..]));
        var system = BinaryPrimitives.ReadUInt32LittleEndian(head[38..]) >> 16;
        var said = BinaryPrimitives.ReadUInt32LittleEndian(head[42..]);
        return method != 0 ? $"is compressed (method {method}); a dossier's files are stored as they are"
            : (flags & 1) != 0 ? "is encrypted"
            : (system & 0xF000) == 0xA000 ? "is a link"
            : said != uint.MaxValue && said != offset ? $"begins at byte {said}, not at {offset}: entries overlap, or something lies between them"
            : "has fields that no file of a dossier has";
    }

    private byte[] At(long offset, int length)
    {
        var bytes = new byte[Math.Max(0, Math.Min(length, _length - offset))];
        using var part = _file.Part(offset, bytes.Length);
        part.ReadAtLeast(bytes, bytes.Length, false);
        return bytes;
    }

    private long Start(ZipEntry entry) => entry.Offset + _form.HeadLength(entry.NameLength, entry.Length);

    private static InvalidDataException Changed(string zip, ZipEntry entry) => new($"{zip}, byte {entry.Offset}: the content of {entry.Path} was changed");

    private InvalidDataException Odd(long at, string why) => new($"{_path}, byte {at}: {why}; unpack it and verify the folder to see what it holds");

    private static string Shown(string name) => string.Concat(name.Take(80).Select(c => c is > ' ' and < (char)0x7f ? c : '?'));

    /// <summary>A ZIP on the disk.</summary>
    private sealed class ZipOnDisk(string path) : IZipBytes
    {
        private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        public long Length => RandomAccess.GetLength(_handle);

        public Stream Part(long start, long length) => new FilePart(_handle, start, length, false);

        public void Dispose() => _handle.Dispose();
    }

    /// <summary>The content of one entry; at its end the CRC must be that of the directory.</summary>
    private sealed class CheckedPart(string zip, Stream content, ZipEntry entry) : ReadingStream
    {
        private readonly Crc32 _crc = new();

        public override long Length => entry.Length;

        protected override int Give(Span<byte> buffer)
        {
            var read = content.Read(buffer);
            var at = Position + read;
            _crc.Append(buffer[..read]);
            if ((read == 0 || at == entry.Length) && buffer.Length > 0 && (at != entry.Length || _crc.GetCurrentHashAsUInt32() != entry.Crc))
            {
                throw Changed(zip, entry);
            }

            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                content.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
