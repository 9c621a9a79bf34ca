using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text.Echoes;

/// <summary>Words that say little about where a text comes from: words of grammar, words of the field, stock phrases.</summary>
internal static class SmallWords
{
    private static readonly ImmutableArray<(string Language, FrozenSet<string> Words)> ByLanguage =
        [.. Rows("function-words.csv").Select(row => (row[..2], Set(row[3..])))];

    private static readonly FrozenSet<string> Grammar = ByLanguage.SelectMany(row => row.Words).Select(Folding.Plain).ToFrozenSet();

    private static readonly FrozenSet<string> Field = Rows("field-words.txt").SelectMany(Set).Select(word => Folding.Word(Folding.Plain(word))).ToFrozenSet();

    private static readonly FrozenDictionary<ulong, ImmutableArray<ulong[]>> Stock = Rows("stock-phrases.txt")
        .Select(line => line.Split(' ').Select(word => Hash64.Of(Folding.Word(Folding.Plain(word)))).ToArray())
        .GroupBy(words => words[0]).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());

    /// <summary>Whether the plain word is one of grammar, in any of the languages.</summary>
    public static bool IsGrammar(string plain) => Grammar.Contains(plain);

    /// <summary>Whether every report of the field has the folded word.</summary>
    public static bool IsOfField(string folded) => Field.Contains(folded);

    /// <summary>How many words from <paramref name="at"/> on are a stock phrase; 0 where none is.</summary>
    public static int StockPhrase(ReadOnlySpan<ulong> words, int at)
    {
        if (Stock.TryGetValue(words[at], out var phrases))
        {
            foreach (var phrase in phrases)
            {
                if (words[at..].StartsWith(phrase))
                {
                    return phrase.Length;
                }
            }
        }

        return 0;
    }

    /// <summary>The language whose words of grammar are most frequent, two letters; empty where there are too few to tell.</summary>
    public static string Language(IEnumerable<string> lower)
    {
        var counts = new int[ByLanguage.Length];
        foreach (var word in lower)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += ByLanguage[i].Words.Contains(word) ? 1 : 0;
            }
        }

        var most = counts.Max();
        return most < 5 || counts.Count(count => count > most * 3 / 4) > 1 ? "" : ByLanguage[Array.IndexOf(counts, most)].Language;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static IEnumerable<string> Rows(string file)
    {
        using var reader = new StreamReader(
            typeof(SmallWords).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"the word list {file} is not in the program"));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
