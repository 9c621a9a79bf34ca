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
    [InlineData("samples", SampleColumns + "\nS-1,ENV_SOIL,,,,,,,,,,,,\nS-2,ENV_SOYL,,,,,,,,,,,,\n", "line 3, matrix", "'ENV_SOYL' is no matrix")]
    [InlineData("samples", SampleColumns + "\nS-1,,,,,,,,,,TEAM,,,\n", "line 2, origin", "'TEAM' is no origin")]
    [InlineData("samples", SampleColumns + "\nS-1,,,,,0.5,,,,,,,,\n", "line 2, lon", "both coordinates or none")]
    [InlineData("results", ResultColumns + "\nS-1,Team,X,found,GC_EI_MS;NOPE,,,,,\n", "line 2, techniques", "'NOPE' is no technique")]
    [InlineData("results", ResultColumns + "\nS-1,Team,X,found,,perhaps,,,,\n", "line 2, reference_standard", "neither true nor false")]
    [InlineData("results", ResultColumns + "\nS-1,Team,X,found,,,,,,none.pdf\n", "line 2, file", "can't be read")]
    public void A_cell_that_can_t_be_read_is_named(string kind, string sheet, string place, string why)
    {
        Assert.Null(Read(kind, Encoding.UTF8.GetBytes(sheet), out var fault));
        Assert.Equal(place, fault.Place);
        Assert.Contains(why, fault.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Techniques_stand_in_the_order_of_the_cell() =>
        Assert.Equal(["LC_MSMS", "GC_EI_MS"], Assert.IsType<ResultReported>(One("results", $"{ResultColumns}\nS-1,Team,X,found,LC_MSMS; GC_EI_MS,true,no,,,\n")).Techniques);

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
                string.Join(windows ? "\r\n" : "\n", cells.Chunk(kind.Columns.Length).Select(row => string.Join(',', row)).Prepend(string.Join(',', kind.Columns)).Append("")))));

    private static bool GivesStatementsOrReason(SheetKind kind, byte[] bytes)
    {
        var rows = Sheets.Read(bytes, kind, new Names(), out var fault);
        return rows is null ? fault.Code.Length > 0 && fault.Why.Length > 0 : fault == default;
    }

    private static Statement One(string kind, string sheet)
    {
        var rows = Read(kind, Encoding.UTF8.GetBytes(sheet), out var fault);
        Assert.True(rows is not null, fault.ToString());
        return Assert.Single(rows).Statement;
    }

    private static IReadOnlyList<(int Line, Statement Statement)>? Read(string kind, byte[] bytes, out IntakeFault fault) =>
        Sheets.Read(bytes, Sheets.All.Single(one => one.Name == kind), new Names(), out fault);

    /// <summary>A case that knows one name of each sort.</summary>
    private sealed class Names : ISheetNames
    {
        private int _last;

        public IEnumerable<string> Matrices => ["ENV_SOIL", "QC_FIELD_BLANK"];

        public IEnumerable<string> Techniques => ["GC_EI_MS", "LC_MSMS"];

        public EntityId? Party(string name) => name == "Team" ? new("e-team") : null;

        public EntityId? Incident(string label) => label == "I-1" ? new("e-incident") : null;

        public EntityId? Sample(string label) => label == "S-1" ? new("e-sample") : null;

        public Blob? File(string path) => path == "known" ? Blob.Of("x"u8, "text/plain") : null;

        public EntityId NewId() => new($"e-{_last++}");
    }
}
