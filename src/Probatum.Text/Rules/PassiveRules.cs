namespace Probatum.Text;

/// <summary>'X is accused of Y', 'it is reported that X', 'X was believed to …': claims that may name nobody.</summary>
internal static class PassiveRules
{
    public static Draft? Read(Sentence s, int start, int verb, VerbUse use)
    {
        if (NounPhrases.LeftOf(s, start) is not { } subject)
        {
            return null;
        }

        var by = Enumerable.Range(verb + 1, Math.Max(0, Math.Min(s.Body - verb - 1, 12)))
            .FirstOrDefault(i => s.Is(i, "by"), -1);
        var source = by > 0 && NounPhrases.RightOf(s, by + 1) is var end && end > by + 1 ? new Phrase(by + 1, end)
            : default;
        var after = verb + 1;
        if (use.Verb.Takes('A') && s.At(after) is { } next && use.Verb.Prepositions.Contains(next.Lower))
        {
            var to = Clauses.ContentEnd(s, after + 1);
            return to > after + 1
                ? Make(s, source, start, verb, use, [Of(s, subject), new(s[after + 1].Start, s[to - 1].End)],
                "passive-accuse") : null;
        }

        if (s.Is(subject.From, "it") && subject.To == subject.From + 1 && Clauses.AfterThat(s, after) is { } that)
        {
            var to = Clauses.ContentEnd(s, that);
            return to > that ? Make(s, source, start, verb, use, [new(s[that].Start, s[to - 1].End)], "passive-it")
                : null;
        }

        if (s.Is(after, "to") && after + 1 < s.Body && use.Verb.Class == "assert" && !use.Verb.Takes('P'))
        {
            var to = Clauses.ContentEnd(s, after + 1);
            return to > after + 1
                ? Make(s, default, start, verb, use, [Of(s, subject), new(s[after + 1].Start, s[to - 1].End)],
                "passive-to") : null;
        }

        return source.IsEmpty || !use.Verb.Takes('O') ? null
            : Make(s, source, start, verb, use, [Of(s, subject)], "passive-by");
    }

    private static Piece Of(Sentence s, Phrase phrase) => new(s[phrase.From].Start, s[phrase.To - 1].End);

    private static Draft Make(Sentence s, Phrase source, int start, int verb, VerbUse use, List<Piece> content,
        string rule) =>
        new(s, source, [new(s[start].Start, s[verb].End)], content, use.Verb.Class, use.Verb.Presupposes,
            rule)
        { Anchor = start };
}
