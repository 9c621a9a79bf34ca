using System.Collections.Frozen;
using System.Text;

namespace Probatum.Intake;

/// <summary>Guesses which 8-bit encoding a text without any declaration is in, by how often its letters occur in the languages written so.</summary>
/// <remarks>
/// Windows-1251 and KOI8-U for Russian and Ukrainian, windows-1256 for Arabic, windows-1252 for western languages. The
/// weights are the letters' frequencies in parts of a thousand, rounded; capitals inside a word, unassigned places and
/// control characters speak against. No answer where the bytes are few or two encodings fit alike.
/// </remarks>
internal static class LetterStatistics
{
    private const int FewestBytes = 12;
    private const int LeastMean = 22;
    private const int Looked = 1 << 20;

    private const string Cyrillic = "о110е85а80и74н67т63с55р47в45л44к35м32д30п28у26я20ы19ь17г17з16б16ч14й12х10ж9ш7ю6ц5щ4э3ф3ъ1ё1і30ї6є5ґ1";
    private const string Arabic = "ا130ل120ي65م62و60ن60ر50ت47ب36ع35د30ه30س27ف27ق25ك22ح20ج14ش13ص10ط10خ10ة25أ25إ10ض9ذ9ث7ز6ء4ئ4غ4ظ3ؤ2ى10آ3،15؛3؟3";
    private const string Western = "é60è50à50ç50ê50ä60ö60ü60ñ60ó60í60á60ß60ô50û50î50å60ø60æ60ã60õ50ú60ù50â50ë30ï30ò40ì40œ30É30Ä30Ö30Ü30Ø30Å30À30Ç30Ñ30";
    // Quotation marks, dashes, ellipsis and the fixed blank have these places in all code pages of Windows.
    private const string SameEverywhere = "\u0085\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u00A0\u00AB\u00BB";
    private const string Marks = "«»“”„‘’‚–—…№•§°";

    private static readonly (string Name, FrozenDictionary<char, int> Weights)[] Candidates =
    [
        ("windows-1251", Table(Cyrillic)), ("koi8-u", Table(Cyrillic)), ("windows-1256", Table(Arabic)), ("windows-1252", Table(Western)),
    ];

    /// <summary>The encoding, or null where the bytes do not tell.</summary>
    public static Encoding? Guess(byte[] bytes)
    {
        var length = Math.Min(bytes.Length, Looked);
        var (high, marks) = (0, 0);
        foreach (var b in bytes.AsSpan(0, length))
        {
            high += b >= 0x80 ? 1 : 0;
            marks += SameEverywhere.Contains((char)b, StringComparison.Ordinal) ? 1 : 0;
        }

        if (high == marks)
        {
            return TextEncodings.Named("windows-1252");
        }

        if (high < FewestBytes)
        {
            return null;
        }

        var scored = Candidates.Select(one => (one.Name, Mean: Mean(TextEncodings.Named(one.Name)!.GetChars(bytes, 0, length), bytes, one.Weights, one.Name == "windows-1252")))
            .OrderByDescending(one => one.Mean).ToList();
        return scored[0].Mean >= LeastMean && scored[0].Mean * 10 >= scored[1].Mean * 13 ? TextEncodings.Named(scored[0].Name) : null;
    }

    // Single-byte encodings: one character for each byte.
    private static long Mean(char[] text, ReadOnlySpan<byte> bytes, FrozenDictionary<char, int> weights, bool amongLatin)
    {
        var (sum, count) = (0L, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (bytes[i] < 0x80)
            {
                continue;
            }

            count++;
            sum += Weight(text, i, weights, amongLatin);
        }

        return count == 0 ? 0 : sum / count;
    }

    private static int Weight(char[] text, int i, FrozenDictionary<char, int> weights, bool amongLatin)
    {
        var c = text[i];
        if (char.IsControl(c) || c == '\uFFFD')
        {
            return -200;
        }

        if (Marks.Contains(c, StringComparison.Ordinal))
        {
            return 20;
        }

        var (before, after) = (i > 0 ? text[i - 1] : ' ', i + 1 < text.Length ? text[i + 1] : ' ');
        if (amongLatin)
        {
            // A western letter with a mark stands among plain ones.
            return char.IsAsciiLetter(before) || char.IsAsciiLetter(after) ? weights.GetValueOrDefault(c) : 0;
        }

        var inside = char.IsLetter(before);
        return weights.TryGetValue(c, out var weight) ? weight
            : char.IsUpper(c) && weights.TryGetValue(char.ToLowerInvariant(c), out var small) ? inside && !char.IsUpper(before) ? -60 : small / 2
            : char.IsLetter(c) ? -30 : 0;
    }

    private static FrozenDictionary<char, int> Table(string rows)
    {
        var table = new Dictionary<char, int>();
        for (var at = 0; at < rows.Length;)
        {
            var end = at + 1;
            while (end < rows.Length && char.IsAsciiDigit(rows[end]))
            {
                end++;
            }

            table[rows[at]] = int.Parse(rows.AsSpan(at + 1, end - at - 1), System.Globalization.CultureInfo.InvariantCulture);
            at = end;
        }

        return table.ToFrozenDictionary();
    }
}
