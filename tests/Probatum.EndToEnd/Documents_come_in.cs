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

    [Fact]
    public void A_mail_and_what_is_attached_are_reports_and_the_dossier_has_them()
    {
        _desk.File("mail.eml", "From: a@a.example\nDate: Mon, 5 May 2031 10:00:00 +0300\nSubject: Samples\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\n\nOfficials said that nine samples were taken.\n--b\nContent-Disposition: attachment; filename=a.txt\n\nThe ministry said that it rained.\n--b--\n");
        var added = _desk.In("report", "add", _desk.At("mail.eml")).Expect(0).Out;
        Assert.Contains("report R1: mail.eml, 1 claim proposed\nreport R2: mail.eml: a.txt, 1 claim proposed", added, StringComparison.Ordinal);
        Assert.Contains("(in R1)", _desk.In("report", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("the file says, From: a@a.example", _desk.In("report", "show", "R1", "--reading").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        if (Desk.Has("node"))
        {
            Desk.Other("node", TestData.Repository, "tests/reader/reader.mjs", _desk.At("dossier")).Expect(0);
        }
    }

    public void Dispose() => _desk.Dispose();
}
