using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Probatum.Core;
using A = DocumentFormat.OpenXml.Drawing;
using Drawn = DocumentFormat.OpenXml.Wordprocessing.Drawing;
using GridLine = DocumentFormat.OpenXml.Wordprocessing.TableRow;
using Grids = DocumentFormat.OpenXml.Wordprocessing.Table;
using Pic = DocumentFormat.OpenXml.Drawing.Pictures;
using Svg = DocumentFormat.OpenXml.Office2019.Drawing.SVG;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Probatum.Export.Reports;

/// <summary>Writes a report as a text document that people can go on working with: headings, tables with repeated heads, pictures, footers with the page and the marking.</summary>
/// <remarks>Source: ISO/IEC 29500 (Office Open XML). The same report gives the same bytes: names are given here, and no part has a date.</remarks>
public sealed class DocxReport : IDisposable
{
    private const long EmuPerPixel = 9525;
    private const long TextWidth = 6_200_000;
    private const string SvgExtension = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";

    private static readonly DateTimeOffset NoDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Report _report;
    private readonly ReportStyle _style;
    private readonly ReportLanguage _language;
    private readonly MemoryStream _file = new();
    private readonly WordprocessingDocument _document;
    private readonly MainDocumentPart _main;
    private readonly Body _body = new();
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private int _bookmarks;
    private uint _pictures;

    private DocxReport(Report report, ReportStyle style)
    {
        (_report, _style, _language) = (report, style, style.Language);
        _document = WordprocessingDocument.Create(_file, WordprocessingDocumentType.Document);
        _main = _document.AddMainDocumentPart();
        _document.ChangeIdOfPart(_main, "rId1");
        _main.Document = new(_body);
    }

