using System.Buffers.Binary;
using System.Text;

namespace Probatum.Intake;

/// <summary>One entry of a compound file: a storage with children, or a stream.</summary>
internal sealed record CompoundEntry(string Name, bool IsStorage, int First, int Left, int Right, uint Start, long Length);

/// <summary>A compound file (OLE): storages and streams, as Outlook messages are kept.</summary>
/// <remarks>
/// Total but for <see cref="DocumentException"/>: chains are followed at most as far as the file has sectors, a tree of names
/// is walked once. Source: [MS-CFB] 2.2 to 2.6.
/// </remarks>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint MostRegular = 0xFFFFFFFA;
    private const int MiniSector = 64;
    private const int MiniBelow = 4096;
    private const int DirectoryEntry = 128;
    private const int MostEntries = 100_000;

    private readonly byte[] _file;
    private readonly int _sector;
    private readonly uint[] _fat;
    private readonly uint[] _miniFat;
    private readonly byte[] _mini;
    private readonly List<CompoundEntry> _entries = [];

    /// <exception cref="DocumentException">It is damaged.</exception>
    public CompoundFile(byte[] file)
    {
        _file = file;
        var shift = file.Length < 512 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(30));
        if (!Recognises(file) || shift is not (9 or 12))
        {
            throw Damaged("header");
        }

        _sector = 1 << shift;
        _fat = ReadFat();
        var directory = Chain(Number(48), long.MaxValue, "directory");
        for (var at = 0; at + DirectoryEntry <= directory.Length && _entries.Count < MostEntries; at += DirectoryEntry)
        {
            _entries.Add(Entry(directory.AsSpan(at, DirectoryEntry)));
        }

        if (_entries.Count == 0)
        {
            throw Damaged("directory");
        }

        _miniFat = Numbers(Chain(Number(60), long.MaxValue, "mini FAT"));
        _mini = Chain(_entries[0].Start, _entries[0].Length, "mini stream");
    }

    /// <summary>Whether the bytes begin as a compound file.</summary>
    public static bool Recognises(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>The root storage.</summary>
    public CompoundEntry Root => _entries[0];

    /// <summary>What a storage holds, in the order of its tree.</summary>
    public IEnumerable<CompoundEntry> Children(CompoundEntry storage)
    {
        var (open, met) = (new Stack<int>(), new HashSet<int>());
        open.Push(storage.First);
        while (open.TryPop(out var next))
        {
            if (next < 0 || next >= _entries.Count || !met.Add(next))
            {
                continue;
            }

            yield return _entries[next];
            open.Push(_entries[next].Right);
            open.Push(_entries[next].Left);
        }
    }

    /// <summary>A stream whole.</summary>
    /// <exception cref="DocumentException">Its chain of sectors is broken.</exception>
    public byte[] Read(CompoundEntry stream)
    {
        if (stream.Length >= MiniBelow)
        {
            return Chain(stream.Start, stream.Length, stream.Name);
        }

        var bytes = new byte[stream.Length];
        var (sector, at) = (stream.Start, 0);
        while (at < bytes.Length)
        {
            if (sector >= _miniFat.Length || ((long)sector + 1) * MiniSector > _mini.Length)
            {
                throw Damaged(stream.Name);
            }

            var length = Math.Min(MiniSector, bytes.Length - at);
            _mini.AsSpan((int)sector * MiniSector, length).CopyTo(bytes.AsSpan(at));
            (at, sector) = (at + length, _miniFat[sector]);
        }

        return bytes;
    }

    private uint[] ReadFat()
    {
        var sectors = new List<uint>();
        for (var i = 0; i < 109; i++)
        {
            Keep(Number(76 + (4 * i)));
        }

        // Further sectors of numbers, each ending with the place of the next.
        var (next, steps) = (Number(68), 0);
        while (next < MostRegular && steps++ <= _file.Length / _sector)
        {
            var numbers = Numbers(Sector(next, "FAT"));
            Array.ForEach(numbers[..^1], Keep);
            next = numbers[^1];
        }

        // A file has one number for each of its sectors; more sectors of numbers than that repeat themselves.
        var most = (_file.Length / _sector / (_sector / 4)) + 2;
        return [.. sectors.Take(most).SelectMany(sector => Numbers(Sector(sector, "FAT")))];

        void Keep(uint sector)
        {
            if (sector < MostRegular)
            {
                sectors.Add(sector);
            }
        }
    }

    private byte[] Chain(uint start, long length, string what)
    {
        using var bytes = new MemoryStream();
        var (sector, steps) = (start, 0);
        while (sector < MostRegular && bytes.Length < length)
        {
            if (sector >= _fat.Length || steps++ > _file.Length / _sector)
            {
                throw Damaged(what);
            }

            bytes.Write(Sector(sector, what));
            sector = _fat[sector];
        }

        if (length != long.MaxValue)
        {
            if (bytes.Length < length || sector < MostRegular && sector != EndOfChain && bytes.Length < length)
            {
                throw Damaged(what);
            }

            bytes.SetLength(length);
        }

        return bytes.ToArray();
    }

    private ReadOnlySpan<byte> Sector(uint number, string what)
    {
        var at = ((long)number + 1) * _sector;
        return at + _sector <= _file.Length ? _file.AsSpan((int)at, _sector) : throw Damaged(what);
    }

    private uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at));

    private static uint[] Numbers(ReadOnlySpan<byte> bytes)
    {
        var numbers = new uint[bytes.Length / 4];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        }

        return numbers;
    }

    private CompoundEntry Entry(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(bytes[64..]) - 2, 0, 62);
        var size = _sector == 512 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[120..]) : BinaryPrimitives.ReadInt64LittleEndian(bytes[120..]);
        return new(
            Encoding.Unicode.GetString(bytes[..length]), bytes[66] is 1 or 5, Reference(bytes[76..]), Reference(bytes[68..]), Reference(bytes[72..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[116..]), size >= 0 && size <= _file.Length ? size : throw Damaged("directory"));
    }

    private static int Reference(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static DocumentException Damaged(string what) => new("msg/damaged", what, "the file is damaged or cut off");
}
