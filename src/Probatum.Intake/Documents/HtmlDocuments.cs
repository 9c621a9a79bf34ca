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

    // The search for an article looks for a node's neighbours by counting from the first: its time grows with the square of
    // the nodes below one parent, and with the elements of the page. What goes beyond is read whole.
    private const int MostElements = 20_000;
    private const long MostNeighbours = 40_000_000;
    private const int Looked = 2048;
    private const int LongestTitle = 1000;
    private const string NoText = "the page holds no text: it may fill itself by script; save it as shown and add that file";

    private static readonly string[] Marks = ["<!doctype html", "<html", "<head", "<body", "<article", "<meta "];

    public static bool Recognises(ReadOnlyMemory<byte> file)
    {
        var head = Encoding.Latin1.GetString(file.Span[..Math.Min(Looked, file.Length)]).Replace("\0", "", StringComparison.Ordinal);
        return Marks.Any(mark => head.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    public static ReadReport? Read(byte[] bytes, out IntakeFault fault) => Read(bytes, null, out fault);

    /// <summary>Reads a page whose encoding somebody outside it names, such as a header; null where nobody does.</summary>
    public static ReadReport? Read(byte[] bytes, string? charset, out IntakeFault fault)
    {
        var (source, encoding) = TextEncodings.OfPage(bytes, charset);
        using var page = Parse(source, out var elements);
        if (page is null)
        {
            fault = new("html/too-deep", "", $"the page nests its elements deeper than {DeepestNesting}");
            return null;
        }

        // Looking for the article takes away from the page, so the whole of it is kept first, and each element's place is written on it.
        var paths = NodePaths.WriteOn(page);
        var pictures = new Pictures();
        var addresses = pictures.Add(page);
        var all = new HtmlText(new(), paths);
        all.Append(page.Body);
        var (title, best) = (Cut(page.Title), all);
        var (site, published, notes) = ((string?)null, (DateOnly?)null, new List<string> { $"read as {encoding}" });
        if (elements <= MostElements && Neighbours(page) <= MostNeighbours)
        {
            using var reader = new Reader("file:///report.html", page) { ContinueIfNotReadable = true };
            var article = reader.GetArticle();
            using var content = new HtmlParser().ParseDocument(article.IsReadable ? article.Content : "");
            var found = new HtmlText(new(), paths);
            found.Append(content.Body);

            // What no rule takes for an article is still a page with words: nothing is left out then.
            (best, var words) = found.HasLetters ? (found, "the article of the page; its surroundings are left out") : (all, "the whole page: no article was found in it");
            notes.Add(words);
            title = Cut(article.Title);
            site = article.SiteName is { Length: > 0 } publisher ? publisher : null;
            published = article.PublicationDate is { } date ? DateOnly.FromDateTime(date) : null;
        }
        else
        {
            notes.Add("the whole page: it is too large to look for an article in it");
        }

        if (!best.HasLetters)
        {
            fault = new("html/no-text", "", NoText);
            return null;
        }

        fault = default;
        var (text, map) = Headed(title, best, paths);
        return new(text, "text/html", title, site, published, "html/2 smartreader/0.11.1")
        {
            Map = map,
            Notes = [.. notes],
            Pictures = pictures.Digests,
            PictureAddresses = addresses,
        };
    }

    /// <summary>All words of a page that is the body of something else, each with its part and element; null with the fault.</summary>
    public static MappedText? Whole(byte[] bytes, string? charset, string part, out IntakeFault fault)
    {
        fault = default;
        if (bytes.Length > LargestFile)
        {
            fault = new("document/too-large", part, $"HTML of {bytes.Length >> 20} MiB; at most {LargestFile >> 20} MiB are read");
            return null;
        }

        using var page = Parse(TextEncodings.OfPage(bytes, charset).Text, out _);
        if (page is null)
        {
            fault = new("html/too-deep", part, $"the page nests its elements deeper than {DeepestNesting}");
            return null;
        }

        var text = new HtmlText(new(), NodePaths.WriteOn(page), part);
        text.Append(page.Body);
        return text.Mapped;
    }

    /// <summary>A title as a record holds it: what is longer is no title, and looking for it in the text would take long.</summary>
    private static string? Cut(string? title)
    {
        var said = title?.Trim() ?? "";
        var end = said.Length <= LongestTitle ? said.Length : char.IsHighSurrogate(said[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle;
        return end == 0 ? null : said[..end];
    }

    /// <summary>The page's title, where its text does not begin with it, and the text.</summary>
    private static (string Text, SourceMap Map) Headed(string? title, HtmlText body, NodePaths paths)
    {
        var (text, map) = body.Build();
        if (title is null || text.StartsWith(title, StringComparison.Ordinal))
        {
            return (text, map);
        }

        var headed = new MappedText();
        headed.Append(title, paths.Title is { } node ? headed.Place(new(Node: node)) : -1);
        headed.Separate("\n\n");
        headed.Append(body.Mapped);
        headed.Separate("\n");
        return headed.Build();
    }

    /// <summary>The page's tree; null when it nests too deep, found out on the way, because the parser's time grows with the depth.</summary>
    private static IHtmlDocument? Parse(string source, out int elements)
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
            var page = parser.ParseDocument(source);
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

    private static long Neighbours(IHtmlDocument page)
    {
        var sum = 0L;
        foreach (var element in page.All)
        {
            long children = element.ChildNodes.Length;
            sum += children * children;
        }

        return sum;
    }

    /// <summary>Leaves the parser; it has no other way out.</summary>
    private sealed class TooDeepException : Exception;
}
