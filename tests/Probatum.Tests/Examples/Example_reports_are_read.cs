using Probatum.Intake;
using Probatum.Text;

namespace Probatum.Tests.Examples;

/// <summary>Every report of the examples is read, and its main claims come out with their speaker.</summary>
public sealed class Example_reports_are_read
{
    private const string Mod = "Maj. Gen. Igor Konashenkov";
    private const string Ministry = "SYNTHETIC Ministry of Defence of Larchia";
    private const string Province = "SYNTHETIC Northern Province Authority";

    public static TheoryData<string> Reports =>
        [.. new[] { "aleppo-1070", "exercise-larch" }.SelectMany(example => Directory.GetFiles(
            Path.Combine(TestData.Repository, "examples", example, "reports"))
            .Select(path => $"{example}/reports/{Path.GetFileName(path)}").Order(StringComparer.Ordinal))];

    [Theory]
    [MemberData(nameof(Reports))]
    public void Every_claim_has_a_speaker_and_the_page_s_surroundings_make_none(string report)
    {
        var (text, claims) = Read(report);
        Assert.NotEmpty(claims);
        Assert.DoesNotContain("Terms of use", text, StringComparison.Ordinal);
        Assert.All(claims, claim => Assert.False(claim.Speaker is null or "unattributed" or "Source"));
    }

    [Theory]
    [InlineData("aleppo-1070/reports/2016-10-30-press.txt", "Press agencies", "asserts", "shells with toxic gas")]
    [InlineData("aleppo-1070/reports/2016-11-03-russian-mod.txt", Mod, "asserts", "experts had arrived")]
    [InlineData("aleppo-1070/reports/2016-11-11-russian-mod.html", Mod, "asserts", "the filling of the rounds was with high probability")]
    [InlineData("aleppo-1070/reports/2016-11-11-russian-mod.html", "Russian Defence Ministry", "requests", "the OPCW to send a team")]
    [InlineData("aleppo-1070/reports/2016-11-11-armed-opposition.txt", "armed opposition", "denies", "it had used toxic chemicals")]
    [InlineData("aleppo-1070/reports/2016-11-21-russian-mod.html", Mod, "asserts", "express identification of nine samples")]
    [InlineData("aleppo-1070/reports/2016-11-21-russian-mod.html", Mod, "asserts", "biological samples were taken from four")]
    [InlineData("aleppo-1070/reports/2016-11-22-opcw.html", "OPCW", "asserts", "it had proposed to receive")]
    [InlineData("aleppo-1070/reports/2017-04-07-euvsdisinfo.html", "EUvsDisinfo", "asserts", "the Russian side never delivered")]
    [InlineData("aleppo-1070/reports/2018-07-02-opcw-s-1642-2018.html", "Fact-Finding Mission", "asserts", "it \"cannot confidently determine")]
    [InlineData("exercise-larch/reports/2031-05-04-ministry.txt", Ministry, "asserts", "rapid identification of five samples")]
    [InlineData("exercise-larch/reports/2031-05-04-northern-province.txt", Province, "denies", "its forces had used a toxic gas")]
    [InlineData("exercise-larch/reports/2031-05-04-northern-province.txt", Province, "asserts", "the army of SYNTHETIC Larchia of shelling")]
    [InlineData("exercise-larch/reports/2031-05-05-daily-cone.html", Ministry, "asserts", "rapid identification of five samples")]
    [InlineData("exercise-larch/reports/2031-05-06-rescue-league.html", "SYNTHETIC Rescue League", "asserts", "a toxic gas was possibly released")]
    public void The_main_claims_come_out(string report, string speaker, string stance, string begins)
    {
        var (text, claims) = Read(report);
        Assert.Contains(claims, claim => claim.Speaker == speaker && claim.Stance == stance
            && CodePoints.Slice(text, claim.Content[0]).StartsWith(begins, StringComparison.Ordinal));
    }

    private static (string Text, ProposedClaim[] Claims) Read(string report)
    {
        var read = ReportFormats.Read(File.ReadAllBytes(Path.Combine(TestData.Repository, "examples", report)), out var fault);
        Assert.True(read is not null, fault.Why);
        return (read.Text, [.. ClaimExtractor.Extract(read.Text, new(read.Title, read.Publisher, read.Published))]);
    }
}
