using System.Globalization;
using System.Text;

namespace Probatum.Text.Echoes;

/// <summary>Words as they are compared: without case, marks, hyphens and apostrophes, in one spelling and in the singular.</summary>
/// <remarks>
/// Only for comparing: folded words are never shown. What is folded too far is folded so in both texts. Cyrillic and Arabic
/// letters become Latin ones, so that names meet across scripts.
/// </remarks>
internal static class Folding
{
    private const int Longest = 64;

    // British to American and variants of one spelling, as they stand inside a word.
    private static readonly (string From, string To, int Least)[] Spellings =
    [
        ("sulph", "sulf", 5), ("isation", "ization", 8), ("ising", "izing", 8), ("ised", "ized", 7), ("yse", "yze", 6),
        ("our", "or", 6), ("defence", "defense", 7), ("centre", "center", 6), ("metre", "meter", 5), ("programme", "program", 9),
        ("lled", "led", 6), ("lling", "ling", 7), ("aemi", "emi", 6),
    ];

    // Letters with marks and those without, one below the other: the platform's own tables are not on every machine.
    private const string MarkedFrom =
        "àáâãäåāăąǎǟǡǻȁȃȧçćĉċčďèéêëēĕėęěȅȇȩĝğġģǧǵĥȟìíîïĩīĭįǐȉȋĵǰķǩĺļľñńņňǹòóôõöōŏőơǒǫǭȍȏȫȭȯȱŕŗřȑȓśŝşšſșţťțùúû"
        + "üũūŭůűųưǔǖǘǚǜȕȗŵýÿŷȳźżž"
        + "ḁạảấầẩẫậắằẳẵặḃḅḇḉḋḍḏḑḓḕḗḙḛḝẹẻẽếềểễệḟḡḣḥḧḩḫẖḭḯỉịḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓọỏốồổỗộớờởỡợṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱẗṳṵṷṹṻụủứừửữựṽṿẁẃẅẇẉẘẋẍẏẙỳỵỷỹẑẓẕ";

    private const string MarkedTo =
        "aaaaaaaaaaaaaaaacccccdeeeeeeeeeeeegggggghhiiiiiiiiiiijjkklllnnnnnoooooooooooooooooorrrrrsssssstttuuu"
        + "uuuuuuuuuuuuuuuwyyyyzzz"
        + "aaaaaaaaaaaaabbbcdddddeeeeeeeeeeeeefghhhhhhiiiikkkllllmmmnnnnoooooooooooooooopprrrrssssstttttuuuuuuuuuuuuvvwwwwwwxxyyyyyyzzz";

    private const string CyrillicFrom = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ";

    private static readonly string[] CyrillicTo =
    [
        "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh",
        "sch", "", "y", "", "e", "yu", "ya", "i", "i", "e", "g",
    ];

    private const string ArabicFrom = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىئؤء";

    private static readonly string[] ArabicTo =
    [
        "a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "a", "gh", "f", "q", "k", "l", "m", "n", "h", "w",
        "y", "a", "a", "y", "w", "",
    ];

    /// <summary>The word in lower case, Latin letters where it can be, no marks.</summary>
    public static string Plain(string word)
    {
        var cut = word.Length <= Longest ? word : word[..Longest];
        if (cut.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
        {
            return cut;
        }

        var folded = new StringBuilder(cut.Length + 4);
        foreach (var unit in cut)
        {
            if (char.IsLetterOrDigit(unit) && char.GetUnicodeCategory(unit) != UnicodeCategory.ModifierLetter)
            {
                Add(folded, char.ToLowerInvariant(unit));
            }
        }

        return folded.ToString();
    }

    /// <summary>A plain word in one spelling and in the singular.</summary>
    public static string Word(string plain)
    {
        foreach (var (from, to, least) in Spellings)
        {
            if (plain.Length >= least && plain.IndexOf(from, StringComparison.Ordinal) is var at and >= 0 && (at > 0 || from.Length > 3))
            {
                plain = string.Concat(plain.AsSpan(0, at), to, plain.AsSpan(at + from.Length));
            }
        }

        return plain switch
        {
            { Length: > 4 } when plain.EndsWith("ies", StringComparison.Ordinal) => plain[..^3] + "y",
            { Length: > 4 } when plain.EndsWith("ses", StringComparison.Ordinal) => plain[..^2],
            { Length: > 3 } when plain[^1] == 's' && plain[^2] is not ('s' or 'u' or 'i') => plain[..^1],
            _ => plain,
        };
    }

    /// <summary>What is left of a name in all its spellings: 'Khaldieh' and 'al-Khalidyia' become one; empty where too little is left.</summary>
    public static string Skeleton(string plain)
    {
        var name = plain.Replace("kh", "h", StringComparison.Ordinal).Replace("sh", "s", StringComparison.Ordinal)
            .Replace("gh", "g", StringComparison.Ordinal).Replace("th", "t", StringComparison.Ordinal)
            .Replace("dh", "d", StringComparison.Ordinal).Replace("ph", "f", StringComparison.Ordinal).Replace("ck", "k", StringComparison.Ordinal);
        var kept = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i] switch { 'q' or 'c' => 'k', 'z' => 's', var other => other };
            var mute = letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'w' || (letter == 'h' && i == name.Length - 1);
            if (!mute && (kept.Length == 0 || kept[^1] != letter))
            {
                kept.Append(letter);
            }
        }

        return kept.Length >= 3 ? kept.ToString() : "";
    }

    private static void Add(StringBuilder folded, char unit)
    {
        if (unit < 128)
        {
            folded.Append(unit);
        }
        else if (MarkedFrom.IndexOf(unit, StringComparison.Ordinal) is var marked and >= 0)
        {
            folded.Append(MarkedTo[marked]);
        }
        else if (CyrillicFrom.IndexOf(unit, StringComparison.Ordinal) is var at and >= 0)
        {
            folded.Append(CyrillicTo[at]);
        }
        else if (ArabicFrom.IndexOf(unit, StringComparison.Ordinal) is var place and >= 0)
        {
            folded.Append(ArabicTo[place]);
        }
        else
        {
            folded.Append(unit switch
            {
                'ß' => "ss",
                'ø' => "o",
                'æ' => "ae",
                'œ' => "oe",
                'ı' => "i",
                'ł' => "l",
                'đ' => "d",
                _ => char.IsDigit(unit) ? ((int)char.GetNumericValue(unit)).ToString(CultureInfo.InvariantCulture) : unit.ToString(),
            });
        }
    }
}
