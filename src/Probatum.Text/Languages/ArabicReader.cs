namespace Probatum.Text;

/// <summary>The Arabic rules: who said what in a sentence. Text and spans stay in the order in which they are
/// stored.</summary>
internal sealed partial class ArabicReader() : TabledReader(ArabicForms.Tables)
{
    private const int TagWithin = 4;
    private const int LeadWithin = 30;

    private readonly ArabicClauses _clauses = new(ArabicForms.Tables);

    /// <inheritdoc/>
    protected override ReportUse? UseAt(Sentence s, int at) => _clauses.UseAt(s, at);

    /// <inheritdoc/>
    protected override void ReadSentence(Sentence s, Sentence? before, List<Draft> found)
    {
        var first = found.Count;
        var used = new HashSet<int>();
        Quoted(s, found, used);
        That(s, found, used);
        AsReported(s, found, used);
        Objects(s, found, used);
        According(s, found);
        if (found.Count == first)
        {
            Unattributed(s, found);
        }
    }

    /// <inheritdoc/>
    protected override bool IsSaid(List<Token> tokens, int open, int close)
    {
        var at = close + 1;
        if (at < tokens.Count && (tokens[at].IsDash || tokens[at].Text == "-"))
        {
            return open == 0;
        }

        return at + 1 < tokens.Count && tokens[at].Text is "،" or "," && tokens[at + 1].IsWord
            && _clauses.UseOf(tokens[at + 1].Lower) is { } use && use.Takes('Q');
    }

