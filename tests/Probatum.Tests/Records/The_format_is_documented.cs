using System.Text;
using System.Text.RegularExpressions;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Tests.Records;

/// <summary>Holds docs/format.md against the kinds as the code writes and reads them.</summary>
public sealed partial class The_format_is_documented
{
    private static readonly string Text = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "format.md"));

    private static readonly Dictionary<string, (string Clear, string Sealed)> Rows = Text.Split('\n')
        .Select(line => line.Split('|')).Where(cells => cells is [_, var kind, _, _, _] && kind.Contains('@', StringComparison.Ordinal))
        .ToDictionary(cells => cells[1].Trim(' ', '`'), cells => (cells[2], cells[3]));

    public static TheoryData<string> Kinds => [.. RecordKinds.All.Select(kind => kind.Name)];

    [Fact]
    public void There_is_a_row_for_every_kind_and_a_kind_for_every_row() =>
        Assert.Equal(RecordKinds.All.Select(kind => $"{kind.Name}@{kind.Major}"), Rows.Keys);

    [Theory, MemberData(nameof(Kinds))]
    public void A_row_has_every_member_in_the_clear_or_sealed_as_it_is(string name)
    {
        var (clear, secret) = Rows[$"{name}@{Kind(name).Major}"];
        var (members, open) = Statements.Said(Statements.Of(Kind(name), 1));
        Assert.Equal((open ?? JsonMap.Empty).Members.Keys, Names(clear).Order(StringComparer.Ordinal));
        Assert.Equal(members.Members.Keys, Names(secret).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_row_says_the_type_of_every_member(string name)
    {
        var (clear, secret) = Rows[$"{name}@{Kind(name).Major}"];
        var (members, open) = Statements.Said(Statements.Of(Kind(name), 1));
        foreach (var (member, value) in members.Members.Concat((open ?? JsonMap.Empty).Members))
        {
            var type = Member().Matches(clear + secret).First(match => match.Groups[1].Value == member).Groups[3].Value.Trim();
            Assert.True(
                value switch
                {
                    JsonText { Value: ['e', '-', ..] } => type == "entity",
                    JsonText => type is "text" or "vkey" or "key name" or "hex",
                    JsonNumber => type == "number",
                    JsonTruth => type == "truth",
                    JsonList { Items: [JsonText { Value: ['e', '-', ..] }, ..] } => type == "entities",
                    JsonList { Items: [JsonText, ..] } => type is "texts" or "vkeys",
                    JsonList => Text.Contains($"**{type}** ", StringComparison.Ordinal),
                    JsonMap map when map["sha256"] is not null => type == "Blob",
                    JsonMap map when map["latE7"] is not null => type == "Where",
                    JsonMap map when map["b"] is not null => type is "digests" or "texts by name",
                    _ => type is "When" or "Where",
                },
                $"{name}: {member} is no {type}");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_sealed_member_must_be_there_if_and_only_if_it_has_a_star(string name)
    {
        var (_, secret) = Rows[$"{name}@{Kind(name).Major}"];
        var statement = Statements.Of(Kind(name), 2);
        foreach (var member in Names(secret))
        {
            var needed = secret.Contains($"`{member}`*", StringComparison.Ordinal);
            Assert.Equal(needed ? "body/missing" : "", Without(statement, member));
        }
    }

    [Fact]
    public void The_worked_example_is_shown_with_its_bytes()
    {
        var leaf = Encoding.UTF8.GetString(RecordVectors.All().First().Leaf);
        var shown = string.Concat(leaf.Split('\n')[..^1].Select(line => line.Length == 0 ? "\n" : $"    {line}\n"));
        Assert.Contains(shown, Text, StringComparison.Ordinal);
        Assert.Contains(RecordVectors.WorkedMember, Text, StringComparison.Ordinal);
        Assert.Contains($"id: {RecordVectors.WorkedId}", Text, StringComparison.Ordinal);
        Assert.Contains(RecordVectors.All().First().Disclosures[0], Text, StringComparison.Ordinal);
    }

    /// <summary>The code of the fault in a record that was written without one member and withholds nothing.</summary>
    private static string Without(Statement statement, string lost)
    {
        var (members, open) = Statements.Said(statement);
        var disclosures = members.Members.Where(member => member.Key != lost)
            .Select(member => Disclosure.Seal(member.Key, member.Value, span => span.Clear())).ToList();
        var json = JsonMap.Of(
            ("_sd", JsonList.Of(disclosures.Select(one => one.Digest).Order(StringComparer.Ordinal).Select(digest => (Json)digest))),
            ("by", JsonList.Of([RecordVectors.Giver.Verifier.Name])), ("case", Notebook.Case.Text),
            ("made", JsonMap.Of(("at", "2016-11-13T11:31:04Z"), ("clock", "device"))), ("open", open), ("seq", 0));
        var note = SignedNote.Sign($"{statement.Kind.Line}\n{CanonicalJson.WriteText(json)}\n", RecordVectors.Giver);
        return RecordText.TryRead(note.ToBytes(), [.. disclosures.Select(one => one.Text)], out _, out var fault) ? "" : fault.Code;
    }

    private static RecordKind Kind(string name) => RecordKinds.All.Single(kind => kind.Name == name);

    private static IEnumerable<string> Names(string cell) => Member().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"`(\w+)`(\*?) ([\w ]+)")]
    private static partial Regex Member();
}
