using System.Collections.Frozen;
using System.Collections.Immutable;
using Probatum.Core;

namespace Probatum.Intake;

/// <summary>What the headings of a sheet mean: the column's own name, what the user said, or a word of the shipped list.</summary>
internal static class Headings
{
    private const int FirstRows = 30;

    private static readonly FrozenDictionary<string, ImmutableArray<string>> Columns = Load();

    /// <summary>Where the headings stand, and for each cell of that row the column that it means, or null.</summary>
    /// <remarks>The row among the first thirty of which most cells mean a column; the first of those where several do.</remarks>
    public static (int Row, ImmutableArray<string?> Columns) Find(SheetGrid grid, SheetKind kind, SheetReading reading)
    {
        var best = (Row: 0, Columns: ImmutableArray<string?>.Empty, Known: -1);
        for (var at = 0; at < Math.Min(FirstRows, grid.Rows.Count); at++)
        {
            if (reading.Header is { } said ? grid.Rows[at].Number != said : best.Known > 0 && grid.Rows[at].Cells.Length == 0)
            {
                continue;
            }

            ImmutableArray<string?> columns = [.. grid.Rows[at].Cells.Select(cell => Column(cell.Text, kind, reading))];
            var known = columns.Count(column => column is not null);
            if (known > best.Known)
            {
                best = (at, columns, known);
            }
        }

        return (best.Row, best.Columns);
    }

    private static string? Column(string heading, SheetKind kind, SheetReading reading)
    {
        if (reading.Columns.TryGetValue(heading, out var said))
        {
            return said;
        }

        if (heading.Length == 0 || reading.Ignored.Contains(heading))
        {
            return null;
        }

        return kind.Columns.Any(column => column.Name == heading) ? heading
            : Columns.GetValueOrDefault(Folded(heading)) is { IsDefault: false } meant && meant.Where(name => kind.Columns.Any(column => column.Name == name)).ToList() is [var one] ? one
            : null;
    }

    private static FrozenDictionary<string, ImmutableArray<string>> Load()
    {
        using var stream = typeof(Headings).Assembly.GetManifestResourceStream("headings.csv")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Table.TryRead(bytes.ToArray(), out var table, out var fault)
            ? table.Rows.SelectMany(row => row["headings"].Split(';').Select(heading => (Heading: Folded(heading), Column: row["column"])))
                .GroupBy(one => one.Heading).ToFrozenDictionary(group => group.Key, group => group.Select(one => one.Column).Distinct().ToImmutableArray())
            : throw new InvalidDataException(fault.Why);
    }

    private static string Folded(string heading) => string.Concat(heading.Where(c => char.IsLetterOrDigit(c) || c is '(' or ')')).ToLowerInvariant();
}
