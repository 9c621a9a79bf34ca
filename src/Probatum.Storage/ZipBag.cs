using System.Buffers.Binary;
using System.Text;
using Probatum.Core.Dossier;

namespace Probatum.Storage;

/// <summary>
/// The one form of ZIP that a dossier has: entries stored without compression, in the order written, fixed date, no extras. A
/// file in this form has no byte that nothing checks; any other ZIP is refused and can be unpacked and verified as a folder.
/// </summary>
/// <remarks>Source: APPNOTE 6.3.3. At most 4 GiB and 65,535 files; a larger dossier is a folder.</remarks>
internal static class ZipForm
{
    public const int LocalLength = 30;
    public const int CentralLength = 46;
    public const int EndLength = 22;

    private const uint Date = 0x00210000;
    private static readonly uint[] Table = MakeTable();

    public static byte[] Local(ZipEntry entry)
    {
        var name = Encoding.ASCII.GetBytes(entry.Path);
        var header = new byte[LocalLength + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        Common(header.AsSpan(4), entry, name.Length);
        name.CopyTo(header, LocalLength);
        return header;
    }

    public static byte[] Central(ZipEntry entry)
    {
        var name = Encoding.ASCII.GetBytes(entry.Path);
        var header = new byte[CentralLength + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 20);
        Common(header.AsSpan(6), entry, name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), (uint)entry.Offset);
        name.CopyTo(header, CentralLength);
        return header;
    }

    public static byte[] End(int count, long at, long length)
    {
        var end = new byte[EndLength];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)at);
        return end;
    }

    public static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (var b in bytes)
        {
            crc = Table[(crc ^ b) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static void Common(Span<byte> at, ZipEntry entry, int nameLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, 20);
        BinaryPrimitives.WriteUInt32LittleEndian(at[6..], Date);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], (uint)entry.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(at[18..], (uint)entry.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], (ushort)nameLength);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            table[i] = Enumerable.Range(0, 8).Aggregate(i, (crc, _) => (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1);
        }

        return table;
    }
}

/// <summary>One file of a ZIP.</summary>
internal sealed record ZipEntry(string Path, long Offset, long Length, uint Crc);

/// <summary>A bag as a ZIP in the one form that we write.</summary>
public sealed class ZipBag : IBagReader, IDisposable
{
    private readonly FileStream _file;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens a ZIP and checks that every byte of its frame is as we would write it.</summary>
    /// <exception cref="InvalidDataException">It is no ZIP, or not in this form; the message names the place.</exception>
    public ZipBag(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            ReadFrame(path);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Paths => _entries.Keys;

    /// <inheritdoc/>
    public Stream? Open(string path) =>
        _entries.TryGetValue(path, out var entry) ? new Part(_file, entry.Offset + ZipForm.LocalLength + entry.Path.Length, entry.Length) : null;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void ReadFrame(string path)
    {
        InvalidDataException Odd(long at, string why) =>
            new($"{path}, byte {at}: {why}; unpack it and verify the folder to see what it holds");

        if (_file.Length is < ZipForm.EndLength or > uint.MaxValue)
        {
            throw Odd(0, "this is no ZIP file of a dossier");
        }

        var end = At(_file.Length - ZipForm.EndLength, ZipForm.EndLength);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        long centralAt = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        var centralLength = _file.Length - ZipForm.EndLength - centralAt;
        if (centralLength < 0 || !end.AsSpan().SequenceEqual(ZipForm.End(count, centralAt, centralLength)))
        {
            throw Odd(_file.Length - ZipForm.EndLength, "the end of the ZIP is not as a dossier has it");
        }

        var (at, offset) = (centralAt, 0L);
        for (var i = 0; i < count; i++)
        {
            if (at + ZipForm.CentralLength > _file.Length)
            {
                throw Odd(at, "the directory is cut");
            }

            var head = At(at, ZipForm.CentralLength);
            var name = Encoding.ASCII.GetString(At(at + ZipForm.CentralLength, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(28))));
            var entry = new ZipEntry(name, offset, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(24)), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(16)));
            var (central, local) = (ZipForm.Central(entry), ZipForm.Local(entry));
            if (!BagLayout.IsSafe(name) || offset + local.Length + entry.Length > centralAt || !At(at, central.Length).AsSpan().SequenceEqual(central)
                || !At(offset, local.Length).AsSpan().SequenceEqual(local) || !_entries.TryAdd(name, entry))
            {
                throw Odd(at, "an entry of the directory is not as a dossier has it");
            }

