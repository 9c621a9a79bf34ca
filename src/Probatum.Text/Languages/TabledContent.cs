namespace Probatum.Text;

/// <summary>Reads the contents of claims in a language that has tables.</summary>
/// <param name="tables">The language's word lists.</param>
/// <param name="places">The case's own places.</param>
internal sealed class TabledContent(LanguageTables tables, TermList places) : IContentReader
{
    private static readonly string[] LowestFirst = ["unverified", "possible", "probable"];

    // A word of the future further on belongs to a clause of its own.
    private const int FutureWithin = 30;

    public List<Token> Tokens(string text, int start, int end) => tables.Tokens(text, start, end);

    public string Stance(Draft draft, Sentence content) => draft.Class switch
    {
        "deny" => "denies",
        "request" => "requests",
        "warn" => "warns",
        "predict" => "predicts",
        "commit" => "commits",
        _ when tables.Denials.All(content).Any() => "denies",
        _ when Enumerable.Range(0, Math.Min(content.Count, FutureWithin)).Any(at => IsFuture(content, at)) => "predicts",
        _ => "asserts",
    };

    public string Topic(Draft draft, Sentence content)
    {
        var sums = new Dictionary<string, int>();
        foreach (var (topic, weight, words) in tables.Topics)
        {
            sums[topic] = sums.GetValueOrDefault(topic)
                + (weight * content.Tokens.Count(token => token.IsWord && tables.Keys(token.Lower).Any(words.Contains)));
        }

        if (draft.Rule.Contains("accuse", StringComparison.Ordinal))
        {
            sums["blame"] += 2;
        }

        var best = tables.Topics.Select(row => row.Topic).Distinct().MaxBy(topic => sums[topic]);
        return best is not null && sums[best] > 0 ? best : "other";
    }

    public string? Certainty(Draft draft, Sentence content)
    {
        if (draft.Rule == "unattributed")
        {
            return "unverified";
        }

        var found = tables.Hedges.All(content).Select(hit => hit.Value).ToHashSet();
        if (draft.Anchor < draft.Sentence.Count && draft.Cue.Count > 0 && tables.IsIn(draft.Sentence, draft.Anchor, "guess"))
        {
            found.Add("probable");
        }

        // 'does not rule out': a verb of denying that was turned round.
        if (draft.Class == "assert" && draft.Sentence.At(draft.Anchor) is { } cue && tables.Verbs.GetValueOrDefault(cue.Lower)?.Class == "deny")
        {
            found.Add("possible");
        }

        return LowestFirst.FirstOrDefault(found.Contains);
    }

    public IEnumerable<Slot> Slots(Sentence content, Draft draft, DateOnly? report) =>
        TabledEvents.Read(tables, content, draft, report, places);

    public string? Holder(Sentence content) => null;

    private bool IsFuture(Sentence s, int at) => tables.IsIn(s, at, "future") || (tables.Code == "ar" && ArabicForms.IsFuture(s[at].Lower)
        && !tables.IsIn(s, at, "not-future"));
}
