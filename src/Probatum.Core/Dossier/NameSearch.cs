using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Probatum.Core.Records;

namespace Probatum.Core.Dossier;

/// <summary>Finds names in texts, however they are spelled: without case, marks, spaces and hyphens, Cyrillic letters as Latin ones.</summary>
/// <remarks>
/// One automaton for all names, so that a text is read once however many they are (Aho and Corasick, 1975). A name begins and ends
/// with a word. A Cyrillic word may go on with an ending, an Arabic one begin with what is written before names; scripts without spaces
/// have no words. What is folded too far is found too often, never too seldom.
/// </remarks>
public sealed class NameSearch
{
    private const int ShortestPart = 4;
    private const int LongestEnding = 4;
    private const int LongestPrefix = 3;
    private const string CyrillicEndings = "аеёийоуыэюяь";

    // The platform's own tables of marks are not on every machine: each letter, and the plain one below it.
    private const string MarkedFrom =
        "àáâãäåāăąǎǟǡǻȁȃȧçćĉċčďđðèéêëēĕėęěȅȇȩĝğġģǧǵĥħȟìíîïĩīĭįıǐȉȋĵǰķǩĺļľłñńņňǹòóôõöøōŏőơǒǫǭȍȏȫȭȯȱŕŗřȑȓś"
        + "ŝşšſșţťŧțùúûüũūŭůűųưǔǖǘǚǜȕȗŵýÿŷȳźżžẁẃẅạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹأإآٱىةؤئیک";

    private const string MarkedTo =
        "aaaaaaaaaaaaaaaacccccdddeeeeeeeeeeeegggggghhhiiiiiiiiiiiijjkkllllnnnnnooooooooooooooooooorrrrrs"
        + "sssssttttuuuuuuuuuuuuuuuuuuwyyyyzzzwwwaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyyاااايهوييك";

    private const string CyrillicFrom = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ";

    private static readonly string[] CyrillicTo =
    [
        "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh",
        "sch", "", "y", "", "e", "yu", "ya", "i", "i", "e", "g",
    ];

    private static readonly SearchValues<char> ArabicPrefixes = SearchValues.Create("وفبكلا");

    private readonly List<Node> _nodes = [new()];

    /// <summary>A search for these folded names, each in one piece.</summary>
    private NameSearch(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            Add(pattern);
        }

        Link();
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty => _nodes.Count == 1;

    /// <summary>A search for these names as a whole. One of a single letter, or of common words alone, names nobody.</summary>
    public static NameSearch OfWhole(IEnumerable<string> names, IReadOnlySet<string>? common = null) => new(names.SelectMany(name => Whole(name, common ?? ImmutableHashSet<string>.Empty)));

    /// <summary>The same, and besides for each of their parts of four letters or more but these words.</summary>
    /// <param name="whole">Names of which no part is looked for alone.</param>
    /// <param name="parted">Names of people.</param>
    /// <param name="common">Folded words that name nobody.</param>
    /// <param name="other">Folded words that are no part to look for, since others who may be named bear them.</param>
    public static NameSearch Of(IEnumerable<string> whole, IReadOnlyCollection<string> parted, IReadOnlySet<string> common, IReadOnlySet<string> other) => new(
        whole.Concat(parted).SelectMany(name => Whole(name, common)).Concat(parted.SelectMany(Parts).Where(part => !common.Contains(part) && !other.Contains(part)).SelectMany(Forms)));

