using System.Collections.Immutable;
using System.Text.Json;
using Probatum.Text;

namespace Probatum.Tests.Text;

/// <summary>Annotated reports, read in place: what must be found, and how much of the annotation is.</summary>
public sealed class Reports_are_read
{
    // Where the claim's content begins in the report's text.
    [Theory]
    [InlineData(107, "said", "indirect", "asserts")]
    [InlineData(272, "adding", "indirect", "asserts")]
    [InlineData(358, "said", "indirect", "asserts")]
    [InlineData(743, "said", "direct", "asserts")]
    [InlineData(1124, "According to", "indirect", "asserts")]
    [InlineData(1258, "stated", "indirect", "asserts")]
    [InlineData(1572, "said", "direct", "asserts")]
    [InlineData(2116, "said", "indirect", "commits")]
    [InlineData(2816, "reported", "indirect", "asserts")]
    [InlineData(2951, "told RT", "indirect", "asserts")]
    [InlineData(3068, "reportedly", "unattributed", "asserts")]
    [InlineData(9, "", "headline", "asserts")]
    public void Every_main_claim_of_the_example_is_found(int begins, string cue, string kind, string stance)
    {
        var (text, claims) = Example();
        Assert.Contains(claims, claim => claim.Content[0].Start == begins
            && Read.Words(text, claim.Cue) == cue && (claim.Kind, claim.Stance) == (kind, stance));
    }

    [Fact]
    public void The_quotation_on_the_samples_is_read_to_its_slots()
    {
        var (_, claims) = Example();
        var claim = claims.Single(claim => claim.Content[0].Start == 743);
        Assert.Equal(["chlorine", "white phosphorus"], Read.Slots(claim, "substance"));
        Assert.Equal(["samples=9"], Read.Slots(claim, "counts"));
        Assert.Equal(["Area 1070", "Aleppo"], Read.Slots(claim, "where"));
        Assert.Equal("Igor Konashenkov", claim.Speaker);
    }

    // The teasers stand at 1470 to 1565 and 2668 to 2770.
    [Fact]
    public void A_teaser_of_the_example_is_no_claim() => Assert.DoesNotContain(
        Example().Claims, claim => claim.Content[0].Start is (> 1470 and < 1565) or (> 2668 and < 2770));

    // Counts of the annotation's claims whose content (by half of the joint characters), source and cue are met.
    [Theory]
    [InlineData("example-annotation.jsonl", 17, 21)]
    [InlineData("chemical-dev.jsonl", 24, 27)]
    public void No_fewer_claims_are_found_than_before(string file, int least, int mostProposed)
    {
        var (met, proposed) = (0, 0);
        foreach (var line in File.ReadLines(TestData.At("data/attribution/" + file)).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            var report = json.RootElement;
            var claims = ClaimExtractor.Extract(report.GetProperty("text").GetString()!, new DocumentInfo(
                report.GetProperty("title").GetString(), report.GetProperty("publisher").GetString(),
                DateOnly.Parse(report.GetProperty("date")
                    .GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
            proposed += claims.Length;
            met += report.GetProperty("claims").EnumerateArray().Count(truth => claims.Any(claim =>
                Overlap(Spans(truth, "content"), claim.Content) >= 0.5
                && Meets(Spans(truth, "source"), claim.Source) && Meets(Spans(truth, "cue"), claim.Cue)));
        }

        Assert.True(met >= least && proposed <= mostProposed, $"{met} met, {proposed} proposed");
    }

    private static (string Text, ImmutableArray<ProposedClaim> Claims) Example()
    {
        var text = File.ReadAllText(TestData.At("data/attribution/example-article.txt"));
        return (text, ClaimExtractor.Extract(text, new DocumentInfo()));
    }

    private static ImmutableArray<Span> Spans(JsonElement claim, string role) =>
        [.. claim.GetProperty(role).EnumerateArray().Select(pair => new Span(pair[0].GetInt32(), pair[1].GetInt32()))];

    private static HashSet<int> Points(ImmutableArray<Span> spans) =>
        [.. spans.SelectMany(span => Enumerable.Range(span.Start, span.End - span.Start))];

    private static double Overlap(ImmutableArray<Span> a, ImmutableArray<Span> b) =>
        (double)Points(a).Intersect(Points(b)).Count() / Math.Max(1, Points(a).Union(Points(b)).Count());

    private static bool Meets(ImmutableArray<Span> a, ImmutableArray<Span> b) => (a.IsEmpty && b.IsEmpty)
        || Points(a).Overlaps(Points(b));
}
