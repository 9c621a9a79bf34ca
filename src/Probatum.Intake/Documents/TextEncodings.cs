using System.Text;
using System.Text.RegularExpressions;

namespace Probatum.Intake;

/// <summary>In which encoding bytes are a text: by their mark, by what is declared, as UTF-8, or by the statistics of their letters.</summary>
/// <remarks>
/// Deterministic: the same bytes give the same answer, and it is said. A declaration inside a file is in its first
/// kilobytes. Source for the order: WHATWG HTML, 13.2.3 (mark, transport, declaration).
/// </remarks>
internal static partial class TextEncodings
{
    private const int Declared = 4096;

    /// <summary>The source of a page and the words for its encoding; total.</summary>
    public static (string Text, string Encoding) OfPage(byte[] bytes, string? charset)
    {
        if (Marked(bytes) is var (marked, name, skip))
        {
            return (marked.GetString(bytes, skip, bytes.Length - skip), $"{name}, by its mark");
        }

        if (charset is not null && Named(charset) is { } told)
        {
            return (told.GetString(bytes), $"{told.WebName}, as its header says");
        }

        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(Declared, bytes.Length));
        var meta = MetaCharset().Match(head) is { Success: true } found ? found.Groups[1].Value : XmlEncoding().Match(head) is { Success: true } xml ? xml.Groups[1].Value : null;
        if (meta is not null && Named(meta) is { } declared)
        {
            // A page whose declaration could be read as ASCII is no UTF-16.
            var encoding = declared is UnicodeEncoding or UTF32Encoding ? Encoding.UTF8 : declared;
            return (encoding.GetString(bytes), $"{encoding.WebName}, as it declares");
        }

        if (IsUtf8(bytes))
        {
            return (Encoding.UTF8.GetString(bytes), "utf-8");
        }

        return LetterStatistics.Guess(bytes) is { } guess
            ? (guess.GetString(bytes), $"{guess.WebName}, by its letters: it declares no encoding")
            : (Named("windows-1252")!.GetString(bytes), "windows-1252: it declares no encoding");
    }

    /// <summary>An encoding by the name that files give it; null for none that is known.</summary>
    public static Encoding? Named(string name)
    {
        var label = name.Trim().Trim('"', '\'').ToLowerInvariant();

        // What calls itself Latin-1 or ASCII is read as the superset that browsers take. Source: WHATWG Encoding, 4.2.
        label = label is "iso-8859-1" or "latin1" or "us-ascii" or "ascii" ? "windows-1252" : label is "utf8" ? "utf-8" : label;
        try
        {
            return label.Length is 0 or > 40 || label is "utf-7" ? null : CodePagesEncodingProvider.Instance.GetEncoding(label) ?? Encoding.GetEncoding(label);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The encoding that a byte order mark tells, with its name and the mark's length.</summary>
    public static (Encoding Encoding, string Name, int Skip)? Marked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (new UTF8Encoding(false, false), "utf-8", 3),
        [0xFF, 0xFE, 0, 0, ..] => (new UTF32Encoding(false, true, false), "utf-32le", 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(true, true, false), "utf-32be", 4),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(false, true, false), "utf-16le", 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, true, false), "utf-16be", 2),
        _ => null,
    };

    /// <summary>Whether the bytes are UTF-8 throughout.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    [GeneratedRegex("<meta\\b[^>]{0,300}?\\bcharset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]{1,40})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetaCharset();

    [GeneratedRegex("^\\s*<\\?xml\\b[^>]{0,200}?\\bencoding\\s*=\\s*[\"']([A-Za-z0-9_:.-]{1,40})[\"']", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex XmlEncoding();
}
