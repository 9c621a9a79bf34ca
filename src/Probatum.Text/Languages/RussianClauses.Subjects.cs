namespace Probatum.Text;

// Who is the subject of a reporting verb, before or after it.
internal sealed partial class RussianClauses
{
    /// <summary>Who says what a verb reports; the rule's name where nobody is named, or a document speaks.</summary>
    /// <param name="s">The sentence.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="end">Where the speaker after the verb must end: the comma or colon before the content.</param>
    /// <param name="use">The verb's row.</param>
    public (Phrase Source, string? Rule) Source(Sentence s, int verb, int end, ReportUse use)
    {
        var impersonal = use.Form == ReportForm.Impersonal;
        var after = end > verb + 1 ? SourceAfter(s, verb + 1, use) : default;
        var before = use.Form == ReportForm.Gerund ? default : SourceBefore(s, verb, use);
        if (impersonal)
        {
            var document = before.IsEmpty ? after : before;
            return (document, document.IsEmpty ? "passive-it" : "document-says");
        }

        return (before.IsEmpty || (!after.IsEmpty && tables.IsIn(s, verb + 1, "head")) ? after : before, null);
    }

    /// <summary>The speaker named after a verb; empty where a hearer, a time or nothing stands there.</summary>
    public Phrase SourceAfter(Sentence s, int at, ReportUse use)
    {
        while (tables.IsIn(s, at, "hearer") || (tables.IsIn(s, at, "adverb") && !tables.IsIn(s, at, "possessive")) || IsDative(s, at))
        {
            var name = tables.IsIn(s, at, "hearer") && !s[at].Lower.EndsWith("ам", StringComparison.Ordinal);
            at++;
            while (name && s.IsCapitalAt(at))
            {
                at++;
            }
        }

        // 'рассказала «Рубежу» депутат …', 'сообщили агентству в штабе': a name in the dative before the speaker
        var several = use.Form is ReportForm.Plural or ReportForm.Impersonal;
        if (s.At(at) is { IsCapital: true } told && told.Lower[^1] is 'у' or 'ю' or 'е'
            && (tables.IsIn(s, at + 1, "head", "adjective-role") || (several && s.Is(at + 1, "в", "во", "на"))))
        {
            at++;
        }

        if (several && s.Is(at, "в", "во", "на", "из") && !IsTime(s, at + 1))
        {
            at++;
        }
        else if (tables.IsIn(s, at, "preposition") && Enumerable.Range(at + 1, OccasionWithin)
            .FirstOrDefault(i => !IsBareWord(s, i) || tables.IsIn(s, i, "head", "adjective-role"), -1) is var head && tables.IsIn(s, head, "head", "adjective-role"))
        {
            // 'заявил на брифинге представитель …'
            at = head;
        }
        else if (tables.IsIn(s, at, "preposition", "cutter", "that") || IsInfinitive(s, at))
        {
            return default;
        }

        var to = at;
        while (to < s.Count && to - at < LongestSubject && (s[to].IsWord || s[to].Kind == TokenKind.Number)
            && !(to > at && (tables.IsIn(s, to, "cutter", "hearer") || (IsDative(s, to) && !s.Is(to - 1, "по", "к")))) && !tables.IsIn(s, to, "that") && !tables.Verbs.ContainsKey(s[to].Lower))
        {
            to++;
        }

        return new(at, to);
    }

    /// <summary>The subject with which the sentence begins, before <paramref name="limit"/>.</summary>
    public Phrase FirstSubject(Sentence s, int limit)
    {
        var from = 0;
        while (from < limit && tables.IsIn(s, from, "opener"))
        {
            from++;
        }

        var to = from;
        while (to < limit && s[to].IsWord && (s[to].IsCapital || tables.IsIn(s, to, "head")
            || (to > from && !tables.IsIn(s, to, "preposition", "adverb") && s.IsCapitalAt(from) && IsOblique(s[to].Lower) && !IsPast(s[to].Lower))))
        {
            to++;
        }

        return new(from, to);
    }

    /// <summary>The speaker of '…, сделал X' at the end of a sentence that begins with the noun; empty where none
    /// is.</summary>
    public static Phrase SourceAtEnd(Sentence s, int end)
    {
        for (var at = end - 2; at > 0 && end - at < LongestSubject; at--)
        {
            if (s.IsMark(at - 1, ",") && s.Is(at, "сделал", "сделала", "сделали", "распространил", "распространила", "распространили", "выдвинул", "выдвинула", "выдвинули"))
            {
                return new(at + 1, end);
            }
        }

        return default;
    }

    /// <summary>Where the content ends that stands before such a speaker: at the comma before its verb.</summary>
    public static int EndBefore(Sentence s, Phrase source) => s.IsMark(source.From - 2, ",") ? source.From - 2 : source.From - 1;

