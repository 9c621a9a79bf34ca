using System.Collections.Immutable;
using System.Globalization;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Probatum.Intake;

/// <summary>Text of a PDF, page by page in the order in which it is drawn, with the box of every word. A scan without text is refused with that reason.</summary>
internal static class PdfDocuments
{
    public const int LargestFile = 64 << 20;

    /// <summary>The code of a PDF without text, which may be read by recognising its pictures.</summary>
    public const string NoText = "pdf/no-text";

    private const int MostPages = 5_000;
    private const int MostText = 16_000_000;
    private const int EndMarkWithin = 2048;
    private const int MostNamed = 12;

    public static bool Recognises(ReadOnlyMemory<byte> file) => file.Span[..Math.Min(1024, file.Length)].IndexOf("%PDF-"u8) >= 0;

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault) => Read(bytes, null, out fault);

    /// <summary>Reads a PDF whose pages without text are recognised; null where none is to be.</summary>
    public static ReadReport? Read(byte[] bytes, PageRecognition? recognition, out IntakeFault fault)
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

            var mapped = new MappedText();
            var words = new PdfText(mapped);
            var silent = new List<int>();
            var pictures = new Pictures();
            for (page = 1; page <= document.NumberOfPages; page++)
            {
                mapped.Separate(page > 1 ? "\f" : "");
                var read = document.GetPage(page);
                if (!words.Append(read, page) && recognition?.Append(page, mapped) != true)
                {
                    silent.Add(page);
                }

                Add(pictures, read);

                mapped.Separate("\n");
                if (mapped.Length > MostText)
                {
                    fault = new("pdf/too-long", $"page {page}", "the PDF holds more text than is read");
                    return null;
                }
            }

            var (text, map) = mapped.Build();
            if (!text.Any(char.IsLetter))
            {
                fault = recognition?.Nothing ?? new(NoText, "", "the PDF holds no text: it is a scan, or its letters are pictures");
                return null;
            }

            fault = default;
            var told = Told(document.Information);

            // The day on which the file was made is not the day on which it was published: that stays unknown.
            return new(text, "application/pdf", told.FirstOrDefault(one => one.Name == "Title")?.Value, null, null, recognition is { IsUsed: true } ? $"pdf/2 {recognition.Reader}" : "pdf/2")
            {
                Map = map,
                Told = told,
                Pictures = pictures.Digests,
                Notes = [.. recognition?.Notes ?? [], .. silent.Count == 0 ? Array.Empty<string>() : [$"without text, and so perhaps pictures: {Named(silent)}"]],
            };
        }
        catch (RecognitionException e)
        {
            fault = new("ocr/failed", string.Create(CultureInfo.InvariantCulture, $"page {page}"), e.Message);
            return null;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // The library has many exceptions for what is wrong in a file; each means that the document can't be read.
            fault = new("pdf/unreadable", page == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"page {page}"), $"the PDF can't be read: {e.Message.Split('\n')[0].Trim()}");
            return null;
        }
    }

    /// <summary>"page 1, 2, 5 and 7 more".</summary>
    internal static string Named(IReadOnlyCollection<int> pages) =>
        $"page {string.Join(", ", pages.Take(MostNamed))}{(pages.Count > MostNamed ? $" and {pages.Count - MostNamed} more" : "")}";

    /// <summary>The pictures that a page draws, as they are stored: a JPEG is the file that others have, too.</summary>
    private static void Add(Pictures pictures, Page page)
    {
        try
        {
            foreach (var image in page.GetImages().TakeWhile(_ => !pictures.IsFull))
            {
                if (PictureSize.Of(image.RawBytes) is null)
                {
                    pictures.Add(image.RawBytes, image.WidthInSamples, image.HeightInSamples);
                }
                else
                {
                    pictures.Add(image.RawBytes);
                }
            }
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // A picture that the library can't find its way in is none to compare; the page's words are read.
        }
    }

    private static ImmutableArray<Told> Told(DocumentInformation said) => Probatum.Intake.Told.Of(
        ("Title", said.Title), ("Author", said.Author), ("Subject", said.Subject), ("Creator", said.Creator), ("Producer", said.Producer),
        ("CreationDate", said.CreationDate), ("ModDate", said.ModifiedDate));
}
