using CsCheck;
using Probatum.Text;
using Probatum.Text.Echoes;

namespace Probatum.Tests.Text;

/// <summary>What holds for echoes whatever the reports are.</summary>
public sealed class Echoes_hold
{
    private static readonly string[] Pieces =
    [
        "Mara Lund said", "“", "”", "\"", "the shells fell on the mill", "107", "one hundred and seven", "people", ".", "\n", "\n\n", "Aleppo", "😀", "\uD83D", "of", "and", "the",
        "chlorine", "Reuters", "All rights reserved", "ожог", "حلب", "said that", "the shells fell on the mill and nobody saw who fired them that night", "http://a.example",
    ];

    private static readonly Gen<string> Soup = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Select(pieces => string.Join(' ', pieces));

    private static readonly Gen<List<EchoText>> Sets = Gen.Select(Soup, Gen.Int[0, 40], Gen.Bool).Array[0, 8].Select(rows => rows.Select((row, i) => new EchoText(
        $"r{i}", row.Item1, $"Paper {i % 3}", row.Item3 ? new DateOnly(2021, 3, 1).AddDays(row.Item2) : null, ClaimExtractor.Extract(row.Item1, new()))).ToList());

    [Fact]
    public void Any_reports_are_compared_without_a_throw_and_every_passage_lies_in_both() => Sets.Sample(
        texts =>
        {
            var graph = EchoFinder.Find(texts);
            var byId = texts.ToDictionary(text => text.Id, text => CodePoints.Count(text.Text));
            Assert.All(graph.Edges.Where(edge => !edge.IsOutside), edge => Assert.All(edge.Passages, passage =>
            {
                Assert.True(0 <= passage.From.Start && passage.From.Start < passage.From.End && passage.From.End <= byId[edge.From]);
                Assert.True(0 <= passage.To.Start && passage.To.Start < passage.To.End && passage.To.End <= byId[edge.To]);
                Assert.InRange(passage.Alike, 1, 1000);
            }));
            Assert.All(graph.Edges, edge => Assert.InRange(edge.Score, 500, 1000));
            Assert.All(graph.Origins, origin => Assert.True(origin.Reports.Length > 1 && origin.Reports.Distinct().Count() == origin.Reports.Length));
            Assert.Empty(graph.Alone.Intersect(graph.Origins.SelectMany(origin => origin.Reports)));
        },
        iter: 300);

    [Fact]
    public void Any_characters_are_compared_without_a_throw() =>
        Gen.String.Array[1, 4].Sample(texts => EchoFinder.Find([.. texts.Select((text, i) => new EchoText($"{i}", text))]).Count <= texts.Length);

    [Fact]
    public void The_order_of_the_reports_and_the_number_of_threads_do_not_matter() => Gen.Shuffle(Made(60).ToArray()).Sample(
        shuffled => Assert.Equal(Shown(EchoFinder.Find(Made(60))), Shown(EchoFinder.Find(shuffled, 3))), iter: 5);

    [Fact]
    public void Of_one_day_what_another_names_as_its_source_comes_first()
    {
        const string Words = "“Two shells with chlorine fell on the mill at four in the morning and nobody saw who fired them that night,” the statement says.";
        var day = new DateOnly(2021, 3, 1);
        EchoText Text(string id, string publisher, string text) => new(id, text, publisher, day, ClaimExtractor.Extract(text, new(null, publisher, day, [])));
        var graph = EchoFinder.Find([
            Text("agency", "Tarn News Agency", $"The Health Directorate said that forty people were hurt. {Words} The agency could not reach the mill, and the road to it was closed all day."),
            Text("directorate", "Northern Council Health Directorate", Words),
        ]);
        Assert.Equal(("agency", "directorate"), graph.Edges.Where(edge => !edge.IsOutside).Select(edge => (edge.From, edge.To)).Single());
    }

    [Fact]
    public void What_the_reports_are_called_does_not_matter()
    {
        var texts = Made(60);
        string Renamed(string id) => $"x{1000 - int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)}";
        var renamed = EchoFinder.Find([.. texts.Select(text => text with { Id = Renamed(text.Id) })]);
        Assert.Equal(
            Shown(EchoFinder.Find(texts), Renamed), Shown(renamed));
    }

