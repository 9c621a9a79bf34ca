namespace Probatum.Text;

/// <summary>Claims without a verb of their own: 'according to Y', 'as Y reported', 'the allegation that X',
/// 'reportedly'.</summary>
internal static class PhraseRules
{
    private const int NearNoun = 8;

    public static void According(Sentence s, List<Draft> found)
    {
        for (var at = 0; at + 2 < s.Body; at++)
        {
            if (!s.Is(at, "according") || !s.Is(at + 1, "to"))
            {
                continue;
            }

            var head = at <= 1;
            var to = SourceEnd(s, at + 2, head);
            var content = new List<Piece>();
            var before = s.IsMark(at - 1, ",–—") ? at - 1 : at;
            if (!head && before > 0)
            {
                content.Add(new(s[0].Start, s[before - 1].End));
            }

            var rest = s.IsMark(to, ",:") ? to + 1 : to;
            if (rest < s.Body
                && (head || (rest > to && !s.Is(rest, "who", "which") && s.UseAt(rest) is not { Form: VerbForm.Ing }
                && s.Body - rest > 3)))
            {
                var end = Clauses.ContentEnd(s, rest);
                content.Add(new(s[rest].Start, s[Math.Max(rest, end - 1)].End));
            }

            if (content.Count > 0 && to > at + 2 && !s.IsIn(to - 1, "manner"))
            {
                found.Add(new(s, new(at + 2, to), [new(s[at].Start, s[at + 1].End)], content, "assert", false,
                    head ? "according-head" : "according-tail")
                { Anchor = at });
            }
        }
    }

    /// <summary>', citing reports from Y': Y is the source behind the claim before it, and a claim of its
    /// own.</summary>
    public static void Citing(Sentence s, List<Draft> found)
    {
        for (var at = 2; at + 1 < s.Body; at++)
        {
            var to = s.Is(at, "citing") ? SourceEnd(s, at + 1, false) : at;
            if (to <= at + 1)
            {
                continue;
            }

            var before = s.IsMark(at - 1, ",") ? at - 1 : at;
            var told = found.FindLast(draft => draft.Sentence == s && draft.Anchor < at && draft.Content.Count > 0);
            if (told is null && !Clauses.HasVerb(s, 0, before))
            {
                // 'The army, citing intercepts, said': what is said comes later.
                continue;
            }

            List<Piece> content = told is null ? [new(s[0].Start, s[before - 1].End)] : [.. told.Content];
            found.Add(new(s, new(at + 1, to), [new(s[at].Start, s[at].End)], content, told?.Class
                ?? "assert", false, "citing")
            { Anchor = at });
        }
    }

    public static void AsReported(Sentence s, List<Draft> found)
    {
        for (var at = 0; at + 2 < s.Body; at++)
        {
            if (!s.Is(at, "as") || !(at == 0 || s.IsMark(at - 1, ",")))
            {
                continue;
            }

            for (var verb = at + 2; verb < Math.Min(s.Body, at + 12); verb++)
            {
                if (s.UseAt(verb) is not { } use || use.Form is VerbForm.Ing or VerbForm.Base || !use.Verb.Takes('T')
                    || NounPhrases.LeftOf(s, Clauses.CueStart(s, verb)) is not { } source || source.From != at + 1
                    || Clauses.TagEnd(s, verb + 1) is not { } end)
                {
                    continue;
                }

                var rest = s.IsMark(end, ",") ? end + 1 : end;
                var content = new List<Piece>();
                if (at > 1)
                {
                    content.Add(new(s[0].Start, s[at - 2].End));
                }

                if (rest < s.Body)
                {
                    content.Add(new(s[rest].Start, s[s.Body - 1].End));
                }

                if (content.Count > 0)
                {
                    found.Add(new(s, source, [new(s[verb].Start, s[verb].End)], content, use.Verb.Class,
                        use.Verb.Presupposes, "as-reported")
                    { Anchor = at });
                }

                break;
            }
        }
    }

    public static void Nouns(Sentence s, List<Draft> found)
    {
        for (var at = 0; at + 2 < s.Body; at++)
        {
            if (!Words.Nouns.TryGetValue(s[at].Lower, out var noun)
                || (s.UseAt(at) is { } use && !WordForms.IsNoun(s, at, use) && !s.IsNounAfterAdjective(at)))
            {
                continue;
            }

            var (source, after) = OwnerAfter(s, at + 1);
            source = source.IsEmpty ? OwnerBefore(s, at) : source;
            var of = after == at + 1 && s.Is(after, "of")
                && (s[at].Lower.StartsWith('a') || s[at].Lower.StartsWith("claim", StringComparison.Ordinal));
            var asks = noun.Class is "request" or "commit" or "warn" ? AskedBy(s, at, ref source) ?? -1 : -1;
            after = asks > 0 ? asks : after;
            if (!s.Is(after, "that") && !of && asks < 0)
            {
                continue;
            }

            var to = Clauses.ContentEnd(s, after + 1);
            if (to - after > 2 && !found.Exists(draft => draft.Sentence == s && draft.Cue.Exists(piece => piece.Start <= s[at].Start && s[at].End <= piece.End)))
            {
                found.Add(new(s, source, [new(s[at].Start, s[at].End)], [new(s[after + 1].Start, s[to - 1].End)],
                    noun.Class, noun.Presupposes,
                    "nominal")
                { Anchor = at });
            }
        }
    }

