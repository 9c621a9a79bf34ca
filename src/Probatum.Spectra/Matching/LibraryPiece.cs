namespace Probatum.Spectra;

/// <summary>Some records as a library file holds them, made by one thread; filled again and again.</summary>
internal sealed class LibraryPiece
{
    /// <summary>How many records it takes: few enough that all threads end together.</summary>
    public const int Size = 256;

    private readonly PeakCodec _codec = new();
    private readonly int[] _starts = new int[Size];
    private readonly (ushort Mass, byte Weight)[] _heaviest = new (ushort, byte)[Size * LibraryLayout.LinesInIndex];
    private readonly int[] _inIndex = new int[Size];

    public int Count { get; private set; }

    /// <summary>One record behind the other.</summary>
    public Bytes Records { get; } = new();

    /// <summary>Where a record begins in <see cref="Records"/>.</summary>
    public int StartOf(int i) => _starts[i];

    /// <summary>A record's lines in the index.</summary>
    public ReadOnlySpan<(ushort Mass, byte Weight)> HeaviestOf(int i) =>
        _heaviest.AsSpan(i * LibraryLayout.LinesInIndex, _inIndex[i]);

    /// <summary>Replaces what it holds; <paramref name="texts"/> are the numbers of each record's shared texts.</summary>
    public void Fill(ReadOnlySpan<LibraryRecord> records, ReadOnlySpan<int> texts)
    {
        Records.Clear();
        Count = records.Length;
        for (var i = 0; i < records.Length; i++)
        {
            _starts[i] = (int)Records.Length;
            var prepared = PreparedSpectrum.Of(records[i].Peaks, null);
            _inIndex[i] = IndexWriter.Heaviest(prepared, _heaviest.AsSpan(i * LibraryLayout.LinesInIndex, LibraryLayout.LinesInIndex));
            var peaks = _codec.Write(records[i].Peaks, prepared);
            RecordCodec.Write(Records, records[i], prepared, texts.Slice(i * RecordCodec.SharedTexts, RecordCodec.SharedTexts), peaks);
        }
    }
}
