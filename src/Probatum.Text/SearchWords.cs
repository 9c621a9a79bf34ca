using System.Collections.Concurrent;
using System.Globalization;
using Probatum.Text.Echoes;

namespace Probatum.Text;

/// <summary>Tells the words of a text and folds each, so that what is searched for meets it in other spellings, endings and scripts.</summary>
/// <remarks>
/// A word has four forms. <c>Typed</c>: small letters without marks, Latin where they can be, as far as they were typed. <c>Folded</c>: the same
/// in one spelling and in the singular, an Arabic word without its article. <c>Also</c>: an Arabic word without the particles written with it.
/// <c>Skeleton</c>: what is left of a name in all its spellings ('Хамадания', 'الحمدانية' and 'Al-Hamadaniyah' have one). The last two may be
/// empty or several, with spaces between. What is written has skeletons of names only: words with a capital, after an article, or in Arabic
/// letters; what is asked has them of every word, for nobody types capitals. Safe for several threads; remembers the forms of the first 60,000 words.
/// </remarks>
public sealed class SearchWords
{
    /// <summary>Changes with what is folded how: an index made by another version is made anew.</summary>
    public const string Version = "words/1";

    private const int MostKnown = 1 << 16;
    private const int LongestKnown = 24;
    private const int LongestNumber = 64;
    private const int ShortestSkeleton = 4;
    private const int ShortestGlued = 7;

    private readonly ConcurrentDictionary<string, Forms> _written = new(StringComparer.Ordinal);
    private int _known;

    /// <summary>The words of a text that is to be found; places in UTF-16 units, an article written before a name belongs to it.</summary>
    public IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)> Written(string text) => Read(text, false);

    /// <summary>The words of what is searched for.</summary>
    public IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)> Asked(string text) => Read(text, true);

    private IEnumerable<(int Start, int End, string Typed, string Folded, string Skeleton, string Also)> Read(string text, bool asked)
    {
        ArgumentNullException.ThrowIfNull(text);
        var article = -1;
        for (var at = 0; at < text.Length;)
        {
            if (!IsPart(text, at))
            {
                at++;
                continue;
            }

            var end = EndOf(text, at);
            if (article < 0 && IsArticleBefore(text, at, end))
            {
                (article, at) = (at, end + 1);
                continue;
            }

            var forms = FormsOf(text.AsSpan(at, end - at), asked || article >= 0);
            if (forms.Folded.Length > 0)
            {
                yield return (article < 0 ? at : article, end, forms.Typed, forms.Folded, forms.Skeleton, forms.Also);
            }

            (article, at) = (-1, end);
        }
    }

    private static bool IsPart(string text, int at)
    {
        var unit = text[at];
        if (unit < 128)
        {
            return char.IsAsciiLetterOrDigit(unit);
        }

        // Both halves of a pair are what the pair is; half of one is nothing.
        if (char.IsSurrogate(unit))
        {
            at -= char.IsLowSurrogate(unit) ? 1 : 0;
            return at >= 0 && at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && char.IsLetterOrDigit(text, at);
        }

        return char.IsLetterOrDigit(unit) || char.GetUnicodeCategory(unit) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    /// <summary>Where no spaces stand between words, each sign is one.</summary>
    private static bool IsWhole(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static int EndOf(string text, int start)
    {
        if (IsWhole(text[start]))
        {
            return start + 1;
        }

        var at = start + 1;
        while (at < text.Length && !IsWhole(text[at]))
        {
            // "l'usine" is two words, "A'zaz" and "ministry's" are one.
            var joins = text[at] is '\'' or '\u2019' or '\u02BC' or '\u02BF' or '\u02BE' or '`' ? at > start + 1 || char.IsUpper(text[start])
                : text[at] is '\u200C' or '\u200D' or '\u200E' or '\u200F';
            if (!IsPart(text, at) && !(joins && at + 1 < text.Length && IsPart(text, at + 1)))
            {
                break;
            }

            at++;
        }

        return at;
    }

    /// <summary>Whether an article stands there before a name: any with a hyphen, 'al' and 'el' with a space too.</summary>
    private static bool IsArticleBefore(string text, int start, int end)
    {
        if (end - start is < 2 or > 3 || end + 1 >= text.Length || !char.IsLetter(text[end + 1]))
        {
            return false;
        }

        var hyphen = text[end] is '-' or '\u2010' or '\u2011' or '\u2013';
        return (hyphen || text[end] is ' ' or '\u00A0') && Folding.Plain(text[start..end]) is var plain && (hyphen ? PlaceNames.IsArticle(plain) : plain is "al" or "el");
    }

    private Forms FormsOf(ReadOnlySpan<char> word, bool isName)
    {
        // A number is one of very many, and soon folded.
        if (word.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            var number = word.Length <= LongestNumber ? word.ToString() : word[..LongestNumber].ToString();
            return new(number, number, "", "");
        }

        // Behind an article, and where it is asked for, a word is a name whatever its letters: it is not remembered with those that are none.
        if (isName || word.Length > LongestKnown)
        {
            return Fold(word.ToString(), isName);
        }

        if (_written.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var forms))
        {
            return forms;
        }

        var own = word.ToString();
        forms = Fold(own, false);
        if (_known < MostKnown)
        {
            Interlocked.Increment(ref _known);
            _written[own] = forms;
        }

        return forms;
    }

    private static Forms Fold(string word, bool isName)
    {
        if (word.AsSpan().ContainsAnyInRange('\u0600', '\u06FF'))
        {
            var keys = ArabicForms.Keys(ArabicForms.Fold(word));
            var folded = keys.Select(Folding.Plain).Where(key => key.Length > 0).Distinct().ToList();
            return folded.Count == 0 ? Forms.None : new(
                folded[0], folded[0], Joined(keys.Select(key => Skeleton(PlaceNames.Fold(key).Replace('w', 'u'), Folding.Plain(key)))), Joined(folded.Skip(1)));
        }

        var plain = Folding.Plain(word);
        var own = plain.Length > 0 && word[0] < '\u0250' ? Folding.Word(plain) : plain;
        var names = isName || char.IsUpper(word[0]);
        return new(
            own == plain || plain.StartsWith(own, StringComparison.Ordinal) ? plain : own, own,
            names && plain.AsSpan().IndexOfAnyInRange('0', '9') < 0 ? Joined([Skeleton(PlaceNames.Fold(word), plain), Glued(plain)]) : "", "");
    }

    private static string Skeleton(string folded, string plain) =>
        folded.Length < ShortestSkeleton - 1 || SmallWords.IsGrammar(plain) ? ""
        : Folding.Skeleton(folded) is { Length: > 0 } bones ? bones
        : folded.Length < ShortestSkeleton ? "" : PlaceNames.PlainVowels(folded);

    // 'Alhamadaniyah'
    private static string Glued(string plain) =>
        plain.Length >= ShortestGlued && (plain.StartsWith("al", StringComparison.Ordinal) || plain.StartsWith("el", StringComparison.Ordinal))
            ? Folding.Skeleton(PlaceNames.Fold(plain[2..]))
            : "";

    private static string Joined(IEnumerable<string> forms) => string.Join(' ', forms.Where(form => form.Length > 0).Distinct());

    private sealed record Forms(string Typed, string Folded, string Skeleton, string Also)
    {
        public static Forms None { get; } = new("", "", "", "");
    }
}
