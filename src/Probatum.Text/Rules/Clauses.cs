namespace Probatum.Text;

/// <summary>Where the words around a cue end and where what is said begins and ends.</summary>
internal static class Clauses
{
    private const int ThatWithin = 16;

    /// <summary>The first token of the cue: auxiliaries and adverbs before the verb belong to it.</summary>
    public static int CueStart(Sentence s, int verb)
    {
        var at = verb;
        while (at > 0 && verb - at < 6 && (s.IsIn(at - 1, "auxiliary", "adverb", "negation") || IsManner(s, at - 1)
            || s.Is(at - 1, "'s", "’s") && at > 1 && s.IsIn(at - 2, "pronoun")))
        {
            at--;
        }

        return at;
    }

    /// <summary>The index after the words of time and place that follow a cue ('on Friday in a statement').</summary>
    public static int AfterAdjunct(Sentence s, int from)
    {
        var at = from;
        while (at < s.Body)
        {
            if (s.IsIn(at, "day", "dayish") || s.Is(at, "ago"))
            {
                at++;
            }
            else if (s.IsIn(at, "adjunct"))
            {
                var next = AfterPhrase(s, at);
                if (next == at)
                {
                    return at;
                }

                at = next;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    /// <summary>Whether nothing but words of time and place stands from <paramref name="from"/> to the end or a
    /// comma.</summary>
    public static int? TagEnd(Sentence s, int from)
    {
        var at = from;
        if (at < s.Body && !s.IsMark(at, ",;–—") && !s.IsQuote(at) && !s.IsIn(at, "adjunct", "day", "dayish")
            && !IsManner(s, at) && !s.IsIn(at, "subordinator"))
        {
            return null;
        }

        for (; at < s.Body && !s.IsMark(at, ",;–—:") && !s.IsQuote(at) && !s[at].IsDash; at++)
        {
            if (s.Is(at, "that") && at == from)
            {
                return null;
            }

            if (s.IsIn(at, "subordinator") && at > from && !s.Is(at, "that"))
            {
                return at;
            }

            if (WordForms.IsVerb(s, at) && at > from && s.UseAt(at) is { } use && use.Form != VerbForm.Ing)
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>Where a clause after 'that' begins, if 'that' follows soon and no verb stands between.</summary>
    public static int? AfterThat(Sentence s, int from)
    {
        for (var at = from; at < Math.Min(s.Body, from + ThatWithin); at++)
        {
            // 'any strikes that day' has no clause
            if (s.Is(at, "that") && !(at > from && (s.IsIn(at + 1, "dayish") || s.Is(at + 1, "day"))))
            {
                return at + 1;
            }

            if (s.IsQuote(at) || s.IsMark(at, ":;") || (at > from && WordForms.IsVerb(s, at)))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The end of what is said from <paramref name="from"/> on: the sentence's, or where another voice takes
    /// over.</summary>
    public static int ContentEnd(Sentence s, int from)
    {
        for (var at = from; at < s.Body; at++)
        {
            if (s.IsMark(at, ";")
                || (at > from && s.IsMark(at, ",") && (Reports(s, at + 1) || Accords(s, at + 1) || Tags(s, at + 1)))
                || (at > from && Turns(s, at)) || (at > from && Accords(s, at)))
            {
                return s.IsMark(at - 1, ",") && at - 1 > from ? at - 1 : at;
            }
        }

        return s.Body;
    }

    /// <summary>Whether a verb stands in the stretch.</summary>
    public static bool HasVerb(Sentence s, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (s.IsQuote(at) || WordForms.IsVerb(s, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>'quickly': an adverb of manner by its look.</summary>
    public static bool IsManner(Sentence s, int at) =>
        s.At(at) is { IsWord: true } token && !(token.IsCapital && at > 0) && token.Lower.Length > 4
        && token.Lower.EndsWith("ly", StringComparison.Ordinal) && !token.Is("only") && !token.Is("family")
        && !token.Is("likely")
        && !token.Is("reportedly") && !token.Is("allegedly");

    private static int AfterPhrase(Sentence s, int at)
    {
        if (!s.IsIn(at, "preposition") && !s.Is(at, "during", "after", "before", "via"))
        {
            return s.IsIn(at, "determiner") ? AfterNamed(s, at + 1, at) : s.Is(at, "as", "when", "while") ? at : at + 1;
        }

        // A phrase of saying: a day, a kind of talk, hearers, a date; anything else may already be what is said.
        var first = at + 1;
        while (s.IsIn(first, "determiner", "possessive", "dayish"))
        {
            first++;
        }

        return AfterNamed(s, first, at);
    }

    private static int AfterNamed(Sentence s, int first, int otherwise)
    {
        for (var at = first; at < Math.Min(s.Body, first + 4); at++)
        {
            if (s.IsIn(at, "day", "dayish", "place-saying", "hearer") || Dates.IsMonth(s[at].Lower))
            {
                at++;
                while (at < s.Body && (s[at].Kind == TokenKind.Number || s.IsIn(at, "dayish", "place-saying")))
                {
                    at++;
                }

                return at;
            }

            if (s.At(at) is not { IsWord: true } || WordForms.IsVerb(s, at))
            {
                break;
            }
        }

        return otherwise;
    }

    private static bool Accords(Sentence s, int at) => s.Is(at, "according") && s.Is(at + 1, "to");

    // ', adding', ', but also saying', ', citing'
    private static bool Reports(Sentence s, int at)
    {
        while (s.Is(at, "and", "but") || s.IsIn(at, "adverb") || IsManner(s, at))
        {
            at++;
        }

        return s.UseAt(at) is { Form: VerbForm.Ing } use && !WordForms.IsNoun(s, at, use);
    }

    // ', Reuters reported' at the end: an outer voice.
    private static bool Tags(Sentence s, int at)
    {
        for (var verb = at + 1; verb < Math.Min(s.Body, at + 14) && !s.IsMark(verb, ",;:") && !s.IsQuote(verb); verb++)
        {
            if (s.UseAt(verb) is { } use && use.Form is VerbForm.Past or VerbForm.Present && use.Verb.Takes('Q')
                && NounPhrases.LeftOf(s, CueStart(s, verb)) is { } subject && subject.From <= at + 1)
            {
                return TagEnd(s, use.Verb.Takes('P') ? NounPhrases.HearerOf(s, verb + 1) : verb + 1) is { } end
                    && (end >= s.Body || s.IsMark(end, ","));
            }
        }

        return false;
    }

    // 'and accused', 'but he denied', ', although the minister said'
    private static bool Turns(Sentence s, int at)
    {
        if (!s.Is(at, "and", "but", "while", "although", "though"))
        {
            return false;
        }

        for (var verb = at + 1; verb < Math.Min(s.Body, at + 9) && !s.IsMark(verb, ",;:") && !s.IsQuote(verb); verb++)
        {
            if (s.UseAt(verb) is { } use && use.Form is VerbForm.Past or VerbForm.Present
                && !WordForms.IsNoun(s, verb, use)
                && use.Verb.Frames is not ("T" or "Q" or "QN"))
            {
                var start = CueStart(s, verb);
                return start == at + 1 ? s.Is(at, "and", "but")
                    : NounPhrases.LeftOf(s, start) is { } subject && subject.From <= at + 1;
            }

            if (WordForms.IsVerb(s, verb) && !s.IsIn(verb, "auxiliary"))
            {
                return false;
            }
        }

        return false;
    }
}