    /// <summary>The file.</summary>
    public static byte[] Write(Report report, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(style);
        using var docx = new DocxReport(report, style);
        docx.Styles();
        docx.Front();
        foreach (var block in report.Blocks)
        {
            docx.Add(block);
        }

        docx.Pages();
        docx._document.Dispose();
        return Undated(docx._file.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        _file.Dispose();
    }

    private void Front()
    {
        if (_report.Marking is { } marking)
        {
            _body.Append(Paragraph("Marking", [.. Runs(Phrase.Verbatim(marking))]));
        }

        if (_report.Title.StartsWith("SYNTHETIC", StringComparison.Ordinal))
        {
            _body.Append(Paragraph("Marking", [.. Runs(ReportWords.Synthetic)]));
        }

        _body.Append(Paragraph("Title", [.. Runs(ReportWords.Title), new Run(new Break()), .. Runs(Phrase.Verbatim(_report.Title))]));
        _body.Append(Grid([25, 75], null, _report.Front.Select(row => (row, (IEnumerable<OpenXmlElement[]>)[[.. Runs(row.Cells[0])], [.. Runs(row.Cells[1]), .. References(row)]]))));
        _body.Append(Paragraph(null, [.. Runs(ReportWords.HowToRead)]));
        _body.Append(Paragraph("Contents", [.. Runs(ReportWords.Contents)]));
        foreach (var section in _report.Sections)
        {
            _body.Append(Paragraph(null, [new Hyperlink(Heading(section)) { Anchor = Bookmark(section.Anchor), History = true }]));
        }
    }

    private void Add(ReportBlock block)
    {
        switch (block)
        {
            case ReportHeading heading:
                _body.Append(Paragraph($"Heading{heading.Level - 1}", Marked(heading.Anchor, Heading(heading))));
                break;
            case ReportText text:
                _body.Append(Paragraph(text.IsStrong ? "Strong" : null, Sentence(text.Row)));
                break;
            case ReportList list:
                foreach (var item in list.Items)
                {
                    _body.Append(Paragraph("ListBullet", Sentence(item)));
                }

                break;
            case ReportTable table:
                var heads = table.HasLeaves ? table.Heads.Add(ReportTable.Records) : table.Heads;
                _body.Append(Paragraph("Caption", [.. Runs(table.Caption)]));
                _body.Append(Grid(
                    table.Widths(_language.Phrases), [.. heads.Select(head => Runs(head).ToArray())],
                    table.Rows.Select(row => (row, (IEnumerable<OpenXmlElement[]>)[
                        .. row.Cells.Select((cell, i) => i == 0 && row.Anchor is { } anchor ? Marked(anchor, [.. Portion(row), .. Runs(cell)]) : i == 0 ? [.. Portion(row), .. Runs(cell)] : Runs(cell).ToArray()),
                        .. table.HasLeaves ? [References(row).ToArray()] : Array.Empty<OpenXmlElement[]>(),
                    ]))));
                _body.Append(Paragraph(null, []));
                break;
            case ReportFigure figure:
                _body.Append(Paragraph("Figure", [new Run(Picture(figure))]));
                _body.Append(Paragraph("Caption", Sentence(figure.Row)));
                break;
        }
    }

    private OpenXmlElement[] Heading(ReportHeading heading) => heading.Mark.Length == 0 ? [.. Runs(heading.Title)]
        : heading.IsAnnex ? [.. Runs(ReportWords.Annex(heading.Mark)), Plain(": "), .. Runs(heading.Title)]
        : [Plain($"{heading.Mark}. "), .. Runs(heading.Title)];

    private OpenXmlElement[] Sentence(ReportRow row) => [.. Portion(row), .. Runs(row.Cells[0]), .. References(row)];

    private static IEnumerable<OpenXmlElement> Portion(ReportRow row) => row.Marking is { } marking ? [Plain(Markings.Portion(marking) + " ", new Bold())] : [];

    private IEnumerable<OpenXmlElement> References(ReportRow row)
    {
        if (row.Leaves.IsEmpty)
        {
            yield break;
        }

        yield return Plain(" [", new RunStyle { Val = "References" });
        var first = true;
        foreach (var (mark, leaf) in ReportReferences.Marks(row.Leaves))
        {
            var run = Plain(first ? mark : " " + mark, new RunStyle { Val = "References" });
            first = false;
            yield return _style.Dossier is null ? new Hyperlink(run) { Anchor = Bookmark(AnnexPart.Anchor(leaf)), History = true } : new Hyperlink(run) { Id = Link(ReportReferences.Link(_style.Dossier, leaf)), History = true };
        }

        yield return Plain("]", new RunStyle { Val = "References" });
    }

    private string Link(string to)
    {
        if (!_links.TryGetValue(to, out var id))
        {
            _links[to] = id = string.Create(CultureInfo.InvariantCulture, $"rLink{_links.Count + 1}");
            _main.AddHyperlinkRelationship(new Uri(to, UriKind.RelativeOrAbsolute), true, id);
        }

        return id;
    }

    private static string Bookmark(string anchor) => anchor.Replace('-', '_');

    private OpenXmlElement[] Marked(string anchor, OpenXmlElement[] content)
    {
        var id = (++_bookmarks).ToString(CultureInfo.InvariantCulture);
        return [new BookmarkStart { Id = id, Name = Bookmark(anchor) }, .. content, new BookmarkEnd { Id = id }];
    }

    private IEnumerable<OpenXmlElement> Runs(Phrase phrase)
    {
        foreach (var piece in phrase.Pieces(_language.Phrases))
        {
            // A name stands in the direction of its own letters.
            var isRightToLeft = piece.Text.EnumerateRunes().FirstOrDefault(rune => Rune.IsLetter(rune)).Value is (>= 0x590 and < 0x900) or (>= 0xFB1D and < 0xFF00) || (_language.IsRightToLeft && !piece.IsValue && piece.Language is null);
            var run = Plain(piece.Text);
            var properties = run.RunProperties ?? run.PrependChild(new RunProperties());
            if (isRightToLeft)
            {
                properties.Append(new RightToLeftText());
            }

            if (piece.Language is { } language && language != _language.Code)
            {
                properties.Append(new Languages { Val = language });
            }

            if (properties.ChildElements.Count == 0)
            {
                properties.Remove();
            }

            yield return run;
        }
    }

    private static Run Plain(string text, params IEnumerable<OpenXmlElement> properties)
    {
        var run = new Run();
        List<OpenXmlElement> all = [.. properties];
        if (all.Count > 0)
        {
            run.Append(new RunProperties(all));
        }

        run.Append(new Text(SafeText.Visible(text).Replace('\n', ' ')) { Space = SpaceProcessingModeValues.Preserve });
        return run;
    }

    private Paragraph Paragraph(string? style, IEnumerable<OpenXmlElement> content)
    {
        var properties = new ParagraphProperties();
        if (style is not null)
        {
            properties.Append(new ParagraphStyleId { Val = style });
        }

        if (_language.IsRightToLeft)
        {
            properties.Append(new BiDi());
        }

        return new(content.Prepend(properties));
    }

    private Grids Grid(IReadOnlyList<int> widths, OpenXmlElement[][]? heads, IEnumerable<(ReportRow Row, IEnumerable<OpenXmlElement[]> Cells)> rows)
    {
        List<(ReportRow Row, List<OpenXmlElement[]> Cells)> all = [.. rows.Select(row => (row.Row, row.Cells.ToList()))];
        var properties = new TableProperties(new TableStyle { Val = "Report" });
        if (_language.IsRightToLeft)
        {
            properties.Append(new BiDiVisual());
        }

        properties.Append(new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" }, new TableLayout { Type = TableLayoutValues.Fixed });
        var table = new Grids(properties, new TableGrid(widths.Select(width => new GridColumn { Width = (width * 97).ToString(CultureInfo.InvariantCulture) })));
        if (heads is not null)
        {
            table.Append(new GridLine([new TableRowProperties(new CantSplit(), new TableHeader()), .. heads.Select((head, i) => Cell(head, "E7EBEF", widths[i], "TableHead"))]));
        }

        foreach (var (row, cells) in all)
        {
            table.Append(new GridLine([new TableRowProperties(new CantSplit()), .. cells.Select((cell, i) => Cell(cell, row.IsOdd ? "FBEEEE" : null, widths[i], "TableText"))]));
        }

        return table;
    }

    private TableCell Cell(OpenXmlElement[] content, string? fill, int width, string style)
    {
        var properties = new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Pct, Width = (width * 50).ToString(CultureInfo.InvariantCulture) });
        if (fill is not null)
        {
            properties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = fill });
        }

        return new(properties, Paragraph(style, content));
    }

    private Drawn Picture(ReportFigure figure)
    {
        var read = SvgPicture.Read(figure.Svg);
        var number = ++_pictures;
        var (png, svg) = (string.Create(CultureInfo.InvariantCulture, $"rPng{number}"), string.Create(CultureInfo.InvariantCulture, $"rSvg{number}"));
        Feed(_main.AddImagePart(ImagePartType.Png, png), read.Png(1));
        Feed(_main.AddImagePart(ImagePartType.Svg, svg), Encoding.UTF8.GetBytes(figure.Svg));
        var (width, height) = (read.Width * EmuPerPixel, read.Height * EmuPerPixel);
        const long MostHeight = 8_200_000;
        var scale = Math.Min(1.0, Math.Min((double)TextWidth / width, (double)MostHeight / height));
        (width, height) = ((long)(width * scale), (long)(height * scale));
        var (title, description) = (read.Title, figure.Description.In(_language.Phrases));
        return new(new Wp.Inline(
            new Wp.Extent { Cx = width, Cy = height }, new Wp.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new Wp.DocProperties { Id = number, Name = $"Figure {number.ToString(CultureInfo.InvariantCulture)}", Title = SafeText.Line(title), Description = SafeText.Line(description) },
            new Wp.NonVisualGraphicFrameDrawingProperties(new A.GraphicFrameLocks { NoChangeAspect = true }),
            new A.Graphic(new A.GraphicData(new Pic.Picture(
                new Pic.NonVisualPictureProperties(new Pic.NonVisualDrawingProperties { Id = number, Name = $"Figure {number.ToString(CultureInfo.InvariantCulture)}" }, new Pic.NonVisualPictureDrawingProperties()),
                new Pic.BlipFill(
                    new A.Blip(new A.BlipExtensionList(new A.BlipExtension(new Svg.SVGBlip { Embed = svg }) { Uri = SvgExtension })) { Embed = png },
                    new A.Stretch(new A.FillRectangle())),
                new Pic.ShapeProperties(
                    new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }), new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            {
                Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture",
            }))
        {
            DistanceFromTop = 0,
            DistanceFromBottom = 0,
            DistanceFromLeft = 0,
            DistanceFromRight = 0,
        });
    }

    private static void Feed(ImagePart part, byte[] bytes)
    {
        using var from = new MemoryStream(bytes);
        part.FeedData(from);
    }

    private void Pages()
    {
        var (header, footer) = (_main.AddNewPart<HeaderPart>("rHeader"), _main.AddNewPart<FooterPart>("rFooter"));
        header.Header = new(Paragraph("Header", _report.Marking is { } above ? [.. Runs(Phrase.Verbatim(above))] : []));
        footer.Footer = new(Paragraph("Footer",
        [
            .. _report.Marking is { } marking ? [.. Runs(Phrase.Verbatim(marking)), Plain(" · ")] : Array.Empty<OpenXmlElement>(), .. Runs(Phrase.Verbatim(_report.Title)), Plain(" · "),
            new SimpleField(Plain("1")) { Instruction = " PAGE " }, Plain(" / "), new SimpleField(Plain("1")) { Instruction = " NUMPAGES " },
        ]));
        var (width, height) = _style.Paper == "letter" ? (12240u, 15840u) : (11906u, 16838u);
        var section = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = "rHeader" }, new FooterReference { Type = HeaderFooterValues.Default, Id = "rFooter" },
            new PageSize { Width = width, Height = height }, new PageMargin { Top = 1300, Bottom = 1100, Left = 1000, Right = 1000, Header = 600, Footer = 500, Gutter = 0 });
        if (_language.IsRightToLeft)
        {
            section.Append(new BiDi());
        }

        _body.Append(section);
    }

    private void Styles()
    {
        var part = _main.AddNewPart<StyleDefinitionsPart>("rStyles");
        var styles = new Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Noto Sans", HighAnsi = "Noto Sans", ComplexScript = "Noto Sans Arabic" }, new FontSize { Val = "20" }, new FontSizeComplexScript { Val = "20" },
                new Languages { Val = _language.IsRightToLeft ? PhrasePiece.English : _language.Code, Bidi = _language.IsRightToLeft ? _language.Code : "ar-SA" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "100", Line = "264", LineRule = LineSpacingRuleValues.Auto }))));
        styles.Append(new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });
        Add("Title", "Title", 40, true, null);
        Add("Heading1", "heading 1", 30, true, 0);
        Add("Heading2", "heading 2", 25, true, 1);
        Add("Heading3", "heading 3", 22, true, 2);
        Add("Contents", "Contents heading", 28, true, null);
        Add("Marking", "Marking", 24, true, null, new Justification { Val = JustificationValues.Center });
        Add("Caption", "caption", 18, true, null);
        Add("Figure", "Figure", 20, false, null, new KeepNext());
        Add("Strong", "Carried", 20, true, null, new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "EEF1F4" });
        Add("ListBullet", "List Bullet", 20, false, null, new Indentation { Start = "360", Hanging = "200" });
        Add("TableText", "Table text", 15, false, null, new SpacingBetweenLines { After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto });
        Add("TableHead", "Table head", 15, true, null, new SpacingBetweenLines { After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto });
        Add("Header", "header", 18, true, null, new Justification { Val = JustificationValues.Center });
        Add("Footer", "footer", 15, false, null, new Justification { Val = JustificationValues.Center });
        styles.Append(new Style(new StyleName { Val = "References" }, new StyleRunProperties(new Color { Val = "1D4F8A" }, new FontSize { Val = "14" }, new FontSizeComplexScript { Val = "14" })) { Type = StyleValues.Character, StyleId = "References", CustomStyle = true });
        styles.Append(new Style(
            new StyleName { Val = "Report" },
            new StyleTableProperties(
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4, Color = "A0A6AC" }, new LeftBorder { Val = BorderValues.Single, Size = 4, Color = "A0A6AC" }, new BottomBorder { Val = BorderValues.Single, Size = 4, Color = "A0A6AC" },
                    new RightBorder { Val = BorderValues.Single, Size = 4, Color = "A0A6AC" }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = "A0A6AC" }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4, Color = "A0A6AC" }),
                new TableCellMarginDefault(new TopMargin { Width = "30", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 60, Type = TableWidthValues.Dxa }, new BottomMargin { Width = "30", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 60, Type = TableWidthValues.Dxa })))
        {
            Type = StyleValues.Table,
            StyleId = "Report",
            CustomStyle = true,
        });
        part.Styles = styles;

        void Add(string id, string name, int size, bool isBold, int? level, params OpenXmlElement[] more)
        {
            var paragraph = new StyleParagraphProperties();
            if (level is not null || id is "Caption")
            {
                paragraph.Append(new KeepNext());
            }

            // The order of a paragraph's properties is part of the format.
            foreach (var one in more.OrderBy(one => one switch { KeepNext => 0, Shading => 1, SpacingBetweenLines => 2, Indentation => 3, _ => 4 }))
            {
                paragraph.Append(one);
            }

            if (level is { } depth)
            {
                paragraph.Append(new SpacingBetweenLines { Before = "240", After = "100" }, new OutlineLevel { Val = depth });
            }

            var run = new StyleRunProperties();
            if (isBold)
            {
                run.Append(new Bold(), new BoldComplexScript());
            }

            var points = size.ToString(CultureInfo.InvariantCulture);
            run.Append(new FontSize { Val = points }, new FontSizeComplexScript { Val = points });
            styles.Append(new Style(new StyleName { Val = name }, new BasedOn { Val = "Normal" }, paragraph, run) { Type = StyleValues.Paragraph, StyleId = id, CustomStyle = id is "Contents" or "Marking" or "Figure" or "Strong" or "TableText" or "TableHead" });
        }
    }

    /// <summary>The same package with its parts in order and without dates.</summary>
    private static byte[] Undated(byte[] package)
    {
        using var to = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read))
        using (var written = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The list of types comes first, as readers expect.
            foreach (var entry in from.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = written.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = NoDate;
                using var read = entry.Open();
                using var write = copy.Open();
                read.CopyTo(write);
            }
        }

        return to.ToArray();
    }
}
