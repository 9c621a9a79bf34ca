using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Probatum.EndToEnd;

/// <summary>The program is killed at any moment of a bulk import; what it had acknowledged is there, whole, and nothing half; the same command goes on.</summary>
public sealed partial class Nothing_acknowledged_is_lost : IDisposable
{
    private const int Rows = 400;
    private const int Batch = 10;

    private readonly Desk _desk = new();

    [Fact]
    public void Killed_at_random_moments_of_an_import()
    {
        _desk.WithCase();
        var before = _desk.Leaves();
        var moments = new Random(20311105);
        for (var kill = 0; kill < Kills; kill++)
        {
            var sheet = new StringBuilder("label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note\n");
            for (var row = 0; row < Rows; row++)
            {
                sheet.Append(CultureInfo.InvariantCulture, $"K{kill}-{row},ENV_SOIL,1 g,2031-05-04T10:00Z,,,,,Team,,TEAM_COLLECTED,,I-1,\n");
            }

            using var process = Desk.Start(["import", _desk.File("samples.csv", sheet.ToString()), "--as", "samples", "--batch", $"{Batch}", "--workspace", _desk.Workspace]);
            var acknowledged = before - 1;
            var patience = moments.Next(0, 12);
            for (var said = 0; said < patience && process.StandardError.ReadLine() is { } line; said++)
            {
                acknowledged = Math.Max(acknowledged, Leaf(line));
            }

            Thread.Sleep(moments.Next(0, 40));
            process.Kill();
            process.WaitForExit();
            foreach (var line in process.StandardError.ReadToEnd().Split('\n'))
            {
                acknowledged = Math.Max(acknowledged, Leaf(line));
            }

            var audit = _desk.In("log", "audit", "--rebuild").Expect(0);
            Assert.Contains("nothing is wanting", audit.Out, StringComparison.Ordinal);
            var leaves = _desk.Leaves();
            Assert.True(leaves > acknowledged, $"kill {kill}: leaf {acknowledged} was acknowledged, {leaves} leaves are there");
            Assert.Equal(0, (leaves - before) % (Batch + 1));
            before = leaves;
        }

        // The last sheet goes on where it was killed: what it had acknowledged is not recorded again.
        var last = _desk.At("samples.csv");
        _desk.In("import", last, "--as", "samples").Expect(0);
        Assert.Contains($"nothing to record, {Rows} on record already", _desk.In("import", last, "--as", "samples").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("duplicate-label", _desk.In("sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);

        _desk.In("party", "add", "After all that").Expect(0);
    }

    /// <summary>A limit on the length of files, as a full disk or a quota sets it, anywhere in a bulk import.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(130)]
    [InlineData(200)]
    [InlineData(400)]
    public void Where_files_may_not_grow_the_program_says_so_and_nothing_is_half_written(int blocks)
    {
        _desk.WithCase();
        var before = _desk.Leaves();
        var sheet = new StringBuilder("label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note\n");
        for (var row = 0; row < 600; row++)
        {
            sheet.Append(CultureInfo.InvariantCulture, $"F-{row},ENV_SOIL,1 g,2031-05-04T10:00Z,,,,,Team,,TEAM_COLLECTED,,I-1,\n");
        }

        var file = _desk.File("samples.csv", sheet.ToString());
        using var process = Desk.Start("sh", ["-c", $"ulimit -f {blocks}; exec \"$0\" \"$@\"", Desk.Program, "import", file, "--as", "samples", "--batch", $"{Batch}", "--workspace", _desk.Workspace],
            ("DOTNET_EnableWriteXorExecute", "0")); // The runtime would map its own code through a file that is longer than that.
        var printed = Desk.Finish(process);
        var acknowledged = printed.Error.Split('\n').Select(Leaf).DefaultIfEmpty(-1).Max();
        if (printed.Code != 0)
        {
            printed.Expect(2);
            Assert.Contains("probatum: ", printed.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("unforeseen", printed.Error, StringComparison.Ordinal);
        }

        Assert.Contains("nothing is wanting", _desk.In("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
        Assert.True(_desk.Leaves() > acknowledged);
        Assert.Equal(0, (_desk.Leaves() - before) % (Batch + 1));
        _desk.In("party", "add", "After all that").Expect(0);
    }

    public void Dispose() => _desk.Dispose();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("PROBATUM_KILLS"), out var kills) ? kills : 8;

    private static long Leaf(string line) => Acknowledged().Match(line) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : -1;

    [GeneratedRegex(@"^acknowledged \d+ of \d+ rows, up to leaf (\d+)$")]
    private static partial Regex Acknowledged();
}
