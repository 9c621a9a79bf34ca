using System.Collections.Frozen;
using AngleSharp.Dom;

namespace Probatum.Intake;

/// <summary>The words of a page's elements as a reader sees them: blocks apart, cells of a row by tabs, blanks collapsed.</summary>
internal sealed class HtmlText(MappedText text, NodePaths paths, string? part = null)
{
    private static readonly FrozenSet<string> Blocks = new[]
    {
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Silent = new[] { "script", "style", "noscript", "template", "svg", "head", "iframe" }.ToFrozenSet();

    /// <summary>The words so far.</summary>
    public MappedText Mapped => text;

    /// <summary>Whether any letter was met.</summary>
    public bool HasLetters { get; private set; }

    /// <summary>Adds all that stands below a node.</summary>
    public void Append(INode? root)
    {
        if (root is not null)
        {
            Append(root, paths.Of(root as IElement, null));
            text.TrimEnd();
        }
    }

    /// <summary>The text, ended by one line end, and its map.</summary>
    public (string Text, SourceMap Map) Build()
    {
        var (words, map) = text.Build();
        return (words + "\n", map);
    }

    private void Append(INode node, string? path)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText words:
                    Words(words.Data, path);
                    break;
                case IElement { LocalName: "br" }:
                    text.Break("\n");
                    break;
                case IElement { LocalName: "td" or "th" } cell:
                    Append(cell, paths.Of(cell, path));
                    text.Separate("\t");
                    break;
                case IElement element when !Silent.Contains(element.LocalName):
                    var block = Blocks.Contains(element.LocalName) ? "\n\n" : "";
                    text.Break(block);
                    Append(element, paths.Of(element, path));
                    text.Break(block);
                    break;
                default:
                    break;
            }
        }
    }

    private void Words(string data, string? path)
    {
        var place = path is null ? -1 : text.Place(new(part, Node: path));
        for (var at = 0; at < data.Length;)
        {
            var end = at;
            while (end < data.Length && !IsBlank(data[end]))
            {
                HasLetters |= char.IsLetter(data[end]);
                end++;
            }

            // A soft hyphen is a place where a word may be broken, no part of it.
            text.Append(data.AsSpan(at, end - at).Contains('\u00AD') ? data[at..end].Replace("\u00AD", "", StringComparison.Ordinal) : data.AsSpan(at, end - at), place);
            if (end < data.Length && text.Length > 0 && text.Last is not (' ' or '\n' or '\t'))
            {
                text.Append(" ", place);
            }

            at = end;
            while (at < data.Length && IsBlank(data[at]))
            {
                at++;
            }
        }
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}
