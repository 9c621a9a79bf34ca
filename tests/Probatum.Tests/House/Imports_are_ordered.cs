namespace Probatum.Tests.House;

/// <summary>What the build does not check of the format: the order of what a file uses, System before all else, then by the alphabet.</summary>
public sealed class Imports_are_ordered
{
    private static readonly string[] Rooms = ["src", "tests", "bench"];

    [Fact]
    public void Every_file_s()
    {
        var files = Rooms.SelectMany(room => Directory.EnumerateFiles(Path.Combine(TestData.Repository, room), "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.NotInRange(files.Count, 0, 100);
        Assert.All(files, file => Assert.Equal(Imports(file).Order(Comparer<string>.Create(Compare)), Imports(file)));
    }

    [Theory]
    [InlineData("System.Net", "Microsoft.Playwright")]
    [InlineData("System", "System.Net")]
    [InlineData("Probatum.Core", "Probatum.Core.Cases")]
    [InlineData("Probatum.Core.Samples", "Probatum.Ledger")]
    public void By_its_first_word_that_differs(string first, string second)
    {
        Assert.InRange(Compare(first, second), int.MinValue, -1);
        Assert.InRange(Compare(second, first), 1, int.MaxValue);
    }

    private static List<string> Imports(string file) =>
    [
        .. File.ReadLines(file).TakeWhile(line => line.Length == 0 || line.StartsWith("using ", StringComparison.Ordinal) || line.StartsWith("//", StringComparison.Ordinal))
            .Where(line => line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal) && !line.StartsWith("using static", StringComparison.Ordinal)).Select(line => line[6..^1]),
    ];

    private static int Compare(string a, string b)
    {
        var (one, other) = (a.Split('.'), b.Split('.'));
        if (one[0] == "System" != (other[0] == "System"))
        {
            return one[0] == "System" ? -1 : 1;
        }

        var at = 0;
        while (at < one.Length && at < other.Length && string.Equals(one[at], other[at], StringComparison.OrdinalIgnoreCase))
        {
            at++;
        }

        return at == one.Length || at == other.Length ? one.Length - other.Length : string.Compare(one[at], other[at], StringComparison.OrdinalIgnoreCase);
    }
}
