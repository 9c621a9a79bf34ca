using System.Security.Cryptography;

namespace Probatum.Intake;

/// <summary>How much is read of documents inside a document, counted over all levels.</summary>
internal sealed class Nesting(int mostDocuments = 200)
{
    /// <summary>A mail in a mail in a mail: deeper ones stay closed.</summary>
    public const int Deepest = 6;

    /// <summary>The code of a document that stays closed.</summary>
    public const string Closes = "container/closed";

    private const long MostBytes = 256L << 20;

    private int _documents;
    private long _bytes;

    /// <summary>Whether one more document of that many bytes is opened at that depth.</summary>
    public bool Allows(long bytes, int depth) => depth <= Deepest && _documents < mostDocuments && _bytes + bytes <= MostBytes;

    /// <summary>Counts a document that is no file of its own.</summary>
    public void Count(long bytes) => (_documents, _bytes) = (_documents + 1, _bytes + bytes);

    /// <summary>A document inside another at that depth, read where there is a reader and the limits allow.</summary>
    /// <param name="name">What the container calls it.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="media">What the container says that it is.</param>
    /// <param name="depth">1 in the document that was given.</param>
    public ReportPart Part(string name, byte[] bytes, string media, int depth)
    {
        var fault = new IntakeFault(Closes, name, $"more than {mostDocuments} documents or {MostBytes >> 20} MiB are inside, or they are nested deeper than {Deepest}; this one stays closed");
        ReadReport? report = null;
        if (Allows(bytes.Length, depth))
        {
            Count(bytes.Length);
            report = ReportFormats.ReadInside(bytes, this, depth, out fault);
        }

        return new(name, bytes, report?.Media ?? media, report, fault);
    }

    /// <summary>A page of a web archive, in the encoding that its header names. Mails and archives in archives stay closed.</summary>
    public ReportPart Page(string name, byte[] bytes, string? charset, string media)
    {
        var fault = new IntakeFault(Closes, name, $"more than {mostDocuments} documents or {MostBytes >> 20} MiB are inside; this one stays closed");
        ReadReport? report = null;
        if (Allows(bytes.Length, 1))
        {
            Count(bytes.Length);
            var format = ReportFormats.Of(bytes);
            var isText = media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || media.Contains("xhtml", StringComparison.OrdinalIgnoreCase);
            report = isText && format?.Media is "text/html" or "text/plain" or "text/markdown" && !media.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) && bytes.Length <= HtmlDocuments.LargestFile ? HtmlDocuments.Read(bytes, charset, out fault)
                : format?.Media is "text/html" or "text/plain" or "text/markdown" or "application/pdf" or DocxDocuments.Media or RtfDocuments.Media ? ReportFormats.Read(bytes, out fault) : Other(format, out fault);
        }

        return new(name, bytes, report?.Media ?? media, report, fault);
    }

    private static ReadReport? Other(ReportFormat? format, out IntakeFault fault)
    {
        fault = new("archive/page", "", format is null ? "this is no page of a known format" : $"{format.Name} inside an archive is not opened; take it out and add it");
        return null;
    }

    /// <summary>What stays in the original alone, named so that it can be found there.</summary>
    public static string Closed(ReportPart part) => $"not read, and in the original alone: {part.Name} ({part.Media}, {part.Bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(part.Bytes))})";
}
