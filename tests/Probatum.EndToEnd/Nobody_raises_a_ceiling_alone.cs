using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>A party to the dispute with keys of its own tries to make the record carry more than others put into it.</summary>
public sealed class Nobody_raises_a_ceiling_alone : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    public Nobody_raises_a_ceiling_alone()
    {
        foreach (var party in new[] { "State A", "Lab 1", "Lab 2" })
        {
            _desk.In("party", "add", party).Expect(0);
        }

        Key("analyst", "analyst", null);
        Key("registrar", "registrar", null);
        Key("theirs", "registrar", "State A");
        Key("l1", "laboratory", "Lab 1");
        Key("l2", "laboratory", "Lab 2");
        _desk.In("report", "add", _desk.File("a.txt", "State A said that a gas was used.\n")).Expect(0);
        _desk.In("claim", "confirm", "C1", "--speaker", "State A", "--key", "analyst").Expect(0);
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "State A", "--stance", "alleges", "--claim", "C1", "--key", "analyst").Expect(0);
        _desk.In("sample", "add", "S-1", "--incident", "I-1", "--matrix", "ENV_SOIL", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--key", "registrar").Expect(0);
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void What_one_side_types_for_others_confirms_nothing()
    {
        HandOvers("theirs");
        foreach (var lab in new[] { "Lab 1", "Lab 2" })
        {
            _desk.In("result", "add", "S-1", "--laboratory", lab, "--substance", "substance X", "--outcome", "found", "--technique", "GC_EI_MS", "LC_MSMS", "--reference-standard", "--blanks-clean", "--told-by", "Team", "--document", "a report", "--key", "theirs").Expect(0);
        }

        Assert.Equal("no-identity", Key("CWC_VIII_38E_TAV"));
        HandOvers("registrar");
        foreach (var lab in new[] { "Lab 1", "Lab 2" })
        {
            _desk.In("result", "add", "S-1", "--laboratory", lab, "--substance", "substance X", "--outcome", "found", "--technique", "GC_EI_MS", "LC_MSMS", "--reference-standard", "--blanks-clean", "--told-by", "Team", "--document", "a report", "--key", "registrar").Expect(0);
        }

        Assert.Equal("identity", Key("CWC_VIII_38E_TAV"));
    }

    [Fact]
    public void A_side_that_is_described_anew_is_the_side_that_it_was()
    {
        _desk.In("party", "add", "Ministry", "--belongs-to", "State A").Expect(0);
        Key("ministry", "registrar", "Ministry");
        _desk.In("party", "describe", "Ministry", "--belongs-to", "Ministry").Expect(0);
        HandOvers("registrar");
        foreach (var lab in new[] { "Lab 1", "Lab 2" })
        {
            _desk.In("result", "add", "S-1", "--laboratory", lab, "--substance", "substance X", "--outcome", "found", "--technique", "GC_EI_MS", "LC_MSMS", "--reference-standard", "--blanks-clean", "--told-by", "Team", "--document", "a report", "--key", "ministry").Expect(0);
        }

        Assert.Equal("no-identity", Key("CWC_VIII_38E_TAV"));
    }

    [Fact]
    public void What_is_told_for_a_laboratory_takes_nothing_back_that_it_signed()
    {
        HandOvers("registrar");
        string[] Said(string lab, string outcome, params string[] rest) =>
            ["result", "add", "S-1", "--laboratory", lab, "--substance", "substance X", "--outcome", outcome, "--technique", "GC_EI_MS", "LC_MSMS", "--reference-standard", "--blanks-clean", .. rest];
        _desk.In(Said("Lab 1", "not-found", "--key", "l1")).Expect(0);
        _desk.In(Said("Lab 2", "found", "--key", "l2")).Expect(0);
        Assert.Equal("no-identity", Key("CWC_VIII_38E_TAV"));
        _desk.In(Said("Lab 1", "found", "--told-by", "Team", "--document", "a report", "--key", "registrar")).Expect(0);
        Assert.Equal("no-identity", Key("CWC_VIII_38E_TAV"));
        Assert.Contains("the laboratories disagree", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Lab 2 confirmed substance X, which counts as L2 at the most as long as laboratories disagree about it", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_is_declared_before_anybody_answers_and_a_designation_says_by_which_document()
    {
        HandOvers("registrar");
        _desk.In("result", "add", "S-1", "--laboratory", "Lab 1", "--substance", "substance X", "--outcome", "not-found", "--key", "l1").Expect(0);
        Assert.Contains("control/late", _desk.In("laboratory", "control", "S-1", "--sort", "background").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("designation/no-document", _desk.In("laboratory", "designate", "Lab 1", "--scheme", " ", "--scope", "environmental", "--document", "a list").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("designation/times", _desk.In("laboratory", "designate", "Lab 1", "--scheme", "a scheme", "--scope", "environmental", "--document", "a list", "--from", "2031-01-01", "--until", "2020-01-01").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("result/no-teller", _desk.In("result", "add", "S-1", "--laboratory", "Lab 1", "--substance", "X", "--outcome", "found", "--document", "a report").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_of_another_incident_speaks_against_no_explanation_of_this_one()
    {
        _desk.In("incident", "open", "I-2", "--when", "2031-05-04").Expect(0);
        _desk.In("sample", "add", "OTHER", "--incident", "I-2", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--key", "registrar").Expect(0);
        _desk.In("evidence", "absent", "ABS-1", "--incident", "I-1", "--expected", "a crater", "--sought", "yes", "--how", "on foot", "--key", "analyst").Expect(0);
        _desk.In("hypothesis", "state", "--incident", "I-1", "--key", "analyst").Expect(0);
        foreach (var item in new[] { "OTHER", "ABS-1" })
        {
            _desk.In("evidence", "link", item, "--incident", "I-1", "--consistent", "H1", "--inconsistent", "H2", "H3", "H4", "H5", "H6", "H7", "--reason", "as it were", "--key", "analyst").Expect(0);
        }

        Assert.Contains("evidence/no-reason", _desk.In("evidence", "link", "S-1", "--incident", "I-1", "--consistent", "H1", "--reason", " ", "--key", "analyst").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("x alternatives-weighed: not held against any evidence: H1, H2, H3, H4, H5, H6, H7", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    private void HandOvers(string key)
    {
        _desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "Lab 1", "--reported", "--key", key).Expect(0);
        _desk.In("sample", "transfer", "S-1", "--from", "Lab 1", "--to", "Team", "--reported", "--key", key).Expect(0);
        _desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "Lab 2", "--reported", "--key", key).Expect(0);
        _desk.In("sample", "transfer", "S-1", "--from", "Lab 2", "--to", "Team", "--reported", "--key", key).Expect(0);
    }

    private string? Key(string route)
    {
        using var json = JsonDocument.Parse(_desk.In("assess", "--json").Expect(0).Out);
        return json.RootElement.GetProperty("ceilings").EnumerateArray().First(one => one.GetProperty("route").GetString() == route && one.GetProperty("incident").GetString() == "I-1").GetProperty("key").GetString();
    }

    private void Key(string name, string role, string? party)
    {
        _desk.In("key", "new", name).Expect(0);
        _desk.In(["key", "register", name, "--role", role, "--holder", $"the {name}", .. party is null ? Array.Empty<string>() : ["--party", party]]).Expect(0);
    }
}
