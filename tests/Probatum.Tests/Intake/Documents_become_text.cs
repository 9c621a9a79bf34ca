using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>Any document becomes its own text or a fault with a reason; what surrounds an article is no part of it.</summary>
public sealed class Documents_become_text
{
    private const string Words = "Представитель заявил: «девять проб»";

    private static readonly string Paragraphs = string.Concat(Enumerable.Range(1, 6).Select(i =>
        $"<p>Officials of the northern province said on Tuesday, in a statement of some length, that sample number {i} was taken near the mill, and that nobody else was there.</p>"));

    private static readonly string Page =
        "<!doctype html><html><head><title>Nine samples taken</title><style>p { color: red }</style><script>track('Secret')</script></head><body>"
        + "<nav><ul><li><a href='/'>Home</a></li><li><a href='/terms'>Terms of use</a></li></ul></nav>"
        + $"<div class='cookie-banner'>We use cookies.</div><article><h1>Nine samples taken</h1>{Paragraphs}</article>"
        + "<aside class='sidebar ads'><a href='/x'>Buy a lamp</a></aside><footer>Copyright. <a href='/imprint'>Imprint</a></footer></body></html>";

    public static TheoryData<string, bool> Encodings => new()
    {
        { "utf-8", false }, { "utf-8", true }, { "utf-16", true }, { "utf-16BE", true },
    };

