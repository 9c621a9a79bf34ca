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

    // The search for an article takes time with the square of this; a page with more elements is read whole.
    private const int MostElements = 20_000;
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
        using var page = Parse(stream, out var elements);
        if (page is null)
        {
            fault = new("html/too-deep", "", $"the page nests its elements deeper than {DeepestNesting}");
            return null;
        }

        // Looking for the article takes away from the page, so the whole of it is kept first.
        var (title, whole) = (page.Title?.Trim() is { Length: > 0 } named ? named : null, page.Body is { } all ? TextOf(all) : "");
        var (text, site, published) = (whole, (string?)null, (DateOnly?)null);
        if (elements <= MostElements)
        {
            using var reader = new Reader("file:///report.html", page) { ContinueIfNotReadable = true };
            var article = reader.GetArticle();
            using var content = new HtmlParser().ParseDocument(article.IsReadable ? article.Content : "");
            var found = article.IsReadable && content.Body is { } body ? TextOf(body) : "";

            // What no rule takes for an article is still a page with words: nothing is left out then.
            text = found.Any(char.IsLetter) ? found : whole;
            title = article.Title is { Length: > 0 } said ? said.Trim() : null;
            site = article.SiteName is { Length: > 0 } publisher ? publisher : null;
            published = article.PublicationDate is { } date ? DateOnly.FromDateTime(date) : null;
        }

        if (!text.Any(char.IsLetter))
        {
            fault = new("html/no-text", "", "the page holds no text: it may fill itself by script; save it as shown and add that file");
            return null;
        }

        fault = default;
        var headed = title is null || text.StartsWith(title, StringComparison.Ordinal) ? text : $"{title}\n\n{text}";
        return new(headed, "text/html", title, site, published, "smartreader/0.11.1");
    }

    /// <summary>The page's tree; null when it nests too deep, found out on the way, because the parser's time grows with the depth.</summary>
    private static IHtmlDocument? Parse(Stream stream, out int elements)
    {
        IElement? last = null;
        var count = 0;
        var parser = new HtmlParser(new HtmlParserOptions
        {
            // An element that was just made has no parent yet; the one before it has.
            OnCreated = (element, _) =>
            {
                if (last is not null && Depth(last) > DeepestNesting)
                {
                    throw new TooDeepException();
                }

                (last, count) = (element, count + 1);
            },
        });
        try
        {
            var page = parser.ParseDocument(stream);
            elements = count;
            if (last is null || Depth(last) <= DeepestNesting)
            {
                return page;
            }

            page.Dispose();
        }
        catch (TooDeepException)
        {
            // What was parsed so far is of no use.
        }

        elements = count;
        return null;
    }

    private static int Depth(INode node)
    {
        var depth = 0;
        for (var parent = node.Parent; parent is not null && depth <= DeepestNesting; parent = parent.Parent)
        {
            depth++;
        }

        return depth;
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

    /// <summary>Leaves the parser; it has no other way out.</summary>
    private sealed class TooDeepException : Exception;
}
