using CsCheck;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Core.Samples;

namespace Probatum.Tests.Records;

/// <summary>What came in by an import is told apart from what did not, and counts for nothing while the import is withdrawn.</summary>
public sealed class Imports_can_be_withdrawn
{
    private static readonly EntityId Import = EntityId.New(span => span.Fill(9));

    private static EntityId Id(byte number) => EntityId.New(span => span.Fill(number));

    private static SampleCollected Sample(byte number) => new(Id(number), null, $"S-{number}", null, null, null, null, null, null, "TEAM_COLLECTED", [], null);

    [Fact]
    public void Its_records_are_those_behind_it_and_nothing_else()
    {
        var notebook = Imported();
        Assert.Equal(["S-1", "S-2", "S-3", "S-4"], notebook.History.State.Samples.All.Select(sample => sample.Label));
        Assert.Equal([("2", "S-2"), ("3", "S-3")], notebook.History.State.Imports.Find(Import)!.Rows(notebook.History).Select(row => (row.Row, ((SampleCollected)row.Entry!.Statement!).Label!)));
        notebook.Say(Notebook.Owner, new ImportWithdrawn(Import, true, "the wrong sheet"));
        Assert.Equal(["S-1", "S-4"], notebook.History.State.Samples.All.Select(sample => sample.Label));
        Assert.Empty(notebook.History.Remarks);
    }

    [Fact]
    public void What_was_said_of_a_withdrawn_thing_since_is_told_and_the_thing_keeps_its_name()
    {
        var notebook = Imported();
        notebook.Say(Notebook.Owner, new CustodyReported(Id(2), null, null, null, null, null, null, null, null, null));
        notebook.Say(Notebook.Owner, new ImportWithdrawn(Import, true, "the wrong sheet"));
        var state = notebook.History.State;
        Assert.Equal(("custody-reported", "S-2"), ImportsView.LeftOver(state).Select(one => (one.Entry.Type, one.Of.Label!)).Single());
        Assert.Contains(state.Samples.Samples[Id(2)].Chain.Anomalies, one => one.What == Anomaly.NotCollected);
        Assert.Equal(["S1", "S2", "S3", "S4"], new byte[] { 1, 2, 3, 4 }.Select(number => state.Entities.Find(Id(number))!.Handle));
        Assert.Empty(state.Entities.Named("S-3"));
    }

    [Fact]
    public void Put_back_everything_is_as_it_was()
    {
        var notebook = Imported();
        var before = notebook.History.State.Samples.All.Select(sample => (sample.Label, sample.Chain.Links.Count)).ToList();
        notebook.Say(Notebook.Owner, new ImportWithdrawn(Import, true, "the wrong sheet"));
        notebook.Say(Notebook.Owner, new ImportWithdrawn(Import, false, "it was the right one"));
        Assert.Equal(before, notebook.History.State.Samples.All.Select(sample => (sample.Label, sample.Chain.Links.Count)));
        Assert.Empty(ImportsView.LeftOver(notebook.History.State));
        Assert.Equal("S-3", notebook.History.State.Entities.Named("S-3").Single().Label);
    }

    [Fact]
    public void Nobody_withdraws_what_another_imported()
    {
        var notebook = Imported();
        notebook.Say(Notebook.Custodian, new ImportWithdrawn(Import, true, "not mine"));
        notebook.AssertVoid("import/author");
    }

    [Fact]
    public void A_rule_refuses_what_says_nothing_new()
    {
        var state = Imported().History.State;
        var owner = new Actor(new(Notebook.Owner.Verifier.Name), "owner", null);
        Assert.Equal("import/unknown", Rules.Judge(state, owner, new ImportWithdrawn(Id(1), true, "x"))!.Code);
        Assert.Equal("import/no-reason", Rules.Judge(state, owner, new ImportWithdrawn(Import, true, ""))!.Code);
        Assert.Equal("import/withdrawn", Rules.Judge(state, owner, new ImportWithdrawn(Import, false, "x"))!.Code);
        Assert.Null(Rules.Judge(state, owner, new ImportWithdrawn(Import, true, "x")));
    }

    [Fact]
    public void Keys_and_parties_never_belong_to_an_import()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Owner, new SheetImported(Import, Blob.Of("x"u8, "text/csv"), null, "samples", null, 9, ["2-9"], null));
        notebook.Register(Notebook.Stranger, "analyst");
        notebook.Say(Notebook.Owner, new PartyDescribed(Id(5), "Team", null, null, null, null));
        notebook.Say(Notebook.Owner, new ImportWithdrawn(Import, true, "x"));
        Assert.Contains(new(Notebook.Stranger.Verifier.Name), notebook.History.Keys.Keys);
        Assert.Equal("Team", notebook.History.State.Parties.Name(Id(5)));
    }

    [Fact]
    public void Rows_are_read_as_they_were_written() => Gen.OneOf(Gen.Int[1, 12].Select(number => $"{number}"), Gen.OneOf("uuid:a-1", "2-", "-3", "01", "5-4")).List[0, 30].Sample(rows =>
        RowRanges.Read(RowRanges.Write(rows)).SequenceEqual(rows) && RowRanges.Count(RowRanges.Write(rows)) == rows.Count);

    /// <summary>One sample, an import of two, and one more.</summary>
    private static Notebook Imported()
    {
        var notebook = Notebook.Opened();
        notebook.Say(Notebook.Owner, Sample(1));
        notebook.Say(Notebook.Owner, new SheetImported(Import, Blob.Of("x"u8, "text/csv"), "a.csv", "samples", null, 2, ["2-3"], "{}"));
        notebook.Say(Notebook.Owner, Sample(2));
        notebook.Say(Notebook.Owner, Sample(3));
        notebook.Say(Notebook.Owner, Sample(4));
        return notebook;
    }
}
