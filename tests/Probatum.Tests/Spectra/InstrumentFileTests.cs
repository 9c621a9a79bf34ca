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

    [Theory]
    [InlineData("data/runs/jcamp", "format/jcamp-dx", 40)]
    [InlineData("data/runs/spc", "format/spc", 12)]
    [InlineData("data/runs/mgf", "format/mgf", 2)]
    public void Files_we_cannot_read_are_refused_by_the_name_of_their_format(string folder, string code, int atLeast)
    {
        var told = Directory.GetFiles(TestData.At(folder), "*", SearchOption.AllDirectories)
            .Select(file => SpectraData.Told(File.ReadAllBytes(file)))
            .CountBy(word => word)
            .ToDictionary();
        Assert.True(told[code] >= atLeast, $"{told[code]}");
        Assert.Subset(new HashSet<string> { code, "format/unknown" }, told.Keys.ToHashSet());
    }

    [Theory]
    [InlineData("\u0089HDF\r\n\u001a\n", "format/hdf5")]
    [InlineData("PK\u0003\u0004", "format/zip")]
    [InlineData("CDF\u0005", "netcdf/version")]
    [InlineData("CDF\u0001", "netcdf/truncated")]
    [InlineData("", "format/unknown")]
    [InlineData("\u001f", "format/unknown")]
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
