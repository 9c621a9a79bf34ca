using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Phrases of one or more words, each with a value; found word by word, the longest first, in any
/// case.</summary>
internal sealed class PhraseList(IEnumerable<(string Phrase, string Value)> rows)
{
    private readonly FrozenDictionary<string,
        ImmutableArray<(string[] Words, string Phrase, string Value)>> _byFirst = rows
        .Select(row => (Words: Cut(row.Phrase), row.Phrase, row.Value))
        .Where(row => row.Words.Length > 0)
        .GroupBy(row => row.Words[0])
        .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(row => row.Words.Length)
        .ToImmutableArray());

    /// <summary>The longest phrase that begins at <paramref name="at"/>: as listed, its value, the index after
    /// it.</summary>
    public (string Phrase, string Value, int End)? Match(Sentence s, int at)
    {
        if (!_byFirst.TryGetValue(s[at].Lower, out var rows))
        {
            return null;
        }

        foreach (var (words, phrase, value) in rows)
        {
            if (Enumerable.Range(1, words.Length - 1).All(i => s.Is(at + i, words[i])))
            {
                return (phrase, value, at + words.Length);
            }
        }

        return null;
    }

    /// <summary>Every phrase in the sentence, in order, none overlapping another.</summary>
    public IEnumerable<(string Phrase, string Value, int From, int End)> All(Sentence s) => Each(s, Match);

    /// <summary>What a list meets in a sentence, in order, none overlapping another.</summary>
    /// <param name="s">The sentence.</param>
    /// <param name="match">What begins at a token, if anything does.</param>
    public static IEnumerable<(string Phrase, string Value, int From, int End)> Each(Sentence s, Func<Sentence, int, (string Phrase, string Value, int End)?> match)
    {
        for (var at = 0; at < s.Count;)
        {
            if (match(s, at) is { } found)
            {
                yield return (found.Phrase, found.Value, at, found.End);
                at = found.End;
            }
            else
            {
                at++;
            }
        }
    }

    // The same tokens as a text has, so that a listed 'Area 51' or 'al-Zara' is met as it is printed.
    private static string[] Cut(string phrase) =>
        [.. Tokeniser.Read(phrase, 0, phrase.Length).Select(token => token.Lower)];
}
