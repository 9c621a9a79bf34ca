using System.IO.Compression;
using System.Text;
using CsCheck;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>What a workbook says is taken as it stands: dates by their format, numbers as written, and nothing of what is hidden is passed over in silence.</summary>
public sealed class Workbooks_are_read_as_they_stand
{
    private const string Head = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

    private static readonly byte[] Whole = Book("<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>42687.5</v></c>");

    [Theory]
    [InlineData("<c r=\"A1\" t=\"s\"><v>0</v></c>", "shared words", CellForm.Text)]
    [InlineData("<c r=\"A1\" t=\"s\"><v>1</v></c>", "two runs", CellForm.Text)]
    [InlineData("<c r=\"A1\" t=\"inlineStr\"><is><t> in line </t></is></c>", "in line", CellForm.Text)]
    [InlineData("<c r=\"A1\"><v>12.5</v></c>", "12.5", CellForm.Number)]
    [InlineData("<c r=\"A1\"><v>12.300000000000001</v></c>", "12.3", CellForm.Number)]
    [InlineData("<c r=\"A1\"><v>1E-3</v></c>", "0.001", CellForm.Number)]
    [InlineData("<c r=\"A1\"><v>123456789012</v></c>", "123456789012", CellForm.Number)]
    [InlineData("<c r=\"A1\" s=\"1\"><v>42687</v></c>", "2016-11-13", CellForm.Date)]
    [InlineData("<c r=\"A1\" s=\"1\"><v>42687.395833333336</v></c>", "2016-11-13T09:30", CellForm.Date)]
    [InlineData("<c r=\"A1\" s=\"2\"><v>42687</v></c>", "2016-11-13", CellForm.Date)]
    [InlineData("<c r=\"A1\" s=\"3\"><v>42687</v></c>", "42687", CellForm.Number)]
    [InlineData("<c r=\"A1\" s=\"1\"><v>59</v></c>", "1900-02-28", CellForm.Date)]
    [InlineData("<c r=\"A1\" s=\"1\"><v>60</v></c>", "29 February 1900, which there never was", CellForm.Bad)]
    [InlineData("<c r=\"A1\" t=\"b\"><v>1</v></c>", "true", CellForm.Text)]
    [InlineData("<c r=\"A1\" t=\"str\"><f>A2</f><v>told</v></c>", "told", CellForm.Text)]
    [InlineData("<c r=\"A1\"><f>A2</f></c>", "a formula without a computed value", CellForm.Bad)]
    [InlineData("<c r=\"A1\" t=\"e\"><v>#REF!</v></c>", "the error #REF!", CellForm.Bad)]
    [InlineData("<c r=\"A1\" t=\"s\"><v>9</v></c>", "a text that the file does not have", CellForm.Bad)]
    public void A_cell_is_what_the_file_says_it_is(string cell, string text, CellForm form) =>
        Assert.Equal(new GridCell(text, form), Read(Book(cell))!.Rows[0][0]);

    [Fact]
    public void Dates_of_1904_begin_four_years_later() => Assert.Equal("2016-11-13", Read(Book("<c r=\"A1\" s=\"1\"><v>41225</v></c>", "<workbookPr date1904=\"1\"/>"))!.Rows[0][0].Text);

    [Fact]
    public void What_is_hidden_merged_or_computed_is_told()
    {
        var book = Book(
            $"{Head}<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"3\" hidden=\"1\"><c r=\"A3\"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells><mergeCell ref=\"A5:B7\"/></mergeCells></worksheet>",
            "", "<sheet name=\"Old\" sheetId=\"2\" state=\"hidden\" r:id=\"rId1\"/>");
        Assert.Equal(
            ["hidden sheet: 'Old'", "hidden row 3: read like the others", "hidden column B: read like the others", "merged cells A5:B7: what they say stands in the first of them only",
                "computed cell A3: the value is that which the file has, nothing was computed anew"],
            Read(book)!.Notes);
    }

