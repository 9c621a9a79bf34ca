namespace Probatum.Text;

/// <summary>Claims that a reporting verb brings: tags around quotations, tags after clauses, and clauses after the
/// verb.</summary>
internal static class VerbRules
{
    /// <summary>Every claim of one sentence whose cue is a verb, in order of the verbs.</summary>
    public static void Read(Sentence s, List<Draft> found)
    {
        var earlier = found.Count;
        for (var verb = 0; verb < s.Body; verb++)
        {
            if (s.UseAt(verb) is { } use && !WordForms.IsNoun(s, verb, use)
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

        if (NounPhrases.LeftOf(s, start) is { } subject
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

    // 'would not say', 'declined to say', 'if asked': nothing was said.
    private static bool Unsaid(Sentence s, int start, int verb, VerbUse use)
    {
        for (var at = start; at < verb; at++)
        {
            if (s.IsIn(at, "negation", "modal") || s.Is(at, "will"))
            {
                return true;
            }
        }

        return use.Form is VerbForm.Base && s.Is(start - 1, "to") && !s.Is(start - 2, "on")
            && !(s.At(start - 2)?.Lower.StartsWith("continue", StringComparison.Ordinal) ?? false);
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
