namespace Probatum.Text;

/// <summary>Finds quotations in a paragraph and puts each in place of its words.</summary>
/// <remarks>
/// A quotation left open ends with its paragraph. A closing mark that stands before a word and after a space is taken
/// for an opening one, because printers turn it round. A few words in marks are no quotation but a name or a distance:
/// their marks are dropped and the words stay.
/// </remarks>
internal static class Quotations
{
    private const int FewWords = 4;

    /// <summary>The tokens of a paragraph with every quotation as one token.</summary>
    /// <param name="tokens">The paragraph.</param>
    /// <param name="isSaid">Whether what stands around marks, at the indices of the opening and the closing one, shows
    /// that even a few words in them are said; null where nothing does.</param>
    public static List<Token> Fold(List<Token> tokens, Func<List<Token>, int, int, bool>? isSaid = null)
    {
        var folded = new List<Token>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!Opens(tokens, i))
            {
                if (!IsDouble(tokens[i]))
                {
                    folded.Add(tokens[i]);
                }

                continue;
            }

            var close = Close(tokens, i);
            if (close < 0)
            {
                folded.Add(tokens[i]);
                continue;
            }

            var inner = tokens.GetRange(i + 1, Math.Min(close, tokens.Count) - i - 1);
            if (IsLong(inner, i > 0 ? tokens[i - 1] : null, close < tokens.Count)
                || (isSaid is not null && inner.Count > 0 && isSaid(tokens, i, close)))
            {
                var end = close < tokens.Count ? tokens[close].End : tokens[^1].End;
                var quote = new Quotation(tokens[i].Start, end, inner, close < tokens.Count,
                    tokens[i].Text is "”" or "»");
                folded.Add(new(quote.Start, quote.End, TokenKind.Quote, "", "", quote));
            }
            else
            {
                folded.AddRange(inner);
            }

            i = close;
        }

        return folded;
    }

    private static bool IsDouble(Token token) =>
        token.Kind == TokenKind.Mark && token.Text is "\"" or "“" or "”" or "„" or "«" or "»" or "‟" or "″";

    private static bool Opens(List<Token> tokens, int i)
    {
        if (tokens[i].Kind != TokenKind.Mark)
        {
            return false;
        }

        return tokens[i].Text switch
        {
            "\"" or "“" or "„" or "«" or "‟" or "‹" => true,
            "”" or "»" => i + 1 < tokens.Count && tokens[i].End == tokens[i + 1].Start
                && tokens[i + 1].Kind != TokenKind.Mark,
            "‘" or "'" or "‚" => i + 1 < tokens.Count && tokens[i].End == tokens[i + 1].Start
                && tokens[i + 1].Kind != TokenKind.Mark,
            _ => false,
        };
    }

    // The index of the closing mark, the token count where the paragraph ends first, -1 where it is no quotation.
    private static int Close(List<Token> tokens, int open)
    {
        var mark = tokens[open].Text;
        var single = mark is "‘" or "'" or "‚" or "‹";
        var limit = single ? Math.Min(tokens.Count, open + 200) : tokens.Count;
        for (var i = open + 1; i < limit; i++)
        {
            if (tokens[i].Kind != TokenKind.Mark)
            {
                continue;
            }

            var text = tokens[i].Text;
            var closes = mark switch
            {
                "„" => text is "“" or "”" or "\"",
                "«" => text == "»",
                "»" => text is "«" or "»",
                "‹" => text == "›",
                "‘" or "'" or "‚" => text is "’" or "'" or "‘" && tokens[i - 1].End == tokens[i].Start
                    && (i + 1 == tokens.Count || tokens[i + 1].Start > tokens[i].End
                    || tokens[i + 1].Kind == TokenKind.Mark),
                _ => text is "”" or "\"" or "″",
            };
            if (closes)
            {
                return i;
            }
        }

        return single ? -1 : tokens.Count;
    }

    private static bool IsLong(List<Token> inner, Token? before, bool closed) =>
        inner.Count > 0 && (!closed || inner.Count(token => token.IsWord) >= FewWords
            || inner[^1].Lower is "." or "," or "!" or "?" || before is { Text: ":" });
}
