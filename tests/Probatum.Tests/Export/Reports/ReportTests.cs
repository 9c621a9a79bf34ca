using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Probatum.Core;
using Probatum.Core.Records;
using Probatum.Export.Reports;

namespace Probatum.Tests.Export.Reports;

public sealed partial class ReportTests
{
    private static readonly WrittenCase Written = Reported.Case();
    private static readonly Report Report = Reported.Of(Written);

    // What is numbered or computed by a table, and so stands in no record.
    private static readonly string[] Computed = ["Time line, part", "Deadlines of", "Signs by person", "between", "from left to right", "It needs"];

    [Fact]
    public void Every_sentence_and_row_names_records_that_are_in_the_log() => Assert.All(Report.Rows, row =>
    {
        Assert.NotEmpty(row.Leaves);
        Assert.All(row.Leaves, leaf => Assert.NotNull(Written.State.At(leaf)));
        Assert.Equal(row.Leaves.Distinct().Order(), row.Leaves);
    });

    [Fact]
    public void The_list_of_records_has_every_leaf_that_is_cited()
    {
        var listed = Report.Rows.Select(row => row.Anchor).OfType<string>().ToHashSet();
        Assert.All(Report.Cited, leaf => Assert.Contains($"r-{leaf.ToString(CultureInfo.InvariantCulture)}", listed));
    }

    [Fact]
    public void A_number_that_counts_records_is_how_many_of_those_cited_there_are() => Assert.All(Report.Rows.SelectMany(row => row.Counts.Select(count => (row, count))), one =>
        Assert.Equal(one.count.Number, one.row.Leaves.Count(leaf => Written.State.At(leaf) is { Envelope.Corrects: null } entry && entry.Type == one.count.Kind)));

    [Fact]
    public void Every_number_stands_in_the_records_cited_beside_it_or_is_a_count_of_them()
    {
        var tables = string.Concat(Said.TableFiles.Values.Select(file => Encoding.UTF8.GetString(file.Span)));
        foreach (var block in Report.Blocks)
        {
            var rows = block switch
            {
                ReportText text => [text.Row],
                ReportList list => list.Items,
                ReportFigure figure => [figure.Row],
                ReportTable { Heads: var heads } table when !heads.Any(head => head.Form is "rank" or "due" or "no.") => table.Rows,
                _ => ImmutableArray<ReportRow>.Empty,
            };
            foreach (var row in rows)
            {
                var known = Numbers(string.Join(' ', row.Leaves.Select(Told)) + (row.Leaves.Any(leaf => Written.State.At(leaf)!.Type is "case-opened" or "rules-adopted") ? tables : ""));
                known.UnionWith(row.Counts.Select(count => count.Number.ToString(CultureInfo.InvariantCulture)));
                known.UnionWith(Enumerable.Range(0, row.Leaves.Length + 1).Select(count => count.ToString(CultureInfo.InvariantCulture)));
                known.Add(Written.State.Tables.Count.ToString(CultureInfo.InvariantCulture));
                foreach (var words in row.Cells.Select(cell => cell.ToString()).Where(words => !Computed.Any(part => words.Contains(part, StringComparison.Ordinal))))
                {
                    Assert.All(Numbers(words), number => Assert.True(known.Contains(number), $"{number} in: {words}"));
                }
            }
        }
    }

