using System.Collections.Frozen;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using SmartReader;

namespace Probatum.Intake;

/// <summary>The article of a web page: its own text, without navigation, advertisements and other surroundings.</summary>
/// <remarks>Nothing is fetched and no script runs: the page is read from its bytes alone.</remarks>
internal static class HtmlDocuments
{
    public const int LargestFile = 16 << 20;

    private const int DeepestNesting = 400;
    private const int Looked = 2048;

    private static readonly string[] Marks = ["<!doctype html", "<html", "<head", "<body", "<article", "<meta "];

    private static readonly FrozenSet<string> Blocks = new[]
    {
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Silent = new[] { "script", "style", "noscript", "template", "svg", "head", "iframe" }.ToFrozenSet();

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var head = Encoding.Latin1.GetString(file.Span[..Math.Min(Looked, file.Length)]).Replace("\0", "", StringComparison.Ordinal);
        return Marks.Any(mark => head.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault)
    {
        using var stream = new MemoryStream(bytes, false);
        using var page = new HtmlParser().ParseDocument(stream);
        if (IsTooDeep(page))
        {
            fault = new("html/too-deep", "", $"the page nests its elements deeper than {DeepestNesting}");
            return null;
        }

        using var reader = new Reader("file:///report.html", page) { ContinueIfNotReadable = true };
        var article = reader.GetArticle();
        using var content = new HtmlParser().ParseDocument(article.IsReadable ? article.Content : "");
        var text = article.IsReadable && content.Body is { } body ? TextOf(body) : "";
        if (text.Length == 0)
        {
            // What no rule takes for an article is still a page with words: nothing is left out then.
            stream.Position = 0;
            using var whole = new HtmlParser().ParseDocument(stream);
            text = whole.Body is { } all ? TextOf(all) : "";
        }

        if (!text.Any(char.IsLetter))
        {
            fault = new("html/no-text", "", "the page holds no text: it may fill itself by script; save it as shown and add that file");
            return null;
        }

        fault = default;
        var title = article.Title is { Length: > 0 } said ? said.Trim() : null;
        var headed = title is null || text.StartsWith(title, StringComparison.Ordinal) ? text : $"{title}\n\n{text}";
        return new(
            headed, "text/html", title, article.SiteName is { Length: > 0 } site ? site : null,
            article.PublicationDate is { } date ? DateOnly.FromDateTime(date) : null, "smartreader/0.11.1");
    }

    private static bool IsTooDeep(IHtmlDocument page)
    {
        var depth = 0;
        for (INode? node = page; node is not null;)
        {
            if (node.FirstChild is { } child)
            {
                (node, depth) = (child, depth + 1);
                if (depth > DeepestNesting)
                {
                    return true;
                }

                continue;
            }

            while (node is not null && node.NextSibling is null)
            {
                (node, depth) = (node.Parent, depth - 1);
            }

            node = node?.NextSibling;
        }

        return false;
    }

    private static string TextOf(INode root)
    {
        var text = new StringBuilder();
        Append(text, root);
        return text.ToString().Trim() + "\n";
    }

    private static void Append(StringBuilder text, INode node)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText words:
                    Words(text, words.Data);
                    break;
                case IElement { LocalName: "br" }:
                    Break(text, "\n");
                    break;
                case IElement { LocalName: "td" or "th" } cell:
                    Append(text, cell);
                    text.Append('\t');
                    break;
                case IElement element when !Silent.Contains(element.LocalName):
                    var block = Blocks.Contains(element.LocalName);
                    Break(text, block ? "\n\n" : "");
                    Append(text, element);
                    Break(text, block ? "\n\n" : "");
                    break;
                default:
                    break;
            }
        }
    }

    private static void Words(StringBuilder text, string data)
    {
        foreach (var c in data)
        {
            var blank = c is ' ' or '\t' or '\n' or '\r' or '\f';
            if (!blank)
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] is not (' ' or '\n' or '\t'))
            {
                text.Append(' ');
            }
        }
    }

    private static void Break(StringBuilder text, string lines)
    {
        if (lines.Length == 0 || text.Length == 0)
        {
            return;
        }

        while (text.Length > 0 && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }

        var there = 0;
        while (there < text.Length && there < lines.Length && text[^(there + 1)] == '\n')
        {
            there++;
        }

        text.Append(lines.AsSpan(there));
    }
}
