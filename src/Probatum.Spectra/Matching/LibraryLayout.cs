using System.Buffers.Binary;

namespace Probatum.Spectra;

/// <summary>Where what lies in a library file (<c>.pbl</c>), version 2; the bytes are in docs/identification.md 7.1.</summary>
/// <param name="Count">How many spectra.</param>
/// <param name="Compounds">How many compounds.</param>
/// <param name="Sections">Offset and length of each, in the order of <see cref="Section"/>.</param>
internal sealed record LibraryLayout(int Count, int Compounds, (int Offset, int Length)[] Sections)
{
    public const int HeaderSize = 192;
    public const int DigestSize = 32;

    /// <summary>Spectra in one block of the index: their sums lie in the innermost cache.</summary>
    public const int BlockSize = 16_384;

    /// <summary>How many lines of a spectrum are in the index, the heaviest.</summary>
    public const int LinesInIndex = 16;

    /// <summary>Entries of the table that says where the list of a mass begins, for one block.</summary>
    public const int ListsInBlock = PreparedSpectrum.MassLimit + 1;

    private const uint Version = 2;
    private const int Alignment = 64;
    private const int SectionsAt = 40;

    public static ReadOnlySpan<byte> Magic => "PROBTPBL"u8;

    /// <summary>How many blocks hold so many spectra.</summary>
    public static int BlocksOf(int count) => (count / BlockSize) + (count % BlockSize == 0 ? 0 : 1);

    /// <summary>Where the next section may begin.</summary>
    public static long Aligned(long at) => (at + Alignment - 1) / Alignment * Alignment;

    /// <summary>The header's bytes for sections of these lengths; null where the file would pass 2 GiB.</summary>
    public static byte[]? Write(int count, int compounds, ReadOnlySpan<long> lengths)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), (uint)count);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), (uint)compounds);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), BlockSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), PreparedSpectrum.MassLimit);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), LinesInIndex);
        long at = HeaderSize;
        for (var i = 0; i < lengths.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SectionsAt + (16 * i)), at);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SectionsAt + (16 * i) + 8), lengths[i]);
            at = Aligned(at + lengths[i]);
        }

        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), at + DigestSize);
        return at + DigestSize > Array.MaxLength ? null : header;
    }

    /// <summary>Reads the header and holds it against the file's length; every offset and length is within the file.</summary>
    public static bool TryRead(ReadOnlySpan<byte> pbl, out LibraryLayout layout, out SpectraFault fault)
    {
        layout = null!;
        fault = Fault(pbl);
        if (fault != default)
        {
            return false;
        }

        var (count, compounds) = (Word(pbl, 12), Word(pbl, 16));
        var sections = new (int Offset, int Length)[Enum.GetValues<Section>().Length];
        long at = HeaderSize;
        for (var i = 0; i < sections.Length; i++)
        {
            var place = SectionsAt + (16 * i);
            var (offset, length) = (Long(pbl, place), Long(pbl, place + 8));
            if (offset != at || length < 0 || length > pbl.Length - DigestSize - offset)
            {
                fault = new("pbl/section", place, $"the section '{(Section)i}' does not lie where the one before ends, or not in the file");
                return false;
            }

            sections[i] = ((int)offset, (int)length);
            at = Aligned(offset + length);
        }

        layout = new((int)count, (int)compounds, sections);
        fault = at + DigestSize != pbl.Length ? new("pbl/trailing", at, "there are bytes behind the last section")
            : layout.Misfit() is { } misfit ? new("pbl/section", SectionsAt + (16 * (int)misfit), $"the section '{misfit}' has not the length that so many spectra need")
            : default;
        return fault == default;
    }

    /// <summary>The bytes of a section.</summary>
    public ReadOnlySpan<byte> Of(Section section, ReadOnlySpan<byte> pbl) =>
        pbl.Slice(Sections[(int)section].Offset, Sections[(int)section].Length);

    /// <summary>The place of a section's byte in the file.</summary>
    public long PlaceOf(Section section, long within) => Sections[(int)section].Offset + within;

    private static SpectraFault Fault(ReadOnlySpan<byte> pbl) => pbl switch
    {
        _ when !pbl.StartsWith(Magic) => new("pbl/magic", 0, "this is not a library file (.pbl)"),
        { Length: < 12 } => new("pbl/truncated", pbl.Length, "the library file ends too early"),
        _ when Word(pbl, 8) != Version => new("pbl/version", 8, "the library file has another version: build it again"),
        { Length: < HeaderSize + DigestSize } => new("pbl/truncated", pbl.Length, "the library file ends too early"),
        _ when Long(pbl, 32) != pbl.Length => new("pbl/truncated", 32, "the library file is not as long as it says"),
        _ when Word(pbl, 20) != BlockSize || Word(pbl, 24) != PreparedSpectrum.MassLimit || Word(pbl, 28) != LinesInIndex
            => new("pbl/settings", 20, "the library file has other settings: build it again"),
        _ when Word(pbl, 12) > pbl.Length || Word(pbl, 16) > Word(pbl, 12)
            => new("pbl/count", 12, "a count is larger than the file"),
        _ => default,
    };

    private Section? Misfit()
    {
        var lists = (long)BlocksOf(Count) * ListsInBlock;
        return Sections[(int)Section.RecordOffsets].Length != 4L * (Count + 1) ? Section.RecordOffsets
            : Sections[(int)Section.CompoundNumbers].Length != 4L * Count ? Section.CompoundNumbers
            : Sections[(int)Section.ListOffsets].Length != 4 * lists ? Section.ListOffsets
            : Sections[(int)Section.ListSpectra].Length != 2L * Sections[(int)Section.ListWeights].Length ? Section.ListSpectra
            : Sections[(int)Section.BlockWeights].Length != (long)BlocksOf(Count) * PreparedSpectrum.MassLimit ? Section.BlockWeights
            : null;
    }

    private static uint Word(ReadOnlySpan<byte> pbl, int at) => BinaryPrimitives.ReadUInt32LittleEndian(pbl[at..]);

    private static long Long(ReadOnlySpan<byte> pbl, int at) => BinaryPrimitives.ReadInt64LittleEndian(pbl[at..]);
}

/// <summary>The sections of a library file, in their order.</summary>
internal enum Section
{
    /// <summary>The files it was built from.</summary>
    Sources,

    /// <summary>Texts that many records share: licences, scales, columns.</summary>
    Texts,

    /// <summary>u32 for each record and one more: where it begins in <see cref="Records"/>.</summary>
    RecordOffsets,

    /// <summary>u32 for each record: which compound it is of.</summary>
    CompoundNumbers,

    /// <summary>The records.</summary>
    Records,

    /// <summary>u32 for each block and mass, and one more for each block: where its list begins.</summary>
    ListOffsets,

    /// <summary>u8 for each block and mass: the largest weight in its list.</summary>
    BlockWeights,

    /// <summary>u16 for each entry of the lists: the spectrum's number in its block, ascending.</summary>
    ListSpectra,

    /// <summary>u8 for each entry of the lists: the line's share of its spectrum's length, in 255ths.</summary>
    ListWeights,
}
