namespace Probatum.Text;

/// <summary>Words that point at what somebody else said: 'those reports', "the ministry's claim", 'accusations by the council'.</summary>
/// <param name="Kind">accusing, said, found, denying, or it for a pronoun.</param>
/// <param name="IsMany">More than one claim may be meant.</param>
/// <param name="Noun">The token of the noun.</param>
/// <param name="By">Who is named as the one who said it; null where nobody is.</param>
/// <param name="IsPlain">The noun alone would not point ('reports of shelling'): what is said of must agree too.</param>
internal readonly record struct Mention(string Kind, bool IsMany, int Noun, string? By, bool IsPlain)
{
    private const int Within = 6;
    private const int LongestName = 6;
    private static readonly string[] Kinds = ["accusing", "said", "found", "denying"];

    /// <summary>The mention that begins at a token or a few words after it; null where there is none.</summary>
    public static Mention? At(Sentence s, int from, AnswerWords words)
    {
        if (words.Is(s, from, "pronoun") && (from + 1 >= s.Count || !s[from + 1].IsWord))
        {
            return new("it", words.Is(s, from, "many"), from, null, false);
        }

        var (leads, shows) = (false, false);
        for (var at = from; at < Math.Min(s.Count, from + Within); at++)
        {
            if (!(at + 1 < s.Count && s[at + 1].IsPossessive) && Kinds.FirstOrDefault(kind => words.Is(s, at, kind)) is { } kind)
            {
                var by = After(s, at + 1, words, kind) ?? Before(s, from, at, words);
                var bare = !leads && by is null && words.HasArticles;
                var many = words.Is(s, at, "many");
                return bare && !many ? null : new(kind, many, at, by, bare || (by is null && !shows && Follows(s, at + 1, words)));
            }

            if (!s[at].IsWord && !s[at].IsPossessive)
            {
                return null;
            }

            shows |= at == from && s.Is(at, "this", "that", "these", "those");
            leads |= words.Is(s, at, "lead") || s.IsIn(at, "possessive");
            if (words.HasArticles && !s[at].IsPossessive && ((s[at].Is("that") && at > from) || s.IsIn(at, "be", "auxiliary", "preposition") || s[at].Use is { Form: VerbForm.Past or VerbForm.Ing }))
            {
                return null;
            }
        }

        return null;
    }

    // 'accusations of using …', 'обвинения в …': the claim is told again after the noun.
    private static bool Follows(Sentence s, int at, AnswerWords words) => words.Is(s, at, "stop") && !s.Is(at, "as", "и", "как", "is", "was", "are", "were", "and");

    // 'made by the ministry last week that …'
    private static string? After(Sentence s, int at, AnswerWords words, string kind)
    {
        at = words.Is(s, at, "made") ? at + 1 : at;
        if (!words.Is(s, at, "by") || (kind != "found" && s.Is(at, "of")))
        {
            return null;
        }

        var to = at + 1;
        while (to < s.Count && to - at <= LongestName && s[to].IsWord && !words.Is(s, to, "stop") && !s.IsIn(to, "adjunct"))
        {
            to++;
        }

        return to > at + 1 ? s.Words(at + 1, to) : null;
    }

    // "the army's accusation", 'Northern allegations': a name or an owner before the noun.
    private static string? Before(Sentence s, int from, int noun, AnswerWords words)
    {
        if (!words.HasArticles)
        {
            return null;
        }

        var owner = Enumerable.Range(from, noun - from).FirstOrDefault(at => s[at].IsPossessive, -1);
        var name = Enumerable.Range(from, noun - from).Where(at => at != 0 && s[at].IsCapital).ToList();
        return owner > from ? s.Words(from, owner) : name.Count > 0 ? s.Words(name[0], name[^1] + 1)
            : from == 0 && noun > 0 && s[0].IsCapital && !s.IsIn(0, "determiner", "possessive", "opener", "pronoun") && !words.Is(s, 0, "lead") && s[0].Use is null ? s.Words(0, 1) : null;
    }
}
