using System.Text;
using CsCheck;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Tests.Intake;

/// <summary>A sheet becomes statements whole, or a fault that names its line and column.</summary>
public sealed class Sheets_become_statements
{
    private const string SampleColumns = "label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note";
    private const string CriteriaColumns = "sample,laboratory,substance,outcome,techniques,job,profile,criteria";
    private const string ResultColumns = "sample,laboratory,substance,outcome,techniques,reference_standard,blanks_clean,word,when,file";

    private static readonly string[] Cells =
    [
        "", "S-1", "ENV_SOIL", "12 g", "2031-05-04", "2031-05-04T10:00Z/2031-05-05", "unknown: why", "unknown:", "Team", "known", "TEAM_COLLECTED", "true", "maybe",
        "GC_EI_MS;LC_MSMS", "91", "-0.5", "1e9", "99999999999999999999", "\"a,b\"", "\"", "\"\"\"\"", "cough@10 min/medic;;@", "é", "\0", "a\u2028b",
    ];

    [Fact]
    public void A_sample_s_row_says_what_its_cells_say()
    {
        var sample = Assert.IsType<SampleCollected>(One("samples", $"{SampleColumns}\nS-1,ENV_SOIL,12 g,2031-05-04,\"Mill, north\",0.5,-20,5,Team,A-1,TEAM_COLLECTED,one; two,I-1,\n"));
        Assert.Equal(("S-1", "ENV_SOIL", "TEAM_COLLECTED", null), (sample.Label, sample.Matrix, sample.Origin, sample.Note));
        Assert.Equal(new Where("Mill, north", 5_000_000, -200_000_000, 5), sample.Where);
        Assert.Equal(["one", "two"], sample.Witnesses);
    }

