namespace Probatum.EndToEnd;

/// <summary>An analyst puts an own reading in place of a proposal, adds what no rule found, and takes out what was reviewed.</summary>
public sealed class Claims_are_read_anew_by_an_analyst : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    public Claims_are_read_anew_by_an_analyst()
    {
        _desk.File("a.txt", "The Northern Post\n3 May 2021\n\nThe Northern Ministry said that four people were hurt in Larch. A doctor denied that gas had been used.\n");
        _desk.In("report", "add", _desk.At("a.txt"), "--source", "The Northern Post", "--published", "2021-05-03").Expect(0);
    }

    [Fact]
    public void An_edit_is_a_record_and_the_proposal_stays()
    {
        Assert.Contains("the reader's confidence in its own reading 0.", _desk.In("claim", "show", "C1").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("claim", "edit", "C1", "--content", "four people were hurt", "--topic", "casualties", "--event", "counts=injured=4", "--reason", "the place is not said by the ministry").Expect(0);
        var shown = _desk.In("claim", "show", "C1").Expect(0).Out;
        foreach (var part in new[] { "C1, edited: Northern Ministry, per The Northern Post", "“four people were hurt”", "counts: injured=4", "edited: the place is not said by the ministry", "proposed by probatum-text/rules-3+model-", "the proposal was: " })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        Assert.Contains("C1", _desk.In("claim", "list", "--state", "edited").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("says that already", _desk.In("claim", "edit", "C1", "--topic", "casualties").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains("stand in the texts", Desk.Run("verify", _desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edited_claim_carries_an_allegation_as_a_confirmed_one_does()
    {
        _desk.In("party", "add", "The Northern Ministry").Expect(0);
        _desk.In("claim", "edit", "C1", "--speaker", "The Northern Ministry", "--kind", "indirect", "--topic", "casualties").Expect(0);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "The Northern Ministry", "--stance", "alleges", "--claim", "C1").Expect(0);
    }

    [Theory]
    [InlineData("the report does not hold the words 'five people'", "edit", "C1", "--content", "five people")]
    [InlineData("say what to change", "edit", "C1", "--reason", "x")]
    [InlineData("--event colour", "edit", "C1", "--event", "colour=green")]
    [InlineData("is confirmed already", "confirm", "C2")]
    [InlineData("say the words with --content", "add", "R1")]
    public void What_does_not_fit_is_told(string why, params string[] args)
    {
        _desk.In("claim", "confirm", "C2").Expect(0);
        var before = _desk.Leaves();
        Assert.Contains(why, _desk.In(["claim", .. args]).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void What_no_rule_found_is_added_in_the_reports_own_words()
    {
        _desk.In("claim", "add", "R1", "--content", "hurt in Larch", "--source", "The Northern Ministry", "--cue", "said", "--stance", "asserts").Expect(0);
        Assert.Contains("proposed by hand", _desk.In("claim", "show", "C3").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("hurt in Larch", _desk.In("claim", "list", "--state", "proposed").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_reviewed_goes_out_as_annotation()
    {
        Assert.Contains("no report whose claims are all reviewed", _desk.In("text", "export", "-o", _desk.At("out")).Expect(2).Error, StringComparison.Ordinal);
        _desk.In("claim", "confirm", "C1").Expect(0);
        _desk.In("claim", "reject", "C2").Expect(0);
        _desk.In("text", "export", "-o", _desk.At("out")).Expect(0);
        var measured = Desk.Run("text", "evaluate", _desk.At("out", "annotation.jsonl"), "--texts", _desk.At("out", "texts")).Expect(0).Out;
        Assert.Contains("(1 of 2 found right, 1 there)", measured, StringComparison.Ordinal);
        Assert.Contains("a model needs at least 5 texts", Desk.Run("text", "train", _desk.At("out", "annotation.jsonl"), "--texts", _desk.At("out", "texts"), "-o", _desk.At("m.model")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("is no model of claims", Desk.Run("claims", _desk.At("a.txt"), "--model", _desk.At("a.txt")).Expect(2).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("confidence", Desk.Run("claims", _desk.At("a.txt"), "--model", "none").Expect(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();
}
