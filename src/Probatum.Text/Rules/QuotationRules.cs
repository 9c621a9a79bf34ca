namespace Probatum.Text;

/// <summary>Gives quotations without a tag of their own to the voice that stands before or after them.</summary>
/// <remarks>
/// Read in document order. A report that ends in a colon waits for the next paragraph's quotation; a quotation that its
/// paragraph leaves open goes on in the next one that begins with a mark; one that closes untagged belongs to the
/// paragraph's speaker, else to the last one.
/// </remarks>
internal sealed class QuotationRules
{
    private Draft? _awaiting;
    private Draft? _last;

    /// <summary>Adds to the claims of <paramref name="found"/>, which are those of one paragraph, its untagged
    /// quotations.</summary>
    public void Read(Sentence[] paragraph, List<Draft> found)
    {
        var waiting = _awaiting;
        _awaiting = null;
        var loose = paragraph.Where(s => IsOnlyQuotation(s) && !found.Any(draft => Covers(draft, s))).ToList();
        foreach (var s in loose)
        {
            var piece = new Piece(s[0].Start, s[s.Count - 1].End);
            if (waiting is not null && s == paragraph[0])
            {
                waiting.Content.Add(piece);
                found.Remove(waiting);
                _awaiting = waiting;
            }
            else if (Before(found, s) is { } before)
            {
                before.Content.Add(piece);
            }
            else if (found.FirstOrDefault(draft => draft.Sentence.Depth == 0 && draft.Anchor >= 0
                && draft.Sentence[0].Start >= s[0].Start) is { } next)
            {
                found.Insert(0, next with { Content = [piece], Rule = "untagged-quotation" });
            }
            else if (_last is { } last && s == paragraph[0])
            {
                found.Insert(0, last with { Content = [piece], Cue = [], Rule = "untagged-quotation" });
            }
        }

        var own = found.Where(draft => draft.Sentence.Depth == 0 && paragraph.Contains(draft.Sentence)).ToList();
        if (own.Count > 0)
        {
            _last = own[^1];
        }

        var end = paragraph[^1];
        var open = end[end.Count - 1].Quote is { Closed: false };
        _awaiting = own.LastOrDefault(draft => draft.AwaitsQuotation && draft.Sentence == end)
            ?? (open ? _awaiting
            ?? found.LastOrDefault(draft => draft.Content.Exists(piece => piece.End >= end[end.Count - 1].End)) : null);
    }

    // The claim of an earlier sentence of the paragraph that carries a quotation already.
    private static Draft? Before(List<Draft> found, Sentence s) =>
        found.LastOrDefault(draft => draft.Sentence.Depth == 0 && draft.Sentence[0].Start < s[0].Start
            && !draft.AwaitsQuotation
            && draft.Sentence.Tokens.Exists(token => token.IsQuote)
            && draft.Content.Exists(piece =>
            draft.Sentence.Tokens.Exists(token => token.IsQuote && token.Start >= piece.Start
                && token.End <= piece.End)));

    private static bool IsOnlyQuotation(Sentence s) =>
        s.IsQuote(0) && s.Tokens.TrueForAll(token => token.IsQuote || token.Kind == TokenKind.Mark);

    private static bool Covers(Draft draft, Sentence s) =>
        draft.Content.Exists(piece => piece.Start <= s[0].Start && piece.End >= s[s.Count - 1].Start)
            || (draft.Rule == "tag-inside" && draft.Cue.Exists(cue => s[0].Start <= cue.Start && cue.End <= s[s.Count - 1].End));
}
