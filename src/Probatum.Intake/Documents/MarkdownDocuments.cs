using System.Text.RegularExpressions;

namespace Probatum.Intake;

/// <summary>Markdown: the words without the marks, each with its line.</summary>
/// <remarks>
/// Recognised by a heading with number signs (or a head between lines of hyphens) and one more sign of it, so that a plain text
/// is not taken for one. What is no mark stays as written. Source: CommonMark 0.31, the marks that reports use.
/// </remarks>
internal static partial class MarkdownDocuments
{
    public const string Media = "text/markdown";

    private const int Looked = 64 << 10;
    private const int LongestLine = 64 << 10;

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        if (!PlainText.Recognises(file) || TextEncodings.Marked(file.Span) is ({ CodePage: not 65001 }, _, _))
        {
            return false;
        }

        var head = System.Text.Encoding.UTF8.GetString(file.Span[..Math.Min(Looked, file.Length)]);
        var headings = Heading().Count(head);
        var hasHead = head.StartsWith("---\n", StringComparison.Ordinal) && head.IndexOf("\n---\n", 4, StringComparison.Ordinal) > 0;
        return (headings > 0 || hasHead) && (headings > 1 || (hasHead && headings > 0) || Sign().IsMatch(head));
    }

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        if (PlainText.Decode(bytes, out var how, out fault) is not { } source)
        {
            return null;
        }

        var (mapped, told, number, title) = (new MappedText(), new List<(string, string?)>(), 0, (string?)null);
        var (inHead, inCode) = (source.StartsWith("---\n", StringComparison.Ordinal) || source.StartsWith("---\r\n", StringComparison.Ordinal), false);
        foreach (var line in source.Split('\n'))
        {
            number++;
            var words = line.TrimEnd('\r');
            if (inHead)
            {
                inHead = number == 1 || words is not ("---" or "...");
                told.Add(words.Split(':', 2) is [var name, var value] ? (name.Trim(), value.Trim().Trim('"', '\'')) : ("", null));
                continue;
            }

            if (words.TrimStart().StartsWith("```", StringComparison.Ordinal) || words.TrimStart().StartsWith("~~~", StringComparison.Ordinal))
            {
                inCode = !inCode;
                continue;
            }

            var place = mapped.Place(new(Line: number));
            if (inCode || words.Length > LongestLine)
            {
                mapped.Append(words, place);
                mapped.Separate("\n");
            }
            else if (Heading().Match(words) is { Success: true } heading)
            {
                mapped.Break("\n\n");
                var from = mapped.Length;
                MarkdownLine.Append(heading.Groups[1].Value.TrimEnd('#', ' '), mapped, place);
                title ??= mapped.Length > from ? MarkdownLine.Plain(heading.Groups[1].Value.TrimEnd('#', ' ')) : null;
                mapped.Break("\n\n");
            }
            else if (words.Trim().Length == 0)
            {
                mapped.Break("\n\n");
            }
            else if (!Rule().IsMatch(words) && !Reference().IsMatch(words))
            {
                MarkdownLine.Append(Begin().Replace(words, ""), mapped, place);
                mapped.Break("\n");
            }
        }

        mapped.TrimEnd();
        mapped.Separate("\n");
        var (text, map) = mapped.Build();
        if (!text.Any(char.IsLetter))
        {
            fault = new("markdown/no-text", "", "the file holds marks and no words");
            return null;
        }

        var said = Told.Of(told);
        return new(text, Media, said.FirstOrDefault(one => one.Name == "title")?.Value ?? title, null, null, "markdown/1")
        {
            Map = map,
            Told = said,
            Notes = [$"read as {how}", "Markdown: its marks are left out"],
        };
    }

    [GeneratedRegex(@"^ {0,3}#{1,6}[ \t]+(\S.*?)\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(https?://|\*\*\S[^*\n]{0,200}\*\*|^```|^(?:[-*+]|\d{1,3}\.) \S[^\n]*\r?\n(?:[-*+]|\d{1,3}\.) \S", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Sign();

    // Lines that only draw: rules, underlines of headings, the second line of a table.
    [GeneratedRegex(@"^\s*(?:[-*_=]\s*){3,}$|^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^ {0,3}\[[^\]^][^\]]{0,200}\]:\s+\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    // Quotation signs and bullets.
    [GeneratedRegex(@"^(?:\s{0,3}>\s?)*\s*(?:[-*+]\s+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Begin();
}
