namespace Probatum.EndToEnd;

/// <summary>A batch: every run once, nothing twice, and what can't be read is said and does not stop the rest.</summary>
public sealed class A_folder_of_runs_becomes_one_table : IDisposable
{
    private readonly Desk _desk = new();
    private readonly string _runs = Path.Combine(TestData.Repository, "examples/exercise-larch/runs");

    public A_folder_of_runs_becomes_one_table()
    {
        Directory.CreateDirectory(_desk.At("runs"));
        foreach (var file in Directory.GetFiles(_runs, "*.cdf.gz"))
        {
            File.Copy(file, _desk.At("runs", Path.GetFileName(file)));
        }

        Desk.Run("library", "build", Path.Combine(_runs, "library.msp"), "-o", _desk.At("lib.pbl")).Expect(0);
        _desk.File("ladder.csv", "# phase: DB-5\ncarbon,rt_s\n8,50\n10,200\n12,420\n");
    }

    private int Runs => Directory.GetFiles(_desk.At("runs")).Length - 1;

    [Fact]
    public void Finished_runs_are_not_computed_twice_and_changed_ones_are()
    {
        Assert.Contains($"{Runs} runs, {Runs} computed, 0 finished before", Batch("all.csv").Expect(0).Out, StringComparison.Ordinal);
        var first = File.ReadAllText(_desk.At("all.csv"));
        Assert.Contains($"{Runs} runs, 0 computed, {Runs} finished before", Batch("all.csv").Expect(0).Out, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(_desk.At("all.csv")));
        Assert.DoesNotContain("blank.cdf.gz,", first, StringComparison.Ordinal);
        Assert.Contains(",\"Kovats-alkane, DB-5\",", first, StringComparison.Ordinal);

        // A file with other bytes, another library, another ladder: computed again.
        File.Copy(_desk.At("runs", "LX-02.cdf.gz"), _desk.At("runs", "LX-01.cdf.gz"), true);
        Assert.Contains($"{Runs} runs, 1 computed", Batch("all.csv").Expect(0).Out, StringComparison.Ordinal);
        _desk.File("ladder.csv", "# phase: DB-5\ncarbon,rt_s\n8,50\n10,210\n12,420\n");
        Assert.Contains($"{Runs} runs, {Runs} computed", Batch("all.csv").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_cannot_be_read_has_its_line_and_the_rest_is_there()
    {
        File.WriteAllText(_desk.At("runs", "LX-00.cdf"), "no run");
        var printed = Batch("all.json").Expect(2);
        Assert.Contains("LX-00.cdf", printed.Error, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(_desk.At("all.json")));
        var rows = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(Runs, rows.Count);
        Assert.Single(rows, row => row.TryGetProperty("problem", out _));
        Assert.Equal(Runs - 1, rows.Count(row => row.TryGetProperty("components", out var list) && list.GetArrayLength() > 0));
    }

    [Fact]
    public void Pictures_and_their_data_lie_in_one_folder()
    {
        Desk.Run("identify", _desk.At("runs", "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--ladder", _desk.At("ladder.csv"), "--plot", _desk.At("plots")).Expect(0);
        foreach (var name in (string[])["chromatogram", "component-1", "ladder"])
        {
            var svg = File.ReadAllText(_desk.At("plots", name + ".svg"));
            System.Xml.Linq.XDocument.Parse(svg);
            Assert.Contains(name == "ladder" ? "retention index" : "Presumptive at the most", svg, StringComparison.Ordinal);
            System.Text.Json.JsonDocument.Parse(File.ReadAllText(_desk.At("plots", name + ".json"))).Dispose();
        }
    }

    public void Dispose() => _desk.Dispose();

    private Printed Batch(string table) => Desk.Run(
        "identify", _desk.At("runs"), "--library", _desk.At("lib.pbl"), "--blank", _desk.At("runs", "blank.cdf.gz"), "--ladder", _desk.At("ladder.csv"), "--table", _desk.At(table));
}
