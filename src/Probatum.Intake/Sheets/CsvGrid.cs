using System.Collections.Immutable;
using System.Text;
using Probatum.Core;

namespace Probatum.Intake;

/// <summary>Separated text: comma, semicolon or tab, in UTF-8, UTF-16 by its mark, or an encoding that is said.</summary>
/// <remarks>
/// An encoding is never guessed: bytes that are no UTF-8 are refused until somebody says what they are. The separator is the one of which
/// the first lines hold the same number, and the most. Source: RFC 4180.
/// </remarks>
internal static class CsvGrid
{
    private const int LargestFile = 256 << 20;
    private const int FirstLines = 10;
    private const string Separators = ",;\t";

    public static SheetGrid? Read(byte[] bytes, SheetReading reading, out IntakeFault fault)
    {
        if (bytes.Length > LargestFile)
        {
            return Refuse(new("sheet/too-large", "", "a sheet is at most 256 MiB"), out fault);
        }

        if (Text(bytes, reading.Encoding, out fault) is not var (text, encoding))
        {
            return null;
        }

        var separator = reading.Separator ?? Separator(text);
        var (cells, rows) = (new CsvReader(text, separator), new List<GridRow>());
        var notes = ImmutableArray.CreateBuilder<string>();
        while (true)
        {
            if (cells.Row(rows.Count == 0, out var line, out var unread) is not { } row)
            {
                if (unread != default)
                {
                    return Refuse(new(unread.Code, "", unread.Why), out fault);
                }

                break;
            }

            if (rows.Count == SheetGrid.MostRows || row.Count > SheetGrid.MostColumns || row.Exists(cell => cell.Length > SheetGrid.LongestCell))
            {
                return Refuse(new("sheet/too-large", $"line {line}", $"a sheet has at most {SheetGrid.MostRows} rows of {SheetGrid.MostColumns} cells of {SheetGrid.LongestCell} characters"), out fault);
            }

            if (row.Exists(cell => !string.IsNullOrWhiteSpace(cell)))
            {
                rows.Add(new(line, null, [.. row.Select(cell => new GridCell(cell.Trim()))]));
            }
        }

        if (encoding != "utf-8")
        {
            notes.Add($"read as {encoding}");
        }

        if (separator != ',')
        {
            notes.Add($"cells are separated by {(separator == '\t' ? "tabs" : $"'{separator}'")}");
        }

        return new(null, rows, notes.ToImmutable());
    }

    private static (string Text, string Encoding)? Text(byte[] bytes, string? said, out IntakeFault fault)
    {
        fault = default;
        if (said is not null)
        {
            if (TextEncodings.Named(said) is { } named)
            {
                try
                {
                    var strict = (Encoding)named.Clone();
                    strict.DecoderFallback = DecoderFallback.ExceptionFallback;
                    return (strict.GetString(bytes).TrimStart('\uFEFF'), named.WebName);
                }
                catch (DecoderFallbackException)
                {
                    fault = new("sheet/encoding", "", $"this is no {named.WebName}");
                    return null;
                }
            }

            fault = new("sheet/encoding", "", $"'{said}' is no encoding that is known here, such as utf-8, windows-1251 or windows-1256");
            return null;
        }

        if (TextEncodings.Marked(bytes) is var (marked, name, skip) && name != "utf-8")
        {
            return (marked.GetString(bytes, skip, bytes.Length - skip), $"{name}, by its mark");
        }

        if (TextEncodings.IsUtf8(bytes))
        {
            return (Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), "utf-8");
        }

        fault = new("sheet/encoding", "", "this is no UTF-8; say its encoding with --encoding, for example windows-1251 (Russian) or windows-1256 (Arabic), or save it as 'CSV UTF-8'");
        return null;
    }

    private static char Separator(string text)
    {
        var best = (Separator: ',', Count: 0);
        foreach (var separator in Separators)
        {
            var reader = new CsvReader(text, separator);
            var counts = new List<int>();
            while (counts.Count < FirstLines && reader.Row(counts.Count == 0, out _, out _) is { } row)
            {
                counts.Add(row.Count);
            }

            // Words above the table may have fewer cells; what counts is the number that most of the first lines have.
            var usual = counts.Count == 0 ? 0 : counts.GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
            var width = usual > 1 ? (usual * 100) + counts.Count(count => count == usual) : 0;
            best = width > best.Count ? (separator, width) : best;
        }

        return best.Separator;
    }

    private static SheetGrid? Refuse(IntakeFault why, out IntakeFault fault)
    {
        fault = why;
        return null;
    }
}