    [Theory]
    [InlineData("samples", SampleColumns + "\nS-1,ENV_SOIL,,,,,,,,,,,,\nS-2,ENV_SOYL,,,,,,,,,,,,\n", "line 3, column 'matrix'", "'ENV_SOYL' is no matrix")]
    [InlineData("samples", SampleColumns + "\nS-1,,,,,,,,,,TEAM,,,\n", "line 2, column 'origin'", "'TEAM' is no origin")]
    [InlineData("samples", SampleColumns + "\nS-1,,,,,0.5,,,,,,,,\n", "line 2, column 'lon'", "both coordinates or none")]
    [InlineData("results", ResultColumns + "\nS-1,Team,X,found,GC_EI_MS;NOPE,,,,,\n", "line 2, column 'techniques'", "'NOPE' is no technique")]
    [InlineData("results", CriteriaColumns + "\nS-1,Team,X,found,GC_EI_MS,J2,,\n", "line 2, column 'job'", "is not a job of this case")]
    [InlineData("results", CriteriaColumns + "\nS-1,Team,X,found,GC_EI_MS,,my own,\n", "line 2, column 'profile'", "is no profile of this case's criteria")]
    [InlineData("results", CriteriaColumns + "\nS-1,Team,X,found,GC_EI_MS,,,LC_MSMS:RI_TOLERANCE=pass\n", "line 2, column 'criteria'", "is none of the result's techniques")]
    [InlineData("results", CriteriaColumns + "\nS-1,Team,X,found,GC_EI_MS,,,GC_EI_MS:RI_TOLERANCE=good\n", "line 2, column 'criteria'", "an outcome is pass, fail or not-reported")]
    [InlineData("results", ResultColumns + "\nS-1,Team,X,found,,perhaps,,,,\n", "line 2, column 'reference_standard'", "neither true nor false")]
    [InlineData("results", ResultColumns + "\nS-1,Team,X,found,,,,,,none.pdf\n", "line 2, column 'file'", "can't be read")]
    public void A_cell_that_can_t_be_read_is_named(string kind, string sheet, string place, string why)
    {
        var fault = Assert.Single(Read(kind, Encoding.UTF8.GetBytes(sheet)).Rows.SelectMany(row => row.Faults));
        Assert.Equal(place, fault.Place);
        Assert.Contains(why, fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Techniques_stand_in_the_order_of_the_cell() =>
        Assert.Equal(["LC_MSMS", "GC_EI_MS"], Assert.IsType<ResultReported>(One("results", $"{ResultColumns}\nS-1,Team,X,found,LC_MSMS; GC_EI_MS,true,no,,,\n")).Techniques);

    [Fact]
    public void A_result_names_its_job_and_how_criteria_came_out()
    {
        var held = Assert.IsType<ResultReported>(One("results", $"{CriteriaColumns}\nS-1,Team,X,found,GC_EI_MS,J1,designated-laboratory,GC_EI_MS:RI_TOLERANCE=pass:3; RESULT:BLANK_RULE=not-reported\n"));
        Assert.Equal((new EntityId("e-job"), "designated-laboratory/1"), (held.Job!.Value, held.Profile));
        Assert.Equal([new("GC_EI_MS", "RI_TOLERANCE", "pass", "3"), new("RESULT", "BLANK_RULE", "not-reported")], held.Criteria);
    }

    [Fact]
    public void Every_origin_but_the_unknown_one_attests_the_collection_and_stands_on_the_page()
    {
        var page = File.ReadAllText(Path.Combine(TestData.Repository, "docs/domain.md"));
        Assert.All(SampleCollected.Origins, origin => Assert.Contains($"| `{origin}`", page, StringComparison.Ordinal));
        Assert.Equal(["UNKNOWN"], SampleCollected.Origins.Where(origin => SamplesView.OfOrigin(origin) == Assurance.Gap));
    }

    [Fact]
    public void Any_bytes_give_statements_or_a_reason() =>
        Gen.Select(Gen.OneOf(Sheets.All.ToArray()), Gen.Byte.Array[0, 300]).Sample((kind, bytes) => GivesStatementsOrReason(kind, bytes));

    [Fact]
    public void Any_cells_below_the_right_header_give_statements_or_a_reason() =>
        Gen.Select(Gen.OneOf(Sheets.All.ToArray()), Gen.OneOf(Gen.OneOf(Cells), Gen.String[0, 12]).Array[0, 45], Gen.Bool).Sample((kind, cells, windows) =>
            GivesStatementsOrReason(kind, Encoding.UTF8.GetBytes(
                string.Join(windows ? "\r\n" : "\n", cells.Chunk(kind.Columns.Length).Select(row => string.Join(',', row)).Prepend(string.Join(',', kind.Columns.Select(column => column.Name))).Append("")))));

    [Fact]
    public void A_workbook_and_a_csv_of_one_table_say_the_same() =>
        Gen.Select(Gen.OneOf(Sheets.All.ToArray()), Gen.OneOf(Gen.OneOf(Cells), Gen.String[Gen.Char[" abc09,;\"-+/:äжن\n"], 0, 12]).Array[0, 60]).Sample((kind, cells) =>
        {
            var rows = cells.Select(cell => cell.Replace("\0", "", StringComparison.Ordinal).Replace('\u2028', ' ')).Chunk(kind.Columns.Length).Where(row => row.Length == kind.Columns.Length && row.Any(cell => cell.Trim().Length > 0))
                .Prepend([.. kind.Columns.Select(column => column.Name)]).ToList();
            var csv = string.Join('\n', rows.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))));
            return Said(kind, Encoding.UTF8.GetBytes(csv), SheetReading.AsItStands with { Separator = ',' }) == Said(kind, WorkbookWriter.Write(("one", rows)), SheetReading.AsItStands);
        });

    [Fact]
    public void What_is_wrong_with_a_row_does_not_depend_on_the_rows_around_it() =>
        Gen.Shuffle(Enumerable.Range(0, 6).ToArray()).Sample(order =>
        {
            string[] rows = ["S-1,ENV_SOYL,", "S-2,,12 g", "S-3,ENV_SOIL,", ",ENV_SOIL,", "S-5,,", "S-6,NOPE,"];
            var read = Grid(Encoding.UTF8.GetBytes("label,matrix,quantity\n" + string.Join('\n', order.Select(at => rows[at]))), SheetReading.AsItStands);
            var bad = Sheets.Read(read!, Sheets.All[0], SheetReading.AsItStands, new Names(), out _)!.Rows.Select((row, i) => (Row: order[i], Why: string.Join("; ", row.Faults.Select(fault => fault.Why)))).OrderBy(one => one.Row);
            return bad.Where(one => one.Why.Length > 0).Select(one => one.Row).SequenceEqual([0, 3, 5]);
        });

    [Fact]
    public void A_sheet_under_any_headings_says_what_it_says_under_ours_once_they_are_mapped() =>
        Gen.String[Gen.Char["abcdeжن =.1"], 1, 8].Array[3].Where(names => names.Select(name => name.Trim()).Distinct().Count() == 3 && names.All(name => name.Trim().Length > 0)).Sample(names =>
        {
            var trimmed = names.Select(name => name.Trim()).ToArray();
            var reading = SheetReading.AsItStands with
            {
                Columns = SheetReading.AsItStands.Columns.SetItems([KeyValuePair.Create(trimmed[0], "label"), KeyValuePair.Create(trimmed[1], "matrix"), KeyValuePair.Create(trimmed[2], "note")]),
                Values = SheetReading.AsItStands.Values.SetItem("matrix:Boden", "ENV_SOIL"),
                Dates = ["dd.MM.yyyy"],
                Zone = 180,
                Header = 1,
            };
            Assert.True(SheetReading.TryRead(CanonicalJson.Write(reading.ToJson()), out var again, out _));
            Assert.Equal(CanonicalJson.WriteText(reading.ToJson()), CanonicalJson.WriteText(again.ToJson()));
            return Said(Sheets.All[0], Encoding.UTF8.GetBytes(string.Join(',', trimmed) + "\nS-1,Boden,x\n"), again with { Separator = ',' })
                == Said(Sheets.All[0], "label,matrix,note\nS-1,ENV_SOIL,x\n"u8.ToArray(), SheetReading.AsItStands);
        });

    [Theory]
    [InlineData("03/04/2016", "", "may be day 3 of month 4 or day 4 of month 3")]
    [InlineData("13/04/2016", "", "say how dates are spelled, --dates dd/MM/yyyy")]
    [InlineData("31.02.2016", "dd.MM.yyyy", "'31.02.2016' is no date; expected dd.MM.yyyy as said by --dates")]
    [InlineData("2031-05-04T10:20", "", "does not say its time zone")]
    [InlineData("04.05.2031 10:20", "dd.MM.yyyy HH:mm", "does not say its time zone")]
    public void A_date_that_may_be_another_is_refused(string said, string dates, string why)
    {
        var reading = SheetReading.AsItStands with { Dates = dates.Length == 0 ? [] : [dates] };
        var row = Assert.Single(Sheets.Read(Grid(Encoding.UTF8.GetBytes($"label,collected\nS-1,{said}\n"), reading)!, Sheets.All[0], reading, new Names(), out _)!.Rows);
        Assert.Contains(why, Assert.Single(row.Faults).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("13.11.2016", "2016-11-13T00:00:00+03:00", "2016-11-13T23:59:59+03:00")]
    [InlineData("3.4.2016", "2016-04-03T00:00:00+03:00", "2016-04-03T23:59:59+03:00")]
    [InlineData("13.11.2016 09:30", "2016-11-13T09:30:00+03:00", "2016-11-13T09:30:00+03:00")]
    [InlineData("2016-11-13T09:30:15.123+02:00", "2016-11-13T09:30:15+02:00", "2016-11-13T09:30:15+02:00")]
    [InlineData("2016-11-13 09:30", "2016-11-13T09:30:00+03:00", "2016-11-13T09:30:00+03:00")]
    [InlineData("2016-11-13", "2016-11-13T00:00:00+03:00", "2016-11-13T23:59:59+03:00")]
    public void A_date_keeps_its_words_beside_what_they_mean(string said, string from, string to)
    {
        var reading = SheetReading.AsItStands with { Dates = ["dd.MM.yyyy", "dd.MM.yyyy HH:mm"], Zone = 180 };
        var row = Assert.Single(Sheets.Read(Grid(Encoding.UTF8.GetBytes($"label,collected\nS-1,{said}\n"), reading)!, Sheets.All[0], reading, new Names(), out _)!.Rows);
        Assert.Equal(new When(said, from, to, "sheet"), Assert.IsType<SampleCollected>(Assert.Single(row.Statements)).When);
    }

    [Theory]
    [InlineData("Номер пробы;Матрица;Дата отбора", "label,matrix,collected")]
    [InlineData("رقم العينة;نوع العينة;تاريخ الجمع", "label,matrix,collected")]
    [InlineData("Sample ID;MATRIX;Collection date", "label,matrix,collected")]
    public void Headings_of_the_list_are_known_in_three_languages(string headings, string columns)
    {
        var read = Sheets.Read(Grid(Encoding.UTF8.GetBytes($"A title above\n\n{headings}\nS-1;ENV_SOIL;2031-05-04\n"), SheetReading.AsItStands)!, Sheets.All[0], SheetReading.AsItStands, new Names(), out var fault);
        Assert.True(read is not null, fault.Why);
        Assert.Equal(columns, string.Join(',', read.Columns));
        Assert.Contains("headings are taken from line 3; what stands above it is not read", read.Notes);
    }

    [Fact]
    public void A_heading_that_nobody_knows_is_a_fault_unless_it_is_ignored()
    {
        var grid = Grid("label,Remarque\nS-1,x\n"u8.ToArray(), SheetReading.AsItStands)!;
        Assert.Null(Sheets.Read(grid, Sheets.All[0], SheetReading.AsItStands, new Names(), out var fault));
        Assert.Contains("the column 'Remarque' is not known; say what it is with --map 'Remarque=COLUMN', or --ignore 'Remarque'", fault.Why, StringComparison.Ordinal);
        Assert.Contains("ignored: 'Remarque'", Sheets.Read(grid, Sheets.All[0], SheetReading.AsItStands with { Ignored = ["Remarque"] }, new Names(), out _)!.Notes);
    }

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("windows-1256")]
    [InlineData("utf-16")]
    public void An_encoding_is_said_or_marked_and_never_guessed(string name)
    {
        var text = name == "windows-1256" ? "label,note\nS-1,ملاحظة\n" : "label,note\nS-1,заметка\n";
        var encoding = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        var said = name == "utf-16" ? SheetReading.AsItStands : SheetReading.AsItStands with { Encoding = name };
        Assert.Equal(text.Split(',')[2].Trim(), Grid(bytes, said)!.Rows[1][1].Text);
        if (name != "utf-16")
        {
            Assert.Null(SheetGrid.Read(bytes, SheetReading.AsItStands, out var fault));
            Assert.Equal("sheet/encoding", fault.Code);
        }
    }

    [Fact]
    public void The_form_asks_for_every_column_and_is_a_sheet_that_is_read() => Assert.All(Sheets.All, kind =>
    {
        var form = XlsForm.Write(kind, ["ENV_SOIL"], ["GC_EI_MS"]);
        List<string> Of(string sheet, int column) => [.. SheetGrid.Read(form, SheetReading.AsItStands with { Sheet = sheet }, out _)!.Rows.Skip(1).Select(row => row[column].Text)];
        var (types, names) = (Of("survey", 0), Of("survey", 1));
        Assert.Empty(kind.Columns.Select(column => column.Name).Except(names).Except(["lat", "lon", "radius_m"]));
        Assert.Equal(names.Where(name => name.Length > 0).Distinct(), names.Where(name => name.Length > 0));
        Assert.Equal(types.Count(type => type == "begin_repeat"), types.Count(type => type == "end_repeat"));
        Assert.All(types, type => Assert.Matches("^(start|text|decimal|dateTime|geopoint|image|begin_repeat|end_repeat|select_one [a-z_]+|select_multiple [a-z_]+)$", type));
        Assert.All(types.Where(type => type.StartsWith("select", StringComparison.Ordinal)), type => Assert.Contains(type.Split(' ')[1], Of("choices", 0)));
        Assert.Equal($"probatum_{kind.Name.Replace('-', '_')}", Assert.Single(Of("settings", 1)));
    });

    private static SheetGrid? Grid(byte[] bytes, SheetReading reading) => SheetGrid.Read(bytes, reading, out _);

    /// <summary>What comes of a sheet, without the places, which differ in name, and the names of new things.</summary>
    private static string Said(SheetKind kind, byte[] bytes, SheetReading reading)
    {
        var grid = SheetGrid.Read(bytes, reading, out var fault);
        var read = grid is null ? null : Sheets.Read(grid, kind, reading, new Names(), out fault);
        return read is null ? $"{fault.Code}: {fault.Why}" : string.Join('\n', read.Rows.Select(row => row.Faults.IsEmpty
            ? string.Join(' ', row.Statements.Select(one => Sheets.Content(one)))
            : string.Join("; ", row.Faults.Select(one => one.Code))));
    }

    private static bool GivesStatementsOrReason(SheetKind kind, byte[] bytes)
    {
        var grid = SheetGrid.Read(bytes, SheetReading.AsItStands, out var fault);
        if (grid is null || Sheets.Read(grid, kind, SheetReading.AsItStands, new Names(), out fault) is not { } read)
        {
            return fault.Code.Length > 0 && fault.Why.Length > 0;
        }

        return read.Rows.All(row => row.Faults.IsEmpty ? row.Statements.Length > 0 : row.Faults.All(one => one.Why.Length > 0));
    }

    private static Statement One(string kind, string sheet)
    {
        var row = Assert.Single(Read(kind, Encoding.UTF8.GetBytes(sheet)).Rows);
        Assert.Empty(row.Faults);
        return Assert.Single(row.Statements);
    }

    private static ReadSheet Read(string kind, byte[] bytes)
    {
        var read = Sheets.Read(Grid(bytes, SheetReading.AsItStands)!, Sheets.All.Single(one => one.Name == kind), SheetReading.AsItStands, new Names(), out var fault);
        Assert.True(read is not null, fault.Why);
        return read;
    }

    /// <summary>A case that knows one name of each sort.</summary>
    private sealed class Names : ISheetNames
    {
        private int _last;

        public IEnumerable<string> Matrices => ["ENV_SOIL", "QC_FIELD_BLANK"];

        public IEnumerable<string> Techniques => ["GC_EI_MS", "LC_MSMS"];

        public EntityId? Party(string name) => name == "Team" ? new("e-team") : null;

        public EntityId? Incident(string label) => label == "I-1" ? new("e-incident") : null;

        public EntityId? Sample(string label) => label == "S-1" ? new("e-sample") : null;

        public EntityId? Job(string name) => name == "J1" ? new("e-job") : null;

        public CriteriaTable? Criteria => Probatum.TestSupport.Said.Tables.Criteria;

        public Blob? File(string path) => path == "known" ? Blob.Of("x"u8, "text/plain") : null;

        public Photo? Photo(string path) => path == "known" ? new(Blob.Of("x"u8, "image/jpeg"), null, null, null) : null;

        public EntityId NewId() => new($"e-{_last++}");
    }
}
