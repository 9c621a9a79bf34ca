using System.Collections.Immutable;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Core.Samples;
using Probatum.Intake;

namespace Probatum.Tests.Examples;

/// <summary>The sheets of the exercise are read whole, and each broken paper shows as the anomaly it was made for.</summary>
public sealed class Exercise_papers_break_as_meant
{
    private static readonly string Folder = Path.Combine(TestData.Repository, "examples", "exercise-larch");

    [Theory]
    [InlineData("samples", 11)]
    [InlineData("transfers", 12)]
    [InlineData("casualties", 5)]
    [InlineData("results-dl01", 5)]
    [InlineData("results-dl02", 5)]
    public void Every_sheet_is_read(string file, int rows) => Assert.Equal(rows, Statements(file, new Names()).Length);

    [Theory]
    [InlineData("LX-01", "", Assurance.Direct)]
    [InlineData("LX-02", "", Assurance.Reported)]
    [InlineData("LX-03", "", Assurance.Reported)]
    [InlineData("LX-04", "SealMismatch", Assurance.Gap)]
    [InlineData("LX-05", "SealNotRead", Assurance.Reported)]
    [InlineData("LX-06", "WrongCustodian", Assurance.Gap)]
    [InlineData("LX-07", "TimeReversed", Assurance.Gap)]
    [InlineData("LX-08", "NoForm", Assurance.Reported)]
    [InlineData("LX-C1", "", Assurance.Reported)]
    [InlineData("LX-C2", "", Assurance.Reported)]
    [InlineData("LX-C3", "", Assurance.Reported)]
    public void A_chain_from_paper_holds_what_does_not_fit(string label, string anomalies, Assurance assurance)
    {
        var names = new Names();
        var view = Statements("samples", names).Concat(Statements("transfers", names))
            .Select((statement, i) => new Entry(i, default, "", 1, null!, statement, 0))
            .Aggregate(SamplesView.Empty, (all, entry) => all.Then(entry, Hand.Any));
        var chain = view.All.Single(sample => sample.Label == label).Chain;
        Assert.Equal(anomalies, string.Join(',', chain.Anomalies.Select(anomaly => anomaly.What)));
        Assert.Equal(assurance, chain.Assurance(Effects()));
    }

    private static ImmutableArray<Statement> Statements(string file, Names names)
    {
        var grid = SheetGrid.Read(File.ReadAllBytes(Path.Combine(Folder, file + ".csv")), SheetReading.AsItStands, out var fault);
        var read = grid is null ? null : Sheets.Read(grid, Sheets.All.Single(sheet => sheet.Name == file.Split('-')[0]), SheetReading.AsItStands, names, out fault);
        Assert.True(read is not null, fault.Why);
        Assert.All(read.Rows, row => Assert.Empty(row.Faults));
        return [.. read.Rows.SelectMany(row => row.Statements)];
    }

    private static AnomalyTable Effects()
    {
        var bytes = File.ReadAllBytes(Path.Combine(TestData.Repository, "data", "custody", "anomalies.csv"));
        Assert.True(Table.TryRead(bytes, out var table, out var fault) && AnomalyTable.TryRead(table, out _, out fault), fault.Why);
        AnomalyTable.TryRead(table, out var effects, out _);
        return effects;
    }

    // a sample's name is the id of the row that brought it in; any other name is an id of its own
    private sealed class Names : ISheetNames
    {
        private readonly Dictionary<string, EntityId> _known = new(StringComparer.Ordinal);
        private readonly Queue<string> _labels = new(
            System.IO.File.ReadLines(Path.Combine(Folder, "samples.csv")).Skip(2).Select(line => line.Split(',')[0]));

        private int _last;

        public EntityId? Party(string name) => Known("party " + name);

        public EntityId? Incident(string label) => Known("incident " + label);

        public EntityId? Sample(string label) => Known("sample " + label);

        public EntityId? Job(string name) => Known("job " + name);

        public CriteriaTable? Criteria => null;

        public Photo? Photo(string path) => null;

        public Blob? File(string path) =>
            System.IO.File.Exists(Path.Combine(Folder, path)) ? Blob.Of(System.IO.File.ReadAllBytes(Path.Combine(Folder, path)), "") : null;

        public IEnumerable<string> Matrices { get; } = Keys("custody/matrices.csv");

        public IEnumerable<string> Techniques { get; } = Keys("techniques/techniques.csv");

        public EntityId NewId() => _labels.TryDequeue(out var label) ? Known("sample " + label) : Next();

        private static string[] Keys(string table) =>
            [.. System.IO.File.ReadLines(Path.Combine(TestData.Repository, "data", table)).Select(line => line.Split(',')[0])];

        private EntityId Known(string name) => _known.TryGetValue(name, out var id) ? id : _known[name] = Next();

        private EntityId Next() => new($"e-{_last++}");
    }
}
