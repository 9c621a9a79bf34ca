using System.Text;

namespace Probatum.Intake;

/// <summary>Plain text: UTF-8, or UTF-16 with a byte order mark. Kept as it is but for the mark.</summary>
internal static class PlainText
{
    public const int LargestFile = 16 << 20;

    // Text has no control characters but these; a binary file has others in its first bytes.
    private const string Allowed = "\t\n\r\f\u001b";
    private const int Looked = 4096;

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        if (Marked(file.Span) is not null)
        {
            return true;
        }

        foreach (var b in file.Span[..Math.Min(Looked, file.Length)])
        {
            if (b < 0x20 && !Allowed.Contains((char)b, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault) =>
        Decode(bytes, out fault) is { } text ? new(text, "text/plain", null, null, null, "text/1") : null;

    /// <summary>The text of the bytes; null with the place of the first byte that is none.</summary>
    public static string? Decode(byte[] bytes, out IntakeFault fault)
    {
        fault = default;
        var marked = Marked(bytes);
        Encoding encoding = marked is not null ? marked : new UTF8Encoding(false, true);
        var skip = marked?.GetPreamble().Length ?? (bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0);
        try
        {
            return encoding.GetString(bytes, skip, bytes.Length - skip);
        }
        catch (DecoderFallbackException e)
        {
            fault = new("text/encoding", $"byte {skip + Math.Max(0, e.Index)}", "the text is not UTF-8; save it as UTF-8 and add it again");
            return null;
        }
    }

    private static UnicodeEncoding? Marked(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xFE, ..] => new(false, true, true),
        [0xFE, 0xFF, ..] => new(true, true, true),
        _ => null,
    };
}
