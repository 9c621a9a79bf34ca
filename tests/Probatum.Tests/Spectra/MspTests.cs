using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class MspTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abcXYZ019-,()[]:;'éµα糖+"], 1, 12];

    private static readonly Gen<string?> Words = Gen.OneOf(
        Gen.Const((string?)null), Word.Array[1, 3].Select(words => (string?)string.Join(' ', words)));

    private static readonly Gen<string?> Key = Gen.OneOf(
        Gen.Const((string?)null), Gen.String[Gen.Char['A', 'Z'], 14, 14].Select(key => (string?)(key + "-UHFFFAOYSA-N")));

    private static readonly Gen<Peak> Line = Gen.Select(Gen.Double[1e-3, 1500.0], Gen.Double[1e-6, 1e9], (m, h) => new Peak(m, h));

    private static readonly Gen<LibraryRecord> Record = Gen.Select(
        Word, Key, Words, Words, Gen.Double[1, 4000].Nullable(), Words, Line.Array[0, 30], Words)
        .Select((name, key, accession, formula, index, scale, lines, comment) => new LibraryRecord(
            name, key, accession, accession, formula, index, scale,
            [.. lines.OrderBy(p => p.Mz).ThenBy(p => p.Intensity)], scale, index, comment));

    [Fact]
    public void What_is_written_is_read_back_and_written_the_same() => Record.Array[1, 6].Sample(records =>
    {
        var text = Msp.Write(records);
        var read = SpectraData.Read(Encoding.UTF8.GetBytes(text));
        return Msp.Write(read) == text && read.Zip(records).All(pair => AreSame(pair.First, pair.Second))
            && read.Length == records.Length;
    });

    [Fact]
    public void Any_bytes_are_read_without_a_throw() =>
        Gen.OneOf(Gen.Byte.Array[0, 400], Gen.String[Gen.Char["Name: NumPeaks\r\n\t 0123456789.;,()\"-eE"], 0, 400]
            .Select(Encoding.UTF8.GetBytes))
            .Sample(bytes => Msp.TryRead(bytes, out var records, out var fault) != (fault != default)
                && records.All(r => r.Peaks.All(p => p.Mz > 0 && p.Intensity > 0)));

    [Fact]
    public void A_library_cut_within_its_last_record_is_refused()
    {
        var bytes = SpectraData.Bytes("data/spectra/dev-queries.msp");
        var last = Encoding.UTF8.GetString(bytes).LastIndexOf("Num Peaks", StringComparison.Ordinal);
        Gen.Int[last, bytes.Length - 12].Sample(length => !Msp.TryRead(bytes.AsMemory(0, length), out _, out _));
    }

    [Theory]
    [InlineData("NAME: a\r\nNUM PEAKS: 2\r\n41 5; 43 999;\r\n")]
    [InlineData("Name: a\nNum peaks: 2\n(41 5) (43 999)\n")]
    [InlineData("name:a\nsome note\nNum Peaks: 2\n43\t999 \"C3H7\"\n41,5\n\n\n")]
    [InlineData("Name: a\rNum Peaks: 2\r41 5\r43 999")]
    [InlineData("Name: a\nNum Peaks: 2\n41:5 43:999\n")]
    [InlineData("Name: a\nNum Peaks: 2\n[41,5] [43,999 A1B2]\n")]
    [InlineData("Name: a\nNum Peaks: 2\n{41 5}\n{43 999}\n")]
    [InlineData("\uFEFFName: a\nNum Peaks: 3\n41 5 43 999 44 0\n")]
    public void Every_way_of_writing_peaks_is_read(string text)
    {
        var record = Assert.Single(SpectraData.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(("a", 2), (record.Name, record.Peaks.Length));
        Assert.Equal([new Peak(41, 5), new Peak(43, 999)], record.Peaks.AsEnumerable());
    }

    [Theory]
    [InlineData("Name: a\nNum Peaks: 3\n41 5\n43 9\n", "msp/peak-count")]
    [InlineData("Name: a\nNum Peaks: 1\n41 5\n43 9\n", "msp/peak-count")]
    [InlineData("Name: a\nName: b\nNum Peaks: 1\n41 5\n", "msp/peak-count")]
    [InlineData("Name: a\nNum Peaks: 1\n41\n", "msp/peak")]
    [InlineData("Name: a\nNum Peaks: 1\n41 -5\n", "msp/peak")]
    [InlineData("Name: a\nNum Peaks: 1\n0 5\n", "msp/peak")]
    [InlineData("Name: a\nNum Peaks: many\n", "msp/num-peaks")]
    [InlineData("", "msp/empty")]
    public void Records_that_are_not_as_they_say_are_refused(string text, string code)
    {
        Assert.False(Msp.TryRead(Encoding.UTF8.GetBytes(text), out _, out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("InChIKey: NA", null, null)]
    [InlineData("InChIKey: UFWIBTONFRDIAS-UHFFFAOYSA-N\nRI: -1", "UFWIBTONFRDIAS-UHFFFAOYSA-N", null)]
    [InlineData("Comment: SemiStdNP=1182/3/10 and more", null, 1182.0)]
    [InlineData("RETENTIONINDEX: 1182.5\nInChI Key: UFWIBTONFRDIAS", "UFWIBTONFRDIAS", 1182.5)]
    public void Sentinels_name_nothing(string field, string? key, double? index)
    {
        var record = SpectraData.Read(Encoding.UTF8.GetBytes($"Name: a\n{field}\nNum Peaks: 1\n41 5\n"))[0];
        Assert.Equal((key, index), (record.InChIKey, record.RetentionIndex));
    }

    [Theory]
    [InlineData("CAS#: 71-43-2;  NIST#: 227704\nDB#: 12", "12", null)]
    [InlineData("CAS#: 71-43-2;  NIST#: 227704", "227704", null)]
    [InlineData("CAS#: 71-43-2", "CAS 71-43-2", null)]
    [InlineData("CASNO: 71432", "CAS 71-43-2", null)]
    [InlineData("CASNO:000071-43-2", "CAS 71-43-2", null)]
    [InlineData("CAS#: 71-43-3", null, null)]
    [InlineData("CAS#: 0-00-0;  NIST#: 0", null, null)]
    [InlineData("CAS: NA", null, null)]
    [InlineData("Synon: benzol\nSynon: $:28UHOVQNZJYSORNB-UHFFFAOYSA-N\nSynon: $:00ei", null, "UHOVQNZJYSORNB-UHFFFAOYSA-N")]
    [InlineData("InChIKey: UFWIBTONFRDIAS-UHFFFAOYSA-N\nSynon: $:28UHOVQNZJYSORNB-UHFFFAOYSA-N", null, "UFWIBTONFRDIAS-UHFFFAOYSA-N")]
    [InlineData("Synon: $:28 no key", null, null)]
    public void Numbers_and_keys_of_nist_text_are_read(string fields, string? accession, string? key)
    {
        var record = SpectraData.Read(Encoding.UTF8.GetBytes($"Name: a\n{fields}\nNum Peaks: 1\n41 5\n"))[0];
        Assert.Equal((accession, key), (record.Accession, record.InChIKey));
    }

    [Theory]
    [InlineData("Retention_index: SemiStdNP=1182/3/10 StdNP=1170/2/4 StdPolar=1700/9/3", 1182.0, "semi-standard non-polar")]
    [InlineData("Retention_index: StdNP=1170/2/4 StdPolar=1700/9/3", 1170.0, "standard non-polar")]
    [InlineData("Comment: StdPolar=1700/9/3", 1700.0, "standard polar")]
    [InlineData("Comment: ASemiStdNP=1182", null, null)]
    public void An_index_is_of_its_class_of_columns(string field, double? index, string? column)
    {
        var record = SpectraData.Read(Encoding.UTF8.GetBytes($"Name: a\n{field}\nNum Peaks: 1\n41 5\n"))[0];
        Assert.Equal((index, column), (record.RetentionIndex, record.RetentionIndexColumn));
    }

    /// <summary>Two libraries number their records alike: the numbers make no compounds.</summary>
    [Fact]
    public void A_number_of_a_record_is_no_compound()
    {
        var library = SpectraData.Open(SpectraData.Build(
            ("one.msp", Encoding.UTF8.GetBytes("Name: a\nDB#: 1\nNum Peaks: 1\n41 5\n\nName: A\nDB#: 2\nNum Peaks: 1\n41 5\n")),
            ("two.msp", Encoding.UTF8.GetBytes("Name: b\nDB#: 1\nNum Peaks: 1\n43 5\n")),
            ("three.csv", Encoding.UTF8.GetBytes("mz,intensity\n43,5\n")), ("four.csv", Encoding.UTF8.GetBytes("mz,intensity\n41,5\n"))));
        Assert.Equal((5, 4), (library.Count, library.CompoundCount));
        Assert.Equal(["a", "A", "b", "three.csv, spectrum 1", "four.csv, spectrum 1"], Enumerable.Range(0, 5).Select(i => library[i].Name));
    }

    /// <summary>All that a library keeps; how a spectrum was measured is the source's.</summary>
    internal static bool AreSame(LibraryRecord a, LibraryRecord b) =>
        Bare(a) == Bare(b) && a.Peaks.SequenceEqual(b.Peaks);

    private static LibraryRecord Bare(LibraryRecord record) => record with { Peaks = [], Acquisition = Acquisition.Unstated };
}
