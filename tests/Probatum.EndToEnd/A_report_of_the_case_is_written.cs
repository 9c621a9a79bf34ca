using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Probatum.EndToEnd;

/// <summary>The report of both examples, as a user asks for it, in every form and language.</summary>
public sealed partial class A_report_of_the_case_is_written(DemoRun demo) : IClassFixture<DemoRun>, IDisposable
{
    private readonly Desk _desk = new();

    public static TheoryData<string, string> All => new(
        from example in new[] { "aleppo-1070", "exercise-larch" } from language in new[] { "en", "ar" } select (example, language));

    public void Dispose() => _desk.Dispose();

    [Theory, MemberData(nameof(All))]
    public void As_a_page_whose_every_sentence_names_its_records(string example, string language)
    {
        var html = Html(example, "--language", language);
        var body = html[html.IndexOf("<main>", StringComparison.Ordinal)..];
        foreach (Match part in Said().Matches(body))
        {
            Assert.True(part.Value.Contains("class=\"refs\"", StringComparison.Ordinal), part.Value);
        }

        // The last annex lists the records themselves.
        var rows = body[..body.LastIndexOf("<h2", StringComparison.Ordinal)].Split("<tr").Skip(1).Where(row => row.Contains("<td", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Contains("class=\"refs\"", row, StringComparison.Ordinal));

        // What is not translated would stand as an English sentence; figures and names do.
        Assert.DoesNotContain("<span lang=\"en\"", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void As_a_document_that_the_format_s_own_validator_accepts(string example, string language)
    {
        var file = _desk.At("report.docx");
        Desk.Run("report", "write", "-o", file, "--workspace", Workspace(example), "--language", language, "--marking", "OPCW RESTRICTED").Expect(0);
        using var document = WordprocessingDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(one => one.Description));
        Assert.Contains("OPCW RESTRICTED", document.MainDocumentPart!.FooterParts.Single().Footer!.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void As_a_PDF_with_its_marking_and_pages()
    {
        Assert.SkipUnless(Desk.Has("weasyprint") || Desk.Has("chromium"), "neither weasyprint nor chromium is here");
        var file = _desk.At("report.pdf");
        var told = JsonDocument.Parse(Desk.Run("report", "write", "-o", file, "--workspace", Workspace("aleppo-1070"), "--marking", "OPCW RESTRICTED", "--json").Expect(0).Out).RootElement;
        Assert.True(told.GetProperty("pages").GetInt64() > 10);
        using var pdf = UglyToad.PdfPig.PdfDocument.Open(file);
        Assert.All(pdf.GetPages(), page => Assert.Contains("RESTRICTED", page.Text, StringComparison.Ordinal));
        Assert.Contains("StructTreeRoot", pdf.Structure.Catalog.CatalogDictionary.Data.Keys);
    }

    [Fact]
    public void Twice_the_same_bytes_and_nothing_recorded()
    {
        foreach (var ending in new[] { "html", "docx" })
        {
            var (first, second) = (_desk.At($"a.{ending}"), _desk.At($"b.{ending}"));
            Desk.Run("report", "write", "-o", first, "--workspace", Workspace("exercise-larch")).Expect(0);
            Desk.Run("report", "write", "-o", second, "--workspace", Workspace("exercise-larch")).Expect(0);
            Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        }
    }

    // The public dossier shows what a reader may see. A name, a place or a digest that stands in the whole report and nowhere in what the public dossier discloses must be in no form of the public report.
    [Theory]
    [InlineData("aleppo-1070")]
    [InlineData("exercise-larch")]
    public void For_the_public_without_anything_that_a_public_dossier_withholds(string example)
    {
        var (court, open) = (demo.Dossier(example), _desk.At("public"));
        Desk.Run("redact", demo.Dossier(example), "-o", open, "--withhold", "public");
        var kept = Disclosed(court).Except(Disclosed(open)).SelectMany(Texts).Where(text => text.Length >= 6).ToHashSet(StringComparer.Ordinal);
        var tables = Directory.EnumerateFiles(Path.Combine(TestData.Repository, "data"), "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal)).Select(File.ReadAllText);
        var shown = string.Join('\n', [.. Disclosed(open), File.ReadAllText(Path.Combine(open, "data", "README.html")), .. tables]);
        kept.RemoveWhere(text => shown.Contains(text, StringComparison.Ordinal));
        Assert.True(kept.Count > 20);
        foreach (var language in new[] { "en", "ar" })
        {
            var whole = Html(example, "--language", language);
            var html = Html(example, "--language", language, "--policy", "public");
            var docx = Inside(example, language);
            Assert.All(kept, text =>
            {
                Assert.DoesNotContain(text, html, StringComparison.Ordinal);
                Assert.DoesNotContain(text, docx, StringComparison.Ordinal);
            });
            Assert.Contains(kept, text => whole.Contains(text, StringComparison.Ordinal));
            Assert.Matches(language == "en" ? "[0-9]+ members withheld" : "محجوب", html);
        }
    }

    [Theory]
    [InlineData(".html, .docx, .pdf", "-o", "report.odt")]
    [InlineData("en (English), ar", "-o", "report.html", "--language", "fr")]
    [InlineData("court, laboratory, parties, public", "-o", "report.html", "--policy", "nobody")]
    [InlineData("a4, letter", "-o", "report.html", "--paper", "a5")]
    [InlineData("no such file", "-o", "report.html", "--markings", "nowhere.csv")]
    public void What_it_does_not_know_it_names(string choices, params string[] args)
    {
        args = [.. args.Select(one => one.StartsWith("report.", StringComparison.Ordinal) ? _desk.At(one) : one)];
        Assert.Contains(choices, Desk.Run(["report", "write", "--workspace", Workspace("aleppo-1070"), .. args]).Expect(2).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(args[1]));
    }

    [Fact]
    public void Without_a_program_that_prints_it_says_which_to_install_and_leaves_nothing()
    {
        using var process = Desk.Start(["report", "write", "-o", _desk.At("report.pdf"), "--workspace", Workspace("aleppo-1070")], ("PATH", "/nowhere"));
        Assert.Contains("apt-get install weasyprint", Desk.Finish(process).Expect(2).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.At("report.pdf")));
    }

    private string Workspace(string example) => Path.Combine(demo.Folder, example, "workspace");

    private string Html(string example, params string[] args)
    {
        var file = _desk.At("report.html");
        Desk.Run(["report", "write", "-o", file, "--workspace", Workspace(example), .. args]).Expect(0);
        return File.ReadAllText(file);
    }

    private string Inside(string example, string language)
    {
        var file = _desk.At("report.docx");
        Desk.Run("report", "write", "-o", file, "--workspace", Workspace(example), "--language", language, "--policy", "public").Expect(0);
        using var zip = ZipFile.OpenRead(file);
        return string.Join('\n', zip.Entries.Where(entry => entry.FullName.StartsWith("word/", StringComparison.Ordinal) && !entry.FullName.EndsWith(".png", StringComparison.Ordinal)).Select(entry =>
        {
            using var read = new StreamReader(entry.Open(), Encoding.UTF8);
            return read.ReadToEnd();
        }));
    }

    private static HashSet<string> Disclosed(string dossier) => [.. Directory.EnumerateFiles(Path.Combine(dossier, "data", "disclosures"), "*", SearchOption.AllDirectories).SelectMany(File.ReadAllLines)
        .Select(line => line.Split(' ')[^1]).Select(text => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text)))];

    // The value of a disclosure, [salt, name, value], in its words.
    private static IEnumerable<string> Texts(string disclosure) => Strings(JsonDocument.Parse(disclosure).RootElement[2]);

    private static IEnumerable<string> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Strings(member.Value)),
        _ => [],
    };

    [GeneratedRegex("<(p|li|figcaption)(?: class=\"strong\")?>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Said();
}
