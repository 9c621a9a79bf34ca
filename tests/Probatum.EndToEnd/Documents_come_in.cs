namespace Probatum.EndToEnd;

/// <summary>Documents of every kind become reports, and every claim is shown where it stands in the original.</summary>
public sealed class Documents_come_in : IDisposable
{
    private readonly Desk _desk = new();

    public Documents_come_in() => _desk.WithCase();

    [Fact]
    public void A_claim_is_shown_in_the_original()
    {
        _desk.In("report", "add", _desk.File("a.html", "<html><body><p>The mill.</p><p>Officials said that nine samples were taken.</p></body></html>")).Expect(0);
        _desk.In("report", "add", _desk.File("b.txt", "The mill.\n\nOfficials said that nine samples were taken.\n")).Expect(0);
        var html = _desk.In("report", "show", "R1", "--claim", "C1").Expect(0).Out;
        Assert.Contains("source 11 to 20: Officials\n  node /html/body/p[2]", html, StringComparison.Ordinal);
        Assert.Contains("nine samples were taken\n  line 3", _desk.In("report", "show", "R2", "--claim", "C2").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("C2 is no claim of R1", _desk.In("report", "show", "R1", "--claim", "C2").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("read as utf-8", _desk.In("report", "show", "R2", "--reading").Expect(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();
}
