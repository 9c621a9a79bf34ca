using System.Text.Json;
using CsCheck;
using Probatum.Text;

namespace Probatum.Tests.Text;

public sealed class Positions_hold
{
    private const string Sentence =
        "“The wells were closed,” Mara Lund said, adding that 33 people were killed by sarin in Idlib.";

    private static readonly string[] Telling =
    [
        "said", "says", "according", "to", "that", "he", "Mara", "Lund", "the", "\"", "“", "”", "'", "‘", "’", "(", ")",
            "[", "]", ",", ".", ":", ";", "–",
        "—", "--", "\n", "\n\n", "reportedly", "accused", "of", "using", "sarin", "by", "citing", "as", "reported",
            "and", "but", "who", "which", "2013",
        "May", "Area", "12", "last", "year", "*", "#", "http://a", "](", "claims", "calls", "from", "urged", "told",
            "wells", "were", "closed", "😀", "𠀀",
        "«", "»", "„", "''", "Friday", "Dr.", "U.S.", "'s", "Read", "more", "killed", "in", "Idlib", "will", "be",
            "warned", "\uD83D", "\uDE00", "if", "not",
    ];

    private static readonly Gen<string> Soup = Gen.Int[0, Telling.Length - 1].Select(i => Telling[i])
        .Array[0, 60].SelectMany(words => Gen.Bool.Select(spaced => string.Join(spaced ? " " : "", words)));

    [Fact]
    public void An_index_of_a_text_gives_the_words_that_counting_gives() =>
        Gen.Select(Gen.OneOf("a", "😀", "é", "\uD83D", "\uDE00", " ").Array[0, 12], Gen.Int[0, 14], Gen.Int[0, 14]).Sample((pieces, start, end) =>
        {
            var text = string.Concat(pieces);
            return new CodePointIndex(text).Slice(new(start, end)) == CodePoints.Slice(text, new(start, end));
        });

    [Fact]
    public void Any_characters_are_read_without_a_throw() =>
        Gen.String.Sample(text => SpansLieIn(text, ClaimExtractor.Extract(text, new DocumentInfo())));

    [Fact]
    public void Any_order_of_telling_words_is_read_without_a_throw() =>
        Soup.Sample(text => SpansLieIn(text, ClaimExtractor.Extract(text, Read.Known)), iter: 3000);

    [Fact]
    public void Any_date_of_a_report_is_borne() =>
        Gen.Int[DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber].Sample(day => ClaimExtractor.Extract(
            "She said it fell yesterday, on Friday, last month, last year, in October, on 29 February.",
            new DocumentInfo(Date: DateOnly.FromDayNumber(day))).Length == 1);

    [Theory]
    [InlineData("😀 ")]
    [InlineData("😀\n\n")]
    [InlineData("𠀀𠀁 were here. ")]
    [InlineData("\uD83D alone. ")]
    public void Spans_are_counted_in_code_points(string before)
    {
        var text = before + Sentence;
        var shift = CodePoints.Count(before);
        var moved = Read.Claims(text).Select(claim => Read.Shown(text, claim));
        Assert.Equal(Read.Shown(Sentence).Select(shown => shown.TrimStart()), moved.Select(shown => shown.TrimStart()));
        var cue = Read.Claims(Sentence)[0].Cue[0];
        Assert.Equal(new Span(cue.Start + shift, cue.End + shift), Read.Claims(text)[0].Cue[0]);
    }

    [Fact]
    public void Units_and_code_points_go_back_and_forth() => Gen.String.Sample(text =>
    {
        var runes = text.EnumerateRunes().Count();
        return CodePoints.Count(text) == runes
            && Enumerable.Range(0, runes + 1)
            .All(point => CodePoints.FromUtf16(text, CodePoints.ToUtf16(text, point)) == point)
            && CodePoints.Slice(text, new(0, runes)) == text;
    });

    [Fact]
    public void The_same_text_gives_the_same_line() =>
        Soup.Sample(text => Line(text) == Line(text), iter: 300);

    [Fact]
    public void A_line_of_json_holds_spans_fields_and_slots()
    {
        using var line = JsonDocument.Parse(Line(Sentence));
        var claim = line.RootElement.GetProperty("claims")[1];
        Assert.Equal(Sentence, line.RootElement.GetProperty("text").GetString());
        Assert.Equal("asserts", claim.GetProperty("stance").GetString());
        Assert.Equal("killed=33", claim.GetProperty("event").GetProperty("counts")[0].GetString());
        Assert.Equal("Mara Lund", claim.GetProperty("chain")[1].GetProperty("name").GetString());
        var cue = claim.GetProperty("cue")[0];
        Assert.Equal("adding", Sentence[cue[0].GetInt32()..cue[1].GetInt32()]);
        Assert.DoesNotContain('\n', Line("A\nB said C was closed.\n"));
        Assert.Equal("""{"id":"a","claims":[],"error":"no text"}""", ClaimsJson.WriteError("a", "no text"));
    }

    [Fact]
    public void A_text_over_the_limit_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
            ClaimExtractor.Extract(new string('a', ClaimExtractor.Longest + 1), new DocumentInfo()));

    private static string Line(string text) => ClaimsJson.WriteLine("x", text, Read.Claims(text));

    private static bool SpansLieIn(string text, IEnumerable<ProposedClaim> claims)
    {
        var length = CodePoints.Count(text);
        return claims.All(claim => claim.Content.Length > 0
            && claim.Source.Concat(claim.Cue).Concat(claim.Content).Concat(claim.Event.Select(slot => slot.Span))
                .All(span => span.Start >= 0 && span.Start < span.End && span.End <= length)
            && claim.Event.All(slot =>
            claim.Content.Any(piece => piece.Start <= slot.Span.Start && slot.Span.Start < piece.End)));
    }
}
