using System.Text.Json;

namespace Probatum.EndToEnd;

public sealed class A_finding_is_bound_by_the_record : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    public A_finding_is_bound_by_the_record()
    {
        foreach (var (key, role) in new[] { ("first", "analyst"), ("second", "analyst"), ("reviewer", "reviewer") })
        {
            _desk.In("key", "new", key).Expect(0);
            _desk.In("key", "register", key, "--role", role, "--holder", $"the {key}").Expect(0);
        }

        _desk.In("sample", "add", "S-1", "--incident", "I-1", "--matrix", "ENV_SOIL", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--when", "2031-05-05").Expect(0);
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void What_says_more_than_the_record_is_adopted_only_after_a_second_person_took_that_on_and_every_view_shows_it()
    {
        var proposed = _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "likely", "--ground", "S-1", "--likelihood", "P5", "--confidence", "low", "--key", "first").Expect(0);
        Assert.Contains("limitation drafted from what caps stronger words", proposed.Error, StringComparison.Ordinal);
        Assert.Contains("the records carry at most “cannot confidently determine", proposed.Error, StringComparison.Ordinal);
        Assert.Contains("finding/above-ceiling", _desk.In("finding", "review", "F1", "--verdict", "adopted", "--reason", "seen", "--key", "reviewer").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("access/not-permitted", _desk.In("finding", "override", "F1", "--reason", "held elsewhere", "--key", "first").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("finding", "override", "F1", "--reason", "held elsewhere", "--key", "reviewer").Expect(0);
        _desk.In("finding", "review", "F1", "--verdict", "adopted", "--reason", "seen", "--key", "reviewer").Expect(0);

        Assert.Contains("which the reviewer took on: held elsewhere", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        using var list = JsonDocument.Parse(_desk.In("finding", "list", "--json").Expect(0).Out);
        var one = list.RootElement[0];
        Assert.Equal(
            ("adopted", true, "held elsewhere", "P5", "low", "cannot-determine"),
            (one.GetProperty("state").GetString(), one.GetProperty("exceedsCeiling").GetBoolean(), one.GetProperty("override").GetString(), one.GetProperty("likelihood").GetString(), one.GetProperty("confidence").GetString(), one.GetProperty("carried").GetString()));
        var dossier = _desk.At("dossier");
        _desk.In("seal", "--output", dossier).Expect(0);
        Assert.Contains("was taken on by", System.IO.File.ReadAllText(Path.Combine(dossier, "data", "README.html")), StringComparison.Ordinal);
        Desk.Run("verify", dossier).Expect(0);

        Assert.Contains("finding/stands", _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "cannot-determine", "--limitation", "none", "--key", "first").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "cannot-determine", "--limitation", "none", "--supersedes", "F1", "--key", "first").Expect(0);
        _desk.In("finding", "review", "F2", "--verdict", "adopted", "--reason", "within the record", "--key", "reviewer").Expect(0);
        _desk.In("finding", "observe", "--incident", "I-1", "--sort", "differing-observation", "--by", "Team", "--text", "we differ", "--finding", "F2").Expect(0);
        Assert.Matches("F1 +I-1 +OPCW_FFM +superseded", _desk.In("finding", "list").Expect(0).Out);
    }

    [Fact]
    public void Two_analysts_stand_side_by_side_and_what_nobody_looked_for_decides_nothing()
    {
        _desk.In("hypothesis", "state", "--incident", "I-1", "--key", "first").Expect(0);
        Assert.Contains("is stated for I-1 already", _desk.In("hypothesis", "state", "--incident", "I-1").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("evidence", "link", "S-1", "--incident", "I-1", "--consistent", "H1", "--inconsistent", "H3", "H6", "--reason", "it was there", "--key", "first").Expect(0);
        _desk.In("evidence", "link", "S-1", "--incident", "I-1", "--inconsistent", "H6", "--consistent", "H3", "--reason", "it may be dust", "--key", "second").Expect(0);
        Assert.Contains("evidence/linked", _desk.In("evidence", "link", "S-1", "--incident", "I-1", "--consistent", "H6", "--reason", "again", "--key", "second").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("absence/how", _desk.In("evidence", "absent", "ABS-1", "--incident", "I-1", "--expected", "a crater", "--sought", "yes").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("evidence", "absent", "ABS-1", "--incident", "I-1", "--expected", "a crater", "--sought", "no", "--how", "nobody could go there").Expect(0);
        _desk.In("evidence", "link", "ABS-1", "--incident", "I-1", "--inconsistent", "H1", "--reason", "no crater", "--key", "first").Expect(0);

        var matrix = _desk.In("hypothesis", "matrix", "--incident", "I-1").Expect(0).Out;
        Assert.Matches(@"S-1 +\+ +\. +\+/- +\. +\. +- +\. +speaks against H6", matrix);
        Assert.Contains("ABS-1 (said or not sought: counts for nothing)", matrix, StringComparison.Ordinal);
        Assert.Contains("Analysts differ, and both stay:", matrix, StringComparison.Ordinal);
        Assert.Contains("S-1 on H3, the second: consistent (it may be dust)", matrix, StringComparison.Ordinal);
        Assert.Contains("without S-1: H1=H2=H3=H4=H5=H6=H7; first is", matrix, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_desk.In("hypothesis", "matrix", "--incident", "I-1", "--json").Expect(0).Out);
        Assert.Equal(2, json.RootElement.GetProperty("analysts").GetArrayLength());
    }

    [Fact]
    public void What_moved_a_ceiling_since_a_checkpoint_is_told_with_its_record()
    {
        var checkpoint = _desk.At("before.checkpoint");
        System.IO.File.WriteAllText(checkpoint, _desk.In("log", "checkpoint").Expect(0).Out);
        _desk.In("party", "add", "A stranger").Expect(0);
        Assert.Contains("no ceiling and no need of one is another now than then", _desk.In("assess", "--since", checkpoint).Expect(0).Out, StringComparison.Ordinal);
        _desk.In("sample", "add", "B-1", "--incident", "I-1", "--matrix", "QC_BACKGROUND", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("party", "add", "DL").Expect(0);
        _desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "DL", "--when", "2031-05-06", "--reported").Expect(0);
        _desk.In("result", "add", "S-1", "--laboratory", "DL", "--substance", "substance X", "--outcome", "found", "--technique", "GC_EI_MS").Expect(0);
        using var moved = JsonDocument.Parse(_desk.In("assess", "--since", checkpoint, "--json").Expect(0).Out);
        var all = moved.RootElement.GetProperty("moved").EnumerateArray().ToList();
        var result = Assert.Single(all, one => one.GetProperty("kind").GetString() == "result-reported" && one.GetProperty("route").GetString() == "CWC_X_ASSISTANCE_IAU");
        Assert.Equal(("facts-samples", "facts-presumptive"), (result.GetProperty("before").GetString(), result.GetProperty("after").GetString()));
        Assert.DoesNotContain(all, one => one.GetProperty("kind").GetString() == "party-described");
        Assert.Contains("the log has", _desk.In("assess", "--since", "100000").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no checkpoint of this log", _desk.In("assess", "--since", _desk.File("odd.txt", "odd")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_tables_can_be_adopted_and_what_that_moved_is_told()
    {
        var tables = _desk.At("tables", "routes");
        Directory.CreateDirectory(tables);
        var ffm = System.IO.File.ReadAllText(Path.Combine(TestData.Repository, "data", "routes", "opcw-ffm.json"));
        Assert.Contains("the case pins these tables already", _desk.In("case", "rules", "adopt", "--reason", "none").Expect(2).Error, StringComparison.Ordinal);
        System.IO.File.WriteAllText(Path.Combine(tables, "opcw-ffm.json"), "{}");
        Assert.Contains("routes/opcw-ffm.json: the route can't be read", _desk.In("case", "rules", "adopt", _desk.At("tables"), "--reason", "a try").Expect(2).Error, StringComparison.Ordinal);
        System.IO.File.WriteAllText(Path.Combine(tables, "opcw-ffm.json"), ffm.Replace("\"needs\": []", "\"needs\": []", StringComparison.Ordinal).Replace("[\"casualties-recorded\", \"signs-consistent\", \"corroborated\"", "[\"physical-sample\"], \"was\": [\"corroborated\"", StringComparison.Ordinal));
        var before = _desk.Leaves();
        _desk.In("case", "rules", "adopt", _desk.At("tables"), "--reason", "a ladder of our own").Expect(0);
        Assert.Matches("routes/opcw-ffm.json +another", _desk.In("case", "rules", "list").Expect(0).Out);
        Assert.Matches($"leaf {before} \\(rules-adopted\\), I-1 under OPCW_FFM: “cannot confidently determine.*” -> “likely involved", _desk.In("assess", "--since", $"{before}").Expect(0).Out);
        var dossier = _desk.At("dossier");
        _desk.In("seal", "--output", dossier).Expect(0);
        Desk.Run("verify", dossier).Expect(0);
    }
}
