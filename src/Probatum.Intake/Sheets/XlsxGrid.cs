using System.Text;
using System.Xml;

namespace Probatum.Intake;

/// <summary>One sheet of a workbook (XLSX), cell by cell: nothing is computed, nothing is rounded but what a spreadsheet itself does not show.</summary>
/// <remarks>
/// A number is spelled with the fifteen digits that spreadsheets keep, so that 12.5 stays 12.5 and a computed 12.300000000000001 is
/// 12.3. A formula gives its last computed value. What is hidden or merged is read and told. Source: ISO/IEC 29500-1, 18.2 to 18.8 and
/// 18.17.4 (dates); 29500-2 (relationships).
/// </remarks>
internal static class XlsxGrid
{
    private const int LargestFile = 256 << 20;
    private const long LargestPart = 512L << 20;
    private const long MostUnpacked = 768L << 20;
    public const int MostNamed = 10;
    public const long MostCharacters = 256L << 20;

    /// <summary>The most cells of a sheet, empty ones between others among them: some 30 columns of a million rows.</summary>
    public const long MostCells = 32_000_000;

    public static bool Recognises(ReadOnlySpan<byte> file) => BoundedZip.Holds(file, "xl/workbook.xml");

    public static SheetGrid? Read(byte[] bytes, string? wanted, out IntakeFault fault)
    {
        try
        {
            if (bytes.Length > LargestFile)
            {
                throw new DocumentException("sheet/too-large", "", "a workbook is at most 256 MiB");
            }

            using var zip = new BoundedZip(bytes, LargestPart, MostUnpacked, "sheet");
            var book = new XlsxBook(zip);
            var (chosen, notes) = book.Choose(wanted);
            fault = default;
            return new XlsxSheet(book, chosen).Read(zip, notes);
        }
        catch (DocumentException e)
        {
            fault = e.Fault;
        }
        catch (XmlException e)
        {
            fault = new("sheet/xml", $"line {e.LineNumber}", "its XML is damaged, or holds what is not read (a DTD)");
        }

        return null;
    }

    /// <summary>Without a DTD, so that no entity is ever expanded.</summary>
    public static XmlReader Open(Stream xml) => XmlReader.Create(xml, new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = LargestPart,
    });

    /// <summary>The text of a string element, without the reading aid that East Asian texts may have.</summary>
    public static string RichText(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var (text, depth, aid, inside) = (new StringBuilder(), xml.Depth, 0, xml.LocalName);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
            {
                inside = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false } ? xml.LocalName : "";
                aid += xml.LocalName != "rPh" || xml.IsEmptyElement ? 0 : xml.NodeType == XmlNodeType.Element ? 1 : -1;
            }
            else if (aid == 0 && inside is "t" or "v" && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
            {
                text.Append(xml.Value);
                if (text.Length > SheetGrid.LongestCell)
                {
                    throw new DocumentException("sheet/too-large", "", $"a cell has at most {SheetGrid.LongestCell} characters");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>The first of several, and how many more there are.</summary>
    public static string Some(IReadOnlyList<string> all) => string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
}
