namespace Probatum.Text;

/// <summary>The Russian rules: who said what in a sentence.</summary>
internal sealed partial class RussianReader() : TabledReader(RussianForms.Tables)
{
    // A tag stands within a quotation of a few sentences; the bound keeps the rules linear where no mark closes one.
    private const int LongestQuote = 400;

    private readonly RussianPhrases _phrases = new(RussianForms.Tables);
    private readonly RussianClauses _clauses = new(RussianForms.Tables);

    /// <inheritdoc/>
    protected override void ReadSentence(Sentence s, Sentence? before, List<Draft> found)
    {
        var first = found.Count;
        var used = new HashSet<int>();
        Dialogue(s, found, used);
        Quoted(s, found, used);
        AfterColon(s, found, used);
        AsReported(s, found, used);
        AboutThat(s, before, found, used);
        That(s, found, used);
        Tails(s, found, used);
        Objects(s, found, used);
        foreach (var (cue, source, content, group, presupposes, rule) in _phrases.According(s))
        {
            found.Add(Draft(s, source, cue.From, cue.To, Pieces(s, content), group, presupposes, rule));
        }

        if (found.Count == first && _phrases.Unattributed(s) is { } nobody)
        {
            found.Add(Draft(s, default, nobody.Cue.From, nobody.Cue.To, Pieces(s, nobody.Content), "assert", false, "unattributed"));
        }
    }

