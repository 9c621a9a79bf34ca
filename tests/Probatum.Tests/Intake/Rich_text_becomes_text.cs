using System.Text;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Rich text is its words. Source: Rich Text Format Specification 1.9.1; [MS-OXRTFEX] for hidden pages.</summary>
public sealed class Rich_text_becomes_text
{
    private const string Whole = @"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}"
        + @"{\info{\title Nine samples}{\author A. Miller}{\creatim\yr2031}}{\*\generator Msftedit;}{\header Page head}"
        + @"\pard\f0 The \ldblquote ministry\rdblquote  said\~that caf\'e9s\par {\f1\'c4\'e5\'e2\'ff\'f2\'fc} \u1087?\u1088\'3f\u1086?\u1073?{\footnote A {\b small} note.} were taken.{\v hidden}{\deleted gone}\par"
        + @"{\pict\pngblip 89504e47}\trowd 1\cell 2\cell\row\pard\u-10179?\u-8704? \u-10179? end {\field{\*\fldinst HYPERLINK ""http://a.example""}{\fldrslt a link}}\bin4 }}}}.}";

    [Fact]
    public void Its_words_notes_and_what_it_tells()
    {
        var report = Read(Whole);
        Assert.Equal("The “ministry” said\u00A0that cafés\n\nДевять проб were taken.\n\nA small note.\n\n1\t2\n\n😀 \uFFFD end a link.\n", report.Text);
        Assert.Equal(("Nine samples", Media), (report.Title, report.Media));
        Assert.Equal([new("title", "Nine samples"), new("author", "A. Miller")], report.Told);
        Assert.Equal(["headers and footers are left out", "hidden words are left out", "pictures are not read", "words that were deleted with changes tracked are left out"], report.Notes);
        Assert.Equal(["paragraph 2"], report.Map.Of(report.Text.IndexOf('Д', StringComparison.Ordinal), report.Text.IndexOf('Д', StringComparison.Ordinal) + 6, report.Text));
    }

    [Fact]
    public void A_page_that_a_mail_program_hid_in_it_is_read_as_a_page()
    {
        var report = Read(@"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0{\fonttbl{\f0\fcharset204 Arial;}}\uc1\pard\plain\deftab360 {\*\htmltag64 <html>}{\*\htmltag50 <body>}"
            + @"{\*\htmltag84 <p>}\htmlrtf {\htmlrtf0 \f0 \'c4\'e5\'e2\'ff\'f2\'fc {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 {\*\htmltag92 </p>}\htmlrtf \par}\htmlrtf0 {\*\htmltag58 </body>}{\*\htmltag27 </html>}}");
        Assert.Equal("Девять <\n", report.Text);
        Assert.StartsWith("part page, node /html/body/p", Assert.Single(report.Map.Of(0, 6, report.Text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"{\rtf1}", "rtf/no-text")]
    [InlineData(@"{\rtf1{\*\x words}}", "rtf/no-text")]
    public void What_holds_no_words_says_so(string text, string code)
    {
        Assert.Null(ReportFormats.Read(Encoding.ASCII.GetBytes(text), out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public void Deep_groups_are_refused()
    {
        Assert.Null(ReportFormats.Read(Encoding.ASCII.GetBytes(@"{\rtf1" + new string('{', 5000) + "x"), out var fault));
        Assert.Equal("rtf/too-deep", fault.Code);
    }

    [Fact]
    public void Rich_text_changed_anywhere_gives_a_text_or_a_reason() => Damaged.Anywhere(Encoding.Latin1.GetBytes(Whole));

    private const string Media = "application/rtf";

    private static ReadReport Read(string text)
    {
        var report = ReportFormats.Read(Encoding.Latin1.GetBytes(text), out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }
}
