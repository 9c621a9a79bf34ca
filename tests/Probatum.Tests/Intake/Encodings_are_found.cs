using System.Text;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>A text without a declaration is read by its letters, which is said; what does not tell is refused with its place.</summary>
public sealed class Encodings_are_found
{
    private const string Russian = "Представитель министерства заявил, что девять проб были взяты у мельницы. По его словам, специалисты завершили работу вечером.";
    private const string Ukrainian = "Речник міністерства повідомив, що біля млина взяли дев'ять проб. За його словами, фахівці закінчили роботу ввечері, і їхній звіт є.";
    private const string Arabic = "قال المتحدث باسم الوزارة إن تسع عينات أخذت قرب الطاحونة، وأضاف أن الخبراء أنهوا عملهم في المساء.";
    private const string French = "Le porte-parole a déclaré que neuf échantillons ont été prélevés près du moulin ; l’équipe a été reçue à l’hôtel où elle a répété sa thèse.";

    [Theory]
    [InlineData("windows-1251", Russian)]
    [InlineData("koi8-r", Russian)]
    [InlineData("windows-1251", Ukrainian)]
    [InlineData("koi8-u", Ukrainian)]
    [InlineData("windows-1256", Arabic)]
    [InlineData("windows-1252", French)]
    [InlineData("windows-1252", "The spokesman said: “nine samples – no more”.")]
    public void By_their_letters(string encoding, string text)
    {
        var report = ReportFormats.Read(CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes(text), out var fault);
        Assert.True(report is not null, fault.ToString());
        Assert.Equal(text, report.Text);
        Assert.Contains("by its letters", report.Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mark_of_four_bytes_is_one(bool bigEndian)
    {
        var encoding = new UTF32Encoding(bigEndian, true);
        Assert.Equal("девять проб", ReportFormats.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("девять проб")], out _)?.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void As_utf_16_without_a_mark(bool bigEndian)
    {
        foreach (var text in new[] { Russian, Arabic, "Nine samples were taken near the mill." })
        {
            var report = ReportFormats.Read(new UnicodeEncoding(bigEndian, false).GetBytes(text), out var fault);
            Assert.True(report is not null, fault.ToString());
            Assert.Equal(text, report.Text);
        }
    }

    [Fact]
    public void Two_in_one_text_are_refused_where_the_second_begins()
    {
        byte[] mixed = [.. Encoding.UTF8.GetBytes(Russian), .. CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!.GetBytes("проб")];
        Assert.Null(ReportFormats.Read(mixed, out var fault));
        Assert.Equal(("text/mixed-encodings", $"byte {Encoding.UTF8.GetByteCount(Russian)}"), (fault.Code, fault.Place));
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"windows-1251\"?><html><body><p>{0}</p></body></html>", "as it declares")]
    [InlineData("<html><body><p>{0}</p></body></html>", "by its letters")]
    public void Of_a_page_that_declares_it_as_xml_does_or_not_at_all(string page, string how)
    {
        var report = ReportFormats.Read(CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!.GetBytes(page.Replace("{0}", Russian, StringComparison.Ordinal)), out var fault);
        Assert.True(report is not null, fault.ToString());
        Assert.Equal(Russian + "\n", report.Text);
        Assert.Contains(how, report.Notes[0], StringComparison.Ordinal);
    }
}
