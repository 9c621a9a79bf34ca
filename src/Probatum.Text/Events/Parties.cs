namespace Probatum.Text;

/// <summary>Reads who is said to have done it and to whom. No name has a rule of its own: sides may be
/// swapped.</summary>
internal static class Parties
{
    private const int WeaponWithin = 12;

    public static IEnumerable<Slot> Perpetrators(Sentence s, Draft draft)
    {
        if (draft.Rule == "accuse" && Accused(s) is { } accused)
        {
            yield return accused;
        }

        for (var at = 0; at < s.Count; at++)
        {
            if (!Words.Attacks.TryGetValue(s[at].Lower, out var needs) || s[at].IsCapital
                || (needs && !NearWeapon(s, at) && !NamedBefore(s, at)))
            {
                continue;
            }

            var by = Enumerable.Range(at + 1, Math.Max(0, Math.Min(WeaponWithin, s.Count - at - 1)))
                .FirstOrDefault(i => s.Is(i, "by"), -1);
            var start = Clauses.CueStart(s, at);
            if (by > 0)
            {
                if (Party(s, by + 1, NounPhrases.RightOf(s, by + 1)) is { } doer)
                {
                    yield return doer;
                }
            }
            else if (!Passive(s, start, at) && !WordForms.IsNounBefore(s, at)
                && NounPhrases.LeftOf(s, start) is { } subject
                && Party(s, subject.From, subject.To) is { } party)
            {
                yield return party;
            }
        }
    }

    public static IEnumerable<Slot> Targets(Sentence s)
    {
        for (var at = 0; at + 1 < s.Count; at++)
        {
            var strict = !s.Is(at, "against");
            if (strict && !s.Is(at, "on", "targeting")
                && !(Words.Attacks.TryGetValue(s[at].Lower, out var needs) && !needs && !s[at].IsCapital))
            {
                continue;
            }

            var to = NounPhrases.RightOf(s, at + 1);
            for (var from = at + 1; from < to;)
            {
                var end = from;
                while (end < to && !s.Is(end, "and") && !s.IsIn(end, "linking"))
                {
                    end++;
                }

                if (Bare(s, from, end) is { IsEmpty: false } bare && Words.Actors.ContainsKey(s[bare.To - 1].Lower))
                {
                    yield return new("target", s.Words(bare.From, bare.To), bare);
                }

                var first = s.Is(end, "and") && s.Is(end + 1, "the");
                to = first && end == to ? NounPhrases.RightOf(s, end + 1) : to;
                from = Math.Max(end, from) + 1;
                if (s.IsIn(end, "linking"))
                {
                    break;
                }
            }
        }
    }

    // 'accused the Northern army of …': the words up to 'of'.
    private static Slot? Accused(Sentence s)
    {
        for (var at = 0; at < Math.Min(s.Count, 14); at++)
        {
            if (s.Is(at, "of") && s.At(at + 1) is { } next
                && (next.Lower.EndsWith("ing", StringComparison.Ordinal)
                || at > 0 && !next.IsCapital && !next.Is("the"))
                || s.Is(at, "for"))
            {
                // Whoever stands here is the one accused, whatever the noun.
                var bare = Bare(s, 0, at);
                return bare.IsEmpty || s.IsIn(bare.From, "pronoun") ? null
                    : new Slot("perpetrator", s.Words(bare.From, bare.To).ToLowerInvariant(), bare);
            }
        }

        return null;
    }

    private static bool Passive(Sentence s, int start, int verb) =>
        !s[verb].Lower.EndsWith("ing", StringComparison.Ordinal)
            && Enumerable.Range(start, verb - start).Any(i => s.IsIn(i, "be"));

    private static bool NearWeapon(Sentence s, int verb)
    {
        for (var at = verb + 1; at < Math.Min(s.Count, verb + WeaponWithin) && !s.IsMark(at, ".;"); at++)
        {
            if (Words.Substances.Match(s, at) is not null || Words.Weapons.Match(s, at) is not null
                || s[at].Lower is "chemical" or "gas" or "toxic" or "weapons")
            {
                return true;
            }
        }

        return false;
    }

    // 'chemical weapons use by …', 'gas attack by …'
    private static bool NamedBefore(Sentence s, int noun) => s.Is(noun + 1, "by")
        && Enumerable.Range(Math.Max(0, noun - 3), Math.Min(3, noun))
        .Any(i => Words.Substances.Match(s, i) is not null || s[i].Lower is "chemical" or "gas" or "weapons");

    private static Slot? Party(Sentence s, int from, int to)
    {
        var bare = Bare(s, from, to);
        if (bare.IsEmpty || s.IsIn(bare.From, "pronoun") || s.IsMark(bare.From, ",")
            || s[bare.From].Kind == TokenKind.Number
            || Words.Holders["who"].Contains(s[bare.To - 1].Lower) || Words.Substances.Match(s, bare.From) is not null)
        {
            return null;
        }

        var plain = bare.From == 0 && bare.To == 1 && s[0].Lower.EndsWith('s') && Words.Places.Match(s, 0) is null;
        var named = (s[bare.To - 1].IsCapital && !plain) || Words.Actors.ContainsKey(s[bare.To - 1].Lower)
            || Words.People["organisation"].Contains(s[bare.To - 1].Lower);
        return named ? new Slot("perpetrator", s.Words(bare.From, bare.To).ToLowerInvariant(), bare) : null;
    }

    // Without article and brackets, without what flies or shoots for a side ('regime helicopters'), without a title
    // before a name.
    private static Phrase Bare(Sentence s, int from, int to)
    {
        while (from < to
            && (s[from].Kind == TokenKind.Mark || s[from].IsIn("determiner") || s[from].IsIn("possessive")
            || s.Is(from, "that")))
        {
            from++;
        }

        while (to > from
            && (s[to - 1].Kind == TokenKind.Mark || s[to - 1].IsPossessive
            || Words.Weapons.Match(s, to - 1) is not null))
        {
            to--;
        }

        var end = from;
        while (end < to && !s.IsIn(end, "linking") && !s.IsMark(end, ",") && !s.Is(end, "who"))
        {
            end++;
        }

        var title = from;
        for (var at = from; at + 1 < end; at++)
        {
            if (Words.People["title"].Contains(s[at].Lower) && s.IsCapitalAt(at) && s.IsCapitalAt(at + 1)
                && !Words.People["organisation"].Contains(s[at + 1].Lower)
                && !Words.People["title"].Contains(s[at + 1].Lower))
            {
                title = at + 1;
            }
        }

        return new(title, end);
    }
}
