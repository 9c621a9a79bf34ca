using System.Text;
using Probatum.Core.Claims;
using Probatum.Core.Dossier;
using Probatum.Core.Records;

namespace Probatum.Tests.Dossier;

/// <summary>A dossier's echoes: their passages are looked up in the captured texts, and the page shows who said what.</summary>
public sealed class EchoPassagesTests
{
    private static readonly EntityId[] Reports = [Said.Id(11), Said.Id(12)];
    private static readonly EntityId[] Claims = [Said.Id(21), Said.Id(22)];
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("😀 Oda Brandt said that it was used.\n");

    [Fact]
    public void Passages_that_stand_in_both_texts_hold_and_are_shown_with_who_reviewed_them()
    {
        var bag = Seal(WithholdingPolicy.Nothing, Echo(Reports[1], Reports[0], new(23, 34), new(0, 36)), Echo(Claims[1], Claims[0], new(23, 30), new(23, 34)) with { Verdict = "rejected", Reason = "both <were> there" });
        Assert.Equal(Outcome.Holds, Check(bag));
        var page = Encoding.UTF8.GetString(bag.Files[BagLayout.ReaderPage]);
        Assert.Contains("Echoes: what goes back to what", page, StringComparison.Ordinal);
        Assert.Contains("R2 23 to 34 (<a href=\"#C2\">C2</a>: “it was used”) beside R1 0 to 36", page, StringComparison.Ordinal);
        Assert.Contains("rejected: both &lt;were&gt; there", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 38, false)]
    [InlineData(7, 7, false)]
    [InlineData(30, 60, false)]
    [InlineData(0, 5, true)]
    public void A_passage_that_does_not_stand_there_fails(int start, int end, bool ofClaims) => Assert.Equal(
        Outcome.Fails, Check(Seal(WithholdingPolicy.Nothing, ofClaims ? Echo(Claims[1], Claims[0], new(start, end), new(23, 34)) : Echo(Reports[1], Reports[0], new(start, end), new(0, 10)))));

    [Fact]
    public void With_a_text_withheld_it_is_not_proven() => Assert.Equal(
        Outcome.NotProven, Check(Seal(new("narrow", [new("report-captured", "text", "file")]), Echo(Reports[1], Reports[0], new(23, 34), new(0, 36)))));

    private static EchoReviewed Echo(EntityId from, EntityId to, TextSpan mine, TextSpan theirs) => new(from, to, "repeats", "confirmed", [mine], [theirs], "rules", [], null);

    private static Outcome Check(MemoryBag bag) => Assert.Single(DossierVerifier.Verify(bag).Checks, check => check.Code == "echoes").Outcome;

    private static MemoryBag Seal(WithholdingPolicy policy, params Statement[] echoes)
    {
        var written = new WrittenCase(files: log => log.Keep(Text, "text/plain"));
        written.Record([
            .. Reports.Select((report, i) => new ReportCaptured(report, $"report {i}", null, null, null, null, Blob.Of(Text, "text/plain"), Blob.Of(Text, "text/plain"), "text/2")),
            .. Claims.Select((claim, i) => new ClaimProposed(claim, Reports[i], "rules", null, null, "asserts", null, null, "Oda Brandt", [], [], [], [new(23, 34)], null, "it was used", [])),
            .. echoes]);
        return written.Seal(policy);
    }
}
