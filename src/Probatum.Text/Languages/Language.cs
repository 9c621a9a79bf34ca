using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>A language that the engine tells from others.</summary>
/// <param name="Code">As in BCP 47; <c>und</c> where it is not recognised.</param>
/// <param name="Name">Its English name.</param>
/// <param name="HasRules">Whether claims are read in it.</param>
public sealed record Language(string Code, string Name, bool HasRules)
{
    /// <summary>The languages of languages.csv, in its order.</summary>
    public static ImmutableArray<Language> All { get; } =
        [.. WordLists.Rows("languages.csv").Select(row => new Language(row[0], row[1], row[3] == "yes"))];

    /// <summary>The language with this code; null where the engine knows none.</summary>
    public static Language? Of(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The codes of the languages that have rules, in alphabetical order.</summary>
    public static string WithRules { get; } =
        string.Join(", ", All.Where(one => one.HasRules).Select(one => one.Code).Order(StringComparer.Ordinal));

    /// <summary>What stands for a language that is not recognised.</summary>
    internal static Language Unknown { get; } = new("und", "a language that is not recognised", false);

    private static readonly FrozenDictionary<string, Language> ByCode = All.ToFrozenDictionary(one => one.Code);
}