    [Fact]
    public void A_claim_stands_with_whoever_says_it()
    {
        var claims = Report.Rows.Select(row => row.Cells[0].ToString()).Where(words => words.Contains("gas was used", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(claims);
        Assert.Contains(claims, words => words.Contains("The ministry says", StringComparison.Ordinal));
    }

    [Fact]
    public void All_parts_that_bodies_print_are_there() => Assert.Equal(
        [
            "Summary", "Mandate and scope", "Narrative and time line", "Activities", "Samples and custody", "Results by laboratory", "Persons", "Digital evidence and remnants", "Assessment", "Limitations",
            "Differing observations and comments of States", "Parties", "Files", "Rule tables", "Words", "Records cited",
        ],
        Report.Sections.Select(section => section.Title.ToString()));

    [Fact]
    public void A_part_is_marked_as_high_as_its_highest_record_and_the_whole_as_its_highest_part()
    {
        Assert.Equal("OPCW RESTRICTED", Report.Marking);
        Assert.True(Markings.TryRead("kind,marking\ncasualty-recorded,HIGHLY PROTECTED\nparty-described,UNMARKED\n"u8, out var markings, out _));
        var marked = CaseReport.Of(Reported.Source(Written) with { Markings = markings, Marking = "OPCW PROTECTED" });
        Assert.Equal("OPCW HIGHLY PROTECTED", marked.Marking);
        Assert.All(marked.Rows, row => Assert.Equal(row.Leaves.Max(leaf => markings.Of(Written.State.At(leaf)!)), row.Marking));
        Assert.Contains(marked.Rows, row => row.Marking == Marking.Unmarked);
        Assert.Contains("(HP)", HtmlReport.Write(marked, new(Reported.English)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind,marking\nno-such-kind,PROTECTED\n")]
    [InlineData("kind,marking\ncase-opened,SECRET\n")]
    public void A_table_of_markings_that_would_mark_nothing_is_refused(string table) => Assert.False(Markings.TryRead(Encoding.UTF8.GetBytes(table), out _, out _));

    [Fact]
    public void One_incident_alone_leaves_out_what_is_of_another()
    {
        var other = Said.Id(9001);
        var written = Reported.Case();
        written.Record(new Core.Incidents.IncidentOpened(other, "I-9", "Another place", Said.At("2017-01-01"), null), new Core.Samples.SampleCollected(Said.Id(9002), other, "OTHER-77", "ENV_SOIL", null, null, null, Exercise.Team, null, "TEAM_COLLECTED", [], null));
        var all = HtmlReport.Write(Reported.Of(written), new(Reported.English));
        var one = HtmlReport.Write(CaseReport.Of(Reported.Source(written) with { Incident = Exercise.Incident }), new(Reported.English));
        Assert.Contains("OTHER-77", all, StringComparison.Ordinal);
        Assert.DoesNotContain("OTHER-77", one, StringComparison.Ordinal);
        Assert.Contains("S-1", one, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_case_has_a_report_too() => Assert.All(new[] { Reported.English, Reported.Arabic }, language =>
        Assert.Contains("<main>", HtmlReport.Write(CaseReport.Of(Reported.Source(default(CaseId) with { Text = "c-x" }, CaseState.Empty, [])), new(language)), StringComparison.Ordinal));

    private static string Told(long leaf)
    {
        var entry = Written.State.At(leaf)!;
        var body = new BodyWriter();
        entry.Statement!.Describe(body);
        var text = string.Join(' ', body.Sealed.Select(member => CanonicalJson.WriteText(JsonMap.Of((member.Name, member.Value)))));
        var ids = Ids().Matches(text).Select(match => new EntityId(match.Value)).Append(Written.State.Entities.Entities.FirstOrDefault(pair => pair.Value.Index == leaf).Key);
        return $"{leaf} {entry.Envelope.Made.At} {entry.Id} {string.Join(' ', entry.Envelope.By)} {string.Join(' ', entry.Envelope.Open is { } open ? CanonicalJson.WriteText(open) : "")} {text} "
            + string.Join(' ', body.Sealed.Select(member => member.Value).OfType<JsonMap>().Select(map => new Where(null, map.Number("latE7"), map.Number("lonE7"), map.Number("radiusM")).Degrees))
            + string.Join(' ', ids.Where(id => id.Text is not null).Select(id => $"{Written.State.Entities.Call(id)} {Written.State.Entities.Find(id)?.Handle} {Written.State.Parties.Name(id)}"));
    }

    private static HashSet<string> Numbers(string text) => [.. Digits().Matches(text).Select(match => match.Value.TrimStart('0') is { Length: > 0 } number ? number : "0")];

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("e-[A-Za-z0-9_-]{22}")]
    private static partial Regex Ids();
}
