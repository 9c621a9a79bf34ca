namespace Probatum.Text;

/// <summary>What a claim's builder asks of a language once source, cue and content are found.</summary>
internal interface IContentReader
{
    /// <summary>The tokens of a stretch of text, compared as the language compares them.</summary>
    List<Token> Tokens(string text, int start, int end);

    /// <summary>asserts, denies, requests, warns, predicts or commits.</summary>
    string Stance(Draft draft, Sentence content);

    /// <summary>use, blame, evidence, casualties, response or other.</summary>
    string Topic(Draft draft, Sentence content);

    /// <summary>probable, possible or unverified; null where the claim is flat.</summary>
    string? Certainty(Draft draft, Sentence content);

    /// <summary>What the content says of the alleged event; empty rather than guessed.</summary>
    IEnumerable<Slot> Slots(Sentence content, Draft draft, DateOnly? report);

    /// <summary>The one inside the content who holds the knowledge; null where none is named.</summary>
    string? Holder(Sentence content);
}
