using System.IO.Compression;
using Probatum.Spectra;

namespace Probatum.Tests.Spectra;

public sealed class InstrumentFileTests
{
    // the vendors' round-robin files: what is read, and whether a library of electron ionisation may be asked of it
    [Theory]
    [InlineData("EXTREL/CENTSCNH", "Centroid", 5, 99, "decon/few-scans")]
    [InlineData("EXTREL/CENTSCNL", "Centroid", 5, 99, "decon/few-scans")]
    [InlineData("EXTREL/CENTSIDH", "Centroid", 9, 39, "decon/selected-ions")]
    [InlineData("EXTREL/CENTSIDL", "Centroid", 9, 39, "decon/selected-ions")]
    [InlineData("EXTREL/CONTINUM", "Continuum", 2, 104467, "decon/continuum")]
    [InlineData("EXTREL/LIBRARY", "Library", 2, 17, "decon/library")]
    [InlineData("FINNIGAN/CENTSCNH", "Centroid", 100, 2355, "")]
    [InlineData("FINNIGAN/CENTSCNL", "Centroid", 100, 2187, "")]
    [InlineData("FINNIGAN/CONTINUM", "Continuum", 4, 28032, "decon/continuum")]
    [InlineData("FINNIGAN/LIBRARY", "Library", 100, 3833, "decon/library")]
    [InlineData("FISONS_A/CENTSCNH", "Centroid", 5, 857, "decon/few-scans")]
    [InlineData("FISONS_A/CENTSCNL", "Centroid", 21, 538, "")]
    [InlineData("FISONS_A/CENTSIDH", "Centroid", 410, 4920, "decon/selected-ions")]
    [InlineData("FISONS_A/CONTINUM", "Continuum", 1, 4488, "identify/ionization")]
    [InlineData("HP/CENTSCNH", "Centroid", 621, 7638, "")]
    [InlineData("HP/CENTSIDH", "Centroid", 421, 842, "decon/selected-ions")]
    [InlineData("KRATOS/CENTSCNH", "Centroid", 16, 3273, "decon/few-scans")]
    [InlineData("KRATOS/CENTSCNL", "Centroid", 16, 1302, "decon/few-scans")]
    [InlineData("PE_SCIEX/CENTSCNH", "Centroid", 35, 422, "identify/ionization")]
    [InlineData("PE_SCIEX/CENTSCNL", "Centroid", 17, 5274, "identify/ionization")]
    [InlineData("PE_SCIEX/CENTSIDH", "Continuum", 66, 132, "identify/ionization")]
    [InlineData("PE_SCIEX/CENTSIDL", "Continuum", 40, 80, "identify/ionization")]
    [InlineData("PE_SCIEX/CONTINUM", "Continuum", 50, 1820, "identify/ionization")]
    [InlineData("TEKNIVNT/CENTSCNH", "Centroid", 19, 1818, "decon/few-scans")]
    [InlineData("TEKNIVNT/CENTSCNL", "Centroid", 400, 53797, "")]
    [InlineData("TEST/QD", "Centroid", 201, 1342, "")]
    public void Every_round_robin_file_is_read_and_told_for_what_it_is(
        string name, string kind, int scans, int points, string why)
    {
        var run = SpectraData.Run($"data/runs/andi-ms/{name}.CDF");
        Assert.Equal((kind, scans, points), (run.Kind.ToString(), run.Scans.Length, run.Masses.Length));
        Assert.Equal("ANDI/MS", run.Format);
        Assert.Equal(why.Length == 0, Identification.Supports(run, out var fault));
        Assert.Equal(why, fault.Code ?? "");
    }

