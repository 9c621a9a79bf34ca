using System.Security.Cryptography;

namespace Probatum.Spectra;

/// <summary>Makes a library file of records that are handed in one after another; the same records give the same bytes.</summary>
/// <remarks>
/// Keeps what the file will hold, no records: a million spectra in about 0.4 GB. It shares its work among threads itself
/// and is not to be called by several.
/// </remarks>
public sealed class LibraryBuilder
{
    private const int PiecesAtOnce = 16;
    private const int AtOnce = PiecesAtOnce * LibraryPiece.Size;
    private const int SharedTexts = RecordCodec.SharedTexts;

    private readonly LibraryPiece[] _pieces = [.. Enumerable.Range(0, PiecesAtOnce).Select(_ => new LibraryPiece())];
    private readonly int[] _textNumbers = new int[AtOnce * SharedTexts];

    private readonly Bytes _sources = new();
    private readonly Bytes _offsets = new();
    private readonly Bytes _compoundNumbers = new();
    private readonly Bytes _records = new();
    private readonly IndexWriter _index = new();
    private readonly Dictionary<string, int> _compounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private int _sourceCount;

    /// <summary>How many threads share the work, null for all there are; the file's bytes do not hang on it.</summary>
    public int? Threads { get; init; }

    /// <summary>How many records were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds all records of a source.</summary>
    /// <param name="sourceName">What the file is called.</param>
    /// <param name="sha256">Of the file as it lay there, lower-case hexadecimal.</param>
    /// <param name="records">In the order of the file.</param>
    public void Add(string sourceName, string sha256, IEnumerable<LibraryRecord> records)
    {
        var before = Count;
        foreach (var some in records.Chunk(AtOnce))
        {
            Add(some);
        }

        _sourceCount++;
        _sources.Text(sourceName);
        _sources.Add(Convert.FromHexString(sha256));
        _sources.Word((uint)(Count - before));
    }

    /// <summary>Writes the file; false where it would pass 2 GiB.</summary>
    public bool TryWrite(Stream to, out SpectraFault fault)
    {
        _offsets.Word((uint)_records.Length);
        _index.Finish();
        var sources = new Bytes();
        sources.Word((uint)_sourceCount);
        sources.Add(_sources);
        var texts = new Bytes();
        texts.Word((uint)_texts.Count);
        foreach (var (text, _) in _texts.OrderBy(pair => pair.Value))
        {
            texts.Text(text);
        }

        Bytes[] sections =
        [
            sources, texts, _offsets, _compoundNumbers, _records, _index.Offsets, _index.Largest, _index.Spectra, _index.Weights,
        ];
        if (LibraryLayout.Write(Count, _compounds.Count, [.. sections.Select(s => s.Length)]) is not { } header)
        {
            fault = new("pbl/too-large", 0, "a library file holds 2 GiB at most: build two");
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            to.Write(bytes);
        }

        Write(header);
        Span<byte> nothing = stackalloc byte[64];
        nothing.Clear();
        foreach (var section in sections)
        {
            section.Each(Write);
            Write(nothing[..(int)(LibraryLayout.Aligned(section.Length) - section.Length)]);
        }

        to.Write(hash.GetHashAndReset());
        fault = default;
        return true;
    }

    // numbers are given in the order of the records and pieces joined in it: threads change no byte
    private void Add(LibraryRecord[] some)
    {
        for (var i = 0; i < some.Length; i++)
        {
            _compoundNumbers.Word((uint)Number(_compounds, some[i].CompoundKey));
            var at = i * SharedTexts;
            foreach (var text in RecordCodec.SharedOf(some[i]))
            {
                _textNumbers[at++] = text is null ? 0 : Number(_texts, text);
            }
        }

        var pieces = (some.Length + LibraryPiece.Size - 1) / LibraryPiece.Size;
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = Threads ?? -1 }, piece =>
        {
            var from = piece * LibraryPiece.Size;
            _pieces[piece].Fill(some.AsSpan(from, Math.Min(LibraryPiece.Size, some.Length - from)), _textNumbers.AsSpan(from * SharedTexts));
        });
        foreach (var piece in _pieces.AsSpan(0, pieces))
        {
            for (var i = 0; i < piece.Count; i++)
            {
                _offsets.Word((uint)(_records.Length + piece.StartOf(i)));
                _index.Add(piece.HeaviestOf(i));
            }

            _records.Add(piece.Records);
            Count += piece.Count;
        }
    }

    private static int Number(Dictionary<string, int> numbers, string text)
    {
        if (!numbers.TryGetValue(text, out var number))
        {
            numbers[text] = number = numbers.Count;
        }

        return number;
    }
}
