using System.Text.Json;
using Probatum.Text;

namespace Probatum.Tests.Text.Languages;

/// <summary>The language of a text is told from its script, small words and letters; nonsense is never read into
/// another language.</summary>
public sealed class Languages_are_told_apart
{
    private const string Turkish =
        "Savunma Bakanlığı pazartesi günü birliklerin şehirde gaz kullanmadığını açıkladı ve bunun bir yalan olduğunu söyledi. "
        + "Doktorlara göre on beş kişi yaralandı ve hastaneye kaldırıldı.";

    private const string Russian = "Министерство обороны заявило в понедельник, что войска не применяли газ в городе.";

    [Theory]
    [InlineData("de", "Das Verteidigungsministerium erklärte am Montag, dass die Truppen in der Stadt kein Gas eingesetzt haben. Nach Angaben der Ärzte wurden fünfzehn Menschen verletzt und in ein Krankenhaus gebracht.")]
    [InlineData("fr", "Le ministère de la Défense a déclaré lundi que les troupes n'ont pas utilisé de gaz dans la ville. Selon les médecins, quinze personnes ont été blessées et sont à l'hôpital.")]
    [InlineData("es", "El ministerio de Defensa dijo el lunes que las tropas no han usado gas en la ciudad. Según los médicos, quince personas fueron heridas y se encuentran en el hospital.")]
    [InlineData("it", "Il ministero della Difesa ha detto lunedì che le truppe non hanno usato gas nella città. Secondo i medici, quindici persone sono state ferite e si trovano in ospedale.")]
    [InlineData("pt", "O ministério da Defesa disse na segunda-feira que as tropas não usaram gás na cidade. Segundo os médicos, quinze pessoas foram feridas e estão no hospital.")]
    [InlineData("nl", "Het ministerie van Defensie zei maandag dat de troepen geen gas in de stad hebben gebruikt. Volgens de artsen zijn vijftien mensen gewond geraakt en naar het ziekenhuis gebracht.")]
    [InlineData("tr", Turkish)]
    [InlineData("pl", "Ministerstwo Obrony oświadczyło w poniedziałek, że wojska nie użyły gazu w mieście. Według lekarzy piętnaście osób zostało rannych i jest w szpitalu.")]
    [InlineData("uk", "Міністерство оборони заявило в понеділок, що війська не застосовували газ у місті. За словами лікарів, п'ятнадцять людей поранено.")]
    [InlineData("uk", "Військові заперечили застосування газу в Києві")]
    [InlineData("be", "Міністэрства абароны заявіла ў панядзелак, што войскі не ўжывалі газ у горадзе.")]
    [InlineData("bg", "Министерството на отбраната заяви в понеделник, че войските не са използвали газ в града. Според лекарите петнадесет души са ранени и са в болница.")]
    [InlineData("sr", "Министарство одбране саопштило је у понедељак да војска није користила гас у граду. Према речима лекара, петнаест људи је рањено и налази се у болници.")]
    [InlineData("fa", "وزارت دفاع روز دوشنبه اعلام کرد که نیروها در شهر از گاز استفاده نکرده‌اند. به گفته پزشکان پانزده نفر زخمی شدند.")]
    [InlineData("ur", "وزارت دفاع نے پیر کو کہا کہ فوج نے شہر میں گیس استعمال نہیں کی۔ ڈاکٹروں کے مطابق پندرہ افراد زخمی ہوئے ہیں۔")]
    [InlineData("ku", "وەزارەتی بەرگری ڕایگەیاند کە هێزەکان لە شارەکەدا گازیان بەکارنەهێناوە.")]
    [InlineData("he", "משרד הביטחון מסר ביום שני כי הכוחות לא השתמשו בגז בעיר.")]
    [InlineData("und", "国防部星期一表示，部队没有在城市使用毒气。")]
    [InlineData("und", "Puolustusministeriö sanoi maanantaina, että joukot eivät käyttäneet kaasua kaupungissa. Lääkärien mukaan viisitoista ihmistä loukkaantui ja vietiin sairaalaan.")]
    public void Without_rules_no_claim_is_read_and_the_note_says_so(string code, string text)
    {
        var read = ClaimExtractor.Read(text, Text.Read.Known);
        Assert.Equal((code, 1000, false), (read.Language.Main.Code, read.Language.ShareInThousand, read.Language.Main.HasRules));
        Assert.Empty(read.Claims);
        Assert.Equal($"the text is in {read.Language.Main.Name}, for which there are no rules: no claims are read", read.Language.Note);
    }

