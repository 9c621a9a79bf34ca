using System.Text;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

public sealed class Docx_becomes_text
{
    private static readonly byte[] Whole = Papers.Docx(
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>" + Papers.R("Nine samples") + "</w:p>"
        + $"<w:p>{Papers.R("Officials said ")}<w:del w:author='A'><w:r><w:delText>ten</w:delText></w:r></w:del><w:ins w:author='A'>{Papers.R("nine")}</w:ins>{Papers.R(" samples were taken.")}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        + $"<w:tbl><w:tblPr/><w:tr><w:tc>{Papers.P("S-1")}</w:tc><w:tc>{Papers.P("soil")}</w:tc></w:tr><w:tr><w:tc>{Papers.P("S-2")}</w:tc><w:tc>{Papers.P("water")}</w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>" + Papers.P("The end."),
        ("word/footnotes.xml", $"<w:footnotes $W><w:footnote w:id='2'>{Papers.P("According to the mill.")}</w:footnote></w:footnotes>"),
        ("docProps/core.xml", "<p xmlns:dc='urn:dc'><dc:title>The title</dc:title><dc:creator>Somebody</dc:creator><created>2031-05-05</created></p>"),
        ("word/comments.xml", "<c/>"));

    [Fact]
    public void Paragraphs_tables_and_notes_in_order_and_what_was_left_out_is_said()
    {
        var report = Read(Whole);
        Assert.Equal("Nine samples\n\nOfficials said nine samples were taken.[1]\n\n[1] According to the mill.\n\nS-1\tsoil\nS-2\twater\n\nHidden.\n\nThe end.\n", report.Text);
        Assert.Equal(("The title", null), (report.Title, report.Published));
        Assert.Contains(new("creator", "Somebody"), report.Told);
        Assert.Equal(
            ["left out: 1 stretch of words that somebody deleted with changes tracked", "in the text: 1 stretch of words that somebody inserted with changes tracked", "in the text: 1 stretch of words that are hidden on the page", "comments in the margin are left out"],
            report.Notes);
    }

    [Theory]
    [InlineData("samples were", "part word/document.xml, paragraph 2, node /document/body[1]/p[2]")]
    [InlineData("According", "part word/footnotes.xml, paragraph 1, node /footnote/p[1]")]
    [InlineData("water", "part word/document.xml, paragraph 6, node /document/body[1]/tbl[1]/tr[2]/tc[2]/p[1]")]
    public void Words_stand_in_their_paragraph(string words, string place)
    {
        var report = Read(Whole);
        var at = report.Text.IndexOf(words, StringComparison.Ordinal);
        Assert.Equal([place], report.Map.Of(at, at + words.Length, report.Text));
    }

    [Fact]
    public void A_small_file_that_unpacks_to_a_large_one_is_refused() => Refused("docx/too-large", Papers.Docx(new string(' ', 65 << 20)));

    [Fact]
    public void A_file_in_it_that_is_not_that_of_its_checksum_is_refused()
    {
        using var zip = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(zip, System.IO.Compression.ZipArchiveMode.Create, true))
        {
            using var stream = archive.CreateEntry("word/document.xml", System.IO.Compression.CompressionLevel.NoCompression).Open();
            stream.Write("<d xmlns:w='urn:w'><w:p><w:r><w:t>nine</w:t></w:r></w:p></d>"u8);
        }

        var bytes = zip.ToArray();
        Assert.Equal("nine\n", Read(bytes).Text);
        bytes[bytes.AsSpan().IndexOf("nine"u8)] = (byte)'f';
        Refused("docx/damaged", bytes);
    }

    [Fact]
    public void A_dtd_is_refused() =>
        Refused("docx/xml", Papers.Zip(("word/document.xml", "<!DOCTYPE d [<!ENTITY a 'b'>]><document><body><p><r><t>&a;</t></r></p></body></document>"u8.ToArray())));

    [Theory]
    [InlineData("docx/no-text", "<w:p/>", 1)]
    [InlineData("docx/too-deep", "<w:sdt>", 300)]
    [InlineData("docx/xml", "<w:p>", 3)]
    public void What_is_wrong_is_said(string code, string piece, int times) => Refused(code, Papers.Docx(string.Concat(Enumerable.Repeat(piece, times))));

    [Fact]
    public void A_note_called_without_end_is_refused() => Refused("docx/too-long", Papers.Docx(
        "<w:p>" + string.Concat(Enumerable.Repeat("<w:r><w:footnoteReference w:id='2'/></w:r>", 400)) + "</w:p>",
        ("word/footnotes.xml", $"<w:footnotes $W><w:footnote w:id='2'>{Papers.P(new string('x', 100_000))}</w:footnote></w:footnotes>")));

    [Fact]
    public void Changed_anywhere_it_gives_a_text_or_a_reason() => Damaged.Anywhere(Whole);

    [Fact]
    public void Any_xml_in_it_gives_a_text_or_a_reason() =>
        Damaged.Anywhere(
            "<w:p><w:r><w:t>One</w:t><w:tab/><w:br/></w:r><w:del><w:r/></w:del></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"u8.ToArray(),
            bytes => ReportFormats.Read(Papers.Docx(Encoding.Latin1.GetString(bytes)), out var fault) is null ? fault : null);

    private static void Refused(string code, byte[] bytes)
    {
        Assert.Null(ReportFormats.Read(bytes, out var fault));
        Assert.Equal(code, fault.Code);
        Assert.NotEmpty(fault.Why);
    }

    private static ReadReport Read(byte[] bytes)
    {
        var report = ReportFormats.Read(bytes, out var fault);
        Assert.True(report is not null, fault.ToString());
        return report;
    }
}
