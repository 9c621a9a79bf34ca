namespace Probatum.Text;

/// <summary>The roles of a claim's words as a sequence model marks them, one label a token.</summary>
internal static class Marks
{
    public const int Count = 7;
    public const byte None = 0;
    public const byte Source = 1;
    public const byte Cue = 3;
    public const byte Content = 5;

    /// <summary>Whether a label may follow another: a role goes on only where it has begun.</summary>
    public static bool MayFollow(int before, int label) => label is not (2 or 4 or 6) || before == label || before == label - 1;
}

/// <summary>A sentence as the sequence model reads it: quotations opened up, every token with its place in or outside marks.</summary>
/// <param name="Tokens">The words, numbers and marks.</param>
/// <param name="Quote">For each: 0 outside quotations, 1 inside, 2 the mark that opens, 3 the one that closes.</param>
/// <param name="BeginsParagraph">True for the first sentence of its paragraph.</param>
internal sealed record FlatSentence(Token[] Tokens, byte[] Quote, bool BeginsParagraph)
{
    // what is longer is cut: no sentence of a report is, and the bound keeps memory small
    private const int Longest = 400;

    public int Count => Tokens.Length;

    /// <summary>The sentences of a whole text in order.</summary>
    public static IEnumerable<FlatSentence> Of(string text)
    {
        foreach (var (start, end) in Paragraphs.Read(text))
        {
            var line = Tokeniser.Read(text, start, end);
            if (!line.Exists(token => token.IsWord) || HeadlineRules.IsTeaser(line))
            {
                continue;
            }

            var first = true;
            foreach (var sentence in Sentences.Cut(Quotations.Fold(line), 0).SelectMany(Open))
            {
                yield return sentence with { BeginsParagraph = first };
                first = false;
            }
        }
    }

    /// <summary>The sentences of what somebody is said to have said.</summary>
    public static IEnumerable<FlatSentence> Of(string text, Piece content) =>
        Sentences.Cut(Quotations.Fold(Tokeniser.Read(text, content.Start, content.End)), 0).SelectMany(Open);

    private static IEnumerable<FlatSentence> Open(Sentence sentence)
    {
        var (tokens, quote) = (new List<Token>(), new List<byte>());
        foreach (var token in sentence.Tokens)
        {
            if (token.Quote is not { } inside)
            {
                tokens.Add(token);
                quote.Add(0);
                continue;
            }

            tokens.Add(new(inside.Start, inside.Start + 1, TokenKind.Mark, "\"", "\""));
            quote.Add(2);
            tokens.AddRange(inside.Inner);
            quote.AddRange(Enumerable.Repeat((byte)1, inside.Inner.Count));
            if (inside.Closed)
            {
                tokens.Add(new(inside.End - 1, inside.End, TokenKind.Mark, "\"", "\""));
                quote.Add(3);
            }
        }

        JoinNames(tokens, quote);
        for (var at = 0; at < tokens.Count; at += Longest)
        {
            var count = Math.Min(Longest, tokens.Count - at);
            yield return new([.. tokens.GetRange(at, count)], [.. quote.GetRange(at, count)], BeginsParagraph: false);
        }
    }

    // Names of one word and of five count alike, with an article or without, and so do 'the army' and 'rebels': all are one token, so
    // that no side's name counts otherwise than another's.
    private static void JoinNames(List<Token> tokens, List<byte> quote)
    {
        if (tokens.Count(token => token.IsCapital) * 2 > tokens.Count(token => token.IsWord))
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var isName = IsName(tokens[i], i);
            var joins = isName && kept > 0 && quote[kept - 1] == quote[i] && (tokens[kept - 1].Lower == Name || tokens[kept - 1].Is("the"));
            var named = isName ? new Token(tokens[joins ? kept - 1 : i].Start, tokens[i].End, TokenKind.Word, "Name", Name) : tokens[i];
            kept = joins ? kept - 1 : kept;
            (tokens[kept], quote[kept]) = (named, quote[i]);
            kept++;
        }

        tokens.RemoveRange(kept, tokens.Count - kept);
        quote.RemoveRange(kept, quote.Count - kept);
    }

    // no word of any list: what stands for every name
    private const string Name = "\u00A4name";

    private static bool IsName(Token token, int place) => SequenceFeatures.IsSide(token)
        || (token.IsCapital && token.Text != "I" && !SequenceFeatures.IsTime(token.Lower) && !(place == 0 && SequenceFeatures.IsCommon(token)));

    /// <summary>Labels of the pieces of some claims, contents first, so that source and cue inside another's content stand out.</summary>
    public byte[] Label(IEnumerable<(IReadOnlyList<Piece> Source, IReadOnlyList<Piece> Cue, IReadOnlyList<Piece> Content)> claims)
    {
        var labels = new byte[Count];
        var all = claims.ToList();
        foreach (var (role, pieces) in new[]
        {
            (Marks.Content, all.SelectMany(one => one.Content)), (Marks.Source, all.SelectMany(one => one.Source)), (Marks.Cue, all.SelectMany(one => one.Cue)),
        })
        {
            foreach (var piece in pieces)
            {
                var begun = false;
                for (var i = FirstFrom(piece.Start); i < Count && Tokens[i].Start < piece.End; i++)
                {
                    labels[i] = begun ? (byte)(role + 1) : role;
                    begun = true;
                }
            }
        }

        // a content that another role interrupts begins anew behind it
        for (var i = 0; i < Count; i++)
        {
            var before = i == 0 ? Marks.None : labels[i - 1];
            labels[i] = Marks.MayFollow(before, labels[i]) ? labels[i] : (byte)(labels[i] - 1);
        }

        return labels;
    }

    // tokens are in order: the first that ends after a position
    private int FirstFrom(int start)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Tokens[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