    [Fact]
    public void Library_files_give_their_spectra_with_what_they_say_of_them()
    {
        var extrel = SpectraData.File("data/runs/andi-ms/EXTREL/LIBRARY.CDF").Spectra;
        Assert.Equal(["benzene", "toluene"], extrel.Select(one => one.Name));
        Assert.Equal([78.0, 91.0], extrel.Select(one => one.Peaks.MaxBy(peak => peak.Intensity).Mz));
        Assert.All(extrel, one => Assert.Equal((null, null, null, null), (one.InChIKey, one.Accession, one.Formula, one.RetentionIndex)));
        var finnigan = SpectraData.File("data/runs/andi-ms/FINNIGAN/LIBRARY.CDF").Spectra;
        Assert.Equal((100, 3833), (finnigan.Length, finnigan.Sum(one => one.Peaks.Length)));
        Assert.Equal(("AMOBARBITAL", "C11H18O3N2", "2"), (finnigan[1].Name, finnigan[1].Formula, finnigan[1].Accession));
        Assert.Empty(SpectraData.File("data/runs/andi-ms/EXTREL/CENTSCNH.CDF").Spectra);
        var library = SpectraData.Open(SpectraData.Build(("LIBRARY.CDF", SpectraData.Bytes("data/runs/andi-ms/FINNIGAN/LIBRARY.CDF"))));
        Assert.Equal("AMOBARBITAL", LibrarySearch.Search(finnigan[1].Spectrum, library, new(Measure.Composite, 1))[0].Record.Name);
    }

    [Fact]
    public void A_zip_archive_named_as_a_run_is_refused_as_a_zip_archive() =>
        Assert.Equal("format/zip", SpectraData.Told(SpectraData.Bytes("data/runs/andi-ms/TEKNIVNT/CONTINUM.CDF")));

    // masses are stored as whole thousandths with a scale factor in one of these, as plain numbers in the other
    [Fact]
    public void The_scale_factors_of_a_file_are_applied()
    {
        Assert.InRange(SpectraData.Run("data/runs/andi-ms/TEKNIVNT/CENTSCNH.CDF").Masses.Max(), 590, 600);
        Assert.Contains(502.0, SpectraData.Run("data/runs/andi-ms/EXTREL/CENTSIDL.CDF").Masses);
    }

    [Fact]
    public void Chromatograms_are_told_apart_from_mass_spectra()
    {
        var files = Directory.GetFiles(TestData.At("data/runs/andi-chrom"), "*.CDF");
        Assert.Equal(8, files.Length);
        foreach (var file in files)
        {
            Assert.True(InstrumentFormats.TryRead(File.ReadAllBytes(file), out var run, out _), file);
            Assert.Equal((RunKind.Chromatogram, "ANDI/CHROM"), (run.Kind, run.Format));
            Assert.False(Identification.Supports(run, out var fault));
            Assert.Equal("decon/chromatogram", fault.Code);
        }

        // all but one say at which times their points lie
        Assert.Equal(7, files.Count(file => SpectraData.File(file).Traces.Length == 1));
    }

    [Fact]
    public void An_mzml_file_is_read_with_its_scans_and_times()
    {
        var run = SpectraData.Run("data/runs/mzml/tiny.pwiz.1.1.mzML");
        // four spectra, of which one is MS/MS; one is empty and says no time; times are in minutes and in seconds
        Assert.Equal((RunKind.Centroid, 3, 28), (run.Kind, run.Scans.Length, run.Masses.Length));
        Assert.Equal(5.8905 * 60.0, run.Scans[0].Seconds!.Value, 1e-9);
        Assert.Equal((null, 0), (run.Scans[1].Seconds, run.Scans[1].Count));
        Assert.Equal(42.05, run.Scans[2].Seconds!.Value, 1e-9);
    }

    [Fact]
    public void A_packed_mzml_file_of_electrospray_is_read_and_not_searched()
    {
        var run = SpectraData.Run("data/runs/mzml/pyms-example.mzML.gz");
        Assert.Equal((11, 11979, Ionization.Other), (run.Scans.Length, run.Masses.Length, run.Ionization));
        Assert.False(Identification.Supports(run, out var fault));
        Assert.Equal("identify/ionization", fault.Code);
    }

    [Fact]
    public void An_mzml_file_of_a_draft_version_is_refused_by_its_version() =>
        Assert.Equal("mzml/version", SpectraData.Told(SpectraData.Bytes("data/runs/mzml/1min.mzML.gz")));

