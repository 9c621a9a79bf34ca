namespace Probatum.Text;

/// <summary>Finds for every claim the claims it is told in, outermost first.</summary>
internal static class Nesting
{
    /// <summary>For each of <paramref name="drafts"/>, the drafts whose content holds its cue.</summary>
    /// <remarks>One sweep over the text: contents open at a time are few, because they nest.</remarks>
    public static List<Draft>[] Around(List<Draft> drafts)
    {
        var around = new List<Draft>[drafts.Count];
        var pieces = drafts.SelectMany(draft => draft.Content.Select(piece => (Piece: piece, Draft: draft)))
            .OrderBy(pair => pair.Piece.Start).ThenByDescending(pair => pair.Piece.End).ToList();
        var order = Enumerable.Range(0, drafts.Count).OrderBy(i => At(drafts[i])).ToList();
        var open = new List<(Piece Piece, Draft Draft)>();
        var next = 0;
        foreach (var i in order)
        {
            var at = At(drafts[i]);
            for (; next < pieces.Count && pieces[next].Piece.Start <= at; next++)
            {
                open.Add(pieces[next]);
            }

            open.RemoveAll(pair => pair.Piece.End <= at);
            around[i] = [.. open.Select(pair => pair.Draft)
                .Where(draft => draft != drafts[i] && !Holds(drafts[i], At(draft)) && At(draft) != at).Distinct()];
        }

        return around;
    }

    /// <summary>Where the claim's cue, or in a headline its source, begins.</summary>
    public static int At(Draft draft) => draft.Cue.Count > 0 ? draft.Cue[0].Start
        : draft.Source.IsEmpty ? draft.Content[0].Start : draft.Sentence[draft.Source.From].Start;

    private static bool Holds(Draft draft, int at) =>
        draft.Content.Exists(piece => piece.Start <= at && at < piece.End);
}
