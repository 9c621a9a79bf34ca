namespace Probatum.Text;

/// <summary>Who has spoken so far, so that 'he', 'the spokesman' and a bare surname come back to a name.</summary>
/// <remarks>Remembers a bounded number of names; a pronoun with nobody before it stays what it is.</remarks>
internal sealed class SpeakerMemory
{
    private const int Remembered = 64;
    private readonly List<Speaker> _spoken = [];

    /// <summary>The speaker behind a phrase; the phrase's own words where the memory has nobody for it.</summary>
    /// <param name="draft">The claim whose source is wanted.</param>
    /// <param name="around">The speaker of the claim around it, for 'we' and 'I' in a quotation.</param>
    public Speaker Resolve(Draft draft, Speaker? around)
    {
        if (draft.Source.IsEmpty)
        {
            return Speaker.Unattributed;
        }

        var s = draft.Sentence;
        var (from, to) = (draft.Source.From, draft.Source.To);
        var speaker = s[from].IsIn("pronoun") && to == from + 1 ? OfPronoun(s[from].Lower, around) ?? new(s[from].Lower)
            : s[from].IsIn("possessive") && to == from + 1 ? Last(_ => true) ?? new(s[from].Lower)
            : Known(s, from, to) ?? Speaker.Of(s, draft.Source);
        if (!(s[from].IsIn("pronoun") && _spoken.Count == 0))
        {
            Remember(speaker);
        }

        return speaker;
    }

    /// <summary>The known name a headline's short form stands for, looked for when the whole text is read.</summary>
    public Speaker? Expand(string name)
    {
        if (!Words.Acronyms.TryGetValue(name.ToLowerInvariant(), out var names))
        {
            return null;
        }

        bool Fits(string? known) => known is not null
            && names.Any(ending => known.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        var fitting = _spoken.Where(known => Fits(known.Name)).ToList();
        var bodies = _spoken.Select(known => known.Org).Where(Fits).Distinct().ToList();
        return fitting.Select(known => known.Name).Concat(bodies).Distinct().Count() > 1 ? null
            : fitting.FirstOrDefault() ?? (bodies is [{ } org] ? new(org) : null);
    }

    private Speaker? OfPronoun(string pronoun, Speaker? around) => pronoun switch
    {
        "we" or "i" or "you" => around,
        "he" or "she" => Last(known => known.IsPerson || LooksPersonal(known.Name)) ?? Last(_ => true),
        "it" => Last(known => !known.IsPerson && !ArePeople(known.Name)) ?? Last(known => !known.IsPerson) ?? Last(known => known.Org is not null),
        _ => Last(_ => true),
    };

    private Speaker? Known(Sentence s, int from, int to)
    {
        var definite = (s[from].Is("the") || s[from].Is("this") || s[from].Is("these") || s[from].Is("that"))
            && to - from <= 3;
        var last = s[to - 1];
        if (definite && !last.IsCapital)
        {
            if (last.IsIn("document") || last.IsIn("place-saying"))
            {
                return Last(_ => true);
            }

            return Last(known => Holds(known.Role, last.Lower)) ?? (Words.People["organisation"].Contains(last.Lower)
                ? Last(known => EndsIn(known.Name, last.Lower))
                ?? (Last(known => EndsIn(known.Org, last.Lower)) is { Org: { } org } ? new(org) : null)
                : null);
        }

        // A surname, or 'the Observatory' for a longer name that ends or begins so; one slip of typing is allowed.
        var bare = to - from == 1 || (definite && to - from == 2)
            || (to - from <= 3 && s[to - 2].Lower.EndsWith("-based", StringComparison.Ordinal));
        if (!bare || !last.IsCapital)
        {
            return null;
        }

        // 'Northern' alone is neither the Northern Ministry nor the Northern Rebels where both have spoken.
        if (_spoken.Where(known => Holds(known.Name, last.Lower) && !EndsIn(known.Name, last.Lower)).DistinctBy(known => known.Name).Skip(1).Any())
        {
            return null;
        }

        return Last(known => known.Name != last.Text && (Holds(known.Name, last.Lower) || IsSlip(known.Name, last.Text))
            && !Words.Demonyms.ContainsKey(last.Text))
            ?? (Last(known => EndsIn(known.Org, last.Lower)
            && Words.People["organisation"].Contains(last.Lower)) is { Org: { } body } ? new(body) : null);
    }

    private Speaker? Last(Predicate<Speaker> fits) => _spoken.FindLast(fits);

    private void Remember(Speaker speaker)
    {
        _spoken.Remove(speaker);
        if (_spoken.Count == Remembered)
        {
            _spoken.RemoveAt(0);
        }

        _spoken.Add(speaker);
    }

    // 'its experts', 'residents' are no 'it'.
    private static bool ArePeople(string name) => name.Split(' ') is var words
        && (Words.Is("possessive", words[0].ToLowerInvariant()) || (words[^1].EndsWith('s') && Words.People["role"].Contains(words[^1].ToLowerInvariant())));

    private static bool LooksPersonal(string name) => name.Contains(' ', StringComparison.Ordinal)
        && char.IsUpper(name[0])
        && !name.Split(' ')
        .Any(word => Words.People["organisation"].Contains(word.ToLowerInvariant()) || word == "for" || word == "of");

    private static bool Holds(string? words, string lower) =>
        words is not null && words.Split(' ', ',').Any(word => word.Equals(lower, StringComparison.OrdinalIgnoreCase));

    private static bool EndsIn(string? words, string lower) =>
        words is not null && words.EndsWith(lower, StringComparison.OrdinalIgnoreCase);

    // 'Tarnovsk' for 'Tarnovsky': the same long beginning, one letter more or less.
    private static bool IsSlip(string known, string name)
    {
        var surname = known[(known.LastIndexOf(' ') + 1)..];
        return name.Length >= 7 && Math.Abs(surname.Length - name.Length) == 1
            && (surname.StartsWith(name, StringComparison.Ordinal)
            || name.StartsWith(surname, StringComparison.Ordinal));
    }
}
