namespace Probatum.EndToEnd;

/// <summary>A denial is shown with what it answers, in one report by proposal, in another one where an analyst says so.</summary>
public sealed class Claims_answer_one_another : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    public Claims_answer_one_another()
    {
        _desk.File("a.txt", "The Northern Post\n3 May 2021\n\nThe Northern Ministry said that Southern troops had used chlorine in Larch. The Southern army denied the accusations.\n");
        _desk.File("b.txt", "The Southern Post\n4 May 2021\n\nThe Southern Ministry of Defence denied using chlorine.\n");
        _desk.In("report", "add", _desk.At("a.txt"), "--source", "The Northern Post", "--published", "2021-05-03").Expect(0);
        _desk.In("report", "add", _desk.At("b.txt"), "--source", "The Southern Post", "--published", "2021-05-04").Expect(0);
    }

    [Fact]
    public void Both_ways_are_shown()
    {
        Assert.Contains("answers C1: Northern Ministry", Shown("C2"), StringComparison.Ordinal);
        Assert.Contains("answered by C2: Southern army", Shown("C1"), StringComparison.Ordinal);
        Assert.Contains("\"answers\":[\"C1\"]", _desk.In("claim", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
    }

    [Fact]
    public void An_answer_in_another_report_is_no_record_until_an_analyst_says_so()
    {
        Assert.Contains("may answer C1: Northern Ministry", Shown("C3"), StringComparison.Ordinal);
        Assert.Contains("may be answered by C3", Shown("C1"), StringComparison.Ordinal);
        _desk.In("claim", "edit", "C3", "--answers", "C1").Expect(0);
        Assert.Contains("  answers C1", Shown("C3"), StringComparison.Ordinal);
        Assert.DoesNotContain("may answer", Shown("C3"), StringComparison.Ordinal);
        Assert.StartsWith("C1: ", Shown("C1"), StringComparison.Ordinal);
        Assert.Contains("says that already", _desk.In("claim", "edit", "C3", "--answers", "C1").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("claim", "edit", "C3", "--answers", "none").Expect(0);
        Assert.DoesNotContain("  answers C1", Shown("C3"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claim/answers-itself", "C3")]
    [InlineData("C9", "C1,C9")]
    public void What_is_no_other_claim_is_told(string why, string answers)
    {
        var before = _desk.Leaves();
        Assert.Contains(why, _desk.In("claim", "edit", "C3", "--answers", answers).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    private string Shown(string claim) => _desk.In("claim", "show", claim).Expect(0).Out;

    public void Dispose() => _desk.Dispose();
}
