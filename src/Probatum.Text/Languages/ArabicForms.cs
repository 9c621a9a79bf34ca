using System.Collections.Immutable;
using System.Text;

namespace Probatum.Text;

/// <summary>Compares Arabic words: without vowel marks and tatweel, with one form of alef, ya and ta marbuta, and for the
/// lists of content without what is written together with them.</summary>
/// <remarks>Only what is compared is folded; spans are of the text as it stands.</remarks>
internal static class ArabicForms
{
    private const int ShortestWord = 3;

    /// <summary>The lists of the language.</summary>
    public static LanguageTables Tables { get; } = new("ar", Fold, Keys, word => WithoutConjunction(word) is { } rest ? [word, rest] : [word]);

    /// <summary>The word without marks above and below, with plain letters and ASCII digits.</summary>
    public static string Fold(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (var unit in word)
        {
            switch (unit)
            {
                case (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640' or (>= '\u06D6' and <= '\u06ED'):
                case '\u200C' or '\u200D' or '\u200E' or '\u200F':
                    break;
                case 'أ' or 'إ' or 'آ' or 'ٱ':
                    plain.Append('ا');
                    break;
                case 'ى' or 'ی':
                    plain.Append('ي');
                    break;
                case 'ة':
                    plain.Append('ه');
                    break;
                case 'ک':
                    plain.Append('ك');
                    break;
                case >= '٠' and <= '٩':
                    plain.Append((char)(unit - '٠' + '0'));
                    break;
                case >= '۰' and <= '۹':
                    plain.Append((char)(unit - '۰' + '0'));
                    break;
                default:
                    plain.Append(char.ToLowerInvariant(unit));
                    break;
            }
        }

        return plain.ToString();
    }

    /// <summary>The word without article first, then as it stands, then without the particles written with it.</summary>
    public static ImmutableArray<string> Keys(string folded)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        Add(folded);
        if (Without(folded, "و", "ف") is { } rest)
        {
            Add(rest);
            if (Without(rest, "ب", "ل", "ك") is { } inner)
            {
                Add(inner);
            }
        }

        if (Without(folded, "ب", "ل", "ك") is { } bare)
        {
            Add(bare);
        }

        return keys.ToImmutable();

        void Add(string word)
        {
            var plain = Without(word, "ال") ?? (word.StartsWith("لل", StringComparison.Ordinal) ? Without(word, "لل") : null);
            if (plain is not null && !keys.Contains(plain))
            {
                keys.Add(plain);
            }

            if (plain is null && !keys.Contains(word))
            {
                keys.Add(word);
            }
        }
    }

    /// <summary>The word without the conjunction written before it, where a word stays.</summary>
    public static string? WithoutConjunction(string folded) => Without(folded, "و", "ف");

    /// <summary>Whether the word looks like a verb of the future in the third person ('سيبدأ', 'وستنشر').</summary>
    public static bool IsFuture(string folded)
    {
        var word = folded.StartsWith('و') ? folded[1..] : folded;
        return word.Length >= 5 && word[0] == 'س' && word[1] is 'ي' or 'ت';
    }

    private static string? Without(string word, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (word.Length >= prefix.Length + ShortestWord && word.StartsWith(prefix, StringComparison.Ordinal))
            {
                return word[prefix.Length..];
            }
        }

        return null;
    }
}
