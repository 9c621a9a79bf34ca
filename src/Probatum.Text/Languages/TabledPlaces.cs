namespace Probatum.Text;

/// <summary>Reads places in a language that has tables: the case's own, the small gazetteer's, and names after a place
/// noun ('в селе …', 'بلدة …').</summary>
internal static class TabledPlaces
{
    private const int LongestName = 3;

    public static IEnumerable<Slot> Read(LanguageTables tables, Sentence s, TermList own)
    {
        for (var at = 0; at < s.Count;)
        {
            if ((OfCase(s, at, own) ?? Listed(tables, s, at) ?? Named(tables, s, at)) is { } slot)
            {
                yield return slot;
                at = slot.At.To;
            }
            else
            {
                at++;
            }
        }
    }

    private static Slot? OfCase(Sentence s, int at, TermList own) =>
        s[at].IsWord && own.Match(s, at) is { } hit ? new Slot("where", hit.Phrase, new(at, hit.End)) : null;

    // A capital or a country often stands for its government: it is a place only after a word of place.
    private static Slot? Listed(LanguageTables tables, Sentence s, int at)
    {
        if (!IsName(s, at) || tables.Places.Match(s, at) is not { } hit)
        {
            return null;
        }

        var placed = hit.Value is not ("country" or "capital") || tables.IsIn(s, at - 1, "in-place")
            || (tables.Code == "ar" && s[at].Lower.StartsWith('ب') && !hit.Phrase.StartsWith('ب'));
        return placed ? new Slot("where", hit.Phrase, new(at, hit.End)) : null;
    }

    private static Slot? Named(LanguageTables tables, Sentence s, int at)
    {
        if (!tables.IsIn(s, at, "place-noun"))
        {
            return null;
        }

        var end = at + 1;
        if (tables.Code == "ar")
        {
            end = tables.IsIn(s, at + 1, "place-head") ? at + 3 : at + 2;
            if (end > s.Count || !Enumerable.Range(at + 1, end - at - 1).All(i => s[i].IsWord) || tables.IsIn(s, at + 1, "preposition", "place-noun"))
            {
                return null;
            }
        }
        else
        {
            while (end < s.Count && end - at <= LongestName && s[end].IsCapital)
            {
                end++;
            }
        }

        return end > at + 1 ? new Slot("where", s.Words(at + 1, end), new(at + 1, end)) : null;
    }

    private static bool IsName(Sentence s, int at) =>
        s[at].IsCapital || (s[at].IsWord && char.GetUnicodeCategory(s[at].Text[0]) == System.Globalization.UnicodeCategory.OtherLetter);
}
