namespace Probatum.Storage;

/// <summary>What is known of one row of the index beside its words: numbers of names, the leaf, when it was made.</summary>
/// <param name="Case">The number of its case.</param>
/// <param name="Kind">The number of its kind.</param>
/// <param name="Author">The number of its author.</param>
/// <param name="Leaf">Its leaf.</param>
/// <param name="Minutes">Minutes since 1970; 0 where no time is known.</param>
/// <param name="Month">Months since the year 0; 0 where no time is known.</param>
internal readonly record struct IndexRow(int Case, int Kind, int Author, int Leaf, int Minutes, int Month)
{
    public IndexRow(int of, int kind, int author, int leaf, int minutes)
        : this(of, kind, author, leaf, minutes, minutes == 0 ? 0 : MonthOf(minutes))
    {
    }

    private static int MonthOf(int minutes)
    {
        var made = DateTimeOffset.UnixEpoch.AddMinutes(minutes);
        return (made.Year * 12) + made.Month - 1;
    }
}

/// <summary>The rows of an index in memory, 24 bytes each, so that facets are counted without reading the disk.</summary>
/// <remarks>One thread adds; others read meanwhile what was there when they asked for the count.</remarks>
internal sealed class IndexRows
{
    private const int Bits = 15;

    private IndexRow[][] _blocks = [];
    private int _count;

    /// <summary>How many rows there are: numbered from 1.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The row of that number, which is not above a count that was read before.</summary>
    public IndexRow this[long row] => Volatile.Read(ref _blocks)[(row - 1) >> Bits][(row - 1) & ((1 << Bits) - 1)];

    /// <summary>Adds the next row.</summary>
    public void Add(IndexRow row)
    {
        var (block, at) = (_count >> Bits, _count & ((1 << Bits) - 1));
        if (block == _blocks.Length)
        {
            Volatile.Write(ref _blocks, [.. _blocks, new IndexRow[1 << Bits]]);
        }

        _blocks[block][at] = row;
        Volatile.Write(ref _count, _count + 1);
    }
}
