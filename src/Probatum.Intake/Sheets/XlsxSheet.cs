using System.Globalization;
using System.Xml;

namespace Probatum.Intake;

/// <summary>Reads the cells of one sheet, and what is hidden, merged or computed there.</summary>
internal sealed class XlsxSheet(XlsxBook book, NamedSheet sheet)
{
    private readonly List<GridRow> _rows = [];
    private readonly List<string> _hiddenRows = [];
    private readonly List<string> _hiddenColumns = [];
    private readonly List<string> _merged = [];
    private readonly List<string> _formulas = [];
    private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);
    private long _characters;
    private long _cells;

    public SheetGrid Read(BoundedZip zip, List<string> notes)
    {
        using var xml = XlsxGrid.Open(zip.Open(sheet.Path) ?? throw new DocumentException("sheet/damaged", sheet.Path, "it is not there"));
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "col" when xml.GetAttribute("hidden") is "1" or "true":
                    _hiddenColumns.Add(xml.GetAttribute("min") is var from && xml.GetAttribute("max") is var to && from == to ? Column(from) : $"{Column(from)} to {Column(to)}");
                    break;
                case "row":
                    Row(xml);
                    break;
                case "mergeCell" when _merged.Count < SheetGrid.MostRows:
                    _merged.Add(xml.GetAttribute("ref") ?? "");
                    break;
            }
        }

        void Note(List<string> all, string one, string several, string words)
        {
            if (all.Count > 0)
            {
                notes.Add($"{(all.Count == 1 ? one : several)} {XlsxGrid.Some(all)}{words}");
            }
        }

        Note(_hiddenRows, "hidden row", "hidden rows", ": read like the others");
        Note(_hiddenColumns, "hidden column", "hidden columns", ": read like the others");
        Note(_merged, "merged cells", "merged cells", ": what they say stands in the first of them only");
        Note(_formulas, "computed cell", "computed cells", ": the value is that which the file has, nothing was computed anew");
        return new(sheet.Name, _rows, [.. notes], true);
    }

    private static string Column(string? number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= SheetGrid.MostColumns ? SheetGrid.Letters(n - 1) : "?";

    private void Row(XmlReader xml)
    {
        var last = _rows.Count == 0 ? 0 : _rows[^1].Number;
        var number = xml.GetAttribute("r") is { } said
            ? int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > last ? given : throw new DocumentException("sheet/damaged", $"sheet '{sheet.Name}'", $"a row '{said}' comes behind row {last}")
            : last + 1;
        if (_rows.Count == SheetGrid.MostRows)
        {
            throw new DocumentException("sheet/too-large", $"sheet '{sheet.Name}'", $"a sheet has at most {SheetGrid.MostRows} rows that are not empty");
        }

        var isHidden = xml.GetAttribute("hidden") is "1" or "true";
        var cells = new List<GridCell>();
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" })
                {
                    Cell(xml, number, cells);
                }
            }
        }

        if (cells.Exists(cell => cell.Text.Length > 0))
        {
            _rows.Add(new(number, null, [.. cells]));
            if (isHidden)
            {
                _hiddenRows.Add(number.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private void Cell(XmlReader xml, int row, List<GridCell> cells)
    {
        var column = xml.GetAttribute("r") is { } reference ? ColumnOf(reference) : cells.Count;
        if (column < cells.Count || column >= SheetGrid.MostColumns)
        {
            throw new DocumentException("sheet/damaged", $"sheet '{sheet.Name}', row {row}", "its cells are not in order, or too many");
        }

        var (type, style) = (xml.GetAttribute("t") ?? "n", xml.GetAttribute("s"));
        var (value, isFormula) = ((string?)null, false);
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                switch (xml.NodeType, xml.LocalName)
                {
                    case (XmlNodeType.Element, "v" or "is"):
                        value = XlsxGrid.RichText(xml);
                        break;
                    case (XmlNodeType.Element, "f"):
                        isFormula = true;
                        break;
                }
            }
        }

        _cells += column - cells.Count + 1;
        if (_cells > XlsxGrid.MostCells)
        {
            throw new DocumentException("sheet/too-large", $"sheet '{sheet.Name}'", $"a sheet has at most {XlsxGrid.MostCells / 1_000_000} million cells, those between the first and the last of a row among them");
        }

        while (cells.Count < column)
        {
            cells.Add(new(""));
        }

        _characters += value?.Length ?? 0;
        if (_characters > XlsxGrid.MostCharacters)
        {
            throw new DocumentException("sheet/too-large", $"sheet '{sheet.Name}'", $"a sheet has at most {XlsxGrid.MostCharacters >> 20} million characters");
        }

        var cell = value is null ? isFormula ? new("a formula without a computed value", CellForm.Bad) : new("") : Value(type, style, value);
        cells.Add(cell with { Text = Same(cell.Text.Trim()) });
        if (isFormula)
        {
            _formulas.Add($"{SheetGrid.Letters(column)}{row}");
        }
    }

    // Sheets say the same again and again.
    private string Same(string text)
    {
        if (_same.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_same.Count < 10_000 && text.Length < 40)
        {
            _same[text] = text;
        }

        return text;
    }

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetter(c) || column > SheetGrid.MostColumns)
            {
                break;
            }

            column = (26 * column) + (char.ToUpperInvariant(c) - 'A') + 1;
        }

        return column - 1 is >= 0 and var at ? at : throw new DocumentException("sheet/damaged", reference.Length > 20 ? "" : reference, "this is no cell");
    }

    private GridCell Value(string type, string? style, string value) => type switch
    {
        "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < book.Strings.Count ? new(book.Strings[at]) : new("a text that the file does not have", CellForm.Bad),
        "str" or "inlineStr" => new(value),
        "b" => new(value is "1" or "true" ? "true" : "false"),
        "e" => new($"the error {value}", CellForm.Bad),
        "d" => new(value, CellForm.Date),
        _ => !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) ? new($"'{value}', which is no number", CellForm.Bad)
            : int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format < book.IsDate.Count && book.IsDate[format] ? Date(number)
            : new(Spelled(number), CellForm.Number),
    };

    private static string Spelled(double number) =>
        decimal.TryParse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) ? (digits / 1.000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : number.ToString("G15", CultureInfo.InvariantCulture);

    /// <summary>A day, or a time to the second. The system of 1900 has a 29 February 1900, which there never was.</summary>
    private GridCell Date(double serial)
    {
        if (serial is < 0 or >= 2_958_466)
        {
            return new($"the number {Spelled(serial)} as a date, which is none", CellForm.Bad);
        }

        var seconds = (long)Math.Round(serial * 86_400);
        var (days, rest) = (seconds / 86_400, seconds % 86_400);
        if (days == 0 && !book.Is1904)
        {
            return new(TimeSpan.FromSeconds(rest).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture));
        }

        if (days == 60 && !book.Is1904)
        {
            return new("29 February 1900, which there never was", CellForm.Bad);
        }

        var first = book.Is1904 ? new DateTime(1904, 1, 1) : days < 60 ? new DateTime(1899, 12, 31) : new DateTime(1899, 12, 30);
        var time = first.AddDays(days).AddSeconds(rest);
        return new(time.ToString(rest == 0 ? "yyyy-MM-dd" : rest % 60 == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), CellForm.Date);
    }
}