    public static void Unattributed(Sentence s, List<Draft> found)
    {
        for (var at = 1; at + 1 < s.Body; at++)
        {
            if (!s[at].IsWord || !s[at].Lower.EndsWith("edly", StringComparison.Ordinal)
                || Words.Hedges.Match(s, at) is null)
            {
                continue;
            }

            var before = at;
            while (before > 1 && s.IsIn(before - 1, "auxiliary", "adverb"))
            {
                before--;
            }

            var content = new List<Piece> { new(s[0].Start, s[before - 1].End),
                new(s[at + 1].Start, s[s.Body - 1].End) };
            found.Add(new(s, default, [new(s[at].Start, s[at].End)], content, "assert", false,
                "unattributed")
            { Anchor = at });
            return;
        }
    }

    private static bool IsNounAfterAdjective(this Sentence s, int at) => s.IsIn(at - 2, "determiner")
        && !s.IsIn(at - 1, "pronoun");

    private static int SourceEnd(Sentence s, int from, bool head)
    {
        var at = from;
        for (; at < s.Body && !s.IsQuote(at) && !s.IsMark(at, ":;") && !s[at].IsDash; at++)
        {
            if (s.IsMark(at, ",") && !(head && at + 1 < s.Body && IsApposition(s, at)))
            {
                break;
            }

            if (!head && at > from + 1
                && (s.Is(at, "that") || (s.Is(at, "and") && WordForms.IsVerb(s, at + 1 < s.Body ? at + 1 : at))))
            {
                break;
            }
        }

        return at;
    }

    // 'According to Smith, a doctor, the …': the phrase between the commas belongs to the name.
    private static bool IsApposition(Sentence s, int comma)
    {
        if (!s.Is(comma + 1, "a", "an", "who"))
        {
            return false;
        }

        for (var i = comma + 1; i < Math.Min(s.Body, comma + 14); i++)
        {
            if (s.IsMark(i, ","))
            {
                return true;
            }
        }

        return false;
    }

    // 'accusations made by the ministry last week that …'
    private static (Phrase Source, int After) OwnerAfter(Sentence s, int from)
    {
        var source = default(Phrase);
        var at = from;
        for (; at < Math.Min(s.Body, from + NearNoun) && !s.Is(at, "that") && !s.IsMark(at, ",;:"); at++)
        {
            if (s.Is(at, "by", "from") && NounPhrases.RightOf(s, at + 1) is var end && end > at + 1)
            {
                var to = at + 1;
                while (to < end && !(to > at + 1 && (s.IsIn(to, "adjunct") || s.Is(to, "that"))))
                {
                    to++;
                }

                source = new(at + 1, to);
            }
        }

        return s.Is(at, "that") && (!source.IsEmpty || at == from) ? (source, at) : (default, from);
    }

    // 'repeated calls from the council to do so', "the council's demand to be heard": the index of 'to'.
    private static int? AskedBy(Sentence s, int noun, ref Phrase source)
    {
        if (s.Is(noun + 1, "to") && s.Is(source.To, "'s"))
        {
            return noun + 1;
        }

        var end = s.Is(noun + 1, "from", "by") ? NounPhrases.RightOf(s, noun + 2) : 0;
        if (end <= noun + 2 || !s.Is(end, "to"))
        {
            return null;
        }

        source = new(noun + 2, end);
        return end;
    }

    private static Phrase OwnerBefore(Sentence s, int noun)
    {
        var at = noun - 1;
        while (at > 0 && noun - at < 4 && s[at].IsWord && !s[at].IsPossessive && !s.IsIn(at, "possessive", "determiner")
            && !WordForms.IsVerb(s, at))
        {
            at--;
        }

        if (s.IsIn(at, "possessive"))
        {
            return new(at, at + 1);
        }

        return at > 0 && s[at].IsPossessive && NounPhrases.LeftOf(s, at) is { } owner ? owner
            : NounPhrases.FirstSubject(s) is { } first && first.To < noun ? first : default;
    }
}
