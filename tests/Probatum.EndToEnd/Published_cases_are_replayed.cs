using Probatum.Core;

namespace Probatum.EndToEnd;

public sealed class Published_cases_are_replayed
{
    [Fact]
    public void Each_stands_in_the_page_beside_what_its_body_said_and_no_ceiling_is_higher_than_that()
    {
        using var desk = new Desk();
        var printed = Desk.Run("demo", "--published", "--out", desk.At("published")).Expect(0).Out;
        var page = File.ReadAllLines(Path.Combine(TestData.Repository, "docs", "published.md"));
        var rows = printed.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();
        Assert.Equal(rows, page.Where(line => line.StartsWith("| ", StringComparison.Ordinal)));

        string[] order = ["not-established", "likely", "established"];
        foreach (var cells in rows.Skip(1).Select(row => row.Split('|').Select(cell => cell.Trim()).ToArray()).Where(cells => cells[4] != "none"))
        {
            Assert.InRange(Array.IndexOf(order, cells[6]), 0, Array.IndexOf(order, cells[4]));
            Assert.NotEqual("", cells[7]);
        }
    }

    public static TheoryData<string> Folders => [.. Directory.GetFiles(Path.Combine(TestData.Repository, "examples", "published"), "facts.csv", SearchOption.AllDirectories).Select(path => Path.GetFileName(Path.GetDirectoryName(path)!))];

    [Theory, MemberData(nameof(Folders))]
    public void Every_fact_has_its_citation_and_says_whether_it_was_seen_and_every_step_names_facts_that_are_there(string folder)
    {
        var path = Path.Combine(TestData.Repository, "examples", "published", folder);
        Assert.True(Table.TryRead(File.ReadAllBytes(Path.Combine(path, "facts.csv")), out var facts, out var fault), fault.Why);
        Assert.All(facts.Rows, row => Assert.True(row["what"].Length > 0 && row["verified"] is "true" or "false" && (row["kind"] == "unknown" || row["citation"].Length > 0), row["id"]));
        Assert.Equal(facts.Rows.Length, facts.Rows.Select(row => row["id"]).Distinct().Count());
        if (File.Exists(Path.Combine(path, "steps.txt")))
        {
            var steps = File.ReadAllLines(Path.Combine(path, "steps.txt"));
            Assert.DoesNotContain(steps, line => line.TrimStart('.', ' ').Split(' ')[0] is "assess" or "seal" or "verify");
            var named = steps.Where(line => line.StartsWith("##", StringComparison.Ordinal)).SelectMany(line => line.Split(' ', ',', ';', ':')).Where(word => word.Length > 1 && word[0] == 'f' && word[1..].All(char.IsAsciiDigit));
            Assert.Empty(named.Except(facts.Rows.Select(row => row["id"])));
        }
    }
}
