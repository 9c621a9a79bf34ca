namespace Probatum.EndToEnd;

/// <summary>What a run was said to hold is computed again by whoever has the library, and its scores by whoever has the dossier alone.</summary>
public sealed class An_identification_can_be_made_again : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();
    private readonly string _runs = Path.Combine(TestData.Repository, "examples/exercise-larch/runs");

    public An_identification_can_be_made_again()
    {
        Desk.Run("library", "build", Path.Combine(_runs, "library.msp"), "-o", _desk.At("lib.pbl")).Expect(0);
        _desk.File("ladder.csv", "# phase: DB-5\ncarbon,rt_s\n8,50\n10,200\n12,420\n");
        _desk.In("sample", "add", "S-1", "--incident", "I-1").Expect(0);
    }

    [Fact]
    public void With_its_ladder_and_blank_from_the_dossier_and_the_library()
    {
        Identify("--ladder", _desk.At("ladder.csv"), "--blank", Path.Combine(_runs, "blank.cdf.gz"));
        Assert.Contains("recomputed from the raw file and the library, the same", Verify("--library", _desk.At("lib.pbl")).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("was not given", Verify().Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_scores_without_the_library_where_the_candidates_spectra_are_kept()
    {
        Identify("--keep-spectra");
        Assert.Contains("recomputed from the raw file and the spectra that the sealer kept", Verify().Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("recomputed from the raw file and the library, the same", Verify("--library", _desk.At("lib.pbl")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_runs_of_its_reference_standards_from_the_dossier()
    {
        File.Copy(Path.Combine(_runs, "LX-02.cdf.gz"), _desk.At("mix.cdf.gz"));
        _desk.File("standards.csv", "run,name,inchikey,rt_s\nmix.cdf.gz,Larch compound A (SYNTHETIC),,152\nmix.cdf.gz,\"Larch compound D, ours\",,205.5\n");
        Identify("--standard", _desk.At("standards.csv"), "--keep-spectra");
        Assert.Contains("recomputed from the raw file and the spectra that the sealer kept", Verify().Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("recomputed from the raw file and the library, the same", Verify("--library", _desk.At("lib.pbl")).Expect(0).Out, StringComparison.Ordinal);
        var printed = Desk.Run("identify", Path.Combine(_runs, "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--standard", _desk.At("standards.csv")).Expect(0).Out;
        Assert.Contains("standard: Larch compound A (SYNTHETIC)", printed, StringComparison.Ordinal);
        Assert.Contains("standard: Larch compound D (SYNTHETIC) (0.984032); or Larch compound D, ours", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mix.cdf.gz,Larch compound A,,99", "standards.csv: Larch compound A: the standard's run has no component within 6 s of 99 s")]
    [InlineData("mix.cdf.gz,Larch compound A,,x", "standards.csv: line 2: ")]
    [InlineData("none.cdf.gz,Larch compound A,,152", "none.cdf.gz")]
    [InlineData("standards.csv,Larch compound A,,152", "the standard of Larch compound A")]
    public void A_standard_that_is_not_there_is_told(string line, string why)
    {
        File.Copy(Path.Combine(_runs, "LX-02.cdf.gz"), _desk.At("mix.cdf.gz"));
        _desk.File("standards.csv", $"run,name,inchikey,rt_s\n{line}\n");
        string[] identify = ["identify", Path.Combine(_runs, "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--standard", _desk.At("standards.csv")];
        Assert.Contains(why, Desk.Run(identify).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("has no condition that a standard meets", Desk.Run([.. identify, "--profile", "epa-8270-tentative"]).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_shows_its_runs_what_was_identified_and_what_is_reported()
    {
        Assert.Contains("no runs and no results", _desk.In("sample", "show", "S-1").Expect(0).Out, StringComparison.Ordinal);
        Identify("--instrument", "portable GC-MS", "--screen-text", "match 93 %");
        _desk.In("result", "add", "S-1", "--laboratory", "Laboratory", "--substance", "Larch compound A", "--outcome", "found").Expect(0);
        var shown = _desk.In("sample", "show", "S-1").Expect(0).Out;
        foreach (var part in new[]
        {
            "portable GC-MS, evidential, time not given; on its screen: “match 93 %”", "identification D1 (leaf ", "gcms-composite/2, field-gcms/3: ", "1 unknown",
            " s  library: Larch compound A (SYNTHETIC) (0.", "; or Larch compound K (SYNTHETIC) (0.", "No answer of a library search is a confirmation.",
            "result: Laboratory: Larch compound A found, not signed by the laboratory",
        })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        using var json = System.Text.Json.JsonDocument.Parse(_desk.In("sample", "show", "S-1", "--json").Expect(0).Out);
        Assert.Equal(1, json.RootElement.GetProperty("runs").GetArrayLength());
        var made = json.RootElement.GetProperty("identifications")[0];
        Assert.Equal(json.RootElement.GetProperty("runs")[0].GetProperty("run").GetString(), made.GetProperty("run").GetString());
        Assert.True(made.GetProperty("components")[0].GetProperty("candidates")[0].GetProperty("scoreMillionths").GetInt64() > 800_000);
        Assert.Equal("found", json.RootElement.GetProperty("results")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public void Nobody_corrects_it_by_hand()
    {
        Identify("--keep-spectra");
        Assert.Contains("identify again", _desk.In("correct", $"{_desk.Leaves() - 2}", "--set", "unidentified=0", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_safety_reading_has_no_answer_on_record()
    {
        var printed = _desk.In("identify", Path.Combine(_runs, "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--sample", "S-1", "--purpose", "safety").Expect(0);
        Assert.Contains("a safety reading identifies nothing", printed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("identification", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_is_never_written_over()
    {
        File.Copy(Path.Combine(_runs, "LX-01.cdf.gz"), _desk.At("run.cdf.gz"));
        var before = File.ReadAllBytes(_desk.At("run.cdf.gz"));
        foreach (var args in new[] { new[] { "--msp", _desk.At("run.cdf.gz") }, ["--msp", _desk.At("lib.pbl")], ["--table", _desk.At("run.cdf.gz")] })
        {
            Assert.Contains("written over", Desk.Run(["identify", _desk.At("run.cdf.gz"), "--library", _desk.At("lib.pbl"), .. args]).Expect(2).Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(_desk.At("run.cdf.gz")));
    }

    public void Dispose() => _desk.Dispose();

    private void Identify(params string[] more)
    {
        _desk.In(["identify", Path.Combine(_runs, "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--sample", "S-1", .. more]).Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
    }

    private Printed Verify(params string[] more) => Desk.Run(["verify", _desk.At("dossier"), .. more]);
}