    /// <summary>The words of a text as they are compared.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var folded = new Folded(text);
        return folded.Words.Select(word => folded.Text[word.Start..word.End]);
    }

    /// <summary>Whether a name stands in a text anywhere in the value. Names of entities and digests are no texts.</summary>
    public bool StandsIn(Json value) => !IsEmpty && value switch
    {
        JsonText text => !EntityId.IsWellFormed(text.Value) && !Digests.IsHex(text.Value) && StandsIn(text.Value),
        JsonMap map => map.Members.Values.Any(StandsIn),
        JsonList list => list.Items.Any(StandsIn),
        _ => false,
    };

    /// <summary>Whether a name stands in the text.</summary>
    public bool StandsIn(string text)
    {
        if (IsEmpty)
        {
            return false;
        }

        var (folded, at) = (new Folded(text), 0);
        for (var i = 0; i < folded.Text.Length; i++)
        {
            at = Step(at, folded.Text[i]);
            for (var found = _nodes[at].Length > 0 ? at : _nodes[at].Suffix; found > 0; found = _nodes[found].Suffix)
            {
                if (folded.Bounds(i + 1 - _nodes[found].Length, i))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<string> Whole(string name, IReadOnlySet<string> common) =>
        Words(name).All(common.Contains) ? [] : Forms(name).Where(form => form.Length > 1);

    private static IEnumerable<string> Parts(string name) => name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => Words(word).Append(Squeezed(word)).SelectMany(part => part == Squeezed(word) ? Forms(word) : [part])).Where(part => part.Length >= ShortestPart).Distinct();

    /// <summary>In one piece; of a Cyrillic name also without the vowel that other cases replace.</summary>
    private static IEnumerable<string> Forms(string name)
    {
        yield return Squeezed(name);
        var bare = name.TrimEnd();
        if (bare.Length > ShortestPart && CyrillicEndings.Contains(char.ToLowerInvariant(bare[^1]), StringComparison.Ordinal) && Squeezed(bare[..^1]) is { Length: >= ShortestPart } stem)
        {
            yield return stem;
        }
    }

    private static string Squeezed(string text) => new Folded(text).Text;

    private void Add(string pattern)
    {
        var at = 0;
        foreach (var letter in pattern)
        {
            if (!_nodes[at].Next.TryGetValue(letter, out var next))
            {
                _nodes[at].Next[letter] = next = _nodes.Count;
                _nodes.Add(new());
            }

            at = next;
        }

        _nodes[at].Length = at == 0 ? 0 : pattern.Length;
    }

    /// <summary>Where to go on when no pattern goes on, and the longest pattern that ends there as well.</summary>
    private void Link()
    {
        var waiting = new Queue<int>([0]);
        while (waiting.TryDequeue(out var at))
        {
            foreach (var (letter, next) in _nodes[at].Next)
            {
                var fail = at == 0 ? 0 : Step(_nodes[at].Fail, letter);
                (_nodes[next].Fail, _nodes[next].Suffix) = (fail, _nodes[fail].Length > 0 ? fail : _nodes[fail].Suffix);
                waiting.Enqueue(next);
            }
        }
    }

    private int Step(int at, char letter)
    {
        for (; ; at = _nodes[at].Fail)
        {
            if (_nodes[at].Next.TryGetValue(letter, out var next))
            {
                return next;
            }

            if (at == 0)
            {
                return 0;
            }
        }
    }

    private sealed class Node
    {
        public Dictionary<char, int> Next { get; } = [];

        public int Fail { get; set; }

        public int Suffix { get; set; }

        public int Length { get; set; }
    }

    private enum Script
    {
        Other,
        Cyrillic,
        Arabic,
    }

    private readonly record struct Word(int Start, int End, Script Script);

    /// <summary>A text's letters and digits in one piece, and where its words begin and end in it.</summary>
    private sealed class Folded
    {
        private readonly List<int> _wordAt = [];

        public Folded(string text)
        {
            var (letters, start, script) = (new StringBuilder(text.Length), 0, Script.Other);
            foreach (var unit in text)
            {
                if (IsMark(unit))
                {
                    continue;
                }

                if (char.IsLetterOrDigit(unit))
                {
                    script = unit switch { >= '\u0400' and <= '\u052F' => Script.Cyrillic, >= '\u0600' and <= '\u06FF' => Script.Arabic, _ => script };
                    Append(letters, char.ToLowerInvariant(unit));
                    while (_wordAt.Count < letters.Length)
                    {
                        _wordAt.Add(Words.Count);
                    }
                }
                else
                {
                    Close();
                }
            }

            Close();
            Text = letters.ToString();

            void Close()
            {
                if (letters.Length > start)
                {
                    Words.Add(new(start, letters.Length, script));
                }

                (start, script) = (letters.Length, Script.Other);
            }
        }

        public string Text { get; }

        public List<Word> Words { get; } = [];

        /// <summary>Whether a name can stand there: from the beginning of a word to the end of one.</summary>
        public bool Bounds(int first, int last)
        {
            var (begins, ends) = (Words[_wordAt[first]], Words[_wordAt[last]]);
            var (before, after) = (first - begins.Start, ends.End - last - 1);
            return (before == 0 || IsUnspaced(Text[first]) || (begins.Script == Script.Arabic && before <= LongestPrefix && Text.AsSpan(begins.Start, before).IndexOfAnyExcept(ArabicPrefixes) < 0))
                && (after == 0 || IsUnspaced(Text[last]) || (ends.Script == Script.Cyrillic && after <= LongestEnding));
        }

        // Marks that are letters' own characters, the Arabic lengthening stroke, and what shows as nothing.
        private static bool IsMark(char unit) => unit is (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640' or '\u00AD'
            or (>= '\u200B' and <= '\u200F') or '\u2060' or '\uFEFF';

        private static bool IsUnspaced(char unit) => unit is >= '\u2E80' and < '\uFB00';

        private static void Append(StringBuilder letters, char unit)
        {
            if (unit < 128)
            {
                letters.Append(unit);
            }
            else if (unit is 'ß' or 'æ' or 'œ' or 'þ')
            {
                letters.Append(unit switch { 'ß' => "ss", 'æ' => "ae", 'œ' => "oe", _ => "th" });
            }
            else if (CyrillicFrom.IndexOf(unit, StringComparison.Ordinal) is var cyrillic and >= 0)
            {
                letters.Append(CyrillicTo[cyrillic]);
            }
            else if (MarkedFrom.IndexOf(unit, StringComparison.Ordinal) is var marked and >= 0)
            {
                letters.Append(MarkedTo[marked]);
            }
            else
            {
                // Full-width letters and digits are the plain ones elsewhere.
                letters.Append(unit is >= '\uFF10' and <= '\uFF5A' ? (char)(unit - 0xFEE0) : unit);
            }
        }
    }
}
