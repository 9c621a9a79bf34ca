using System.Text;
using CsCheck;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

/// <summary>Texts of peak lists: MSP and its kin, MGF, MassBank records, tables.</summary>
public sealed class PeakListTests
{
    private const string Record = """
        ACCESSION: MSBNK-Test-T000001
        RECORD_TITLE: Toluene; GC-EI-QMS; MS
        DATE: 2011.05.06
        LICENSE: CC BY-SA
        COMMENT: one
        CH$NAME: Toluene
        CH$NAME: Methylbenzene
        CH$FORMULA: C7H8
        CH$LINK: CAS 108-88-3
        CH$LINK: INCHIKEY YXFVVABEGXRONW-UHFFFAOYSA-N
        AC$INSTRUMENT: JMS-700, JEOL
        AC$INSTRUMENT_TYPE: GC-EI-QMS
        AC$MASS_SPECTROMETRY: MS_TYPE MS
        AC$MASS_SPECTROMETRY: ION_MODE POSITIVE
        AC$CHROMATOGRAPHY: RETENTION_TIME 5.5 min
        AC$CHROMATOGRAPHY: COLUMN_NAME HP-5
        PK$NUM_PEAK: 2
        PK$PEAK: m/z int. rel.int.
          91 1000 999
          92.06 600 599
        //

        """;

