using System.IO.Compression;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Probatum.Core.Incidents;
using Probatum.Export.Reports;

namespace Probatum.Tests.Export.Reports;

public sealed partial class RendererTests
{
    private static readonly Report Report = Reported.Of(Reported.Case());

    public static TheoryData<string> Languages => [.. ReportLanguage.All.Select(one => one.Code)];

    [Theory, MemberData(nameof(Languages))]
    public void The_page_asks_nothing_of_anybody_and_runs_nothing(string language)
    {
        var html = HtmlReport.Write(Report, new(ReportLanguage.Of(language)!));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\bon[a-z]+=""", html);
        Assert.DoesNotMatch(@"(?:src|href)\s*=\s*[""'](?!#)", html);
        Assert.DoesNotMatch(@"url\((?!data:font/woff;base64,)", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_link_has_its_place(string language)
    {
        var html = HtmlReport.Write(Report, new(ReportLanguage.Of(language)!));
        var places = Places().Matches(html).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Equal(places.Count, Places().Count(html));
        Assert.All(Links().Matches(html).Select(match => match.Groups[1].Value), link => Assert.Contains(link, places));
    }

    [Fact]
    public void References_lead_into_the_page_of_a_dossier_where_one_is_named()
    {
        var html = HtmlReport.Write(Report, new(Reported.English, Dossier: "../dossier"));
        Assert.Contains("href=\"../dossier/data/README.html#leaf-0\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#r-", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawings_say_what_they_show_and_heads_of_columns_are_heads()
    {
        var html = HtmlReport.Write(Report, new(Reported.English));
        var drawings = Drawings().Matches(html);
        Assert.NotEmpty(drawings);
        Assert.All(drawings, drawing => Assert.Matches("<title>.+</title><desc>.+</desc>", drawing.Value));
        Assert.DoesNotContain("<th>", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void The_same_report_is_the_same_bytes(string language)
    {
        var style = new ReportStyle(ReportLanguage.Of(language)!);
        Assert.Equal(HtmlReport.Write(Report, style), HtmlReport.Write(Reported.Of(Reported.Case()), style));
        Assert.Equal(DocxReport.Write(Report, style), DocxReport.Write(Reported.Of(Reported.Case()), style));
    }

    [Theory, MemberData(nameof(Languages))]
    public void The_document_is_as_the_format_demands(string language)
    {
        foreach (var style in new[] { new ReportStyle(ReportLanguage.Of(language)!), new ReportStyle(ReportLanguage.Of(language)!, "letter", "https://example.org/d/") })
        {
            using var document = WordprocessingDocument.Open(new MemoryStream(DocxReport.Write(Report, style)), false);
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(one => $"{one.Path?.XPath}: {one.Description}"));
            var body = document.MainDocumentPart!.Document!.Body!;
            Assert.All(body.Descendants<Table>().Skip(1), table => Assert.NotNull(table.Descendants<DocumentFormat.OpenXml.Wordprocessing.TableRow>().First().TableRowProperties?.GetFirstChild<TableHeader>()));
            var marks = body.Descendants<BookmarkStart>().Select(mark => mark.Name!.Value).ToHashSet();
            Assert.All(body.Descendants<Hyperlink>().Where(link => link.Anchor is not null), link => Assert.Contains(link.Anchor!.Value, marks));
            Assert.Equal(Report.Sections.Count(), body.Descendants<ParagraphStyleId>().Count(id => id.Val == "Heading1"));
            Assert.Equal(style.Language.IsRightToLeft, body.Elements<Paragraph>().All(paragraph => paragraph.ParagraphProperties?.BiDi is not null));
        }
    }

    [Fact]
    public void A_document_has_no_dates_of_its_making()
    {
        using var zip = new ZipArchive(new MemoryStream(DocxReport.Write(Report, new(Reported.English))));
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    // Whatever others wrote can become neither markup, nor turn what stands beside it, nor leave its cell.
    [Fact]
    public void Hostile_words_stay_words()
    {
        const string Hostile = "</td><script>alert(1)</script>\" onload=\"x\u202Egnp {0} }{ \0 \uFFFE";
        var written = Exercise.Write();
        written.Record(
            new IncidentOpened(Said.Id(8001), "X-1", Hostile, Said.At("2031-01-01"), new(Hostile, 1, 1, 10)),
            new Core.Cases.PartyDescribed(Said.Id(8002), Hostile, Hostile, null, null, null),
            new Core.Findings.ObservationAttached(Said.Id(8003), Said.Id(8001), "state-comment", Exercise.Ministry, null, Hostile));
        foreach (var language in ReportLanguage.All)
        {
            var report = Reported.Of(written);
            var html = HtmlReport.Write(report, new(language));
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202E', html);
            using var document = WordprocessingDocument.Open(new MemoryStream(DocxReport.Write(report, new(language))), false);
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(one => one.Description));
        }
    }

    [Fact]
    public void Every_drawing_can_be_made_a_png() => Assert.All(Report.Blocks.OfType<ReportFigure>(), figure =>
        Assert.True(SvgPicture.Read(figure.Svg).Png().AsSpan().StartsWith(new byte[] { 0x89, 0x50, 0x4E, 0x47 })));

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Places();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawings();
}
