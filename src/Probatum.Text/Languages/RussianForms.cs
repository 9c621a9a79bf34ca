using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Compares Russian words: in lower case, 'е' for 'ё', and for the lists of content without their
/// endings.</summary>
internal static class RussianForms
{
    private const int ShortestStem = 2;

    private static readonly ImmutableArray<string> Endings = [.. (
        "иями ьями ями ами ого его ому ему ыми ими иях иям ьях ьям ьем ьев иев ием ях ах ов ев ей ой ый ий ая яя ое ее ые ие ую юю ым им ом ем ам ям "
        + "ых их ию ия ии ью ья ье ьи а я о е и ы у ю ь й").Split(' ').OrderByDescending(ending => ending.Length)];

    /// <summary>The lists of the language.</summary>
    public static LanguageTables Tables { get; } = new("ru", Fold, word => [Stem(word)], word => [word]);

    /// <summary>In lower case, 'е' for 'ё', without marks of stress.</summary>
    public static string Fold(string word) => word.ToLowerInvariant().Replace('ё', 'е')
        .Replace("\u0301", "", StringComparison.Ordinal);

    /// <summary>Without its longest ending of declension, where at least two letters stay.</summary>
    public static string Stem(string folded)
    {
        foreach (var ending in Endings)
        {
            if (folded.Length >= ending.Length + ShortestStem && folded.EndsWith(ending, StringComparison.Ordinal))
            {
                return folded[..^ending.Length];
            }
        }

        return folded;
    }
}
