namespace Probatum.Text;

/// <summary>Reads stance, topic and certainty from a cue and the words of its content.</summary>
internal static class Judgement
{
    private static readonly string[] LowestFirst = ["unverified", "possible", "probable"];

    /// <summary>The cue's class; a content that denies makes a denial, and what will be done is promised or
    /// predicted.</summary>
    public static string Stance(Draft draft, Sentence content) => draft.Class switch
    {
        "deny" => "denies",
        "request" => "requests",
        "warn" => "warns",
        "predict" => "predicts",
        "commit" => "commits",
        _ when Words.Denials.All(content).Any() => "denies",
        _ when Will(content) is { } will => will,
        _ => "asserts",
    };

    /// <summary>The topic whose words weigh most; <c>other</c> if none stands there.</summary>
    public static string Topic(Draft draft, Sentence content)
    {
        var sums = new Dictionary<string, int>();
        foreach (var (topic, weight, words) in Words.Topics)
        {
            sums[topic] = sums.GetValueOrDefault(topic) + (weight * content.Tokens.Count(token =>
                words.Contains(token.Lower)));
        }

        if (draft.Rule.Contains("accuse", StringComparison.Ordinal))
        {
            sums["blame"] += 2;
        }

        var best = Words.Topics.Select(row => row.Topic).Distinct().MaxBy(topic => sums[topic]);
        return best is not null && sums[best] > 0 ? best : "other";
    }

    /// <summary>The lowest certainty a word of cue or content leaves; null where the claim is flat.</summary>
    public static string? Certainty(Draft draft, Sentence content)
    {
        if (draft.Rule == "unattributed")
        {
            return "unverified";
        }

        var found = Words.Hedges.All(content).Where(hit => !(content.IsCapitalAt(hit.From) && hit.Phrase == "may"))
            .Select(hit => hit.Value).ToHashSet();
        var cue = draft.Anchor < draft.Sentence.Count && draft.Cue.Count > 0
            ? Enumerable.Range(draft.Anchor, Math.Min(4, draft.Sentence.Count - draft.Anchor))
            .Select(i => draft.Sentence.UseAt(i)?.Verb.Base).FirstOrDefault(verb => verb is not null)
            : null;
        if (cue is "suggest" or "speculate" or "imply" || (cue is "rule" or "exclude" && draft.Class == "assert"))
        {
            found.Add("possible");
        }

        if (cue is "believe" or "think" or "suspect" or "estimate")
        {
            found.Add("probable");
        }

        return LowestFirst.FirstOrDefault(found.Contains);
    }

    // 'will be handed over', 'we will send' commit the speaker; any other 'will' predicts.
    private static string? Will(Sentence s)
    {
        var at = s.Tokens.FindIndex(token => token.Is("will") && !token.IsCapital);
        if (at < 1)
        {
            return null;
        }

        var own = s.Is(at - 1, "we", "i", "it", "he", "she", "they");
        var handed = s.Is(at + 1, "be")
            && s.At(at + 2)?.Lower is "handed" or "given" or "sent" or "shared" or "submitted" or "published"
            or "transferred" or "provided" or "delivered" or "presented" or "investigated";
        return handed || own ? "commits" : at < 30 ? "predicts" : null;
    }
}
