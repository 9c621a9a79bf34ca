using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>What a laboratory's head and an inspector do: results with criteria, two laboratories side by side, jobs, controls.</summary>
public sealed class The_laboratory_answers : IDisposable
{
    private static readonly string[] Good = ["--technique", "GC_EI_MS", "LC_MSMS", "--reference-standard", "--blanks-clean"];

    private readonly Desk _desk = new();

    public The_laboratory_answers()
    {
        Desk.Run("init", _desk.Workspace).Expect(0);
        _desk.In("case", "open", "SYNTHETIC exercise").Expect(0);
        foreach (var party in new[] { "Team", "DL 01", "DL 02" })
        {
            _desk.In("party", "add", party).Expect(0);
        }

        foreach (var (key, party) in new[] { ("one", "DL 01"), ("two", "DL 02") })
        {
            _desk.In("key", "new", key).Expect(0);
            _desk.In("key", "register", key, "--role", "laboratory", "--party", party).Expect(0);
        }

        _desk.In("incident", "open", "I-1", "--when", "2031-05-03T10:00Z").Expect(0);
        _desk.In("sample", "add", "S-09", "--incident", "I-1", "--matrix", "BIO_URINE", "--quantity", "10 g", "--when", "2031-05-04T10:00Z", "--collector", "Team", "--seal", "A-1", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("sample", "split", "S-09", "--by", "Team", "--seal-found", "A-1", "--when", "2031-05-04T12:00Z", "--into", "S-09/A=4 g=A-2", "S-09/B=4 g=A-3").Expect(0);
        _desk.In("sample", "code", "S-09/A", "--laboratory", "DL 01", "--code", "X7").Expect(0);
        _desk.In("sample", "store", "S-09/A", "--by", "Team", "--when", "2031-05-04T12:00Z/2031-05-06T12:00Z", "--lowest", "3", "--highest", "6", "--limits", "2,8").Expect(0);
        Hand("S-09/A", "DL 01", "A-2");
    }

    [Fact]
    public void A_result_is_shown_criterion_by_criterion_and_what_was_not_said_is_no_pass()
    {
        var noted = Add("S-09/A", "DL 01", "found", "one", [
            .. Good, "--profile", "designated-laboratory", "--criterion", "GC_EI_MS:RI_TOLERANCE=pass:3", "RESULT:BIO_RULE=pass", "--code", "X7", "--analysed", "2031-05-08T10:00Z", "--when", "2031-05-20", "--detection-limit", "1 ng/ml",
        ]).Error;
        Assert.Contains("note: not reported: RT_TOLERANCE (GC_EI_MS), which designated-laboratory/1 needs", noted, StringComparison.Ordinal);
        Assert.DoesNotContain("held", noted, StringComparison.Ordinal);
        var shown = _desk.In("result", "show", "L1").Expect(0).Out;
        foreach (var part in new[]
        {
            "IMPA in S-09/A, found, by DL 01", "under the code X7", "detection limit 1 ng/ml", "held against designated-laboratory/1 (not verified)", "pass          RI_TOLERANCE (GC_EI_MS): 3",
            "not reported  RT_TOLERANCE (LC_MSMS)", "pass          BLANK_RULE", "pass          TWO_TECHNIQUES", "level L3 confirmed by one laboratory", "L3  not reported of designated-laboratory/1",
            "from the collection to the analysis: 4 days; from the incident to the analysis: 5 days", "3 to 6 °C", "custody up to the laboratory: reported",
        })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        Assert.Contains("note: failed: SN_MIN (LC_MSMS): L2 provisional", Add("S-09/A", "DL 01", "found", "one", [.. Good, "--criterion", "LC_MSMS:SN_MIN=fail:2"]).Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("result", "show", "L1", "--json").Expect(0).Out);
        Assert.Equal(96, json.RootElement.GetProperty("sinceCollection").GetProperty("leastHours").GetInt64());
        Assert.Contains(json.RootElement.GetProperty("criteria").EnumerateArray(), one => one.GetProperty("outcome").GetString() == "not-reported" && !one.GetProperty("verified").GetBoolean());
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
    }

    [Theory]
    [InlineData("GC_EI_MS:RI_TOLERANCE", "is no criterion such as")]
    [InlineData("GC_EI_MS:RI_TOLERANCE=perhaps", "pass, fail or not-reported")]
    [InlineData("NMR:RI_TOLERANCE=pass", "none of the result's techniques")]
    [InlineData("GC_EI_MS:SMELL=pass", "RI_TOLERANCE")]
    public void A_criterion_that_names_nothing_is_refused_by_name(string criterion, string why) => Assert.Contains(
        why, _desk.In(["result", "add", "S-09/A", "--laboratory", "DL 01", "--substance", "IMPA", "--outcome", "found", .. Good, "--criterion", criterion]).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public void A_laboratory_answers_under_the_code_that_it_got()
    {
        _desk.In("result", "add", "X7", "--laboratory", "DL 01", "--substance", "IMPA", "--outcome", "found").Expect(0);
        var shown = _desk.In("result", "show", "L1").Expect(0).Out;
        Assert.Contains("IMPA in S-09/A, found, by DL 01", shown, StringComparison.Ordinal);
        Assert.Contains("under the code X7", shown, StringComparison.Ordinal);
        Assert.Contains("sample/label-code", _desk.In("sample", "add", "X7", "--matrix", "ENV_SOIL").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_and_a_code_that_are_others_are_refused()
    {
        Assert.Contains("designated-laboratory/1", _desk.In("result", "add", "S-09/A", "--laboratory", "DL 01", "--substance", "IMPA", "--outcome", "found", "--profile", "nonsense").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("result/other-code", _desk.In("result", "add", "S-09/B", "--laboratory", "DL 02", "--substance", "IMPA", "--outcome", "found", "--code", "X7").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_laboratories_agree_while_no_record_brings_the_sample_to_one_of_them()
    {
        Add("S-09/A", "DL 01", "found", "one", Good);
        Assert.Contains("no record says that DL 02 held S-09/B", Add("S-09/B", "DL 02", "found", "two", Good).Error, StringComparison.Ordinal);
        var listed = _desk.In("result", "list").Expect(0).Out;
        Assert.DoesNotContain("L4", listed, StringComparison.Ordinal);
        Assert.Contains("L3 confirmed by one laboratory", listed, StringComparison.Ordinal);
        Assert.Contains("no record says that DL 02 held S-09/B: provisional at the most until one does", listed, StringComparison.Ordinal);
        Hand("S-09/B", "DL 02", "A-3");
        Assert.Contains("L4 two laboratories agree", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_laboratories_are_laid_side_by_side_and_neither_is_merged_away()
    {
        Hand("S-09/B", "DL 02", "A-3");
        Add("S-09/A", "DL 01", "found", "one", [.. Good, "--amount", "3 ng/ml"]);
        Assert.Contains("IMPA: one laboratory only", _desk.In("result", "compare", "S-09").Expect(0).Out, StringComparison.Ordinal);
        Add("S-09/B", "DL 02", "not-found", "two", [.. Good, "--detection-limit", "5 ng/ml"]);
        var compared = _desk.In("result", "compare", "S-09/B").Expect(0).Out;
        Assert.Contains("IMPA: contradict", compared, StringComparison.Ordinal);
        Assert.Contains("DL 01: found in S-09/A, by GC_EI_MS, LC_MSMS, 3 ng/ml; no criteria", compared, StringComparison.Ordinal);
        Assert.Contains("DL 02: not-found in S-09/B, by GC_EI_MS, LC_MSMS, detection limit 5 ng/ml", compared, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("result", "compare", "S-09", "--json").Expect(0).Out);
        Assert.Equal("contradict", json.RootElement.GetProperty("substances")[0].GetProperty("agreement").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("substances")[0].GetProperty("results").GetArrayLength());
    }

    [Fact]
    public void A_job_says_what_is_in_what_is_outstanding_and_what_lacks_criteria()
    {
        _desk.In("laboratory", "job", "open", "DL 01").Expect(2);
        _desk.In("laboratory", "job", "open", "DL 01", "--sample", "S-09/A", "S-09/B", "--profile", "designated-laboratory", "--ask", "nerve agents and their products", "--due", "2026-01-01", "--by", "Team").Expect(0);
        Assert.Contains("result/no-job", _desk.In("result", "add", "S-09/B", "--laboratory", "DL 02", "--substance", "IMPA", "--outcome", "found", "--job", "J1").Expect(2).Error, StringComparison.Ordinal);
        Add("S-09/A", "DL 01", "found", "one", [.. Good, "--job", "J1", "--profile", "designated-laboratory"]);
        var shown = _desk.In("laboratory", "job", "show", "J1").Expect(0).Out;
        Assert.Contains("asked: nerve agents and their products", shown, StringComparison.Ordinal);
        Assert.Contains("L1: IMPA in S-09/A, found; RI_TOLERANCE (GC_EI_MS) not reported", shown, StringComparison.Ordinal);
        Assert.Contains("outstanding: S-09/B", shown, StringComparison.Ordinal);
        Assert.Contains("late: 1 outstanding", shown, StringComparison.Ordinal);
        Assert.Contains("for the job J1", _desk.In("result", "show", "L1").Expect(0).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("laboratory", "job", "list", "--json").Expect(0).Out);
        Assert.Equal("S-09/B", json.RootElement[0].GetProperty("outstanding")[0].GetString());
    }

    [Fact]
    public void A_control_that_is_answered_wrong_lowers_every_result_of_its_job()
    {
        _desk.In("sample", "add", "S-10", "--incident", "I-1", "--matrix", "BIO_URINE", "--when", "2031-05-04", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("laboratory", "control", "S-10", "--sort", "spiked", "--expected", "IMPA", "--by", "Team").Expect(0);
        Assert.Contains("control/no-twin", _desk.In("laboratory", "control", "S-10", "--sort", "duplicate").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("laboratory", "job", "open", "DL 01", "--sample", "S-09/A", "S-10").Expect(0);
        Add("S-09/A", "DL 01", "found", "one", Good);
        Assert.Contains("control S-10 (spiked), DL 01: not answered yet", _desk.In("laboratory", "controls").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("L3", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
        Add("S-10", "DL 01", "not-found", "one", Good);
        Assert.Contains("control S-10 (spiked), DL 01: WRONG: IMPA not-found, which was put in", _desk.In("laboratory", "controls").Expect(1).Out, StringComparison.Ordinal);
        var shown = _desk.In("result", "show", "L1").Expect(0).Out;
        Assert.Contains("L2  the laboratory answered a control of the job wrong (S-10: IMPA not-found, which was put in)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("L3 confirmed", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_is_none_of_the_incident_s_samples_though_its_container_says_so()
    {
        _desk.In("laboratory", "control", "S-09/A", "--sort", "spiked", "--expected", "IMPA").Expect(0);
        Add("S-09/A", "DL 01", "found", "one", Good);
        Assert.Contains("right", _desk.In("laboratory", "controls").Expect(0).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("assess", "--json").Expect(0).Out);
        Assert.All(json.RootElement.GetProperty("ceilings").EnumerateArray(), ceiling => Assert.False(ceiling.TryGetProperty("level", out _)));
        Assert.Contains("no laboratory reports anything", _desk.In("result", "compare", "S-09").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_laboratory_gets_its_job_and_never_what_is_a_control_or_what_a_code_stands_for()
    {
        _desk.In("sample", "add", "PLANTED-LABEL", "--incident", "I-1", "--matrix", "QC_FIELD_BLANK", "--when", "2031-05-04", "--where", "PLANTED-PLACE", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("laboratory", "control", "S-09/A", "--sort", "spiked", "--expected", "PLANTED-SUBSTANCE").Expect(0);
        _desk.In("sample", "code", "PLANTED-LABEL", "--laboratory", "DL 01", "--code", "PLANTED-CODE").Expect(0);
        _desk.In("party", "add", "PLANTED Person", "--sort", "person").Expect(0);
        _desk.In("laboratory", "job", "open", "DL 01", "--sample", "S-09/A", "--ask", "nerve agents", "--note", "PLANTED-NOTE").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        var blind = _desk.At("blind");
        Desk.Run("redact", _desk.At("dossier"), "-o", blind, "--withhold", "laboratory").Expect(0);
        Desk.Run("verify", blind).Expect(0);
        var told = string.Concat(Directory.GetFiles(Path.Combine(blind, "data", "disclosures")).SelectMany(File.ReadAllLines).Select(Decoded))
            + File.ReadAllText(Path.Combine(blind, "data", "README.html"));
        Assert.Contains("nerve agents", told, StringComparison.Ordinal);

        // A matrix that is kept back for controls alone would say which they are.
        foreach (var kept in new[] { "PLANTED", "spiked", "QC_FIELD_BLANK", "BIO_URINE", "TEAM_COLLECTED" })
        {
            Assert.DoesNotContain(kept, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_result_is_held_against_its_job_and_told_what_does_not_fit()
    {
        _desk.In("laboratory", "job", "open", "DL 01", "--sample", "S-09/A", "--profile", "designated-laboratory").Expect(0);
        var notes = _desk.In(["result", "add", "S-09/B", "--laboratory", "DL 01", "--substance", "IMPA", "--outcome", "found", "--job", "J1", "--analysed", "2031-05-01", .. Good]).Expect(0).Error;
        Assert.Contains("S-09/B is none of the samples of J1", notes, StringComparison.Ordinal);
        Assert.Contains("analysed 2031-05-01, before S-09/B was collected", notes, StringComparison.Ordinal);
        Assert.Contains("which designated-laboratory/1 needs", notes, StringComparison.Ordinal);
        Assert.Contains("held against designated-laboratory/1", _desk.In("result", "show", "L1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("'IMPA' is reported too", _desk.In("result", "add", "S-09/A", "--laboratory", "DL 02", "--substance", "isopropyl methylphosphonic acid", "--outcome", "found").Expect(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_without_a_file_is_its_photograph_with_what_it_lacks()
    {
        var photo = _desk.File("tube.jpg", "no picture, but what stands for one");
        Assert.Contains("--photo", _desk.In("sample", "reading", "S-09", "--technique", "TUBE_COLOR").Expect(2).Error, StringComparison.Ordinal);
        var noted = _desk.In(
            "sample", "reading", "S-09", "--technique", "TUBE_COLOR", "--photo", photo, "--screen-text", "5 ppm", "--lot", "7-81", "--make", "Maker", "--model", "M", "--serial", "12", "--by", "Team",
            "--when", "2031-05-04T10:30Z", "--calibration", "pump leak test passed", "--calibrated", "2031-05-04", "--temperature", "31.5", "--humidity", "40", "--interferent", "exhaust", "--blank-before", "0 ppm",
            "--score", "5", "--alternative", "bromine").Expect(0).Error;
        Assert.Contains("note: not recorded: library, library version, mode, place, blank after", noted, StringComparison.Ordinal);
        var shown = _desk.In("sample", "show", "S-09").Expect(0).Out;
        foreach (var part in new[]
        {
            "Maker M; serial number 12; lot 7-81", "checked 2031-05-04: pump leak test passed", "31.5 °C; 40 % humidity", "it also offered bromine", "nearby: exhaust",
            "colorimetric tube: L1 presumptive at the most; it also answers to other oxidants",
        })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        Assert.Contains("a safety reading: no evidence", _desk.In("sample", "reading", "S-09", "--technique", "IMS", "--photo", photo, "--purpose", "safety").Expect(0).Error, StringComparison.Ordinal);
        _desk.In("sample", "reading", "S-09", "--technique", "IMS", "--photo", photo, "--humidity", "140").Expect(2);
        Assert.DoesNotContain("S-09", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("sample", "show", "S-09", "--json").Expect(0).Out);
        var run = json.RootElement.GetProperty("runs")[0];
        Assert.Equal((31_500, "L1"), (run.GetProperty("temperature").GetInt64(), run.GetProperty("atMost").GetString()));
        Assert.Contains(run.GetProperty("notRecorded").EnumerateArray(), one => one.GetString() == "mode");
    }

    public void Dispose() => _desk.Dispose();

    private static string Decoded(string disclosure) => System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(disclosure));

    private void Hand(string sample, string laboratory, string seal) => _desk.In(
        "sample", "transfer", sample, "--from", "Team", "--to", laboratory, "--reported", "--seal-found", seal, "--when", "2031-05-06T12:00Z", "--paper", _desk.File("form.txt", "a form")).Expect(0);

    private Printed Add(string sample, string laboratory, string outcome, string key, string[] more) =>
        _desk.In(["result", "add", sample, "--laboratory", laboratory, "--substance", "IMPA", "--outcome", outcome, "--key", key, .. more]).Expect(0);

    [Fact]
    public void What_nobody_said_of_a_result_is_not_recorded_as_no()
    {
        using var desk = new Desk().WithCase();
        desk.In("sample", "add", "S-1", "--incident", "I-1", "--matrix", "ENV_SOIL", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--reported").Expect(0);
        Assert.Contains("result/no-document", desk.In("result", "add", "S-1", "--laboratory", "Laboratory", "--substance", "X", "--outcome", "found", "--told-by", "Team").Expect(2).Error, StringComparison.Ordinal);
        desk.In("result", "add", "S-1", "--laboratory", "Laboratory", "--substance", "X", "--outcome", "found", "--told-by", "Team", "--document", "S/1").Expect(0);
        Assert.Contains("L0 alarm", desk.In("result", "show", "L1").Expect(0).Out, StringComparison.Ordinal);
        desk.In("laboratory", "designate", "Laboratory", "--scheme", "a scheme", "--scope", "environmental", "--document", "a list").Expect(0);
        var shown = desk.In("result", "show", "L1").Expect(0).Out;
        Assert.Contains("level L3 confirmed by one laboratory:", shown, StringComparison.Ordinal);
        Assert.Contains("told for the laboratory by Team, which gave it the sample and is no party to the dispute, in S/1", shown, StringComparison.Ordinal);
    }
}
