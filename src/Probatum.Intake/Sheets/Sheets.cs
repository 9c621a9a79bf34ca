using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core;
using Probatum.Core.Casualties;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Intake;

/// <summary>One kind of sheet: its name on the command line, what one row is called, its columns, and what a row says.</summary>
public sealed record SheetKind(string Name, string One, ImmutableArray<string> Columns, string Key, Func<SheetRow, Statement> Read);

/// <summary>Users' sheets to statements: whole or not at all. A new kind of sheet is one row here.</summary>
/// <remarks>A column that is not known, or missing, is a fault: a misspelt heading would lose what stands below it.</remarks>
public static class Sheets
{
    /// <summary>Every kind of sheet that is read.</summary>
    public static ImmutableArray<SheetKind> All { get; } =
    [
        new(
            "samples", "sample",
            ["label", "matrix", "quantity", "collected", "place", "lat", "lon", "radius_m", "collector", "seal", "origin", "witnesses", "incident", "note"],
            "label", row => new SampleCollected(
                row.NewId(), row.Incident("incident"), row.Need("label"), row.Key("matrix", "matrix", row.Matrices), row.Or("quantity"), row.When("collected"), row.Where("place", true),
                row.Party("collector"), row.Or("seal"), row.Key("origin", "origin", SampleCollected.Origins), row.List("witnesses"), row.Or("note"))),
        new(
            "transfers", "transfer", ["sample", "from", "to", "when", "place", "seal_found", "seal_applied", "condition", "purpose", "paper"],
            "", row => new CustodyReported(
                row.Sample("sample"), row.Party("from"), row.Party("to"), row.When("when"), row.Where("place", false), row.Or("seal_found"),
                row.Or("seal_applied"), row.Or("condition"), row.Or("purpose"), row.File("paper"))),
        new(
            "casualties", "casualty",
            ["code", "incident", "age_band", "sex", "role", "exposed", "exposed_at", "treated_before", "signs", "outcome", "told_by", "consent"],
            "code", row => new CasualtyRecorded(
                row.NewId(), row.Incident("incident"), row.Need("code"), row.Or("age_band"), row.Or("sex"), row.Or("role"), row.When("exposed"),
                row.Where("exposed_at", false), row.Or("treated_before"), row.Signs("signs"), row.Or("outcome"), row.Party("told_by"), row.Or("consent"))),
        new(
            "results", "result",
            ["sample", "laboratory", "substance", "outcome", "techniques", "reference_standard", "blanks_clean", "word", "when", "file"],
            "", row => new ResultReported(
                row.NewId(), row.Sample("sample"), row.Party("laboratory"), row.Need("substance"), row.Need("outcome"), row.Keys("techniques", "technique", row.Techniques),
                row.Truth("reference_standard"), row.Truth("blanks_clean"), row.Or("word"), row.When("when"), row.File("file"))),
    ];

    /// <summary>Reads a sheet of that kind; null with the line and the reason when any row can't be read.</summary>
    public static ImmutableArray<(int Line, Statement Statement)>? Read(ReadOnlySpan<byte> bytes, SheetKind kind, ISheetNames names, out IntakeFault fault)
    {
        if (!Table.TryRead(bytes, out var table, out var unread))
        {
            fault = new(unread.Code, "", unread.Why);
            return null;
        }

        var unknown = table.Columns.FirstOrDefault(column => !kind.Columns.Contains(column));
        var missing = kind.Columns.FirstOrDefault(column => !table.Columns.Contains(column));
        if (unknown is not null || missing is not null)
        {
            var what = unknown is not null ? $"the column '{unknown}' is not known" : $"the column '{missing}' is missing";
            fault = new("sheet/column", "header", $"{what}; a sheet of {kind.Name} has {string.Join(',', kind.Columns)}");
            return null;
        }

        var statements = ImmutableArray.CreateBuilder<(int, Statement)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cells in table.Rows)
        {
            var row = new SheetRow(cells, names);
            var statement = kind.Read(row);
            if (kind.Key.Length > 0 && !seen.TryAdd(cells[kind.Key], cells.Line))
            {
                row.Blame(kind.Key, $"'{cells[kind.Key]}' stands in line {seen[cells[kind.Key]]} already");
            }

            if (row.Fault is { } bad)
            {
                fault = bad;
                return null;
            }

            statements.Add((cells.Line, statement));
        }

        fault = default;
        return statements.ToImmutable();
    }
}

/// <summary>One row, read cell by cell; the first cell that can't be read is its fault.</summary>
public sealed class SheetRow(TableRow cells, ISheetNames names)
{
    private const long E7 = 10_000_000;

    /// <summary>The first thing that was wrong.</summary>
    public IntakeFault? Fault { get; private set; }

