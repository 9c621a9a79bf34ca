using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>Tables of points with a header: mass spectra, runs and traces as CSV, semicolons or tabs.</summary>
/// <remarks>
/// The header says what it is, and its names carry the units. Masses: <c>mz,intensity</c>, with <c>name</c> before for
/// several spectra, with <c>seconds</c> or <c>minutes</c> before for a run's scans. Traces: one of <c>wavenumber_per_cm</c>,
/// <c>raman_shift_per_cm</c>, <c>nanometres</c>, <c>micrometres</c>, <c>seconds</c>, <c>minutes</c> and one of
/// <c>absorbance</c>, <c>transmittance</c>, <c>percent_transmittance</c>, <c>reflectance</c>, <c>intensity</c>,
/// <c>counts</c>. Lines with <c>#</c> are comments. Numbers have a decimal point. Any other header is refused.
/// </remarks>
internal static class SpectrumTable
{
    private const double LargestMass = 1e6;
    private const double LargestHeight = 1e30;

    private static readonly ImmutableSortedDictionary<string, AxisUnit> Places = new Dictionary<string, AxisUnit>
    {
        ["wavenumberpercm"] = AxisUnit.Wavenumber,
        ["ramanshiftpercm"] = AxisUnit.RamanShift,
        ["nanometres"] = AxisUnit.Nanometre,
        ["nanometers"] = AxisUnit.Nanometre,
        ["micrometres"] = AxisUnit.Micrometre,
        ["micrometers"] = AxisUnit.Micrometre,
        ["seconds"] = AxisUnit.Second,
        ["minutes"] = AxisUnit.Minute,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, AxisUnit> Values = new Dictionary<string, AxisUnit>
    {
        ["absorbance"] = AxisUnit.Absorbance,
        ["transmittance"] = AxisUnit.Transmittance,
        ["percenttransmittance"] = AxisUnit.PercentTransmittance,
        ["reflectance"] = AxisUnit.Reflectance,
        ["intensity"] = AxisUnit.Intensity,
        ["counts"] = AxisUnit.Counts,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private readonly record struct Columns(byte Separator, string First, string Second, string? Third, string Words);

    public static bool Recognises(ReadOnlyMemory<byte> file) =>
        TryHeader(file.Span[..Math.Min(file.Length, 8192)], out _);

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        fault = default;
        if (!TryHeader(file.Span, out var columns))
        {
            fault = new("csv/header", 1, "no header names the columns");
            return false;
        }

        var rows = new List<(string? Group, double X, double Y)>();
        var lines = new TextLines(file.Span);
        var isHeader = true;
        while (fault == default && lines.Next())
        {
            var line = TextLines.Trim(lines.Current);
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            if (isHeader)
            {
                isHeader = false;
                continue;
            }

            if (!TryRow(line, columns, out var row))
            {
                fault = new("csv/row", lines.Number, columns.Separator == (byte)';' && line.IndexOf((byte)',') >= 0
                    ? "a row has a decimal comma: numbers have a decimal point"
                    : $"a row has not the columns {columns.Words}, or a cell is no number");
            }

            rows.Add(row);
        }

        if (fault == default && rows.Count == 0)
        {
            fault = new("csv/empty", lines.Number, "there is no row below the header");
        }

        read = fault != default ? null! : columns switch
        {
            { Third: null, First: "mz" } or { First: "name" } => OfSpectra(rows, out fault),
            { Third: not null } => OfRun(rows, columns.First == "minutes" ? 60.0 : 1.0, columns.First, out fault),
            _ => OfTrace(rows, columns),
        };
        return fault == default;
    }

    private static bool TryHeader(ReadOnlySpan<byte> file, out Columns columns)
    {
        columns = default;
        var lines = new TextLines(file);
        while (lines.Next())
        {
            var line = TextLines.Trim(lines.Current);
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            foreach (var separator in ",;\t"u8)
            {
                var words = TextLines.TextOf(line);
                var cells = words.Split((char)separator).Select(cell => TextLines.KeyOf(System.Text.Encoding.UTF8.GetBytes(cell))).ToArray();
                columns = cells switch
                {
                    ["mz", "intensity"] => new(separator, "mz", "intensity", null, words),
                    ["name" or "seconds" or "minutes", "mz", "intensity"] => new(separator, cells[0], "mz", "intensity", words),
                    [var x, var y] when Places.ContainsKey(x) && Values.ContainsKey(y) => new(separator, x, y, null, words),
                    _ => default,
                };
                if (columns != default)
                {
                    return true;
                }
            }

            return false;
        }

        return false;
    }

    private static bool TryRow(ReadOnlySpan<byte> line, Columns columns, out (string? Group, double X, double Y) row)
    {
        row = default;
        if (columns.Third is not null)
        {
            row.Group = FirstCell(line, columns.Separator, out var end);
            line = line[Math.Min(line.Length, end + 1)..];
        }

        var at = line.IndexOf(columns.Separator);
        return at > 0 && Decimals.TryRead(line[..at], out row.X) && Decimals.TryRead(line[(at + 1)..], out row.Y)
            && row.Group is not "";
    }

    // names may be quoted; a quote within is doubled
    private static string FirstCell(ReadOnlySpan<byte> line, byte separator, out int end)
    {
        end = 0;
        var quoted = false;
        while (end < line.Length && (quoted || line[end] != separator))
        {
            quoted ^= line[end++] == (byte)'"';
        }

        var cell = TextLines.TextOf(line[..end]);
        return cell is ['"', .., '"'] ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
    }

    private static SpectraFile OfSpectra(List<(string? Group, double X, double Y)> rows, out SpectraFault fault)
    {
        fault = rows.Any(r => !(r.X is > 0.0 and <= LargestMass && r.Y is >= 0.0 and <= LargestHeight))
            ? new("csv/peak", 0, "a mass is above 0 and an intensity not below it")
            : default;
        var spectra = rows.GroupBy(r => r.Group).Select(group => new LibraryRecord(
            group.Key ?? LibraryRecord.Untitled, null, null, null, null, null, null,
            [.. group.Where(r => r.Y > 0.0).OrderBy(r => r.X).ThenBy(r => r.Y).Select(r => new Peak(r.X, r.Y))]));
        return SpectraFile.Of("CSV", [.. spectra]);
    }

    private static SpectraFile OfRun(List<(string? Group, double X, double Y)> rows, double factor, string unit, out SpectraFault fault)
    {
        fault = default;
        var points = new ScanPoints(rows.Count);
        string? open = null;
        foreach (var (group, x, y) in rows)
        {
            if (group != open)
            {
                if (!double.TryParse(group, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) || !(time is >= 0.0 and < 1e12))
                {
                    fault = new("csv/time", 0, $"'{group}' is no time");
                    return null!;
                }

                if (open is not null)
                {
                    points.End();
                }

                points.Begin(time * factor);
                open = group;
            }

            points.Add(x, y, LargestMass);
        }

        points.End();
        var metadata = points.LeftOut == 0 ? SpectraFile.NoMetadata
            : SpectraFile.NoMetadata.Add("probatum.points_left_out", points.LeftOut.ToString(CultureInfo.InvariantCulture));
        return SpectraFile.Of(points.ToRun("CSV", metadata, RunKind.Centroid) with { Acquisition = new(TimeUnit: unit) });
    }

    private static SpectraFile OfTrace(List<(string? Group, double X, double Y)> rows, Columns columns)
    {
        var (x, y) = (Places[columns.First], Values[columns.Second]);
        var technique = x switch
        {
            AxisUnit.RamanShift => Technique.Raman,
            _ => Technique.Unstated,
        };
        return new("CSV", SpectraFile.NoMetadata, null, [], [new(
            null, technique, new(x, columns.First), new(y, columns.Second), [.. rows.Select(r => r.X)], [.. rows.Select(r => r.Y)],
            SpectraFile.NoMetadata)]);
    }
}
