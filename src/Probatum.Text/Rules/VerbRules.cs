namespace Probatum.Text;

/// <summary>Claims that a reporting verb brings: tags around quotations, tags after clauses, and clauses after the
/// verb.</summary>
internal static class VerbRules
{
    private const int AsWithin = 14;

    /// <summary>Every claim of one sentence whose cue is a verb, in order of the verbs.</summary>
    public static void Read(Sentence s, List<Draft> found)
    {
        var earlier = found.Count;
        for (var verb = 0; verb < s.Body; verb++)
        {
            if (AsSaying(s, verb) is var (quoted, last))
            {
                found.Add(quoted);
                verb = last;
            }
            else if (Naming(s, verb) is { } named)
            {
                found.Add(named);
            }
            else if (s.UseAt(verb) is { } use && !WordForms.IsNoun(s, verb, use)
                && ReadAt(s, verb, use, found, earlier) is { } draft)
            {
                found.Add(draft);
                AddWarnedConsequence(s, draft, found);
            }
        }
    }

    private static Draft? ReadAt(Sentence s, int verb, VerbUse use, List<Draft> found, int earlier)
    {
        var start = Clauses.CueStart(s, verb);
        var isRulingOut = use.Verb.Base == "exclude" || (use.Verb.Base == "rule" && s.Is(verb + 1, "out"));
        if (use.Verb.Base == "rule" && !isRulingOut)
        {
            return null;
        }

        // Who does not rule a thing out says that it may be.
        var unsaid = Unsaid(s, start, verb, use);
        use = unsaid && isRulingOut ? use with { Verb = use.Verb with { Class = "assert" } } : use;
        if ((unsaid && !isRulingOut)
            || (use.Form is VerbForm.Past or VerbForm.Participle && start == verb && WordForms.Modifies(s, verb)))
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

        if (TagRules.Inverted(s, start, verb, use) is { } inverted)
        {
            return inverted;
        }

        var left = NounPhrases.LeftOf(s, start);
        if (left is { } who && (IsNobody(s, who) || IsTurned(s, who)))
        {
            return null;
        }

        // 'said that A, a claim the Front denied'
        if (left is { } taker && use.Verb.Class == "deny" && (verb + 1 >= s.Body || s[verb + 1].Kind == TokenKind.Mark || s.IsIn(verb + 1, "adjunct", "day"))
            && (s.Is(taker.From - 1, "which") || (taker.From > 1 && Words.Nouns.ContainsKey(s[taker.From - 1].Lower) && s.Is(taker.From - 2, "a", "an", "the")))
            && found.Skip(earlier).LastOrDefault(one => one.Sentence == s && one.Content.Count > 0) is { } told)
        {
            return Draft.Of(s, taker, start, verb + 1, [.. told.Content], use, "taken-up");
        }

        if (left is { } subject
            && (use.Form != VerbForm.Base || start < verb || WordForms.IsPlural(s, subject)))
        {
            return s.IsIn(subject.From - 1, "subordinator") && s.Is(subject.From - 1, "if", "whether", "unless")
                || (s.Is(subject.From - 1, "as") && Clauses.TagEnd(s, verb + 1) is not null)
                ? null
                : TagRules.Tag(s, subject, start, verb, use) ?? Complements.Read(s, subject, start, verb, use, "verb");
        }

        // 'denied the attack and accused …': the subject is that of the verb before.
        return s.Is(start - 1, "and", "but") || s.IsMark(start - 1, ",") || s.Is(start - 1, "who")
            ? Complements.Read(s, SharedSubject(s, found, earlier), start, verb, use, "coordinate")
            : null;
    }

    // 'television quoted the minister as saying that', 'the governor was quoted by an agency as saying'
    private static (Draft Draft, int Last)? AsSaying(Sentence s, int verb)
    {
        if (s.UseAt(verb) is not { Verb.Base: "quote" or "cite" } use || WordForms.IsNoun(s, verb, use))
        {
            return null;
        }

        var @as = Enumerable.Range(verb + 1, AsWithin).FirstOrDefault(i => s.Is(i, "as") && s.UseAt(i + 1) is { Form: VerbForm.Ing }, -1);
        var start = Clauses.CueStart(s, verb);
        if (@as < 0 || Unsaid(s, start, verb, use) || NounPhrases.LeftOf(s, start) is not { } left || IsNobody(s, left))
        {
            return null;
        }

        var passive = IsPassive(s, start, verb);
        var (speaker, through) = passive ? (left, s.Is(verb + 1, "by", "in") ? new Phrase(verb + 2, @as) : default) : (new Phrase(verb + 1, @as), left);
        var from = s.Is(@as + 2, "that") || s.IsMark(@as + 2, ":,") ? @as + 3 : @as + 2;
        var to = from < s.Body ? Clauses.ContentEnd(s, from) : from;
        return speaker.IsEmpty || to <= from ? null : (new(
            s, speaker, [new(s[start].Start, s[verb].End), new(s[@as].Start, s[@as + 1].End)], [new(s[from].Start, s[to - 1].End)], s.UseAt(@as + 1)!.Value.Verb.Class, false, "as-saying")
        { Anchor = start, ThroughPhrase = through }, @as + 1);
    }

