using System.Collections.Immutable;
using CsCheck;
using Probatum.Intake;
using Probatum.Text;
using Probatum.Text.Echoes;

namespace Probatum.Tests.Text;

/// <summary>Which claim of a report goes back to which of another, and reports that carry the same picture.</summary>
public sealed class Claims_echo_claims
{
    private const string First = "“Four shells struck the yard behind the grain store and a yellow cloud drifted along Mill Lane for an hour,” Oda Brandt said.";
    private const string Second = "“Nineteen people from the eastern quarter were brought to the clinic before noon with burning eyes,” Emil Foss said.";

    [Fact]
    public void In_a_reprint_every_claim_meets_its_own()
    {
        var edges = Edges(Text("a", 1, $"{First}\n\n{Second}"), Text("b", 2, $"Late news\n\n{First}\n\n{Second}"));
        Assert.Equal(["b#C1:a#C1", "b#C2:a#C2"], edges.Where(edge => !edge.IsOutside).Select(edge => $"{edge.From}:{edge.To}"));
        Assert.All(edges.Where(edge => !edge.IsOutside), edge => Assert.Equal("quotes", edge.Sort));
        Assert.Equal(["Emil Foss", "Oda Brandt"], edges.Where(edge => edge.IsOutside).Select(edge => edge.To).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_speaker_of_the_same_words_and_a_denial_are_no_echo()
    {
        var words = First.Replace("Oda Brandt", "Emil Foss", StringComparison.Ordinal);
        Assert.DoesNotContain(Edges(Text("a", 1, First), Text("b", 2, words)), edge => !edge.IsOutside);
        var denial = Text("b", 2, First) is var text ? text with { Claims = [.. text.Claims.Select(claim => claim with { Stance = "denies" })] } : null!;
        Assert.DoesNotContain(Edges(Text("a", 1, First), denial), edge => !edge.IsOutside);
    }

    [Fact]
    public void Without_an_edge_between_the_reports_there_is_none_between_their_claims() => Assert.Empty(Edges(Text("a", 1, First), Text("b", 2, Second)));

    [Fact]
    public void Whatever_the_passages_are_there_is_an_answer_inside_them()
    {
        var (later, earlier) = (Text("b", 2, $"{First} {Second}"), Text("a", 1, $"{Second} {First}"));
        var span = Gen.Select(Gen.Int[0, 260], Gen.Int[0, 260]).Select((a, b) => new Span(Math.Min(a, b), Math.Max(a, b) + 1));
        Gen.Select(span, span, Gen.Int[1, 60]).Select((from, to, words) => new EchoPassage(from, to, words, 1000, false)).Array[0, 5].Sample(passages =>
        {
            var edges = ClaimEchoes.Find([new(later, earlier, "repeats", [.. passages])]);
            Assert.All(edges.Where(edge => !edge.IsOutside), edge =>
            {
                Assert.NotEmpty(edge.Passages);
                Assert.Subset(passages.ToHashSet(), edge.Passages.ToHashSet());
                Assert.InRange(edge.Score, 300, 1000);
            });
            Assert.True(edges.Count(edge => !edge.IsOutside) <= later.Claims.Length);
        });
    }

    [Fact]
    public void Reports_that_carry_the_same_picture_are_proposed_and_those_of_one_publisher_are_not()
    {
        var one = new EchoText("a", "Rain fell all week and nobody complained.", "Courier", new DateOnly(2031, 5, 1), Images: ["aa", "bb"]);
        var other = new EchoText("b", "The council met in the old school.", "Post", new DateOnly(2031, 9, 2), Images: ["bb"]);
        var edge = Assert.Single(EchoFinder.Find([one, other]).Edges);
        Assert.Equal(("b", "a", "image"), (edge.From, edge.To, edge.Signals.Single(signal => signal.Points > 0).Name));
        Assert.Empty(EchoFinder.Find([one, other with { Publisher = "Courier" }]).Edges);
        Assert.Empty(EchoFinder.Find([one, other with { Images = ["cc"] }]).Edges);
    }

    [Fact]
    public void A_picture_that_unrelated_reports_carry_is_a_sign_and_no_origin()
    {
        string[] texts = ["Rain fell all week and nobody complained.", "The council met in the old school.", "A bridge was opened by its builders.", "Apples are dear this autumn."];
        var reports = texts.Select((text, i) => new EchoText($"r{i}", text, $"Paper {i}", new DateOnly(2031, 1 + (2 * i), 1), Images: ["sign"])).ToList();
        Assert.Empty(EchoFinder.Find(reports).Edges);
        Assert.NotEmpty(EchoFinder.Find(reports[..2]).Edges);
    }

    private static EchoText Text(string id, int day, string text) => new(
        id, text, $"Paper {id}", new DateOnly(2031, 5, day), [.. ClaimExtractor.Extract(text, new()).Select(claim => claim with { Id = $"{id}#{claim.Id}" })]);

    private static ImmutableArray<EchoEdge> Edges(params EchoText[] texts) => EchoProposals.Claims(null, [.. texts], EchoFinder.Find(texts));
}
