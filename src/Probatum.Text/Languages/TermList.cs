using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Phrases of an inflected language, each with a value; found by the keys of their words, the longest
/// first.</summary>
internal sealed class TermList
{
    private readonly FrozenDictionary<string, ImmutableArray<(string[] Words, string Phrase, string Value)>> _byFirst;
    private readonly Func<string, ImmutableArray<string>> _keys;

    /// <summary>A list of phrases with their values.</summary>
    /// <param name="tables">The language.</param>
    /// <param name="rows">The phrases as listed.</param>
    /// <param name="exact">Words must stand as listed; else any inflected form is met.</param>
    public TermList(LanguageTables tables, IEnumerable<(string Phrase, string Value)> rows, bool exact = false)
    {
        _keys = exact ? tables.ExactKeys : tables.Keys;
        _byFirst = rows
            .Select(row => (Words: tables.Tokens(row.Phrase, 0, row.Phrase.Length)
                .Select(token => _keys(token.Lower)[0]).ToArray(), row.Phrase, row.Value))
            .Where(row => row.Words.Length > 0).GroupBy(row => row.Words[0])
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(row => row.Words.Length).ToImmutableArray());
    }

    /// <summary>The longest phrase that begins at <paramref name="at"/>: as listed, its value, the index after
    /// it.</summary>
    public (string Phrase, string Value, int End)? Match(Sentence s, int at)
    {
        if (at < 0 || at >= s.Count || s[at].Lower.Length == 0)
        {
            return null;
        }

        var best = default((string Phrase, string Value, int End)?);
        foreach (var key in _keys(s[at].Lower))
        {
            foreach (var (words, phrase, value) in _byFirst.GetValueOrDefault(key, []))
            {
                if (at + words.Length > (best?.End ?? 0)
                    && Enumerable.Range(1, words.Length - 1).All(i => at + i < s.Count && Meets(s[at + i], words[i])))
                {
                    best = (phrase, value, at + words.Length);
                }
            }
        }

        return best;
    }

    /// <summary>Every phrase in the sentence, in order, none overlapping another.</summary>
    public IEnumerable<(string Phrase, string Value, int From, int End)> All(Sentence s) => PhraseList.Each(s, Match);

    private bool Meets(Token token, string key) => token.Lower.Length > 0 && _keys(token.Lower).Contains(key);
}