    // 'called the report "a lie"', 'branded the allegations lies', 'described it as fiction'
    private static Draft? Naming(Sentence s, int verb)
    {
        if (!s[verb].IsWord || (s[verb].IsCapital && verb > 0 && !s.IsTitleCase)
            || !s.IsIn(verb, "naming"))
        {
            return null;
        }

        var start = Clauses.CueStart(s, verb);
        if (s.IsIn(verb - 1, "determiner", "possessive") || Enumerable.Range(start, verb - start).Any(i => s.IsIn(i, "negation", "modal", "be"))
            || NounPhrases.LeftOf(s, start) is not { } subject || IsNobody(s, subject))
        {
            return null;
        }

        var end = Clauses.ContentEnd(s, Math.Min(verb + 1, s.Body));
        var denies = Enumerable.Range(verb + 2, Math.Max(0, Math.Min(end, verb + 2 + AsWithin) - verb - 2)).Any(i =>
            IsDenial(s, i) || (s.At(i)?.Quote is { } quote && Enumerable.Range(0, quote.Inner.Count).Any(k => IsDenial(new(quote.Inner, s.Depth + 1), k))));
        return !denies ? null : new(s, subject, [new(s[start].Start, s[verb].End)], [new(s[verb + 1].Start, s[end - 1].End)], "deny", false, "naming") { Anchor = start };
    }

    private static bool IsDenial(Sentence s, int at) => Words.Denials.Match(s, at) is not null || s.IsIn(at, "lie");

    // 'would not say', 'declined to say', 'if asked': nothing was said.
    private static bool Unsaid(Sentence s, int start, int verb, VerbUse use)
    {
        for (var at = start; at < verb; at++)
        {
            if (s.IsIn(at, "negation", "modal") || s.Is(at, "will", "neither", "nor"))
            {
                return true;
            }
        }

        // 'neither confirmed nor denied', 'no longer claims', 'has stopped claiming', 'refrained from saying'
        if (s.Is(start - 1, "neither", "nor") || (s.Is(start - 1, "longer") && s.Is(start - 2, "no"))
            || (use.Form == VerbForm.Ing && (s.Is(verb - 1, "without") || s.At(verb - 1)?.Lower is "stop" or "stops" or "stopped" or "stopping" or "cease" or "ceased" or "avoid" or "avoided"
            || (s.Is(verb - 1, "from", "of") && s.At(verb - 2)?.Lower is "refrained" or "refrain" or "refrains" or "short" or "stopped"))))
        {
            return true;
        }

        // 'asked not to be named', 'asked to remain anonymous': about the speaker, not the event.
        if (use.Verb.Class == "request" && Enumerable.Range(verb + 1, 7).Any(i => s.Is(i, "named", "identified", "anonymous", "anonymity"))
            && Enumerable.Range(verb + 1, 3).Any(i => s.Is(i, "not", "to", "for")))
        {
            return true;
        }

        return use.Form is VerbForm.Base && s.Is(start - 1, "to") && !s.Is(start - 2, "on")
            && !(s.At(start - 2)?.Lower.StartsWith("continue", StringComparison.Ordinal) ?? false);
    }

    // 'Nobody said', 'None of the doctors', 'Neither A nor B', 'Not one of the inspectors': nobody speaks.
    internal static bool IsNobody(Sentence s, Phrase subject) =>
        s.Is(subject.From, "nobody", "none", "neither", "no", "nothing") || (s.Is(subject.From, "not") && s.Is(subject.From + 1, "one", "a", "any"))
            || s.Is(subject.From - 1, "nor", "neither", "not", "no", "hardly", "scarcely", "none") || s.Is(subject.From, "hardly", "scarcely")
            || (s.Is(subject.From - 1, "of") && s.Is(subject.From - 2, "none", "neither"))
            || (s.Is(subject.From - 1, "of") && s.Is(subject.From - 2, "one") && s.Is(subject.From - 3, "not"));

    // 'At no point did the ministry say', 'Nor has the army claimed'
    private static bool IsTurned(Sentence s, Phrase subject)
    {
        if (!s.IsIn(subject.From - 1, "auxiliary"))
        {
            return false;
        }

        for (var at = subject.From - 2; at >= 0 && subject.From - at <= 8 && s[at].IsWord; at--)
        {
            if (s.Is(at, "no", "never", "nor", "not", "neither", "nowhere", "hardly"))
            {
                return true;
            }
        }

        return false;
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

        var ownSubject = s[before].IsWord && !s.Is(before, "and")
            && !s.IsIn(before, "preposition", "subordinator", "day")
            && !s[before].IsIn("document") && !s[before].IsIn("place-saying") && !s[before].IsIn("dayish")
            && !WordForms.IsVerb(s, before);
        var subject = ownSubject && NounPhrases.LeftOf(s, before + 1) is { } near ? near
            : SharedSubject(s, found, earlier);
        return Complements.Read(s, subject, verb, verb, use, "participle");
    }

    private static Phrase SharedSubject(Sentence s, List<Draft> found, int earlier)
    {
        for (var i = found.Count - 1; i >= earlier; i--)
        {
            if (found[i].Sentence == s && !found[i].Source.IsEmpty
                && !found[i].Rule.StartsWith("according", StringComparison.Ordinal))
            {
                return found[i].Source;
            }
        }

        return NounPhrases.FirstSubject(s) ?? default;
    }

    // 'has been warning that A, but B would follow': a warning and a prediction under one cue are two claims.
    private static void AddWarnedConsequence(Sentence s, Draft draft, List<Draft> found)
    {
        if (draft.Class != "warn" || draft.Content is not [var whole])
        {
            return;
        }

        for (var at = draft.Anchor; at + 2 < s.Body; at++)
        {
            if (s[at].Start > whole.Start && s[at].End < whole.End && s.IsMark(at, ",") && s.Is(at + 1, "but", "and")
                && Enumerable.Range(at + 2, Math.Min(8, s.Body - at - 2)).Any(i => s.Is(i, "would", "will")))
            {
                found.Add(draft with { Content = [new(s[at + 2].Start, whole.End)], Class = "predict" });
                draft.Content[0] = new(whole.Start, s[at].Start);
                return;
            }
        }
    }
}
