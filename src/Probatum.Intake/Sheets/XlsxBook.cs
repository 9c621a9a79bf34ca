using System.Globalization;
using System.Xml;

namespace Probatum.Intake;

/// <summary>A sheet of a workbook: its name, the file that it is in.</summary>
internal sealed record NamedSheet(string Name, string Path, bool IsHidden);

/// <summary>What all sheets share: their names, the strings, which formats are dates.</summary>
internal sealed class XlsxBook
{
    private const int MostStrings = 4_000_000;
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string StrictRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private readonly List<NamedSheet> _sheets = [];

    public XlsxBook(BoundedZip zip)
    {
        var paths = Targets(zip);
        using (var xml = XlsxGrid.Open(zip.Open("xl/workbook.xml") ?? throw new DocumentException("sheet/damaged", "xl/workbook.xml", "it is not there")))
        {
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "workbookPr")
                {
                    Is1904 = xml.GetAttribute("date1904") is "1" or "true";
                }
                else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "sheet" && xml.GetAttribute("name") is { } name
                    && paths.GetValueOrDefault(xml.GetAttribute("id", Relationships) ?? xml.GetAttribute("id", StrictRelationships) ?? "") is { } path)
                {
                    _sheets.Add(new(name, path, xml.GetAttribute("state") is "hidden" or "veryHidden"));
                }
            }
        }

        Strings = ReadStrings(zip);
        IsDate = ReadStyles(zip);
    }

    public bool Is1904 { get; }

    public List<string> Strings { get; }

    /// <summary>By the number of a cell's style: whether its number is shown as a date.</summary>
    public List<bool> IsDate { get; }

    /// <summary>The sheet of that name or number; where none is said, the only one that is not hidden.</summary>
    public (NamedSheet Sheet, List<string> Notes) Choose(string? wanted)
    {
        var notes = new List<string>();
        var hidden = _sheets.Where(sheet => sheet.IsHidden).Select(sheet => $"'{sheet.Name}'").ToList();
        if (hidden.Count > 0)
        {
            notes.Add($"hidden {(hidden.Count == 1 ? "sheet" : "sheets")}: {XlsxGrid.Some(hidden)}");
        }

        var visible = _sheets.Where(sheet => !sheet.IsHidden).ToList();
        var all = string.Join(", ", _sheets.Take(XlsxGrid.MostNamed).Select(sheet => $"'{sheet.Name}'"));
        if (wanted is null)
        {
            return visible switch
            {
                [var only] => (only, notes),
                [] => throw new DocumentException("sheet/none", "", "the workbook has no sheet that is not hidden"),
                _ => throw new DocumentException("sheet/which", "", $"the workbook has {visible.Count} sheets; say which with --sheet: {all}"),
            };
        }

        var chosen = _sheets.Find(sheet => sheet.Name == wanted)
            ?? (int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _sheets.Count ? _sheets[number - 1] : null);
        return chosen is not null ? (chosen, notes) : throw new DocumentException("sheet/which", "", $"the workbook has no sheet '{wanted}'; it has {all}");
    }

    private static Dictionary<string, string> Targets(BoundedZip zip)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using var xml = XlsxGrid.Open(zip.Open("xl/_rels/workbook.xml.rels") ?? throw new DocumentException("sheet/damaged", "xl/_rels/workbook.xml.rels", "it is not there"));
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target && xml.GetAttribute("TargetMode") != "External")
            {
                targets[id] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
            }
        }

        return targets;
    }

    private static List<string> ReadStrings(BoundedZip zip)
    {
        var strings = new List<string>();
        if (zip.Open("xl/sharedStrings.xml") is not { } packed)
        {
            return strings;
        }

        using var xml = XlsxGrid.Open(packed);
        var total = 0L;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                var text = XlsxGrid.RichText(xml);
                total += text.Length;
                if (strings.Count == MostStrings || total > XlsxGrid.MostCharacters)
                {
                    throw new DocumentException("sheet/too-large", "xl/sharedStrings.xml", $"a workbook has at most {MostStrings} different texts of together {XlsxGrid.MostCharacters >> 20} million characters");
                }

                strings.Add(text);
            }
        }

        return strings;
    }

    private static List<bool> ReadStyles(BoundedZip zip)
    {
        var (own, dates) = (new Dictionary<string, bool>(StringComparer.Ordinal), new List<bool>());
        if (zip.Open("xl/styles.xml") is not { } packed)
        {
            return dates;
        }

        using var xml = XlsxGrid.Open(packed);
        var inCells = false;
        while (xml.Read())
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "numFmt") when xml.GetAttribute("numFmtId") is { } id:
                    own[id] = ShowsDate(xml.GetAttribute("formatCode") ?? "");
                    break;
                case (XmlNodeType.Element, "cellXfs"):
                    inCells = true;
                    break;
                case (XmlNodeType.EndElement, "cellXfs"):
                    inCells = false;
                    break;
                case (XmlNodeType.Element, "xf") when inCells && dates.Count < ushort.MaxValue:
                    var format = xml.GetAttribute("numFmtId") ?? "0";
                    dates.Add(own.TryGetValue(format, out var isDate) ? isDate
                        : int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58));
                    break;
            }
        }

        return dates;
    }

    /// <summary>Whether a number format has a letter of a date or time outside quotes, brackets and escapes.</summary>
    private static bool ShowsDate(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '"':
                    i = code.IndexOf('"', i + 1) is > 0 and var end ? end : code.Length;
                    break;
                case '[' when code.IndexOf(']', i) is > 0 and var close && code[(i + 1)..close].Trim('h', 'H', 'm', 'M', 's', 'S').Length > 0:
                    i = close;
                    break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S':
                    return !code.StartsWith("General", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
