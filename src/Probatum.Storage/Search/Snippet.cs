using System.Collections.Immutable;

namespace Probatum.Storage;

/// <summary>Finds the passage of a record that shows the searched words.</summary>
/// <remarks>
/// Where the words stand in a text as they were typed, only what is around them is read; else it is read from its beginning until every word was
/// seen once. A word is marked where it stands in any of its forms.
/// </remarks>
internal sealed class Snippet
{
    private const int Before = 48;
    private const int Longest = 176;
    private const int LongestWord = 64;
    private const char BetweenTexts = '\u001E';
    private const char BehindMember = '\u001F';

    private readonly Dictionary<string, int> _folded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _skeletons = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, int Word)> _begun = [];
    private readonly List<(string Prefix, int Word)> _begunSkeletons = [];
    private readonly List<string> _letters = [];
    private readonly SearchFolding _folding;
    private readonly int _words;

    public Snippet(IEnumerable<SearchTerm> terms, SearchFolding folding)
    {
        _folding = folding;
        foreach (var term in terms.Where(term => !term.IsExcluded))
        {
            for (var i = 0; i < term.Words.Length; i++)
            {
                var (word, number) = (term.Words[i], _words++);
                _letters.Add(word.Letters);
                foreach (var form in word.Also.Prepend(word.Folded))
                {
                    _folded.TryAdd(form, number);
                }

                foreach (var bones in term.IsQuoted ? [] : word.Skeletons)
                {
                    _skeletons.TryAdd(bones, number);
                }

                if (term.IsBegun && i == term.Words.Length - 1)
                {
                    _begun.Add((word.Typed, number));
                    _begunSkeletons.AddRange(word.Skeletons.Select(bones => (bones, number)));
                }
            }
        }
    }

    /// <summary>A row's text as it is kept.</summary>
    public static string Kept(IEnumerable<(string Member, string Text)> texts) =>
        string.Join(BetweenTexts, texts.Select(one => one.Member + BehindMember + one.Text.Replace(BetweenTexts, ' ').Replace(BehindMember, ' ')));

    /// <summary>The member that has the most of the words, a piece of it around the first, and where the words stand in that.</summary>
    public (string Member, string Passage, ImmutableArray<Stretch> Marks) Of(string kept)
    {
        var best = (Member: "", Text: "", Found: new List<(int Start, int End)>(), Words: -1);
        foreach (var text in kept.Split(BetweenTexts))
        {
            var at = text.IndexOf(BehindMember, StringComparison.Ordinal);
            var (member, said) = (text[..Math.Max(at, 0)], text[(at + 1)..]);
            var (found, words) = AsTyped(said) is { } near ? (near, _words) : Find(said, 0, said.Length);
            if (words > best.Words)
            {
                best = (member, said, found, words);
            }

            if (words == _words)
            {
                break;
            }
        }

        return Cut(best.Member, best.Text, best.Found);
    }

    /// <summary>The words around the first of those that were typed, where all of them stand in the text; else null.</summary>
    private List<(int Start, int End)>? AsTyped(string text)
    {
        var first = text.Length;
        foreach (var letters in _letters)
        {
            var at = text.IndexOf(letters, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return null;
            }

            first = Math.Min(first, at);
        }

        // It may be the inside of another word that has these letters, or an article may stand before it.
        var start = first;
        while (start > 0 && first - start < LongestWord && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        return Find(text, start, Math.Min(text.Length, start + Longest + Before)).Found is { Count: > 0 } found ? found : null;
    }

    private (List<(int Start, int End)> Found, int Words) Find(string text, int start, int end)
    {
        var (found, seen, last) = (new List<(int, int)>(), new HashSet<int>(), int.MaxValue);
        foreach (var (at, to, _, folded, skeleton, also) in _folding.Written(start == 0 && end == text.Length ? text : text[start..end]))
        {
            var word = (Start: at + start, End: to + start, Folded: folded, Skeleton: skeleton, Also: also);
            if (word.Start > last)
            {
                break;
            }

            if (Matches(word.Folded, word.Skeleton, word.Also) is { } number)
            {
                found.Add((word.Start, word.End));

                // What may still be shown behind the first one is marked too.
                last = seen.Add(number) && seen.Count == _words ? found[0].Item1 + Longest : last;
            }
        }

        return (found, seen.Count);
    }

    private int? Matches(string folded, string skeleton, string also)
    {
        if (_folded.TryGetValue(folded, out var number))
        {
            return number;
        }

        foreach (var (prefix, word) in _begun)
        {
            if (folded.StartsWith(prefix, StringComparison.Ordinal))
            {
                return word;
            }
        }

        foreach (var form in also.Length == 0 ? [] : also.Split(' '))
        {
            if (_folded.TryGetValue(form, out number))
            {
                return number;
            }
        }

        foreach (var bones in skeleton.Length == 0 ? [] : skeleton.Split(' '))
        {
            if (_skeletons.TryGetValue(bones, out number))
            {
                return number;
            }

            foreach (var (prefix, word) in _begunSkeletons)
            {
                if (bones.StartsWith(prefix, StringComparison.Ordinal))
                {
                    return word;
                }
            }
        }

        return null;
    }

    private static (string Member, string Passage, ImmutableArray<Stretch> Marks) Cut(string member, string text, List<(int Start, int End)> found)
    {
        var first = found.Count == 0 ? 0 : found[0].Start;
        var start = first <= Before ? 0 : Edge(text, first - Before);
        var end = text.Length - start <= Longest ? text.Length : Edge(text, start + Longest);
        if (found.Count > 0 && found[0].End > end)
        {
            end = found[0].End;
        }

        var (before, behind) = (start > 0 ? "…" : "", end < text.Length ? "…" : "");
        return (
            member, before + text[start..end] + behind,
            [.. found.Where(one => one.End <= end).Select(one => new Stretch(one.Start - start + before.Length, one.End - one.Start))]);
    }

    /// <summary>The beginning of the word at that place, where it is near; never within a pair.</summary>
    private static int Edge(string text, int at)
    {
        for (var i = at; i > at - 16 && i > 0; i--)
        {
            if (char.IsWhiteSpace(text[i - 1]))
            {
                return i;
            }
        }

        return char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }
}