    [Fact]
    public void One_sheet_of_several_is_said_by_name_or_number()
    {
        var book = WorkbookWriter.Write(("First", [["a"]]), ("Second", [["b"]]));
        Assert.Null(SheetGrid.Read(book, SheetReading.AsItStands, out var fault));
        Assert.Contains("say which with --sheet: 'First', 'Second'", fault.Why, StringComparison.Ordinal);
        Assert.Equal("b", SheetGrid.Read(book, SheetReading.AsItStands with { Sheet = "Second" }, out _)!.Rows[0][0].Text);
        Assert.Equal("b", SheetGrid.Read(book, SheetReading.AsItStands with { Sheet = "2" }, out _)!.Rows[0][0].Text);
        Assert.Null(SheetGrid.Read(book, SheetReading.AsItStands with { Sheet = "Third" }, out _));
    }

    [Fact]
    public void An_entity_is_never_expanded()
    {
        Assert.Null(SheetGrid.Read(Book("<!DOCTYPE x [<!ENTITY a \"aaaa\">]>" + Head + "<sheetData/></worksheet>"), SheetReading.AsItStands, out var fault));
        Assert.Equal("sheet/xml", fault.Code);
    }

    [Theory]
    [InlineData("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"/>")]
    [InlineData("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>")]
    [InlineData("<row r=\"1\"><c r=\"1\"><v>1</v></c></row>")]
    public void Cells_that_are_not_in_order_are_refused(string rows)
    {
        Assert.Null(SheetGrid.Read(Book($"{Head}<sheetData>{rows}</sheetData></worksheet>"), SheetReading.AsItStands, out var fault));
        Assert.Equal("sheet/damaged", fault.Code);
    }

    [Fact]
    public void A_sheet_that_unpacks_to_too_much_is_refused()
    {
        using var bytes = new MemoryStream(Book("<c r=\"A1\"><v>1</v></c>"));
        using var bomb = new MemoryStream();
        bytes.CopyTo(bomb);
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Update, true))
        {
            zip.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            using var stream = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            stream.Write(Encoding.UTF8.GetBytes($"{Head}<sheetData>"));
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 513; i++)
            {
                stream.Write(spaces);
            }
        }

        Assert.Null(SheetGrid.Read(bomb.ToArray(), SheetReading.AsItStands, out var fault));
        Assert.Equal("sheet/too-large", fault.Code);
    }

    [Fact]
    public void Any_flipped_byte_gives_a_sheet_or_a_reason() => Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte).Sample((at, value) =>
    {
        byte[] bytes = [.. Whole];
        bytes[at] = value;
        return SheetGrid.Read(bytes, SheetReading.AsItStands, out var fault) is not null || fault.Why.Length > 0;
    });

    [Fact]
    public void Any_damage_to_the_xml_gives_a_sheet_or_a_reason()
    {
        var xml = $"{Head}<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"3\"><c r=\"A3\" s=\"1\"><f>1+1</f><v>2</v></c><c r=\"B3\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData></worksheet>";
        Gen.Select(Gen.Int[0, xml.Length - 1], Gen.Char["<>/\"=09AZaz&; "], Gen.Int[0, 20]).Sample((at, c, cut) =>
            SheetGrid.Read(Book(xml.Remove(at, Math.Min(cut, xml.Length - at)).Insert(at, c.ToString())), SheetReading.AsItStands, out var fault) is not null || fault.Why.Length > 0);
    }

    private static SheetGrid? Read(byte[] book)
    {
        var grid = SheetGrid.Read(book, SheetReading.AsItStands, out var fault);
        Assert.True(grid is not null, fault.ToString());
        return grid;
    }

    private static byte[] Book(string cellsOrSheet, string properties = "", string more = "")
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, true))
        {
            void Part(string name, string xml)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(xml));
            }

            const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            Part("xl/workbook.xml", $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{properties}<sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/>{more}</sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Part("xl/sharedStrings.xml", $"<sst {Main}><si><t>shared words</t></si><si>\n<r><t xml:space=\"preserve\">two </t></r><r><t>runs</t></r><rPh sb=\"0\" eb=\"1\"><t>aid</t></rPh></si></sst>");
            Part("xl/styles.xml", $"<styleSheet {Main}><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"0.0&quot; days&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
            Part("xl/worksheets/sheet1.xml", cellsOrSheet.StartsWith("<c ", StringComparison.Ordinal) ? $"{Head}<sheetData><row r=\"1\">{cellsOrSheet}</row></sheetData></worksheet>" : cellsOrSheet);
        }

        return bytes.ToArray();
    }
}
