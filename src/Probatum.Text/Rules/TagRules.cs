namespace Probatum.Text;

/// <summary>Tags: '"…," Y said', '"…," said Y', 'X, Y said on Monday'; what is said stands before them.</summary>
internal static class TagRules
{
    private const int QuotationWithin = 20;

    public static Draft? Inverted(Sentence s, int start, int verb, VerbUse use)
    {
        if (start != verb || use.Form is not (VerbForm.Past or VerbForm.Present) || !use.Verb.Takes('Q')
            || use.Verb.Takes('P'))
        {
            return null;
        }

        var quoted = s.IsQuote(verb - 1);
        if (!quoted && !(s.IsMark(verb - 1, ",–—") && verb > 4))
        {
            return null;
        }

        var to = NounPhrases.RightOf(s, verb + 1);
        if (to == verb + 1 || s.IsIn(verb + 1, "day") || s.Is(verb + 1, "that")
            || (!quoted && (!(s[verb + 1].IsCapital || s.IsIn(verb + 1, "determiner"))
            || (to < s.Body && !s.IsMark(to, ",.")))))
        {
            return null;
        }

        var content = Before(s, quoted ? verb : verb - 1);
        AddAfterTag(s, to, content);
        return content.Count == 0 ? null
            : Draft.Of(s, new(verb + 1, to), verb, verb + 1, content, use, quoted ? "inverted-tag"
            : "inverted-trailing");
    }

    public static Draft? Tag(Sentence s, Phrase subject, int start, int verb, VerbUse use)
    {
        if (!use.Verb.Takes('Q') || (s.At(verb + 1) is { } next && use.Verb.Prepositions.Contains(next.Lower)))
        {
            return null;
        }

        var before = subject.From - 1;
        var quoted = s.IsQuote(before) || (s.IsQuote(before - 1) && (s.IsMark(before, ",") || s[before].IsDash));
        if (quoted && before > 1 && s.IsQuote(before) && s.IsIn(before - 1, "preposition", "determiner")
            && (s.IsQuote(verb + 1) || Clauses.AfterThat(s, verb + 1) is not null))
        {
            // 'In an episode of "The Long Day," she said "…"': the first marks hold a title.
            return null;
        }

        var clause = (s.IsMark(before, ",–—") || (before > 0 && s[before].IsDash)) && before >= 3
            && (before >= 7 || Clauses.HasVerb(s, 0, before));
        if (!quoted && !clause)
        {
            return null;
        }

        var after = use.Verb.Takes('P') ? NounPhrases.HearerOf(s, verb + 1) : verb + 1;
        var end = Clauses.TagEnd(s, after);
        if (end is null && !quoted)
        {
            return null;
        }

        if (end is null && (Clauses.AfterThat(s, after) is not null || !s.IsQuote(before)))
        {
            return null;
        }

        if (!quoted && Clauses.AfterThat(s, after) is not null)
        {
            return null;
        }

        var content = Before(s, s.IsQuote(before) ? before + 1 : before);
        if (content.Count == 0)
        {
            return null;
        }

        AddAfterTag(s, end ?? after, content);
        return Draft.Of(s, subject, start, after, content, use, quoted ? "quote-tag" : "trailing-tag");
    }

    // What stands before a tag: from the sentence's beginning, an opening 'But' or 'And' included as printed.
    private static List<Piece> Before(Sentence s, int end)
    {
        var from = 0;
        for (var at = 0; at < end; at++)
        {
            if (s.IsMark(at, ";"))
            {
                from = at + 1;
            }
        }

        // Bullets and dashes before the first word are the page's, not the speaker's.
        while (from < end && s[from].Kind == TokenKind.Mark && !s.IsMark(from, "(["))
        {
            from++;
        }

        return end > from ? [new(s[from].Start, s[end - 1].End)] : [];
    }

    // '"…," he said, "…"' and 'X, he said, because Y': what is said goes on after the tag.
    private static void AddAfterTag(Sentence s, int end, List<Piece> content)
    {
        var from = s.IsMark(end, ",.:") || (s.At(end)?.IsDash ?? false) ? end + 1 : end;
        if (LaterQuote(s, from) is { } quote)
        {
            var to = Clauses.ContentEnd(s, quote);
            content.Add(new(s[quote].Start, s[to - 1].End));
        }
        else if (from > end && from < s.Body && !s.IsQuote(0) && !s.Is(from, "who", "which", "citing")
            && s.UseAt(from) is not { Form: VerbForm.Ing }
            && !s.Is(from, "according", "while", "as") && !s.IsIn(from, "adverb")
            && !(s[from].IsWord && s[from].Lower.EndsWith("ing", StringComparison.Ordinal)))
        {
            var to = Clauses.ContentEnd(s, from);
            if (to - from >= 3)
            {
                content.Add(new(s[from].Start, s[to - 1].End));
            }
        }
    }

    private static int? LaterQuote(Sentence s, int from)
    {
        for (var at = from; at < Math.Min(s.Body, from + QuotationWithin); at++)
        {
            if (s.IsQuote(at))
            {
                return s.IsQuote(0) || at == from ? at : null;
            }

            if (s.UseAt(at) is not null)
            {
                return null;
            }
        }

        return null;
    }
}
