using System.Collections.Frozen;
using Probatum.Text.Echoes;

namespace Probatum.Text;

/// <summary>How a name in a text meets the spelling of a gazetteer.</summary>
public enum PlaceMatch
{
    /// <summary>The same letters.</summary>
    Exact,

    /// <summary>The same but for case, marks, hyphens, apostrophes, articles and script.</summary>
    Folded,

    /// <summary>The same consonants only, or in a short name other vowels: often another place.</summary>
    Skeleton,
}

/// <summary>Compares the spellings of places' names; what is folded is never shown.</summary>
public static class PlaceNames
{
    private const int Longest = 64;
    private const int ShortestWithSkeleton = 5;
    private const int ShortestAlike = 4;

    private static readonly (string Long, string Plain)[] Vowels = [("ou", "u"), ("oo", "u"), ("ee", "i"), ("aa", "a"), ("ey", "ay"), ("ei", "ay"), ("ai", "ay")];

    private static readonly char[] Separators = [' ', '\u00A0', '-', '\u2010', '\u2011', '\u2013'];

    private static readonly FrozenSet<string> Articles =
        "al el ul ad ed adh an en ar er as es ash esh at et ath az ez".Split(' ').ToFrozenSet();

    /// <summary>The name in small Latin letters as one word, without marks, articles and a last mute h.</summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = Array.ConvertAll(name.Split(Separators, StringSplitOptions.RemoveEmptyEntries), Word);
        var own = words.Length == 1 ? words : Array.FindAll(words, word => !Articles.Contains(word));
        var joined = string.Concat(Array.Exists(own, word => word.Length > 0) ? own : words);
        var cut = joined.Length <= Longest ? joined : joined[..Longest];

        // 'Hamah' is 'Hama'.
        return cut.Length > 3 && cut.EndsWith("ah", StringComparison.Ordinal) ? cut[..^1] : cut;
    }

    /// <summary>The consonants of a folded name; of one that has too few of them the name with plain vowels ('Douma' is 'Duma'); empty where that is
    /// too short to tell anything.</summary>
    public static string Skeleton(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        var consonants = folded.Length < ShortestWithSkeleton ? "" : Folding.Skeleton(folded);
        return consonants.Length > 0 || folded.Length < ShortestAlike ? consonants : PlainVowels(folded);
    }

    /// <summary>The folded name with plain vowels.</summary>
    internal static string PlainVowels(string folded) =>
        Vowels.Aggregate(folded, (name, vowel) => name.Replace(vowel.Long, vowel.Plain, StringComparison.Ordinal));

    /// <summary>Whether a plain word is the article of an Arabic name, in one of its forms.</summary>
    internal static bool IsArticle(string plain) => Articles.Contains(plain);

    /// <summary>How two spellings meet; null where they do not.</summary>
    public static PlaceMatch? Match(string name, string other)
    {
        var (a, b) = (Fold(name), Fold(other));
        return a.Length == 0 ? null
            : string.Equals(name, other, StringComparison.Ordinal) ? PlaceMatch.Exact
            : a == b ? PlaceMatch.Folded
            : Skeleton(a) is { Length: > 0 } bones && bones == Skeleton(b) ? PlaceMatch.Skeleton : null;
    }

    private static string Word(string word)
    {
        if (!word.AsSpan().ContainsAnyInRange('\u0600', '\u06FF'))
        {
            return Folding.Plain(word);
        }

        var arabic = ArabicForms.Fold(word);
        return Folding.Plain(arabic.Length > 4 && arabic.StartsWith("ال", StringComparison.Ordinal) ? arabic[2..] : arabic);
    }
}
