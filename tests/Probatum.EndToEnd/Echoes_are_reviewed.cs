using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>Reports that go back to one origin, from their capture to the count of origins, through the command line.</summary>
public sealed class Echoes_are_reviewed : IDisposable
{
    private const string Words =
        "“Four shells struck the yard behind the grain store and a yellow cloud drifted along Mill Lane for an hour,” Oda Brandt said.";

    private readonly Desk _desk = new Desk().WithCase();

    [Fact]
    public void A_confirmed_echo_takes_an_origin_away_and_a_proposal_does_not()
    {
        TwoReports();
        Assert.Contains("R2:R1  quotes, proposed", _desk.In("echoes").Expect(0).Out, StringComparison.Ordinal);
        var before = _desk.In("assess").Expect(0);
        Assert.Contains("1 echo between reports behind what is alleged is proposed and not reviewed, and counts for nothing", before.Error, StringComparison.Ordinal);
        Assert.Contains("Ministry alleges it: 1 confirmed claim", before.Out, StringComparison.Ordinal);
        Assert.Contains("Courier alleges it: 1 confirmed claim", before.Out, StringComparison.Ordinal);

        _desk.In("echoes", "confirm", "R2:R1", "--reason", "word for word").Expect(0);
        var after = _desk.In("assess").Expect(0);
        Assert.Empty(after.Error);
        Assert.Contains("Ministry alleges it: 2 confirmed claims", after.Out, StringComparison.Ordinal);
        Assert.Contains("is an echo, said by Courier", after.Out, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(_desk.In("echoes", "--allegation", "A2", "--json").Expect(0).Out);
        var allegation = json.RootElement.GetProperty("allegation");
        Assert.Equal("Ministry", allegation.GetProperty("origins").EnumerateArray().Single().GetProperty("name").GetString());
        Assert.Equal(0, allegation.GetProperty("open").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("confirmedOrigins").GetInt32());
        Assert.Equal("confirmed", json.RootElement.GetProperty("edges").EnumerateArray().First(edge => edge.GetProperty("edge").GetString() == "R2:R1").GetProperty("state").GetString());

        // What is confirmed stands in the dossier, and another reader comes to the same count.
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        _desk.In("seal", "-o", _desk.At("public"), "--withhold", "public").Expect(0);
        Desk.Run("verify", _desk.At("public")).Expect(0);
    }

    [Fact]
    public void A_rejected_echo_is_shown_and_not_proposed_again()
    {
        TwoReports();
        _desk.In("echoes", "reject", "R2:R1", "--reason", "both were there").Expect(0);
        var shown = _desk.In("echoes").Expect(0).Out;
        Assert.Contains("R2:R1  quotes, rejected", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("ORIGIN 1", shown, StringComparison.Ordinal);
        Assert.Contains("Courier alleges it", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_may_go_back_to_a_party_and_an_edge_that_nobody_proposes_needs_its_sort()
    {
        TwoReports();
        Assert.Contains("say with --as what it is", _desk.In("echoes", "confirm", "C1:C2").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("echoes", "confirm", "C2:Ministry", "--as", "repeats").Expect(0);
        Assert.Contains("echo/circle", _desk.In("echoes", "confirm", "C2:C2", "--as", "repeats").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("'R2' is no edge", _desk.In("echoes", "confirm", "R2").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("nothing called 'Agency Nobody Knows'", _desk.In("echoes", "confirm", "R2:Agency Nobody Knows").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("C2:Ministry  repeats, confirmed", _desk.In("echoes").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_go_back_to_claims_and_a_confirmed_one_takes_an_origin_away()
    {
        TwoReports();
        using var json = JsonDocument.Parse(_desk.In("echoes", "--claims", "--json", "--svg", _desk.At("claims.svg")).Expect(0).Out);
        var edge = json.RootElement.GetProperty("claimEdges").EnumerateArray().First(one => one.GetProperty("edge").GetString() == "C2:C1");
        Assert.Equal(("quotes", "proposed"), (edge.GetProperty("sort").GetString(), edge.GetProperty("state").GetString()));
        var arrows = json.RootElement.GetProperty("graph").GetProperty("arrows").EnumerateArray().Select(one => string.Join(' ', new[] { "from", "sort", "to", "state" }.Select(name => one.GetProperty(name).GetString()))).ToList();
        Assert.Contains("R1 has C1 recorded", arrows);
        Assert.Contains("C2 quotes C1 proposed", arrows);
        Assert.Contains("C2 origin Courier confirmed", arrows);
        Assert.Contains("C2 in R2, Courier", System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(_desk.At("claims.svg")), "<[^>]*>", ""), StringComparison.Ordinal);
        Assert.Contains("Courier alleges it: 1 confirmed claim", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);

        _desk.In("echoes", "confirm", "C2:C1").Expect(0);
        Assert.Contains("C2:C1  quotes, confirmed, 900 points", _desk.In("echoes", "--claims").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Ministry alleges it: 2 confirmed claims", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Assert.Contains("the passages of 1 echoes stand in the texts", Desk.Run("verify", _desk.At("dossier")).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("goes back to", File.ReadAllText(_desk.At("dossier", "data", "README.html")), StringComparison.Ordinal);

        // A claim may go back to whoever it names, who becomes a party by that.
        _desk.In("echoes", "confirm", "C1:Oda Brandt").Expect(0);
        Assert.Contains("C1:Oda Brandt  cites, confirmed", _desk.In("echoes", "--claims").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Oda Brandt alleges it: 2 confirmed claims", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_with_the_same_picture_are_told_in_a_case_and_as_files()
    {
        // A head and noise: pictures are told by their bytes and not decoded.
        byte[] picture = [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0, .. Enumerable.Range(0, 4000).Select(i => (byte)(i * i % 251))];
        string Page(string name, string words) => _desk.File(name, $"<!doctype html><html><body><p>{words}</p><img alt='' src='data:image/png;base64,{Convert.ToBase64String(picture)}'></body></html>");
        string[] files = [Page("one.html", "Rain fell all week and nobody complained."), Page("two.html", "The council met in the old school.")];
        Assert.Contains("image 600: 1 picture in both", Desk.Run(["echoes", .. files]).Expect(0).Out, StringComparison.Ordinal);

        _desk.In("report", "add", files[0], "--source", "Courier", "--published", "2031-05-04").Expect(0);
        _desk.In("report", "add", files[1], "--source", "Post", "--published", "2031-05-06").Expect(0);
        Assert.Contains("image 600: 1 picture in both", _desk.In("echoes").Expect(0).Out, StringComparison.Ordinal);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture));
        Assert.Contains($"picture, SHA-256 {digest}", _desk.In("report", "show", "R1", "--reading").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("echoes", "confirm", "R2:R1").Expect(0);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
    }

    [Fact]
    public void A_source_that_a_report_names_becomes_a_party()
    {
        var path = _desk.File("c.txt", "The mill burned down, the Northland Ministry said, according to Larch News Agency.\n");
        _desk.In("report", "add", path, "--source", "Courier", "--published", "2031-05-04").Expect(0);
        using var json = JsonDocument.Parse(_desk.In("echoes", "--json").Expect(0).Out);
        var edge = json.RootElement.GetProperty("edges").EnumerateArray().First(one => one.GetProperty("outside").GetBoolean());
        _desk.In("echoes", "confirm", edge.GetProperty("edge").GetString()!).Expect(0);
        Assert.Contains(edge.GetProperty("to").GetString()!, _desk.In("party", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("cites, confirmed", _desk.In("echoes").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_compared_without_a_workspace()
    {
        string[] files =
        [
            _desk.File("one.txt", $"Early news\n\n{Words}\n"), _desk.File("two.txt", $"Late news of the day before\n\n{Words} She left.\n"),
            _desk.File("three.txt", "Rain fell all week and nobody complained.\n"),
        ];
        using var json = JsonDocument.Parse(Desk.Run(["echoes", .. files, "--json", "--svg", _desk.At("echoes.svg")]).Expect(0).Out);
        var pair = json.RootElement.GetProperty("pairs").EnumerateArray().Single();
        Assert.Equal(("two", "one"), (pair.GetProperty("a").GetString(), pair.GetProperty("b").GetString()));
        Assert.Equal("three", json.RootElement.GetProperty("alone").EnumerateArray().Single().GetString());
        Assert.StartsWith("<svg", File.ReadAllText(_desk.At("echoes.svg")), StringComparison.Ordinal);
        Assert.Contains("2 origins if every proposal holds", Desk.Run(["echoes", .. files]).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Desk.Run("echoes", _desk.At("nothing.txt")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("is given twice", Desk.Run("echoes", files[0], files[0]).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("0 to 1000", Desk.Run("echoes", files[0], "--min", "2000").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("give no files", Desk.Run("echoes", files[0], "--allegation", "A1").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("written over", Desk.Run("echoes", files[0], "--svg", files[0]).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    /// <summary>A ministry's statement and a paper that has it word for word, a claim of each confirmed, and both alleged.</summary>
    private void TwoReports()
    {
        _desk.In("party", "add", "Ministry").Expect(0);
        _desk.In("party", "add", "Courier").Expect(0);
        foreach (var (name, party, day) in new[] { ("a.txt", "Ministry", "2031-05-03"), ("b.txt", "Courier", "2031-05-04") })
        {
            _desk.In("report", "add", _desk.File(name, $"News of the {party}\n\n{Words}\n"), "--source", party, "--published", day).Expect(0);
        }

        foreach (var (report, party) in new[] { ("R1", "Ministry"), ("R2", "Courier") })
        {
            _desk.In("claim", "confirm", "--words", "Four shells", "--report", report, "--speaker", party).Expect(0);
            _desk.In("allegation", "add", "--incident", "I-1", "--by", party, "--stance", "alleges", "--words", "Four shells", "--report", report).Expect(0);
        }
    }
}
