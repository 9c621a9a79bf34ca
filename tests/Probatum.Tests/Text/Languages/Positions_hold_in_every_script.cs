using CsCheck;
using Probatum.Text;

namespace Probatum.Tests.Text.Languages;

/// <summary>No text in any mixture of scripts makes the reader throw, and every span lies in its text.</summary>
public sealed class Positions_hold_in_every_script
{
    private static readonly string[] Telling =
    [
        "заявил", "сообщила", "что", ",", "—", "-", "«", "»", "„", "“", "”", "\"", ":", ".", "…", "по", "словам", "его", "согласно", "как",
        "об", "этом", "том", "о", "обвинил", "отверг", "не", "якобы", "сообщается", "добавив", "и", "в", "штабе", "Мэр", "Олег", "Ростин",
        "генерал-майор", "хлор", "33", "погибли", "мая", "2016", "года", "вчера", "селе", "Яр", "со", "ссылкой", "на", "эту", "следует", "из",
        "قال", "وقال", "قالت", "إن", "أن", "أنه", "بأن", "وأضاف", "نفى", "اتهم", "دعا", "إلى", "من", "عن", "قوله", "نقلت", "بحسب", "وفقًا", "ما",
        "،", "؛", "؟", "المتحدث", "العميد", "سالم", "النجار", "جيش", "سهلان", "باستخدام", "الكلور", "١٥", "قتلوا", "نوفمبر", "/", "تشرين", "الثاني",
        "في", "حلب", "بلدة", "كما", "حسبما", "أما", "فأكدت", "و", "ل", "لـ", "\u200F", "\u202B", "\u064B", "\u0640",
        "said", "that", "The", "council", "ve", "bir", "için", "\n", "\n\n", "😀", "\uD83D", "\u0301", "ё", "Ё", "国", "א",
    ];

    private static readonly Gen<string> Soup = Gen.Int[0, Telling.Length - 1].Select(i => Telling[i])
        .Array[0, 60].SelectMany(words => Gen.Bool.Select(spaced => string.Join(spaced ? " " : "", words)));

    [Fact]
    public void Any_order_of_telling_words_is_read_without_a_throw() =>
        Soup.Sample(text => SpansLieIn(text, ClaimExtractor.Extract(text, Read.Known with { Places = ["Яр", "حلب"] })), iter: 4000);

    [Theory]
    [InlineData("ru")]
    [InlineData("ar")]
    [InlineData("en")]
    public void Any_text_is_read_in_any_language_without_a_throw(string language) =>
        Soup.Sample(text => SpansLieIn(text, ClaimExtractor.Extract(text, Read.Known with { Language = language })), iter: 2000);

    [Theory]
    [InlineData("ru")]
    [InlineData("ar")]
    public void Any_characters_are_read_without_a_throw(string language) =>
        Gen.String.Sample(text => SpansLieIn(text, ClaimExtractor.Extract(text, new DocumentInfo(Language: language))));

    [Fact]
    public void Any_date_of_a_report_is_borne() => Gen.Int[DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber].Sample(day => ClaimExtractor.Extract(
        "Мэр сказал, что это было вчера, в пятницу, в октябре, 29 февраля.\nقال المجلس إن ذلك كان أمس ويوم الجمعة وفي 29 شباط.",
        new DocumentInfo(Date: DateOnly.FromDayNumber(day))).Length == 2);

    [Theory]
    [InlineData("😀 ")]
    [InlineData("\u202B")]
    [InlineData("𠀀 ")]
    public void Spans_are_code_points_of_the_text_as_it_stands(string before)
    {
        const string sentence = "قَالَ المجلـس إنّ الآبار مغلقة.";
        Assert.Equal(Read.Shown(sentence), Read.Shown(before + sentence));
        Assert.Equal(Read.Claims(sentence)[0].Cue[0].Start + CodePoints.Count(before), Read.Claims(before + sentence)[0].Cue[0].Start);
    }

    // Work is counted by claims, not by a clock: a text without stops is cut, so every piece is bounded.
    [Theory]
    [InlineData("мэр заявил , что ")]
    [InlineData("قال المجلس إن ")]
    [InlineData("«мэр , — сказал ")]
    [InlineData("слово ")]
    [InlineData("كلمة ")]
    public void A_long_text_without_stops_is_read_in_pieces(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 40_000));
        var read = ClaimExtractor.Read(text, new DocumentInfo());
        Assert.True(SpansLieIn(text, read.Claims.Take(200)));
        Assert.True(read.Claims.Take(200).All(claim => claim.Content.Sum(span => span.End - span.Start) < 8000));
    }

    private static bool SpansLieIn(string text, IEnumerable<ProposedClaim> claims)
    {
        var length = CodePoints.Count(text);
        return claims.All(claim => claim.Content.Length > 0
            && claim.Source.Concat(claim.Cue).Concat(claim.Content).Concat(claim.Event.Select(slot => slot.Span))
                .All(span => span.Start >= 0 && span.Start < span.End && span.End <= length)
            && claim.Event.All(slot => claim.Content.Any(piece => piece.Start <= slot.Span.Start && slot.Span.Start < piece.End)));
    }
}
