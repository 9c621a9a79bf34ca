using System.Collections.Immutable;
using Probatum.Core.Casualties;
using Probatum.Core.Consents;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Intake;

/// <summary>What stands in a column, by which a form asks for it.</summary>
public enum ColumnSort
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A time: a day, an instant, an interval, or "unknown: why".</summary>
    Time,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Truth,

    /// <summary>One of a few keys.</summary>
    Choice,

    /// <summary>Several of a few keys, semicolons between.</summary>
    Choices,

    /// <summary>A point as a telephone gives it: latitude, longitude, height and accuracy in metres, spaces between.</summary>
    Point,

    /// <summary>File names, semicolons between.</summary>
    Pictures,

    /// <summary>Signs or aliquots: several groups of words, semicolons between.</summary>
    Groups,
}

/// <summary>A column: its name, what stands in it, whether a row must say it, and the keys that it can have where the program knows them.</summary>
public sealed record SheetColumn(string Name, ColumnSort Sort = ColumnSort.Text, bool Needed = false, ImmutableArray<string> Choices = default);

/// <summary>One kind of sheet: its name on the command line, what one row is called, its columns, and what a row says.</summary>
/// <param name="Name">samples.</param>
/// <param name="One">sample.</param>
/// <param name="Columns">In the order of a form.</param>
/// <param name="Key">The column that says which thing of the case a row is about, by a label that nothing else has; empty where there is none.</param>
/// <param name="Read">The records that a row becomes, one or more.</param>
public sealed record SheetKind(string Name, string One, ImmutableArray<SheetColumn> Columns, string Key, Func<SheetRow, ImmutableArray<Statement>> Read);

/// <summary>A row as read: the records it would become, or what is wrong with each of its cells.</summary>
public sealed record ReadRow(GridRow Cells, ImmutableArray<Statement> Statements, ImmutableArray<IntakeFault> Faults);

/// <summary>A sheet as read.</summary>
/// <param name="Grid">As it stands in the file.</param>
/// <param name="Headings">The headings.</param>
/// <param name="Columns">For each heading the column that it means, or null.</param>
/// <param name="Notes">What a reader must know: where the headings stand, which are ignored, what is hidden.</param>
/// <param name="Rows">The rows below the headings.</param>
public sealed record ReadSheet(SheetGrid Grid, GridRow Headings, ImmutableArray<string?> Columns, ImmutableArray<string> Notes, IReadOnlyList<ReadRow> Rows)
{
    /// <summary>How it was read, with every heading that means a column of another name.</summary>
    public SheetReading As(SheetReading reading) => reading with
    {
        Columns = reading.Columns.SetItems(Headings.Cells.Zip(Columns).Where(one => one.Second is not null && one.Second != one.First.Text).Select(one => KeyValuePair.Create(one.First.Text, one.Second!))),
    };
}

/// <summary>Users' sheets to statements. A new kind of sheet is one row here; a new column one item in it.</summary>
/// <remarks>
/// A heading that means no column is a fault, unless it is said to be ignored: a misspelt heading would lose what stands below it.
/// </remarks>
public static class Sheets
{
    private const int MostNamed = 20;

