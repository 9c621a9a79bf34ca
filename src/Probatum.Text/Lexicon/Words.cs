using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>The English word lists (en/), read once: what a specialist edits is there, not here.</summary>
internal static class Words
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Groups =
        Rows("words.csv").ToFrozenDictionary(row => row[0], row => Set(row[1]));

    /// <summary>Every form of every reporting verb, in lower case.</summary>
    public static FrozenDictionary<string, VerbUse> Verbs { get; } = AllForms();

    /// <summary>Reporting nouns in singular and plural: stance class, and whether the noun presupposes.</summary>
    public static FrozenDictionary<string, (string Class, bool Presupposes)> Nouns { get; } = Rows("nouns.csv")
        .SelectMany(row => new[] { row[0], row[0] + "s" }.Select(form => (form, (row[1], row[2] == "yes"))))
        .ToFrozenDictionary(pair => pair.form, pair => pair.Item2);

    public static FrozenSet<string> Abbreviations { get; } =
        Lines("abbreviations.txt").SelectMany(line => line.Split(' ')).ToFrozenSet();

    public static PhraseList Hedges { get; } = new(Rows("hedges.csv").Select(row => (row[0], row[1])));

    public static FrozenDictionary<string, FrozenSet<string>> People { get; } =
        Rows("nouns-people.csv").ToFrozenDictionary(row => row[0], row => Set(row[1]));

    public static ImmutableArray<(string Topic, int Weight, FrozenSet<string> Words)> Topics { get; } =
        [.. Rows("topics.csv").Select(row => (row[0], row[1][0] - '0', Set(row[2])))];

    public static PhraseList Substances { get; } = new(Rows("substances.csv").Select(row => (row[0], row[1])));

    /// <summary>named, family or vague, by canonical name.</summary>
    public static FrozenDictionary<string, string> Specificity { get; } = Rows("substances.csv")
        .DistinctBy(row => row[1]).ToFrozenDictionary(row => row[1], row => row[2]);

    public static PhraseList Weapons { get; } = new(Rows("weapons.csv").Select(row => (row[0], row[1])));

    public static FrozenDictionary<string, string> Actors { get; } = Pairs("actors.csv");

    public static FrozenDictionary<string, string> Counted { get; } = Pairs("counts.csv");

    public static PhraseList Samples { get; } = Phrases("samples.txt");

    /// <summary>What in a content makes it a denial.</summary>
    public static PhraseList Denials { get; } = Phrases("denials.txt");

    /// <summary>country, capital, town or area, by name.</summary>
    public static PhraseList Places { get; } = new(Rows("places.csv").Select(row => (row[0], row[1])));

    /// <summary>Names of towns that mostly name something else: people, months, peoples, papers.</summary>
    public static FrozenSet<string> NotPlaces { get; } =
        Lines("not-places.txt").SelectMany(line => line.Split(' ')).ToFrozenSet();

    public static FrozenSet<string> PlaceNouns { get; } = Lines("place-nouns.txt").ToFrozenSet();

    /// <summary>Forms of verbs of attack; true where a weapon or substance must follow.</summary>
    public static FrozenDictionary<string, bool> Attacks { get; } = Rows("attacks.csv")
        .SelectMany(row => row[0].Split(' ').Select(form => (form, row[1] == "needs")))
        .ToFrozenDictionary(pair => pair.form, pair => pair.Item2);

    /// <summary>who and did: those who may hold the knowledge behind a statement.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Holders { get; } =
        Rows("holders.csv").ToFrozenDictionary(row => row[0], row => Set(row[1]));

    public static FrozenDictionary<string, string> Numbers { get; } = Pairs("numbers.csv");

    /// <summary>'Russia' to 'Russian', as printed.</summary>
    public static FrozenDictionary<string, string> Demonyms { get; } = Pairs("demonyms.csv");

    /// <summary>'mod' to the names it may stand for.</summary>
    public static FrozenDictionary<string, ImmutableArray<string>> Acronyms { get; } = Rows("acronyms.csv")
        .ToFrozenDictionary(row => row[0], row => row[1].Split(';').ToImmutableArray());

    /// <summary>Whether <paramref name="lower"/> is in <paramref name="group"/> of words.csv.</summary>
    public static bool Is(string group, string lower) => Groups[group].Contains(lower);

    private static FrozenDictionary<string, VerbUse> AllForms()
    {
        var forms = new Dictionary<string, VerbUse>();
        foreach (var row in Rows("verbs.csv"))
        {
            var verb = new Verb(row[0], row[4], row[5] == "yes", row[6], Set(row[7]));
            var past = row[1].Length > 0 ? row[1] : Past(verb.Base);
            var participle = row[2].Length > 0 ? row[2] : past;
            var ing = row[3].Length > 0 ? row[3] : Ing(verb.Base);
            forms.TryAdd(past, new(verb, VerbForm.Past));
            forms.TryAdd(participle, new(verb, VerbForm.Participle));
            forms.TryAdd(ing, new(verb, VerbForm.Ing));
            forms.TryAdd(Present(verb.Base), new(verb, VerbForm.Present));
            forms.TryAdd(verb.Base, new(verb, VerbForm.Base));
        }

        return forms.ToFrozenDictionary();
    }

    private static bool EndsInConsonantY(string verb) => verb is [.., not ('a' or 'e' or 'o' or 'u'), 'y'];

    private static string Past(string verb) =>
        verb[^1] == 'e' ? verb + "d" : EndsInConsonantY(verb) ? verb[..^1] + "ied" : verb + "ed";

    private static string Ing(string verb) => verb is [.., not 'e', 'e'] ? verb[..^1] + "ing" : verb + "ing";

    private static string Present(string verb) => EndsInConsonantY(verb) ? verb[..^1] + "ies"
        : verb[^1] is 's' or 'x' || verb.EndsWith("sh", StringComparison.Ordinal)
        || verb.EndsWith("ch", StringComparison.Ordinal)
            ? verb + "es"
            : verb + "s";

    private static FrozenSet<string> Set(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static FrozenDictionary<string, string> Pairs(string file) =>
        Rows(file).ToFrozenDictionary(row => row[0], row => row[1]);

    private static PhraseList Phrases(string file) => new(Lines(file).Select(line => (line, line)));

    private static IEnumerable<string[]> Rows(string file) => WordLists.Rows("en/" + file);

    private static IEnumerable<string> Lines(string file) => WordLists.Lines("en/" + file);
}
