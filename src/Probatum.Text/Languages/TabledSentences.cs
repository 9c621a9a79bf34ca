namespace Probatum.Text;

/// <summary>Cuts a paragraph into sentences by stops alone, for languages that are read by tables.</summary>
internal static class TabledSentences
{
    // As for English: the bound keeps the rules linear in a text without stops.
    private const int Longest = 250;

    public static IEnumerable<Sentence> Cut(LanguageTables tables, List<Token> tokens, int depth)
    {
        var start = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i + 1 == tokens.Count || i - start >= Longest || EndsAfter(tables, tokens, i))
            {
                yield return new(tokens.GetRange(start, i + 1 - start), depth);
                start = i + 1;
            }
        }
    }

    private static bool EndsAfter(LanguageTables tables, List<Token> tokens, int i)
    {
        var next = tokens[i + 1];
        if (tokens[i].Quote is { } quote)
        {
            return quote.Inner.Count > 0 && IsStop(quote.Inner[^1]) && Begins(next)
                && !tables.Verbs.ContainsKey(next.Lower);
        }

        return IsStop(tokens[i]) && (Begins(next) || next.IsQuote || next.Kind == TokenKind.Number)
            && !(i > 0 && tokens[i].Text == "." && tokens[i].Start == tokens[i - 1].End && tables.Abbreviations.Contains(tokens[i - 1].Lower));
    }

    // Scripts without capitals begin a sentence with any word.
    private static bool Begins(Token next) => next.IsWord && next.Text.Length > 0 && !char.IsLower(next.Text[0]);

    private static bool IsStop(Token token) => token.Kind == TokenKind.Mark && token.Text is "." or "!" or "?" or "…" or "؟" or "۔";
}