    /// <summary>Where an object with 'this' before it begins that stands before a verb; -1 where none does.</summary>
    public static int Fronted(Sentence s, int verb) =>
        s.Is(verb - 2, "эту", "эти", "это", "этот", "данную", "подобные", "такие") ? verb - 2
            : s.Is(verb - 1, "это", "их") ? verb - 1 : -1;

    private Phrase SourceBefore(Sentence s, int verb, ReportUse use)
    {
        var end = verb;
        while (end > 0 && (tables.IsIn(s, end - 1, "adverb") || s.Is(end - 1, "не")) && !tables.IsIn(s, end - 1, "pronoun"))
        {
            end--;
            if (s.Is(end, "и") && end > 0)
            {
                return default;
            }
        }

        // 'в штабе эту информацию назвали …': the object stands before the verb
        var fronted = Fronted(s, end);
        end = fronted > 0 ? fronted : end;

        if (end > 0 && s.IsMark(end - 1, ","))
        {
            var open = end - 2;
            while (open >= 0 && end - open <= LongestInsert && !s.IsMark(open, ",") && !s[open].IsQuote)
            {
                open--;
            }

            // a clause before the verb that is no insertion into this one
            if (open < 1 || !s.IsMark(open, ",") || s.Is(open + 1, "что") || Enumerable.Range(open, end - open).Any(i => IsFinite(s, i)))
            {
                return default;
            }

            end = tables.IsIn(s, open + 1, "role", "head") ? end - 1 : open;
        }

        var from = end;
        while (from > 0 && end - from < LongestSubject + 4 && !(s.IsMark(from - 1, ",") && !IsInside(s, from - 1, end))
            && !s[from - 1].IsQuote && !s[from - 1].IsDash && !s.IsMark(from - 1, ";:.") && !s.Is(from - 1, "что", "но", "однако") && !IsFinite(s, from - 1))
        {
            from--;
        }

        while (from < end && (tables.IsIn(s, from, "opener") || s.Is(from, "и")) && !Locative(s, from, use))
        {
            from++;
        }

        return Trim(s, from, end, use);
    }

    // Without the time or place before the subject; 'в штабе заявили' has the place as its subject.
    private Phrase Trim(Sentence s, int from, int end, ReportUse use)
    {
        if (from >= end || !tables.IsIn(s, from, "preposition"))
        {
            return from < end && IsTime(s, from) ? Trim(s, from + 1, end, use) : new(from, end);
        }

        var head = Enumerable.Range(from + 1, Math.Max(0, end - from - 1)).FirstOrDefault(at => tables.IsIn(s, at, "head", "pronoun"), -1);
        if (head < 0 && Locative(s, from, use))
        {
            return new(from + 1, end);
        }

        if (head < 0)
        {
            head = Enumerable.Range(from + 2, Math.Max(0, end - from - 2))
                .FirstOrDefault(at => s[at].IsCapital && !s.IsCapitalAt(at - 1), -1);
        }

        while (head > from + 2 && IsAdjective(s[head - 1].Lower) && !tables.IsIn(s, head - 1, "preposition"))
        {
            head--;
        }

        return head < 0 ? default : new(head, end);
    }

    private bool Locative(Sentence s, int at, ReportUse use) => s.Is(at, "в", "во", "на", "из")
        && use.Form is ReportForm.Plural or ReportForm.Impersonal && !IsTime(s, at + 1);

    private bool IsTime(Sentence s, int at) => at < s.Count
        && (s[at].Kind == TokenKind.Number || tables.Calendar.Match(s, at) is not null || tables.IsIn(s, at, "year")
            || s.Is(at, "этом", "тот", "этот", "ночь", "ходе", "очередь", "свою", "частности", "эфире", "интервью", "ответ", "минувшую", "прошлый"));

    // A comma that closes an explanation of the name: 'X, the head of Y, said'.
    private bool IsInside(Sentence s, int comma, int end) => comma + 1 < end && tables.IsIn(s, comma + 1, "role", "adjective-role");

    private bool IsFinite(Sentence s, int at) => s[at].IsWord && tables.Verbs.TryGetValue(s[at].Lower, out var use)
        && use.Form is ReportForm.Single or ReportForm.Plural;

    private bool IsDative(Sentence s, int at) => s.At(at) is { IsWord: true, IsCapital: false } token && token.Lower.Length > 4
        && (token.Lower.EndsWith("ам", StringComparison.Ordinal) || token.Lower.EndsWith("ям", StringComparison.Ordinal)) && !tables.IsIn(s, at, "head");

    private static bool IsBareWord(Sentence s, int at) => s.At(at) is { IsWord: true };
}
