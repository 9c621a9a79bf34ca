namespace Probatum.Text;

/// <summary>Reads the contents of English claims.</summary>
/// <param name="places">The case's own places.</param>
/// <param name="gazetteer">Places of the world, where there is a list.</param>
internal sealed class EnglishContent(PhraseList places, Gazetteer? gazetteer) : IContentReader
{
    public List<Token> Tokens(string text, int start, int end) => Tokeniser.Read(text, start, end);

    public string Stance(Draft draft, Sentence content) => Judgement.Stance(draft, content);

    public string Topic(Draft draft, Sentence content) => Judgement.Topic(draft, content);

    public string? Certainty(Draft draft, Sentence content) => Judgement.Certainty(draft, content);

    public IEnumerable<Slot> Slots(Sentence content, Draft draft, DateOnly? report) =>
        EventReader.Read(content, draft, report, places, gazetteer);

    // 'Experts have found …', '… was found by officers': the last one who holds the knowledge.
    public string? Holder(Sentence content)
    {
        var s = content;
        if (NounPhrases.FirstSubject(s) is not { } first)
        {
            return null;
        }

        for (var at = first.To; at + 1 < Math.Min(s.Count, first.To + 12); at++)
        {
            var end = s.Is(at, "by") ? NounPhrases.RightOf(s, at + 1) : at;
            if (end > at + 1 && s.At(at + 1) is { } who && Words.Holders["who"].Contains(who.Lower)
                && Enumerable.Range(first.To, at - first.To).Any(i => Words.Holders["did"].Contains(s[i].Lower)))
            {
                return s.Words(at + 1, end);
            }
        }

        var verb = Enumerable.Range(first.To, Math.Max(0, Math.Min(4, s.Count - first.To)))
            .FirstOrDefault(i => Words.Holders["did"].Contains(s[i].Lower), -1);
        return verb > 0
            && Enumerable.Range(first.From, first.To - first.From).Any(i => Words.Holders["who"].Contains(s[i].Lower))
            ? s.Words(s[first.From].Is("the") ? first.From + 1 : first.From, first.To) : null;
    }
}