    /// <summary>Every kind of sheet that is read.</summary>
    public static ImmutableArray<SheetKind> All { get; } =
    [
        new(
            "samples", "sample",
            [
                new("label", Needed: true), new("matrix", ColumnSort.Choice), new("quantity"), new("collected", ColumnSort.Time), new("place"), new("lat", ColumnSort.Number), new("lon", ColumnSort.Number),
                new("radius_m", ColumnSort.Number), new("geopoint", ColumnSort.Point), new("collector"), new("seal"), new("origin", ColumnSort.Choice, Choices: SampleCollected.Origins), new("witnesses"),
                new("incident"), new("note"), new("photo", ColumnSort.Pictures), new("aliquots", ColumnSort.Groups),
            ],
            "label", row =>
            {
                var collected = new SampleCollected(
                    row.NewId(), row.Incident("incident"), row.Need("label"), row.Key("matrix", "matrix", row.Matrices), row.Or("quantity"), row.When("collected"), row.Where("place", true),
                    row.Party("collector"), row.Or("seal"), row.Key("origin", "origin", SampleCollected.Origins), row.List("witnesses"), row.Or("note"), row.Photos("photo"));
                ImmutableArray<Aliquot> aliquots = [.. row.List("aliquots").Select(text => row.Aliquot("aliquots", text)).OfType<Aliquot>()];
                return aliquots.IsEmpty ? [collected] : [collected, new SampleSplit(collected.Sample, collected.Collector, collected.When, collected.Seal, null, aliquots)];
            }),
        new(
            "transfers", "transfer",
            [
                new("sample", Needed: true), new("from"), new("to"), new("when", ColumnSort.Time), new("place"), new("seal_found"), new("seal_applied"), new("condition"), new("purpose"),
                new("paper", ColumnSort.Pictures),
            ],
            "", row =>
            [
                new CustodyReported(
                    row.Sample("sample"), row.Party("from"), row.Party("to"), row.When("when"), row.Where("place", false), row.Or("seal_found"),
                    row.Or("seal_applied"), row.Or("condition"), row.Or("purpose"), row.File("paper")),
            ]),
        new(
            "casualties", "casualty",
            [
                new("code", Needed: true), new("incident"), new("age_band"), new("sex"), new("role"), new("exposed", ColumnSort.Time), new("exposed_at"), new("treated_before"),
                new("signs", ColumnSort.Groups), new("outcome"), new("told_by"), new("consent"),
            ],
            "code", row =>
            [
                new CasualtyRecorded(
                    row.NewId(), row.Incident("incident"), row.Need("code"), row.Or("age_band"), row.Or("sex"), row.Or("role"), row.When("exposed"),
                    row.Where("exposed_at", false), row.Or("treated_before"), row.Signs("signs"), row.Or("outcome"), row.Party("told_by"), row.Or("consent")),
            ]),
        new(
            "results", "result",
            [
                new("sample", Needed: true), new("laboratory", Needed: true), new("substance", Needed: true), new("outcome", ColumnSort.Choice, true, ["found", "not-found", "inconclusive"]),
                new("techniques", ColumnSort.Choices), new("reference_standard", ColumnSort.Truth), new("blanks_clean", ColumnSort.Truth), new("word"), new("when", ColumnSort.Time), new("file", ColumnSort.Pictures),
                new("job"), new("code"), new("analysed", ColumnSort.Time), new("amount"), new("detection_limit"), new("profile"), new("criteria", ColumnSort.Groups),
                new("told_by"), new("document"),
            ],
            "", row =>
            {
                var used = row.Keys("techniques", "technique", row.Techniques);
                return
                [
                    new ResultReported(
                        row.NewId(), row.Sample("sample"), row.Party("laboratory"), row.Need("substance"), row.Need("outcome"), used, row.Truth("reference_standard"), row.Truth("blanks_clean"),
                        row.Or("word"), row.When("when"), row.File("file"), row.Job("job"), row.Or("code"), row.When("analysed"), row.Or("amount"), row.Or("detection_limit"), row.Profile("profile"),
                        row.Criteria("criteria", used), row.Party("told_by"), row.Or("document")),
                ];
            }),
        new(
            "seal-checks", "seal check",
            [new("sample", Needed: true), new("by"), new("when", ColumnSort.Time), new("seal_found", Needed: true), new("intact", ColumnSort.Truth), new("condition"), new("witnesses"), new("photo", ColumnSort.Pictures)],
            "", row =>
            [
                new SealChecked(
                    row.Sample("sample"), row.Party("by"), row.When("when"), row.Need("seal_found"), row.Truth("intact"), row.Or("condition"), row.List("witnesses"), row.Photos("photo")),
            ]),
        new(
            "storage", "storage record",
            [
                new("sample", Needed: true), new("by"), new("place"), new("when", ColumnSort.Time), new("lowest", ColumnSort.Number), new("highest", ColumnSort.Number),
                new("limit_low", ColumnSort.Number), new("limit_high", ColumnSort.Number), new("log", ColumnSort.Pictures), new("note"),
            ],
            "", row =>
            [
                new SampleStored(
                    row.Sample("sample"), row.Party("by"), row.Where("place", false), row.When("when"), row.Thousandths("lowest"), row.Thousandths("highest"),
                    row.Thousandths("limit_low"), row.Thousandths("limit_high"), row.File("log"), row.Or("note")),
            ]),
    ];

