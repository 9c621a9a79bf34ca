namespace Probatum.Text;

/// <summary>Reads counts: a number and what it counts, as <c>killed=33</c>. 'More than 50' is 50; 'dozens' stays a
/// word.</summary>
internal static class Counts
{
    private const int NounWithin = 10;

    public static IEnumerable<Slot> Read(Sentence s)
    {
        for (var at = 0; at < s.Count; at++)
        {
            if (Number(s, at) is not { } number || IsNegated(s, at))
            {
                continue;
            }

            number = Bound(s, at) is { } bound ? $"{bound} {number}" : number;

            for (var noun = at + 1; noun < Math.Min(s.Count, at + 1 + NounWithin) && !s.IsMark(noun, ".,;:()"); noun++)
            {
                if (Words.Counted.TryGetValue(s[noun].Lower, out var what))
                {
                    yield return new("counts", what + "=" + number, new(at, noun + 1));
                    break;
                }

                // A person's fate may stand far off ('three rescuers and six others were hurt'), a thing's name may
                // not.
                if (s.IsIn(noun, "preposition") && !s.Is(noun, "of", "to"))
                {
                    break;
                }
            }
        }
    }

    // 'no one was killed', 'not 50 people', 'none of the 40', 'one in three'; of '2 of 3 samples' the first counts.
    private static bool IsNegated(Sentence s, int at) =>
        s.Is(at - 1, "no", "not", "never") || (s.Is(at, "one") && s.Is(at + 1, "in") && s.At(at + 2) is { } third && (third.Kind == TokenKind.Number || Words.Numbers.ContainsKey(third.Lower)))
            || Enumerable.Range(at - 4, 4).Any(i => s.Is(i, "none", "neither") && s.Is(i + 1, "of"))
            || ((s.Is(at - 1, "of", "in") || (s.Is(at - 1, "the") && s.Is(at - 2, "of"))) && Before(s, s.Is(at - 1, "the") ? at - 2 : at - 1));

    private static bool Before(Sentence s, int linking)
    {
        var at = s.Is(linking - 1, "out") ? linking - 2 : linking - 1;
        return s.At(at) is { } number && (number.Kind == TokenKind.Number || (Words.Numbers.ContainsKey(number.Lower) && !s.Is(at, "dozens", "hundreds", "thousands", "scores")));
    }

    // A number from above is no number of its own.
    private static string? Bound(Sentence s, int at) =>
        s.Is(at - 1, "than") && s.Is(at - 2, "fewer", "less") ? "fewer than"
            : (s.Is(at - 1, "than") && s.Is(at - 2, "more") && s.Is(at - 3, "no", "not")) || (s.Is(at - 1, "most") && s.Is(at - 2, "at")) ? "at most"
            : null;

    // Not the number of an area, a date, or a measure ('10-hour', '3 kilometres').
    private static string? Number(Sentence s, int at)
    {
        if (s[at].IsWord)
        {
            return Words.Numbers.TryGetValue(s[at].Lower, out var figure) && !(s.Is(at, "one") && s.Is(at + 1, "of"))
                ? figure : null;
        }

        return s[at].Kind == TokenKind.Number && !s.IsCapitalAt(at - 1) && !s.IsMark(at - 1, "'‘")
            && !Dates.IsMonth(s.At(at + 1)?.Lower ?? "")
            && s[at].Text.All(unit => char.IsAsciiDigit(unit) || unit == ',')
            ? s[at].Text.Replace(",", "", StringComparison.Ordinal) : null;
    }
}
