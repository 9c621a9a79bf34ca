namespace Probatum.Text;

/// <summary>Where clauses begin and end in a Russian sentence, and who is the subject of a reporting verb.</summary>
internal sealed class RussianClauses(LanguageTables tables)
{
    private const int LongestInsert = 14;
    private const int LongestLead = 16;
    private const int LongestSubject = 16;
    private const int OccasionWithin = 6;

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

    /// <summary>The end of a content that begins at <paramref name="from"/>: where the same speaker goes on, or a tag
    /// closes the sentence.</summary>
    public int ContentEnd(Sentence s, int from)
    {
        for (var at = from; at + 1 < s.Body; at++)
        {
            if (s.IsMark(at, ","))
            {
                var next = at + 1;
                while (s.Is(next, "и", "но", "а", "также", "однако", "при", "этом"))
                {
                    next++;
                }

                if (IsTail(s, at) || s.Is(at + 1, "как") && tables.Verbs.ContainsKey(s.At(at + 2)?.Lower ?? "")
                    || (s.Is(at + 1, "со") && s.Is(at + 2, "ссылкой")) || GoesOn(s, next))
                {
                    return at;
                }
            }
            else if (at > from && s.Is(at, "и", "но", "а", "также") && GoesOn(s, at + 1))
            {
                return s.Is(at - 1, "а") ? at - 1 : at;
            }
        }

        return s.Body;
    }

    /// <summary>Whether after the comma at <paramref name="comma"/> nothing follows but 'reports X'.</summary>
    public bool IsTail(Sentence s, int comma)
    {
        if (!tables.Verbs.TryGetValue(s.At(comma + 1)?.Lower ?? "", out var use) || use.Form == ReportForm.Gerund
            || !(use.Takes('Q') || use.Takes('S') || use.Takes('D')) || (use.Form == ReportForm.Impersonal && !s.Is(comma + 2, "в", "из")))
        {
            return false;
        }

        var source = SourceAfter(s, comma + 2, use);
        if (source.IsEmpty || s.IsMark(source.To, ":"))
        {
            return false;
        }

        // with a comma after the speaker the tag stands in the middle
        for (var at = source.To; at < s.Body && !s.IsMark(at, ","); at++)
        {
            if (s[at].IsQuote || s.Is(at, "что"))
            {
                return false;
            }
        }

        return !(s.IsMark(source.To, ",") && s.Is(source.To + 1, "что"));
    }

    /// <summary>Where the content goes on after a tag that ends at <paramref name="to"/>; the sentence's end where it
    /// does not.</summary>
    public int GoesOnAfter(Sentence s, int to)
    {
        while (to < s.Body && !s.IsMark(to, ","))
        {
            to++;
        }

        return to + 2 >= s.Body || tables.Verbs.ContainsKey(s[to + 1].Lower) || s[to + 1].Lower.StartsWith("котор", StringComparison.Ordinal)
            || s.Is(to + 1, "со", "как", "что", "но", "и", "а") || tables.IsIn(s, to + 1, "role", "adjective-role") ? s.Body : to + 1;
    }

    /// <summary>The verb whose clause the 'что' after <paramref name="lead"/> begins; null where none is near.</summary>
    public int? VerbBefore(Sentence s, int lead)
    {
        for (var at = lead - 1; at >= Math.Max(0, lead - LongestLead); at--)
        {
            if (s[at].IsWord && tables.Verbs.TryGetValue(s[at].Lower, out var use) && (use.Takes('T') || use.Takes('D')))
            {
                return at;
            }

            if (s.Is(at, "что") || s[at].IsQuote || s.IsMark(at, ";:"))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The end of a clause that a noun at the head of the sentence owns: at the comma before the sentence's own
    /// verb, in the past.</summary>
    public static int OwnedEnd(Sentence s, int from, int end)
    {
        for (var at = from + 1; at + 1 < end; at++)
        {
            if (s.IsMark(at, ",") && IsPast(s[at + 1].Lower) && s[at + 1] is { IsCapital: false, IsWord: true })
            {
                return at;
            }
        }

        return end;
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

    /// <summary>'О применении газа сообщает X': where the object before a verb begins; -1 where none does.</summary>
    public static int AboutBefore(Sentence s, int verb)
    {
        var from = verb;
        while (from > 0 && s[from - 1].IsWord)
        {
            from--;
        }

        return verb - from > 1 && s.Is(from, "о", "об") ? from : -1;
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

    // A verb of the same speaker: directly here, and with something to report.
    private bool GoesOn(Sentence s, int at)
    {
        while (tables.IsIn(s, at, "adverb"))
        {
            at++;
        }

        if (!tables.Verbs.TryGetValue(s.At(at)?.Lower ?? "", out var use) || use.Form == ReportForm.Impersonal)
        {
            return false;
        }

        return use.Form == ReportForm.Gerund || use.Takes('I') || use.Takes('A') || (use.Takes('O') && use.Class != "assert")
            || Enumerable.Range(at + 1, Math.Clamp(s.Body - at - 1, 0, LongestInsert)).Any(i => s.Is(i, "что") && s.IsMark(i - 1, ",") || s[i].IsQuote);
    }

    private bool IsDative(Sentence s, int at) => s.At(at) is { IsWord: true, IsCapital: false } token && token.Lower.Length > 4
        && (token.Lower.EndsWith("ам", StringComparison.Ordinal) || token.Lower.EndsWith("ям", StringComparison.Ordinal)) && !tables.IsIn(s, at, "head");

    private static bool IsBareWord(Sentence s, int at) => s.At(at) is { IsWord: true };

    private static bool IsPast(string lower) => lower.Length > 3 && lower is [.., 'л', 'и' or 'а' or 'о'] or [.., 'л']
        or [.., 'л', 'с', 'я'] or [.., 'л', 'и' or 'а' or 'о', 'с', 'ь'];

    private static bool IsInfinitive(Sentence s, int at) => s.At(at) is { IsWord: true, IsCapital: false } token
        && (token.Lower.EndsWith("ть", StringComparison.Ordinal) || token.Lower.EndsWith("ться", StringComparison.Ordinal)
            || token.Lower.EndsWith("сти", StringComparison.Ordinal) || token.Lower.EndsWith("йти", StringComparison.Ordinal));

    private static bool IsAdjective(string lower) => lower.Length > 4
        && lower[^2..] is "ый" or "ий" or "ая" or "яя" or "ые" or "ие" or "ой" or "ое";

    private static bool IsOblique(string lower) => lower.Length > 3 && lower[^1] is 'и' or 'ы' or 'а' or 'я' or 'у' or 'ю' or 'й' or 'х' or 'в' or 'ь' or 'о' or 'м';
}
