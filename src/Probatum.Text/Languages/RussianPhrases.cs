namespace Probatum.Text;

/// <summary>'По словам X', 'согласно X', 'по неподтверждённым данным' and reporting nouns.</summary>
internal sealed class RussianPhrases(LanguageTables tables)
{
    private const int LongestSource = 14;
    private const int OwnerWithin = 8;

    /// <summary>The claims of phrases that name who says it, at the head, in the middle or at the end.</summary>
    public IEnumerable<(Phrase Cue, Phrase Source, (int, int)[] Content, string Class, bool Presupposes, string Rule)> According(Sentence s)
    {
        for (var at = 0; at + 1 < s.Body; at++)
        {
            if (at > 0 && !s.IsMark(at - 1, ",–—:-") && !tables.IsIn(s, at - 1, "opener", "that"))
            {
                continue;
            }

            // 'По его словам': the possessive is the source, and the phrase is the list's without it.
            var own = s.Is(at, "по", "со") && tables.IsIn(s, at + 1, "possessive") && s.At(at + 2) is { IsWord: true } noun
                && Listed(s[at].Lower + " " + noun.Lower);
            var match = own ? null : tables.Phrases.Match(s, at);
            if (!own && match is not { Value: "head" })
            {
                continue;
            }

            var cue = own ? new Phrase(at, at + 3) : new Phrase(at, match!.Value.End);
            var source = own ? new Phrase(at + 1, at + 2) : new(cue.To, SourceEnd(s, cue.To));
            var to = own ? cue.To : source.To;
            if (source.IsEmpty)
            {
                continue;
            }

            var name = own ? s[at].Lower + " " + s[at + 2].Lower : match!.Value.Phrase;
            var (group, presupposes) = tables.PhraseClasses[name];
            var from = Begin(s, at);
            var content = at == from ? new[] { (to, s.Body) } : [(from, at), (to, s.Body)];
            yield return (cue, source, content, group, presupposes, at <= 1 || tables.IsIn(s, at - 1, "that") ? "according-head" : "according-tail");
        }
    }

    /// <summary>The claim of a sentence whose teller nobody names; null where no word says so.</summary>
    public (Phrase Cue, (int, int)[] Content)? Unattributed(Sentence s)
    {
        for (var at = 0; at + 1 < s.Body; at++)
        {
            if (tables.Phrases.Match(s, at) is { Value: "unattributed" } match)
            {
                return (new(at, match.End), at == 0 ? [(match.End, s.Body)] : [(0, at), (match.End, s.Body)]);
            }
        }

        return null;
    }

    /// <summary>The reporting noun that stands before 'о том, что', its owner between them; null where none is
    /// near.</summary>
    public (int At, string Class, bool Presupposes)? NounBefore(Sentence s, int lead)
    {
        for (var at = lead - 1; at >= Math.Max(0, lead - OwnerWithin) && s[at].IsWord && !tables.Verbs.ContainsKey(s[at].Lower); at--)
        {
            if (tables.Nouns.TryGetValue(s[at].Lower, out var noun))
            {
                return (at, noun.Class, noun.Presupposes);
            }
        }

        return null;
    }

    private bool Listed(string phrase) => tables.PhraseClasses.ContainsKey(phrase);

    // After 'said that, according to X, …' only the clause is the content.
    private static int Begin(Sentence s, int at)
    {
        for (var i = at - 1; i >= 0; i--)
        {
            if (s.Is(i, "что"))
            {
                return i + 1 == at || (i + 2 == at && s.IsMark(i + 1, ",")) ? at : i + 1;
            }
        }

        return 0;
    }

    // Up to the comma; without one, up to the first word that begins something else.
    private int SourceEnd(Sentence s, int from)
    {
        var limit = Math.Min(s.Body, from + LongestSource);
        for (var at = from; at < limit; at++)
        {
            if (s.IsMark(at, ",;:") || s[at].IsDash)
            {
                return at;
            }
        }

        if (limit == s.Body)
        {
            var only = from;
            while (only < limit && s[only].IsWord && !tables.IsIn(s, only, "preposition"))
            {
                only++;
            }

            return only;
        }

        return from;
    }
}
