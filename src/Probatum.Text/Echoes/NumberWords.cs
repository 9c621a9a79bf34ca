using System.Collections.Frozen;

namespace Probatum.Text.Echoes;

/// <summary>Reads figures and number words, so that '1,070', '1 070' and 'one thousand and seventy' are one number.</summary>
internal static class NumberWords
{
    private const long Largest = 1_000_000_000_000;

    private static readonly FrozenDictionary<string, long> Small =
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".Split(' ').Select((word, i) => (word, i + 1L))
        .Concat("twenty thirty forty fifty sixty seventy eighty ninety".Split(' ').Select((word, i) => (word, 20 + (10L * i)))).ToFrozenDictionary(pair => pair.word, pair => pair.Item2);

    private static readonly FrozenDictionary<string, long> Large =
        new[] { ("hundred", 100L), ("thousand", 1000L), ("million", 1_000_000L) }.ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>The number in figures; null for a time, a date, a fraction and what is too large.</summary>
    public static long? Figures(string text)
    {
        var digits = 0;
        long value = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsDigit(text[i]))
            {
                digits++;
                value = (value * 10) + (long)char.GetNumericValue(text[i]);
                if (value > Largest)
                {
                    return null;
                }
            }
            else if (!(text[i] is ',' or '.' or '\u00A0' or '\u202F' or '’' && digits > 0 && IsGroup(text, i + 1)) && !IsOrdinal(text, i))
            {
                return null;
            }
            else if (IsOrdinal(text, i))
            {
                break;
            }
        }

        return digits > 0 ? value : null;
    }

    /// <summary>The number that the words from <paramref name="at"/> on spell, and how many of them do; null where they spell none.</summary>
    public static (long Value, int Words)? Spelt(IReadOnlyList<string> words, int at)
    {
        long total = 0, group = 0;
        var (end, last) = (at, at);
        while (end < words.Count && end - at < 12)
        {
            if (Small.TryGetValue(words[end], out var small) && (group % 100 == 0 || (group % 10 == 0 && small < 10 && group % 100 >= 20)))
            {
                group += small;
                last = ++end;
            }
            else if (end > at && Large.TryGetValue(words[end], out var large) && group > 0 && group < large)
            {
                (total, group) = large == 100 ? (total, group * 100) : (total + (group * large), 0);
                last = ++end;
            }
            else if (end > at && words[end] == "and" && end == last)
            {
                end++;
            }
            else
            {
                break;
            }

            if (total > Largest)
            {
                return null;
            }
        }

        return last > at ? (total + group, last - at) : null;
    }

    private static bool IsGroup(string text, int at) =>
        at + 3 <= text.Length && char.IsDigit(text[at]) && char.IsDigit(text[at + 1]) && char.IsDigit(text[at + 2])
        && (at + 3 == text.Length || !char.IsDigit(text[at + 3]));

    // '24th', '1st'
    private static bool IsOrdinal(string text, int at) => at > 0 && text[at..] is "st" or "nd" or "rd" or "th";
}
