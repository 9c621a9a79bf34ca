using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>How a form of a reporting verb stands in its sentence.</summary>
internal enum ReportForm
{
    /// <summary>'заявил', 'قال': one speaker, or, in Arabic, any that stands after the verb.</summary>
    Single,

    /// <summary>'заявили', 'قالوا': several, or a place that stands for its people.</summary>
    Plural,

    /// <summary>'заявив', 'مضيفا': the speaker of the clause before goes on.</summary>
    Gerund,

    /// <summary>'сообщается', 'يُعتقد': nobody is named.</summary>
    Impersonal,
}

/// <summary>One form of a reporting verb as the table has it; the letters of <paramref name="Frames"/> are explained
/// there.</summary>
internal sealed record ReportUse(string Base, string Class, bool Presupposes, string Frames, ReportForm Form)
{
    public bool Takes(char frame) => Frames.Contains(frame, StringComparison.Ordinal);
}

/// <summary>The word lists of a language that is read by tables, and how its words are compared.</summary>
/// <remarks>What a specialist edits is in Lexicon, not here. English has lists of its own shape (Words).</remarks>
internal sealed class LanguageTables
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _groups;

    /// <summary>Reads the lists of a language.</summary>
    /// <param name="code">Its code and folder.</param>
    /// <param name="fold">A word in the form in which words are compared; of equal words the same.</param>
    /// <param name="keys">The forms under which an inflected word may be listed, the likeliest first; for a listed word
    /// the first is its key.</param>
    /// <param name="exact">The forms under which a word of a fixed phrase may be listed.</param>
    public LanguageTables(
        string code, Func<string, string> fold, Func<string, ImmutableArray<string>> keys, Func<string, ImmutableArray<string>> exact)
    {
        (Code, Fold, Keys, ExactKeys) = (code, fold, keys, exact);
        _groups = Rows("words.csv").ToFrozenDictionary(row => row[0], row => Set(row[1]));
        RoleKeys = _groups["role"].Select(Key).ToFrozenSet();
        Verbs = AllVerbs();
        Nouns = Rows("nouns.csv")
            .SelectMany(row => row[0].Split(' ').Select(form => (Form: fold(form), Row: (row[1], row[2] == "yes"))))
            .DistinctBy(pair => pair.Form).ToFrozenDictionary(pair => pair.Form, pair => pair.Row);
        Phrases = new(this, Rows("phrases.csv").Select(row => (row[0], row[3])), exact: true);
        PhraseClasses = Rows("phrases.csv").ToFrozenDictionary(row => row[0], row => (row[1], row[2] == "yes"));
        Hedges = Terms("hedges.csv");
        Denials = new(this, Lines("denials.txt").Select(line => (line, line)));
        Topics = [.. Rows("topics.csv").Select(row => (row[0], row[1][0] - '0', row[2].Split(' ').Select(Key).ToFrozenSet()))];
        Substances = Terms("substances.csv");
        Weapons = Terms("weapons.csv");
        Places = Terms("places.csv");
        Counted = Rows("counts.csv").DistinctBy(row => Key(row[0])).ToFrozenDictionary(row => Key(row[0]), row => (row[1], row[2]));
        Numbers = Rows("numbers.csv").DistinctBy(row => fold(row[0])).ToFrozenDictionary(row => fold(row[0]), row => row[1]);
        Calendar = new(this, Rows("months.csv").Select(row => (row[0], row[1] + " " + row[2])), exact: true);
        Abbreviations = Lines("abbreviations.txt").SelectMany(line => line.Split(' ')).ToFrozenSet();
    }

    public string Code { get; }

    public Func<string, string> Fold { get; }

    public Func<string, ImmutableArray<string>> Keys { get; }

    public Func<string, ImmutableArray<string>> ExactKeys { get; }

    public FrozenDictionary<string, ReportUse> Verbs { get; }

    /// <summary>Reporting nouns: class, and whether the noun presupposes.</summary>
    public FrozenDictionary<string, (string Class, bool Presupposes)> Nouns { get; }

    /// <summary>'according to' and its like, as they are printed.</summary>
    public TermList Phrases { get; }

    public FrozenDictionary<string, (string Class, bool Presupposes)> PhraseClasses { get; }

    public TermList Hedges { get; }

    public TermList Denials { get; }

    public ImmutableArray<(string Topic, int Weight, FrozenSet<string> Words)> Topics { get; }

    public TermList Substances { get; }

    public TermList Weapons { get; }

    public TermList Places { get; }

    /// <summary>What is counted, by its key: the count's name, and <c>any</c> or <c>after</c> for the side of the
    /// number.</summary>
    public FrozenDictionary<string, (string What, string Side)> Counted { get; }

    public FrozenDictionary<string, string> Numbers { get; }

    /// <summary>Months, weekdays and words such as 'yesterday': <c>month 5</c>, <c>day 0</c>, <c>back 1</c>.</summary>
    public TermList Calendar { get; }

    public FrozenSet<string> Abbreviations { get; }

    /// <summary>The key under which a listed word is found.</summary>
    public string Key(string word) => Keys(Fold(word))[0];

    /// <summary>The keys of the offices that words.csv lists.</summary>
    public FrozenSet<string> RoleKeys { get; }

    /// <summary>Whether a folded word is in a group of words.csv; a group that a language does not need is empty.</summary>
    public bool Is(string group, string lower) => _groups.TryGetValue(group, out var words) && words.Contains(lower);

    /// <summary>Whether a token of a sentence is a word of one of these groups.</summary>
    public bool IsIn(Sentence s, int at, params ReadOnlySpan<string> groups)
    {
        foreach (var group in groups)
        {
            if (at >= 0 && at < s.Count && s[at].IsWord && Is(group, s[at].Lower))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The words of a stretch of text, compared as this language compares them.</summary>
    public List<Token> Tokens(string text, int start, int end)
    {
        var tokens = Tokeniser.Read(text, start, end);
        tokens.RemoveAll(token => token.Kind == TokenKind.Mark && token.Text.Length == 1
            && char.GetUnicodeCategory(token.Text[0]) == System.Globalization.UnicodeCategory.Format);
        return tokens.ConvertAll(token => token.Kind == TokenKind.Mark ? token : token with { Lower = Fold(token.Text) });
    }

    private TermList Terms(string file) => new(this, Rows(file).Select(row => (row[0], row[1])));

    private IEnumerable<string[]> Rows(string file) => WordLists.Rows($"{Code}/{file}");

    private IEnumerable<string> Lines(string file) => WordLists.Lines($"{Code}/{file}");

    private FrozenSet<string> Set(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Fold).ToFrozenSet();

    private FrozenDictionary<string, ReportUse> AllVerbs()
    {
        var forms = new Dictionary<string, ReportUse>();
        foreach (var row in Rows("verbs.csv"))
        {
            foreach (var (cell, form) in new[]
            {
                (row[1], ReportForm.Single), (row[2], ReportForm.Plural), (row[3], ReportForm.Gerund), (row[4], ReportForm.Impersonal),
            })
            {
                foreach (var word in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    forms.TryAdd(Fold(word), new(row[0], row[5], row[6] == "yes", row[7], form));
                }
            }
        }

        return forms.ToFrozenDictionary();
    }
}
