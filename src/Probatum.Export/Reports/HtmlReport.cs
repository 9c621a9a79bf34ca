using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Probatum.Core;

namespace Probatum.Export.Reports;

/// <summary>How a report is written, beside what it says.</summary>
/// <param name="Language">In which language.</param>
/// <param name="Paper">a4 or letter.</param>
/// <param name="Dossier">The folder or URL of a dossier that its references lead to; null where they lead into the report itself.</param>
public sealed record ReportStyle(ReportLanguage Language, string Paper = "a4", string? Dossier = null)
{
    /// <summary>The papers.</summary>
    public static ImmutableArray<string> Papers { get; } = ["a4", "letter"];
}

/// <summary>Writes a report as one HTML file: no script, nothing from outside, its letters within it; for the screen, for paper, and for whoever listens.</summary>
/// <remarks>The same report gives the same bytes.</remarks>
public sealed class HtmlReport
{
    private const int LongestWord = 22;

    // The letters that the program brings, and for which characters each file is needed. Source: the unicode-range of @fontsource.
    private static readonly (string File, string? Bold, Func<int, bool> Has)[] Fonts =
    [
        ("noto-sans-latin.woff", "noto-sans-latin-bold.woff", _ => true), ("noto-sans-latin-ext.woff", null, rune => rune is >= 0x100 and < 0x2BB or >= 0x1E00 and < 0x1F00), ("noto-sans-greek.woff", null, rune => rune is >= 0x370 and < 0x400),
        ("noto-sans-cyrillic.woff", null, rune => rune is >= 0x400 and < 0x460), ("noto-sans-arabic.woff", "noto-sans-arabic-bold.woff", rune => rune is >= 0x600 and < 0x780),
    ];

    private readonly StringBuilder _html = new();
    private readonly Report _report;
    private readonly ReportStyle _style;
    private readonly ReportLanguage _language;

    private HtmlReport(Report report, ReportStyle style)
    {
        (_report, _style, _language) = (report, style, style.Language);
    }

    /// <summary>The file.</summary>
    public static string Write(Report report, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(style);
        var page = new HtmlReport(report, style);
        page.Body();
        return page.Head() + page._html + "</main></body></html>\n";
    }

