namespace Probatum.Text;

/// <summary>Reads a document paragraph by paragraph and runs every rule on every sentence, inside quotations
/// too.</summary>
internal static class ClaimReader
{
    // A quotation in a quotation in a quotation: deeper ones are typing errors.
    private const int Deepest = 3;

    // Looking for a title takes time with its length times that of the text where the two are much alike.
    private const int LongestTitle = 4096;

    // Quotations look for their speaker within so many sentences; a paragraph without end is read in such pieces.
    private const int MostSentences = 64;

    /// <summary>Every draft of the text, in the order found.</summary>
    /// <param name="text">The text.</param>
    /// <param name="title">The report's headline.</param>
    /// <param name="paragraphs">Those in English.</param>
    public static List<Draft> Read(string text, string? title, IEnumerable<(int Start, int End)> paragraphs)
    {
        var drafts = new List<Draft>();
        var quotations = new QuotationRules();
        foreach (var (start, end) in paragraphs)
        {
            var line = Tokeniser.Read(text, start, end);
            if (!line.Exists(token => token.IsWord) || HeadlineRules.IsTeaser(line))
            {
                continue;
            }

            var folded = Quotations.Fold(line);
            var heading = HeadlineRules.IsHeading(folded)
                || (title is { Length: <= LongestTitle } && text.AsSpan(start, end - start).Contains(title, StringComparison.Ordinal));
            foreach (var sentences in Sentences.Cut(folded, 0).Chunk(MostSentences))
            {
                var found = new List<Draft>();
                foreach (var sentence in sentences)
                {
                    ReadSentence(sentence, found);
                }

                if (heading)
                {
                    AddHeadline(sentences, found);
                }
                else
                {
                    quotations.Read(sentences, found);
                }

                drafts.AddRange(found);
            }
        }

        return drafts.FindAll(draft => draft.Content.Count > 0);
    }

    private static void AddHeadline(Sentence[] sentences, List<Draft> found)
    {
        if (sentences is [var only] && HeadlineRules.Read(only) is { } headline)
        {
            found.Insert(0, headline);
        }

        foreach (var draft in found)
        {
            draft.InHeading = true;
        }
    }

    private static void ReadSentence(Sentence sentence, List<Draft> found)
    {
        VerbRules.Read(sentence, found);
        PhraseRules.According(sentence, found);
        PhraseRules.AsReported(sentence, found);
        PhraseRules.Citing(sentence, found);
        PhraseRules.Nouns(sentence, found);
        if (sentence.Depth == 0)
        {
            PhraseRules.Unattributed(sentence, found);
        }

        if (sentence.Depth >= Deepest)
        {
            return;
        }

        foreach (var token in sentence.Tokens)
        {
            if (token.Quote is { } quote)
            {
                foreach (var inner in Sentences.Cut(Quotations.Fold(quote.Inner), sentence.Depth + 1))
                {
                    ReadSentence(inner, found);
                }
            }
        }
    }
}
