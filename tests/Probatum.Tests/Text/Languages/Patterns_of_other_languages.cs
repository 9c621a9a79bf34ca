namespace Probatum.Tests.Text.Languages;

/// <summary>What Russian and Arabic sentences are read as: 'source | cue | content'.</summary>
public sealed class Patterns_of_other_languages
{
    [Theory]
    [InlineData("Совет заявил, что колодцы закрыты.", "Совет | заявил | колодцы закрыты")]
    [InlineData("«Колодцы закрыты с утра», — сказал мэр.", "мэр | сказал | «Колодцы закрыты с утра»")]
    [InlineData("„Колодцы закрыты с самого утра“, — сказал мэр.", "мэр | сказал | „Колодцы закрыты с самого утра“")]
    [InlineData("Мэр заявил: “Колодцы закрыты с утра”.", "Мэр | заявил | “Колодцы закрыты с утра”")]
    [InlineData("— Колодцы закрыты, — сказал мэр.", "мэр | сказал | Колодцы закрыты")]
    [InlineData("По словам мэра, колодцы закрыты.", "мэра | По словам | колодцы закрыты")]
    [InlineData("Как сообщила управа, колодцы закрыты.", "управа | сообщила | колодцы закрыты")]
    [InlineData("Колодцы закрыты, сообщает управа.", "управа | сообщает | Колодцы закрыты")]
    [InlineData("Сообщается, что колодцы закрыты.", " | Сообщается | колодцы закрыты")]
    [InlineData("Заявление о том, что колодцы закрыты, опровергли.", " | Заявление | колодцы закрыты")]
    [InlineData("В управе заявили, что колодцы закрыты.", "управе | заявили | колодцы закрыты")]
    [InlineData("Армия отвергла обвинения.", "Армия | отвергла | обвинения")]
    [InlineData("Армия не исключает, что колодцы закрыты.", "Армия | исключает | колодцы закрыты")]
    [InlineData("قال المجلس إن الآبار مغلقة.", "المجلس | قال | الآبار مغلقة")]
    [InlineData("قَالَ المجلـس إنّ الآبار مغلقة.", "المجلـس | قَالَ | الآبار مغلقة")]
    [InlineData("وقال المجلس: «الآبار مغلقة منذ الصباح».", "المجلس | وقال | «الآبار مغلقة منذ الصباح»")]
    [InlineData("وقال المجلس: \"الآبار مغلقة منذ الصباح\".", "المجلس | وقال | \"الآبار مغلقة منذ الصباح\"")]
    [InlineData("“الآبار مغلقة منذ الصباح”، قال المجلس.", "المجلس | قال | “الآبار مغلقة منذ الصباح”")]
    [InlineData("وبحسب المجلس، الآبار مغلقة.", "المجلس | وبحسب | الآبار مغلقة")]
    [InlineData("الآبار مغلقة، وفقًا للمجلس.", "للمجلس | وفقًا | الآبار مغلقة")]
    [InlineData("نقلت وكالة الأفق عن المجلس قوله إن الآبار مغلقة.", "المجلس | نقلت | الآبار مغلقة")]
    [InlineData("يُعتقد أن الآبار مغلقة.", " | يُعتقد | الآبار مغلقة")]
    [InlineData("المتحدث باسم المجلس قال إن الآبار مغلقة.", "المتحدث باسم المجلس | قال | الآبار مغلقة")]
    [InlineData("نفى الجيش استخدام الغاز.", "الجيش | نفى | استخدام الغاز")]
    public void A_claim_is_found(string text, string shown) => Assert.Equal(shown, Assert.Single(Read.Shown(text)));

    [Theory]
    [InlineData("Управа не подтвердила, что колодцы закрыты.")]
    [InlineData("لم تؤكد الوزارة أن الآبار مغلقة.")]
    public void Who_does_not_confirm_says_nothing(string text) => Assert.Empty(Read.Claims(text));

    [Theory]
    [InlineData("Как сообщил начальник штаба Северии генерал-майор Олег Ростин, колодцы закрыты. Ростин добавил, что мельница цела.",
        "Олег Ростин/начальник, генерал-майор/штаба Северии", "Олег Ростин/начальник, генерал-майор/штаба Северии")]
    [InlineData("قال المتحدث باسم الوزارة العميد سالم النجار إن الآبار مغلقة. وأضاف أن الطاحونة سليمة.",
        "سالم النجار/المتحدث, العميد/باسم الوزارة", "سالم النجار/المتحدث, العميد/باسم الوزارة")]
    [InlineData("نقلت وكالة الأفق عن المجلس قوله إن الآبار مغلقة.", "المجلس//")]
    public void A_speaker_is_split_and_comes_back(string text, params string[] speakers) => Assert.Equal(
        speakers, Read.Claims(text).Select(claim => claim.Chain[^1]).Select(link => $"{link.Name}/{link.Role}/{link.Org}"));

    [Fact]
    public void Who_passed_words_on_is_a_link_of_the_chain() => Assert.Equal(
        ["The Northern Post", "وكالة الأفق", "المجلس"],
        Read.Only("نقلت وكالة الأفق عن المجلس قوله إن الآبار مغلقة.").Chain.Select(link => link.Name));

    [Fact]
    public void Whom_an_agency_cites_is_the_last_link_of_the_chain() => Assert.Equal(
        ["The Northern Post", "агентство", "источник в управе"],
        Read.Only("Колодцы закрыты, сообщает агентство со ссылкой на источник в управе.").Chain.Select(link => link.Name));

    [Theory]
    [InlineData("Совет подтвердил, что колодцы закрыты.", true)]
    [InlineData("Совет заявил, что колодцы закрыты.", false)]
    [InlineData("كشف المجلس أن الآبار مغلقة.", true)]
    [InlineData("زعم المجلس أن الآبار مغلقة.", false)]
    public void A_cue_that_takes_its_content_for_true_is_marked(string text, bool presupposes) =>
        Assert.Equal(presupposes, Read.Only(text).CuePresupposes);
}
