namespace Probatum.Text;

/// <summary>Reads what a claim says about the alleged event in a language that has tables; empty rather than
/// guessed.</summary>
internal static class TabledEvents
{
    private const int LongestParty = 6;

    /// <summary>The slots of one content, in the order of the fields and then of the text.</summary>
    public static IEnumerable<Slot> Read(LanguageTables tables, Sentence s, Draft draft, DateOnly? report, TermList own) =>
        Whens(tables, s, report)
            .Concat(TabledPlaces.Read(tables, s, own))
            .Concat(tables.Substances.All(s).Select(hit => new Slot("substance", hit.Value, new(hit.From, hit.End))))
            .Concat(Perpetrators(tables, s, draft))
            .Concat(Targets(tables, s))
            .Concat(Weapons(tables, s, "munition"))
            .Concat(Weapons(tables, s, "delivery"))
            .Concat(TabledCounts.Read(tables, s))
            .DistinctBy(slot => (slot.Field, slot.Value));

    private static IEnumerable<Slot> Whens(LanguageTables tables, Sentence s, DateOnly? report)
    {
        for (var at = 0; at < s.Count;)
        {
            if (TabledDates.Read(tables, s, at, report) is { } date)
            {
                yield return new("when", date.Iso, new(at, date.End));
                at = date.End;
            }
            else
            {
                at++;
            }
        }
    }

    private static IEnumerable<Slot> Weapons(LanguageTables tables, Sentence s, string field) => tables.Weapons.All(s)
        .Where(hit => hit.Value == field).Select(hit => new Slot(field, hit.Phrase, new(hit.From, hit.End)));

    // The one accused, or the subject of a verb of attack that names a side.
    private static IEnumerable<Slot> Perpetrators(LanguageTables tables, Sentence s, Draft draft)
    {
        if (draft.Rule == "accuse" && Accused(tables, s) is { IsEmpty: false } accused)
        {
            yield return Party(s, "perpetrator", accused);
        }

        for (var at = 0; at < s.Count; at++)
        {
            if (!tables.IsIn(s, at, "attack"))
            {
                continue;
            }

            if ((tables.Code == "ar" ? After(tables, s, at) : default) is { IsEmpty: false } doer)
            {
                yield return Party(s, "perpetrator", doer);
            }
            else if (Before(tables, s, at) is { IsEmpty: false } subject)
            {
                yield return Party(s, "perpetrator", subject);
            }
        }
    }

    private static Phrase Accused(LanguageTables tables, Sentence s)
    {
        for (var at = 1; at <= Math.Min(LongestParty, s.Count - 1); at++)
        {
            if (tables.Code == "ar" ? s[at].Lower.StartsWith('ب') && s[at].Lower.Length > 3 : s.Is(at, "в", "во"))
            {
                return new(0, at);
            }
        }

        return default;
    }

    private static Phrase Before(LanguageTables tables, Sentence s, int verb)
    {
        var from = verb;
        while (from > 0 && verb - from <= LongestParty && s[from - 1].IsWord && !tables.IsIn(s, from - 1, "preposition", "that"))
        {
            from--;
        }

        return verb - from <= LongestParty && Enumerable.Range(from, verb - from).Any(at => tables.IsIn(s, at, "actor")) ? new(from, verb)
            : default;
    }

    private static Phrase After(LanguageTables tables, Sentence s, int verb)
    {
        var to = verb + 1;
        while (to < s.Count && to - verb <= 3 && s[to].IsWord && !tables.IsIn(s, to, "preposition") && tables.Substances.Match(s, to) is null)
        {
            to++;
        }

        return tables.IsIn(s, verb + 1, "actor") ? new(verb + 1, to) : default;
    }

    private static IEnumerable<Slot> Targets(LanguageTables tables, Sentence s)
    {
        for (var at = 0; at + 1 < s.Count; at++)
        {
            if (!tables.IsIn(s, at, "against"))
            {
                continue;
            }

            var to = at + 1;
            while (to < s.Count && to - at <= 3 && s[to].IsWord && !tables.IsIn(s, to, "preposition"))
            {
                to++;
            }

            var last = Enumerable.Range(at + 1, to - at - 1).LastOrDefault(i => tables.IsIn(s, i, "people"), -1);
            if (last > 0)
            {
                yield return Party(s, "target", new(at + 1, last + 1));
            }
        }
    }

    private static Slot Party(Sentence s, string field, Phrase party) =>
        new(field, s.Words(party.From, party.To).ToLowerInvariant(), party);
}
