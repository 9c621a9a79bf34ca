using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Intake;

/// <summary>What the file says a cell is.</summary>
public enum CellForm
{
    /// <summary>Words, as they stand.</summary>
    Text,

    /// <summary>A number; the text is its decimal spelling, with a point.</summary>
    Number,

    /// <summary>A day or a local time, by the cell's own format; the text is ISO 8601 without a time zone.</summary>
    Date,

    /// <summary>Something that can't be taken: the text says what.</summary>
    Bad,
}

/// <summary>One cell: its words, trimmed, and what the file says it is.</summary>
public readonly record struct GridCell(string Text, CellForm Form = CellForm.Text);

/// <summary>One row: its number in the file (of a text file, the line), a name of its own where it has one, its cells from the first column on.</summary>
public sealed record GridRow(int Number, string? Name, GridCell[] Cells)
{
    /// <summary>The cell of that column, from 0; an empty one behind the last.</summary>
    public GridCell this[int column] => column < Cells.Length ? Cells[column] : new("");

    /// <summary>How the row is called on record: by its own name, else by its number.</summary>
    public string Key => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A sheet as it stands in its file: rows of cells, nothing interpreted, and notes on what a reader of the file must know.</summary>
/// <param name="Name">The sheet's name in a file of several; null in a text file.</param>
/// <param name="Rows">The rows that are not empty.</param>
/// <param name="Notes">What is hidden, merged, computed; which encoding was taken.</param>
/// <param name="HasLetters">Whether cells are called by letter and row (C17), as in a workbook.</param>
public sealed record SheetGrid(string? Name, IReadOnlyList<GridRow> Rows, ImmutableArray<string> Notes, bool HasLetters = false)
{
    /// <summary>The most rows that are read.</summary>
    public const int MostRows = 1_000_000;

    /// <summary>The most columns.</summary>
    public const int MostColumns = 16_384;

    /// <summary>The most characters in one cell. Source: Excel's own limit, 32,767, and room for text files.</summary>
    public const int LongestCell = 100_000;

    /// <summary>Reads a sheet by its content: a workbook, submissions of a form, or separated text.</summary>
    public static SheetGrid? Read(byte[] bytes, SheetReading reading, out IntakeFault fault) =>
        XlsxGrid.Recognises(bytes) ? XlsxGrid.Read(bytes, reading.Sheet, out fault)
        : bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) ? Refuse("this ZIP is no workbook; submissions of a form are read with --odk", out fault)
        : bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? Refuse("this is a workbook of the old form (.xls), or one with a password; save it as .xlsx without one", out fault)
        : CsvGrid.Read(bytes, reading, out fault);

    /// <summary>How a column is called in a workbook: A, Z, AA.</summary>
    public static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters((column / 26) - 1) + (char)('A' + (column % 26));

    private static SheetGrid? Refuse(string why, out IntakeFault fault)
    {
        fault = new("sheet/form", "", why);
        return null;
    }
}