    // what each of the other files holds: single mass spectra, traces, and where there is a run its scans and points
    [Theory]
    [InlineData("gcms/gunshot-residue-eley-1.jdx.gz", "JCAMP-DX", 0, 0, 2103, 207409)]
    [InlineData("gcms/jcamp-gcms.jdx.gz", "JCAMP-DX", 0, 0, 2420, 215475)]
    [InlineData("jcamp/lancashire/blckpac1.jdx", "JCAMP-DX", 0, 5, 0, 0)]
    [InlineData("jcamp/lancashire/blckpkt1.jdx", "JCAMP-DX", 6, 0, 0, 0)]
    [InlineData("jcamp/lancashire/compound.jdx", "JCAMP-DX", 0, 5, 0, 0)]
    [InlineData("jcamp/official/ISAS_MS1.DX", "JCAMP-DX", 1, 0, 0, 0)]
    [InlineData("jcamp/official/ISAS_MS2.DX", "JCAMP-DX", 0, 1, 0, 0)]
    [InlineData("jcamp/official/ISAS_MS3.DX", "JCAMP-DX", 0, 0, 3, 70)]
    [InlineData("jcamp/official/TESTNTUP.DX", "JCAMP-DX", 0, 2, 0, 0)]
    [InlineData("jcamp/other/uv.jdx", "JCAMP-DX", 0, 2, 0, 0)]
    [InlineData("mgf/MS1.mgf", "MGF", 5, 0, 0, 0)]
    [InlineData("mgf/msforid-testmix.mgf.gz", "MGF", 2259, 0, 0, 0)]
    [InlineData("mzml/pyms-example.mzML.gz", "mzML", 0, 1, 11, 11979)]
    [InlineData("mzml/tiny.pwiz.1.1.mzML", "mzML", 0, 2, 3, 28)]
    [InlineData("spc/m_xyxy.spc", "SPC", 0, 0, 512, 4344)]
    [InlineData("spc/ms.spc", "SPC", 1, 0, 0, 0)]
    [InlineData("spc/m_evenz.spc", "SPC", 0, 32, 0, 0)]
    [InlineData("spc/m_ordz.spc", "SPC", 0, 10, 0, 0)]
    [InlineData("spc/raman-sion.spc.gz", "SPC", 0, 36, 0, 0)]
    public void Every_other_file_is_read_for_what_it_holds(
        string name, string format, int spectra, int traces, int scans, int points)
    {
        var read = SpectraData.File("data/runs/" + name);
        Assert.Equal(
            (format, spectra, traces, scans, points),
            (read.Format, read.Spectra.Length, read.Traces.Length, read.Run?.Scans.Length ?? 0, read.Run?.Masses.Length ?? 0));
    }

    // two of these files are damaged (spliced, and cut for print), two have parser tests of no physical meaning, one a structure
    [Fact]
    public void All_files_of_the_optical_and_mixed_sets_are_read_but_those_that_contradict_themselves()
    {
        var refused = new[] { "jcamp", "spc", "mgf" }
            .SelectMany(folder => Directory.GetFiles(TestData.At("data/runs/" + folder), "*", SearchOption.AllDirectories))
            .Select(file => (Name: Path.GetFileName(file), Told: SpectraData.ToldAll(File.ReadAllBytes(file))))
            .Where(file => file.Told.Contains('/', StringComparison.Ordinal))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        Assert.Equal(
            [
                ("DX-DIR.TXT", "format/unknown"), ("ISAS_CDX.DX", "jcamp/form"), ("camelLabels.jdx", "jcamp/points"),
                ("jcamp2001_example.txt", "jcamp/y-check"), ("multivariable.jdx", "jcamp/form"), ("sameLabel.jdx", "jcamp/points"),
                ("xyinc2.jdx", "jcamp/points"),
            ],
            refused);
    }

    [Fact]
    public void A_file_without_a_run_says_what_it_holds_instead()
    {
        Assert.False(InstrumentFormats.TryRead(SpectraData.Bytes("data/runs/jcamp/other/tannic_acid.jdx"), out _, out var fault));
        Assert.Equal(("format/no-run", true), (fault.Code, fault.Why.EndsWith("JCAMP-DX with 0 scans, 0 single mass spectra, 1 traces", StringComparison.Ordinal)));
        Assert.False(InstrumentFormats.TryReadSpectra(SpectraData.Bytes("data/runs/andi-ms/HP/CENTSCNH.CDF"), out _, out fault));
        Assert.Equal("format/no-spectra", fault.Code);
    }

