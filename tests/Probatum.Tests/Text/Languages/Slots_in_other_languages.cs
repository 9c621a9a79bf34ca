using Probatum.Text;

namespace Probatum.Tests.Text.Languages;

/// <summary>Dates, counts, substances, munitions and places in Russian and Arabic.</summary>
public sealed class Slots_in_other_languages
{
    // The report is of 12 May 2021, a Wednesday.
    [Theory]
    [InlineData("when", "снаряды упали 19 ноября 2016 года", "2016-11-19")]
    [InlineData("when", "снаряды упали 3 мая, вчера и в понедельник", "2021-05-03,2021-05-11,2021-05-10")]
    [InlineData("when", "снаряды упали в октябре, в 2013 году и 05.04.2017", "2020-10,2013,2017-04-05")]
    [InlineData("counts", "погибли 33 человека, ранены не менее 15", "killed=33,injured=15")]
    [InlineData("counts", "взяты девять проб, найдены четыре баллона, ранены десятки жителей", "samples=9,munitions=4,injured=dozens")]
    [InlineData("counts", "в 12 часов 20 минут прилетел вертолёт", "")]
    [InlineData("substance", "нашли хлор, следы зарина и горчичного газа", "chlorine,sarin,sulphur mustard")]
    [InlineData("substance", "применяли отравляющие вещества нервно-паралитического действия", "chemical agent")]
    [InlineData("munition", "упали две миномётные мины и бочковая бомба", "минометная мина,бочковая бомба")]
    [InlineData("delivery", "прилетели вертолёты", "вертолет")]
    [InlineData("where", "снаряды упали в Алеппо и в селе Нижний Яр", "Алеппо,Нижний Яр")]
    [InlineData("where", "снаряды упали у Верхнего Лунда", "Верхний Лунд")]
    [InlineData("target", "газ применили против мирных жителей", "мирных жителей")]
    public void Russian(string field, string content, string values) =>
        Assert.Equal(values, Values($"Совет заявил, что {content}.", field));

    [Theory]
    [InlineData("when", "القذائف سقطت في ١٩ نوفمبر/تشرين الثاني 2016", "2016-11-19")]
    [InlineData("when", "القذائف سقطت في 3 أيار وأخرى أمس ثم يوم الاثنين", "2021-05-03,2021-05-11,2021-05-10")]
    [InlineData("when", "القذائف سقطت عام ٢٠١٣", "2013")]
    [InlineData("counts", "33 شخصًا قتلوا في القصف", "killed=33")]
    [InlineData("counts", "القصف أدى إلى إصابة ١٥ شخصًا", "injured=15")]
    [InlineData("counts", "الفريق أخذ تسع عينات وعثر على قذيفتين", "samples=9,munitions=2")]
    [InlineData("substance", "الجنود عثروا على غاز الكلور وآثار السارين", "chlorine,sarin")]
    [InlineData("substance", "القرية قصفت بغازات سامة وبالكلور", "toxic gas,chlorine")]
    [InlineData("munition", "صاروخين وبراميل متفجرة سقطت", "صاروخين,براميل متفجرة")]
    [InlineData("where", "القذائف سقطت في حلب وعلى بلدة الزهراء", "حلب,الزهراء")]
    [InlineData("where", "القذائف سقطت قرب لوند العليا", "لوند العليا")]
    [InlineData("target", "الغاز استخدم ضد المدنيين في القرية", "المدنيين")]
    [InlineData("perpetrator", "مسلحي الشمال استخدموا الكلور", "مسلحي الشمال")]
    public void Arabic(string field, string content, string values) =>
        Assert.Equal(values, Values($"قال المجلس إن {content}.", field));

    [Theory]
    [InlineData("Совет обвинил армию Севера в применении хлора.", "армию севера")]
    [InlineData("Совет заявил, что боевики применили хлор.", "боевики")]
    [InlineData("Совет заявил, что хлор применили в городе.", "")]
    [InlineData("اتهم المجلس جيش الشمال باستخدام الكلور.", "جيش الشمال")]
    public void The_one_blamed_is_read_or_nobody(string text, string party) => Assert.Equal(
        party, string.Join(',', Read.Slots(ClaimExtractor.Extract(text, Read.Known)[0], "perpetrator")));

    [Theory]
    [InlineData("Колодцы закрыты\n\n14 мая 2021 года\n\nСовет заявил, что снаряды упали вчера.")]
    [InlineData("الآبار مغلقة\n\n١٤ مايو ٢٠٢١\n\nقال المجلس إن القذائف سقطت أمس.")]
    public void Yesterday_is_read_against_the_date_of_the_report(string text) => Assert.Equal(
        ["2021-05-13"], Read.Slots(ClaimExtractor.Extract(text, new DocumentInfo())[^1], "when"));

    private static string Values(string text, string field) => string.Join(',', Read.Slots(
        ClaimExtractor.Extract(text, Read.Known with { Places = ["Верхний Лунд", "لوند العليا"] })[0], field));
}
