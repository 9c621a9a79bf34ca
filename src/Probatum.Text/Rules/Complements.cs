namespace Probatum.Text;

/// <summary>What follows a reporting verb: a clause, a quotation, or an object that is itself the claim.</summary>
internal static class Complements
{
    private const int QuotationWithin = 20;

    /// <summary>The claim of one verb with its subject; null where nothing that is said follows.</summary>
    public static Draft? Read(Sentence s, Phrase subject, int start, int verb, VerbUse use, string rule)
    {
        if (subject.IsEmpty)
        {
            return null;
        }

        var takes = use.Verb;
        var at = verb + 1;
        if (takes.Base == "cite" && use.Form == VerbForm.Ing)
        {
            return null;
        }

        if (takes.Takes('N') && use.Form is VerbForm.Base or VerbForm.Present && start == verb
            && !WordForms.BeginsObject(s, at))
        {
            return null;
        }

        var cueEnd = at;
        if (takes.Takes('A'))
        {
            return at < s.Body && !s.IsMark(at, ",") && (takes.Base != "blame" || !s.IsIn(at, "auxiliary"))
                ? To(s, subject, start, at, at, use, "accuse") : null;
        }

        if (s.At(at) is { } next && takes.Prepositions.Contains(next.Lower))
        {
            cueEnd = at = at + 1;
            return at < s.Body ? To(s, subject, start, cueEnd, at, use, rule + "-preposition") : null;
        }

        if (s.Is(at, "out", "back"))
        {
            cueEnd = ++at;
        }

        if (takes.Takes('P') && !s.Is(at, "that"))
        {
            var hearer = NounPhrases.HearerOf(s, at);
            if (takes.Takes('I') || (hearer > at && takes.Class == "request"))
            {
                return at < s.Body && !s.IsMark(at, ",.")
                    ? To(s, subject, start, at, s.IsIn(at, "pronoun") ? at + 1 : at, use, rule + "-request") : null;
            }

            if (s.At(hearer) is { } preposition && takes.Prepositions.Contains(preposition.Lower))
            {
                return To(s, subject, start, hearer + 1, hearer + 1, use, rule + "-preposition");
            }

            if (hearer > at || takes.Base == "tell")
            {
                cueEnd = at = hearer;
            }
        }

        var pointed = IsPointedAt(s, at) || (takes.Class == "deny" && !takes.Takes('T') && s.Is(at, "that"));
        if (!pointed && takes.Takes('T') && Clauses.AfterThat(s, at) is { } that)
        {
            return To(s, subject, start, cueEnd, that, use, rule + "-that");
        }

        var adjunct = Clauses.AfterAdjunct(s, at);
        var clause = s.IsMark(adjunct, ",:.") ? adjunct + 1 : adjunct;
        if (clause == s.Body && s.IsMark(adjunct, ":"))
        {
            return Draft.Of(s, subject, start, cueEnd, [], use, rule + "-colon") with { AwaitsQuotation = true };
        }

        if (Quoted(s, clause, takes) is { } quote)
        {
            return To(s, subject, start, cueEnd, quote, use, "tag-quote");
        }

        if (s.IsMark(adjunct, ":") || (takes.Takes('I') && s.Is(adjunct, "to")))
        {
            return To(s, subject, start, cueEnd, clause, use, s.IsMark(adjunct, ":") ? rule + "-colon" : rule + "-to");
        }

        if (takes.Takes('T')
            && s.Is(adjunct, "how", "why", "what", "whether", "where", "who", "which", "if", "because"))
        {
            return To(s, subject, start, cueEnd, adjunct, use, rule + "-clause");
        }

        var clear = s.IsMark(adjunct, ",") ? clause : adjunct;
        if (takes.Takes('B') && clear + 1 < s.Body && Clauses.HasVerb(s, clear, s.Body))
        {
            return To(s, subject, start, cueEnd, clear, use, rule + "-clause");
        }

        return takes.Takes('O') && at < s.Body && s[at].IsWord && (pointed || !s.IsIn(at, "preposition", "subordinator"))
            && !s.Is(at, "to", "and")
            ? To(s, subject, start, cueEnd, at, use, rule + "-object") : null;
    }

    // 'dismissed that report', 'denied that claim': no clause, but another's words.
    private static bool IsPointedAt(Sentence s, int that) => s.Is(that, "that") && s.At(that + 1) is { IsWord: true } noun
        && Words.Nouns.ContainsKey(noun.Lower) && !noun.Lower.EndsWith('s')
        && (that + 2 >= s.Body || s[that + 2].Kind == TokenKind.Mark || s.Is(that + 2, "as", "and", "but", "in", "on"));

    // 'said: "…"', 'said during a long talk, "…"': a quotation near the verb, nothing but an adjunct between.
    private static int? Quoted(Sentence s, int from, Verb verb)
    {
        if (s.IsQuote(from))
        {
            return from;
        }

        if (!verb.Takes('Q'))
        {
            return null;
        }

        for (var at = from; at < Math.Min(s.Body, from + QuotationWithin); at++)
        {
            if (s.IsQuote(at) && s.IsMark(at - 1, ",:"))
            {
                return at;
            }

            if (WordForms.IsVerb(s, at))
            {
                return null;
            }
        }

        return null;
    }

    private static Draft? To(Sentence s, Phrase subject, int start, int cueEnd, int from, VerbUse use, string rule)
    {
        // '"…" and left': what the speaker did next is not said.
        var to = s.IsQuote(from) && (s.Is(from + 1, "and", "before", "as")) ? from + 1 : Clauses.ContentEnd(s, from);
        return to > from ? Draft.Of(s, subject, start, cueEnd, [new(s[from].Start, s[to - 1].End)], use, rule) : null;
    }
}