    // 'قال X: "…"' and '"…"، قال X'
    private void Quoted(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var at = 0; at < s.Count; at++)
        {
            if (!s[at].IsQuote)
            {
                continue;
            }

            var quote = new Piece(s[at].Start, s[at].End);
            if (s.IsMark(at - 1, ":،,") && Leading(s, at - 1, quote, found, used) is { } leading)
            {
                found.Add(leading);
                continue;
            }

            var start = IsComma(s, at + 1) || (at + 1 < s.Count && (s[at + 1].IsDash || s.IsMark(at + 1, "-"))) ? at + 2 : at + 1;
            start += s.Is(start, "كما", "هكذا") ? 1 : 0;
            var verb = Enumerable.Range(start, Math.Clamp(s.Body - start, 0, 2))
                .FirstOrDefault(i => UseAt(s, i) is { Form: not ReportForm.Gerund } use && use.Takes('Q'), -1);
            if (verb >= 0 && UseAt(s, verb) is { } tag && _clauses.ThatAfter(s, verb) is null && !s.IsMark(_clauses.SourceAfter(s, verb + 1, s.Body).To, ":"))
            {
                found.Add(Draft(s, _clauses.SourceAfter(s, verb + 1, s.Body), verb, verb + 1, [quote], tag, "quote-tag"));
                used.Add(verb);
            }
        }
    }

    // The verb before a colon; a comma before a quotation closes no clause of saying unless a verb stands right there.
    private Draft? Leading(Sentence s, int mark, Piece content, List<Draft> found, HashSet<int> used)
    {
        var colon = s.IsMark(mark, ":");
        for (var at = mark - 1; at >= Math.Max(0, mark - (colon ? LeadWithin : TagWithin)); at--)
        {
            if (s[at].IsQuote || (!colon && IsBreak(s, at)))
            {
                break;
            }

            if (UseAt(s, at) is not { } use || !use.Takes('Q') || !used.Add(at))
            {
                continue;
            }

            return Draft(s, Source(s, at, mark, use, found), at, at + 1, [content], use.Class == "deny" ? "assert" : use.Class, use.Presupposes, "tag-quote");
        }

        var from = mark - 1;
        while (from > 0 && !IsBreak(s, from - 1))
        {
            from--;
        }

        return colon && from >= 0 && mark - from <= 8 && Tables.IsIn(s, from, "head")
            ? new Draft(s, new(from, mark), [], [content], "assert", false, "colon-quote") { Anchor = from, Language = "ar" } : null;
    }

    // A verb or a noun with its clause.
    private void That(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var that = 1; that + 1 < s.Count; that++)
        {
            if (!Tables.IsIn(s, that, "that"))
            {
                continue;
            }

            var content = Pieces(s, (Tables.IsIn(s, that, "bare-that") ? that + 1 : that, _clauses.ContentEnd(s, that + 1)));
            if (content.Count == 0)
            {
                continue;
            }

            if (_clauses.VerbBefore(s, that) is { } verb && UseAt(s, verb) is { } use)
            {
                if (used.Add(verb))
                {
                    AddClause(s, verb, that, use, content, found);
                }
            }
            else if (_clauses.NounBefore(s, that) is { } noun && (noun.At + 1 < that || Tables.IsIn(s, that, "bare-that")))
            {
                found.Add(Draft(s, new(noun.At + 1, that), noun.At, noun.At + 1, content, noun.Class, noun.Presupposes, "nominal"));
            }
        }
    }

    private void AddClause(Sentence s, int verb, int that, ReportUse use, List<Piece> content, List<Draft> found)
    {
        if (use.Takes('N') && ArabicClauses.Passed(s, verb, that) is { } passed)
        {
            found.Add(Draft(s, passed.Source, verb, verb + 1, content, use, "passed-on") with { ThroughPhrase = passed.Through });
        }
        else if (use.Takes('D'))
        {
            var at = verb + 1;
            if (s.Is(at, "في") && _clauses.SourceAfter(s, at + 1, that) is { IsEmpty: false } document)
            {
                found.Add(Draft(s, document, verb, verb + 1, content, use, "document-says"));
            }
        }
        else
        {
            var source = Source(s, verb, that, use, found);
            var nobody = use.Form == ReportForm.Impersonal && source.IsEmpty;
            found.Add(Draft(s, source, verb, verb + 1, content, use, nobody ? "passive-it" : "verb-that"));
        }
    }

    // '…، حسبما أفادت X', '…، كما قال X'
    private void AsReported(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var at = 0; at + 2 < s.Count; at++)
        {
            if (!s.Is(at, "حسبما", "كما", "وفقما", "مثلما") || UseAt(s, at + 1) is not { Form: not ReportForm.Gerund } use || used.Contains(at + 1)
                || (at > 0 && !IsBreak(s, at - 1)) || _clauses.ThatAfter(s, at + 1) is not null)
            {
                continue;
            }

            var source = _clauses.SourceAfter(s, at + 2, s.Body);
            var content = Pieces(s, (0, at), (IsComma(s, source.To) ? source.To : s.Body, s.Body));
            if (!source.IsEmpty && content.Count > 0 && (at > 0 || IsComma(s, source.To)))
            {
                found.Add(Draft(s, source, at + 1, at + 2, content, use, "as-reported"));
                used.Add(at + 1);
            }
        }
    }

    // 'بحسب X، …' and '…، وفقا لـ X'
    private void According(Sentence s, List<Draft> found)
    {
        for (var at = 0; at + 1 < s.Body; at++)
        {
            if (Tables.Phrases.Match(s, at) is not { Value: "head" } match || (at > 0 && !IsBreak(s, at - 1)))
            {
                continue;
            }

            var to = match.End + (s.Is(match.End, "ل") ? 1 : 0);

            // 'وفق ما ذكرته X', 'بحسب ما أفادت به X'
            to += s.Is(to, "ما") && s.At(to + 1) is { IsWord: true } ? 2 : 0;
            to += s.Is(to, "به") ? 1 : 0;
            var from = to;
            while (to < s.Body && !IsComma(s, to) && !s[to].IsQuote && !s.Is(to, "فان", "فانه", "فانها") && !s.IsMark(to, ":"))
            {
                to++;
            }

            var rest = IsComma(s, to) ? to + 1 : to;
            rest += s.Is(rest, "فان") ? 1 : 0;
            var content = at == 0 ? Pieces(s, (rest, s.Body)) : Pieces(s, (0, at), (IsComma(s, to) && !_clauses.IsNew(s, rest) ? rest : s.Body, s.Body));
            if (to > from && content.Count > 0)
            {
                var (group, presupposes) = Tables.PhraseClasses[match.Phrase];
                found.Add(Draft(s, new(from, to), at, Math.Max(match.End, s.Is(match.End, "ما") ? from : 0), content, group, presupposes, at == 0 ? "according-head" : "according-tail"));
            }
        }
    }

    private void Unattributed(Sentence s, List<Draft> found)
    {
        for (var at = 0; at + 1 < s.Body; at++)
        {
            if (Tables.Phrases.Match(s, at) is { Value: "unattributed" } match && Pieces(s, (0, at), (match.End, s.Body)) is { Count: > 0 } content)
            {
                found.Add(Draft(s, default, at, match.End, content, "assert", false, "unattributed"));
                return;
            }
        }
    }
}
