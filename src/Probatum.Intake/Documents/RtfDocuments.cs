using System.Text;

namespace Probatum.Intake;

/// <summary>Rich text (RTF): its words, paragraph by paragraph, notes behind the paragraph that calls them.</summary>
/// <remarks>Source: Rich Text Format Specification 1.9.1; [MS-OXRTFEX] for a page that a mail program hid in it.</remarks>
internal static class RtfDocuments
{
    public const int LargestFile = 64 << 20;
    public const string Media = "application/rtf";

    public static bool Recognises(ReadOnlyMemory<byte> file) => file.Span.StartsWith("{\\rtf"u8);

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        if (Words(bytes, null, out var words, out fault) is not { } mapped)
        {
            return null;
        }

        mapped.TrimEnd();
        mapped.Separate("\n");
        var (text, map) = mapped.Build();
        if (!text.Any(char.IsLetterOrDigit))
        {
            fault = new("rtf/no-text", "", "the document holds no text: it may hold pictures of pages");
            return null;
        }

        var told = Told.Of(words.Told);
        return new(text, Media, told.FirstOrDefault(one => one.Name == "title")?.Value, null, null, "rtf/1") { Map = map, Told = told, Notes = [.. words.Notes] };
    }

    /// <summary>The words of a body that a mail keeps as rich text; null with the fault.</summary>
    public static MappedText? Words(byte[] bytes, string? part, out IntakeFault fault) => Words(bytes, part, out _, out fault);

    private static MappedText? Words(byte[] bytes, string? part, out RtfText words, out IntakeFault fault)
    {
        words = new(bytes, part);
        try
        {
            fault = default;
            words.Read();
            return words.Page is { } page ? HtmlDocuments.Whole(Encoding.UTF8.GetBytes(page), "utf-8", part is null ? "page" : part, out fault) : words.Mapped;
        }
        catch (DocumentException e)
        {
            fault = e.Fault;
            return null;
        }
    }
}