    [Fact]
    public void What_a_file_says_of_its_measurement_is_kept_and_nothing_is_guessed()
    {
        var fisons = SpectraData.Run("data/runs/andi-ms/FISONS_A/CENTSCNL.CDF").Acquisition;
        Assert.Equal(
            new Acquisition("70VSQ VG", "Electron Impact", Polarity.Positive, 20, 400, null, DataMode.Centroid, "19890206142348+0000"), fisons);
        Assert.Equal(Polarity.Negative, SpectraData.Run("data/runs/andi-ms/PE_SCIEX/CENTSIDH.CDF").Acquisition.Polarity);
        Assert.Equal(DataMode.Profile, SpectraData.Run("data/runs/andi-ms/EXTREL/CONTINUM.CDF").Acquisition.Mode);
        var library = SpectraData.Run("data/runs/andi-ms/FINNIGAN/LIBRARY.CDF").Acquisition;
        Assert.Equal((null, null, null, null), (library.IonizationMode, library.Polarity, library.Mode, library.ScanFrom));
        // a place left empty is 5.8e-275 in this file
        Assert.Null(SpectraData.Run("data/runs/andi-ms/HP/CENTSCNH.CDF").Acquisition.ScanFrom);
        Assert.True(SpectraData.Run("data/runs/andi-ms/KRATOS/CENTSCNH.CDF").Acquisition.ScanFrom is null or >= 1);
        var mzml = SpectraData.Run("data/runs/mzml/pyms-example.mzML.gz").Acquisition;
        Assert.Equal(
            new Acquisition("Q Exactive", "electrospray ionization", Polarity.Positive, 70, 900, "minute", DataMode.Centroid, "2013-09-10T10:31:08Z"), mzml);
        var jcamp = SpectraData.Run("data/runs/gcms/jcamp-gcms.jdx.gz");
        Assert.Equal((Ionization.Electron, Polarity.Positive, DataMode.Centroid), (jcamp.Ionization, jcamp.Acquisition.Polarity, jcamp.Acquisition.Mode));
        Assert.Null(jcamp.Acquisition.TimeUnit);
        Assert.StartsWith("not stated", jcamp.Metadata["probatum.time_unit"], StringComparison.Ordinal);
    }

    // one compound that both runs' keepers name: where it must stand in them
    [Fact]
    public void The_runs_of_repeated_labels_have_their_lines_at_their_times()
    {
        var run = SpectraData.Run("data/runs/gcms/gunshot-residue-eley-1.jdx.gz");
        var scan = run.Scans.Index().MinBy(s => Math.Abs(s.Item.Seconds!.Value - (21.35 * 60.0))).Index;
        var around = Enumerable.Range(scan - 8, 17).Select(i => run.SpectrumOf(i).Peaks.MaxBy(p => p.Intensity)).MaxBy(p => p.Intensity);
        Assert.InRange(around.Mz, 168.5, 169.9);
    }

    [Theory]
    [InlineData("\u0089HDF\r\n\u001a\n", "format/hdf5")]
    [InlineData("PK\u0003\u0004", "format/zip")]
    [InlineData("CDF\u0005", "netcdf/version")]
    [InlineData("CDF\u0001", "netcdf/truncated")]
    [InlineData("", "format/unknown")]
    [InlineData("\u001f", "format/unknown")]
    [InlineData("<?xml version=\"1.0\"?><mzXML xmlns=\"x\">", "format/mzxml")]
    [InlineData("<mzData version=\"1.05\">", "format/mzdata")]
    [InlineData("\u0001\u00a1F\0i\0n\0n\0i\0g\0a\0n\0", "format/thermo-raw")]
    [InlineData("%PDF-1.4", "format/pdf")]
    [InlineData("mass,height\n1,2\n", "format/unknown")]
    [InlineData("\u001f\u008b\u0008", "gzip/truncated")]
    public void Short_beginnings_are_refused(string start, string code) =>
        Assert.Equal(code, SpectraData.Told(System.Text.Encoding.Latin1.GetBytes(start)));

    [Fact]
    public void A_packed_run_is_the_same_in_one_member_or_two()
    {
        var plain = SpectraData.Bytes("data/runs/andi-ms/HP/CENTSCNH.CDF");
        byte[] packed = [.. Pack(plain.AsSpan(0, 7000)), .. Pack(plain.AsSpan(7000))];
        Assert.True(InstrumentFormats.TryRead(packed, out var run, out var fault), fault.Code);
        Assert.True(DamagedFileTests.AreSame(SpectraData.Run("data/runs/andi-ms/HP/CENTSCNH.CDF"), run));
    }

    private static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return to.ToArray();
    }
}