    private string Head()
    {
        var runes = _html.ToString().EnumerateRunes().Select(rune => rune.Value).Where(rune => rune > 0x7E).ToHashSet();
        var fonts = Fonts.Select((font, i) => (font.File, font.Bold, Name: $"R{i}", Needed: i == 0 || runes.Any(font.Has))).Where(font => font.Needed).ToList();
        var family = string.Join(',', fonts.Select(font => font.Name)) + ",Helvetica,Arial,sans-serif";
        _html.Replace("font-family=\"Helvetica,Arial,sans-serif\"", $"font-family=\"{family}\"");
        var faces = string.Concat(fonts.Select(font => Face(font.Name, font.File, "normal") + (font.Bold is { } bold ? Face(font.Name, bold, "bold") : "")));
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{_language.Code}\" dir=\"{(_language.IsRightToLeft ? "rtl" : "ltr")}\"><head><meta charset=\"utf-8\">");
        head.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">");
        head.Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"generator\" content=\"Probatum\">");
        head.Append("<title>").Append(SafeText.Escape(_report.Title)).Append("</title><style>\n").Append(faces).Append(Style.Replace("FAMILY", family, StringComparison.Ordinal)).Append(Page()).Append("</style></head><body>\n");
        return head.ToString();
    }

    private static string Face(string name, string file, string weight) =>
        $"@font-face{{font-family:{name};font-weight:{weight};src:url(data:font/woff;base64,{Convert.ToBase64String(Bytes(file))}) format('woff')}}\n";

    private string Page()
    {
        var marking = _report.Marking is { } words ? CssText(words) : "\"\"";
        var title = CssText(_report.Title.Length > 70 ? SvgText.Lines(_report.Title, 420, 10, 1)[0] : _report.Title);
        return $"@page{{size:{(_style.Paper == "letter" ? "letter" : "A4")};margin:24mm 17mm 20mm;@top-center{{content:{marking};font:bold 9pt FAMILY}}@bottom-center{{content:counter(page) \" / \" counter(pages);font:8pt FAMILY}}"
            .Replace("FAMILY", "R0,Helvetica,sans-serif", StringComparison.Ordinal)
            + $"@bottom-{(_language.IsRightToLeft ? "right" : "left")}{{content:{title};font:7pt R0,R1,R4,Helvetica,sans-serif;width:60mm}}@bottom-{(_language.IsRightToLeft ? "left" : "right")}{{content:{marking};font:bold 7pt R0,Helvetica,sans-serif}}}}\n";
    }

    // No variables: what prints knows them only in part.
    private const string Style =
        "body{font:16px/1.55 FAMILY;max-width:66rem;margin:0 auto;padding:1rem 1.2rem 4rem;color:#1b1b1b;background:#fff;overflow-wrap:break-word}"
        + "h1,h2,h3,h4{line-height:1.25;margin:1.6em 0 .5em}h1{font-size:1.9rem;margin-top:.6em}h2{font-size:1.45rem;border-top:2px solid #b8bec4;padding-top:.8em;margin-top:2.4em}h3{font-size:1.15rem}h4{font-size:1rem}"
        + "a{color:#1d4f8a}.marking{font-weight:bold;text-align:center;letter-spacing:.04em;margin:0 0 1rem}.synthetic{background:#8a1c1c;color:#fff;padding:.5rem 1rem;font-weight:bold}"
        + "dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.3rem 1.2rem;margin:1.2rem 0}dt{color:#555}dd{margin:0;min-width:0;overflow-wrap:anywhere}"
        + "nav ul{list-style:none;padding:0;columns:2;column-gap:2.5rem}nav li{margin:.25rem 0;break-inside:avoid}"
        + ".refs{font-size:.74em;color:#555;unicode-bidi:isolate;direction:ltr;overflow-wrap:anywhere}.refs a{text-decoration:none;white-space:nowrap}.refs a:hover{text-decoration:underline}"
        + ".strong{background:#eef1f4;border-inline-start:.35rem solid #345;padding:.6rem 1rem}.portion{font-weight:bold;font-size:.8em}"
        + ".wide{overflow-x:auto;margin:.4rem 0 1.2rem}table{border-collapse:collapse;width:100%;font-size:.86rem}caption{text-align:start;font-weight:bold;padding:.3rem 0}"
        + "td,th{border:1px solid #b8bec4;padding:.3rem .45rem;vertical-align:top;text-align:start;min-width:3.6rem;max-width:24rem}th{background:#eef1f4}tr.odd td{background:#fbeeee}.l{word-break:break-all}"
        + "figure{margin:1rem 0 1.6rem}figcaption{font-size:.86rem;margin-top:.3rem}.drawn{overflow-x:auto;background:#fff;border:1px solid #b8bec4;padding:.5rem}.drawn svg{display:block;max-width:none}"
        + ":target{outline:3px solid #c98a00}"
        + "@media screen and (max-width:40rem){body{padding:.6rem .8rem 3rem}table{min-width:44rem}h1{font-size:1.45rem}h2{font-size:1.25rem}nav ul{columns:1}dl{grid-template-columns:1fr;gap:0}dt{margin-top:.5rem}}"
        + "@media screen and (prefers-color-scheme:dark){body{color:#e6e6e6;background:#14171a}a{color:#8bb8ee}dt,.refs{color:#a8adb2}.strong,th{background:#22282e}tr.odd td{background:#3a2324}td,th,h2,.drawn{border-color:#444d55}}"
        + "@media print{body{font-size:9.5pt;max-width:none;padding:0;background:none}.wide,.drawn{overflow:visible}.drawn{border:0;padding:0}.drawn svg{max-width:100%;height:auto}table{font-size:7.6pt;table-layout:fixed;overflow-wrap:anywhere}"
        + "td,th{min-width:0;max-width:none;padding:.12rem .22rem}tr,figure,.strong{break-inside:avoid}thead{display:table-header-group;break-after:avoid}h2,h3,h4,caption{break-after:avoid}h2{font-size:14pt}h3{font-size:11.5pt}h4{font-size:10pt}"
        + "header{break-after:page}nav{break-after:page}nav ul{columns:1}a{color:inherit;text-decoration:none}nav a::after{content:leader('.') target-counter(attr(href url),page)}"
        + "p{orphans:2;widows:2}}\n";

    private void Body()
    {
        _html.Append("<header>\n");
        if (_report.Marking is { } marking)
        {
            Element("p", " class=\"marking\"", SafeText.Escape(marking));
        }

        if (_report.Title.StartsWith("SYNTHETIC", StringComparison.Ordinal))
        {
            Element("p", " class=\"synthetic\"", Words(ReportWords.Synthetic));
        }

        Element("h1", "", Words(ReportWords.Title) + "<br>" + $"<bdi>{Apart(SafeText.Escape(_report.Title), false, true)}</bdi>");
        _html.Append("<dl>\n");
        foreach (var row in _report.Front)
        {
            Element("dt", "", Words(row.Cells[0]));
            Element("dd", "", Words(row.Cells[1]) + References(row));
        }

        _html.Append("</dl>\n");
        Element("p", "", Words(ReportWords.HowToRead));
        _html.Append(CultureInfo.InvariantCulture, $"</header>\n<nav aria-label=\"{SafeText.Escape(Plain(ReportWords.Contents))}\"><h2>{Words(ReportWords.Contents)}</h2><ul>\n");
        foreach (var section in _report.Sections)
        {
            Element("li", "", $"<a href=\"#{section.Anchor}\">{Heading(section)}</a>");
        }

        _html.Append("</ul></nav>\n<main>\n");
        foreach (var block in _report.Blocks)
        {
            switch (block)
            {
                case ReportHeading heading:
                    Element($"h{heading.Level}", $" id=\"{heading.Anchor}\"", Heading(heading));
                    break;
                case ReportText text:
                    Element("p", text.IsStrong ? " class=\"strong\"" : "", Sentence(text.Row));
                    break;
                case ReportList list:
                    _html.Append("<ul>\n");
                    foreach (var item in list.Items)
                    {
                        Element("li", "", Sentence(item));
                    }

                    _html.Append("</ul>\n");
                    break;
                case ReportTable table:
                    Table(table);
                    break;
                case ReportFigure figure:
                    Figure(figure);
                    break;
            }
        }
    }

    private void Table(ReportTable table)
    {
        _html.Append("<div class=\"wide\" tabindex=\"0\"><table>");
        Element("caption", "", Words(table.Caption));
        _html.Append("<colgroup>");
        foreach (var width in table.Widths(_language.Phrases))
        {
            _html.Append(CultureInfo.InvariantCulture, $"<col style=\"width:{width}%\">");
        }

        _html.Append("</colgroup><thead><tr>");
        foreach (var head in table.HasLeaves ? table.Heads.Add(ReportTable.Records) : table.Heads)
        {
            Element("th", " scope=\"col\"", Words(head));
        }

        _html.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            _html.Append("<tr").Append(row.Anchor is { } anchor ? $" id=\"{anchor}\"" : "").Append(row.IsOdd ? " class=\"odd\"" : "").Append('>');
            for (var i = 0; i < row.Cells.Length; i++)
            {
                _html.Append("<td>").Append(i == 0 ? Portion(row) : "").Append(Words(row.Cells[i])).Append("</td>");
            }

            _html.Append(table.HasLeaves ? $"<td>{References(row)}</td></tr>\n" : "</tr>\n");
        }

        _html.Append("</tbody></table></div>\n");
    }

    private void Figure(ReportFigure figure)
    {
        var svg = figure.Svg.Replace("</title>", $"</title><desc>{SafeText.Escape(Plain(figure.Description))}</desc>", StringComparison.Ordinal);
        _html.Append("<figure><div class=\"drawn\" tabindex=\"0\"").Append(_language.Code == PhrasePiece.English ? "" : " lang=\"en\" dir=\"ltr\"").Append('>').Append(svg).Append("</div>\n");
        Element("figcaption", "", Sentence(figure.Row));
        _html.Append("</figure>\n");
    }

    private string Heading(ReportHeading heading) => heading.Mark.Length == 0
        ? Words(heading.Title)
        : (heading.IsAnnex ? Words(ReportWords.Annex(heading.Mark)) + ": " : $"{heading.Mark}. ") + Words(heading.Title);

    private string Sentence(ReportRow row) => Portion(row) + Words(row.Cells[0]) + References(row);

    private static string Portion(ReportRow row) => row.Marking is { } marking ? $"<span class=\"portion\">{Markings.Portion(marking)}</span> " : "";

    private string References(ReportRow row) => row.Leaves.IsEmpty
        ? ""
        : " <span class=\"refs\">" + (_language.IsRightToLeft ? "&#x2066;[" : "[") + string.Join(' ', ReportReferences.Marks(row.Leaves).Select(mark => $"<a href=\"{SafeText.Escape(ReportReferences.Link(_style.Dossier, mark.Leaf))}\">{mark.Mark}</a>")) + (_language.IsRightToLeft ? "]&#x2069;</span>" : "]</span>");

    /// <summary>A phrase with its names and quotations set apart, so that none turns the direction of the rest, each in its language.</summary>
    private string Words(Phrase phrase)
    {
        // A sentence that nobody has translated is English from end to end.
        if (!phrase.IsIn(_language.Phrases) && !phrase.IsEmpty)
        {
            return $"<span lang=\"{PhrasePiece.English}\" dir=\"ltr\">{Apart(Broken(phrase.ToString()), true, false)}</span>";
        }

        var html = new StringBuilder();
        foreach (var piece in phrase.Pieces(_language.Phrases))
        {
            var (text, other) = (Apart(Broken(piece.Text), piece.Language is not null && piece.Language != _language.Code, piece.IsValue), piece.Language is { } language && language != _language.Code ? $" lang=\"{language}\" dir=\"ltr\"" : "");
            _ = piece.IsValue ? html.Append("<bdi").Append(other).Append('>').Append(text).Append("</bdi>")
                : other.Length > 0 ? html.Append("<span").Append(other).Append('>').Append(text).Append("</span>")
                : html.Append(text);
        }

        return html.ToString();
    }

    // Programs that make PDF know the marks of Unicode and not the tags: an isolate about what is of others, a mark of direction about brackets and stops of ours.
    private string Apart(string html, bool isEnglish, bool isValue) => !_language.IsRightToLeft ? html
        : isEnglish ? $"&#x2066;{html}&#x2069;"
        : isValue ? $"&#x2068;{html}&#x2069;"
        : $"&#x200F;{html}&#x200F;";

    private string Plain(Phrase phrase) => phrase.In(_language.Phrases);

    // A digest or an address may break anywhere, a word may not.
    private static string Broken(string text) => string.Join(' ', text.Split(' ').Select(word => word.Length > LongestWord ? $"<span class=\"l\">{SafeText.Escape(word)}</span>" : SafeText.Escape(word)));

    private void Element(string name, string attributes, string content) => _html.Append('<').Append(name).Append(attributes).Append('>').Append(content).Append("</").Append(name).Append(">\n");

    private static string CssText(string text) => "\"" + string.Concat(SafeText.Line(text).Select(letter => letter is '"' or '\\' or '<' or '>' or '&' || letter < ' ' ? string.Create(CultureInfo.InvariantCulture, $"\\{(int)letter:x} ") : letter.ToString())) + "\"";

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidDataException($"{name} is not in the program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
