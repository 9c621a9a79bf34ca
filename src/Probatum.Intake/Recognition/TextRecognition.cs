using System.Globalization;
using System.Text;

namespace Probatum.Intake;

/// <summary>Text of a PDF that has none, recognised in pictures of its pages by programs of the machine: pdftoppm and Tesseract.</summary>
/// <remarks>What comes of it is a reading, with wrong letters in it: the record names the program, its version and the language.</remarks>
public static class TextRecognition
{
    private const int DotsPerInch = 200;
    private const int MostPages = 300;

    private static readonly TimeSpan LongestPage = TimeSpan.FromSeconds(180);

    /// <summary>The code of a document that can be read so.</summary>
    public const string Applies = PdfDocuments.NoText;

    /// <summary>What must be installed and is not; empty where all is there.</summary>
    public static string Missing =>
        string.Join(" and ", new[] { OtherProgram.Find("tesseract") is null ? "tesseract" : null, OtherProgram.Find("pdftoppm") is null ? "pdftoppm (poppler-utils)" : null }.OfType<string>());

    /// <summary>Reads the pages.</summary>
    /// <param name="pdf">The PDF.</param>
    /// <param name="language">As Tesseract names it: eng, ara, rus+eng.</param>
    /// <param name="fault">Why there is no text.</param>
    public static ReadReport? Read(byte[] pdf, string language, out IntakeFault fault)
    {
        ArgumentNullException.ThrowIfNull(language);
        if (OtherProgram.Find("tesseract") is not { } tesseract || OtherProgram.Find("pdftoppm") is not { } pdftoppm)
        {
            fault = new("ocr/missing", "", $"the PDF holds no text; to recognise it, install {Missing}");
            return null;
        }

        if (language.Length is 0 or > 100 || language.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '_')))
        {
            fault = new("ocr/language", "", $"'{language}' names no language, such as eng or ara+eng");
            return null;
        }

        if (PdfDocuments.Pages(pdf) is not ({ } pages and <= MostPages))
        {
            fault = new("ocr/pages", "", $"at most {MostPages} pages are recognised");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("probatum-ocr-").FullName;
        try
        {
            return Read(pdf, pages, language, folder, (tesseract, pdftoppm), out fault);
        }
        catch (IOException e)
        {
            fault = new("ocr/failed", "", $"the text could not be recognised: {e.Message}");
            return null;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static ReadReport? Read(byte[] pdf, int pages, string language, string folder, (string Tesseract, string PdfToPpm) programs, out IntakeFault fault)
    {
        var (file, picture) = (Path.Combine(folder, "document.pdf"), Path.Combine(folder, "page"));
        File.WriteAllBytes(file, pdf);
        var version = Encoding.UTF8.GetString(OtherProgram.Run(programs.Tesseract, ["--version"], LongestPage)).Split('\n')[0].Replace("tesseract", "", StringComparison.Ordinal).Trim();
        var (mapped, words, confidence) = (new MappedText(), 0, 0L);
        for (var page = 1; page <= pages; page++)
        {
            var number = page.ToString(CultureInfo.InvariantCulture);
            OtherProgram.Run(programs.PdfToPpm, ["-r", DotsPerInch.ToString(CultureInfo.InvariantCulture), "-png", "-singlefile", "-f", number, "-l", number, file, picture], LongestPage);
            var table = OtherProgram.Run(programs.Tesseract, [picture + ".png", "stdout", "-l", language, "tsv"], LongestPage);
            mapped.Separate(page > 1 ? "\f" : "");
            var (found, sure) = TesseractPage.Append(Encoding.UTF8.GetString(table), mapped, page, DotsPerInch);
            (words, confidence) = (words + found, confidence + sure);
            mapped.Separate("\n");
        }

        var (text, map) = mapped.Build();
        if (!text.Any(char.IsLetter))
        {
            fault = new("ocr/no-text", "", $"no text was recognised in the pictures of its pages ({language})");
            return null;
        }

        fault = default;
        return new(text, "application/pdf", null, null, null, $"tesseract/{version} {language}")
        {
            Map = map,
            Notes = [$"recognised in pictures of the pages at {DotsPerInch} dots an inch, by Tesseract {version} for {language}: letters and words may be wrong", $"{words} words, of which Tesseract is sure by {confidence / Math.Max(1, words)} % on average"],
        };
    }
}
