namespace Probatum.Text;

/// <summary>A claim as the sequence model marked it; margins in units of a natural logarithm say how sure its marks are.</summary>
/// <param name="Source">One piece, or none.</param>
/// <param name="Cue">One piece.</param>
/// <param name="Content">In the order of the text.</param>
/// <param name="Margin">The least margin of its first tokens.</param>
internal sealed record MarkedClaim(List<Piece> Source, Piece Cue, List<Piece> Content, int Margin);

/// <summary>Joins the marks of a text to claims.</summary>
internal static class MarkedClaims
{
    // another cue between a piece and its cue makes the pair unlikely
    private const int CueBetween = 20;
    private const int MorePieces = 8;

    private sealed record Stretch(byte Role, Piece Piece, int Sentence, int From, int To, int Margin);

    /// <summary>The claims of consecutive sentences; <paramref name="labels"/> holds the rules' labels of each, as features.</summary>
    public static List<MarkedClaim> Of(ClaimModel model, IReadOnlyList<FlatSentence> sentences, IReadOnlyList<byte[]> labels, bool nested)
    {
        var stretches = new List<Stretch>();
        var (before, word, place) = (Marks.Count, 0u, 0);
        for (var k = 0; k < sentences.Count; k++)
        {
            var s = sentences[k];
            var (marks, margins) = Tagger.Tag(model, SequenceFeatures.Of(s, labels[k], word, nested), before);
            for (var i = 0; i < marks.Length; i++)
            {
                if (marks[i] is Marks.Source or Marks.Cue or Marks.Content)
                {
                    var end = i + 1;
                    while (end < marks.Length && marks[end] == marks[i] + 1)
                    {
                        end++;
                    }

                    stretches.Add(new(marks[i], new(s.Tokens[i].Start, s.Tokens[end - 1].End), k, place + i, place + end, margins[i]));
                }
            }

            (before, word, place) = (marks[^1], SequenceFeatures.Word(s.Tokens[^1], s.Count - 1), place + s.Count);
        }

        return Join(stretches);
    }

    private static List<MarkedClaim> Join(List<Stretch> stretches)
    {
        var cues = stretches.FindAll(one => one.Role == Marks.Cue);
        var source = new Stretch?[cues.Count];
        var contents = cues.ConvertAll(_ => new List<Stretch>());
        var used = new HashSet<Stretch>();
        var pairs = from at in Enumerable.Range(0, cues.Count)
                    from one in stretches
                    where one.Role == Marks.Source && one.Sentence == cues[at].Sentence
                    let cost = Gap(one, cues[at]) + (CueBetween * Between(one, cues[at])) + (one.From > cues[at].From ? 1 : 0)
                    orderby cost, at, one.From
                    select (At: at, One: one);
        foreach (var (at, one) in pairs)
        {
            if (source[at] is null && used.Add(one))
            {
                source[at] = one;
            }
        }

        foreach (var one in stretches.Where(one => one.Role == Marks.Content))
        {
            var near = Enumerable.Range(0, cues.Count).Where(at => cues[at].Sentence == one.Sentence)
                .Select(at => (At: at, Cost: Gap(one, cues[at]) + (CueBetween * Between(one, cues[at])) + (contents[at].Count > 0 ? MorePieces : 0)))
                .OrderBy(pair => pair.Cost).ThenBy(pair => pair.At).Select(pair => (int?)pair.At).FirstOrDefault()
                // a content whose sentence has no cue goes with the claim before it, else with the one after
                ?? Enumerable.Range(0, cues.Count).Where(at => cues[at].From < one.From && one.Sentence - cues[at].Sentence <= 2).Select(at => (int?)at).LastOrDefault()
                ?? Enumerable.Range(0, cues.Count).Where(at => cues[at].From > one.From && cues[at].Sentence - one.Sentence <= 1).Select(at => (int?)at).FirstOrDefault();
            if (near is { } found)
            {
                contents[found].Add(one);
            }
        }

        return
        [
            .. Enumerable.Range(0, cues.Count).Where(at => contents[at].Count > 0).Select(at => new MarkedClaim(
                source[at] is { } who ? [who.Piece] : [], cues[at].Piece, contents[at].ConvertAll(one => one.Piece),
                contents[at].Append(cues[at]).Concat(source[at] is { } one ? [one] : []).Min(part => part.Margin))),
        ];

        int Between(Stretch a, Stretch cue) => cues.Count(other => other != cue && other.From > Math.Min(a.From, cue.From) && other.From < Math.Max(a.From, cue.From));
    }

    private static int Gap(Stretch a, Stretch b) => a.To <= b.From ? b.From - a.To : b.To <= a.From ? a.From - b.To : 0;
}
