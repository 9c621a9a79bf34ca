using System.Collections.Frozen;

namespace Probatum.Text;

/// <summary>What the sequence model sees of each token, as hashes: words, shapes, marks and what the rules made of the sentence.</summary>
/// <remarks>
/// Names are seen as shapes and numbers as one number, so that no side's name moves a claim; what is left are common words. All of it
/// is whole-number work: the same text gives the same features everywhere.
/// </remarks>
internal static class SequenceFeatures
{
    private static readonly FrozenSet<string> Common = (
        "the a an in on at for from by with and but or nor so yet if as of to into onto over under after before since until when while where " +
        "he she it they we i you his her its their our my your him them us me this that these those there here who which what whose whom " +
        "is are was were be been being has have had do does did will would can could may might must shall should not no yes also only just " +
        "one two three some many most all both each every any other another such same own more less few several even still now then today " +
        "yesterday earlier later however meanwhile although though because despite during according however about against between among " +
        "officials official police government people residents witnesses experts doctors critics lawyers activists sources report reports study").Split(' ').ToFrozenSet();

    /// <summary>For each token its features, each a hash of 32 bits.</summary>
    /// <param name="s">The sentence.</param>
    /// <param name="rules">The rules' label of each token.</param>
    /// <param name="before">The last word before the sentence, hashed; 0 at the beginning of a text.</param>
    /// <param name="nested">True inside what somebody else said.</param>
    public static uint[][] Of(FlatSentence s, byte[] rules, uint before, bool nested)
    {
        var n = s.Count;
        var (word, shape, verb) = (new uint[n], new uint[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            word[i] = Word(s.Tokens[i], i);
            shape[i] = Shape(s.Tokens[i]);
            verb[i] = s.Quote[i] == 0 && s.Tokens[i].Use is not null && (!s.Tokens[i].IsCapital || i == 0);
        }

        var next = new int[n];
        for (int i = n - 1, seen = -1; i >= 0; i--)
        {
            next[i] = seen;
            seen = verb[i] ? i : seen;
        }

        var any = Array.Exists(s.Quote, mark => mark != 0);
        var kind = (uint)((any ? 1 : 0) + (Array.TrueForAll(s.Quote, mark => mark != 0) ? 1 : 0) + (nested ? 4 : 0) + (s.Quote[0] == 2 ? 8 : 0));
        var hasRule = Array.Exists(rules, label => label != 0) ? 1u : 0u;
        var (prev, comma, that) = (-1, -1, 0u);
        var all = new uint[n][];
        var f = new List<uint>(64);
        for (var i = 0; i < n; i++)
        {
            f.Clear();
            var (w, l, r, ll, rr) = (word[i], W(i - 1), W(i + 1), W(i - 2), W(i + 2));
            uint q = s.Quote[i], ql = i > 0 ? s.Quote[i - 1] : 9u, qr = i + 1 < n ? s.Quote[i + 1] : 9u;
            uint pv = prev < 0 ? 0 : word[prev], nv = next[i] < 0 ? 0 : word[next[i]];
            uint pd = prev < 0 ? 0 : Near(i - prev), nd = next[i] < 0 ? 0 : Near(next[i] - i);
            var quotes = (ql * 16) + (q * 4) + qr;
            Add(0);
            Add(1, w); Add(2, l); Add(3, r); Add(4, ll); Add(5, rr);
            Add(6, l, w); Add(7, w, r); Add(8, ll, l); Add(9, r, rr); Add(10, l, r);
            Add(11, shape[i]); Add(12, i > 0 ? shape[i - 1] : 1); Add(13, i + 1 < n ? shape[i + 1] : 2);
            Add(14, quotes); Add(15, q, w); Add(16, kind, w); Add(17, kind, quotes);
            Add(18, Near(i), Near(n - 1 - i)); Add(19, verb[i] ? 1u : 0u, kind);
            Add(20, pv, pd); Add(21, nv, nd); Add(22, pv, w); Add(23, nv, w);
            Add(24, (prev < 0 ? 0u : 1u) + (next[i] < 0 ? 0u : 2u) + (q != 0 ? 4u : 0u) + (that * 8));
            Add(25, pv, (q * 2) + that); Add(26, nv, q);
            Add(27, comma < 0 ? 99u : Near(i - comma), prev >= 0 ? 1u : 0u);
            Add(28, i < 2 ? before : 0, (uint)Math.Min(i, 2), (s.BeginsParagraph ? 1u : 0u) + (q * 2));
            if (s.Tokens[i].IsWord && !s.Tokens[i].IsCapital && s.Tokens[i].Lower.Length > 3)
            {
                Add(29, Hash(s.Tokens[i].Lower.AsSpan()[^3..])); Add(30, Hash(s.Tokens[i].Lower.AsSpan()[^2..]));
            }

            uint y = rules[i], yl = Y(i - 1), yr = Y(i + 1);
            Add(31, y, hasRule); Add(32, yl, y); Add(33, y, yr); Add(34, yl, y, yr); Add(35, y, w); Add(36, y, l); Add(37, y, r);
            Add(38, (Y(i - 2) * 49) + yl, y, (yr * 7) + Y(i + 2)); Add(39, y, quotes); Add(40, y, kind, Near(n - 1 - i)); Add(41, y, shape[i]);
            all[i] = [.. f];
            prev = verb[i] ? i : prev;
            comma = s.Tokens[i].Is(",") ? i : comma;
            that = s.Tokens[i].Is("that") && prev >= 0 && i - prev < 6 ? 1 : that;
        }

        return all;

        uint W(int i) => i < 0 ? 1u : i >= n ? 2u : word[i];
        uint Y(int i) => i < 0 ? 7u : i >= n ? 8u : rules[i];
        void Add(uint template, uint a = 0, uint b = 0, uint c = 0) => f.Add(Mix(Mix(Mix(Mix(0x9E3779B9, template), a), b), c));
    }

    /// <summary>A token's word as a hash: a name is its shape, a number is a number.</summary>
    /// <param name="token">The token.</param>
    /// <param name="place">Its place in the sentence: the first word has a capital of its own.</param>
    public static uint Word(Token token, int place)
    {
        if (token.Kind == TokenKind.Number)
        {
            return 3;
        }

        return !token.IsCapital || token.Text == "I" || (place == 0 && IsCommon(token)) || IsTime(token.Lower) ? Hash(token.Lower) : Shape(token);
    }

    /// <summary>Whether a word stands for a side, as 'rebels' or 'army' do: it counts as a name.</summary>
    public static bool IsSide(Token token) => token.IsWord && Words.Actors.ContainsKey(token.Lower);

    /// <summary>Whether a word with a capital at a sentence's beginning is no name.</summary>
    public static bool IsCommon(Token token) => Common.Contains(token.Lower) || token.Use is not null || Words.Nouns.ContainsKey(token.Lower);

    /// <summary>Whether the word is a day or month: with a capital, and no name.</summary>
    public static bool IsTime(string lower) => Words.Is("day", lower) || Dates.IsMonth(lower);

    /// <summary>One mixing step: whole-number, the same everywhere.</summary>
    public static uint Mix(uint state, uint value) => unchecked(System.Numerics.BitOperations.RotateLeft((state ^ value) * 0xCC9E2D51, 15) * 0x1B873593);

    /// <summary>FNV-1a of the letters, typographic apostrophes folded.</summary>
    public static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = 2166136261;
        foreach (var letter in word)
        {
            hash = unchecked((hash ^ (letter == '’' ? '\'' : letter)) * 16777619);
        }

        return hash;
    }

    private static uint Shape(Token token)
    {
        Span<char> shape = stackalloc char[8];
        var (length, last) = (0, '\0');
        foreach (var letter in token.Text)
        {
            var one = char.IsUpper(letter) ? 'X' : char.IsLower(letter) ? 'x' : char.IsDigit(letter) ? 'd' : letter;
            if (one != last && length < shape.Length)
            {
                shape[length++] = one;
            }

            last = one;
        }

        return Hash(shape[..length]) | 1;
    }

    private static uint Near(int distance) => distance switch { <= 3 => (uint)distance, <= 6 => 5, <= 12 => 10, _ => 20 };
}
