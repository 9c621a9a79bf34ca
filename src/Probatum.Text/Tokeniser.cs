using System.Buffers;
using System.Globalization;

namespace Probatum.Text;

/// <summary>Cuts a stretch of text into words, numbers and marks; decoration of marked-up pages is passed
/// over.</summary>
/// <remarks>Total and linear. Addresses, '*', '_', '#' and the brackets of links are no tokens, so no rule sees
/// them.</remarks>
internal static class Tokeniser
{
    private static readonly SearchValues<char> AddressEnds = SearchValues.Create(" \t\r\n)>\u00A0\"");

    public static List<Token> Read(string text, int start, int end)
    {
        var tokens = new List<Token>();
        for (var at = start; at < end;)
        {
            var skip = Decoration(text, at, end);
            if (skip > at)
            {
                at = skip;
            }
            else if (IsLetter(text, at, end, out var width))
            {
                at = Word(text, at, at + width, end, tokens);
            }
            else
            {
                // Two hyphens are a dash, two single quotation marks are a double one.
                var twice = at + 1 < end && text[at + 1] == text[at] && text[at] is '-' or '\'' or '’' or '‘';
                var mark = twice && text[at] != '-' ? "\"" : text.Substring(at, twice ? 2 : width);
                tokens.Add(new(at, at + (twice ? 2 : width), TokenKind.Mark, mark, mark));
                at = tokens[^1].End;
            }
        }

        return tokens;
    }

    private static int Decoration(string text, int at, int end)
    {
        var unit = text[at];
        if (char.IsWhiteSpace(unit) || unit is '*' or '#' or '_' or '\\' or '`' or '~' or '\u200B' or '\uFEFF' or '|')
        {
            return at + 1;
        }

        // '[words](address)': the words are text, the rest is not.
        var rest = text.AsSpan(at, end - at);
        if (rest.StartsWith("](", StringComparison.Ordinal))
        {
            var close = rest[..Math.Min(rest.Length, 2048)].IndexOf(')');
            return close < 0 ? at + 1 : at + close + 1;
        }

        if (unit == '[' && IsLink(rest))
        {
            return at + 1;
        }

        if (rest.StartsWith("http://", StringComparison.Ordinal)
            || rest.StartsWith("https://", StringComparison.Ordinal)
            || rest.StartsWith("<http", StringComparison.Ordinal) || rest.StartsWith("www.", StringComparison.Ordinal))
        {
            var stop = rest.IndexOfAny(AddressEnds);
            return stop < 0 ? end : at + stop + (rest[stop] == '>' ? 1 : 0);
        }

        return at;
    }

    private static bool IsLink(ReadOnlySpan<char> rest)
    {
        var near = rest[..Math.Min(rest.Length, 512)];
        var close = near.IndexOf(']');
        return close > 0 && close + 1 < near.Length && near[close + 1] == '(';
    }

    private static bool IsLetter(string text, int at, int end, out int width)
    {
        width = at + 1 < end && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        var category = CharUnicodeInfo.GetUnicodeCategory(text, at);
        return category is <= UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
            || (text[at] == '@' && at + 1 < end && char.IsLetter(text[at + 1]));
    }

    private static int Word(string text, int start, int at, int end, List<Token> tokens)
    {
        var dots = false;
        while (at < end)
        {
            if (IsLetter(text, at, end, out var width) && text[at] != '@')
            {
                at += width;
            }
            else if (at + 1 < end && IsLetter(text, at + 1, end, out _) && text[at + 1] != '@'
                && Joins(text, start, at))
            {
                dots |= text[at] == '.';
                at++;
            }
            else
            {
                break;
            }
        }

        var number = char.IsDigit(text[start]);
        if (at < end && text[at] == '.' && !number && KeepsStop(text, start, at, dots))
        {
            at++;
        }

        // Possession is a word of its own: "the Ministry", "'s".
        var body = at - start > 2 && text[at - 1] is 's' or 'S' && text[at - 2] is '\'' or '’' ? at - 2 : at;
        Add(text, start, body, number ? TokenKind.Number : TokenKind.Word, tokens);
        if (body < at)
        {
            Add(text, body, at, TokenKind.Word, tokens);
        }

        return at;
    }

    private static bool Joins(string text, int start, int at) => text[at] switch
    {
        '-' or '\'' or '’' or '&' or '\u2010' or '\u2011' => true,
        ',' or ':' => char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]),
        '/' => char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]),
        '.' => (char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]))
            || (char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]) && (at - start == 1 || text[at - 2] == '.')),
        _ => false,
    };

    private static bool KeepsStop(string text, int start, int at, bool dots) =>
        dots || (at - start == 1 && char.IsUpper(text[start]) && text[start] != 'I')
        || (at - start <= 6 && Words.Abbreviations.Contains(text[start..at].ToLowerInvariant())
            && (char.IsUpper(text[start])
            || text.AsSpan(start, at - start) is "vs" or "etc" or "a.m" or "p.m" or "e.g" or "i.e"));

    private static void Add(string text, int start, int end, TokenKind kind, List<Token> tokens)
    {
        var word = text[start..end];
        tokens.Add(new(start, end, kind, word, word.ToLowerInvariant()));
    }
}
