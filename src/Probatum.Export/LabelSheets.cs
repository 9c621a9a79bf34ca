using Probatum.Core;
using QRCoder;

namespace Probatum.Export;

/// <summary>What stands on one label. Never a place, a person or a substance.</summary>
/// <param name="Title">The largest line: the label as said, or a blind code.</param>
/// <param name="Code">What the QR code holds.</param>
/// <param name="Lines">Below the title.</param>
public sealed record PrintedLabel(string Title, string Code, IReadOnlyList<string> Lines);

/// <summary>Labels to print: one by itself, or sheets of A4 in a grid.</summary>
public static class LabelSheets
{
    private const int PerMillimetre = 4;
    private const int SheetWidth = 210 * PerMillimetre;
    private const int SheetHeight = 297 * PerMillimetre;
    private const int LabelWidth = 70 * PerMillimetre;
    private const int LabelHeight = 37 * PerMillimetre;
    private const int Margin = 2 * PerMillimetre;
    private const string Ink = "#000000";

    /// <summary>The most columns and rows of a sheet; a smaller label has no room for its code.</summary>
    public const int MostColumns = 4;

    /// <summary>See <see cref="MostColumns"/>.</summary>
    public const int MostRows = 10;

    /// <summary>One label, 70 by 37 mm.</summary>
    public static Drawing One(PrintedLabel label)
    {
        var drawing = new Drawing(LabelWidth, LabelHeight, $"Label {label.Title}") { PerMillimetre = PerMillimetre };
        Draw(drawing, label, 0, 0, LabelWidth, LabelHeight);
        return drawing;
    }

    /// <summary>Sheets of A4, filled from the left and from above.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="columns">1 to <see cref="MostColumns"/>.</param>
    /// <param name="rows">1 to <see cref="MostRows"/>.</param>
    public static IReadOnlyList<Drawing> Sheets(IReadOnlyList<PrintedLabel> labels, int columns, int rows) =>
        [.. labels.Chunk(columns * rows).Select(some =>
        {
            var sheet = new Drawing(SheetWidth, SheetHeight, Words(some)) { PerMillimetre = PerMillimetre };
            for (var i = 0; i < some.Length; i++)
            {
                var (row, column) = Math.DivRem(i, columns);
                Draw(sheet, some[i], column * SheetWidth / columns, row * SheetHeight / rows, SheetWidth / columns, SheetHeight / rows);
            }

            return sheet;
        })];

    /// <summary>The QR code of a text as one SVG picture, for a page.</summary>
    public static string CodeSvg(string text, int module)
    {
        var rows = Matrix(text);
        var drawing = new Drawing(rows.Count * module, rows.Count * module, text);
        drawing.Add(Area(rows, 0, 0, module));
        return drawing.Svg();
    }

    private static string Words(PrintedLabel[] labels) => labels.Length == 1 ? $"Label {labels[0].Title}" : $"Labels {labels[0].Title} to {labels[^1].Title}";

    private static void Draw(Drawing sheet, PrintedLabel label, int x, int y, int width, int height)
    {
        var rows = Matrix(label.Code);

        // a whole number of points of the PNG to a square, so that none is grey
        var room = Math.Min(height - (2 * Margin), (width - (3 * Margin)) / 2);
        var module = Math.Max(1, room * 2 / rows.Count) / 2.0;
        var side = module * rows.Count;
        sheet.Add(Area(rows, x + Margin, y + Margin, module));
        var left = x + Margin + (int)side + Margin;
        var words = width - (int)side - (3 * Margin);
        var at = y + Margin;
        foreach (var (line, i) in new[] { label.Title }.Concat(label.Lines).Select((line, i) => (line, i)))
        {
            var size = i == 0 ? 18 : 11;
            foreach (var part in SvgText.Lines(line, words, size, i == 0 ? 2 : 3))
            {
                at += size + 4;
                if (at <= y + height - Margin)
                {
                    sheet.Add(new PlotWords(left, at, "start", Ink, part, size));
                }
            }
        }
    }

    private static List<System.Collections.BitArray> Matrix(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return data.ModuleMatrix;
    }

    private static PlotArea Area(List<System.Collections.BitArray> rows, double x, double y, double module)
    {
        var figures = new List<IReadOnlyList<(double, double)>>();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows.Count; column++)
            {
                var first = column;
                while (column < rows.Count && rows[row][column])
                {
                    column++;
                }

                if (column > first)
                {
                    var (left, right, top, bottom) = (x + (first * module), x + (column * module), y + (row * module), y + ((row + 1) * module));
                    figures.Add([(left, top), (right, top), (right, bottom), (left, bottom)]);
                }
            }
        }

        return new(figures, Ink);
    }
}
