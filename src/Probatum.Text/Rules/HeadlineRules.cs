namespace Probatum.Text;

/// <summary>Claims of headlines: 'X – ministry', 'Foreign ministry: X'. A headline names its source in few
/// words.</summary>
internal static class HeadlineRules
{
    private const int LongestSource = 6;
    private const int LongestHeadline = 40;
    private const int ShortestClaim = 3;

    /// <summary>Whether a line looks like a headline: short, and without a closing stop or quotation.</summary>
    public static bool IsHeading(List<Token> line) =>
        line.Count is > 2 and <= LongestHeadline && !line[^1].IsQuote
        && !(line[^1].Kind == TokenKind.Mark && line[^1].Text is "." or "?" or "!" or ":" or "," or ";" or "…")
        && !line.Zip(line.Skip(1))
        .Any(pair => pair.First.Kind == TokenKind.Mark && pair.First.Text is "." or ";"
        && pair.Second.Start > pair.First.End);

    /// <summary>'Read more: …' and its like carry another report's headline.</summary>
    public static bool IsTeaser(List<Token> line)
    {
        var at = 0;
        while (at < line.Count && line[at].Kind == TokenKind.Mark)
        {
            at++;
        }

        var first = at < line.Count ? line[at].Lower : "";
        var second = at + 1 < line.Count ? line[at + 1].Lower : "";
        return second == ":" && first is "correction" or "corrections" or "clarification" or "clarifications"
            || (first, second) is ("read" or "see", "more" or "also" or ":") or ("also", "read") or ("more", "on")
            or ("related", ":" or "articles" or "stories" or "story") or ("watch" or "listen" or "recommended", ":")
            or ("dig", "deeper");
    }

    // 'Opinion: …', 'Live: …' name a column, not a speaker.
    private static bool IsRubric(Sentence s, int colon) => s.IsIn(colon - 1, "rubric");

    public static Draft? Read(Sentence s)
    {
        for (var at = s.Count - 2; at >= ShortestClaim && s.Count - at <= LongestSource + 1; at--)
        {
            if (s[at].IsDash && s[at + 1].IsWord && !Clauses.HasVerb(s, at + 1, s.Count)
                && !s.IsIn(at + 1, "determiner"))
            {
                return new(s, new(at + 1, s.Count), [], [new(s[0].Start, s[at - 1].End)], "assert", false,
                    "headline-dash")
                { Anchor = at };
            }
        }

        for (var at = 1; at <= LongestSource && at + ShortestClaim < s.Count; at++)
        {
            if (s.IsMark(at, ":"))
            {
                return s[0].IsCapital && !IsRubric(s, at) && !Clauses.HasVerb(s, 0, at)
                    ? new(s, new(0, at), [], [new(s[at + 1].Start, s[s.Count - 1].End)], "assert", false,
                    "headline-colon")
                    { Anchor = 0 } : null;
            }
        }

        return null;
    }
}
