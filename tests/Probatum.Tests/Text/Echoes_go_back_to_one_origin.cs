using System.Globalization;
using System.Text.Json;
using Probatum.Text;
using Probatum.Text.Echoes;

namespace Probatum.Tests.Text;

/// <summary>Sets of reports whose origins are known: those of the data folder, and a harder one of our own (tests/vectors/echoes).</summary>
public sealed class Echoes_go_back_to_one_origin
{
    private static readonly string Own = Path.Combine(TestData.Repository, "tests", "vectors", "echoes", "docs.jsonl");

    private static readonly Lazy<(List<EchoText> Texts, EchoGraph Graph)> Harder = new(() =>
    {
        var texts = Texts(Own, true);
        return (texts, EchoFinder.Find(texts));
    });

    // With what is known of the reports, and with their words alone.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_the_public_set_every_pair_is_told(bool known)
    {
        var texts = Texts(TestData.At("data/attribution/circular-dev-docs.jsonl"), known);
        var truth = new HashSet<(string, string)>();
        foreach (var line in File.ReadLines(TestData.At("data/attribution/circular-dev-pairs.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("shared_origins").GetArrayLength() > 0)
            {
                truth.Add(Pair(json.RootElement.GetProperty("a").GetString()!, json.RootElement.GetProperty("b").GetString()!));
            }
        }

        Assert.Equal(7, truth.Count);
        Assert.True(F1(truth, Pairs(EchoFinder.Find(texts))) >= 0.95);
    }

    [Fact]
    public void Of_the_harder_set_every_pair_is_told()
    {
        var origins = new List<(string Id, HashSet<string> Of)>();
        foreach (var line in File.ReadLines(Own))
        {
            using var json = JsonDocument.Parse(line);
            origins.Add((json.RootElement.GetProperty("id").GetString()!, [.. json.RootElement.GetProperty("origins").EnumerateArray().Select(one => one.GetString()!)]));
        }

        var truth = origins.SelectMany(one => origins.Where(other => string.CompareOrdinal(one.Id, other.Id) < 0 && one.Of.Overlaps(other.Of)).Select(other => Pair(one.Id, other.Id))).ToHashSet();
        Assert.True(F1(truth, Pairs(Harder.Value.Graph)) >= 0.95);
    }

    [Theory]
    [InlineData("a2-half", "a1-agency", "quotes", "quotation")]
    [InlineData("a3-reworded", "a1-agency", "repeats", "numbers")]
    [InlineData("a4-french", "a1-agency", "translates", "names")]
    [InlineData("a7-mix", "a1-agency", "quotes", "speaker")]
    [InlineData("a7-mix", "a5-doctor", "quotes", "quotation")]
    [InlineData("a8-quote", "a1-agency", "quotes", "quotation")]
    [InlineData("b2-paraphrase", "b1-spokesman", "repeats", "speaker")]
    [InlineData("b4-flash", "b1-spokesman", "quotes", "numbers")]
    [InlineData("d2-reprint", "d1-conference", "repeats", "passage")]
    public void An_edge_says_what_it_is_and_why(string from, string to, string sort, string signal)
    {
        var edge = Harder.Value.Graph.Edges.Single(edge => edge.From == from && edge.To == to);
        Assert.Equal(sort, edge.Sort);
        Assert.Contains(edge.Signals, one => one.Name == signal && one.Points > 0);
        Assert.Equal(Math.Min(1000, edge.Signals.Sum(one => one.Points)), edge.Score);
        Assert.NotEmpty(edge.Passages);
    }

    // One place, one day, one substance; footers, a disclaimer and a paragraph on a treaty under most of them.
    [Theory]
    [InlineData("a5-doctor", "a1-agency")]
    [InlineData("a6-ngo", "a1-agency")]
    [InlineData("a6-ngo", "a5-doctor")]
    [InlineData("a9-accident", "a1-agency")]
    [InlineData("a9-accident", "a2-half")]
    [InlineData("b3-freelance", "b1-spokesman")]
    [InlineData("b3-freelance", "a6-ngo")]
    [InlineData("c1-later", "b1-spokesman")]
    [InlineData("c2-hollin", "c1-later")]
    [InlineData("d1-conference", "c1-later")]
    public void What_papers_share_anyway_makes_no_edge(string one, string other) =>
        Assert.DoesNotContain(Harder.Value.Graph.Edges, edge => Pair(edge.From, edge.To) == Pair(one, other));

    [Fact]
    public void A_report_that_mixes_two_origins_makes_one_of_neither()
    {
        var mixed = Harder.Value.Graph.Origins.Where(origin => origin.Reports.Contains("a7-mix")).ToList();
        Assert.Equal(2, mixed.Count);
        Assert.DoesNotContain(mixed, origin => origin.Reports.Contains("a5-doctor") && origin.Reports.Contains("a1-agency"));
        Assert.All(mixed, origin => Assert.Equal(origin.First, origin.Reports[0]));
    }

    [Theory]
    [InlineData("107", 107)]
    [InlineData("1,070", 1070)]
    [InlineData("1.070", 1070)]
    [InlineData("24th", 24)]
    [InlineData("٣٨", 38)]
    [InlineData("7:40", null)]
    [InlineData("3.5", null)]
    public void Figures_are_read_as_one_number(string figures, int? value) => Assert.Equal(value, NumberWords.Figures(figures));

    [Theory]
    [InlineData("one hundred and seven people", 107, 4)]
    [InlineData("seven hundred", 700, 2)]
    [InlineData("two thousand three hundred and twelve shells", 2312, 6)]
    [InlineData("sixty four", 64, 2)]
    [InlineData("three and four", 3, 1)]
    [InlineData("million", null, 0)]
    public void Number_words_are_read_as_one_number(string words, int? value, int count)
    {
        var read = NumberWords.Spelt(words.Split(' '), 0);
        Assert.Equal((value, count), ((int?)read?.Value, read?.Words ?? 0));
    }

    [Theory]
    [InlineData("Neighbourhoods", "neighborhood")]
    [InlineData("ORGANISATION", "organization")]
    [InlineData("sulphur", "sulfur")]
    [InlineData("gases", "gas")]
    [InlineData("Saïd’s", "said")]
    public void Spellings_are_one(string word, string folded) => Assert.Equal(folded, Folding.Word(Folding.Plain(word)));

    [Theory]
    [InlineData("Khaldieh", "Khalidyia")]
    [InlineData("Zahraa", "Zahra")]
    [InlineData("Konashenkov", "Конашенков")]
    [InlineData("Saraqeb", "Saraqib")]
    public void Spellings_of_a_name_are_one(string one, string other) => Assert.Equal(Folding.Skeleton(Folding.Plain(one)), Folding.Skeleton(Folding.Plain(other)));

    [Theory]
    [InlineData("Major General Igor Konashenkov", "Konashenkov", true)]
    [InlineData("Syrian Observatory for Human Rights", "SOHR", true)]
    [InlineData("Syria", "Syrian Foreign Ministry", true)]
    [InlineData("Syria", "Syrian Observatory for Human Rights", false)]
    [InlineData("Northern Defence Ministry", "Southern Defence Ministry", false)]
    public void A_speaker_is_known_by_the_words_that_tell_him(string one, string other, bool same)
    {
        var (a, b) = (Identity.Read(one, default, false)!, Identity.Read(other, default, false)!);
        Assert.Equal((same, same), (a.IsSameAs(b), b.IsSameAs(a)));
    }

    [Fact]
    public void A_role_names_nobody() => Assert.All(["residents", "a local doctor", "The ministry", "unattributed"], name => Assert.Null(Identity.Read(name, default, false)));

    [Fact]
    public void A_picture_or_an_address_is_enough()
    {
        EchoText first = new("1", "Smoke over the mill.", "Paper A", new(2021, 3, 1), [], ["sha-1"], "https://a.example/news/1");
        EchoText picture = new("2", "A yellow haze stood there.", "Paper B", new(2021, 3, 4), [], ["sha-0", "sha-1"]);
        EchoText link = new("3", "Seen at https://a.example/news/1 by many.", "Paper C", new(2021, 3, 5));
        var graph = EchoFinder.Find([first, picture, link]);
        Assert.Equal([("2", "1", "repeats"), ("3", "1", "cites")], graph.Edges.Select(edge => (edge.From, edge.To, edge.Sort)));
    }

    internal static List<EchoText> Texts(string path, bool known)
    {
        var texts = new List<EchoText>();
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            string Of(string name) => json.RootElement.GetProperty(name).GetString()!;
            var (publisher, date) = known ? (Of("outlet"), (DateOnly?)DateOnly.Parse(Of("date"), CultureInfo.InvariantCulture)) : (null, null);
            texts.Add(new(Of("id"), Of("text"), publisher, date, ClaimExtractor.Extract(Of("text"), new(null, publisher, date))));
        }

        return texts;
    }

    private static HashSet<(string, string)> Pairs(EchoGraph graph) =>
        [.. graph.Origins.SelectMany(origin => origin.Reports.SelectMany((one, i) => origin.Reports.Skip(i + 1).Select(other => Pair(one, other))))];

    private static (string, string) Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);

    private static double F1(HashSet<(string, string)> truth, HashSet<(string, string)> told)
    {
        var met = truth.Count(told.Contains);
        return met == 0 ? 0 : 2.0 * met / (truth.Count + told.Count);
    }
}
