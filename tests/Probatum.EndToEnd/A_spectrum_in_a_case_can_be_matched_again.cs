using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Probatum.Core;
using Probatum.Core.Cases;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.EndToEnd;

/// <summary>What a Raman or infrared spectrum was said to be is computed again with the references, and its scores from the dossier alone.</summary>
public sealed class A_spectrum_in_a_case_can_be_matched_again : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();
    private readonly string _raman;

    public A_spectrum_in_a_case_can_be_matched_again()
    {
        Directory.CreateDirectory(_desk.At("references"));
        _desk.File("references/compound-a.csv", Raman(x => Bells(x, 400, 900, 1300)));
        _desk.File("references/compound-b.csv", Raman(x => Bells(x, 520, 1000, 1610)));
        _desk.File("references/compound-c.csv", Infrared(x => Bells(x, 610, 1105, 1450)));
        _raman = _desk.File("powder.csv", Raman(x => (3.0 * Bells(x, 400, 900, 1300.4)) + (0.02 * x) + 7));
        _desk.In("sample", "add", "S-1", "--incident", "I-1").Expect(0);
    }

    [Fact]
    public void With_the_references_whatever_their_folder_and_not_without()
    {
        var printed = Match(_raman, "--instrument", "R-1", "--by", "Team", "--screen-text", "COMPOUND A 0.97").Expect(0).Out;
        Assert.Contains("library: compound-a (0.99", printed, StringComparison.Ordinal);
        Assert.Contains("presumptive at the most", printed, StringComparison.Ordinal);
        Assert.Contains("recorded as run", printed, StringComparison.Ordinal);
        Assert.Contains("spectrum 1  library: compound-a (0.99", _desk.In("sample", "show", "S-1").Expect(0).Out, StringComparison.Ordinal);
        Seal();
        Directory.Move(_desk.At("references"), _desk.At("moved"));
        var held = Verify("--library", _desk.At("moved")).Expect(0).Out;
        Assert.Contains("holds       identification", held, StringComparison.Ordinal);
        Assert.Contains("recomputed from the raw file and the references, the same answer for 1 spectrum", held, StringComparison.Ordinal);
        Assert.Contains("not recomputed, the references", Verify().Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("not recomputed, the references", Verify("--library", _desk.At("moved", "compound-b.csv")).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("neither a library", Verify("--library", _desk.File("odd.txt", "words")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("L1", _desk.In("result", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_scores_without_the_references_where_the_spectra_are_kept()
    {
        Match(_raman, "--keep-spectra").Expect(0);
        Match(_desk.File("mixed.csv", Raman(x => (2.0 * Bells(x, 400, 900, 1300)) + (1.8 * Bells(x, 520, 1000, 1610)))), "--keep-spectra").Expect(0);
        Match(_desk.File("film.csv", Infrared(x => Bells(x, 610, 1105, 1450))), "--keep-spectra", "--measure", "correlation", "--technique", "FTIR_LAB").Expect(0);
        Seal();
        Assert.Equal(3, Count(Verify().Expect(0).Out, "recomputed from the raw file and the spectra that the sealer kept; that these"));
        Assert.Equal(3, Count(Verify("--library", _desk.At("references")).Expect(0).Out, "recomputed from the raw file and the references, the same"));
    }

    [Fact]
    public void A_forged_score_fails_with_the_references_and_with_the_kept_spectra_alone()
    {
        Match(_raman, "--keep-spectra").Expect(0);
        Forge(made => made with { Components = [.. made.Components.Select(one => one with { Candidates = [.. one.Candidates.Select(hit => hit with { Score = hit.Score + 1 })] })] });
        Seal(1);
        Assert.Contains("the references gives another answer", Verify("--library", _desk.At("references")).Expect(1).Out, StringComparison.Ordinal);
        var alone = Verify().Expect(1).Out;
        Assert.Contains("fails       identification", alone, StringComparison.Ordinal);
        Assert.Contains("the spectra that the sealer kept gives another answer", alone, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_the_technique_does_not_have_fails()
    {
        Match(_raman).Expect(0);
        Forge(made => made with { Method = "gcms-composite/2" });
        Seal(1);
        Assert.Contains("is none for the technique RAMAN", Verify().Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spectrum_is_recorded_as_what_it_is_or_not_at_all()
    {
        var before = _desk.Leaves();
        Assert.Contains("does not fit a Raman spectrum; what fits: RAMAN", Match(_raman, "--technique", "FTIR_ATR").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("what fits: FTIR_ATR, FTIR_LAB, FTIR_STANDOFF", Match(_desk.File("film.csv", Infrared(x => Bells(x, 610))), "--technique", "RAMAN").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no technique", Match(_raman, "--technique", "NOSE").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no profile 'field-gcms' for raman; there are field-optical", Match(_raman, "--profile", "field-gcms").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("takes one file", _desk.In("spectra", "match", _raman, _raman, "--library", _desk.At("references"), "--sample", "S-1").Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void A_safety_reading_has_no_answer_on_record_and_nobody_corrects_one_by_hand()
    {
        Assert.Contains("a safety reading identifies nothing", Match(_raman, "--purpose", "safety").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("identification", _desk.In("case", "show").Expect(0).Out, StringComparison.Ordinal);
        Match(_raman).Expect(0);
        Assert.Contains("identify again", _desk.In("correct", $"{_desk.Leaves() - 1}", "--set", "unidentified=5", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private Printed Match(string file, params string[] more) => _desk.In(["spectra", "match", file, "--library", _desk.At("references"), "--sample", "S-1", .. more]);

    private void Seal(int code = 0) => _desk.In("seal", "-o", _desk.At("dossier")).Expect(code);

    private Printed Verify(params string[] more) => Desk.Run(["verify", _desk.At("dossier"), .. more]);

    /// <summary>Records the last answer again, changed, with the owner's own key, which no verb does.</summary>
    private void Forge(Func<IdentificationMade, IdentificationMade> change)
    {
        var id = new CaseId(_desk.CaseId());
        using var workspace = Workspace.Open(_desk.Workspace, () => DateTimeOffset.UtcNow, TimeSpan.FromSeconds(10), _ => { }, () => "", LastSeen.OfThisMachine());
        var (log, history) = workspace.Read(id, SignatureCheck.Every);
        using (log)
        {
            var made = history.State.Laboratory.Identifications[^1].Made;
            var forged = change(made) with { Identification = EntityId.New(RandomNumberGenerator.Fill) };
            Author author = new(workspace.Keys.Find("owner")!, () => DateTimeOffset.UtcNow, RandomNumberGenerator.Fill);
            Assert.IsType<Acknowledged>(CaseFile.Submit(history, id, log.Covered, author, [new Intended(forged)], log));
            log.Publish();
        }
    }

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static string Raman(Func<double, double> height) => "raman_shift_per_cm,intensity\n" + Points(height);

    private static string Infrared(Func<double, double> height) => "wavenumber_per_cm,transmittance\n" + Points(x => Math.Pow(10, -height(x)));

    private static string Points(Func<double, double> height)
    {
        var csv = new StringBuilder();
        for (var x = 200; x <= 1800; x += 2)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{x},{height(x):R}\n");
        }

        return csv.ToString();
    }

    private static double Bells(double x, params double[] at) => at.Select((centre, i) => (1.0 + (0.3 * i)) * Math.Exp(-Math.Pow((x - centre) / 9.0, 2))).Sum();
}
