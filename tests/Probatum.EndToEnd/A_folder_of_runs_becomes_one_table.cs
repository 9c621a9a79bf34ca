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
    public void A_part_that_was_changed_cut_or_moved_is_computed_again()
    {
        Batch("all.csv").Expect(0);
        var table = File.ReadAllText(_desk.At("all.csv"));
        var parts = Directory.GetFiles(_desk.At("all.csv.parts")).Order(StringComparer.Ordinal).ToList();
        foreach (var change in new Action[]
        {
            () => File.WriteAllText(parts[0], File.ReadAllText(parts[0]).Replace("Larch compound", "Other compound", StringComparison.Ordinal)),
            () => File.WriteAllBytes(parts[1], File.ReadAllBytes(parts[1])[..^10]),
            () => File.Copy(parts[0], parts[1], true),
            () => File.WriteAllText(parts[1], ""),
        })
        {
            change();
            Assert.Contains($"{Runs} runs, 1 computed", Batch("all.csv").Expect(0).Out, StringComparison.Ordinal);
            Assert.Equal(table, File.ReadAllText(_desk.At("all.csv")));
        }

        Assert.Contains($"{Runs} runs, 0 computed", Batch("all.csv").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_runs_is_no_table()
    {
        Directory.CreateDirectory(_desk.At("empty"));
        var printed = Desk.Run("identify", _desk.At("runs"), _desk.At("empty"), "--library", _desk.At("lib.pbl"), "--table", _desk.At("none.csv")).Expect(2);
        Assert.Contains("empty: there is no run in this folder", printed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.At("none.csv")));
    }

    [Fact]
    public void Components_have_one_number_on_the_screen_in_pictures_and_as_spectra()
    {
        var printed = Desk.Run("identify", _desk.At("runs", "LX-01.cdf.gz"), "--library", _desk.At("lib.pbl"), "--msp", _desk.At("one.msp"), "--plot", _desk.At("one")).Expect(0).Out;
        var count = Directory.GetFiles(_desk.At("one"), "component-*.svg").Length;
        Assert.Contains($"{count} components", printed, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(1, count).Select(i => $"Name: C{i}"),
            File.ReadLines(_desk.At("one.msp")).Where(line => line.StartsWith("Name:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_of_others_are_no_formulas_in_a_table()
    {
        var names = new[] { "=1+2", "+-camphor", "-5,6-a", "@b", "-5", "\u03B1-pinene" };
        _desk.File("odd.msp", string.Concat(names.Select((name, i) => $"Name: {name}\nDB#: +x{i}\nNum Peaks: 2\n{50 + i} 999\n{150 + i} 500\n\n")));
        Desk.Run("library", "build", _desk.At("odd.msp"), "-o", _desk.At("odd.pbl")).Expect(0);
        var rows = Desk.Run("library", "search", _desk.At("odd.msp"), "--library", _desk.At("odd.pbl"), "--top", "1").Expect(0).Out.Split('\n');
        Assert.StartsWith("'=1+2,1,'+x0,,'=1+2,", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("'+-camphor,1,'+x1,,'+-camphor,", rows[2], StringComparison.Ordinal);
        Assert.StartsWith("\"'-5,6-a\",1,'+x2,,\"'-5,6-a\",", rows[3], StringComparison.Ordinal);
        Assert.StartsWith("'@b,1,'+x3,,'@b,", rows[4], StringComparison.Ordinal);
        Assert.StartsWith("-5,1,'+x4,,-5,", rows[5], StringComparison.Ordinal);
        Assert.StartsWith("\u03B1-pinene,1,", rows[6], StringComparison.Ordinal);
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

    [Fact]
    public void Pictures_come_as_points_too_and_are_the_same_twice()
    {
        Plot("LX-01", "one", "--format", "png", "svg").Expect(0);
        Plot("LX-01", "two", "--format", "png").Expect(0);
        var first = Directory.GetFiles(_desk.At("one"), "*.png").Order(StringComparer.Ordinal).ToList();
        Assert.Contains(first, path => Path.GetFileName(path) == "ladder.png");
        Assert.Equal(first.Count, Directory.GetFiles(_desk.At("one"), "*.svg").Length);
        Assert.Empty(Directory.GetFiles(_desk.At("two"), "*.svg"));
        Assert.All(first, path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_desk.At("two", Path.GetFileName(path)))));
        Assert.Contains("bmp", Plot("LX-01", "three", "--format", "bmp").Expect(2).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_desk.At("three")));
    }

    [Fact]
    public void Pictures_of_the_run_before_do_not_stay_and_nothing_else_is_touched()
    {
        var before = Plot("LX-01", "plots", "--format", "svg", "png").Expect(0);
        File.WriteAllText(_desk.At("plots", "notes.txt"), "mine");
        var least = Plot("LX-03", "fresh").Expect(0);
        Plot("LX-03", "plots").Expect(0);
        Assert.Equal(
            Directory.GetFiles(_desk.At("fresh")).Select(Path.GetFileName).Append("notes.txt").Order(StringComparer.Ordinal),
            Directory.GetFiles(_desk.At("plots")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.NotEqual(before.Out, least.Out);

        // A picture that somebody worked on is not ours to take away.
        File.AppendAllText(_desk.At("plots", "component-1.svg"), "<!-- a note -->");
        var kept = Directory.GetFiles(_desk.At("plots")).ToDictionary(path => path, File.ReadAllText);
        Assert.Contains("component-1.svg: was changed since", Plot("LX-01", "plots").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(kept, Directory.GetFiles(_desk.At("plots")).ToDictionary(path => path, File.ReadAllText));

        // A file of that name that we never drew.
        Directory.CreateDirectory(_desk.At("other"));
        File.WriteAllText(_desk.At("other", "ladder.svg"), "mine");
        Assert.Contains("ladder.svg: is there", Plot("LX-01", "other").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(["ladder.svg"], Directory.GetFiles(_desk.At("other")).Select(Path.GetFileName));

        // A list is believed about names of ours alone.
        Directory.CreateDirectory(_desk.At("planted"));
        var precious = _desk.File("precious.svg", "mine");
        File.WriteAllText(_desk.At("planted", "plots.sha256"), $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(precious)))}  ../precious.svg\n");
        Assert.Contains("no list of pictures", Plot("LX-01", "planted").Expect(2).Error, StringComparison.Ordinal);
        Assert.True(File.Exists(precious));
    }

    public void Dispose() => _desk.Dispose();

    private Printed Batch(string table) => Desk.Run(
        "identify", _desk.At("runs"), "--library", _desk.At("lib.pbl"), "--blank", _desk.At("runs", "blank.cdf.gz"), "--ladder", _desk.At("ladder.csv"), "--table", _desk.At(table));

    private Printed Plot(string run, string folder, params string[] more) => Desk.Run([
        "identify", _desk.At("runs", run + ".cdf.gz"), "--library", _desk.At("lib.pbl"), "--ladder", _desk.At("ladder.csv"), "--plot", _desk.At(folder), .. more]);
}
