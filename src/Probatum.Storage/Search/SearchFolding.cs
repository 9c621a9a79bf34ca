namespace Probatum.Storage;

/// <summary>How words are told and compared when they are searched for: what the index asks of whoever knows languages.</summary>
/// <remarks>
/// Both give the words of a text in order, with their places in UTF-16 units. <c>Folded</c> is what is compared; <c>Typed</c> the same where no
/// ending is taken off, for words that are not typed to their end; <c>Skeleton</c> and <c>Also</c> are further forms, with spaces between.
/// They must be safe for several threads, and hold nothing but letters and digits.
/// </remarks>
/// <param name="Name">Its name and version: an index that was made with another is made anew.</param>
/// <param name="Written">The words of a text that is to be found.</param>
/// <param name="Asked">The words of what is searched for.</param>
public sealed record SearchFolding(
    string Name,
    Func<string, IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)>> Written,
    Func<string, IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)>> Asked)
{
    /// <summary>Letters and digits without regard to case, nothing more.</summary>
    public static SearchFolding CaseOnly { get; } = new("case/1", Lower, Lower);

    private static IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)> Lower(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                var word = text[start..at].ToLowerInvariant();
                yield return (start, at, word, word, "", "");
            }
        }
    }
}
