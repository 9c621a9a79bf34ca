using System.Collections.Immutable;

namespace Probatum.Intake;

/// <summary>Why a document or sheet was not taken in: a stable code, the place in the file, and a sentence.</summary>
public readonly record struct IntakeFault(string Code, string Place, string Why)
{
    /// <summary>"place: why", or the reason alone where the whole file is meant.</summary>
    public override string ToString() => string.IsNullOrEmpty(Place) ? Why : $"{Place}: {Why}";
}

/// <summary>The text of a document, as a reader took it from the original, and what the original says of itself.</summary>
/// <param name="Text">Paragraphs with an empty line between; a form feed before each page but the first of a PDF. Empty where it only holds others.</param>
/// <param name="Media">The original's media type.</param>
/// <param name="Title">As the document gives it.</param>
/// <param name="Publisher">As the document gives it.</param>
/// <param name="Published">The date that the document gives.</param>
/// <param name="Reader">Which reader made the text, in which version, so that it can be made again.</param>
public sealed record ReadReport(string Text, string Media, string? Title, string? Publisher, DateOnly? Published, string Reader)
{
    /// <summary>Where in the original the words stand.</summary>
    public SourceMap Map { get; init; } = SourceMap.Empty;

    /// <summary>What the file tells of itself.</summary>
    public ImmutableArray<Told> Told { get; init; } = [];

    /// <summary>What the reader did that a person must know: the encoding it took, what it left out.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The documents in it. Their texts are no part of this one's.</summary>
    public ImmutableArray<ReportPart> Parts { get; init; } = [];

    /// <summary>SHA-256 of the pictures in it, in their order: those large enough to tell reports apart.</summary>
    public ImmutableArray<string> Pictures { get; init; } = [];

    /// <summary>Addresses of pictures that a page refers to, as it writes them.</summary>
    internal ImmutableArray<string> PictureAddresses { get; init; } = [];

    /// <summary>All that is known beside the text, as a file.</summary>
    public ReadingFile Reading => new(Reader, Notes, Told, Map);
}

/// <summary>A document inside another: an attachment, a page of a web archive.</summary>
/// <param name="Name">What the container calls it.</param>
/// <param name="Bytes">The document, unpacked.</param>
/// <param name="Media">What the container says that it is.</param>
/// <param name="Report">Its text, or null with the fault.</param>
/// <param name="Fault">Why it was not read.</param>
public sealed record ReportPart(string Name, byte[] Bytes, string Media, ReadReport? Report, IntakeFault Fault)
{
    /// <summary>Where it was found, as the container says.</summary>
    public string? Address { get; init; }

    /// <summary>When it was captured, as the container says: RFC 3339.</summary>
    public string? Captured { get; init; }
}

/// <summary>Reads a whole document of one format: its text, or null with the reason.</summary>
public delegate ReadReport? ReportReader(byte[] bytes, out IntakeFault fault);

/// <summary>One format of documents: its name, its media type, whether bytes look like it, the largest file taken, and its reader.</summary>
public sealed record ReportFormat(string Name, string Media, Func<ReadOnlyMemory<byte>, bool> Recognises, int LargestFile, ReportReader Read);

/// <summary>Every format of documents that is read, most telling first. Recognised by content, never by file name.</summary>
public static class ReportFormats
{
    /// <summary>The code of a file that is no document of a known format.</summary>
    public const string Unknown = "document/unknown";

    /// <summary>A new format is one file and one row.</summary>
    public static IReadOnlyList<ReportFormat> All { get; } =
    [
        new("PDF", "application/pdf", PdfDocuments.Recognises, PdfDocuments.LargestFile, PdfDocuments.Read),
        new("DOCX", DocxDocuments.Media, DocxDocuments.Recognises, DocxDocuments.LargestFile, DocxDocuments.Read),
        new("RTF", RtfDocuments.Media, RtfDocuments.Recognises, RtfDocuments.LargestFile, RtfDocuments.Read),
        new("WACZ", WaczDocuments.Media, WaczDocuments.Recognises, WaczDocuments.LargestFile, WaczDocuments.Read),
        new("WARC", WarcDocuments.Media, WarcDocuments.Recognises, WarcDocuments.LargestFile, WarcDocuments.Read),
        new("mail", MailDocuments.Media, MailDocuments.Recognises, MailDocuments.LargestFile, MailDocuments.Read),
        new("Outlook message", MsgDocuments.Media, MsgDocuments.Recognises, MsgDocuments.LargestFile, MsgDocuments.Read),
        new("HTML", "text/html", HtmlDocuments.Recognises, HtmlDocuments.LargestFile, HtmlDocuments.Read),
        new("Markdown", MarkdownDocuments.Media, MarkdownDocuments.Recognises, PlainText.LargestFile, MarkdownDocuments.Read),
        new("plain text", "text/plain", PlainText.Recognises, PlainText.LargestFile, PlainText.Read),
    ];

    /// <summary>The format of these bytes; null for none that is known.</summary>
    public static ReportFormat? Of(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : All.FirstOrDefault(format => format.Recognises(bytes));

    /// <summary>Reads a document of any known format; total: every byte sequence gives a text or a fault.</summary>
    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length == 0)
        {
            fault = new("document/empty", "", "the file is empty");
            return null;
        }

        if (Of(bytes) is not { } format)
        {
            fault = new(Unknown, "byte 0", $"this is none of {string.Join(", ", All.Select(one => one.Name))}");
            return null;
        }

        if (bytes.Length > format.LargestFile)
        {
            fault = new("document/too-large", "", $"{format.Name} of {bytes.Length >> 20} MiB; at most {format.LargestFile >> 20} MiB are read");
            return null;
        }

        return format.Read(bytes, out fault);
    }

    /// <summary>Reads a document inside another. Archives are opened only as files of their own.</summary>
    internal static ReadReport? ReadInside(byte[] bytes, Nesting nesting, int depth, out IntakeFault fault)
    {
        switch (Of(bytes)?.Media)
        {
            case MailDocuments.Media:
                return MailDocuments.Read(bytes, nesting, depth, out fault);
            case MsgDocuments.Media:
                return MsgDocuments.Read(bytes, nesting, depth, out fault);
            case WarcDocuments.Media or WaczDocuments.Media:
                fault = new("archive/inside", "", "a web archive inside another document is not opened; take it out and add it");
                return null;
            default:
                return Read(bytes, out fault);
        }
    }
}
