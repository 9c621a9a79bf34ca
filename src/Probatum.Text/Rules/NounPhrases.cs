namespace Probatum.Text;

/// <summary>Where a subject or object begins and ends, without tags or a parse: by small words, capitals and
/// commas.</summary>
internal static class NounPhrases
{
    private const int Farthest = 30;
    private const int MostTogether = 8;

    /// <summary>The noun phrase that ends before token <paramref name="end"/>, with its apposition; null where there is
    /// none.</summary>
    public static Phrase? LeftOf(Sentence s, int end)
    {
        if (s.IsMark(end - 1, ",") && Opening(s, end - 1) is { } opening)
        {
            // 'Smith, a doctor in Homs, said': the subject stands before the insertion.
            return LeftOf(s, opening) is { } named && named.To == opening ? named with { To = end - 1 } : null;
        }

        var at = end - 1;
        for (; at >= 0 && end - at <= Farthest && Belongs(s, at, end); at--)
        {
            if (s.IsMark(at, ")") && Bracket(s, at) is { } bracket)
            {
                at = bracket;
                continue;
            }

            if (IsHead(s, at) && (!s.IsIn(at - 1, "linking") || s.Is(end - 1, "who")) && !s.Is(at - 1, "to") && !Conjoins(s, at - 1)
                && !(at > 0 && s[at - 1].IsPossessive))
            {
                at--;
                break;
            }
        }

        var from = at + 1;
        while (from < end && (!IsNominal(s[from]) || (s.IsIn(from, "day", "dayish") && from + 1 < end && s.IsCapitalAt(from + 1))))
        {
            from++;
        }

        if (from >= end)
        {
            return null;
        }

        return Together(s, Widen(s, new(from, WithoutTime(s, from, end))));
    }

    // 'The ministry and the General Staff', 'Norland, Sudmark and Vesta': all of them, where the first opens the clause.
    private static Phrase Together(Sentence s, Phrase found)
    {
        var (from, joined) = (found.From, Enumerable.Range(found.From, found.To - found.From).Any(i => s.Is(i, "and")));
        for (var members = 0; members < MostTogether; members++)
        {
            var between = from - 1;
            if (!(s.Is(between, "and") || (joined && s.IsMark(between, ","))) || between < 1 || Member(s, between) is not { } start)
            {
                break;
            }

            (from, joined) = (start, true);
        }

        return from < found.From && WordForms.Opens(s, from) && !s.IsMark(from - 1, ",") ? found with { From = from } : found;
    }

    // A name or a short noun phrase without a verb that ends before the token.
    private static int? Member(Sentence s, int end)
    {
        var at = end;
        while (at > 0 && end - at < 8 && s[at - 1].IsWord && !s[at - 1].IsIn("pronoun") && !s[at - 1].IsIn("subordinator") && !s[at - 1].IsIn("adverb") && !s.Is(at - 1, "and")
            && !s[at - 1].IsPossessive && (!WordForms.IsVerb(s, at - 1) || s[at - 1].IsCapital))
        {
            at--;
            if (s.IsIn(at, "determiner") && !s.IsIn(at - 1, "linking"))
            {
                break;
            }
        }

        return at < end && !s.IsIn(at, "preposition") && (s.IsCapitalAt(at) || s.IsIn(at, "determiner")) ? at : null;
    }

    /// <summary>The index after the noun phrase that begins at <paramref name="from"/>; <paramref name="from"/> if none
    /// does.</summary>
    public static int RightOf(Sentence s, int from)
    {
        var at = from;
        if (s.IsIn(at, "pronoun", "hearer"))
        {
            return at + 1;
        }

        for (; at < s.Body && at - from <= Farthest; at++)
        {
            var token = s[at];
            var stays = token.IsPossessive || Conjoins(s, at)
                || (at > from && token.IsIn("linking") && s.At(at + 1) is { } next
                && (next.IsCapital || next.IsIn("determiner") || token.Is("of")))
                || (token.IsWord && IsNominal(token) && !WordForms.IsVerb(s, at));
            if (!stays || (at > from && token.IsIn("pronoun")))
            {
                break;
            }
        }

        return at;
    }

    /// <summary>A hearer after 'told': short, so that 'told reporters sarin was used' ends after 'reporters'.</summary>
    public static int HearerOf(Sentence s, int from)
    {
        if (s.IsIn(from, "hearer") || (s.IsIn(from, "pronoun") && !s.IsIn(from + 1, "hearer")))
        {
            return from + 1;
        }

        var at = from;
        while (s.IsIn(at, "determiner", "possessive"))
        {
            at++;
        }

        var small = at;
        while (at < s.Body
            && (s[at].IsCapital || s[at].IsPossessive
            || (s.Is(at, "of") && s.At(at + 1) is { } next && (next.IsCapital || next.Is("the")))))
        {
            at++;
        }

        if (at == small && small < s.Body && s[small].IsWord && !s.Is(small, "that"))
        {
            // 'the news agency', 'a crowd', 'state television'
            at = small + 1;
            while (at < s.Body && at < small + 3 && s[at].IsWord && IsNominal(s[at]) && !WordForms.IsVerb(s, at)
                && !s[at].IsIn("determiner")
                && !s[at].IsIn("pronoun") && !s[at].IsIn("adjunct") && small > from)
            {
                at++;
            }
        }

        return at;
    }

