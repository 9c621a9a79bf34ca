using System.IO.Compression;
using System.Text;
using Probatum.Core;

namespace Probatum.Tests.Examples;

/// <summary>Nobody who meets one file of the exercise alone may take it for a real one.</summary>
public sealed class Exercise_is_marked_synthetic
{
    private const int Head = 400;

    private static readonly string Folder = Path.Combine(TestData.Repository, "examples", "exercise-larch");

    // the program that makes the runs is no data of the exercise
    private static IEnumerable<string> Data => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(path => !path.StartsWith(Path.Combine(Folder, "generate"), StringComparison.Ordinal));

    [Fact]
    public void Every_file_says_so_at_its_beginning() =>
        Assert.All(Data, path => Assert.True(HeadOf(path).Contains("SYNTHETIC", StringComparison.Ordinal), path));

    [Theory]
    [InlineData("samples.csv", "place,collector,note")]
    [InlineData("transfers.csv", "from,to,place")]
    [InlineData("casualties.csv", "exposed_at,told_by,consent")]
    [InlineData("results-dl01.csv", "laboratory,substance")]
    [InlineData("results-dl02.csv", "laboratory,substance")]
    public void Every_party_place_and_substance_says_so_in_its_name(string sheet, string columns)
    {
        Assert.True(Table.TryRead(File.ReadAllBytes(Path.Combine(Folder, sheet)), out var table, out var fault), fault.Why);
        Assert.NotEmpty(table.Rows);
        Assert.Empty(
            from row in table.Rows
            from column in columns.Split(',')
            where row[column].Length > 0 && !row[column].Contains("SYNTHETIC", StringComparison.Ordinal)
            select $"line {row.Line}, {column}: {row[column]}");
    }

    private static string HeadOf(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var head = new byte[Head];
        return Encoding.Latin1.GetString(head, 0, stream.ReadAtLeast(head, Head, throwOnEndOfStream: false));
    }
}
