namespace Probatum.Text;

/// <summary>Claims that a reporting verb brings: tags around quotations, tags after clauses, and clauses after the verb.</summary>
internal static class VerbRules
{
    /// <summary>Every claim of one sentence whose cue is a verb, in order of the verbs.</summary>
    public static void Read(Sentence s, List<Draft> found)
    {
        var earlier = found.Count;
        for (var verb = 0; verb < s.Body; verb++)
        {
            if (s.UseAt(verb) is { } use && !NounPhrases.IsNoun(s, verb, use) && ReadAt(s, verb, use, found, earlier) is { } draft)
            {
                found.Add(draft);
                AddWarnedConsequence(s, draft, found);
            }
        }
    }

    private static Draft? ReadAt(Sentence s, int verb, VerbUse use, List<Draft> found, int earlier)
    {
        var start = Clauses.CueStart(s, verb);
        if (Unsaid(s, start, verb, use) || (use.Form is VerbForm.Past or VerbForm.Participle && start == verb && NounPhrases.Modifies(s, verb)))
        {
            return null;
        }

        if (use.Form is VerbForm.Past or VerbForm.Participle && IsPassive(s, start, verb))
        {
            return PassiveRules.Read(s, start, verb, use);
        }

        if (use.Form == VerbForm.Ing && !IsProgressive(s, start, verb))
        {
            return Participle(s, verb, use, found, earlier);
        }

        if (Inverted(s, start, verb, use) is { } inverted)
        {
            return inverted;
        }

        if (NounPhrases.LeftOf(s, start) is { } subject && (use.Form != VerbForm.Base || start < verb || NounPhrases.IsPlural(s, subject)))
        {
            return s.IsIn(subject.From - 1, "subordinator") && (s.Is(subject.From - 1, "if") || s.Is(subject.From - 1, "whether") || s.Is(subject.From - 1, "unless"))
                || (s.Is(subject.From - 1, "as") && Clauses.TagEnd(s, verb + 1) is not null)
                ? null
                : Tag(s, subject, start, verb, use) ?? Complement(s, subject, start, verb, use, "verb");
        }

        // 'denied the attack and accused …': the subject is that of the verb before.
        return s.Is(start - 1, "and") || s.Is(start - 1, "but") || s.IsMark(start - 1, ",") || s.Is(start - 1, "who")
            ? Complement(s, SharedSubject(s, found, earlier), start, verb, use, "coordinate")
            : null;
    }

    // 'would not say', 'declined to say', 'if asked': nothing was said.
    private static bool Unsaid(Sentence s, int start, int verb, VerbUse use)
    {
        for (var at = start; at < verb; at++)
        {
            if (s.IsIn(at, "negation") || s.IsIn(at, "modal") || s.Is(at, "will"))
            {
                return true;
            }
        }

        return use.Form is VerbForm.Base && s.Is(start - 1, "to") && !s.Is(start - 2, "on") && !(s.At(start - 2)?.Lower.StartsWith("continue", StringComparison.Ordinal) ?? false);
    }

