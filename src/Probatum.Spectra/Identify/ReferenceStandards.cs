using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Probatum.Spectra;

/// <summary>A compound that a reference standard holds, as its label says: nothing that a search found.</summary>
/// <param name="Name">As the label writes it.</param>
/// <param name="InChIKey">The structure's key, where the label gives one: 27 characters, or its first block of 14.</param>
/// <param name="Seconds">When it comes in the standard's run; null for the highest component of that run.</param>
public sealed record StandardCompound(string Name, string? InChIKey, double? Seconds)
{
    /// <summary>Whether a record of a library is of this compound: by the first block of both keys, else by name.</summary>
    public bool Is(LibraryRecord record) => InChIKey is { Length: >= 14 } mine && record.InChIKey is { Length: >= 14 } other
        ? string.Equals(mine[..14], other[..14], StringComparison.Ordinal)
        : string.Equals(Name, record.Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One compound of a standard, found in the standard's run.</summary>
/// <param name="Compound">As the label says.</param>
/// <param name="Component">As it was measured.</param>
/// <param name="Run">The run that it was measured in.</param>
public sealed record MeasuredStandard(StandardCompound Compound, Component Component, InstrumentRun Run);

/// <summary>Reference standards that were run under the same conditions as the sample, so that times and spectra compare directly.</summary>
/// <remarks>
/// Which compound comes when in the standard is the analyst's word, as is that column and programme were the same: no file states them.
/// What the files do state is compared, and differences are said.
/// </remarks>
public sealed class ReferenceStandards
{
    private const int MostRows = 10_000;
    private const int LongestCell = 500;
    private const double LongestSeconds = 1e6;

    // 0.1 min, as for the blank: a time written down by hand is that near to the maximum
    private const double NearSeconds = 6.0;

    private ReferenceStandards(ImmutableArray<MeasuredStandard> all) => All = all;

    /// <summary>All compounds, in the order given.</summary>
    public ImmutableArray<MeasuredStandard> All { get; }

    /// <summary>
    /// Reads the lines <c>run,name,inchikey,rt_s</c> below that header: a file of the standard's run, a compound in it, its key where
    /// known, and its time in seconds, empty for the highest component. Cells may be quoted. The fault names the line.
    /// </summary>
    public static bool TryReadTable(ReadOnlyMemory<byte> csv, out ImmutableArray<(string Run, StandardCompound Compound)> rows, out SpectraFault fault)
    {
        (rows, fault) = ([], default);
        var read = ImmutableArray.CreateBuilder<(string Run, StandardCompound Compound)>();
        var lines = Encoding.UTF8.GetString(csv.Span).TrimStart('\uFEFF').Split('\n');
        if (lines[0].TrimEnd('\r') != "run,name,inchikey,rt_s")
        {
            fault = new("standards/header", 1, "a table of standards begins with the line run,name,inchikey,rt_s");
            return false;
        }

        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            if (read.Count == MostRows || !TryRow(line, out var row))
            {
                fault = new("standards/row", i + 1, read.Count == MostRows
                    ? $"a table of standards has at most {MostRows} lines"
                    : "a line is the file of a run, a compound's name, its InChIKey or nothing, and its time in seconds or nothing");
                return false;
            }

            read.Add(row);
        }

        rows = read.ToImmutable();
        fault = rows.IsEmpty ? new("standards/empty", lines.Length, "the table names no standard") : default;
        return fault == default;
    }

    /// <summary>Finds each compound in its run; the fault says which is not there, its place the number of the compound from 1.</summary>
    /// <param name="compounds">Runs that <see cref="Identification.Supports"/> says yes to, with what they hold; one run may stand many times.</param>
    /// <param name="standards">The compounds found.</param>
    /// <param name="fault">What was not found.</param>
    /// <param name="ct">Ends the work between two runs.</param>
    public static bool TryMeasure(
        IReadOnlyList<(InstrumentRun Run, StandardCompound Compound)> compounds, out ReferenceStandards standards, out SpectraFault fault, CancellationToken ct)
    {
        (standards, fault) = (null!, default);
        var taken = new Dictionary<InstrumentRun, ImmutableArray<Component>>(ReferenceEqualityComparer.Instance);
        var found = ImmutableArray.CreateBuilder<MeasuredStandard>(compounds.Count);
        foreach (var (run, compound) in compounds)
        {
            ct.ThrowIfCancellationRequested();
            if (!taken.TryGetValue(run, out var components))
            {
                taken[run] = components = Deconvolution.Find(run, ct);
            }

            var at = compound.Seconds is { } seconds
                ? components.Where(one => Math.Abs(one.ApexSeconds - seconds) <= NearSeconds).MinBy(one => Math.Abs(one.ApexSeconds - seconds))
                : components.MaxBy(one => one.Height);
            if (at is null)
            {
                fault = new("standards/absent", found.Count + 1, compound.Seconds is { } looked
                    ? string.Create(CultureInfo.InvariantCulture, $"{compound.Name}: the standard's run has no component within {NearSeconds} s of {looked} s")
                    : $"{compound.Name}: the standard's run has no component");
                return false;
            }

            found.Add(new(compound, at, run));
        }

        standards = new(found.MoveToImmutable());
        return true;
    }

    /// <summary>The standard of a record's compound; of several the one that comes nearest to the time. Null where none was run.</summary>
    internal MeasuredStandard? Of(LibraryRecord record, double seconds) =>
        All.Where(one => one.Compound.Is(record)).MinBy(one => Math.Abs(one.Component.ApexSeconds - seconds));

    private static bool TryRow(string line, out (string Run, StandardCompound Compound) row)
    {
        row = default;
        if (!TryCells(line, out var cells) || cells is not [{ Length: > 0 } run, { Length: > 0 } name, var key, var time]
            || cells.Any(cell => cell.Length > LongestCell) || (key.Length > 0 && !IsKey(key)))
        {
            return false;
        }

        double? seconds = null;
        if (time.Length > 0)
        {
            if (!double.TryParse(time, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number >= LongestSeconds)
            {
                return false;
            }

            // records keep milliseconds: what is looked for is what they can say
            seconds = Math.Round(number * 1000, MidpointRounding.AwayFromZero) / 1000;
        }

        row = (run, new(name, key.Length > 0 ? key : null, seconds));
        return true;
    }

    private static bool IsKey(string key) => key.Length is 14 or 27 && key.AsSpan(0, 14).IndexOfAnyExceptInRange('A', 'Z') < 0;

    // RFC 4180 within one line: a quoted cell may hold commas, and a quotation mark written twice.
    private static bool TryCells(string line, out List<string> cells)
    {
        cells = [];
        var at = 0;
        while (true)
        {
            var cell = new StringBuilder();
            if (at < line.Length && line[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at == line.Length)
                    {
                        return false;
                    }

                    if (line[at] == '"' && (++at == line.Length || line[at] != '"'))
                    {
                        break;
                    }

                    cell.Append(line[at]);
                }
            }
            else
            {
                var end = line.IndexOf(',', at) is var comma and >= 0 ? comma : line.Length;
                cell.Append(line.AsSpan(at, end - at).Trim());
                at = end;
            }

            cells.Add(cell.ToString());
            if (at == line.Length)
            {
                return true;
            }

            if (line[at++] != ',')
            {
                return false;
            }
        }
    }
}
