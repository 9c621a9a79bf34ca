using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Probatum.Spectra;

/// <summary>Walks text line by line: LF, CR LF and CR all end one; a byte order mark is skipped.</summary>
internal ref struct TextLines
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create("\r\n"u8);
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest;

    public TextLines(ReadOnlySpan<byte> text) =>
        _rest = text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? text[3..] : text;

    /// <summary>The line's number, counted from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOfAny(Ends);
        Current = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + (_rest[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1))..];
        Number++;
        return true;
    }

    /// <summary>Takes the next line where it is two plain numbers with a blank, tab or comma between, as most lines of libraries are.</summary>
    public bool NextPair(out double first, out double second)
    {
        second = 0.0;
        if (!Decimals.TryPlain(_rest, out first, out var used) || used >= _rest.Length || _rest[used] is not ((byte)' ' or (byte)'\t' or (byte)','))
        {
            return false;
        }

        var rest = _rest[(used + 1)..];
        if (!Decimals.TryPlain(rest, out second, out used) || used >= rest.Length || rest[used] != (byte)'\n')
        {
            return false;
        }

        _rest = rest[(used + 1)..];
        Number++;
        return true;
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t"u8);

    /// <summary>Text as UTF-8, else as Latin-1, which old libraries are in (a micro sign in a column's name).</summary>
    public static string TextOf(ReadOnlySpan<byte> value)
    {
        if (Ascii.IsValid(value))
        {
            return Encoding.ASCII.GetString(value).Trim();
        }

        try
        {
            return StrictUtf8.GetString(value).Trim();
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(value).Trim();
        }
    }

    /// <summary>Whether bytes are text at all: no control byte but tab, line feed, carriage return, form feed, end of file.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        foreach (var b in start)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1A))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Case, blanks, hyphens, slashes and underscores don't count in keys: letters and digits in small letters.</summary>
    public static string KeyOf(ReadOnlySpan<byte> key)
    {
        Span<char> letters = stackalloc char[40];
        var count = 0;
        foreach (var b in key)
        {
            if (char.IsAsciiLetterOrDigit((char)b) && count < letters.Length)
            {
                letters[count++] = char.ToLowerInvariant((char)b);
            }
        }

        return new(letters[..count]);
    }
}

/// <summary>Reads decimal numbers from text, correctly rounded.</summary>
internal static class Decimals
{
    // every power of ten up to here is exact as a double, so that one division rounds once (W. D. Clinger, 1990)
    private const int LargestExactPower = 22;
    private const int MostDigits = 18;
    private const ulong LargestExact = 1UL << 53;

    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ];

    /// <summary>A finite number at the start of a text and how many bytes it takes.</summary>
    public static bool TryTake(ReadOnlySpan<byte> text, out double value, out int used)
    {
        if (TryPlain(text, out value, out used))
        {
            return true;
        }

        // a leading plus sign is allowed in all our formats
        var sign = text is [(byte)'+', ..] ? 1 : 0;
        if (sign == 1 && text is [_, (byte)'-' or (byte)'+', ..])
        {
            return false;
        }

        if (Utf8Parser.TryParse(text[sign..], out value, out used, 'g') && double.IsFinite(value))
        {
            used += sign;
            return true;
        }

        (value, used) = (0, 0);
        return false;
    }

    /// <summary>A text that is one finite number and nothing else, but for blanks around it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        text = TextLines.Trim(text);
        return TryTake(text, out value, out var used) && used == text.Length;
    }

    /// <summary>A text that is one whole number from 0 and nothing else, but for blanks around it.</summary>
    public static bool TryCount(ReadOnlySpan<byte> text, out int count)
    {
        text = TextLines.Trim(text);
        return Utf8Parser.TryParse(text, out count, out var used) && used == text.Length && count >= 0;
    }

    /// <summary>Digits with at most one point and no exponent: nearly all numbers that are met.</summary>
    public static bool TryPlain(ReadOnlySpan<byte> text, out double value, out int used)
    {
        ulong digits = 0;
        var (at, point) = (0, -1);
        for (; at < text.Length; at++)
        {
            var digit = unchecked((uint)(text[at] - '0'));
            if (digit <= 9)
            {
                // beyond the most digits this runs over and is thrown away below
                digits = unchecked((digits * 10) + digit);
            }
            else if (text[at] == (byte)'.' && point < 0)
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        var count = at - (point < 0 ? 0 : 1);
        (value, used) = (0, at);
        var decimals = point < 0 ? 0 : at - point - 1;
        if (count == 0 || count > MostDigits || digits > LargestExact || decimals > LargestExactPower
            || (at < text.Length && (text[at] | 0x20) == 'e'))
        {
            return false;
        }

        value = decimals == 0 ? digits : digits / Powers[decimals];
        return true;
    }
}
