namespace Probatum.Text;

// Who speaks, and what follows the speaker as the content.
internal sealed partial class ArabicReader
{
    // What follows the speaker is the content: 'نفت X استخدام …', 'اتهمت X Y ب…', 'دعا X إلى …'
    private void Objects(Sentence s, List<Draft> found, HashSet<int> used)
    {
        for (var verb = 0; verb + 1 < s.Body; verb++)
        {
            if (used.Contains(verb) || UseAt(s, verb) is not { } use || use.Form == ReportForm.Impersonal || use.Frames.IndexOfAny(['O', 'A', 'R', 'W', 'E', 'P', 'C']) < 0)
            {
                continue;
            }

            var before = _clauses.SourceBefore(s, verb);
            var starts = verb == 0 || IsBreak(s, verb - 1) || Tables.IsIn(s, verb - 1, "opener", "adverb") || s[verb].Lower is ['و', ..] or ['ف', ..];
            if (!starts && before.IsEmpty)
            {
                continue;
            }

            var (source, from) = Speaker(s, verb, use, starts, before, found);
            var end = _clauses.ContentEnd(s, from);
            if (from > verb && end > from && Pieces(s, (from, end)) is { Count: > 0 } content)
            {
                found.Add(Draft(s, source, verb, verb + 1, content, use, use.Takes('A') || use.Base == "حمّل" ? "accuse" : "verb-object"));
                used.Add(verb);
            }
        }
    }

    // The speaker and where the content begins; -1 where no object is found.
    private (Phrase Source, int From) Speaker(Sentence s, int verb, ReportUse use, bool starts, Phrase before, List<Draft> found)
    {
        var shared = use.Form == ReportForm.Gerund;
        var source = !starts || !before.IsEmpty ? before : shared ? Shared(s, verb, found) : default;
        var at = verb + 1;
        if (source.IsEmpty && !shared && !_clauses.IsObject(s, at))
        {
            // 'ودعا الطرفين إلى …' after 'قال X …': the same speaker asks two others.
            var earlier = Shared(s, verb, found);
            source = !earlier.IsEmpty && verb > 0 && !IsBreakStart(s, verb) ? earlier : new(at, _clauses.NounPhraseEnd(s, at));
            at = source.From == at ? source.To : at;
        }
        else if (source.IsEmpty && !shared)
        {
            source = Shared(s, verb, found);
            source = source.IsEmpty && verb > 3 && s[verb].Lower is ['و', ..] ? _clauses.FirstSubject(s, verb) : source;
        }

        if (use.Takes('W') || use.Takes('E'))
        {
            var particle = use.Takes('W') ? "من" : "الي";
            for (var i = verb + 1; i < Math.Min(s.Body, verb + 10); i++)
            {
                if (s.Is(i, particle) && !Tables.IsIn(s, i + 1, "that"))
                {
                    return (i > verb + 1 && source.From == verb + 1 ? new(verb + 1, i) : source, i + 1);
                }
            }

            return (source, -1);
        }

        if (use.Base == "دعا" && s.Is(at, "الي"))
        {
            return (source, at + 1);
        }

        var needsObject = use.Takes('O') && !use.Takes('P') && !use.Takes('R');
        var fits = use.Takes('C') ? Tables.IsIn(s, at, "charge") : !needsObject || _clauses.IsObject(s, at);
        return (source, fits ? at : -1);
    }

    private Phrase Source(Sentence s, int verb, int end, ReportUse use, List<Draft> found)
    {
        if (use.Form == ReportForm.Gerund)
        {
            return Shared(s, verb, found);
        }

        var after = _clauses.SourceAfter(s, verb + 1, end);
        if (!after.IsEmpty)
        {
            return after;
        }

        var before = _clauses.SourceBefore(s, verb);
        before = before.IsEmpty ? Shared(s, verb, found) : before;
        var same = s[verb].Lower is ['و', ..] && IsComma(s, verb - 1) && verb > 3;
        var named = s[verb].Lower is ['ف', ..] && s.Is(0, "اما");
        return before.IsEmpty && (same || named) && !found.Exists(draft => draft.Sentence == s) ? _clauses.FirstSubject(s, verb) : before;
    }

    // The speaker of the claim before in the sentence, or the subject of the verb with which it begins.
    private Phrase Shared(Sentence s, int verb, List<Draft> found)
    {
        var before = found.Where(draft => draft.Sentence == s && draft.Anchor < verb && draft.Cue.Count > 0).MaxBy(draft => draft.Anchor);
        if (before is not null)
        {
            return before.Source;
        }

        var earlier = Enumerable.Range(0, verb).LastOrDefault(at => UseAt(s, at) is not null, -1);
        return earlier >= 0 ? _clauses.SourceAfter(s, earlier + 1, verb)
            : UseAt(s, verb) is { Form: ReportForm.Gerund } ? _clauses.FirstSubject(s, verb) : default;
    }

    private static bool IsBreakStart(Sentence s, int verb) => s.IsMark(verb - 1, ".؟!");
}
