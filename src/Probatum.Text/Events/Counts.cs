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
            if (Number(s, at) is not { } number)
            {
                continue;
            }

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
