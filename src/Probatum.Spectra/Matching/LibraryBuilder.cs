using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Probatum.Spectra;

/// <summary>Makes a library file of records that are handed in one after another; the same records give the same bytes.</summary>
/// <remarks>Keeps what the file will hold, no records: a million spectra in about 0.4 GB. Not for several threads.</remarks>
public sealed class LibraryBuilder
{
    private const int AtOnce = 4096;

    private readonly Bytes _sources = new();
    private readonly Bytes _offsets = new();
    private readonly Bytes _compoundNumbers = new();
    private readonly Bytes _records = new();
    private readonly IndexWriter _index = new();
    private readonly Dictionary<string, int> _compounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private int _sourceCount;

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
            // what takes the time hangs on one record alone; the order in which they are written does not change
            var made = new (PreparedSpectrum Prepared, List<(ushort, byte)> Heaviest, byte[] Peaks)[some.Length];
            Parallel.For(0, some.Length, () => new PeakCodec(), (i, _, codec) =>
            {
                var prepared = PreparedSpectrum.Of(some[i].Peaks, null);
                made[i] = (prepared, IndexWriter.Heaviest(prepared), codec.Write(some[i].Peaks, prepared).ToArray());
                return codec;
            }, _ => { });
            for (var i = 0; i < some.Length; i++)
            {
                Add(some[i], made[i].Prepared, made[i].Peaks);
                _index.Add(made[i].Heaviest);
            }
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

    private void Add(LibraryRecord record, PreparedSpectrum prepared, ReadOnlySpan<byte> peaks)
    {
        _offsets.Word((uint)_records.Length);
        _compoundNumbers.Word((uint)Number(_compounds, record.CompoundKey));
        Span<byte> head = stackalloc byte[RecordCodec.LinesAt];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(prepared.Lines.Length / 2));
        head[2] = (byte)prepared.ScanFrom;
        _records.Add(head);
        _records.Add(prepared.Lines.AsSpan());
        ReadOnlySpan<string?> own = [record.Name, record.Accession, record.InChIKey, record.Comment];
        ReadOnlySpan<string?> shared =
        [
            record.Formula, record.Licence, record.RetentionIndexScale, record.RetentionIndexColumn,
        ];
        ReadOnlySpan<double?> numbers = [record.RetentionIndex, record.RetentionSeconds];
        var (flags, next) = (0, 1);
        void Flag(bool isThere)
        {
            flags |= isThere ? next : 0;
            next <<= 1;
        }

        foreach (var text in own)
        {
            Flag(text is not null);
        }

        foreach (var text in shared)
        {
            Flag(text is not null);
        }

        foreach (var number in numbers)
        {
            Flag(number is not null);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)flags);
        _records.Add(head[..2]);
        foreach (var text in own)
        {
            if (text is not null)
            {
                _records.Text(text);
            }
        }

        foreach (var text in shared)
        {
            if (text is not null)
            {
                _records.Count(Number(_texts, text));
            }
        }

        foreach (var number in numbers)
        {
            if (number is { } value)
            {
                _records.Number(value);
            }
        }

        _records.Add(peaks);
        Count++;
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
