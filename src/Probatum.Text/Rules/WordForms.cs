namespace Probatum.Text;

/// <summary>Tells verbs from nouns and modifiers without tags: by endings, lists and the words beside them.</summary>
internal static class WordForms
{
    /// <summary>Whether the token is surely a finite verb, or a participle that acts as one.</summary>
    public static bool IsVerb(Sentence s, int at)
    {
        if (!s[at].IsWord || (s[at].IsCapital && at > 0))
        {
            return false;
        }

        var token = s[at];
        if (token.IsIn("auxiliary") || token.IsIn("verb") || token.IsIn("negation"))
        {
            return true;
        }

        if (s.UseAt(at) is { } use)
        {
            return use.Form is VerbForm.Past or VerbForm.Participle ? !Modifies(s, at)
                : !IsNoun(s, at, use) && (!use.Verb.Takes('N') || use.Form == VerbForm.Ing || BeginsObject(s, at + 1));
        }

        return token.Lower.EndsWith("ed", StringComparison.Ordinal) && token.Lower.Length > 4
            && !token.Lower.Contains('-', StringComparison.Ordinal)
            && !Modifies(s, at);
    }

    /// <summary>What follows a form that may be a noun when it is a verb: a clause, a quotation, an object ('he claims
    /// the …').</summary>
    public static bool BeginsObject(Sentence s, int at) =>
        s.IsQuote(at) || s.IsMark(at, ",:") || s.IsIn(at, "determiner", "possessive", "pronoun") || s.IsCapitalAt(at)
        || s.IsIn(at, "day")
        || s.At(at)?.Lower is "that" or "how" or "why" or "what" or "whether" or "in" or "on" or "for" or "to";

    /// <summary>Whether a form that may be a noun is one here ('the claim', 'reports of').</summary>
    public static bool IsNoun(Sentence s, int at, VerbUse use)
    {
        if (use.Form is VerbForm.Ing)
        {
            return s.IsIn(at - 1, "determiner", "possessive") || (at > 0 && s[at - 1].IsPossessive);
        }

        if (use.Form is not (VerbForm.Base or VerbForm.Present))
        {
            return false;
        }

        if (at == 0 || s.IsIn(at - 1, "determiner", "possessive", "preposition")
            || s[at - 1].IsPossessive)
        {
            return !s.Is(at - 1, "to") && !s.IsIn(at - 1, "vague", "pronoun")
                && !(s.IsIn(at - 1, "determiner") && s[at - 1].Is("others"));
        }

        return use.Verb.Takes('N') && !s.IsIn(at - 1, "pronoun")
            && (at + 1 >= s.Body || s.IsMark(at + 1, ",;)") || s.IsIn(at + 1, "auxiliary")
            || (s.IsIn(at + 1, "preposition") && !use.Verb.Prepositions.Contains(s[at + 1].Lower))
            || s.Is(at + 1, "and"));
    }

    /// <summary>Whether a verb without an ending may have the phrase as its subject: 'residents say', not 'state
    /// media'. A name says nothing by its letters: any may stand for a side where it opens the clause.</summary>
    public static bool IsPlural(Sentence s, Phrase subject)
    {
        var last = s[subject.To - 1];
        return last.IsIn("pronoun") || last.IsIn("vague")
            || Enumerable.Range(subject.From, subject.To - subject.From)
            .Any(i => s.Is(i, "and") || s.IsIn(i, "plural")
            || (s[i].Lower.EndsWith('s') && (!s[i].IsCapital || i == 0 || s.IsQuote(i - 1)) && !s[i].IsPossessive))
            || (last.IsCapital && !last.IsPossessive && Opens(s, subject.From));
    }

    /// <summary>Whether a sentence, a quotation or a clause begins here.</summary>
    public static bool Opens(Sentence s, int at) => at == 0 || s.IsQuote(at - 1) || s.IsMark(at - 1, ",;:–—") || s.IsIn(at - 1, "subordinator", "day", "dayish")
        || (s.Is(at - 1, "the") && Opens(s, at - 1));

    /// <summary>Whether an article, preposition or owner before the word makes it a noun ('the attack', 'of
    /// use').</summary>
    public static bool IsNounBefore(Sentence s, int at) => at > 0
        && (s.IsIn(at - 1, "determiner", "possessive") || s[at - 1].IsPossessive || s.IsIn(at - 1, "preposition")
            || s[at - 1].Lower is "chemical" or "gas" or "alleged" or "suspected");

    /// <summary>'the reported attack', 'alleged use': the participle belongs to the noun after it.</summary>
    public static bool Modifies(Sentence s, int at) =>
        (at == 0 || s.IsIn(at - 1, "determiner", "possessive", "preposition") || s[at - 1].IsPossessive)
        && !s.IsIn(at - 1, "vague") && at + 1 < s.Body && s[at + 1].IsWord
        && !s.IsIn(at + 1, "preposition", "determiner", "subordinator");
}