    [Fact]
    public void An_unrelated_report_changes_no_edge()
    {
        var texts = Made(60);
        var graph = EchoFinder.Find(texts);
        Assert.NotEmpty(graph.Edges);
        EchoText[] others =
        [
            new("rain", "Rain fell all week and nobody complained, because the wells had been low since spring.", "Weekly", new(2013, 6, 1)),
            new("empty", "", "Weekly", new(2013, 6, 2)), new("old", "Ein Wort.", null, new(1950, 1, 1)), new("undated", "Nothing to say about anything at all here."),
        ];
        foreach (var other in others)
        {
            var more = EchoFinder.Find([.. texts, other]);
            Assert.Equal(graph.Edges.Select(edge => (edge.From, edge.To, edge.Score, edge.Sort)), more.Edges.Select(edge => (edge.From, edge.To, edge.Score, edge.Sort)));
            Assert.Equal(Shown(graph), Shown(more with { Alone = graph.Alone }));
            Assert.Contains(other.Id, more.Alone);
        }
    }

    [Fact]
    public void A_pair_that_was_rejected_is_not_proposed_again()
    {
        var texts = Made(60);
        var edge = EchoFinder.Find(texts).Edges[0];
        Assert.DoesNotContain(EchoFinder.Find(texts, 1, new HashSet<(string, string)> { (edge.From, edge.To) }).Edges, one => (one.From, one.To) == (edge.From, edge.To));
    }

    // More reports than are compared pair by pair.
    [Fact]
    public void Of_many_reports_planted_echoes_are_found_and_no_others()
    {
        var (texts, planted) = MadeReports.Make(Candidates.MostPairwise + 200);
        var graph = EchoFinder.Find(texts, 2);
        var met = planted.Count(pair => graph.Origins.Any(origin => origin.Reports.Contains(pair.Echo) && origin.Reports.Contains(pair.Source)));
        Assert.True(met * 100 >= planted.Count * 95, $"{met} of {planted.Count}");
        var groups = texts.ToDictionary(text => text.Id, text => text.Id);
        string Root(string id) => groups[id] == id ? id : Root(groups[id]);
        planted.ForEach(pair => groups[Root(pair.Echo)] = Root(pair.Source));
        Assert.All(graph.Edges.Where(edge => !edge.IsOutside), edge => Assert.Equal(Root(edge.To), Root(edge.From)));
    }

    [Fact]
    public void An_edge_leads_from_the_later_to_the_earlier_and_what_that_explains_is_no_second_edge()
    {
        const string Words = "“Four shells struck the yard behind the grain store and a yellow cloud drifted along the lane for an hour,” Oda Brandt said.";
        EchoText[] texts =
        [
            new("c", Words, "C", new(2021, 3, 7)), new("a", Words + " She left.", "A", new(2021, 3, 5)), new("b", "Late news. " + Words, "B", new(2021, 3, 6)), new("d", Words),
        ];
        var graph = EchoFinder.Find(texts);
        Assert.Equal([("b", "a", true), ("c", "a", true), ("d", "a", false)], graph.Edges.Where(edge => !edge.IsOutside).Select(edge => (edge.From, edge.To, edge.IsOrdered)));
        Assert.Equal(["a", "b", "c", "d"], graph.Origins.Single().Reports);
        Assert.Equal(1, graph.Count);
    }

    [Fact]
    public void Too_much_and_two_of_one_name_are_refused()
    {
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => EchoFinder.Find([new("a", "x"), new("a", "y")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EchoFinder.Find([new("a", new string('x', ClaimExtractor.Longest + 1))]));
    }

    private static List<EchoText> Made(int count) => MadeReports.Make(count).Texts;

    private static string Shown(EchoGraph graph, Func<string, string>? called = null)
    {
        called ??= id => id;
        var edges = graph.Edges.Select(edge => $"{called(edge.From)} {(edge.IsOutside ? edge.To : called(edge.To))} {edge.Sort} {edge.Score} {string.Join(' ', edge.Passages)} {string.Join(' ', edge.Signals)}");
        var origins = graph.Origins.Select(origin => $"{origin.Name} {origin.Place} {string.Join(' ', origin.Reports.Select(called))}");
        return string.Join('\n', edges.Concat(origins).Concat(graph.Alone.Select(called)));
    }
}
