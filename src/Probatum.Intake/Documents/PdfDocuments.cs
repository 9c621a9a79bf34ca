using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace Probatum.Intake;

/// <summary>Text of a PDF, page by page in reading order. A scanned PDF without text is refused with that reason.</summary>
internal static class PdfDocuments
{
    public const int LargestFile = 64 << 20;

    private const int MostPages = 5_000;
    private const int MostText = 16_000_000;
    private const int EndMarkWithin = 2048;

    public static bool Recognises(ReadOnlyMemory<byte> file) => file.Span[..Math.Min(1024, file.Length)].IndexOf("%PDF-"u8) >= 0;

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        // A reader that repairs what is missing would hand out half a document as a whole one.
        if (bytes.AsSpan()[Math.Max(0, bytes.Length - EndMarkWithin)..].LastIndexOf("%%EOF"u8) < 0)
        {
            fault = new("pdf/truncated", $"byte {bytes.Length}", "the PDF has no end mark: it is cut off");
            return null;
        }

        var page = 0;
        try
        {
            using var document = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = false, SkipMissingFonts = true, FilterProvider = BoundedFilters.ForOneDocument() });
            if (document.NumberOfPages > MostPages)
            {
                fault = new("pdf/pages", "", $"the PDF has {document.NumberOfPages} pages; at most {MostPages} are read");
                return null;
            }

            var text = new StringBuilder();
            for (page = 1; page <= document.NumberOfPages; page++)
            {
                text.Append(page > 1 ? "\f" : "").Append(ContentOrderTextExtractor.GetText(document.GetPage(page), true).ReplaceLineEndings("\n").Trim()).Append('\n');
                if (text.Length > MostText)
                {
                    fault = new("pdf/too-long", $"page {page}", "the PDF holds more text than is read");
                    return null;
                }
            }

            if (!text.ToString().Any(char.IsLetter))
            {
                fault = new("pdf/no-text", "", "the PDF holds no text: it is a scan, or its letters are pictures");
                return null;
            }

            fault = default;
            var said = document.Information.Title is { Length: > 0 } title ? title : null;

            // The day on which the file was made is not the day on which it was published: that stays unknown.
            return new(text.ToString(), "application/pdf", said, null, null, "pdfpig/0.1.16");
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // The library has many exceptions for what is wrong in a file; each means that the document can't be read.
            fault = new("pdf/unreadable", page == 0 ? "" : $"page {page}", $"the PDF can't be read: {e.Message.Split('\n')[0].Trim()}");
            return null;
        }
    }
}
