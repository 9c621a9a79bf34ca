using System.Buffers;

namespace Probatum.Text;

/// <summary>Cuts a document into paragraphs: lines, save that a line broken in the middle of a sentence is joined
/// again.</summary>
internal static class Paragraphs
{
    private const int WrappedLine = 40;
    private const int WidestWrapped = 120;
    private const int FewBreaks = 3;
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\n\r\f\v\u0085\u2028\u2029");

    /// <summary>The paragraphs' bounds in UTF-16 units, empty ones left out.</summary>
    public static IEnumerable<(int Start, int End)> Read(string text)
    {
        var (start, width) = (0, Width(text));
        while (start < text.Length)
        {
            var (line, end) = (start, LineEnd(text, start));
            while (end < text.Length && (GoesOn(text, start, end) || IsFull(text, line, end, width)))
            {
                line = Next(text, end);
                end = LineEnd(text, line);
            }

            if (!text.AsSpan(start, end - start).IsWhiteSpace())
            {
                yield return (start, end);
            }

            start = end + 1;
        }
    }

    private static int LineEnd(string text, int from)
    {
        var length = text.AsSpan(from).IndexOfAny(Breaks);
        return length < 0 ? text.Length : from + length;
    }

    private static int Next(string text, int end) => text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;

    /// <summary>The width at which a program broke all lines of the text; 0 where none did.</summary>
    private static int Width(string text)
    {
        var (widest, breaks, full) = (0, 0, 0);
        for (var start = 0; start < text.Length && widest <= WidestWrapped;)
        {
            var end = LineEnd(text, start);
            widest = Math.Max(widest, end - start);
            start = end < text.Length ? Next(text, end) : end + 1;
        }

        if (widest is < WrappedLine or > WidestWrapped)
        {
            return 0;
        }

        for (var start = 0; start < text.Length;)
        {
            var end = LineEnd(text, start);
            var next = end < text.Length ? Next(text, end) : end + 1;
            if (end > start && next < text.Length && LineEnd(text, next) > next)
            {
                breaks++;
                full += IsFull(text, start, end, widest) ? 1 : 0;
            }

            start = next;
        }

        return breaks >= FewBreaks && full * 10 >= breaks * 8 ? widest : 0;
    }

    // The next line's first word found no room in this one.
    private static bool IsFull(string text, int start, int end, int width)
    {
        var next = end < text.Length ? Next(text, end) : text.Length;
        if (width == 0 || end == start || next >= text.Length || char.IsWhiteSpace(text[next]) || text[end] is '\f' or '\v')
        {
            return false;
        }

        var word = text.AsSpan(next, LineEnd(text, next) - next).IndexOf(' ');
        return end - start + 1 + (word < 0 ? LineEnd(text, next) - next : word) > width;
    }

    // A full line that ends without a mark and a next line that begins small: a text editor broke the line.
    private static bool GoesOn(string text, int start, int end)
    {
        var next = Next(text, end);
        return end - start >= WrappedLine && next < text.Length && char.IsLower(text[next])
            && (char.IsLetterOrDigit(text[end - 1]) || text[end - 1] is ',' or ' ' or '-');
    }
}
