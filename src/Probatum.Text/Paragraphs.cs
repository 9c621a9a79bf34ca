using System.Buffers;

namespace Probatum.Text;

/// <summary>Cuts a document into paragraphs: lines, save that a line broken in the middle of a sentence is joined
/// again.</summary>
internal static class Paragraphs
{
    private const int WrappedLine = 40;
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\n\r\f\v\u0085\u2028\u2029");

    /// <summary>The paragraphs' bounds in UTF-16 units, empty ones left out.</summary>
    public static IEnumerable<(int Start, int End)> Read(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = LineEnd(text, start);
            while (end < text.Length && GoesOn(text, start, end))
            {
                end = LineEnd(text, end + 1);
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

    // A full line that ends without a mark and a next line that begins small: a text editor broke the line.
    private static bool GoesOn(string text, int start, int end)
    {
        var next = end + 1;
        if (text[end] == '\r' && next < text.Length && text[next] == '\n')
        {
            next++;
        }

        return end - start >= WrappedLine && next < text.Length && char.IsLower(text[next])
            && (char.IsLetterOrDigit(text[end - 1]) || text[end - 1] is ',' or ' ' or '-');
    }
}
