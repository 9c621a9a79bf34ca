using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using Probatum.Storage;

namespace Probatum.EndToEnd;

/// <summary>What people get wrong, and what breaks on the way: a message with file, place and reason, and nothing half-written.</summary>
public sealed class Bad_input_is_named_and_leaves_nothing : IDisposable
{
    private const string SampleColumns = "label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note";
    private const string TransferColumns = "sample,from,to,when,place,seal_found,seal_applied,condition,purpose,paper";

    private readonly Desk _desk = new();

    [Fact]
    public void What_has_no_end_is_refused_and_does_not_keep_anybody_waiting()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices and pipes as Linux has them");
        _desk.WithCase();
        var pipe = _desk.At("pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            made.WaitForExit();
        }

        var library = _desk.File("own.msp", "Name: a\nNum Peaks: 1\n41 5\n");
        Desk.Run("library", "build", library, "-o", _desk.At("own.pbl")).Expect(0);
        foreach (var (odd, words) in new[] { ("/dev/zero", "/dev/zero: is a device"), ("/dev/null", "is a device"), (pipe, "pipe: is a pipe and no file") })
        {
            foreach (var args in new string[][]
            {
                ["identify", odd, "--library", _desk.At("own.pbl")], ["identify", library, "--library", odd], ["identify", library, "--library", _desk.At("own.pbl"), "--blank", odd],
                ["library", "build", odd, "-o", _desk.At("x.pbl")], ["library", "info", odd], ["spectra", "inspect", odd],
            })
            {
                Assert.Contains(words, Desk.Run(args).Expect(2).Error, StringComparison.Ordinal);
            }

            Refused(words, "", "report", "add", odd);
        }

        // A folder's table says it in the line of that file.
        Directory.CreateDirectory(_desk.At("runs"));
        File.Move(pipe, _desk.At("runs", "pipe"));
        Assert.Contains("is a pipe", Desk.Run("identify", _desk.At("runs"), "--library", _desk.At("own.pbl"), "--table", _desk.At("all.csv")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("is a pipe", File.ReadAllText(_desk.At("all.csv")), StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.At("x.pbl")));
    }

