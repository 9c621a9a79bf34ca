namespace Probatum.Intake;

/// <summary>Why a document or sheet was not taken in: a stable code, the place in the file, and a sentence.</summary>
public readonly record struct IntakeFault(string Code, string Place, string Why)
{
    /// <summary>"place: why", or the reason alone where the whole file is meant.</summary>
    public override string ToString() => string.IsNullOrEmpty(Place) ? Why : $"{Place}: {Why}";
}

/// <summary>The text of a document, as a reader took it from the original, and what the original says of itself.</summary>
/// <param name="Text">Paragraphs with an empty line between; a form feed before each page but the first of a PDF.</param>
/// <param name="Media">The original's media type.</param>
/// <param name="Title">As the document gives it.</param>
/// <param name="Publisher">As the document gives it.</param>
/// <param name="Published">The date that the document gives.</param>
/// <param name="Reader">Which reader made the text, in which version, so that it can be made again.</param>
public sealed record ReadReport(string Text, string Media, string? Title, string? Publisher, DateOnly? Published, string Reader);

/// <summary>Reads a whole document of one format: its text, or null with the reason.</summary>
public delegate ReadReport? ReportReader(byte[] bytes, out IntakeFault fault);

/// <summary>One format of documents: its name, whether bytes look like it, the largest file taken, and its reader.</summary>
public sealed record ReportFormat(string Name, Func<ReadOnlyMemory<byte>, bool> Recognises, int LargestFile, ReportReader Read);

/// <summary>Every format of documents that is read, most telling first. Recognised by content, never by file name.</summary>
public static class ReportFormats
{
    /// <summary>A new format is one file and one row.</summary>
    public static IReadOnlyList<ReportFormat> All { get; } =
    [
        new("PDF", PdfDocuments.Recognises, PdfDocuments.LargestFile, PdfDocuments.Read),
        new("HTML", HtmlDocuments.Recognises, HtmlDocuments.LargestFile, HtmlDocuments.Read),
        new("plain text", PlainText.Recognises, PlainText.LargestFile, PlainText.Read),
    ];

    /// <summary>Reads a document of any known format; total: every byte sequence gives a text or a fault.</summary>
    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        if (bytes.Length == 0)
        {
            fault = new("document/empty", "", "the file is empty");
            return null;
        }

        foreach (var format in All)
        {
            if (!format.Recognises(bytes))
            {
                continue;
            }

            if (bytes.Length > format.LargestFile)
            {
                fault = new("document/too-large", "", $"{format.Name} of {bytes.Length >> 20} MiB; at most {format.LargestFile >> 20} MiB are read");
                return null;
            }

            return format.Read(bytes, out fault);
        }

        fault = new("document/unknown", "byte 0", "this is neither PDF, HTML nor plain text in UTF-8 or UTF-16");
        return null;
    }
}
