using System.Buffers;

namespace Probatum.Text;

/// <summary>Positions in a text, in UTF-16 units as .NET counts them and in code points as spans count them.</summary>
/// <remarks>A surrogate without its partner counts as one code point, so every text has a position for every
/// unit.</remarks>
public static class CodePoints
{
    private static readonly SearchValues<char> Surrogates =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(unit => (char)unit)]);

    /// <summary>How many code points <paramref name="text"/> has.</summary>
    public static int Count(string text) => FromUtf16(text, text.Length);

    /// <summary>The code points before the UTF-16 unit <paramref name="index"/>, 0 to the text's length.</summary>
    public static int FromUtf16(string text, int index)
    {
        var points = index;
        for (var i = NextPair(text, 0); i + 1 < index; i = NextPair(text, i + 2))
        {
            points--;
        }

        return points;
    }

    /// <summary>The UTF-16 unit at which code point <paramref name="point"/> begins; the text's length if it is past
    /// the end.</summary>
    public static int ToUtf16(string text, int point)
    {
        var index = Math.Max(point, 0);
        for (var i = NextPair(text, 0); i < text.Length && i < index; i = NextPair(text, i + 2))
        {
            index++;
        }

        return Math.Min(index, text.Length);
    }

    /// <summary>The words of <paramref name="span"/>, exactly as <paramref name="text"/> has them.</summary>
    public static string Slice(string text, Span span)
    {
        var start = ToUtf16(text, span.Start);
        return text[start..Math.Max(start, ToUtf16(text, span.End))];
    }

    /// <summary>For every UTF-16 position 0 … length the code points before it; null where both counts agree.</summary>
    internal static int[]? Map(string text)
    {
        if (NextPair(text, 0) >= text.Length)
        {
            return null;
        }

        var map = new int[text.Length + 1];
        for (var i = 0; i < text.Length; i++)
        {
            var second = i > 0 && char.IsSurrogatePair(text[i - 1], text[i]) && map[i] != map[i - 1];
            map[i + 1] = second ? map[i] : map[i] + 1;
        }

        // Inside a pair the count is that of the pair's end: no span of ours begins or ends there.
        return map;
    }

    private static int NextPair(string text, int from)
    {
        while (from < text.Length)
        {
            var found = text.AsSpan(from).IndexOfAny(Surrogates);
            if (found < 0)
            {
                return text.Length;
            }

            from += found;
            if (from + 1 < text.Length && char.IsSurrogatePair(text[from], text[from + 1]))
            {
                return from;
            }

            from++;
        }

        return text.Length;
    }
}
