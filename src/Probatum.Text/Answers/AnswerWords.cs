using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>The words by which a claim points at another, in one language (answers.csv).</summary>
internal sealed class AnswerWords
{
    private static readonly FrozenDictionary<string, AnswerWords> All = new[] { "en", "ru", "ar" }.ToFrozenDictionary(code => code, code => new AnswerWords(code));

    private readonly FrozenDictionary<string, FrozenSet<string>> _groups;
    private readonly string _code;

    private AnswerWords(string code)
    {
        _code = code;
        var rows = WordLists.Rows(code + "/answers.csv").ToList();
        _groups = rows.Where(row => row[0] != "reply").ToFrozenDictionary(row => row[0], row => row[1].Split(' ').Select(Fold).ToFrozenSet());
        Replies = [.. rows.Where(row => row[0] == "reply").SelectMany(row => row[1].Split('|')).Select(phrase => phrase.Split(' ').Select(Fold).ToImmutableArray())];
    }

    /// <summary>'in response to' and its like, word by word.</summary>
    public ImmutableArray<ImmutableArray<string>> Replies { get; }

    /// <summary>Whether a noun needs a word before it ('the report') to point at what was said.</summary>
    public bool HasArticles => _code == "en";

    /// <summary>Those of a language.</summary>
    public static AnswerWords Of(string code) => All[code];

    /// <summary>Whether a token is a word of a group; in Arabic a joined 'and' is passed over.</summary>
    public bool Is(Sentence s, int at, string group)
    {
        if (s.At(at) is not { IsWord: true } token)
        {
            return false;
        }

        var words = _groups[group];
        return words.Contains(token.Lower) || (_code == "ar" && token.Lower is ['و' or 'ب' or 'ل', _, _, _, ..] && words.Contains(token.Lower[1..]));
    }

    /// <summary>Whether a word of a group stands in the tokens.</summary>
    public bool Any(Sentence s, string group, int from = 0) => Enumerable.Range(from, Math.Max(0, s.Count - from)).Any(at => Is(s, at, group));

    private string Fold(string word) => _code switch { "ru" => RussianForms.Fold(word), "ar" => ArabicForms.Fold(word), _ => word };
}
