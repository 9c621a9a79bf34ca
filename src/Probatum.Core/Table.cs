using System.Collections.Immutable;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core;

/// <summary>One row of a sheet, by column name; an absent column reads as empty.</summary>
public sealed record TableRow(int Line, ImmutableDictionary<string, string> Cells)
{
    /// <summary>The cell below that column name, trimmed; empty when there is none.</summary>
    public string this[string column] => Cells.GetValueOrDefault(column, "");

    /// <summary>The cell, or null when it is empty.</summary>
    public string? Or(string column) => this[column] is { Length: > 0 } text ? text : null;
}

/// <summary>A comma-separated sheet with a header line: rule tables and users' sheets alike.</summary>
/// <remarks>
/// Source: RFC 4180; quoted cells may hold commas, quotes and line breaks. Lines that begin with '#' before the header are
/// remarks. At most 64 MiB and 1,000,000 rows; a row with more or fewer cells than the header is a fault, because a shifted
/// row would put words under the wrong heading.
/// </remarks>
public sealed record Table(ImmutableArray<string> Columns, ImmutableArray<TableRow> Rows)
{
    /// <summary>The largest sheet that is read, in bytes.</summary>
    public const int LargestSheet = 64 << 20;

    private const int MostRows = 1_000_000;

    /// <summary>Reads a sheet; the fault names the line.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Table table, out Fault fault)
    {
        table = new([], []);
        if (bytes.Length > LargestSheet)
        {
            fault = new("table/too-large", 0, "a sheet is at most 64 MiB");
            return false;
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            fault = new("table/encoding", 0, "a sheet is UTF-8; save it as 'CSV UTF-8'");
            return false;
        }

        var cells = new CsvReader(text.TrimStart('\uFEFF'), ',');
        var columns = ImmutableArray<string>.Empty;
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        fault = default;
        while (cells.Row(columns.IsEmpty, out var line, out fault) is { } row)
        {
            if (columns.IsEmpty)
            {
                columns = [.. row.Select(cell => cell.Trim())];
                if (columns.Distinct(StringComparer.Ordinal).Count() != columns.Length || columns.Contains(""))
                {
                    fault = new("table/header", line, $"line {line}: a column has no name or stands twice");
                    return false;
                }
            }
            else if (row.Count != columns.Length)
            {
                fault = new("table/cells", line, $"line {line}: {row.Count} cells below {columns.Length} columns");
                return false;
            }
            else if (rows.Count == MostRows)
            {
                fault = new("table/too-long", line, $"a sheet has at most {MostRows} rows");
                return false;
            }
            else
            {
                rows.Add(new(line, columns.Zip(row).ToImmutableDictionary(cell => cell.First, cell => cell.Second.Trim())));
            }
        }

        if (fault == default && columns.IsEmpty)
        {
            fault = new("table/empty", 0, "the sheet has no header line");
        }

        table = new(columns, rows.ToImmutable());
        return fault == default;
    }
}