    [Fact]
    public void What_another_program_writes_is_read_to_a_limit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes as Linux has them");
        Assert.Contains("1 single mass spectrum: a", Shell($"printf 'Name: a\\nNum Peaks: 1\\n41 5\\n' | {Desk.Program} spectra inspect /dev/stdin"), StringComparison.Ordinal);
        Assert.Contains("gives more than 256 MiB", Shell($"{Desk.Program} spectra inspect /dev/stdin < <(head -c 300000000 /dev/zero 2>/dev/null) 2>&1"), StringComparison.Ordinal);
    }

    private static string Shell(string line)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/bash", ["-c", line]) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }

    [Fact]
    public void A_truncated_pdf_is_kept_without_a_text()
    {
        _desk.WithCase();
        var whole = Pdf("Officials said that nine samples were taken.");
        File.WriteAllBytes(_desk.At("cut.pdf"), whole[..(whole.Length / 2)]);
        Kept("cut.pdf: byte ", "cut off", _desk.At("cut.pdf"));
        File.WriteAllBytes(_desk.At("whole.pdf"), whole);
        Assert.Contains("1 claim proposed", _desk.In("report", "add", _desk.At("whole.pdf")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_fifty_megabytes_is_kept_without_a_text()
    {
        _desk.WithCase();
        _desk.File("long.html", "<!doctype html><html><body>" + string.Concat(Enumerable.Repeat("<p>word word word</p>", 2_500_000)) + "</body></html>");
        Kept("long.html: ", "at most 16 MiB", _desk.At("long.html"));
    }

    [Fact]
    public void A_page_nested_without_end_is_kept_without_a_text()
    {
        _desk.WithCase();
        _desk.File("deep.html", "<!doctype html><html><body>" + string.Concat(Enumerable.Repeat("<div>", 100_000)) + "Officials said so.");
        Kept("deep.html: ", "nests", _desk.At("deep.html"));
    }

    [Fact]
    public void What_is_no_document_is_refused()
    {
        _desk.WithCase();
        Refused("binary.bin: byte 0", "this is none of PDF, ", "report", "add", _desk.File("binary.bin", "\u0001\u0002\u0000"));
    }

    [Theory]
    [InlineData("empty.txt", "", "is empty")]
    [InlineData("script.html", "<html><body><script>document.write('words')</script></body></html>", "it may fill itself by script")]
    public void What_has_no_text_is_kept_with_the_reason(string name, string text, string why)
    {
        _desk.WithCase();
        Kept($"{name}: ", why, _desk.File(name, text));
    }

    [Fact]
    public void One_bad_document_among_several_leaves_none()
    {
        _desk.WithCase();
        Refused("none.txt: ", "no such file", "report", "add", _desk.File("good.txt", "Officials said that it rained.\n"), _desk.At("none.txt"));
    }

    [Theory]
    [InlineData("label,matrx,quantity\nS-1,ENV_SOIL,1 g\n", "header: the column 'matrx' is not known")]
    [InlineData(SampleColumns + "\nS-1,ENV_SOIL,1 g,2031-05-04,,,,,Team,,,,I-1,\nS-1,ENV_SOIL,1 g,2031-05-04,,,,,Team,,,,I-1,\n", "line 3, column 'label': 'S-1' stands in line 2 already")]
    [InlineData(SampleColumns + "\nS-1,ENV_SOIL,1 g,May 4,,,,,Team,,,,I-1,\n", "line 2, column 'collected': 'May 4' is no time")]
    [InlineData(SampleColumns + "\nS-1,ENV_SOIL,1 g,2031-05-04,,91,0,,Team,,,,I-1,\n", "line 2, column 'lat': '91' is no number of degrees")]
    [InlineData(SampleColumns + "\nS-1,ENV_SOIL,1 g,2031-05-04,,,,,Nobody,,,,I-1,\n", "line 2, column 'collector': 'Nobody' is not a party")]
    [InlineData(SampleColumns + "\nS-1,ENV_SOIL,1 g\n", "line 2: 3 cells below 14 columns")]
    public void A_bad_sheet_names_its_line_and_records_nothing(string sheet, string why)
    {
        _desk.WithCase();
        Refused("samples.csv: ", why, "import", _desk.File("samples.csv", sheet), "--as", "samples");
    }

    [Fact]
    public void A_label_that_the_case_has_already_is_an_anomaly_and_no_error()
    {
        _desk.WithCase();
        _desk.In("import", _desk.File("samples.csv", SampleColumns + "\nS-1,ENV_SOIL,1 g,2031-05-04,,,,,Team,,TEAM_COLLECTED,,I-1,\n"), "--as", "samples").Expect(0);
        _desk.In("import", _desk.File("others.csv", SampleColumns + "\nS-1,ENV_SOIL,2 g,2031-05-04,,,,,Team,,TEAM_COLLECTED,,I-1,\n"), "--as", "samples", "--record-conflicts").Expect(0);
        Assert.Contains("duplicate-label", _desk.In("sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Paper_says_what_it_says_and_a_live_act_is_held_against_the_chain()
    {
        _desk.WithCase();
        _desk.In("import", _desk.File("samples.csv", SampleColumns + "\nS-1,ENV_SOIL,1 g,2031-05-04T10:00Z,,,,,Team,A-1,TEAM_COLLECTED,,I-1,\n"), "--as", "samples").Expect(0);
        _desk.In("import", _desk.File("transfers.csv", TransferColumns + "\nS-1,Laboratory,Team,2031-05-05T10:00Z,,A-1,,,,\n"), "--as", "transfers").Expect(0);
        Assert.Contains("wrong-custodian", _desk.In("sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        var (before, half) = (_desk.Leaves(), _desk.At("S-1.half"));
        _desk.In("key", "new", "lab").Expect(0);
        _desk.In("key", "register", "lab", "--role", "laboratory", "--party", "Laboratory").Expect(0);
        Assert.Contains("custody/wrong-custodian", _desk.In("sample", "transfer", "S-1", "--from", "Laboratory", "--to", "Team", "--key", "lab", "--receiver-key", "owner", "--out", half).Expect(2).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(half));
        Assert.Equal(before + 1, _desk.Leaves());
    }

    [Fact]
    public void A_run_cut_in_the_middle_is_refused()
    {
        var runs = Path.Combine(TestData.Repository, "examples/exercise-larch/runs");
        Desk.Run("library", "build", Path.Combine(runs, "library.msp"), "-o", _desk.At("lib.pbl")).Expect(0);
        using var whole = new MemoryStream();
        using (var packed = new GZipStream(File.OpenRead(Path.Combine(runs, "LX-01.cdf.gz")), CompressionMode.Decompress))
        {
            packed.CopyTo(whole);
        }

        File.WriteAllBytes(_desk.At("cut.cdf"), whole.ToArray()[..(int)(whole.Length / 2)]);
        var printed = Desk.Run("identify", _desk.At("cut.cdf"), "--library", _desk.At("lib.pbl")).Expect(2);
        Assert.Contains("cut.cdf, at byte ", printed.Error, StringComparison.Ordinal);
        Assert.Empty(printed.Out);
    }

    [Fact]
    public void A_changed_byte_anywhere_in_a_dossier_is_found()
    {
        _desk.WithCase();
        _desk.In("report", "add", _desk.File("a.txt", "Officials said that nine samples were taken in Tannenmoor.\n"), "--source", "The Post", "--published", "2031-05-05").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier.zip"), "--withhold", "public").Expect(0);
        var files = Directory.GetFiles(_desk.At("dossier"), "*", SearchOption.AllDirectories).Append(_desk.At("dossier.zip")).Order(StringComparer.Ordinal).ToArray();
        var lengths = files.Select(path => new FileInfo(path).Length).ToArray();
        Gen.Select(Gen.Long[0, lengths.Sum() - 1], Gen.Int[1, 255]).Sample(
            (place, change) =>
            {
                var which = 0;
                for (; place >= lengths[which]; which++)
                {
                    place -= lengths[which];
                }

                var bytes = File.ReadAllBytes(files[which]);
                bytes[place] ^= (byte)change;
                File.WriteAllBytes(files[which], bytes);
                var dossier = files[which].EndsWith(".zip", StringComparison.Ordinal) ? files[which] : _desk.At("dossier");
                var code = Desk.Run("verify", dossier).Code;
                bytes[place] ^= (byte)change;
                File.WriteAllBytes(files[which], bytes);
                return code == 1;
            },
            iter: Desk.Flips, threads: 1);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier.zip")).Expect(0);
    }

    [Fact]
    public void A_seal_never_writes_over_what_is_there()
    {
        _desk.WithCase();
        Directory.CreateDirectory(_desk.At("taken"));
        _desk.File("taken/note.txt", "mine");
        Refused("taken", "is there already", "seal", "-o", _desk.At("taken"));
        Assert.Equal("mine", File.ReadAllText(_desk.At("taken/note.txt")));
    }

    [Fact]
    public void A_second_program_waits_or_says_who_holds_the_workspace()
    {
        _desk.WithCase();
        using (Workspace.Open(_desk.Workspace, () => DateTimeOffset.UtcNow, TimeSpan.Zero, _ => { }, () => "", new(null)))
        {
            using var second = Desk.Start(["party", "add", "Late", "--workspace", _desk.Workspace]);
            var told = second.StandardError.ReadLine();
            Assert.Contains($"waiting, the workspace is held by process {Environment.ProcessId}", told, StringComparison.Ordinal);
            second.Kill();
            second.WaitForExit();
        }

        using var third = Desk.Start(["party", "add", "Later", "--workspace", _desk.Workspace]);
        Desk.Finish(third).Expect(0);
    }

    [Fact]
    public void The_claims_verb_prints_one_line_a_file_also_where_it_fails()
    {
        var printed = Desk.Run("claims", _desk.File("a.txt", "\uFEFF  Officials said that it rained.\n"), _desk.At("none.txt"), _desk.File("b.txt", "He denied it.\n")).Expect(2);
        var lines = printed.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a", "none", "b"], lines.Select(line => line.GetProperty("id").GetString()));
        Assert.Equal("\uFEFF  Officials said that it rained.\n", lines[0].GetProperty("text").GetString());
        Assert.Equal((0, true), (lines[1].GetProperty("claims").GetArrayLength(), lines[1].TryGetProperty("error", out _)));
    }

    public void Dispose() => _desk.Dispose();

    /// <summary>The command must end with exit code 2, name file and reason, and leave the log as it was.</summary>
    private void Refused(string place, string why, params string[] args)
    {
        var before = _desk.Leaves();
        var printed = _desk.In(args).Expect(2);
        Assert.Contains(place, printed.Error, StringComparison.Ordinal);
        Assert.Contains(why, printed.Error, StringComparison.Ordinal);
        Assert.Empty(printed.Out);
        Assert.Equal(before, _desk.Leaves());
    }

    /// <summary>The original is on record with its digest, and why it has no text.</summary>
    private void Kept(string place, string why, string path)
    {
        var before = _desk.Leaves();
        var printed = _desk.In("report", "add", path).Expect(1);
        Assert.Contains(place, printed.Error, StringComparison.Ordinal);
        Assert.Contains(why, printed.Error, StringComparison.Ordinal);
        Assert.Contains("kept, not read", printed.Out, StringComparison.Ordinal);
        Assert.Equal(before + 1, _desk.Leaves());
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), _desk.In("report", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains(why, _desk.In("report", "show", "R1").Expect(0).Out, StringComparison.Ordinal);
    }

    /// <summary>The least PDF with one line of text.</summary>
    private static byte[] Pdf(string text)
    {
        var content = $"BT /F1 12 Tf 72 720 Td ({text}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(pdf.Length);
            pdf.Append(i + 1).Append(" 0 obj\n").Append(objects[i]).Append("\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append("xref\n0 ").Append(objects.Length + 1).Append("\n0000000000 65535 f \n");
        foreach (var place in places)
        {
            pdf.Append(place.ToString("D10", System.Globalization.CultureInfo.InvariantCulture)).Append(" 00000 n \n");
        }

        pdf.Append("trailer\n<< /Size ").Append(objects.Length + 1).Append(" /Root 1 0 R >>\nstartxref\n").Append(table).Append("\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
