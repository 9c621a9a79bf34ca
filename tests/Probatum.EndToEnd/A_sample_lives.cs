namespace Probatum.EndToEnd;

/// <summary>A sample from its collection to its end, by commands alone: seals read, storage, codes, use, corroboration, remarks.</summary>
public sealed class A_sample_lives : IDisposable
{
    private readonly Desk _desk = new();

    public A_sample_lives()
    {
        Desk.Run("init", _desk.Workspace).Expect(0);
        _desk.In("case", "open", "SYNTHETIC exercise").Expect(0);
        foreach (var party in new[] { "State", "Team", "Lab" })
        {
            _desk.In("party", "add", party).Expect(0);
        }

        _desk.In("key", "new", "team").Expect(0);
        _desk.In("key", "register", "team", "--role", "analyst", "--holder", "A. Analyst", "--party", "Team").Expect(0);
        _desk.In("incident", "open", "I-1").Expect(0);
        _desk.In("sample", "add", "S-09", "--incident", "I-1", "--matrix", "ENV_SOIL", "--quantity", "2 g", "--when", "2031-05-04T10:20Z", "--collector", "State", "--seal", "A-117", "--origin", "STATE_HANDOVER").Expect(0);
    }

    [Fact]
    public void What_is_of_no_incident_counts_in_none_and_the_assessment_says_so()
    {
        _desk.In("sample", "add", "S-90", "--matrix", "ENV_SOIL").Expect(0);
        _desk.In("casualty", "add", "K-90").Expect(0);
        var notes = _desk.In("assess").Expect(0).Error;
        Assert.Contains("of no incident, so counted in none: S-90", notes, StringComparison.Ordinal);
        Assert.Contains("1 casualty of no incident, so counted in none: K-90", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void From_vial_to_end()
    {
        _desk.In("sample", "check", "S-09", "--by", "State", "--seal-found", "A-117", "--when", "2031-05-04T12:00Z").Expect(0);
        _desk.In("sample", "store", "S-09", "--by", "State", "--when", "2031-05-04T12:00Z/2031-05-06T12:00Z", "--where", "refrigerator 2", "--lowest", "3.1", "--highest", "11", "--limits", "2,8").Expect(0);
        _desk.In("sample", "split", "S-09", "--by", "State", "--seal-found", "A-117", "--seal-applied", "A-118", "--when", "2031-05-06T13:00Z", "--into", "S-09/A=1500 mg=A-119").Expect(0);
        _desk.In("sample", "code", "S-09/A", "--laboratory", "Lab", "--code", "X7").Expect(0);
        Assert.Contains("sample/code-taken", _desk.In("sample", "code", "S-09", "--laboratory", "Lab", "--code", "X7").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("sample", "transfer", "S-09/A", "--from", "State", "--to", "Lab", "--reported", "--seal-found", "A-119", "--label", "X7", "--when", "2031-05-07", "--temperature", "4.5", "--receipt", "R-12", "--witness", "observer").Expect(0);
        _desk.In("sample", "use", "S-09/A", "--by", "Lab", "--quantity", "0.5 g", "--seal-found", "A-119", "--seal-applied", "L-1", "--when", "2031-05-08", "--reason", "analysis").Expect(0);

        var shown = _desk.In("sample", "show", "S-09/A").Expect(0).Out;
        foreach (var part in new[] { "1500 mg", "(1000 mg left)", "used, held by Lab, seal L-1", "known to Lab as X7", "3.1 to 11 °C", "! temperature-excursion: it was warmer or colder than it was to be kept (3.1 °C to 11 °C where 2 °C to 8 °C was to be kept)", "! no-form", "! no-blank" })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        _desk.In("sample", "end", "S-09/A", "--how", "destroyed", "--by", "Lab", "--seal-found", "L-1", "--when", "2031-06-08", "--reason", "end of retention").Expect(0);
        Assert.Contains("custody/ended", _desk.In("sample", "use", "S-09/A", "--by", "Lab", "--quantity", "1 mg").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("destroyed", _desk.In("sample", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_told_collection_is_corroborated_by_the_team_and_a_remark_takes_nothing_away()
    {
        Assert.Contains("reported", _desk.In("sample", "list").Expect(0).Out, StringComparison.Ordinal);
        var leaf = _desk.In("sample", "show", "S-09").Expect(0).Out.Split("leaf ")[1].Split(':')[0];
        Assert.Contains("custody/not-speaker", _desk.In("sample", "support", "S-09", "--record", leaf, "--by", "Team", "--basis", "the duty log agrees").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("sample", "support", "S-09", "--record", leaf, "--by", "Team", "--basis", "the duty log and two accounts agree", "--key", "team").Expect(0);
        var shown = _desk.In("sample", "show", "S-09").Expect(0).Out;
        Assert.Contains("chain assurance corroborated", shown, StringComparison.Ordinal);
        Assert.Contains("+ corroborated by Team: the duty log and two accounts agree", shown, StringComparison.Ordinal);

        _desk.In("sample", "remark", "S-09", "--notes", "opened-outside-procedure", "--text", "the lid was loose", "--by", "Team", "--key", "team").Expect(0);
        _desk.In("sample", "remark", "S-09", "--answers", "opened-outside-procedure", "--resolution", "disputed", "--text", "it was not", "--by", "State").Expect(0);
        shown = _desk.In("sample", "show", "S-09").Expect(0).Out;
        Assert.Contains("chain assurance gap", shown, StringComparison.Ordinal);
        Assert.Contains("disputed by State: it was not", shown, StringComparison.Ordinal);
        Assert.Contains("custody/anomaly", _desk.In("sample", "remark", "S-09", "--notes", "nonsense", "--text", "x").Expect(2).Error, StringComparison.Ordinal);

        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        var blind = _desk.At("blind");
        Desk.Run("redact", _desk.At("dossier"), "-o", blind, "--withhold", "laboratory").Expect(0);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(blind, "data", "disclosures")), path => File.ReadAllText(path).Contains("UzA5", StringComparison.Ordinal));
    }

    public void Dispose() => _desk.Dispose();
}
