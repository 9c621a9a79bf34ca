namespace Probatum.Text;

/// <summary>Reads places: the case's own, the small gazetteer's, names that end in a place noun, 'Area 12'.</summary>
internal static class Places
{
    public static IEnumerable<Slot> Read(Sentence s, PhraseList own)
    {
        for (var at = 0; at < s.Count;)
        {
            if ((Numbered(s, at) ?? OfCase(s, at, own) ?? Listed(s, at) ?? Facility(s, at)) is { } slot)
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
}
