using System.Text;

namespace Probatum.Intake;

/// <summary>Plain text: by its byte order mark, as UTF-8, as UTF-16 without a mark, or in an 8-bit encoding by its letters. Kept as it is but for the mark.</summary>
internal static class PlainText
{
    public const int LargestFile = 16 << 20;

    // Text has no control characters but these; a binary file has others in its first bytes.
    private const string Allowed = "\t\n\r\f\u001b";
    private const int Looked = 4096;

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        if (TextEncodings.Marked(file.Span) is not null || Unmarked16(file.Span) is not null)
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

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        if (Decode(bytes, out var how, out fault) is not { } text)
        {
            return null;
        }

        return new(text, "text/plain", null, null, null, "text/2") { Map = Lines(text), Notes = [$"read as {how}"] };
    }

    /// <summary>A map that says lines.</summary>
    public static SourceMap Lines(string text)
    {
        var mapped = new MappedText();
        mapped.Append(text, mapped.Place(new(Line: 1)));
        return mapped.Build().Map;
    }

    /// <summary>The text of the bytes and how they were read; null with the place of the first byte that is none.</summary>
    public static string? Decode(byte[] bytes, out string how, out IntakeFault fault)
    {
        fault = default;
        var (encoding, skip) = ((Encoding)new UTF8Encoding(false, true), 0);
        how = "utf-8";
        if (TextEncodings.Marked(bytes) is var (marked, name, length))
        {
            (encoding, how, skip) = (Encoding.GetEncoding(marked.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback), $"{name}, by its mark", length);
        }
        else if (Unmarked16(bytes) is { } wide)
        {
            (encoding, how) = (wide, $"{wide.WebName}, by its blanks: it has no mark");
        }

        try
        {
            return encoding.GetString(bytes, skip, bytes.Length - skip);
        }
        catch (DecoderFallbackException e)
        {
            var place = $"byte {skip + Math.Max(0, e.Index)}";
            if (encoding is UTF8Encoding && MostlyUtf8(bytes))
            {
                fault = new("text/mixed-encodings", place, "the text is UTF-8 up to here and has something else in it; save it in one encoding and add it again");
            }
            else if (encoding is UTF8Encoding && skip == 0 && LetterStatistics.Guess(bytes) is { } guess)
            {
                how = $"{guess.WebName}, by its letters: it is no UTF-8 and names no encoding";
                return guess.GetString(bytes);
            }
            else
            {
                fault = new("text/encoding", place, "the text is not UTF-8, nor is another encoding plain from its letters; save it as UTF-8 and add it again");
            }

            return null;
        }
    }

    // More multi-byte characters of UTF-8 than bytes that are none.
    private static bool MostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (good, bad) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var used);
            (good, bad) = status != System.Buffers.OperationStatus.Done ? (good, bad + 1) : (good + (rune.IsAscii ? 0 : 1), bad);
            bytes = bytes[used..];
        }

        return good > bad;
    }

    // UTF-16 without a mark: pairs of bytes, blanks and line ends among them, nothing that is no character.
    private static UnicodeEncoding? Unmarked16(ReadOnlySpan<byte> file)
    {
        var looked = file[..(Math.Min(Looked, file.Length) & ~1)];
        return looked.Length < 16 || file.Length % 2 != 0 ? null
            : Fits(looked, 0, 1) ? new(false, false, true)
            : Fits(looked, 1, 0) ? new(true, false, true) : null;
    }

    private static bool Fits(ReadOnlySpan<byte> bytes, int low, int high)
    {
        var blanks = 0;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            var c = (char)(bytes[i + low] | (bytes[i + high] << 8));
            if (c is ' ' or '\n')
            {
                blanks++;
            }
            else if ((char.IsControl(c) && !Allowed.Contains(c, StringComparison.Ordinal)) || (c > '\u07FF' && c is < '\u2000' or (> '\u2FFF' and < '\u3000')))
            {
                return false;
            }
        }

        return blanks * 40 >= bytes.Length / 2;
    }
}
