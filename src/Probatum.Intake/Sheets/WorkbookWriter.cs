using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Probatum.Intake;

/// <summary>Writes a workbook (XLSX) of texts: the same sheets give the same bytes.</summary>
/// <remarks>Source: ISO/IEC 29500-1, 12.3 (the parts that a workbook must have) and 18.3.1.53 (inline strings).</remarks>
public static class WorkbookWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The file of these sheets.</summary>
    public static byte[] Write(params IReadOnlyList<(string Name, IEnumerable<IReadOnlyList<string>> Rows)> sheets)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, true))
        {
            Part(zip, "[Content_Types].xml", xml =>
            {
                xml.WriteStartElement("Types", "http://schemas.openxmlformats.org/package/2006/content-types");
                Element(xml, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
                Element(xml, "Override", ("PartName", "/xl/workbook.xml"), ("ContentType", Type + "sheet.main+xml"));
                for (var i = 1; i <= sheets.Count; i++)
                {
                    Element(xml, "Override", ("PartName", $"/xl/worksheets/sheet{i}.xml"), ("ContentType", Type + "worksheet+xml"));
                }
            });
            Part(zip, "_rels/.rels", xml =>
            {
                xml.WriteStartElement("Relationships", Package);
                Element(xml, "Relationship", ("Id", "rId1"), ("Type", Document + "/officeDocument"), ("Target", "xl/workbook.xml"));
            });
            Part(zip, "xl/_rels/workbook.xml.rels", xml =>
            {
                xml.WriteStartElement("Relationships", Package);
                for (var i = 1; i <= sheets.Count; i++)
                {
                    Element(xml, "Relationship", ("Id", $"rId{i}"), ("Type", Document + "/worksheet"), ("Target", $"worksheets/sheet{i}.xml"));
                }
            });
            Part(zip, "xl/workbook.xml", xml =>
            {
                xml.WriteStartElement("workbook", Main);
                xml.WriteAttributeString("xmlns", "r", null, Document);
                xml.WriteStartElement("sheets", Main);
                for (var i = 1; i <= sheets.Count; i++)
                {
                    xml.WriteStartElement("sheet", Main);
                    xml.WriteAttributeString("name", sheets[i - 1].Name);
                    xml.WriteAttributeString("sheetId", $"{i}");
                    xml.WriteAttributeString("id", Document, $"rId{i}");
                    xml.WriteEndElement();
                }
            });
            for (var i = 1; i <= sheets.Count; i++)
            {
                var rows = sheets[i - 1].Rows;
                Part(zip, $"xl/worksheets/sheet{i}.xml", xml => Sheet(xml, rows));
            }
        }

        return bytes.ToArray();
    }

    private static void Sheet(XmlWriter xml, IEnumerable<IReadOnlyList<string>> rows)
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetData", Main);
        var number = 0;
        foreach (var row in rows)
        {
            xml.WriteStartElement("row", Main);
            xml.WriteAttributeString("r", $"{++number}");
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i].Length == 0)
                {
                    continue;
                }

                xml.WriteStartElement("c", Main);
                xml.WriteAttributeString("r", $"{SheetGrid.Letters(i)}{number}");
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Main);
                xml.WriteStartElement("t", Main);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(row[i]);
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }

    private static void Part(ZipArchive zip, string name, Action<XmlWriter> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        using var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false) });
        xml.WriteStartDocument(true);
        write(xml);
        xml.WriteEndDocument();
    }

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, null);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        xml.WriteEndElement();
    }
}
