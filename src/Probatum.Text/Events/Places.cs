namespace Probatum.Text;

/// <summary>Reads places: the case's own, the small list's, names that end in a place noun, 'Area 12', and after a word of place those
/// of a gazetteer.</summary>
internal static class Places
{
    private const int LongestName = 5;
    private const int ShortestName = 4;

    public static IEnumerable<Slot> Read(Sentence s, PhraseList own, Gazetteer? gazetteer)
    {
        var last = -1;
        for (var at = 0; at < s.Count;)
        {
            if ((Numbered(s, at) ?? OfCase(s, at, own) ?? Listed(s, at) ?? Facility(s, at) ?? Known(s, at, last, gazetteer)) is { } slot)
            {
                yield return slot;
                at = last = slot.At.To;
            }
            else
            {
                at++;
            }
        }
    }

    private static Slot? OfCase(Sentence s, int at, PhraseList own) =>
        own.Match(s, at) is { } hit ? new Slot("where", hit.Phrase, new(at, hit.End)) : null;

    // 'Area 12', "Zone '7'", 'Sector 4'
    private static Slot? Numbered(Sentence s, int at)
    {
        if (!s[at].IsCapital
            || s[at].Lower is not ("area" or "zone" or "sector" or "district" or "block" or "point" or "hill"))
        {
            return null;
        }

        var number = at + 1;
        while (s.IsMark(number, "'‘\"“"))
        {
            number++;
        }

        return s.At(number) is { Kind: TokenKind.Number } digits
            ? new Slot("where", s[at].Text + " " + digits.Text.TrimEnd('\'', '’'), new(at, number + 1)) : null;
    }

    private static Slot? Listed(Sentence s, int at)
    {
        if (!s[at].IsCapital || Words.Places.Match(s, at) is not { } hit)
        {
            return null;
        }

        var before = s.Is(at - 1, "the") ? at - 2 : at - 1;
        var named = s.At(hit.End) is { IsWord: true } next
            && next.Lower is "province" or "governorate" or "countryside" or "district";
        var located = named || s.IsIn(before, "linking") || s.Is(before, "outside", "inside", "across")
            || s.Is(before, "around", "over", "capital");
        var placed = located && !s.Is(before, "from", "for", "of", "on", "with");
        var counts = hit.Value switch
        {
            "country" or "capital" => placed,
            _ => located || !WordForms.IsVerb(s, Math.Min(hit.End, s.Count - 1)) || hit.End >= s.Count,
        };
        var end = named ? hit.End + 1 : hit.End;
        return counts ? new Slot("where", named ? s.Words(at, end) : hit.Phrase, new(at, end)) : null;
    }

    // 'on the Northern Gate Hospital'
    private static Slot? Facility(Sentence s, int at)
    {
        if (!s[at].IsCapital || !(s.Is(at - 1, "the") || s.IsIn(at - 1, "linking")) || s.IsCapitalAt(at - 1))
        {
            return null;
        }

        var end = at;
        while (s.IsCapitalAt(end))
        {
            end++;
        }

        return end - at > 1 && Words.PlaceNouns.Contains(s[end - 1].Lower)
            ? new Slot("where", s.Words(at, end), new(at, end)) : null;
    }

    // 'in Binnish', 'near Jisr al-Shughur', 'the town of Reading'. Many English words and surnames are towns somewhere, so a
    // name counts after a word of place alone, whole, and where it is a word or a surname too only after 'the town of' or before its country.
    private static Slot? Known(Sentence s, int at, int last, Gazetteer? gazetteer)
    {
        var isNamedTown = s.Is(at - 1, "of") && s.Is(at - 2, "town", "city", "village", "towns", "cities", "villages", "suburb", "outskirts");
        var isPlaced = s.Is(at - 1, "in", "near", "outside", "around", "inside") || (s.Is(at - 1, "and") && last == at - 1);
        if (gazetteer is null || !s[at].IsCapital || !(isNamedTown || isPlaced || s.Is(at - 1, "at", "from")) || Words.Places.Match(s, at) is not null)
        {
            return null;
        }

        var end = at;
        while (end < s.Count && end - at < LongestName && IsNamePart(s[end]))
        {
            end++;
        }

        // A longer name than is looked up, possession and 'X of Y' name something else.
        if (end == at || (end < s.Count && (IsNamePart(s[end]) || s[end].IsPossessive)) || (s.Is(end, "of", "for") && s.IsCapitalAt(end + 1)))
        {
            return null;
        }

        var name = s.Words(at, end);
        var isLocated = s.Is(end, ",") && s.IsCapitalAt(end + 1) && Enumerable.Range(end + 2, 3).Any(stop => stop <= s.Count && gazetteer.LiesIn(name, s.Words(end + 1, stop)));
        var isPlace = isNamedTown ? !gazetteer.Find(name).IsEmpty : isLocated
            || (isPlaced && !s.IsTitleCase && name.Length >= ShortestName && !(end == at + 1 && Words.NotPlaces.Contains(s[at].Lower)) && gazetteer.IsKnown(name));
        return isPlace ? new Slot("where", name, new(at, end)) : null;
    }

    // A capital, or 'al-Shughur'; no abbreviation, day or month.
    private static bool IsNamePart(Token token) => token.IsWord && !token.IsIn("day") && Dates.MonthOf(token.Lower) == 0
        && (token.IsCapital ? token.Text.Any(char.IsLower) : token.Text.IndexOf('-', StringComparison.Ordinal) is > 0 and <= 3 and var hyphen && char.IsUpper(token.Text[hyphen + 1]));
}
