namespace Probatum.Text;

/// <summary>Where clauses begin and end in a Russian sentence, and who is the subject of a reporting verb.</summary>
internal sealed partial class RussianClauses(LanguageTables tables)
{
    private const int LongestInsert = 14;
    private const int LongestLead = 16;
    private const int LongestSubject = 16;
    private const int OccasionWithin = 6;

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

    private static bool IsPast(string lower) => lower.Length > 3 && lower is [.., 'л', 'и' or 'а' or 'о'] or [.., 'л']
        or [.., 'л', 'с', 'я'] or [.., 'л', 'и' or 'а' or 'о', 'с', 'ь'];

    private static bool IsInfinitive(Sentence s, int at) => s.At(at) is { IsWord: true, IsCapital: false } token
        && (token.Lower.EndsWith("ть", StringComparison.Ordinal) || token.Lower.EndsWith("ться", StringComparison.Ordinal)
            || token.Lower.EndsWith("сти", StringComparison.Ordinal) || token.Lower.EndsWith("йти", StringComparison.Ordinal));

    private static bool IsAdjective(string lower) => lower.Length > 4
        && lower[^2..] is "ый" or "ий" or "ая" or "яя" or "ые" or "ие" or "ой" or "ое";

    private static bool IsOblique(string lower) => lower.Length > 3 && lower[^1] is 'и' or 'ы' or 'а' or 'я' or 'у' or 'ю' or 'й' or 'х' or 'в' or 'ь' or 'о' or 'м';
}
