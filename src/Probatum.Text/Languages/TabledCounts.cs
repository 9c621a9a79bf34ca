namespace Probatum.Text;

/// <summary>Reads counts in a language that has tables: 'погибли 33 человека', 'девять проб', 'إصابة ١٥ شخصا'.</summary>
internal static class TabledCounts
{
    private const int WordsAfter = 4;
    private const int WordsBefore = 4;

    public static IEnumerable<Slot> Read(LanguageTables tables, Sentence s)
    {
        for (var at = 0; at < s.Count; at++)
        {
            if (Pair(tables, s, at) is { } two)
            {
                yield return new("counts", two + "=2", new(at, at + 1));
            }
            else if (Number(tables, s, at) is { } number && (After(tables, s, at) ?? Before(tables, s, at)) is { } found)
            {
                yield return new("counts", found.What + "=" + number, found.At);
            }
        }
    }

    private static (string What, Phrase At)? After(LanguageTables tables, Sentence s, int at)
    {
        for (var noun = at + 1; noun < Math.Min(s.Count, at + 1 + WordsAfter) && s[noun].IsWord; noun++)
        {
            if (Counted(tables, s, noun) is { } counted)
            {
                return (counted.What, new(at, noun + 1));
            }
        }

        return null;
    }

    private static (string What, Phrase At)? Before(LanguageTables tables, Sentence s, int at)
    {
        for (var word = at - 1; word >= Math.Max(0, at - WordsBefore) && s[word].IsWord && Number(tables, s, word) is null; word--)
        {
            if (Counted(tables, s, word) is { Side: "any" } counted)
            {
                return (counted.What, new(word, at + 1));
            }
        }

        return null;
    }

    private static (string What, string Side)? Counted(LanguageTables tables, Sentence s, int at)
    {
        foreach (var key in tables.Keys(s[at].Lower))
        {
            if (tables.Counted.TryGetValue(key, out var counted))
            {
                return counted;
            }
        }

        return null;
    }

    // Arabic has a form for two of a thing.
    private static string? Pair(LanguageTables tables, Sentence s, int at) =>
        s[at].IsWord && Counted(tables, s, at) is { Side: "pair" } counted ? counted.What : null;

    private static string? Number(LanguageTables tables, Sentence s, int at)
    {
        if (s[at].IsWord)
        {
            return tables.Numbers.GetValueOrDefault(s[at].Lower);
        }

        return s[at].Kind == TokenKind.Number && s[at].Lower.All(char.IsAsciiDigit) && !TabledDates.IsMonth(tables, s, at + 1)
            && !tables.IsIn(s, at + 1, "year") && !tables.IsIn(s, at - 1, "year", "day") ? s[at].Lower : null;
    }
}
