namespace Probatum.Text;

/// <summary>A sentence: tokens in order, every quotation in it as one token.</summary>
/// <param name="Tokens">Its tokens, the closing stop included.</param>
/// <param name="Depth">0 in the report's own voice, 1 inside a quotation, and so on.</param>
internal sealed record Sentence(List<Token> Tokens, int Depth)
{
    public int Count => Tokens.Count;

    public Token this[int index] => Tokens[index];

    public Token? At(int index) => index >= 0 && index < Count ? Tokens[index] : null;

    /// <summary>Whether the token is one of these words.</summary>
    public bool Is(int index, params ReadOnlySpan<string> words) =>
        index >= 0 && index < Count && words.Contains(Tokens[index].Lower);

    /// <summary>Whether the token is in one of these groups of words.csv.</summary>
    public bool IsIn(int index, params ReadOnlySpan<string> groups)
    {
        foreach (var group in groups)
        {
            if (index >= 0 && index < Count && Tokens[index].IsIn(group))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsMark(int index, string marks) =>
        index >= 0 && index < Count && Tokens[index].Kind == TokenKind.Mark
            && marks.Contains(Tokens[index].Text, StringComparison.Ordinal);

    public bool IsCapitalAt(int index) => index >= 0 && index < Count && Tokens[index].IsCapital;

    public bool IsQuote(int index) => index >= 0 && index < Count && Tokens[index].IsQuote;

    /// <summary>The index after the last token that is not a closing stop.</summary>
    public int Body { get; } = 1 + Tokens.FindLastIndex(token => token.Kind != TokenKind.Mark
        || token.Text is not ("." or "!" or "?" or "…" or "؟" or "۔"));

    /// <summary>Whether the words begin with capitals throughout, as some headlines have it.</summary>
    public bool IsTitleCase { get; } = Tokens.Count(token => token.IsCapital) * 2 > Tokens.Count(token => token.IsWord)
        && !Tokens.Exists(token => token is { IsWord: true, IsCapital: false, Use: not null });

    /// <summary>The reporting verb at <paramref name="index"/>; 'States' in a name is none.</summary>
    public VerbUse? UseAt(int index) =>
        index >= 0 && index < Count && (!Tokens[index].IsCapital || index == 0 || IsTitleCase) ? Tokens[index].Use
            : null;

    /// <summary>The words of a stretch, as printed, one space between them.</summary>
    public string Words(int from, int to)
    {
        var words = "";
        for (var i = from; i < to; i++)
        {
            var apart = words.Length > 0 && !Tokens[i].IsPossessive && !IsMark(i, ",.;:)]") && !IsMark(i - 1, "([");
            words += (apart ? " " : "") + Tokens[i].Text;
        }

        return words;
    }
}

/// <summary>Cuts a paragraph's tokens, quotations folded, into sentences.</summary>
internal static class Sentences
{
    // No sentence of a report is as long; the bound keeps the rules linear in a text without stops.
    private const int Longest = 250;

    public static IEnumerable<Sentence> Cut(List<Token> tokens, int depth)
    {
        var start = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i + 1 == tokens.Count || i - start >= Longest || EndsAfter(tokens, i))
            {
                yield return new(tokens.GetRange(start, i + 1 - start), depth);
                start = i + 1;
            }
        }
    }

    private static bool EndsAfter(List<Token> tokens, int i)
    {
        var next = tokens[i + 1];
        if (tokens[i].Quote is { } quote)
        {
            return quote.EndsSentence && next.IsCapital && !IsTag(tokens, i + 1, quote.Inner[^1].Text == ".");
        }

        if (tokens[i].IsWord)
        {
            // 'the U.S. The minister …': an initialism may close a sentence too.
            return tokens[i].Text.Length > 2 && tokens[i].Text[^1] == '.' && tokens[i].Text.AsSpan(..^1).Contains('.')
                && next.IsCapital && next.IsIn("starter");
        }

        if (tokens[i].Kind != TokenKind.Mark || tokens[i].Text is not ("." or "!" or "?" or "…"))
        {
            return false;
        }

        // 'she said.”We know': with the mark turned round the stop is a printer's comma.
        return next.IsCapital
            || (next.IsQuote && !(next.Quote is { Turned: true } && i > 0 && tokens[i - 1].Use is not null))
            || next.Kind == TokenKind.Number
            || (next.Kind == TokenKind.Mark && next.Text is "(" or "[" or "-" or "–" or "•" or "‘" or "'");
    }

    // '"Is it so?" Smith asked.' is one sentence; '"It is so." The minister left.' is two.
    private static bool IsTag(List<Token> tokens, int from, bool strict)
    {
        if (strict)
        {
            return false;
        }

        for (var i = from; i < Math.Min(tokens.Count, from + 8); i++)
        {
            if (tokens[i].Use is { } use && use.Verb.Takes('Q'))
            {
                return true;
            }

            if (tokens[i].Kind == TokenKind.Mark && tokens[i].Text is "." or "?" or "!")
            {
                return false;
            }
        }

        return false;
    }
}
