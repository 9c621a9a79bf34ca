namespace Probatum.Text;

/// <summary>Reads the paragraphs of one language that has tables, sentence by sentence, inside quotations too.</summary>
/// <param name="tables">The language's word lists.</param>
internal abstract class TabledReader(LanguageTables tables)
{
    private const int Deepest = 3;
    private const int MostSentences = 64;
    private const string Nothing = "nothing";

    protected LanguageTables Tables => tables;

    /// <summary>Every draft of these paragraphs, in the order found.</summary>
    public List<Draft> Read(string text, string? title, IEnumerable<(int Start, int End)> paragraphs)
    {
        var drafts = new List<Draft>();
        var quotations = new QuotationRules();
        foreach (var (start, end) in paragraphs)
        {
            var line = tables.Tokens(text, start, end);
            if (!line.Exists(token => token.IsWord) || IsTeaser(line))
            {
                continue;
            }

            var folded = Quotations.Fold(line, IsSaid);
            var heading = IsHeading(folded)
                || (title is { Length: > 0 } && text.AsSpan(start, end - start).Contains(title, StringComparison.Ordinal));
            foreach (var sentences in TabledSentences.Cut(tables, folded, 0).Chunk(MostSentences))
            {
                var found = new List<Draft>();
                for (var i = 0; i < sentences.Length; i++)
                {
                    ReadDeep(sentences[i], i > 0 ? sentences[i - 1] : null, found);
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

    /// <summary>Adds the claims of one sentence.</summary>
    protected abstract void ReadSentence(Sentence s, Sentence? before, List<Draft> found);

    /// <summary>Whether even a few words in these marks are said, by what stands around them.</summary>
    protected abstract bool IsSaid(List<Token> tokens, int open, int close);

    /// <summary>A draft of this language with one cue.</summary>
    protected Draft Draft(Sentence s, Phrase source, int cue, int cueEnd, List<Piece> content, ReportUse use, string rule) =>
        Draft(s, source, cue, cueEnd, content, ClassAt(s, cue, use), use.Presupposes, rule);

    /// <summary>A draft of this language with one cue.</summary>
    protected Draft Draft(
        Sentence s, Phrase source, int cue, int cueEnd, List<Piece> content, string group, bool presupposes, string rule) =>
        new(s, source, [new(s[cue].Start, s[cueEnd - 1].End)], content, group, presupposes, rule)
        {
            Anchor = cue,
            Language = tables.Code,
        };

    /// <summary>The tokens [from, to) as a piece, without marks at its ends; null where no word stays.</summary>
    protected static Piece? Piece(Sentence s, int from, int to)
    {
        while (from < to && s[from].Kind == TokenKind.Mark)
        {
            from++;
        }

        while (to > from && s[to - 1].Kind == TokenKind.Mark)
        {
            to--;
        }

        return from < to ? new(s[from].Start, s[to - 1].End) : null;
    }

    /// <summary>The pieces of these stretches that have words.</summary>
    protected static List<Piece> Pieces(Sentence s, params ReadOnlySpan<(int From, int To)> stretches)
    {
        var pieces = new List<Piece>();
        foreach (var (from, to) in stretches)
        {
            if (Piece(s, from, to) is { } piece)
            {
                pieces.Add(piece);
            }
        }

        return pieces;
    }

    /// <summary>The reporting verb at a token; null where none stands there.</summary>
    protected virtual ReportUse? UseAt(Sentence s, int at) =>
        at >= 0 && at < s.Count && s[at].IsWord ? tables.Verbs.GetValueOrDefault(s[at].Lower) : null;

    // Who does not rule a thing out says that it may be; who does not confirm it says nothing.
    private string ClassAt(Sentence s, int cue, ReportUse use) =>
        !tables.IsIn(s, cue - 1, "negation") ? use.Class : use.Class == "deny" ? "assert" : Nothing;

    /// <summary>Whether a mark parts clauses.</summary>
    protected static bool IsComma(Sentence s, int at) => s.IsMark(at, ",،");

    protected static bool IsBreak(Sentence s, int at) =>
        at >= 0 && at < s.Count && (s[at].IsQuote || s[at].IsDash || s.IsMark(at, ",،;؛:()-.!?؟…"));

    private void ReadDeep(Sentence s, Sentence? before, List<Draft> found)
    {
        ReadSentence(s, before, found);
        found.RemoveAll(draft => draft.Class == Nothing);
        if (s.Depth >= Deepest)
        {
            return;
        }

        foreach (var quote in s.Tokens.Select(token => token.Quote).OfType<Quotation>())
        {
            foreach (var inner in TabledSentences.Cut(tables, Quotations.Fold(quote.Inner, IsSaid), s.Depth + 1))
            {
                ReadDeep(inner, null, found);
            }
        }
    }

    private static bool IsHeading(List<Token> line) => HeadlineRules.IsHeading(line)
        && !(line[^1].Kind == TokenKind.Mark && line[^1].Text is "،" or "؛" or "؟" or "۔") && !line[0].IsDash;

    private bool IsTeaser(List<Token> line) => line[0].IsWord && tables.Is("teaser", line[0].Lower);

    private void AddHeadline(Sentence[] sentences, List<Draft> found)
    {
        if (sentences is [var only] && Headline(only) is { } headline)
        {
            found.Insert(0, headline);
        }

        foreach (var draft in found)
        {
            draft.InHeading = true;
        }
    }

    // 'Ministry: …', '… — ministry': few words without a verb of saying name the source.
    private Draft? Headline(Sentence s)
    {
        const int longest = 6;
        for (var at = s.Count - 2; at >= 1 && s.Count - at <= longest + 1; at--)
        {
            if ((s[at].IsDash || s.IsMark(at, "-")) && s[at + 1].IsWord && !HasUse(s, at + 1, s.Count)
                && (s[at - 1].IsQuote || tables.IsIn(s, at + 1, "head", "organisation") || IsInitials(s[at + 1].Text)))
            {
                return Headline(s, new(at + 1, s.Count), Pieces(s, (0, at)), at, "headline-dash");
            }
        }

        for (var at = 1; at <= longest && at + 2 < s.Count; at++)
        {
            if (s.IsMark(at, ":"))
            {
                return HasUse(s, 0, at) ? null : Headline(s, new(0, at), Pieces(s, (at + 1, s.Count)), 0, "headline-colon");
            }
        }

        return null;
    }

    private Draft? Headline(Sentence s, Phrase source, List<Piece> content, int anchor, string rule) => content.Count == 0 ? null
        : new(s, source, [], content, "assert", false, rule) { Anchor = anchor, Language = tables.Code };

    private bool HasUse(Sentence s, int from, int to) => Enumerable.Range(from, to - from).Any(at => UseAt(s, at) is not null);

    private static bool IsInitials(string word) => word.Length > 1 && word.All(char.IsUpper);
}
