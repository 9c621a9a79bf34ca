using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>In which language a document is, and in which each of its paragraphs.</summary>
/// <param name="Main">The language of most letters.</param>
/// <param name="ShareInThousand">How many of a thousand letters stand in paragraphs of that language; 0 in a text
/// without letters.</param>
/// <param name="Others">The other languages with their shares, most letters first.</param>
/// <param name="Given">The caller named the language; nothing was looked for.</param>
public sealed record LanguageReading(
    Language Main, int ShareInThousand, ImmutableArray<(Language Language, int ShareInThousand)> Others, bool Given)
{
    // A name or a quotation in another language is no news; a tenth of the text is.
    private const int Noteworthy = 100;

    /// <summary>What a reader must know before trusting an empty list: parts in which no claims are read; else
    /// null.</summary>
    public string? Note
    {
        get
        {
            if (!Main.HasRules && ShareInThousand > 0)
            {
                var rest = Others.Where(other => other.Language.HasRules).Select(other => other.Language.Name).ToList();
                return rest.Count == 0
                    ? $"the text is in {Words(Main)}, for which there are no rules: no claims are read"
                    : $"the text is mostly in {Words(Main)}, for which there are no rules: "
                        + $"claims are read in its {string.Join(", ", rest)} parts only";
            }

            var parts = Others.Where(other => !other.Language.HasRules && other.ShareInThousand >= Noteworthy)
                .Select(other => $"{other.ShareInThousand / 10} % of the text is in {Words(other.Language)}").ToList();
            return parts.Count == 0 ? null
                : string.Join(" and ", parts) + ", for which there are no rules: no claims are read there";
        }
    }

    private static string Words(Language language) => language.Name;
}

/// <summary>A paragraph with its language; bounds in UTF-16 units.</summary>
internal readonly record struct LanguagePart(int Start, int End, Language Language);
