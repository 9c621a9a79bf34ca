using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>What <c>spectra inspect</c> tells of files of all kinds, in words and as JSON.</summary>
public sealed class Instrument_files_say_what_they_hold : IDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public void A_run_a_spectrum_and_a_trace_are_told_with_what_they_say_and_leave_open()
    {
        var raman = _desk.File("raman.jdx", "##TITLE=tablet\n##JCAMP-DX=4.24\n##DATA TYPE=RAMAN SPECTRUM\n##XUNITS=1/CM\n##YUNITS=COUNTS\n##FIRSTX=100\n##LASTX=103\n##NPOINTS=4\n##XYDATA=(X++(Y..Y))\n100 1 2 ? 4\n##END=\n");
        var list = _desk.File("list.txt", "Name: camphor\nLicense: own\nNum Peaks: 1\n95 999\n");
        var run = _desk.File("run.csv", "minutes,mz,intensity\n.5,41,5\n1,43,9\n");
        Assert.Equal(
            [
                $"{raman}: JCAMP-DX",
                "  trace: tablet: raman, 3 points, 1 missing, 100 to 103 (wavenumber, stated as 1/CM) by counts, stated as COUNTS",
                $"{list}: MSP",
                "  1 single mass spectrum: camphor",
                $"{run}: CSV",
                "  run: centroid, 2 scans, 2 points, 30 to 60 s",
                "    instrument not stated, ionisation not stated, polarity not stated, centroid or profile not stated, scan range not stated, unit of time minutes",
                "    can't be identified in: the run has too few scans with a time",
            ],
            Desk.Run("spectra", "inspect", raman, list, run).Expect(0).Out.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')));
        using var json = JsonDocument.Parse(Desk.Run("spectra", "inspect", raman, list, run, "--json").Expect(0).Out);
        Assert.Equal("wavenumber", json.RootElement[0].GetProperty("traces")[0].GetProperty("x").GetProperty("unit").GetString());
        Assert.Equal("own", json.RootElement[1].GetProperty("spectra")[0].GetProperty("licence").GetString());
        Assert.False(json.RootElement[2].GetProperty("run").GetProperty("measured").TryGetProperty("instrument", out _));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_with_place_and_reason_and_the_others_still_are()
    {
        var cut = _desk.File("cut.jdx", "##TITLE=a\n##DATA TYPE=INFRARED SPECTRUM\n##NPOINTS=3\n##XYDATA=(XY..XY)\n1 2\n3 4\n##END=\n");
        var zip = _desk.File("run.cdf", "PK\u0003\u0004 and so on");
        var good = _desk.File("good.csv", "mz,intensity\n41,5\n");
        var printed = Desk.Run("spectra", "inspect", cut, zip, good).Expect(1).Out;
        Assert.Contains($"{cut}: line 4: the table has 2 points and says 3", printed, StringComparison.Ordinal);
        Assert.Contains($"{zip}: byte 0: this is a ZIP archive: unpack it and give the file inside (format/zip)", printed, StringComparison.Ordinal);
        Assert.Contains($"{good}: CSV", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_names_the_line_of_a_damaged_text_and_what_a_file_without_a_run_holds()
    {
        var library = _desk.File("own.msp", "Name: camphor\nNum Peaks: 1\n95 999\n");
        Desk.Run("library", "build", library, "-o", _desk.At("lib.pbl")).Expect(0);
        var raman = _desk.File("raman.csv", "raman_shift_per_cm,counts\n100,1\n");
        Assert.Contains("CSV with 0 scans, 0 single mass spectra, 1 traces", Desk.Run("identify", raman, "--library", _desk.At("lib.pbl")).Expect(2).Error, StringComparison.Ordinal);
        var cut = _desk.File("cut.csv", "mz,intensity\n41\n");
        Assert.Contains("line 2: ", Desk.Run("identify", cut, "--library", _desk.At("lib.pbl")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_name_is_called_by_its_file_and_what_is_not_read_says_what_to_give()
    {
        _desk.File("plain.csv", "mz,intensity\n41,5\n43,9\n");
        var built = Desk.Run("library", "build", _desk.At("plain.csv"), "-o", _desk.At("plain.pbl")).Expect(0).Out;
        Assert.Contains("plain.csv: 1 spectrum has no name in the file", built, StringComparison.Ordinal);
        Assert.Contains(",\"plain.csv, spectrum 1\",0.750000", Desk.Run("library", "search", _desk.At("plain.csv"), "--library", _desk.At("plain.pbl")).Expect(0).Out, StringComparison.Ordinal);
        File.WriteAllBytes(_desk.At("own.CID"), [7, 0, 0, 0, 1, 2, 3, 255]);
        var refused = Desk.Run("library", "build", _desk.At("own.CID"), "-o", _desk.At("own.pbl")).Expect(2).Error;
        Assert.Contains("own.CID: this is AMDIS's index of a library", refused, StringComparison.Ordinal);
        Assert.Contains(".MSL", refused, StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.At("own.pbl")));
    }

    public void Dispose() => _desk.Dispose();
}