    /// <summary>The subject of the sentence's main clause: the first noun phrase after an opening phrase.</summary>
    public static Phrase? FirstSubject(Sentence s)
    {
        var from = 0;
        if (s.IsIn(0, "opener") && !s.IsIn(0, "pronoun") && Comma(s, 0) is { } comma && comma < 14)
        {
            from = comma + 1;
        }

        while (from < s.Body && (!IsNominal(s[from]) || s[from].IsIn("subordinator")))
        {
            from++;
        }

        var to = RightOf(s, from);
        return to > from ? new Phrase(from, to) : null;
    }

    // 'The ministry last week', 'officials on Tuesday': the time is not part of the name.
    private static int WithoutTime(Sentence s, int from, int end)
    {
        var at = end;
        while (at - 1 > from && (s.IsIn(at - 1, "day", "dayish") || Dates.IsMonth(s[at - 1].Lower) || (at < end && s[at - 1].Kind == TokenKind.Number && Dates.IsMonth(s[at].Lower))))
        {
            at--;
        }

        while (at < end && at - 1 > from && s.Is(at - 1, "last", "this", "on", "earlier", "in", "since", "late"))
        {
            at--;
        }

        return at;
    }

    private static bool IsHead(Sentence s, int at) =>
        s[at].IsIn("determiner") || s[at].IsIn("possessive") || (s[at].IsIn("pronoun") && !s.Is(at, "who"));

    private static bool Belongs(Sentence s, int at, int end)
    {
        var token = s[at];
        if (token.IsIn("pronoun"))
        {
            return at == end - 1 || s.Is(at, "who");
        }

        if (token.IsPossessive || token.Kind == TokenKind.Number || s.IsMark(at, "()&[]") || Conjoins(s, at))
        {
            return true;
        }

        if (!token.IsWord || token.IsIn("subordinator") || token.Is("and") || token.IsIn("adverb")
            || (token.Is("to") && !s.IsIn(at - 1, "ambassador")))
        {
            return false;
        }

        // Inside a relative clause ('the man who was hurt said') verbs belong to the phrase.
        return !WordForms.IsVerb(s, at) || HasWho(s, at);
    }

    private static bool HasWho(Sentence s, int at)
    {
        for (var i = at - 1; i >= 0 && at - i <= 6 && !s.IsMark(i, ",;:"); i--)
        {
            if (s.Is(i, "who"))
            {
                return true;
            }
        }

        return false;
    }

    // 'and' between two names or two plain nouns joins them; between clauses it does not.
    private static bool Conjoins(Sentence s, int at) =>
        s.Is(at, "and") && at > 0 && at + 1 < s.Count && s[at - 1].IsWord && s[at + 1].IsWord
        && ((s[at - 1].IsCapital && s[at + 1].IsCapital)
        || (!s[at + 1].IsCapital && !s.IsIn(at + 1, "determiner", "pronoun")
            && !WordForms.IsVerb(s, at + 1) && !WordForms.IsVerb(s, at - 1) && !s.IsIn(at + 1, "adverb", "subordinator")
            && s.UseAt(at + 1) is null));

    private static bool IsNominal(Token token) =>
        token.Kind == TokenKind.Number
            || (token.IsWord && !token.IsIn("adverb") && !token.IsIn("preposition") && !token.Is("to")
            && !token.IsIn("auxiliary") && !token.IsPossessive && !token.Is("and") && !token.Is("reportedly")
            && !token.Is("according")
            && (!token.IsIn("subordinator") || token.Is("that"))
            && (!token.IsIn("opener") || token.IsIn("determiner")));

    // Where a phrase after a comma only explains the name before it ('Jim Smith, a doctor'), the name belongs to it
    // too.
    private static Phrase Widen(Sentence s, Phrase found)
    {
        var comma = found.From - 1;
        if (s.Is(found.From, "who") && s.IsMark(comma, ",") && comma > 0 && LeftOf(s, comma) is { } antecedent && antecedent.To == comma)
        {
            // 'a prisoner, who said'
            return found with { From = antecedent.From };
        }

        var explains = s.IsMark(comma, ",") && comma > 0 && (s.Is(found.From, "a", "an")
            || (s.Is(found.From, "the") && !s.IsCapitalAt(found.From + 1)) || s[found.From].Kind == TokenKind.Number
            || s.Is(found.From, "who"));
        if (!explains)
        {
            return found;
        }

        var at = comma - 1;
        while (at >= 0 && comma - at <= 6 && (s[at].IsCapital || s.IsIn(at, "linking"))
            && !(at == 0 && s.IsIn(0, "opener")))
        {
            at--;
        }

        return comma - at is > 1 and <= 6
            && (at < 0 || s[at].IsQuote || s.IsMark(at, ",") || s.IsIn(at, "subordinator"))
            ? found with { From = at + 1 }
            : found;
    }

    private static int? Bracket(Sentence s, int close)
    {
        for (var i = close - 1; i > 0 && close - i <= Farthest; i--)
        {
            if (s.IsMark(i, "("))
            {
                return i;
            }
        }

        return null;
    }

    private static int? Opening(Sentence s, int comma)
    {
        for (var i = comma - 1; i > 0 && comma - i <= Farthest; i--)
        {
            if (s.IsMark(i, ","))
            {
                return i;
            }

            if (s.IsQuote(i) || s.IsMark(i, ";:"))
            {
                return null;
            }
        }

        return null;
    }

    private static int? Comma(Sentence s, int from)
    {
        for (var i = from; i < s.Body; i++)
        {
            if (s.IsMark(i, ","))
            {
                return i;
            }
        }

        return null;
    }
}
