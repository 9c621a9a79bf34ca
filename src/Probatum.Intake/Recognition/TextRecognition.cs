namespace Probatum.Intake;

/// <summary>A PDF whose pages without text are recognised in pictures of them, by programs of the machine: pdftoppm and Tesseract.</summary>
/// <remarks>What comes of it is a reading, with wrong letters in it: the record names the program, its version and the language.</remarks>
public static class TextRecognition
{
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
        ArgumentNullException.ThrowIfNull(pdf);
        ArgumentNullException.ThrowIfNull(language);
        if (OtherProgram.Find("tesseract") is not { } tesseract || OtherProgram.Find("pdftoppm") is not { } pdftoppm)
        {
            fault = new("ocr/missing", "", $"pages of the PDF hold no text; to recognise it, install {Missing}");
            return null;
        }

        if (language.Length is 0 or > 100 || language.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '_')))
        {
            fault = new("ocr/language", "", $"'{language}' names no language, such as eng or ara+eng");
            return null;
        }

        if (pdf.Length > PdfDocuments.LargestFile)
        {
            fault = new("document/too-large", "", $"PDF of {pdf.Length >> 20} MiB; at most {PdfDocuments.LargestFile >> 20} MiB are read");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("probatum-ocr-").FullName;
        try
        {
            return PdfDocuments.Read(pdf, new PageRecognition(pdf, language, folder, tesseract, pdftoppm), out fault);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