    [Theory]
    [InlineData("en", "Northland Defence Ministry: rebels used chlorine")]
    [InlineData("en", "The council said that the wells of Aleppo were closed.")]
    [InlineData("ru", Russian)]
    [InlineData("ru", "Минобороны: хлор применили в Алеппо")]
    [InlineData("ar", "قالت وزارة الدفاع يوم الاثنين إن القوات لم تستخدم الغاز في المدينة.")]
    [InlineData("ar", "مقتل ثلاثة أشخاص في حلب")]
    public void A_headline_is_enough_where_there_are_rules(string code, string text)
    {
        var read = ClaimExtractor.Read(text, Text.Read.Known);
        Assert.Equal((code, null), (read.Language.Main.Code, read.Language.Note));
    }

    [Fact]
    public void Every_paragraph_is_read_with_the_rules_of_its_language()
    {
        var text = "The council said that the wells were closed.\n\n" + Russian + "\n\nقالت وزارة الدفاع إن القوات لم تستخدم الغاز في المدينة.\n\n" + Turkish;
        var read = ClaimExtractor.Read(text, Text.Read.Known);
        Assert.Equal(["said", "заявило", "قالت"], read.Claims.Select(claim => Text.Read.Words(text, claim.Cue)));
        Assert.Equal(["asserts", "denies", "denies"], read.Claims.Select(claim => claim.Stance));
        Assert.Equal("tr", read.Language.Main.Code);
        Assert.Matches("no rules: claims are read in its [A-Z][a-z]+, [A-Z][a-z]+, [A-Z][a-z]+ parts only$", read.Language.Note);
    }

    [Fact]
    public void A_part_of_a_text_that_is_passed_over_is_named_with_its_share()
    {
        var read = ClaimExtractor.Read(string.Concat(Enumerable.Repeat(Russian + "\n", 4)) + Turkish, Text.Read.Known);
        Assert.Equal("ru", read.Language.Main.Code);
        Assert.Matches("^[0-9]+ % of the text is in Turkish, for which there are no rules: no claims are read there$", read.Language.Note);
    }

    [Fact]
    public void Who_names_the_language_is_believed()
    {
        var read = ClaimExtractor.Read(Turkish, Text.Read.Known with { Language = "en" });
        Assert.Equal(("en", true, null), (read.Language.Main.Code, read.Language.Given, read.Language.Note));
        Assert.Throws<ArgumentException>(() => ClaimExtractor.Read(Turkish, Text.Read.Known with { Language = "tr" }));
        Assert.Equal("ar, en, ru", Language.WithRules);
    }

    [Fact]
    public void A_text_without_letters_is_in_no_language()
    {
        var read = ClaimExtractor.Read("12 – 14\n\n…", new DocumentInfo());
        Assert.Equal(("und", 0, null), (read.Language.Main.Code, read.Language.ShareInThousand, read.Language.Note));
    }

    [Fact]
    public void The_line_of_json_says_language_share_and_note()
    {
        using var line = JsonDocument.Parse(ClaimsJson.WriteLine("x", Turkish, ClaimExtractor.Read(Turkish, Text.Read.Known)));
        var root = line.RootElement;
        Assert.Equal(("tr", 1000), (root.GetProperty("language").GetString(), root.GetProperty("language_share").GetInt32()));
        Assert.Contains("Turkish", root.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, root.GetProperty("claims").GetArrayLength());
    }
}
