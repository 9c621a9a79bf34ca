using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Probatum.Verbs;

namespace Probatum.EndToEnd;

public sealed class Every_verb_explains_itself
{
    public static TheoryData<string> Verbs => [.. Leaves(CommandLine.Build(new(TextWriter.Null, TextWriter.Null, () => default, RandomNumberGenerator.Fill, true)), [])];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void With_an_example_and_json(string verb)
    {
        var help = Desk.Run([.. verb.Split(' '), "--help"]).Expect(0);
        Assert.Contains("Example:\n    probatum " + verb, help.Out.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("--json", help.Out, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    [Fact]
    public void The_whole_help_lists_the_verbs_and_the_exit_codes()
    {
        var help = Desk.Run("--help").Expect(0).Out;
        Assert.All(Verbs, verb => Assert.Contains($"  {verb.Data.Split(' ')[0]} ", help, StringComparison.Ordinal));
        Assert.Contains("Exit codes: 0 good, 1 found wanting, 2 bad usage or input.", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("case nonsense")]
    [InlineData("verify")]
    [InlineData("import sheet.csv --as nonsense")]
    public void What_is_not_understood_ends_with_two_and_a_hint(string line)
    {
        var printed = Desk.Run(line.Split(' ')).Expect(2);
        Assert.Contains("--help", printed.Error, StringComparison.Ordinal);
        Assert.Empty(printed.Out);
    }

    [Fact]
    public void Json_is_one_line_that_any_reader_reads()
    {
        using var desk = new Desk();
        desk.WithCase();
        string[][] listings =
        [
            ["case", "show"], ["case", "list"], ["case", "timeline"], ["party", "list"], ["key", "list"], ["incident", "list"], ["report", "list"], ["claim", "list"],
            ["allegation", "list"], ["sample", "list"], ["casualty", "list"], ["result", "list"], ["result", "markers"], ["casualty", "compatible", "--incident", "I-1"], ["request", "deadlines"], ["finding", "list"], ["assess"], ["log", "checkpoint"], ["log", "audit"],
        ];
        foreach (var listing in listings)
        {
            var line = desk.In([.. listing, "--json"]).Expect(0).Out;
            Assert.Equal(1, line.Count(c => c == '\n'));
            JsonDocument.Parse(line).Dispose();
        }
    }

    // An option that verbs share would remember every command of every command line that this process ever read.
    [Fact]
    public void Every_option_belongs_to_one_verb() =>
        Assert.All(Options(CommandLine.Build(new(TextWriter.Null, TextWriter.Null, () => default, RandomNumberGenerator.Fill, true))), option => Assert.Single(option.Parents));

    private static IEnumerable<Option> Options(Command command) => command.Options.Concat(command.Subcommands.SelectMany(Options));

    private static IEnumerable<string> Leaves(Command command, string[] path) =>
        command.Subcommands.Count == 0 ? [string.Join(' ', path)] : command.Subcommands.SelectMany(verb => Leaves(verb, [.. path, verb.Name]));
}