            if (CrcOf(entry) != entry.Crc)
            {
                throw Odd(offset, $"the content of {name} was changed");
            }

            at += central.Length;
            offset += local.Length + entry.Length;
        }

        if (offset != centralAt || at != _file.Length - ZipForm.EndLength)
        {
            throw Odd(offset, "there are bytes that belong to no file");
        }
    }

    private byte[] At(long offset, int length)
    {
        var bytes = new byte[Math.Max(0, Math.Min(length, _file.Length - offset))];
        _file.Position = offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private uint CrcOf(ZipEntry entry)
    {
        using var stream = Open(entry.Path)!;
        var (crc, buffer) = (0u, new byte[1 << 16]);
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            crc = ZipForm.Crc(crc, buffer.AsSpan(0, read));
        }

        return crc;
    }

    /// <summary>A window on the file. Not safe for two threads, as the bag is not.</summary>
    private sealed class Part(FileStream file, long start, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            file.Position = start + _at;
            var read = file.Read(buffer, offset, (int)Math.Min(count, length - _at));
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>Writes a bag as a ZIP: under a temporary name, which gets its own when all of it is there.</summary>
public sealed class ZipBagWriter : IBagWriter, IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly List<ZipEntry> _entries = [];
    private bool _finished;

    /// <summary>Begins a ZIP.</summary>
    /// <exception cref="IOException">The file is there already.</exception>
    public ZipBagWriter(string path)
    {
        _path = Path.GetFullPath(path);
        if (File.Exists(_path) || Directory.Exists(_path))
        {
            throw new IOException($"{path} is there already");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = new FileStream(_path + ".unfinished", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The dossier is larger than this form of ZIP can hold.</exception>
    public void Write(string path, Stream content)
    {
        var (offset, length, crc, buffer) = (_file.Position, 0L, 0u, new byte[1 << 16]);
        _file.Position = offset + ZipForm.LocalLength + Encoding.ASCII.GetByteCount(path);
        for (int read; (read = content.Read(buffer)) > 0; length += read)
        {
            crc = ZipForm.Crc(crc, buffer.AsSpan(0, read));
            _file.Write(buffer.AsSpan(0, read));
        }

        var after = _file.Position;
        if (after > uint.MaxValue - (64 << 20) || _entries.Count == ushort.MaxValue)
        {
            throw new IOException("the dossier is too large for one ZIP file; seal it into a folder");
        }

        var entry = new ZipEntry(path, offset, length, crc);
        _file.Position = offset;
        _file.Write(ZipForm.Local(entry));
        _file.Position = after;
        _entries.Add(entry);
    }

    /// <summary>Writes the directory and gives the finished ZIP its name.</summary>
    public void Finish()
    {
        var at = _file.Position;
        foreach (var entry in _entries)
        {
            _file.Write(ZipForm.Central(entry));
        }

        _file.Write(ZipForm.End(_entries.Count, at, _file.Position - at));
        _file.Flush(true);
        _file.Dispose();
        File.Move(_path + ".unfinished", _path, false);
        DurableFile.SyncFolder(Path.GetDirectoryName(_path)!);
        _finished = true;
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        if (!_finished)
        {
            _file.Dispose();
            File.Delete(_path + ".unfinished");
        }
    }
}
