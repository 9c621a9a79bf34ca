using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>What is looked at of each leaf of an activity log before it is read: time, account, kind, case; and of each bundle which letters stand together in it.</summary>
/// <remarks>
/// A cache of 40 bytes a leaf. One thread adds; others read meanwhile what was there when they asked for the count. Whole chunks are kept
/// in files, sealed under the workspace's key, so that a long log need not be read again when it is opened; a file that does not open is made anew.
/// The letters are a Bloom filter over every three that stand together: it may say yes where they do not, never no where they do.
/// </remarks>
internal sealed class ActivityColumns
{
    public const int ChunkLeaves = 64 * TilePath.FullWidth;

    private const int FilterBytes = 4096;
    private const int Format = 1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Chunk> _chunks = [];
    private Chunk[] _readable = [];
    private long _count;

    /// <summary>How many leaves are in it.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>What is known of a leaf below a count that was read before.</summary>
    public ActivityRow this[long index] => Volatile.Read(ref _readable)[index / ChunkLeaves].Rows[index % ChunkLeaves];

    /// <summary>The number of an account, kind or case; null where no leaf has it. 0 is none.</summary>
    public int? NumberOf(string name)
    {
        lock (_numbers)
        {
            return _numbers.TryGetValue(name, out var number) ? number : null;
        }
    }

    /// <summary>Whether a text may stand in one of the leaves of a bundle.</summary>
    public bool MayHave(long bundle, IReadOnlyList<int> letters)
    {
        var filter = Volatile.Read(ref _readable)[bundle * TilePath.FullWidth / ChunkLeaves].Filter.AsSpan((int)(bundle * TilePath.FullWidth % ChunkLeaves / TilePath.FullWidth * FilterBytes), FilterBytes);
        foreach (var bit in letters)
        {
            if ((filter[bit >> 3] & (1 << (bit & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The places of a text's letters in a filter; none for a text of less than three.</summary>
    public static List<int> LettersOf(string text)
    {
        var bits = new List<int>();
        Letters(text, bits.Add);
        return bits;
    }

    /// <summary>Adds the next leaf; one that can't be read has nothing to be looked for.</summary>
    public void Add(ReadOnlySpan<byte> leaf)
    {
        var at = (int)(_count % ChunkLeaves);
        if (at == 0)
        {
            _chunks.Add(new(new ActivityRow[ChunkLeaves], new byte[ChunkLeaves / TilePath.FullWidth * FilterBytes]));
            Volatile.Write(ref _readable, [.. _chunks]);
        }

        if (ActivityEntry.Of(leaf) is { } entry)
        {
            var chunk = _chunks[^1];
            chunk.Rows[at] = new(entry.At.ToUnixTimeMilliseconds(), Number(entry.Account), Number(entry.What), Number(entry.Case?.Text));
            var filter = at / TilePath.FullWidth * FilterBytes;
            foreach (var text in entry.Texts)
            {
                Letters(text, bit => chunk.Filter[filter + (bit >> 3)] |= (byte)(1 << (bit & 7)));
            }
        }

        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The last chunk, which is whole, as bytes for a file.</summary>
    public byte[] LastChunk()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var chunk = _chunks[^1];
        writer.Write(Format);
        var names = Names(chunk);
        writer.Write(names.Count);
        foreach (var (number, name) in names)
        {
            writer.Write(number);
            writer.Write(name);
        }

        foreach (var row in chunk.Rows)
        {
            writer.Write(row.At);
            writer.Write(row.Account);
            writer.Write(row.What);
            writer.Write(row.Case);
        }

        writer.Write(chunk.Filter);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Adds a whole chunk from the bytes of its file, while no leaf of it was added; false when they are none.</summary>
    public bool TryAdd(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, false));
            if (reader.ReadInt32() != Format)
            {
                return false;
            }

            var numbers = new Dictionary<int, int> { [0] = 0 };
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var number = reader.ReadInt32();
                numbers[number] = Number(reader.ReadString());
            }

            var rows = new ActivityRow[ChunkLeaves];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = new(reader.ReadInt64(), numbers[reader.ReadInt32()], numbers[reader.ReadInt32()], numbers[reader.ReadInt32()]);
            }

            var filter = reader.ReadBytes(ChunkLeaves / TilePath.FullWidth * FilterBytes);
            if (filter.Length != ChunkLeaves / TilePath.FullWidth * FilterBytes)
            {
                return false;
            }

            _chunks.Add(new(rows, filter));
            Volatile.Write(ref _readable, [.. _chunks]);
            Volatile.Write(ref _count, _count + ChunkLeaves);
            return true;
        }
        catch (Exception e) when (e is EndOfStreamException or KeyNotFoundException or IOException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private List<(int Number, string Name)> Names(Chunk chunk)
    {
        var used = chunk.Rows.SelectMany(row => new[] { row.Account, row.What, row.Case }).ToHashSet();
        lock (_numbers)
        {
            return [.. _numbers.Where(pair => used.Contains(pair.Value)).Select(pair => (pair.Value, pair.Key))];
        }
    }

    private int Number(string? name)
    {
        if (name is null)
        {
            return 0;
        }

        lock (_numbers)
        {
            return _numbers.TryGetValue(name, out var known) ? known : _numbers[name] = _numbers.Count + 1;
        }
    }

    private static void Letters(string text, Action<int> bit)
    {
        for (var i = 2; i < text.Length; i++)
        {
            var three = ((ulong)char.ToUpperInvariant(text[i - 2]) << 32) | ((ulong)char.ToUpperInvariant(text[i - 1]) << 16) | char.ToUpperInvariant(text[i]);
            var hash = unchecked(three * 0x9E3779B97F4A7C15UL);
            hash = unchecked((hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9UL);
            bit((int)(hash >> 49));
            bit((int)((hash >> 20) & ((FilterBytes * 8) - 1)));
        }
    }

    private sealed record Chunk(ActivityRow[] Rows, byte[] Filter);
}

/// <summary>What is looked at of a leaf: milliseconds since 1970, and numbers of names, 0 for none.</summary>
internal readonly record struct ActivityRow(long At, int Account, int What, int Case);