    private static bool IsPassive(Sentence s, int start, int verb)
    {
        for (var at = start; at < verb; at++)
        {
            if (s.IsIn(at, "be"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsProgressive(Sentence s, int start, int verb) => IsPassive(s, start, verb);

    private static Draft? Inverted(Sentence s, int start, int verb, VerbUse use)
    {
        if (start != verb || use.Form is not (VerbForm.Past or VerbForm.Present) || !use.Verb.Takes('Q') || use.Verb.Takes('P'))
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
            || (!quoted && (!(s[verb + 1].IsCapital || s.IsIn(verb + 1, "determiner")) || (to < s.Body && !s.IsMark(to, ",.")))))
        {
            return null;
        }

        var content = Before(s, quoted ? verb : verb - 1);
        AddAfterTag(s, to, content);
        return content.Count == 0 ? null
            : Make(s, new(verb + 1, to), verb, verb + 1, content, use, quoted ? "inverted-tag" : "inverted-trailing");
    }

    private static Draft? Tag(Sentence s, Phrase subject, int start, int verb, VerbUse use)
    {
        if (!use.Verb.Takes('Q') || (s.At(verb + 1) is { } next && use.Verb.Prepositions.Contains(next.Lower)))
        {
            return null;
        }

        var before = subject.From - 1;
        var quoted = s.IsQuote(before) || (s.IsQuote(before - 1) && (s.IsMark(before, ",") || s[before].IsDash));
        if (quoted && before > 1 && s.IsQuote(before) && (s.IsIn(before - 1, "preposition") || s.IsIn(before - 1, "determiner"))
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
        return Make(s, subject, start, after, content, use, quoted ? "quote-tag" : "trailing-tag");
    }

    private static Draft? Participle(Sentence s, int verb, VerbUse use, List<Draft> found, int earlier)
    {
        var before = verb - 1;
        while (s.IsIn(before, "adverb") || Clauses.IsManner(s, before))
        {
            before--;
        }

        if (before < 0)
        {
            return null;
        }

        var ownSubject = s[before].IsWord && !s.Is(before, "and") && !s.IsIn(before, "preposition") && !s.IsIn(before, "subordinator") && !s.IsIn(before, "day")
            && !s[before].IsIn("document") && !s[before].IsIn("place-saying") && !s[before].IsIn("dayish") && !NounPhrases.IsVerb(s, before);
        var subject = ownSubject && NounPhrases.LeftOf(s, before + 1) is { } near ? near : SharedSubject(s, found, earlier);
        return Complement(s, subject, verb, verb, use, "participle");
    }

    private static Phrase SharedSubject(Sentence s, List<Draft> found, int earlier)
    {
        for (var i = found.Count - 1; i >= earlier; i--)
        {
            if (found[i].Sentence == s && !found[i].Source.IsEmpty && !found[i].Rule.StartsWith("according", StringComparison.Ordinal))
            {
                return found[i].Source;
            }
        }

        return NounPhrases.FirstSubject(s) ?? default;
    }

    /// <summary>What follows the verb: a clause, a quotation, or an object that is itself the claim.</summary>
    private static Draft? Complement(Sentence s, Phrase subject, int start, int verb, VerbUse use, string rule)
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

        if (takes.Takes('N') && use.Form is VerbForm.Base or VerbForm.Present && start == verb && !NounPhrases.BeginsObject(s, at))
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

        if (s.Is(at, "out") || s.Is(at, "back"))
        {
            cueEnd = ++at;
        }

        if (takes.Takes('P') && !s.Is(at, "that"))
        {
            var hearer = NounPhrases.HearerOf(s, at);
            if (takes.Takes('I') || (hearer > at && takes.Class == "request"))
            {
                return at < s.Body && !s.IsMark(at, ",.") ? To(s, subject, start, at, s.IsIn(at, "pronoun") ? at + 1 : at, use, rule + "-request") : null;
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

        if (takes.Takes('T') && Clauses.AfterThat(s, at) is { } that)
        {
            return To(s, subject, start, cueEnd, that, use, rule + "-that");
        }

        var adjunct = Clauses.AfterAdjunct(s, at);
        var clause = s.IsMark(adjunct, ",:.") ? adjunct + 1 : adjunct;
        if (clause == s.Body && s.IsMark(adjunct, ":"))
        {
            return Make(s, subject, start, cueEnd, [], use, rule + "-colon") with { AwaitsQuotation = true };
        }

        if (Quoted(s, clause, takes) is { } quote)
        {
            return To(s, subject, start, cueEnd, quote, use, "tag-quote");
        }

        if (s.IsMark(adjunct, ":") || (takes.Takes('I') && s.Is(adjunct, "to")))
        {
            return To(s, subject, start, cueEnd, clause, use, s.IsMark(adjunct, ":") ? rule + "-colon" : rule + "-to");
        }

        if (takes.Takes('T') && s.At(adjunct)?.Lower is "how" or "why" or "what" or "whether" or "where" or "who" or "which" or "if" or "because")
        {
            return To(s, subject, start, cueEnd, adjunct, use, rule + "-clause");
        }

        var clear = s.IsMark(adjunct, ",") ? clause : adjunct;
        if (takes.Takes('B') && clear + 1 < s.Body && Clauses.HasVerb(s, clear, s.Body))
        {
            return To(s, subject, start, cueEnd, clear, use, rule + "-clause");
        }

        return takes.Takes('O') && at < s.Body && s[at].IsWord && !s.IsIn(at, "preposition") && !s.IsIn(at, "subordinator") && !s.Is(at, "to")
            && !s.Is(at, "and")
            ? To(s, subject, start, cueEnd, at, use, rule + "-object") : null;
    }

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

        for (var at = from; at < Math.Min(s.Body, from + 20); at++)
        {
            if (s.IsQuote(at) && s.IsMark(at - 1, ",:"))
            {
                return at;
            }

            if (NounPhrases.IsVerb(s, at))
            {
                return null;
            }
        }

        return null;
    }

    private static Draft? To(Sentence s, Phrase subject, int start, int cueEnd, int from, VerbUse use, string rule)
    {
        // '"…" and left': what the speaker did next is not said.
        var to = s.IsQuote(from) && (s.Is(from + 1, "and") || s.Is(from + 1, "before") || s.Is(from + 1, "as")) ? from + 1 : Clauses.ContentEnd(s, from);
        return to > from ? Make(s, subject, start, cueEnd, [new(s[from].Start, s[to - 1].End)], use, rule) : null;
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
        else if (from > end && from < s.Body && !s.IsQuote(0) && !s.Is(from, "who") && !s.Is(from, "which") && !s.Is(from, "citing") && s.UseAt(from) is not { Form: VerbForm.Ing }
            && !s.Is(from, "according") && !s.Is(from, "while") && !s.Is(from, "as") && !s.IsIn(from, "adverb")
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
        for (var at = from; at < Math.Min(s.Body, from + 20); at++)
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

    private static Draft Make(Sentence s, Phrase subject, int start, int cueEnd, List<Piece> content, VerbUse use, string rule) =>
        new(s, subject, [new(s[start].Start, s[cueEnd - 1].End)], content, use.Verb.Class, use.Verb.Presupposes, rule) { Anchor = start };

    // 'has been warning that A, but B would follow': a warning and a prediction under one cue are two claims.
    private static void AddWarnedConsequence(Sentence s, Draft draft, List<Draft> found)
    {
        if (draft.Class != "warn" || draft.Content is not [var whole])
        {
            return;
        }

        for (var at = draft.Anchor; at + 2 < s.Body; at++)
        {
            if (s[at].Start > whole.Start && s[at].End < whole.End && s.IsMark(at, ",") && (s.Is(at + 1, "but") || s.Is(at + 1, "and"))
                && Enumerable.Range(at + 2, Math.Min(8, s.Body - at - 2)).Any(i => s.Is(i, "would") || s.Is(i, "will")))
            {
                found.Add(draft with { Content = [new(s[at + 2].Start, whole.End)], Class = "predict" });
                draft.Content[0] = new(whole.Start, s[at].Start);
                return;
            }
        }
    }
}
