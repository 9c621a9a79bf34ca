namespace Probatum.Text;

/// <summary>A speaker's name with office and body, as a phrase of the text gives them.</summary>
internal sealed record Speaker(string Name, string? Role = null, string? Org = null)
{
    /// <summary>The one nobody names.</summary>
    public static Speaker Unattributed { get; } = new("unattributed");

    public bool IsPerson => Role is not null;

    /// <summary>Splits 'Northern Defence Ministry spokesperson Major General Ivo Tarn' into body, office, rank and
    /// name.</summary>
    /// <remarks>Where a phrase cannot be split with its words alone, all of it is the name.</remarks>
    public static Speaker Of(Sentence s, Phrase phrase)
    {
        var (from, to) = WithoutRelative(s, phrase);
        while (from < to - 1 && (s[from].IsIn("opener") || s[from].Is("the") || s[from].Is("a") || s[from].Is("an")))
        {
            from++;
        }

        var comma = Enumerable.Range(from, Math.Max(0, to - from)).FirstOrDefault(i => s.IsMark(i, ","), -1);
        if (comma < 0)
        {
            return Split(s, from, to);
        }

        // 'The palace's press secretary, Ivo Tarn' and 'Ivo Tarn, press secretary of the palace'
        var end = comma + 1;
        while (end < to && !s.IsMark(end, ","))
        {
            end++;
        }

        var nameAfter = end > comma + 1 && AllCapital(s, comma + 1, end)
            && (IsRole(s[comma - 1].Lower) || (end > comma + 2 && (IsDescription(s, from, comma) || SpeaksForAnother(s, from, comma))));
        if (nameAfter)
        {
            var (role, org) = RoleOf(s, from, comma);
            return new(s.Words(comma + 1, end), role, org);
        }

        // 'Norland, Sudmark and Vesta' are several, 'Jim Smith, a doctor and activist' is one.
        if (end == to && !s.Is(comma + 1, "a", "an") && Enumerable.Range(comma + 1, to - comma - 1).Any(i => s.Is(i, "and"))
            || (end < to && Enumerable.Range(end, to - end).Any(i => s.Is(i, "and"))))
        {
            return new(Plain(s, from, to));
        }

        var named = Split(s, from, comma);
        var start = s.Is(comma + 1, "a", "an", "the") ? comma + 2 : comma + 1;
        var explains = named.Role is null && start < end
            && Enumerable.Range(start, end - start).Any(i => IsRole(s[i].Lower));
        return explains ? named with { Role = s.Words(start, end) } : named;
    }

    private static (int From, int To) WithoutRelative(Sentence s, Phrase phrase)
    {
        var to = phrase.To;
        for (var at = phrase.From + 1; at < phrase.To; at++)
        {
            if (s.Is(at, "who", "which") || s.IsMark(at, "("))
            {
                to = s.IsMark(at - 1, ",") ? at - 1 : at;
                break;
            }
        }

        return (phrase.From, Math.Max(to, phrase.From + 1));
    }

    private static Speaker Split(Sentence s, int from, int to)
    {
        var name = to;
        while (name > from && s[name - 1].IsCapital && !IsRole(s[name - 1].Lower) && !IsOrganisation(s[name - 1].Lower))
        {
            name--;
        }

        if (name == to || name == from || !IsRole(s[name - 1].Lower) || IsAnothers(s, from, name))
        {
            return new(Plain(s, from, to));
        }

        var (role, org) = RoleOf(s, from, name);
        return new(s.Words(name, to), role, org);
    }

    // 'a critic of President Anders', 'relatives of Colonel Petrik': the name behind the preposition is not the speaker's.
    private static bool IsAnothers(Sentence s, int from, int name)
    {
        var at = name - 1;
        while (at > from && (IsRole(s[at].Lower) && !IsOrganisation(s[at].Lower) || s.IsIn(at, "determiner", "possessive")))
        {
            at--;
        }

        return at > from && s.Is(at, "of", "for", "to", "against", "by", "with", "from", "in");
    }

    // 'The harbourmaster', 'the doctor on duty': words and no name
    private static bool IsDescription(Sentence s, int from, int to) => Enumerable.Range(from, to - from).All(i => s[i].IsWord && !s[i].IsCapital && !s.IsIn(i, "preposition"));

    // 'A spokesperson for President Anders'
    private static bool SpeaksForAnother(Sentence s, int from, int to) =>
        Enumerable.Range(from, to - from).Any(i => s.IsIn(i, "office") && s.Is(i + 1, "of", "for", "to"));

    // [body] [office] [rank]: the office begins after the last word of a body, the rank after the office.
    private static (string? Role, string? Org) RoleOf(Sentence s, int from, int to)
    {
        var office = from;
        for (var at = from; at < to; at++)
        {
            if (s[at].IsPossessive
                || (IsOrganisation(s[at].Lower) && at + 1 < to && !(s[at].IsCapital && s[at + 1].Is("secretary"))))
            {
                office = at + 1;
            }
        }

        var rank = to;
        while (rank > office && Words.People["rank"].Contains(s[rank - 1].Lower))
        {
            rank--;
        }

        var org = office > from ? Plain(s, from, s[office - 1].IsPossessive ? office - 1 : office) : null;
        var role = string.Join(", ", new[] { s.Words(office, rank), s.Words(rank, to) }.Where(part => part.Length > 0));
        return (role.Length > 0 ? role : null, org);
    }

    // "Northland's ministry" is the 'Northlandic ministry' where the list has the adjective.
    private static string Plain(Sentence s, int from, int to)
    {
        if (from + 2 < to && s[from + 1].IsPossessive && Words.Demonyms.TryGetValue(s[from].Text, out var adjective))
        {
            return adjective + " " + s.Words(from + 2, to);
        }

        return s.Words(from, to > from + 1 && s[to - 1].IsPossessive ? to - 1 : to);
    }

    private static bool AllCapital(Sentence s, int from, int to) =>
        Enumerable.Range(from, to - from).All(i => s[i].IsCapital);

    private static bool IsRole(string lower) =>
        Words.People["rank"].Contains(lower) || Words.People["role"].Contains(lower)
            || Words.People["title"].Contains(lower);

    private static bool IsOrganisation(string lower) => Words.People["organisation"].Contains(lower);
}