    [Fact]
    public void A_page_s_surroundings_are_left_out_and_every_paragraph_is_kept()
    {
        var report = Read(Encoding.UTF8.GetBytes(Page));
        Assert.Equal(("text/html", "Nine samples taken"), (report.Media, report.Title));
        Assert.All(Enumerable.Range(1, 6), i => Assert.Contains($"sample number {i} was taken near the mill", report.Text, StringComparison.Ordinal));
        Assert.All(
            ["Terms of use", "cookies", "lamp", "Imprint", "Secret", "color"],
            words => Assert.DoesNotContain(words, report.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("there.\n\nOfficials", report.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_no_article_is_read_whole() =>
        Assert.Equal("One.\n\nTwo\n", Read("<html><body><p>One.</p><table><tr><td>Two</td></tr></table></body></html>"u8.ToArray()).Text);

    [Fact]
    public void A_page_of_a_hundred_thousand_paragraphs_is_read_whole_and_soon() =>
        Assert.Equal(100_000, Read(Encoding.UTF8.GetBytes("<html><body>" + string.Concat(Enumerable.Repeat("<p>A word.</p>", 100_000)))).Text.Split("A word.").Length - 1);

    [Fact]
    public void A_title_without_end_is_cut() =>
        Assert.Equal(new string('a', 1000), Read(Encoding.UTF8.GetBytes($"<html><head><title>{new string('a', 5000)}</title></head><body><p>A word.</p></body></html>")).Title);

    [Theory]
    [InlineData("<a href='x'>x, y</a>")]
    [InlineData("<br>word")]
    [InlineData("<li>word")]
    public void A_page_with_very_many_neighbours_is_read_whole_and_soon(string piece) => Assert.Contains(
        "the whole page: it is too large to look for an article in it",
        Read(Encoding.UTF8.GetBytes("<html><body>" + string.Concat(Enumerable.Repeat(piece, 19_000)))).Notes);

    [Theory, MemberData(nameof(Encodings))]
    public void Plain_text_is_kept_as_it_is_but_for_its_mark(string encoding, bool mark)
    {
        var report = Read(Encoded($"{Words}\r\n\tнамедни\n", encoding, mark));
        Assert.Equal(("text/plain", $"{Words}\r\n\tнамедни\n"), (report.Media, report.Text));
    }

    [Theory, MemberData(nameof(Encodings))]
    public void A_page_is_read_in_the_encoding_of_its_mark(string encoding, bool mark) =>
        Assert.Contains(Words, Read(Encoded($"<!doctype html><html><body><p>{Words}</p></body></html>", encoding, mark)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("windows-1251", "<meta charset=\"windows-1251\">", Words)]
    [InlineData("windows-1251", "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\">", Words)]
    [InlineData("koi8-r", "<meta charset=koi8-r>", "Девять проб")]
    [InlineData("iso-8859-1", "<meta charset=\"iso-8859-1\">", "Le porte-parole a déclaré : « neuf échantillons »")]
    [InlineData("windows-1256", "<meta charset=\"windows-1256\">", "قال المتحدث")]
    public void A_page_is_read_in_the_encoding_that_it_names(string encoding, string meta, string words)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var page = $"<!doctype html><html><head>{meta}<title>x</title></head><body><p>{words}</p></body></html>";
        Assert.Contains(words, Read(bytes.GetBytes(page)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_an_encoding_that_nothing_names_is_refused_with_the_place()
    {
        Assert.Null(ReportFormats.Read([.. "abc "u8, 0xE9, 0xE8, 0x20], out var fault));
        Assert.Equal(("text/encoding", "byte 4"), (fault.Code, fault.Place));
    }

    [Fact]
    public void A_pdf_s_pages_are_kept_apart_by_form_feeds()
    {
        var report = Read(PdfPages.Of("/Title (Report)", "First page.", "Second page.", "Third page."));
        Assert.Equal(("application/pdf", "Report"), (report.Media, report.Title));
        Assert.Equal(["First page.", "Second page.", "Third page."], report.Text.Split('\f').Select(page => page.Trim()));
    }

    [Fact]
    public void A_small_pdf_that_unpacks_to_a_large_one_is_refused()
    {
        Assert.Equal("A packed page.\n", Read(PdfPages.Packed("A packed page.", 1000)).Text);
        Assert.Null(ReportFormats.Read(PdfPages.Packed("A packed page.", 33 << 20), out var fault));
        Assert.Contains("unpacks to more than 32 MiB", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_day_on_which_a_pdf_was_made_is_not_that_of_its_publication() =>
        Assert.Null(Read(PdfPages.Of("/CreationDate (D:20310505120000Z)", "A page.")).Published);

    [Theory]
    [InlineData("pdf/truncated", 0.6)]
    [InlineData("pdf/no-text", 1)]
    public void A_pdf_that_is_cut_off_or_holds_no_text_says_so(string code, double part)
    {
        var whole = PdfPages.Of("", "12 34");
        Assert.Null(ReportFormats.Read(whole[..(int)(whole.Length * part)], out var fault));
        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("document/empty", "", 0)]
    [InlineData("document/unknown", "\0\u0001", 4)]
    [InlineData("html/no-text", "<html><body></body></html>", 1)]
    [InlineData("html/too-deep", "<html><div>", 500)]
    [InlineData("document/too-large", "<html><p>A word.", 1_200_000)]
    [InlineData("document/too-large", "A word of text.\n", 1_200_000)]
    public void What_is_beyond_a_limit_is_refused_with_its_code(string code, string piece, int times)
    {
        Assert.Null(ReportFormats.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, times))), out var fault));
        Assert.Equal(code, fault.Code);
        Assert.NotEmpty(fault.Why);
    }

    [Fact]
    public void Any_bytes_give_a_text_or_a_reason() => Gen.Byte.Array[0, 400].Sample(GivesTextOrReason);

    [Fact]
    public void Any_pieces_of_a_page_give_a_text_or_a_reason() =>
        Gen.OneOf("<html>", "<p>", "</p>", "<table>", "<td", "<script>", "</script>", "<!--", "-->", "&amp;", "&#x110000;", "<svg>", "<template>", "<meta charset=", "utf-7", "<br>", "word ", "\0", "\"", "é")
            .Array[0, 60].Sample(pieces => GivesTextOrReason(Encoding.UTF8.GetBytes("<html>" + string.Concat(pieces))), iter: Many);

    [Fact]
    public void A_page_changed_anywhere_gives_a_text_or_a_reason() => Changed(Encoding.UTF8.GetBytes(Page));

    [Fact]
    public void A_pdf_changed_anywhere_gives_a_text_or_a_reason() => Changed(PdfPages.Of("/Title (Report)", "First page.", "Second page."));

    private static long Many => long.TryParse(Environment.GetEnvironmentVariable("PROBATUM_FUZZ"), out var many) ? many : 300;

    private static void Changed(byte[] whole) =>
        Gen.Select(Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 12], Gen.Int[0, whole.Length - 1], Gen.Int[0, 40]).Sample(
            (changes, at, lost) =>
            {
                var bytes = (byte[])whole.Clone();
                foreach (var (place, value) in changes)
                {
                    bytes[place] = value;
                }

                return GivesTextOrReason([.. bytes[..at], .. bytes[Math.Min(whole.Length, at + lost)..]]);
            },
            iter: Many);

    private static bool GivesTextOrReason(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        return report is null ? fault.Code.Length > 0 && fault.Why.Length > 0 : fault == default && report.Reader.Length > 0;
    }

    private static ReadReport Read(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }

    private static byte[] Encoded(string text, string encoding, bool mark) =>
        [.. mark ? Encoding.GetEncoding(encoding).GetPreamble() : [], .. Encoding.GetEncoding(encoding).GetBytes(text)];
}
