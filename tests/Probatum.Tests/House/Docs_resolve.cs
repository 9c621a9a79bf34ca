using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Probatum.Core;
using Probatum.Core.Assessment;
using Probatum.Core.Dossier;

namespace Probatum.Tests.House;

/// <summary>Holds the pages against the repository: what they point at is there, and what they list is what the code has.</summary>
public sealed partial class Docs_resolve
{
    private static readonly string[] Kinds = [".md", ".cs", ".csv", ".json", ".mjs"];

    private static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "node_modules", "TestResults"];

    private static readonly IReadOnlyList<(string Path, string Text)> Files =
    [
        .. Below(TestData.Repository).Where(path => Kinds.Contains(Path.GetExtension(path)))
            .Order(StringComparer.Ordinal).Select(path => (Path.GetRelativePath(TestData.Repository, path).Replace('\\', '/'), File.ReadAllText(path))),
    ];

    public static TheoryData<string> Pages => [.. Files.Select(file => file.Path).Where(path => path.EndsWith(".md", StringComparison.Ordinal))];

    public static TheoryData<string> Conditioned => [.. Conditions.Keys];

    public static TheoryData<string> CheckCodes =>
    [
        .. new[] { "DossierVerifier", "BagValidation", "BagCheck", "LogCheck", "ViewCheck", "CosignerCheck", "TimeCheck" }.SelectMany(file => DossierCheck().Matches(Text($"src/Probatum.Core/Dossier/{file}.cs")))
            .Concat(CliCheck().Matches(Text("src/Probatum.Bags/BagFiles.cs"))).Select(match => match.Groups[1].Value).Where(code => !code.StartsWith("bagit/", StringComparison.Ordinal)).Distinct(),
    ];

    public static TheoryData<string> Verbs =>
    [
        .. Files.Where(file => file.Path.StartsWith("src/Probatum.Verbs/", StringComparison.Ordinal))
            .SelectMany(file => VerbName().Matches(file.Text)).Select(match => match.Groups[1].Value).Where(code => !code.StartsWith("bagit/", StringComparison.Ordinal)).Distinct(),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_to_a_file(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(TestData.Repository, page))!;
        var lost = Link().Matches(Text(page)).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'))
            .Select(target => target.Split('#')[0]).Where(target => !Path.Exists(Path.Combine(folder, target)));
        Assert.Empty(lost);
    }

    [Fact]
    public void Every_page_that_is_named_anywhere_is_there()
    {
        var lost = Files.SelectMany(file => PageName().Matches(file.Text).Select(match => (file.Path, Page: match.Value)))
            .Where(named => !File.Exists(Path.Combine(TestData.Repository, named.Page)) && named.Page != "docs/NAME.md");
        Assert.Empty(lost);
    }

    // Comments say "docs/domain.md 2.7", rows of data say "domain 2.7", "domain rule 1" or "docs/identification, 1.2".
    [Fact]
    public void Every_section_that_code_or_data_cites_is_a_heading_of_its_page()
    {
        var cited = Files.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("data/", StringComparison.Ordinal))
            .SelectMany(file => Citation().Matches(file.Text).SelectMany(match => Number().Matches(match.Groups[3].Value)
                .Select(number => (file.Path, Page: match.Groups[1].Value, Rule: match.Groups[2].Success, Number: number.Value)))).ToList();
        Assert.Contains(cited, one => one is { Page: "domain", Rule: false, Number: "7.3" });
        Assert.Contains(cited, one => one is { Page: "domain", Rule: true });
        Assert.Contains(cited, one => one is { Page: "identification", Number: "4.3" });
        Assert.All(cited, one => Assert.True(
            one.Rule
                ? Text($"docs/{one.Page}.md").Split("## 1.")[0].Contains($"\n{one.Number}. ", StringComparison.Ordinal)
                : HasHeading($"docs/{one.Page}.md", one.Number),
            $"{one.Path} cites docs/{one.Page}.md {one.Number}"));
    }

    [Fact]
    public void Every_source_tag_is_in_the_list_of_sources()
    {
        var known = Tag().Matches(Text("docs/domain.md").Split("\n## Sources\n")[1]).Select(match => match.Groups[1].Value).ToHashSet();
        var used = Files.Where(file => file.Path is "GLOSSARY.md" || file.Path.StartsWith("docs/", StringComparison.Ordinal) || file.Path.StartsWith("data/", StringComparison.Ordinal))
            .SelectMany(file => Tag().Matches(file.Text).Select(match => (file.Path, Tag: match.Groups[1].Value)));
        Assert.All(used, one => Assert.True(known.Contains(one.Tag), $"{one.Path} cites [{one.Tag}]"));
    }

    [Theory, MemberData(nameof(Conditioned))]
    public void Every_condition_is_explained(string key) =>
        Assert.Contains($"\n| `{key}` | ", Text("docs/assessment.md"), StringComparison.Ordinal);

    [Theory, MemberData(nameof(CheckCodes))]
    public void Every_check_of_a_dossier_is_explained(string code) => Assert.Contains(
        Text("docs/verify.md").Split('\n'), line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{code}`", StringComparison.Ordinal));

    [Theory, MemberData(nameof(CheckCodes))]
    public void Every_check_of_a_dossier_belongs_to_a_promise(string code) => Assert.NotNull(Promises.Of(code));

    [Fact]
    public void Every_promise_is_one_of_the_readme_s_and_is_explained_with_the_codes_of_its_checks()
    {
        var page = Text("docs/verify.md");
        Assert.All(Promises.Of(new Verdict([], null)), promise =>
        {
            Assert.Contains($"**{promise.Title}.**", Text("README.md"), StringComparison.Ordinal);
            var line = page.Split('\n').Single(line => line.StartsWith($"| {promise.Title} |", StringComparison.Ordinal));
            Assert.Equal(Promises.Codes.Where(code => Promises.Of(code) == promise.Promise).Order(StringComparer.Ordinal), Coded().Matches(line).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void The_checks_are_found_in_the_source() => Assert.Superset(
        new HashSet<string>(["bag/valid", "bag/structure", "bag/tag-manifest", "log/checkpoint", "log/signatures", "quorum", "cosignatures", "history", "disclosures", "pages", "people", "time", "trust", "zip"]),
        CheckCodes.Select(row => row.Data).ToHashSet());

    [Theory, MemberData(nameof(Verbs))]
    public void Every_verb_is_listed(string name) => Assert.Contains(
        Text("docs/commands.md").Split('\n'), line => Regex.IsMatch(line, $@"^\| `(\S+ )*{name}[ `]"));

    [Fact]
    public void Every_threat_names_tests_that_are_there()
    {
        var rows = Text("docs/threats.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| attack |", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count > 20);
        foreach (var row in rows)
        {
            var named = TestName().Matches(row.Split('|')[3]);
            Assert.NotEmpty(named);
            Assert.All(named, test => Assert.Contains($" {test.Groups[2].Value}(", Files.Single(file => file.Path.EndsWith($"/{test.Groups[1].Value}.cs", StringComparison.Ordinal)).Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_anomalies_of_the_page_are_those_of_the_table() => Assert.Equal(
        Sheet("custody/anomalies.csv").Select(row => $"| `{row["kind"]}` | {row["at_most"]} | {row["words"]} |"),
        Text("docs/assessment.md").Split("| kind | at most | words |\n|---|---|---|\n")[1].Split("\n\n")[0].Split('\n'));

    [Fact]
    public void The_levels_of_the_techniques_on_the_page_are_those_of_the_table()
    {
        var rows = Text("docs/domain.md").Split("\n## 4. Techniques\n")[1].Split("\n## 5.")[0].Split('\n')
            .Select(line => line.Split('|')).Where(cells => cells.Length > 5 && cells[1].Contains('`', StringComparison.Ordinal)).ToList();
        var said = rows.SelectMany(cells => Quoted().Matches(cells[1]).Select(key => (key.Groups[1].Value, cells[3].Trim(), cells[4].Trim())));
        Assert.Equal(Sheet("techniques/techniques.csv").Select(row => (row["key"], row["max_level"], row["laboratory"] == "true" ? "yes" : "no")), said);
    }

    [Fact]
    public void The_deadlines_and_wordings_of_the_page_are_those_of_the_routes()
    {
        var lines = Text("docs/domain.md").Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Split('|').Select(cell => cell.Trim(' ', '*', '`')).ToArray()).ToList();
        foreach (var path in Directory.GetFiles(Path.Combine(TestData.Repository, "data", "routes")))
        {
            using var route = JsonDocument.Parse(File.ReadAllBytes(path));
            var key = route.RootElement.GetProperty("key").GetString()!;
            Assert.Contains(lines, cells => cells[1] == key && cells.Contains($"data/routes/{Path.GetFileName(path)}"));
            foreach (var deadline in route.RootElement.GetProperty("deadlines").EnumerateArray())
            {
                var cells = Assert.Single(lines, cells => cells[1] == deadline.GetProperty("id").GetString());
                Assert.Equal(Yes(deadline.GetProperty("verified")), cells[^2]);
                Assert.Contains(deadline.GetProperty("citation").GetString()!, cells[^3], StringComparison.Ordinal);
            }

            foreach (var wording in route.RootElement.GetProperty("wordings").EnumerateArray())
            {
                var cells = Assert.Single(lines, cells => cells.Length > 4 && cells[2] == wording.GetProperty("key").GetString());
                Assert.Equal((Yes(wording.GetProperty("verbatim")), Yes(wording.GetProperty("verified"))), (cells[4], cells[^2]));
                Assert.Equal(wording.GetProperty("class").GetString(), cells[5]);
                Assert.True(!wording.GetProperty("verbatim").GetBoolean() || cells[3] == wording.GetProperty("words").GetString(), cells[2]);
            }
        }

        static string Yes(JsonElement truth) => truth.GetBoolean() ? "yes" : "no";
    }

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(below => !NotOurs.Contains(Path.GetFileName(below))).SelectMany(Below));

    private static string Text(string path) => Files.Single(file => file.Path == path).Text;

    private static bool HasHeading(string page, string number) =>
        Regex.IsMatch(Text(page), $@"^##+ {Regex.Escape(number)}\.? ", RegexOptions.Multiline);

    private static ImmutableArray<TableRow> Sheet(string name)
    {
        Assert.True(Table.TryRead(Encoding.UTF8.GetBytes(Text($"data/{name}")), out var table, out var fault), fault.Why);
        return table.Rows;
    }

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bdocs/[A-Za-z0-9_-]+\.md\b")]
    private static partial Regex PageName();

    [GeneratedRegex(@"\b(domain|identification)(?:\.md)?,? (?:sections )?(rule )?(\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)")]
    private static partial Regex Citation();

    [GeneratedRegex(@"`(\w+)\.(\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\[([A-Z]\d{1,2})\]")]
    private static partial Regex Tag();

    [GeneratedRegex("`([A-Z0-9_]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("`([a-z/-]+)`")]
    private static partial Regex Coded();

    [GeneratedRegex("\"([a-z]+(?:/[a-z-]+)?)\",\\s*(?:Outcome\\.|\\$?\")")]
    private static partial Regex DossierCheck();

    [GeneratedRegex("\"([a-z]+)\", Outcome\\.")]
    private static partial Regex CliCheck();

    [GeneratedRegex("Verb\\.(?:Alone|Reading|Writing)\\(\\s*shell,\\s*\"([a-z-]+)\"")]
    private static partial Regex VerbName();
}