    // 'As X reported, …' at the head, in the middle or at the end.
    private void AsReported(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var at = 0; at + 2 < s.Count; at++)
        {
            if (!s.Is(at, "как") || !(at == 0 || IsComma(s, at - 1)))
            {
                continue;
            }

            for (var verb = at + 1; verb < Math.Min(s.Body, at + 8) && !IsBreak(s, verb); verb++)
            {
                if (UseAt(s, verb) is not { } use || use.Form is ReportForm.Gerund || (use.Form is ReportForm.Impersonal && !use.Takes('D')))
                {
                    continue;
                }

                var source = _clauses.SourceAfter(s, verb + 1, use);
                source = source.IsEmpty && verb > at + 1 ? new(at + 1, verb) : source;
                var end = Math.Max(source.To, verb + 1);
                while (end < s.Body && !IsBreak(s, end))
                {
                    end++;
                }

                var content = Pieces(s, (0, at), (end, _clauses.ContentEnd(s, end + 1)));
                if (!source.IsEmpty && content.Count > 0)
                {
                    found.Add(Draft(s, source, verb, verb + 1, content, use, "as-reported"));
                    used.Add(verb);
                }

                break;
            }
        }
    }

    // 'This is said in the statement': the sentence before is the content.
    private void AboutThat(Sentence s, Sentence? before, List<Draft> found, HashSet<int> used)
    {
        if (before is null || !s.Is(0, "об", "о") || !s.Is(1, "этом") || before.Body == 0)
        {
            return;
        }

        var verb = Enumerable.Range(2, Math.Max(0, Math.Min(6, s.Body - 2))).FirstOrDefault(at => UseAt(s, at) is not null, -1);
        if (verb < 0 || UseAt(s, verb) is not { } use)
        {
            return;
        }

        used.Add(verb);
        var source = _clauses.SourceAfter(s, verb + 1, use);
        source = source.IsEmpty && verb > 2 ? new(2, verb) : source;
        if (!source.IsEmpty && !Tables.IsIn(s, source.From, "pronoun"))
        {
            found.Add(Draft(s, source, verb, verb + 1, Pieces(before, (0, before.Body)), use, "about-that"));
        }
    }

    // A verb or a noun with its clause: 'X said, that …', 'the allegation of X that …'
    private void That(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var that = 2; that + 1 < s.Count; that++)
        {
            if (!s.Is(that, "что", "будто") || !IsComma(s, that - 1))
            {
                continue;
            }

            var lead = s.Is(that - 2, "том", "то") ? that - 3 : that - 1;
            var end = _clauses.ContentEnd(s, that + 1);
            var content = Pieces(s, (that + 1, end));
            if (content.Count == 0)
            {
                continue;
            }

            if (lead < that - 1 && _phrases.NounBefore(s, lead) is { } noun)
            {
                var owner = new Phrase(noun.At + 1, lead);
                var source = owner.IsEmpty ? RussianClauses.SourceAtEnd(s, end) : owner;
                if (owner.IsEmpty && !source.IsEmpty)
                {
                    content = Pieces(s, (that + 1, RussianClauses.EndBefore(s, source)));
                }

                else if (noun.At <= 1)
                {
                    content = Pieces(s, (that + 1, RussianClauses.OwnedEnd(s, that + 1, end)));
                }

                found.Add(Draft(s, source, noun.At, noun.At + 1, content, noun.Class, noun.Presupposes, "nominal"));
            }
            else if (_clauses.VerbBefore(s, lead) is { } verb && used.Add(verb) && UseAt(s, verb) is { } use)
            {
                var (source, rule) = _clauses.Source(s, verb, lead, use);
                source = source.IsEmpty && rule is null ? Shared(s, verb, found) : source;
                found.Add(Draft(s, source, verb, verb + 1, content, use, rule ?? "verb-that"));
            }
        }
    }

    // '…, reports the agency', '…, it follows from the report'
    private void Tails(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var at = 2; at + 1 < s.Body; at++)
        {
            if (!IsComma(s, at) || !_clauses.IsTail(s, at) || UseAt(s, at + 1) is not { } use || !used.Add(at + 1))
            {
                continue;
            }

            var source = _clauses.SourceAfter(s, at + 2, use);
            var citing = Enumerable.Range(source.To, Math.Max(0, s.Body - source.To - 3))
                .FirstOrDefault(i => s.Is(i, "со") && s.Is(i + 1, "ссылкой") && s.Is(i + 2, "на"), -1);
            found.Add(Draft(s, source, at + 1, at + 2, Pieces(s, (0, at), (_clauses.GoesOnAfter(s, source.To), s.Body)), use, "inverted-tag") with
            {
                BehindPhrase = citing < 0 ? default : new(citing + 3, s.Body),
            });
        }
    }

    // The object is the content: 'X rejected the accusations', 'X accused Y of …', 'X called on Y to …'
    private void Objects(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var verb = 0; verb < s.Body; verb++)
        {
            if (used.Contains(verb) || UseAt(s, verb) is not { } use || !(use.Takes('O') || use.Takes('A') || use.Takes('I'))
                || use.Form == ReportForm.Impersonal && use.Class != "predict")
            {
                continue;
            }

            var told = RussianClauses.AboutBefore(s, verb);
            if (told >= 0 && use.Takes('T') && _clauses.SourceAfter(s, verb + 1, use) is { IsEmpty: false } teller)
            {
                found.Add(Draft(s, teller, verb, verb + 1, Pieces(s, (told, verb)), use, "about-verb"));
                continue;
            }

            var (source, rule) = _clauses.Source(s, verb, verb + 1, use);
            source = source.IsEmpty && rule is null ? Shared(s, verb, found) : source;
            var end = _clauses.ContentEnd(s, verb + 1);
            end = Enumerable.Range(verb + 1, end - verb - 1).FirstOrDefault(at => s.IsMark(at, ":") && s.IsQuote(at + 1), end);
            var about = s.Is(verb + 1, "о", "об", "про");
            var needs = use.Class == "assert" && use.Takes('T') && use.Base is not ("подтвердить" or "подтверждать" or "считать" or "признать" or "признавать");
            var fronted = RussianClauses.Fronted(s, verb);
            if (!source.IsEmpty && fronted > 0 && use.Takes('O') && !needs)
            {
                found.Add(Draft(s, source, verb, verb + 1, Pieces(s, (fronted, verb), (verb + 1, end)), use, "verb-object"));
                continue;
            }

            if (source.IsEmpty || end < verb + 2 || (needs && !about) || IsBreak(s, verb + 1) || s.Is(verb + 1, "в", "на", "по", "что"))
            {
                continue;
            }

            found.Add(Draft(s, source, verb, verb + 1, Pieces(s, (verb + 1, end)), use, use.Takes('A') ? "accuse" : "verb-object"));
        }
    }

    // 'and added', ', adding': the speaker of the claim before, in the same sentence.
    private Phrase Shared(Sentence s, int verb, List<Draft> found)
    {
        var before = found.Where(draft => draft.Sentence == s && draft.Anchor < verb && !draft.Source.IsEmpty && draft.Cue.Count > 0)
            .MaxBy(draft => draft.Anchor);
        return before?.Source ?? _clauses.FirstSubject(s, verb);
    }
}
