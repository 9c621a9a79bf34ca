using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Storage;

/// <summary>Writes what is searched for as FTS5 reads it. Every word is quoted: what a user typed is never query language.</summary>
/// <remarks>
/// A row of the index has its words in order, then marks that no word can be: "~" and a skeleton, "=" and what facets ask. Source: SQLite, FTS5,
/// "Full-text Query Syntax".
/// </remarks>
internal static class SearchExpression
{
    public const char Skeleton = '~';
    public const char Facet = '=';

    private const int ShortestBegun = 2;
    private const int MostGoOn = 10;
    private const int MostPhrasesGoOn = 6;
    private const int MostSkeletonsGoOn = 4;

    /// <summary>The words that each term's last word may go on to.</summary>
    public static ImmutableArray<string> GoingOn(SearchTerm term, IndexSession session) => !term.IsBegun || term.Words[^1].Typed.Length < ShortestBegun ? []
        : [.. session.Beginning(term.Words[^1].Typed, term.Words.Length == 1 ? MostGoOn : MostPhrasesGoOn)];

    /// <summary>That the words themselves stand there; null where no word is asked for, only kept out.</summary>
    public static string? Exact(IEnumerable<(SearchTerm Term, ImmutableArray<string> GoingOn)> terms) => Joined(terms, (term, goingOn) => Exactly(term, goingOn));

    /// <summary>That they stand there in any spelling; null where no word has another one.</summary>
    public static string? Alike(IEnumerable<(SearchTerm Term, ImmutableArray<string> GoingOn)> terms, IndexSession session)
    {
        var all = terms.ToList();
        return all.Exists(one => IsTolerant(one.Term)) ? Joined(all, (term, goingOn) => IsTolerant(term) ? Alike(term, goingOn, session) : Exactly(term, goingOn)) : null;
    }

    /// <summary>A mark of a facet.</summary>
    public static string Mark(char facet, int number) => string.Create(CultureInfo.InvariantCulture, $"{Facet}{facet}{number}");

    /// <summary>One of these marks.</summary>
    public static string AnyOf(IEnumerable<string> marks) => $"({string.Join(" OR ", marks.Select(Quoted))})";

    public static string Quoted(string words) => $"\"{words.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsTolerant(SearchTerm term) => !term.IsQuoted && !term.IsExcluded && term.Words.Any(word => !word.Skeletons.IsEmpty);

    private static string? Joined(IEnumerable<(SearchTerm Term, ImmutableArray<string> GoingOn)> terms, Func<SearchTerm, ImmutableArray<string>, string> wanted)
    {
        var all = terms.ToLookup(one => one.Term.IsExcluded, one => one);
        if (!all[false].Any())
        {
            return null;
        }

        var text = new StringBuilder($"({string.Join(" AND ", all[false].Select(one => wanted(one.Term, one.GoingOn)))})");
        foreach (var (term, _) in all[true])
        {
            text.Append(" NOT ").Append(Exactly(term, []));
        }

        return text.ToString();
    }

    private static string Exactly(SearchTerm term, ImmutableArray<string> goingOn)
    {
        var before = string.Concat(term.Words[..^1].Select(word => word.Folded + " "));
        var last = term.Words[^1];
        var forms = term.Words.Length == 1 ? goingOn.Prepend(last.Folded).Concat(last.Also) : goingOn.Prepend(last.Folded);
        return $"({string.Join(" OR ", forms.Distinct().Select(form => Quoted(before + form)))})";
    }

    private static string Alike(SearchTerm term, ImmutableArray<string> goingOn, IndexSession session)
    {
        var words = term.Words.Select((word, i) =>
        {
            var isBegun = term.IsBegun && i == term.Words.Length - 1;
            var skeletons = word.Skeletons.SelectMany(bones => isBegun ? session.Beginning(Skeleton + bones, MostSkeletonsGoOn).Prepend(Skeleton + bones) : [Skeleton + bones]);
            return $"({string.Join(" OR ", skeletons.Concat(isBegun ? goingOn : []).Prepend(word.Folded).Concat(word.Also).Distinct().Select(Quoted))})";
        });
        return $"({string.Join(" AND ", words)})";
    }
}
