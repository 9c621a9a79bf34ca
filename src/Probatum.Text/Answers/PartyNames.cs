using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Whether two names are of one side: 'Northern troops' and 'Northern Ministry of Defence' are, 'Northern rebels' are not.</summary>
/// <remarks>Compared are the words that name a side, offices and bodies left out, in whatever case and ending.</remarks>
internal sealed class PartyNames
{
    private const int ShortestStem = 4;
    private const int LongestEnding = 5;

    private static readonly ILookup<string, string> Rows = WordLists.Rows("sides.csv")
        .SelectMany(row => row[1].Split(' ').Select(word => (Kind: row[0], Word: word))).ToLookup(pair => pair.Kind, pair => pair.Word);

    private static readonly ImmutableArray<string> Plain = [.. Rows["plain"]];
    private static readonly ImmutableArray<string> Other = [.. Rows["other"]];
    private static readonly ImmutableArray<string> Civil = [.. Rows["civil"]];

    private static readonly FrozenDictionary<string, string> States = Rows["alias"].Select(pair => pair.Split('='))
        .Select(pair => (pair[0], pair[1]))
        .Concat(Words.Demonyms.Select(pair => (pair.Value.ToLowerInvariant(), pair.Key == "United States" ? "america" : pair.Key.ToLowerInvariant())))
        .DistinctBy(pair => pair.Item1).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    private readonly ImmutableArray<string> _names;
    private readonly ImmutableArray<string> _nouns;
    private readonly string _kind;

    private PartyNames(string name)
    {
        var words = Tokeniser.Read(name, 0, name.Length).Where(token => token.IsWord && !token.IsPossessive).Select(token => Fold(token.Text)).ToList();
        _kind = words.Exists(word => Begins(Other, word)) ? "other" : words.Exists(word => Begins(Civil, word)) ? "civil" : "plain";
        _nouns = [.. words.Where(word => word.Length > 2 && IsNoun(word)).Distinct()];
        _names = [.. words.Where(word => word.Length > 1 && !IsNoun(word)).Select(State).Distinct()];
    }

    /// <summary>What a name says of a side.</summary>
    public static PartyNames Of(string name) => new(name.Replace("United States", "America", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the name itself, not an office alone, says whose side it is.</summary>
    public bool IsNamed => !_names.IsEmpty;

    /// <summary>Whether both are of one side.</summary>
    public bool IsOf(PartyNames other) => _kind == other._kind
        && (IsNamed && other.IsNamed
            ? _names.Any(one => other._names.Any(name => AreOne(one, name)))
            : IsNamed == other.IsNamed && _nouns.Any(noun => noun.Length >= ShortestStem && other._nouns.Any(one => AreOne(one, noun))));

    /// <summary>Whether <paramref name="mention"/>, such as 'the ministry', may stand for this name.</summary>
    public bool MayBe(PartyNames mention) => IsOf(mention) || (!mention.IsNamed && _nouns.Any(noun => mention._nouns.Any(one => AreOne(one, noun))))
        || (mention.IsNamed && mention._names.All(name => _names.Any(one => AreOne(one, name))));

    // 'Tarnia' and 'Tarnian', 'Тарнии' and 'тарнийский': a common beginning of all but an ending.
    private static bool AreOne(string a, string b)
    {
        var common = 0;
        while (common < a.Length && common < b.Length && a[common] == b[common])
        {
            common++;
        }

        var latin = char.IsAscii(a[0]);
        return a == b || (common >= ShortestStem && common >= Math.Min(a.Length, b.Length) - (latin ? 1 : 2)
            && Math.Max(a.Length, b.Length) - common <= (latin ? ShortestStem - 1 : LongestEnding));
    }

    private static string State(string word) => States.GetValueOrDefault(word)
        ?? States.FirstOrDefault(pair => !char.IsAscii(word[0]) && pair.Key.Length >= ShortestStem && word.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? word;

    private static bool IsNoun(string word) => Begins(Plain, word) || Begins(Other, word) || Begins(Civil, word);

    private static bool Begins(ImmutableArray<string> stems, string word) =>
        stems.Any(stem => stem.Length > 3 ? word.StartsWith(stem, StringComparison.Ordinal) : word == stem);

    // In Arabic the article and particles are written with the word.
    private static string Fold(string word)
    {
        var folded = ArabicForms.Fold(word).Replace('ё', 'е');
        if (folded.Length == 0 || folded[0] is < '\u0600' or > '\u06FF')
        {
            return folded;
        }

        folded = folded.Length > ShortestStem && folded[0] is 'و' or 'ل' or 'ب' && folded[1] is 'ا' or 'ل' ? folded[1..] : folded;
        return folded.Length > ShortestStem && folded.StartsWith("ال", StringComparison.Ordinal) ? folded[2..]
            : folded.Length > ShortestStem && folded[0] == 'ل' ? folded[1..] : folded;
    }
}
