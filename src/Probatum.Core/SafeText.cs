using System.Globalization;
using System.Net;
using System.Text;

namespace Probatum.Core;

/// <summary>Texts of others on a page or in a picture of ours: they can neither become markup nor reorder or hide what stands beside them.</summary>
/// <remarks>The characters are listed here and not asked of the runtime: a page is compared byte by byte, also by later versions.</remarks>
public static class SafeText
{
    // Controls, marks of direction and of nothing, tags, and what is no character at all. The joiners U+200C and U+200D stay:
    // Persian, Hindi and others can't be written without. Source: Unicode 16, chapters 23.1, 23.2, 23.7 and 23.9; UAX #9.
    private static readonly (int First, int Last)[] Unseen =
    [
        (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200B),
        (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF),
    ];

    /// <summary>The text with every character that can't be seen, or that turns others round, spelt out as [U+202E].</summary>
    public static string Visible(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (IsUnseen(rune))
            {
                seen.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
            }
            else
            {
                seen.Append(rune.ToString());
            }
        }

        return seen.ToString();
    }

    /// <summary>The visible text on one line.</summary>
    public static string Line(string text) => Visible(text).Replace("\n", "[U+000A]", StringComparison.Ordinal);

    /// <summary>The visible text as it stands in HTML or SVG, between tags or within quotes.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(Visible(text));

    /// <summary>Whether a reader sees nothing of it: no text, spaces, or characters that are drawn as nothing.</summary>
    public static bool IsBlank(string? text) => text is null || text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune) || IsUnseen(rune) || rune.Value is 0x115F or 0x1160 or 0x200C or 0x200D or 0x2800 or 0x3164 or 0xFFA0);

    private static bool IsUnseen(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || Array.Exists(Unseen, range => range.First <= rune.Value && rune.Value <= range.Last);

    /// <summary>Lines of ours below each other. What runs on in a line stands further in: no text of others can pass for a line of ours.</summary>
    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Replace("\n", "\n      ", StringComparison.Ordinal)));
}
