namespace Probatum.Text;

// What is said in marks, between dashes or after a colon.
internal sealed partial class RussianReader
{
    /// <inheritdoc/>
    protected override bool IsSaid(List<Token> tokens, int open, int close)
    {
        var at = close + 1;
        var comma = at < tokens.Count && tokens[at].Text == ",";
        at += comma ? 1 : 0;
        var dash = at < tokens.Count && (tokens[at].IsDash || tokens[at].Text == "-");
        at += dash ? 1 : 0;
        if (!comma && !dash)
        {
            return false;
        }

        return (open == 0 && dash) || Enumerable.Range(at, Math.Clamp(tokens.Count - at, 0, 3))
            .Any(i => tokens[i].IsWord && Tables.Verbs.TryGetValue(tokens[i].Lower, out var use) && use.Takes('Q'));
    }

    // '— Words, — said X. — More words.'
    private void Dialogue(Sentence s, List<Draft> found, HashSet<int> used)
    {
        if ((s[0].IsDash || s.IsMark(0, "-")) && Spoken(s, 1, "dialogue", used) is { } draft)
        {
            found.Add(draft);
        }
    }

    // Words, a tag between dashes, and more words.
    private Draft? Spoken(Sentence s, int from, string rule, HashSet<int>? used)
    {
        for (var at = from + 1; at + 2 < s.Count; at++)
        {
            if (!s[at].IsDash || !s.IsMark(at - 1, ",!?…") || UseAt(s, at + 1) is not { } use || !use.Takes('Q'))
            {
                continue;
            }

            var source = _clauses.SourceAfter(s, at + 2, use);
            var rest = source.To;
            while (rest < s.Count && !s[rest].IsDash && !s.IsMark(rest, ".,:"))
            {
                rest++;
            }

            used?.Add(at + 1);
            return Draft(s, source, at + 1, at + 2, Pieces(s, (from, at), (rest, s.Body)), use, rule);
        }

        return null;
    }

    // 'X stressed: it is too early' without marks
    private void AfterColon(Sentence s, List<Draft> found, HashSet<int> used)
    {
        const int within = 12;
        for (var colon = 1; colon + 1 < s.Body; colon++)
        {
            if (!s.IsMark(colon, ":") || s[colon + 1].IsQuote)
            {
                continue;
            }

            var verb = Enumerable.Range(1, Math.Min(within, colon)).Select(back => colon - back)
                .TakeWhile(at => !s[at].IsQuote && !s.IsMark(at, ",;:")).FirstOrDefault(at => UseAt(s, at) is not null, -1);
            if (verb >= 0 && UseAt(s, verb) is { Form: not ReportForm.Gerund } use && use.Takes('Q') && !used.Contains(verb)
                && _clauses.Source(s, verb, colon, use) is ({ IsEmpty: false } source, var rule))
            {
                used.Add(verb);
                found.Add(Draft(s, source, verb, verb + 1, Pieces(s, (colon + 1, s.Body)), use, rule ?? "verb-colon"));
            }
        }
    }

    // 'X said: «…»' and '«…», — said X'
    private void Quoted(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var at = 0; at < s.Count; at++)
        {
            if (!s[at].IsQuote)
            {
                continue;
            }

            var quote = new Piece(s[at].Start, s[at].End);
            if (s[at].Quote is { Inner: { Count: > 0 and <= LongestQuote } inner } && Spoken(new(inner, s.Depth + 1), 0, "tag-inside", null) is { } inside)
            {
                found.Add(inside);
                continue;
            }

            if (s.IsMark(at - 1, ":") && Leading(s, at, quote, used) is { } leading)
            {
                found.Add(leading);
            }
            else if (TagAt(s, at + 1) is (var verb, var use, var source))
            {
                var content = new List<Piece> { quote };
                content.AddRange(Enumerable.Range(verb, s.Count - verb).Where(i => s[i].IsQuote).Select(i => new Piece(s[i].Start, s[i].End)));
                found.Add(Draft(s, source, verb, verb + 1, content, use, "quote-tag"));
                used.Add(verb);
                at = s.Count;
            }
        }
    }

    private Draft? Leading(Sentence s, int quote, Piece content, HashSet<int> used)
    {
        for (var at = quote - 2; at >= 0 && quote - at < 30; at--)
        {
            if (UseAt(s, at) is not { } use || use.Form == ReportForm.Impersonal && at < 1)
            {
                continue;
            }

            var (source, rule) = _clauses.Source(s, at, quote - 1, use);
            if (!use.Takes('O') || use.Class != "deny")
            {
                used.Add(at);
            }

            return Draft(s, source, at, at + 1, [content], use.Class == "deny" ? "assert" : use.Class, use.Presupposes, rule ?? "tag-quote");
        }

        var from = quote - 2;
        while (from > 0 && !IsBreak(s, from - 1))
        {
            from--;
        }

        return from >= 0 && quote - 1 - from <= 8 && (s[from].IsCapital || Tables.IsIn(s, from, "head"))
            ? new Draft(s, new(from, quote - 1), [], [content], "assert", false, "colon-quote") { Anchor = from, Language = "ru" } : null;
    }

    // After a quotation: [,] [—] verb speaker, or [,] — speaker verb.
    private (int Verb, ReportUse Use, Phrase Source)? TagAt(Sentence s, int at)
    {
        var start = at;
        while (at < s.Count && (s.IsMark(at, ",-") || s[at].IsDash))
        {
            at++;
        }

        if (at == start)
        {
            return null;
        }

        for (var verb = at; verb < Math.Min(s.Count, at + 6) && s[verb].IsWord; verb++)
        {
            if (UseAt(s, verb) is { } use && use.Takes('Q') && use.Form is ReportForm.Single or ReportForm.Plural)
            {
                var after = _clauses.SourceAfter(s, verb + 1, use);
                return (verb, use, after.IsEmpty ? new(at, verb) : after);
            }
        }

        return null;
    }
}
