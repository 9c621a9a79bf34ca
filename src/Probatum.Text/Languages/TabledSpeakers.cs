namespace Probatum.Text;

/// <summary>Who has spoken so far in a language that has tables: splits office, body and name, and brings short names
/// back to full ones.</summary>
/// <remarks>As far as simple rules carry; a phrase that does not split is the name as it stands, and a pronoun stays a
/// pronoun where it is not sure.</remarks>
internal sealed class TabledSpeakers(LanguageTables tables)
{
    private const int Remembered = 64;
    private readonly List<Speaker> _spoken = [];

    /// <summary>The speaker behind a claim's source.</summary>
    public Speaker Resolve(Draft draft)
    {
        if (draft.Source.IsEmpty)
        {
            return IsUnnamed(draft.Rule) || _spoken.Count == 0 ? Speaker.Unattributed : _spoken[^1];
        }

        var speaker = Of(draft.Sentence, draft.Source);
        if (!IsPronoun(draft.Sentence, draft.Source))
        {
            Remember(speaker);
        }

        return speaker;
    }

    /// <summary>The speaker that a phrase names.</summary>
    public Speaker Of(Sentence s, Phrase phrase)
    {
        if (IsPronoun(s, phrase))
        {
            return OfPronoun(s[phrase.From].Lower) ?? new(s[phrase.From].Lower);
        }

        var (from, to) = (phrase.From, phrase.To);
        for (var at = from + 1; at < to; at++)
        {
            // what stands after a comma explains the name
            to = s.IsMark(at, ",،(") ? at : to;
        }

        return Known(s, from, to) ?? Split(s, from, to);
    }

    private static bool IsUnnamed(string rule) => rule == "unattributed" || rule == "nominal" || rule.StartsWith("passive", StringComparison.Ordinal);

    private bool IsPronoun(Sentence s, Phrase phrase) => phrase.To == phrase.From + 1 && tables.IsIn(s, phrase.From, "pronoun", "possessive");

    // The last person who spoke, where the given name's ending does not speak against it.
    private Speaker? OfPronoun(string pronoun)
    {
        bool? female = pronoun switch
        {
            "она" or "ее" or "هي" => true,
            "он" or "его" or "هو" => false,
            _ => null,
        };
        return _spoken.Count > 0 && female is { } she && _spoken[^1] is var last && last.IsPerson && last.Name.Contains(' ', StringComparison.Ordinal)
            && (tables.Code != "ru" || last.Name[..last.Name.IndexOf(' ', StringComparison.Ordinal)][^1] is 'а' or 'я' == she) ? last : null;
    }

    // A bare name, or an office with the article, for one who spoke before.
    private Speaker? Known(Sentence s, int from, int to)
    {
        if (to - from != 1)
        {
            return null;
        }

        var key = tables.Keys(s[from].Lower)[0];
        var isRole = tables.IsIn(s, from, "role");
        return isRole ? _spoken.FindLast(known => known.Role is not null && Words(known.Role).Contains(key))
            : tables.IsIn(s, from, "organisation") ? null
            : _spoken.FindLast(known => known.IsPerson && Words(known.Name) is { Count: > 1 } words && words[^1] == key);
    }

    private List<string> Words(string phrase) =>
        [.. tables.Tokens(phrase, 0, phrase.Length).Where(token => token.IsWord).Select(token => tables.Keys(token.Lower)[0])];

    // [office] [body] [rank] [name]: the name is what follows a rank, or the last two words after an office.
    private Speaker Split(Sentence s, int from, int to)
    {
        var name = NameAt(s, from, to);
        if (name <= from || name >= to)
        {
            return new(Plain(s, from, to));
        }

        var rank = name;
        while (rank > from && tables.IsIn(s, rank - 1, "rank"))
        {
            rank--;
        }

        var head = Enumerable.Range(from, rank - from).FirstOrDefault(at => IsRole(s, at), -1);
        if (head < 0 && rank == name)
        {
            return new(Plain(s, from, to));
        }

        var org = head >= 0 && head + 1 < rank ? s.Words(head + 1, rank) : null;
        var office = head >= 0 ? Plain(s, from, head + 1) : Plain(s, from, rank);
        var role = string.Join(", ", new[] { office, s.Words(rank, name) }.Where(part => part.Length > 0));
        return new(s.Words(name, to), role.Length > 0 ? role : null, org);
    }

    private int NameAt(Sentence s, int from, int to)
    {
        for (var at = to - 1; at > from; at--)
        {
            if (tables.IsIn(s, at - 1, "rank") && !tables.IsIn(s, at, "rank"))
            {
                return at;
            }
        }

        var two = to - 2;
        if (tables.Code == "ru")
        {
            if (two < from + 1 || !s[two].IsCapital || !s[to - 1].IsCapital)
            {
                return -1;
            }

            return to - 3 > from && s[to - 3].IsCapital && s[two].Lower is var middle
                && (middle.EndsWith("вич", StringComparison.Ordinal) || middle.EndsWith("вна", StringComparison.Ordinal)) ? to - 3 : two;
        }

        // Without capitals only a phrase that is long enough for an office and a name is split, never at an article.
        var needed = IsRole(s, from) && tables.IsIn(s, from, "bare-role") ? from + 1 : from + 2;
        return two >= needed && s[two].IsWord && s[to - 1].IsWord && !s[two].Lower.StartsWith("ال", StringComparison.Ordinal)
            && !tables.IsIn(s, two, "place-head", "organisation", "preposition", "role") && !tables.IsIn(s, two - 1, "preposition") && IsRole(s, from) ? two : -1;
    }

    private bool IsRole(Sentence s, int at) => s[at].IsWord
        && (tables.IsIn(s, at, "role") || tables.Keys(s[at].Lower).Any(tables.RoleKeys.Contains));

    // 'لمصادر' after 'according to': the particle is no part of the name.
    private string Plain(Sentence s, int from, int to)
    {
        var words = s.Words(from, to);
        var after = tables.IsIn(s, from - 1, "takes-li") && from < to && s[from].Lower.StartsWith('ل') && words.StartsWith('ل');
        return !after || words.Length < 4 ? words : words[1] == 'ل' ? "ا" + words : words[1..];
    }

    private void Remember(Speaker speaker)
    {
        _spoken.Remove(speaker);
        if (_spoken.Count == Remembered)
        {
            _spoken.RemoveAt(0);
        }

        _spoken.Add(speaker);
    }
}