    /// <summary>Reads a sheet of that kind; null with the reason where its headings can't be read. What is wrong with a row stands in the row.</summary>
    public static ReadSheet? Read(SheetGrid grid, SheetKind kind, SheetReading reading, ISheetNames names, out IntakeFault fault)
    {
        var place = grid.Name is null ? "" : $"sheet '{grid.Name}', ";
        var (at, columns) = Headings.Find(grid, kind, reading);
        if (Misfit(grid, at, columns, kind, reading) is { } why)
        {
            fault = new("sheet/column", grid.Rows.Count == 0 ? place.TrimEnd(',', ' ') : $"{place}header", why);
            return null;
        }

        var headings = grid.Rows[at];
        var notes = grid.Notes.ToBuilder();
        var word = grid.HasLetters ? "row" : "line";
        if (at > 0)
        {
            notes.Add($"headings are taken from {word} {headings.Number}; what stands above it is not read");
        }

        var named = headings.Cells.Select((cell, i) => (cell.Text, Column: columns[i])).Where(one => one.Text.Length > 0).ToList();
        var other = named.Where(one => one.Column is not null && one.Column != one.Text).Select(one => $"'{one.Text}' as {one.Column}").ToList();
        if (other.Count > 0)
        {
            notes.Add($"headings read: {string.Join(", ", other)}");
        }

        var ignored = named.Where(one => one.Column is null).Select(one => $"'{one.Text}'").ToList();
        if (ignored.Count > 0)
        {
            notes.Add($"ignored: {string.Join(", ", ignored.Take(MostNamed))}{(ignored.Count > MostNamed ? $" and {ignored.Count - MostNamed} more" : "")}");
        }

        var layout = new SheetLayout(grid, headings, columns, kind, reading);
        var rows = new List<ReadRow>(grid.Rows.Count - at);
        var (keys, contents) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var cells in grid.Rows.Skip(at + 1))
        {
            var row = new SheetRow(cells, layout, names);
            var statements = row.Fits() ? kind.Read(row) : [];
            if (kind.Key.Length > 0 && row.Or(kind.Key) is { } key && !keys.TryAdd(key, cells.Number))
            {
                row.Blame(kind.Key, $"'{key}' stands in {word} {keys[key]} already");
            }
            else if (kind.Key.Length == 0 && row.Faults.IsEmpty && statements is [var said] && !contents.TryAdd(Content(said), cells.Number))
            {
                row.Blame(kind.Columns[0].Name, $"the row says the same as {word} {contents[Content(said)]}");
            }

            rows.Add(new(cells, statements, row.Faults));
        }

        fault = default;
        return new(grid, headings, columns, notes.ToImmutable(), rows);
    }

    /// <summary>What a record says, but for the name of what it introduces: the same text for the same content.</summary>
    public static string Content(Statement statement)
    {
        var (body, own) = (new BodyWriter(), Own(statement));
        statement.Describe(body);
        return statement.Kind.Name + CanonicalJson.WriteText(JsonMap.Of(body.Sealed.Where(member => member.Name != own).Select(member => (member.Name, (Json?)member.Value))));
    }

    /// <summary>The member that names what a record of an import introduces; null where it introduces nothing.</summary>
    public static string? Own(Statement statement) => statement switch
    {
        SampleCollected => "sample",
        CasualtyRecorded => "casualty",
        ResultReported => "result",
        ConsentRecorded => "consent",
        _ => null,
    };

    private static string? Misfit(SheetGrid grid, int at, ImmutableArray<string?> columns, SheetKind kind, SheetReading reading)
    {
        var known = kind.Columns.Select(column => column.Name).ToList();
        string Has() => $"a sheet of {kind.Name} has {string.Join(',', known)}";
        if (grid.Rows.Count == 0 || columns.IsEmpty)
        {
            return reading.Header is { } said ? $"there is no row {said} in it that is not empty" : "there is nothing in it";
        }

        var headings = grid.Rows[at].Cells;
        if (reading.Columns.Values.Concat(reading.Constants.Keys).Concat(reading.Values.Keys.Select(key => key.Split(':', 2)[0])).FirstOrDefault(name => !known.Contains(name)) is { } strange)
        {
            return $"'{strange}' is no column that the sheet can have; {Has()}";
        }

        if (reading.MustHave.FirstOrDefault(heading => heading != "*" && !headings.Any(cell => cell.Text == heading)) is { } absent)
        {
            return $"there is no heading '{absent}'; there are {string.Join(", ", headings.Where(cell => cell.Text.Length > 0).Take(MostNamed).Select(cell => $"'{cell.Text}'"))}";
        }

        if (headings.Select((cell, i) => (cell.Text, Column: columns[i])).FirstOrDefault(one => one is { Text.Length: > 0, Column: null } && !reading.Ignored.Contains(one.Text) && !reading.Ignored.Contains("*")) is { Text: { } unknown })
        {
            return $"the column '{unknown}' is not known; say what it is with --map '{unknown}=COLUMN', or --ignore '{unknown}'; {Has()}";
        }

        if (columns.OfType<string>().GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return $"two headings mean {twice.Key}: {string.Join(", ", headings.Where((_, i) => columns[i] == twice.Key).Select(cell => $"'{cell.Text}'"))}; say which with --map, and --ignore the other";
        }

        if (reading.Constants.Keys.FirstOrDefault(name => columns.Contains(name)) is { } both)
        {
            return $"{both} is said for every row, and the sheet has a column of it";
        }

        return kind.Columns.FirstOrDefault(column => column.Needed && !columns.Contains(column.Name) && !reading.Constants.ContainsKey(column.Name)) is { } missing
            ? $"the column '{missing.Name}' is missing; {Has()}; say which heading it is with --map 'HEADING={missing.Name}'"
            : headings.Any(cell => cell.Form == CellForm.Bad) ? "a heading can't be read" : null;
    }
}
