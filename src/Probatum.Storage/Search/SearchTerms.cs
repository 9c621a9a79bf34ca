using System.Collections.Immutable;

namespace Probatum.Storage;

/// <summary>A word that is searched for: its letters as they were typed, and its forms.</summary>
internal sealed record SearchWord(string Letters, string Typed, string Folded, ImmutableArray<string> Skeletons, ImmutableArray<string> Also);

/// <summary>Words that are searched for together: one, or several that stand behind one another.</summary>
/// <param name="Words">The words.</param>
/// <param name="IsQuoted">Whether they must stand just so.</param>
/// <param name="IsExcluded">Whether they must not stand there.</param>
/// <param name="IsBegun">Whether the last of them may go on.</param>
internal sealed record SearchTerm(ImmutableArray<SearchWord> Words, bool IsQuoted, bool IsExcluded, bool IsBegun)
{
    private const int LongestQuery = 512;
    private const int MostTerms = 16;

    private static readonly System.Buffers.SearchValues<char> Quotes = System.Buffers.SearchValues.Create("\"“”„«»");

    /// <summary>Reads what somebody typed. Total: every text is a list of terms, the rest of one that is too long is passed over.</summary>
    public static ImmutableArray<SearchTerm> Read(string typed, SearchFolding folding, LastWord last)
    {
        var text = typed.Length <= LongestQuery ? typed : typed[..LongestQuery];
        var terms = ImmutableArray.CreateBuilder<SearchTerm>();
        for (var at = 0; at < text.Length;)
        {
            var quote = text.AsSpan(at).IndexOfAny(Quotes) is var found and >= 0 ? at + found : text.Length;
            Loose(text[at..quote]);
            if (quote == text.Length)
            {
                break;
            }

            var end = text.AsSpan(quote + 1).IndexOfAny(Quotes) is var closing and >= 0 ? quote + 1 + closing : text.Length;
            Add(Folded(folding.Asked(text[(quote + 1)..end]), text[(quote + 1)..end]), true, IsMinus(text, quote - 1));
            at = end + 1;
        }

        if (last == LastWord.Begun && terms.Count > 0 && terms[^1] is { IsQuoted: false, IsExcluded: false } && text.Length > 0 && !char.IsWhiteSpace(text[^1]))
        {
            terms[^1] = terms[^1] with { IsBegun = true };
        }

        return [.. terms.Take(MostTerms)];

        void Loose(string words)
        {
            var (group, excluded, behind) = (new List<(int, int, string, string, string, string)>(), false, 0);
            foreach (var word in folding.Asked(words))
            {
                if (group.Count > 0 && HasSpace(words.AsSpan(behind, word.Start - behind)))
                {
                    Add(Folded(group, words), false, excluded);
                    group.Clear();
                }

                excluded = group.Count == 0 ? IsMinus(words, word.Start - 1) : excluded;
                group.Add(word);
                behind = word.End;
            }

            Add(Folded(group, words), false, excluded);
        }

        void Add(ImmutableArray<SearchWord> words, bool quoted, bool excluded)
        {
            if (words.Length > 0)
            {
                terms.Add(new(words, quoted, excluded, false));
            }
        }
    }

    private static bool HasSpace(ReadOnlySpan<char> between)
    {
        foreach (var c in between)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMinus(string text, int at) => at >= 0 && text[at] == '-' && (at == 0 || char.IsWhiteSpace(text[at - 1]));

    private static ImmutableArray<SearchWord> Folded(IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)> words, string text) =>
    [
        .. words.Select(word => new SearchWord(
            text[word.Start..word.End], word.Typed, word.Folded, [.. word.Skeleton.Split(' ', StringSplitOptions.RemoveEmptyEntries)], [.. word.Also.Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
    ];
}