    // AMDIS: brackets with notes in them, times in minutes
    [Theory]
    [InlineData("NAME:a\nFORM:C7H8\nCASNO:108-88-3\nRI:763\nRT:5.5\nNUM PEAKS: 2\n( 91 999 A1) ( 92 600  )\n", 330.0)]
    [InlineData("NAME: a\r\nFORMULA: C7H8\r\nCAS#: 108-88-3; NIST#: 0\r\nRETENTIONINDEX: 763\r\nRETENTIONTIME: 5.5 min\r\nNum Peaks: 2\r\n91 999 \"C7H7+ 2/3\"; 92 600 \"x\";\r\n", 330.0)]
    [InlineData("Name: a\nFormula: C7H8\nCASNO: 108-88-3\nRetention_index: SemiStdNP=763/1/2 StdNP=750/2/3\nRETENTIONTIME: 5.5\nNum Peaks: 2\n92 600;91 999\n", null)]
    [InlineData("Name: a\nFormula: C7H8\nCAS: 108-88-3\nRI: 763\nRI: 0\nRetentionTime: 330\nNum Peaks: 3\n92,600\n91\t999\n93 0\n", 330.0)]
    public void Every_dialect_says_the_same(string text, double? seconds)
    {
        var record = SpectraData.FileOf(Encoding.UTF8.GetBytes(text)).Spectra.Single();
        Assert.Equal([new Peak(91, 999), new Peak(92, 600)], record.Peaks.AsEnumerable());
        Assert.Equal(("a", "C7H8", 763.0, seconds), (record.Name, record.Formula, record.RetentionIndex, record.RetentionSeconds));
        Assert.StartsWith("CAS 108-88-3", record.Accession, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_run_over_lines_and_records_follow_without_a_blank_line()
    {
        var read = SpectraData.FileOf(Encoding.UTF8.GetBytes(
            "Name: a\nLicense: CC BY\nComment: one\n  two\nthree\nIon_mode: P\nInstrument_type: GC-EI-Q\nNum Peaks: 1\n41 5\nName: b\nNum Peaks: 2\n43 5\n43 4\n")).Spectra;
        Assert.Equal(("one two three", "CC BY", Polarity.Positive, "GC-EI-Q"), (read[0].Comment, read[0].Licence, read[0].Acquisition.Polarity, read[0].Acquisition.IonizationMode));
        Assert.Equal(("b", null, null), (read[1].Name, read[1].Comment, read[1].Licence));
        // two lines of one mass stay two: to merge them is the search's choice
        Assert.Equal([new Peak(43, 4), new Peak(43, 5)], read[1].Peaks.AsEnumerable());
    }

    [Fact]
    public void A_text_in_latin_1_is_read_as_such()
    {
        var record = SpectraData.FileOf(Encoding.Latin1.GetBytes("Name: méthyl\nRI_Column: 0.25 µm\nNum Peaks: 1\n41 5\n")).Spectra.Single();
        Assert.Equal(("méthyl", "0.25 µm"), (record.Name, record.RetentionIndexColumn));
    }

    // however large texts are cut among cores: the same records, and the same fault on the same line
    [Fact]
    public void A_text_read_in_stretches_gives_what_it_gives_whole() =>
        Gen.Select(
            Gen.OneOf("Name: a\n", "NAME:b\r\n", "Num Peaks: 2\n", "num peaks: 1\r", "41 5\n", "42 7 43 8\n", "\n", "Comment: x\n", "y\n", "Formula: C\n").Array[1, 120],
            Gen.Int[1, 64])
            .Sample((lines, least) =>
            {
                var text = Encoding.UTF8.GetBytes(string.Concat(lines));
                var whole = Msp.TryRead(text, int.MaxValue, out var one, out var first);
                var cut = Msp.TryRead(text, least, out var many, out var second);
                return whole == cut && first == second && one.Length == many.Length && one.Zip(many).All(pair => MspTests.AreSame(pair.First, pair.Second));
            });

    [Fact]
    public void A_fault_names_the_line_its_record_begins_on()
    {
        Assert.False(InstrumentFormats.TryOpen("Name: a\nNum Peaks: 1\n41 5\n\nName: b\nFormula: C\nNum Peaks: 3\n41 5\n\nName: c\nNum Peaks: 1\n41 5\n"u8.ToArray(), out _, out var fault));
        Assert.Equal(("msp/peak-count", "line 5"), (fault.Code, fault.Place));
    }

    [Fact]
    public void A_massbank_record_is_read_with_licence_and_time()
    {
        var records = SpectraData.FileOf(Encoding.UTF8.GetBytes(Record + Record)).Spectra;
        var record = records[1];
        Assert.Equal(2, records.Length);
        Assert.Equal(
            ("Toluene", "MSBNK-Test-T000001", "CC BY-SA", "C7H8", "YXFVVABEGXRONW-UHFFFAOYSA-N", 330.0, "HP-5"),
            (record.Name, record.Accession, record.Licence, record.Formula, record.InChIKey, record.RetentionSeconds, record.RetentionIndexColumn));
        Assert.Equal([new Peak(91, 1000), new Peak(92.06, 600)], record.Peaks.AsEnumerable());
        Assert.Equal(new Acquisition("JMS-700, JEOL", "GC-EI-QMS", Polarity.Positive, TimeUnit: "min", Acquired: "2011.05.06"), record.Acquisition);
    }

    [Fact]
    public void A_list_of_fragments_is_read_with_its_precursor()
    {
        var read = SpectraData.File("data/runs/mgf/MS1.mgf").Spectra;
        Assert.Equal((297.916, 758.571517944336, Polarity.Positive, "seconds"), (read[0].RetentionSeconds!.Value, read[0].Acquisition.PrecursorMz!.Value, read[0].Acquisition.Polarity!.Value, read[0].Acquisition.TimeUnit));
        var lists = SpectraData.FileOf("COM=x\n# note\nBEGIN IONS\nTITLE=a\nCHARGE=2-\nRTINSECONDS=10-12\n50 1\n51\n52 3 1+\nEND IONS\n"u8.ToArray()).Spectra.Single();
        Assert.Equal([new Peak(50, 1), new Peak(51, 1), new Peak(52, 3)], lists.Peaks.AsEnumerable());
        Assert.Equal((10.0, Polarity.Negative), (lists.RetentionSeconds, lists.Acquisition.Polarity));
    }

    [Theory]
    [InlineData("mz,intensity\n41,5\n43,999\n", 1, 0, 0)]
    [InlineData("# a note\nname;mz;intensity\n\"a;b\";41;5\nc;43;9\n", 2, 0, 0)]
    [InlineData("seconds\tmz\tintensity\n1.5\t41\t5\n1.5\t43\t9\n2\t41\t6\n", 0, 2, 0)]
    [InlineData("Wavenumber_per_cm,Absorbance\n4000,.1\n3998,.2\n", 0, 0, 1)]
    [InlineData("raman_shift_per_cm,counts\r\n100,1\r\n102,-2\r\n", 0, 0, 1)]
    public void A_table_is_what_its_header_says(string text, int spectra, int scans, int traces)
    {
        var read = SpectraData.FileOf(Encoding.UTF8.GetBytes(text));
        Assert.Equal((spectra, scans, traces), (read.Spectra.Length, read.Run?.Scans.Length ?? 0, read.Traces.Length));
    }

    [Fact]
    public void Minutes_of_a_table_become_seconds() => Assert.Equal(
        [30.0, 60.0], SpectraData.FileOf("minutes,mz,intensity\n.5,41,5\n1,43,9\n"u8.ToArray()).Run!.Scans.Select(s => s.Seconds!.Value));

    [Theory]
    [InlineData("wavelength,absorbance\n1,2\n", "format/unknown")]
    [InlineData("mz;intensity\n41,5;3\n", "csv/row")]
    [InlineData("mz,intensity\n41,5\n43\n", "csv/row")]
    [InlineData("mz,intensity\n", "csv/empty")]
    [InlineData("mz,intensity\n-1,5\n", "csv/peak")]
    [InlineData("seconds,mz,intensity\nsoon,41,5\n", "csv/time")]
    [InlineData("BEGIN IONS\n41 5\n", "mgf/truncated")]
    [InlineData("BEGIN IONS\n41 5\nBEGIN IONS\n", "mgf/nested")]
    [InlineData("BEGIN IONS\n41 x\nEND IONS\n", "mgf/peak")]
    [InlineData("BEGIN IONS\nnonsense\nEND IONS\n", "mgf/line")]
    [InlineData("BEGIN IONS\nEND IONS\nEND IONS\n", "mgf/end")]
    [InlineData("ACCESSION: a\nPK$NUM_PEAK: 2\nPK$PEAK: m/z int. rel.int.\n  41 5 5\n//\n", "massbank/peak-count")]
    [InlineData("ACCESSION: a\nPK$NUM_PEAK: 1\nPK$PEAK: m/z int. rel.int.\n  41 5 5\n", "massbank/truncated")]
    [InlineData("ACCESSION: a\nACCESSION: b\n", "massbank/truncated")]
    [InlineData("ACCESSION: a\nPK$PEAK: x\n  41\n", "massbank/peak")]
    public void What_is_not_as_it_says_is_refused(string text, string code) => Assert.Equal(code, SpectraData.ToldAll(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Numbers_are_read_as_the_platform_reads_them() =>
        Gen.OneOf(Gen.Double[0, 1e6], Gen.Double[0, 1e-3], Gen.Double.Where(double.IsFinite).Select(Math.Abs)).Sample(value =>
            new[] { "R", "F4", "F0", "F12", "E5" }.Select(format => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture)).All(text =>
                SpectraData.FileOf(Encoding.UTF8.GetBytes($"wavenumber_per_cm,counts\n{text},1\n")).Traces[0].X[0]
                    == double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
}
