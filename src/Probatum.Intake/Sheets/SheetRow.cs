using System.Collections.Immutable;
using System.Globalization;
using Probatum.Core.Casualties;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Intake;

/// <summary>Where the columns of a sheet stand, and how its cells are read.</summary>
internal sealed class SheetLayout
{
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);

    public SheetLayout(SheetGrid grid, GridRow headings, ImmutableArray<string?> columns, SheetKind kind, SheetReading reading)
    {
        (Grid, Headings, Reading) = (grid, headings, reading);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is { } column)
            {
                _at[column] = i;
            }
        }

        Mapped = kind.Columns.Select(column => column.Name).Where(name => reading.Values.Keys.Any(key => key.StartsWith($"{name}:", StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);
    }

    public SheetGrid Grid { get; }

    public GridRow Headings { get; }

    public SheetReading Reading { get; }

    /// <summary>The columns of which some words are said to mean others.</summary>
    public HashSet<string> Mapped { get; }

    public int At(string column) => _at.GetValueOrDefault(column, -1);

    /// <summary>Where a cell stands, for a person.</summary>
    public string Place(int row, string column)
    {
        var at = At(column);
        return $"{RowPlace(row)}, column '{(at < 0 ? column : Headings[at].Text)}'{(Grid.HasLetters && at >= 0 ? $" ({SheetGrid.Letters(at)}{row.ToString(CultureInfo.InvariantCulture)})" : "")}";
    }

    public string RowPlace(int row) => $"{(Grid.Name is { } name ? $"sheet '{name}', " : "")}{(Grid.HasLetters ? "row" : "line")} {row.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>One row, read cell by cell; what can't be read is a fault of its cell.</summary>
public sealed class SheetRow
{
    private const long E7 = 10_000_000;

    private readonly GridRow _cells;
    private readonly SheetLayout _layout;
    private readonly ISheetNames _names;
    private readonly ImmutableArray<IntakeFault>.Builder _faults = ImmutableArray.CreateBuilder<IntakeFault>(0);

    internal SheetRow(GridRow cells, SheetLayout layout, ISheetNames names) => (_cells, _layout, _names) = (cells, layout, names);

    /// <summary>What is wrong with it.</summary>
    public ImmutableArray<IntakeFault> Faults => _faults.ToImmutable();

    /// <summary>Whether it has as many cells as there are headings, where that must be: a shifted row would put words under the wrong heading.</summary>
    internal bool Fits()
    {
        if (!_layout.Grid.HasLetters && _cells.Cells.Length != _layout.Headings.Cells.Length)
        {
            _faults.Add(new("sheet/cells", _layout.RowPlace(_cells.Number), $"{_cells.Cells.Length} cells below {_layout.Headings.Cells.Length} columns"));
        }

        return _faults.Count == 0;
    }

    /// <summary>A name for what the row introduces.</summary>
    public EntityId NewId() => _names.NewId();

    /// <summary>What the row says in that column, or null when it says nothing.</summary>
    public string? Or(string column) => Cell(column, false).Text is { Length: > 0 } text ? text : null;

    /// <summary>The cell, which must not be empty.</summary>
    public string? Need(string column)
    {
        var said = Or(column);
        if (said is null && !IsBad(column))
        {
            Blame(column, "is empty");
        }

        return said;
    }

    /// <summary>The matrices that a row may name.</summary>
    public IEnumerable<string> Matrices => _names.Matrices;

    /// <summary>The techniques that a row may name.</summary>
    public IEnumerable<string> Techniques => _names.Techniques;

    /// <summary>The cell, which must be one of the known keys or empty.</summary>
    public string? Key(string column, string what, IEnumerable<string> known) => Or(column) is { } key ? Known(column, what, key, known) : null;

    /// <summary>The items of a cell, each of which must be one of the known keys.</summary>
    public ImmutableArray<string> Keys(string column, string what, IEnumerable<string> known) => [.. List(column).Select(key => Known(column, what, key, known))];

    /// <summary>The items of a cell, semicolons between.</summary>
    public ImmutableArray<string> List(string column) => Cell(column, true).Text is { Length: > 0 } text
        ? [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Meant(column, item))]
        : [];

    /// <summary>"true" or "false", or null when the cell is empty.</summary>
    public bool? Truth(string column)
    {
        var said = Or(column);
        switch (said?.ToLowerInvariant())
        {
            case null: return null;
            case "true" or "yes": return true;
            case "false" or "no": return false;
            default:
                Blame(column, $"'{said}' is neither true nor false");
                return null;
        }
    }

    /// <summary>A time in ISO 8601 or in a form that is said, an interval with a slash, or "unknown: why".</summary>
    public When? When(string column)
    {
        var cell = Cell(column, false);
        if (cell.Text.Length == 0)
        {
            return null;
        }

        var when = SheetTimes.Read(cell, _layout.Reading, out var why);
        if (when is null)
        {
            Blame(column, why);
        }

        return when;
    }

    /// <summary>A place in words, with lat, lon (degrees) and radius_m beside it, or a geopoint, where the sheet has them.</summary>
    public Where? Where(string column, bool withCoordinates)
    {
        var (lat, lon, radius) = withCoordinates ? Point() ?? (Degrees("lat", 90), Degrees("lon", 180), Whole("radius_m", "number of metres")) : (null, null, null);
        if (lat is null != lon is null)
        {
            Blame(lat is null ? "lat" : "lon", "a place has both coordinates or none");
        }

        return Or(column) is null && lat is null ? null : new(Or(column), lat, lon, radius);
    }

    /// <summary>A number with up to three decimals, in thousandths.</summary>
    public long? Thousandths(string column) => Number(column) is not { } number ? null
        : Math.Abs(number) < 1_000_000 && decimal.IsInteger(number * 1000) ? (long)(number * 1000) : Bad<long?>(column, $"'{Or(column)}' is no number with up to three decimals");

    /// <summary>The party of that name; it must be one of the case.</summary>
    public EntityId? Party(string column) => Named(column, _names.Party, "a party of this case; add it with 'probatum party add'");

    /// <summary>The incident of that label.</summary>
    public EntityId? Incident(string column) => Named(column, _names.Incident, "an incident of this case");

    /// <summary>The sample of that label; required.</summary>
    public EntityId? Sample(string column) => Need(column) is null ? null : Named(column, _names.Sample, "the label of exactly one sample of this case");

    /// <summary>The file that the cell names.</summary>
    public Blob? File(string column) => Or(column) is not { } path ? null : _names.File(path) ?? Bad<Blob>(column, $"the file '{path}' can't be read");

    /// <summary>The photographs that the cell names, semicolons between.</summary>
    public ImmutableArray<Photo> Photos(string column) =>
        [.. List(column).Select(path => _names.Photo(path) ?? Bad<Photo>(column, $"the photograph '{path}' can't be read")).OfType<Photo>()];

    /// <summary>Signs as "sign@onset/observer", semicolons between; behind "absent:" or "unknown:" those that were not there or are not known.</summary>
    public ImmutableArray<Sign> Signs(string column) => [.. List(column).Select(Sign.Parse)];

    /// <summary>An aliquot as "label|quantity|seal".</summary>
    public Aliquot? Aliquot(string column, string text) =>
        text.Split('|', StringSplitOptions.TrimEntries) is { Length: <= 3 } parts && parts[0].Length > 0
            ? new(_names.NewId(), parts[0], parts.ElementAtOrDefault(1) is { Length: > 0 } quantity ? quantity : null, parts.ElementAtOrDefault(2) is { Length: > 0 } seal ? seal : null)
            : Bad<Aliquot>(column, $"'{text}' is no aliquot such as S-1a|2 g|seal");

    /// <summary>The job of that short name.</summary>
    public EntityId? Job(string column) => Named(column, _names.Job, "a job of this case; 'probatum laboratory job list' shows them");

    /// <summary>The profile of criteria of that name, with its version.</summary>
    public string? Profile(string column) => Or(column) is not { } name ? null
        : _names.Criteria?.Find(name)?.Id ?? Bad<string>(column, $"'{name}' is no profile of this case's criteria: {string.Join(", ", _names.Criteria?.Profiles.Keys ?? [])}");

    /// <summary>Criteria as "TECHNIQUE:CRITERION=OUTCOME:VALUE", semicolons between.</summary>
    public ImmutableArray<CriterionReported> Criteria(string column, ImmutableArray<string> used) =>
        [.. List(column).Select(text => CriterionReported.Parse(text, used, _names.Criteria, out var why) ?? Bad<CriterionReported>(column, why)).OfType<CriterionReported>()];

    /// <summary>Notes what is wrong with a cell.</summary>
    public void Blame(string column, string why)
    {
        var place = _layout.Place(_cells.Number, column);
        if (!_faults.Any(fault => fault.Place == place))
        {
            _faults.Add(new("sheet/cell", place, why));
        }
    }

    private bool IsBad(string column) => _layout.At(column) is >= 0 and var at && _cells[at].Form == CellForm.Bad;

    private GridCell Cell(string column, bool isList)
    {
        var at = _layout.At(column);
        if (at < 0)
        {
            return new(_layout.Reading.Constants.GetValueOrDefault(column, ""));
        }

        var cell = _cells[at];
        if (cell.Form == CellForm.Bad)
        {
            Blame(column, $"the cell has {cell.Text}");
            return new("");
        }

        return isList ? cell : cell with { Text = Meant(column, cell.Text) };
    }

    /// <summary>What the words of a column are said to mean.</summary>
    private string Meant(string column, string said) =>
        _layout.Mapped.Contains(column) && _layout.Reading.Values.TryGetValue(SheetReading.ValueKey(column, said), out var meant) ? meant : said;

    private string Known(string column, string what, string key, IEnumerable<string> known)
    {
        if (!known.Contains(key))
        {
            Blame(column, $"'{key}' is no {what} that is known here: {string.Join(", ", known)}; say what it means with --value '{column}:{key}=KEY'");
        }

        return key;
    }

    private EntityId? Named(string column, Func<string, EntityId?> find, string what) =>
        Or(column) is not { } name ? null : find(name) ?? Bad<EntityId?>(column, $"'{name}' is not {what}");

    private decimal? Number(string column)
    {
        if (Or(column) is not { } text)
        {
            return null;
        }

        var isNumber = _layout.At(column) is >= 0 and var at && _cells[at].Form == CellForm.Number;
        var pointed = _layout.Reading.HasDecimalComma && !isNumber ? text.Replace(',', '.') : text;
        return decimal.TryParse(pointed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : Bad<decimal?>(column, $"'{text}' is no number{(text.Contains(',', StringComparison.Ordinal) ? "; for a decimal comma say --decimal comma" : "")}");
    }

    private long? Whole(string column, string what) => Number(column) is not { } number ? null
        : number is >= 0 and < 100_000_000 && decimal.IsInteger(number) ? (long)number : Bad<long?>(column, $"'{Or(column)}' is no {what}");

    private long? Degrees(string column, int most) => Number(column) is not { } degrees ? null
        : Math.Abs(degrees) <= most ? (long)Math.Round(degrees * E7) : Bad<long?>(column, $"'{Or(column)}' is no number of degrees within ±{most}");

    private (long? Lat, long? Lon, long? Radius)? Point()
    {
        if (Or("geopoint") is not { } text)
        {
            return null;
        }

        var numbers = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => decimal.TryParse(part, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null).ToList();
        return numbers is [{ } lat, { } lon, .. var more] && more.Count <= 2 && !more.Contains(null) && Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180 && more.ElementAtOrDefault(1) is null or (>= 0 and < 100_000_000)
            ? ((long)Math.Round(lat * E7), (long)Math.Round(lon * E7), more.Count == 2 ? (long)Math.Ceiling(more[1]!.Value) : null)
            : Bad<(long?, long?, long?)?>("geopoint", $"'{text}' is no point such as '35.1 37.2 0 5': latitude, longitude, height, accuracy in metres");
    }

    private T? Bad<T>(string column, string why)
    {
        Blame(column, why);
        return default;
    }
}
