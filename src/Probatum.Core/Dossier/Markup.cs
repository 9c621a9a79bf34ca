using System.Globalization;
using System.Text;

namespace Probatum.Core.Dossier;

/// <summary>A piece of a page. A text becomes one only escaped, so that no text of others can become a tag.</summary>
internal readonly record struct Markup(string Html)
{
    public static implicit operator Markup(string text) => new(SafeText.Escape(text));

    public static Markup operator +(Markup a, Markup b) => new(a.Html + b.Html);

    public static Markup Join(string separator, IEnumerable<Markup> parts) => new(string.Join(SafeText.Escape(separator), parts.Select(part => part.Html)));
}

/// <summary>One row of a table, with an anchor and a class of our style where it has them.</summary>
internal sealed record Row(params IEnumerable<Markup> Cells)
{
    public string? Anchor { get; init; }

    public string? Class { get; init; }
}

/// <summary>Writes a page from top to bottom and remembers its headings for the list of contents.</summary>
/// <remarks>
/// A page that a browser opens has an end: a table shows at most <see cref="MostRows"/>, and of what has a drawing or a table of its own
/// <see cref="MostBlocks"/> are shown. Whoever writes more is told how many stand there, and where the rest is.
/// </remarks>
internal sealed class PageWriter
{
    /// <summary>The most rows of a table.</summary>
    public const int MostRows = 5_000;

    /// <summary>The most things of a kind that take a drawing, a heading or a table each.</summary>
    public const int MostBlocks = 1_000;

    /// <summary>The anchor of the paragraph that says where the rest of a long table is.</summary>
    public const string RestAnchor = "rest";

    private readonly StringBuilder _text = new();
    private readonly List<(int Level, string Anchor, string Title)> _headings = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    /// <summary>Our own tags, never a text of others.</summary>
    public PageWriter Tags(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public PageWriter Add(Markup markup) => Tags(markup.Html);

    public PageWriter Paragraph(Markup content, string? anchor = null) => Tags($"<p{Id(anchor)}>").Add(content).Tags("</p>\n");

    public PageWriter Element(string name, Markup content) => Tags($"<{name}>").Add(content).Tags($"</{name}>\n");

    /// <summary>A heading; those of the levels 2 and 3 stand in the contents as h-1, h-2 … in order.</summary>
    public PageWriter Heading(int level, string title, string? anchor = null)
    {
        if (level is 2 or 3)
        {
            anchor = string.Create(CultureInfo.InvariantCulture, $"h-{_headings.Count + 1}");
            _headings.Add((level, anchor, title));
        }

        return Tags($"<h{level}{Id(anchor)}>").Add(title).Tags($"</h{level}>\n");
    }

    /// <summary>Something wide, in a box of its own that scrolls.</summary>
    public PageWriter Wide(string ownMarkup) => Tags("<div class=\"wide\" tabindex=\"0\">").Tags(ownMarkup).Tags("</div>\n");

    public PageWriter Table(IEnumerable<string> heads, IEnumerable<Row> rows)
    {
        Tags("<div class=\"wide\" tabindex=\"0\"><table><thead><tr>");
        foreach (var head in heads)
        {
            Tags("<th>").Add(head).Tags("</th>");
        }

        Tags("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            Tags($"<tr{Id(row.Anchor)}{(row.Class is null ? "" : $" class=\"{row.Class}\"")}>");
            foreach (var cell in row.Cells)
            {
                Tags("<td>").Add(cell).Tags("</td>");
            }

            Tags("</tr>\n");
        }

        return Tags("</tbody></table></div>\n");
    }

    /// <summary>A table of the first of many.</summary>
    /// <param name="heads">The heads of its columns.</param>
    /// <param name="all">All that there are, in order.</param>
    /// <param name="row">The row of one.</param>
    /// <param name="called">What they are called: "claims".</param>
    public PageWriter Table<T>(IEnumerable<string> heads, IReadOnlyCollection<T> all, Func<T, Row> row, string called) =>
        Table(heads, all.Take(MostRows).Select(row)).Rest(all.Count, MostRows, called);

    /// <summary>Says that only the first stand here, where there are more.</summary>
    public PageWriter Rest(int all, int most, string called)
    {
        HasRest |= all > most;
        return all <= most ? this : Paragraph(
            new Markup("<strong>") + string.Create(CultureInfo.InvariantCulture, $"The first {most} of {all} {called} stand here.")
            + new Markup($"</strong> <a href=\"#{RestAnchor}\">Where the rest is.</a>"));
    }

    /// <summary>Whether something was too long for the page.</summary>
    public bool HasRest { get; private set; }

    /// <summary>Something long under a line that opens it; open in print.</summary>
    public PageWriter Folded(string summary, Action<PageWriter> content)
    {
        Tags("<details><summary>").Add(summary).Tags("</summary>\n");
        content(this);
        return Tags("</details>\n");
    }

    /// <summary>The headings written so far, as links.</summary>
    public Markup Contents()
    {
        var list = new StringBuilder("<ul>");
        var level = 2;
        foreach (var heading in _headings)
        {
            list.Append(heading.Level > level ? "<ul>" : heading.Level < level ? "</ul>" : "");
            level = heading.Level;
            list.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{heading.Anchor}\">").Append(SafeText.Escape(heading.Title)).Append("</a></li>\n");
        }

        return new(list.Append(level == 3 ? "</ul></ul>" : "</ul>").Append('\n').ToString());
    }

    public Markup Written() => new(_text.ToString());

    /// <summary>The attribute of an anchor; an anchor that is there already is not given twice.</summary>
    private string Id(string? anchor) => anchor is not null && _anchors.Add(anchor) ? $" id=\"{SafeText.Escape(anchor)}\"" : "";
}
