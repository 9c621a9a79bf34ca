namespace Probatum.Text;

/// <summary>Where clauses and noun phrases begin and end in an Arabic sentence, as far as particles and articles
/// tell.</summary>
internal sealed partial class ArabicClauses(LanguageTables tables)
{
    private const int LongestSubject = 14;
    private const int VerbWithin = 20;
    private const int NounWithin = 6;

    /// <summary>The reporting verb at a token, 'and' before it or not; null where none stands there.</summary>
    public ReportUse? UseAt(Sentence s, int at) =>
        at < 0 || at >= s.Count || !s[at].IsWord || IsNoun(s, at) ? null : UseOf(s[at].Lower);

    /// <summary>The reporting verb that a folded word is, 'and' before it or not; null where it is none.</summary>
    public ReportUse? UseOf(string lower) => tables.Verbs.GetValueOrDefault(lower)
        ?? (ArabicForms.WithoutConjunction(lower) is { } rest ? tables.Verbs.GetValueOrDefault(rest) : null);

    /// <summary>The speaker named after a verb, before <paramref name="end"/>; empty where a hearer, a time or nothing
    /// stands there.</summary>
    public Phrase SourceAfter(Sentence s, int from, int end)
    {
        while (tables.IsIn(s, from, "adverb"))
        {
            from++;
        }

        var to = from;
        while (to < Math.Min(end, s.Count) && to - from < LongestSubject && (s[to].IsWord || s[to].Kind == TokenKind.Number)
            && !tables.IsIn(s, to, "cutter", "hearer", "that") && !(s.Is(to, "في", "وفي") && IsOccasion(s, to + 1))
            && !(s.Is(to, "من") && (to == from || s.Is(to + 1, "خلال") || tables.IsIn(s, to + 1, "that"))) && (to == from || UseAt(s, to) is null))
        {
            to++;
        }

        return s.Is(from, "في", "وفي", "من") || (to > from && s[from].Lower is "علي" or "الي" or "ب") ? default : new(from, to);
    }

    /// <summary>The speaker named before a verb; empty where the verb begins its clause.</summary>
    public Phrase SourceBefore(Sentence s, int verb)
    {
        if (ArabicForms.WithoutConjunction(s[verb].Lower) is { } rest && !tables.Verbs.ContainsKey(s[verb].Lower) && tables.Verbs.ContainsKey(rest))
        {
            return default;
        }

        var end = verb;
        while (end > 0 && tables.IsIn(s, end - 1, "adverb"))
        {
            end--;
        }

        var from = end;
        while (from > 0 && end - from < LongestSubject && s[from - 1].IsWord && !tables.IsIn(s, from - 1, "that") && UseAt(s, from - 1) is null)
        {
            from--;
        }

        while (from < end && tables.IsIn(s, from, "opener"))
        {
            from++;
        }

        return from < end && !tables.IsIn(s, from, "preposition") && !s.Is(from, "ان", "التي", "الذي", "ما", "لم", "وقد") ? new(from, end) : default;
    }

    /// <summary>The verb whose clause begins at <paramref name="that"/>; null where none is near.</summary>
    public int? VerbBefore(Sentence s, int that)
    {
        for (var at = that - 1; at >= Math.Max(0, that - VerbWithin); at--)
        {
            if (UseAt(s, at) is { } use && (use.Takes('T') || use.Takes('D')))
            {
                return at;
            }

            if (tables.IsIn(s, at, "that") || s[at].IsQuote || s.IsMark(at, "؛;:."))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The reporting noun near before <paramref name="that"/>; null where none is.</summary>
    public (int At, string Class, bool Presupposes)? NounBefore(Sentence s, int that)
    {
        for (var at = that - 1; at >= Math.Max(0, that - NounWithin) && s[at].IsWord; at--)
        {
            if (tables.Nouns.TryGetValue(s[at].Lower, out var noun)
                || (ArabicForms.WithoutConjunction(s[at].Lower) is { } rest && tables.Nouns.TryGetValue(rest, out noun)))
            {
                return (at, noun.Class, noun.Presupposes);
            }
        }

        return null;
    }

    /// <summary>The clause's particle after a verb, before the clause ends; null where none is.</summary>
    public int? ThatAfter(Sentence s, int verb)
    {
        for (var at = verb + 1; at < Math.Min(s.Count, verb + VerbWithin); at++)
        {
            if (tables.IsIn(s, at, "that"))
            {
                return at;
            }

            if (s[at].IsQuote || s[at].Kind == TokenKind.Mark || UseAt(s, at) is not null)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>'نقلت X عن Y قوله إن': who passed on and who spoke; null where the words are others.</summary>
    public static (Phrase Through, Phrase Source)? Passed(Sentence s, int verb, int that)
    {
        var from = Enumerable.Range(verb + 1, Math.Max(0, that - verb - 1)).FirstOrDefault(at => s.Is(at, "عن"), -1);
        if (from < 0)
        {
            return null;
        }

        var to = Enumerable.Range(from + 1, that - from - 1)
            .FirstOrDefault(at => s.Is(at, "قوله", "قولها", "قولهم", "قولهما", "تاكيده", "تاكيدها", "تصريحه", "تصريحها"), that);
        return to > from + 1 ? (new(verb + 1, from), new(from + 1, to)) : null;
    }

    /// <summary>The end of a content that begins at <paramref name="from"/>: where the same speaker goes on, or a tag
    /// closes the sentence.</summary>
    public int ContentEnd(Sentence s, int from)
    {
        for (var at = from; at + 1 < s.Body; at++)
        {
            if (s.IsMark(at, "،,"))
            {
                if (UseAt(s, at + 1) is { Form: ReportForm.Gerund } || tables.Phrases.Match(s, at + 1) is { Value: "head" }
                    || s.Is(at + 1, "حسبما", "مثلما", "وفقما") || (s.Is(at + 1, "كما") && UseAt(s, at + 2) is not null) || GoesOn(s, at + 1))
                {
                    return at;
                }
            }
            else if (at > from && GoesOn(s, at))
            {
                return at;
            }
        }

        return s.Body;
    }

    /// <summary>Whether what begins here is a clause of its own, with 'and' or a verb of saying.</summary>
    public bool IsNew(Sentence s, int at) => at >= s.Body || s[at].Lower.StartsWith('و') || UseAt(s, at) is not null || s.Is(at, "فيما", "بينما", "حيث", "لكن");

    // A verb in the perfect stands after no preposition: 'عدم كشف هويته' has the noun.
    private bool IsNoun(Sentence s, int at) => tables.IsIn(s, at - 1, "noun-before") && !s[at].Lower.StartsWith('ي');

    // 'وأضاف أن', 'ودعا … إلى': a verb with 'and' and something to report, and no new speaker before it.
    private bool GoesOn(Sentence s, int at)
    {
        if (s[at].Lower is not ['و', ..] || tables.Verbs.ContainsKey(s[at].Lower) || UseAt(s, at) is not { } use)
        {
            return false;
        }

        var end = Math.Min(s.Body, at + 8);
        return use.Takes('A') || use.Takes('R') || use.Takes('W') || (use.Takes('O') && IsObject(s, at + 1))
            || Enumerable.Range(at + 1, Math.Max(0, end - at - 1)).Any(i => tables.IsIn(s, i, "that") || s[i].IsQuote);
    }
}