    /// <summary>A name for what the row introduces.</summary>
    public EntityId NewId() => names.NewId();

    /// <summary>The cell, or null when it is empty.</summary>
    public string? Or(string column) => cells.Or(column);

    /// <summary>The cell, which must not be empty.</summary>
    public string? Need(string column)
    {
        if (cells.Or(column) is null)
        {
            Blame(column, "is empty");
        }

        return cells.Or(column);
    }

    /// <summary>The matrices that a row may name.</summary>
    public IEnumerable<string> Matrices => names.Matrices;

    /// <summary>The techniques that a row may name.</summary>
    public IEnumerable<string> Techniques => names.Techniques;

    /// <summary>The cell, which must be one of the known keys or empty.</summary>
    public string? Key(string column, string what, IEnumerable<string> known) => cells.Or(column) is { } key ? Known(column, what, key, known) : null;

    /// <summary>The items of a cell, each of which must be one of the known keys.</summary>
    public ImmutableArray<string> Keys(string column, string what, IEnumerable<string> known) => [.. List(column).Select(key => Known(column, what, key, known))];

    /// <summary>The items of a cell, semicolons between.</summary>
    public ImmutableArray<string> List(string column) =>
        [.. cells[column].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>"true" or "false", or null when the cell is empty.</summary>
    public bool? Truth(string column)
    {
        switch (cells[column].ToLowerInvariant())
        {
            case "": return null;
            case "true" or "yes": return true;
            case "false" or "no": return false;
            default:
                Blame(column, $"'{cells[column]}' is neither true nor false");
                return null;
        }
    }

    /// <summary>A time in ISO 8601, an interval with a slash, or "unknown: why".</summary>
    public When? When(string column)
    {
        if (cells.Or(column) is not { } said)
        {
            return null;
        }

        var when = Times.Read(said, "sheet");
        if (when is null)
        {
            Blame(column, $"'{said}' is no time such as 2031-05-04T10:20Z, 2031-05-04, an interval with '/', or 'unknown: why'");
        }

        return when;
    }

    /// <summary>A place in words, with lat, lon (degrees) and radius_m beside it where the sheet has them.</summary>
    public Where? Where(string column, bool withCoordinates)
    {
        var (lat, lon) = withCoordinates ? (Degrees("lat", 90), Degrees("lon", 180)) : (null, null);
        var radius = withCoordinates && cells.Or("radius_m") is { } text
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var metres) ? metres : Bad<long?>("radius_m", $"'{text}' is no number of metres")
            : null;
        if (lat is null != lon is null)
        {
            Blame(lat is null ? "lat" : "lon", "a place has both coordinates or none");
        }

        return cells.Or(column) is null && lat is null ? null : new(cells.Or(column), lat, lon, radius);
    }

    /// <summary>The party of that name; it must be one of the case.</summary>
    public EntityId? Party(string column) => Named(column, names.Party, "a party of this case; add it with 'probatum party add'");

    /// <summary>The incident of that label.</summary>
    public EntityId? Incident(string column) => Named(column, names.Incident, "an incident of this case");

    /// <summary>The sample of that label; required.</summary>
    public EntityId? Sample(string column) => Need(column) is null ? null : Named(column, names.Sample, "the label of exactly one sample of this case");

    /// <summary>The file that the cell names, kept by its digest.</summary>
    public Blob? File(string column)
    {
        if (cells.Or(column) is not { } path)
        {
            return null;
        }

        var blob = names.File(path);
        if (blob is null)
        {
            Blame(column, $"the file '{path}' can't be read");
        }

        return blob;
    }

    /// <summary>Signs as "sign@onset/observer", semicolons between.</summary>
    public ImmutableArray<Sign> Signs(string column) => [.. List(column).Select(Sign.Parse)];

    /// <summary>Notes what is wrong with a cell.</summary>
    public void Blame(string column, string why) => Fault ??= new("sheet/cell", $"line {cells.Line}, {column}", why);

    private string Known(string column, string what, string key, IEnumerable<string> known)
    {
        if (!known.Contains(key))
        {
            Blame(column, $"'{key}' is no {what} that is known here: {string.Join(", ", known)}");
        }

        return key;
    }

    private EntityId? Named(string column, Func<string, EntityId?> find, string what)
    {
        if (cells.Or(column) is not { } name)
        {
            return null;
        }

        var id = find(name);
        if (id is null)
        {
            Blame(column, $"'{name}' is not {what}");
        }

        return id;
    }

    private long? Degrees(string column, int most)
    {
        if (cells.Or(column) is not { } text)
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most
            ? (long)Math.Round(degrees * E7)
            : Bad<long?>(column, $"'{text}' is no number of degrees within ±{most}");
    }

    private T? Bad<T>(string column, string why)
    {
        Blame(column, why);
        return default;
    }
}
