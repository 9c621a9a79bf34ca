namespace Probatum.Text;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Word,
    Number,
    Mark,

    /// <summary>A whole quotation, marks and all, seen from the sentence around it.</summary>
    Quote,
}

/// <summary>A word, number, mark or whole quotation; positions are UTF-16 units of the document.</summary>
internal readonly record struct Token(int Start, int End, TokenKind Kind, string Text, string Lower,
    Quotation? Quote = null)
{
    public bool IsWord => Kind == TokenKind.Word;

    public bool IsQuote => Kind == TokenKind.Quote;

    public bool IsCapital => Kind == TokenKind.Word && Text.Length > 0 && (char.IsUpper(Text[0]) || Text[0] == '@');

    public bool Is(string lower) => string.Equals(Lower, lower, StringComparison.Ordinal);

    public bool IsIn(string group) => Words.Is(group, Lower);

    public bool IsDash => Kind == TokenKind.Mark && Text is "–" or "—" or "--" or "―";

    public bool IsPossessive => Lower is "'s" or "’s" or "'" or "’";

    public VerbUse? Use => IsWord && Words.Verbs.TryGetValue(Lower, out var use) ? use : null;
}

/// <summary>A quotation: its marks, what is inside, whether its paragraph closes it, whether its first mark is turned
/// round.</summary>
internal sealed record Quotation(int Start, int End, List<Token> Inner, bool Closed, bool Turned)
{
    public bool EndsSentence => Inner.Count > 0 && Inner[^1].Lower is "." or "!" or "?" or "…";
}
