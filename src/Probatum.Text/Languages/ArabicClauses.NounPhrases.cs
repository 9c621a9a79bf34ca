namespace Probatum.Text;

// Noun phrases: a construct, its adjectives, a name after an office.
internal sealed partial class ArabicClauses
{
    /// <summary>The end of the noun phrase that begins at <paramref name="from"/>: a construct up to its definite word or
    /// name, with the adjectives that have the article, and a person's name after an office.</summary>
    public int NounPhraseEnd(Sentence s, int from)
    {
        var at = from;
        if (!Plain(s, at))
        {
            return at;
        }

        var office = tables.IsIn(s, at, "role");
        var body = tables.IsIn(s, at, "head", "actor");
        if (office && s.Is(at + 1, "باسم") && Plain(s, at + 2))
        {
            // the body that is spoken for belongs to the speaker
            return NounPhraseEnd(s, at + 2);
        }

        if (IsDefinite(s, at))
        {
            at = Adjectives(s, at + 1);
        }
        else if (body)
        {
            at++;
            while (Plain(s, at) && !IsDefinite(s, at) && tables.IsIn(s, at, "head", "actor", "place-noun"))
            {
                at++;
            }

            var head = tables.IsIn(s, at, "place-head");
            at += Plain(s, at) ? 1 : 0;
            at += head && Plain(s, at) ? 1 : 0;
            at = IsDefinite(s, at - 1) || IsDefinite(s, at) ? Adjectives(s, at) : at;
        }
        else
        {
            at += tables.IsIn(s, at, "place-head") ? 2 : 1;
        }

        if (s.Is(at, "لدي", "في") && Plain(s, at + 1) && !IsOccasion(s, at + 1))
        {
            at = Adjectives(s, at + 2);
        }

        return office || tables.IsIn(s, at, "rank") ? Name(s, at) : Math.Min(at, s.Body);
    }

    /// <summary>Whether an object of a verb of saying begins here: a noun of action, or a particle with its noun.</summary>
    public bool IsObject(Sentence s, int at) => tables.IsIn(s, at, "object-head", "that")
        || s.Is(at, "من", "الي", "علي", "عن") || (s.At(at) is { IsWord: true } word && word.Lower.StartsWith('ب') && word.Lower.Length > 3);

    /// <summary>The subject with which a sentence begins whose verb is not known.</summary>
    public Phrase FirstSubject(Sentence s, int limit)
    {
        var from = 0;
        while (from < limit && tables.IsIn(s, from, "opener"))
        {
            from++;
        }

        // a noun that begins the clause is its subject, else the word after the verb is
        from += s.Is(0, "اما") || IsDefinite(s, from) || tables.IsIn(s, from, "head") ? 0 : 1;
        var to = from;
        while (to < limit && s[to].IsWord && to - from < 3 && !tables.IsIn(s, to, "object-head", "preposition", "that")
            && !(s.Is(0, "اما") && s[to].Lower.StartsWith('ف')))
        {
            to++;
        }

        return new(from, to);
    }

    private int Adjectives(Sentence s, int at)
    {
        while (Plain(s, at) && IsDefinite(s, at))
        {
            at++;
        }

        return at;
    }

    private int Name(Sentence s, int at)
    {
        while (tables.IsIn(s, at, "rank"))
        {
            at++;
        }

        for (var taken = 0; taken < 2 && Plain(s, at) && !tables.IsIn(s, at, "actor", "head"); taken++)
        {
            at++;
        }

        return Math.Min(at, s.Body);
    }

    // A word that may be part of a name: no particle, no noun of action, no word with 'b' before it.
    private bool Plain(Sentence s, int at) => at < s.Body && s[at].IsWord && !tables.IsIn(s, at, "preposition", "cutter", "that", "object-head", "hearer")
        && !(s[at].Lower.StartsWith('ب') && s[at].Lower.Length > 3 && at > 0 && !s.Is(at, "باسم") && !tables.IsIn(s, at, "head", "place-noun", "place-head") && !tables.Places.Match(s, at).HasValue && IsParticled(s[at].Lower));

    private bool IsParticled(string lower) => lower.StartsWith("بال", StringComparison.Ordinal) || tables.Is("object-head", lower[1..])
        || lower.EndsWith('ه') || lower.Length > 5;

    private static bool IsDefinite(Sentence s, int at) => s.At(at) is { IsWord: true } word && word.Lower.StartsWith("ال", StringComparison.Ordinal);

    private bool IsOccasion(Sentence s, int at) => at >= s.Count || s[at].Kind == TokenKind.Number || tables.IsIn(s, at, "occasion")
        || tables.Calendar.Match(s, at) is not null || s.Is(at, "المقابل", "هذا", "وقت", "ذلك");
}
