using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>Corrections, two parties, four eyes, roles: what a case's people do, through the command line.</summary>
public sealed class A_case_is_worked_on : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    [Fact]
    public void A_correction_holds_and_what_it_corrects_stays_visible()
    {
        _desk.In("sample", "add", "S-1", "--matrix", "ENV_SOIL", "--quantity", "10 g", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        var leaf = _desk.Leaves() - 1;
        _desk.In("correct", "S-1", "--set", "quantity=12 g", "--reason", "misread").Expect(0);
        _desk.In("correct", "S-1", "--set", "collector=Laboratory", "--reason", "wrong team").Expect(0);
        var show = _desk.In("sample", "show", "S-1").Expect(0).Out;
        Assert.Contains("12 g", show, StringComparison.Ordinal);
        Assert.Contains("collected by Laboratory", show, StringComparison.Ordinal);
        _desk.In("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        Assert.Equal(3, File.ReadAllText(_desk.At("dossier/data/README.html")).Split("sample-collected@1").Length - 1);
        Assert.Contains("has no record", _desk.In("correct", "r-nothing", "--set", "a=b", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("'colour' is not known", _desk.In("correct", $"{leaf}", "--set", "colour=red", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hand_over_needs_both_and_a_pending_half_never_makes_two_records_of_one_number()
    {
        Keys("team", "custodian", "Team");
        Keys("lab", "laboratory", "Laboratory");
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--seal", "A-1").Expect(0);
        _desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--seal-found", "A-1", "--key", "team", "--receiver-key", "lab", "--out", _desk.At("S-1.half")).Expect(0);

        // The giver goes on working while the half is under way.
        _desk.In("sample", "add", "S-2", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--key", "team").Expect(0);
        _desk.In("sample", "receive", _desk.At("S-1.half"), "--key", "owner").Expect(2);
        _desk.In("sample", "receive", _desk.At("S-1.half"), "--key", "lab").Expect(0);
        _desk.In("sample", "receive", _desk.At("S-1.half"), "--key", "lab").Expect(2);
        using var json = JsonDocument.Parse(_desk.In("case", "show", "--json").Expect(0).Out);
        Assert.DoesNotContain(json.RootElement.GetProperty("remarks").EnumerateArray(), remark => remark.GetProperty("code").GetString() is "seq/equivocation" or "seq/gap");
        Assert.Contains("\"assurance\":\"direct\"", _desk.In("sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_half_that_was_changed_on_the_way_is_not_recorded()
    {
        Keys("team", "custodian", "Team");
        Keys("lab", "laboratory", "Laboratory");
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--key", "team", "--receiver-key", "lab", "--out", _desk.At("S-1.half")).Expect(0);
        var before = _desk.Leaves();
        var text = File.ReadAllText(_desk.At("S-1.half"));
        for (var at = 0; at < text.Length; at += Math.Max(1, text.Length / Desk.Flips))
        {
            var changed = _desk.File("changed.half", text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);
            _desk.In("sample", "receive", changed, "--key", "lab").Expect(2);
        }

        Assert.Equal(before, _desk.Leaves());
    }

    [Fact]
    public void A_role_may_do_what_it_may_and_a_revoked_key_nothing()
    {
        Keys("analyst", "analyst", "Team");
        Assert.Contains("access/not-permitted", _desk.In("sample", "add", "S-1", "--key", "analyst").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("party", "add", "Another", "--key", "analyst").Expect(0);
        _desk.In("key", "revoke", "analyst", "--reason", "device lost").Expect(0);
        _desk.In("party", "add", "One more", "--key", "analyst").Expect(2);
    }

    [Fact]
    public void A_claim_is_confirmed_by_its_words_and_never_becomes_a_ground()
    {
        var report = _desk.File("a.txt", "The ministry said that nine samples were taken. The council denied that anything was taken.\n");
        _desk.In("report", "add", report, "--source", "The Post").Expect(0);
        _desk.In("claim", "confirm", "--words", "nine samples", "--speaker", "Team").Expect(0);
        Assert.Contains("'taken'", _desk.In("claim", "confirm", "--words", "taken").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("finding/claim-as-ground", _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "likely", "--limitation", "none", "--ground", "C1").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("[nine] [samples]", _desk.In("search", "nine", "samples").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("search", "nothing of the kind").Expect(1);
    }

    [Fact]
    public void Two_cases_of_a_workspace_are_told_apart()
    {
        _desk.In("case", "open", "Second case").Expect(0);
        Assert.Contains("say which with --case", _desk.In("party", "list").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("party", "list", "--case", "Second").Expect(0);
        _desk.In("log", "audit", "--rebuild").Expect(0);
    }

    [Fact]
    public void A_changed_file_in_the_workspace_is_found_by_the_audit()
    {
        _desk.In("report", "add", _desk.File("a.txt", "Officials said so.\n")).Expect(0);
        var blob = Directory.GetFiles(_desk.At("workspace/blobs"), "*", SearchOption.AllDirectories)[0];
        var bytes = File.ReadAllBytes(blob);
        bytes[^20] ^= 1;
        File.WriteAllBytes(blob, bytes);
        Assert.Contains($"WANTING {blob}", _desk.In("log", "audit").Expect(1).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private void Keys(string name, string role, string party)
    {
        _desk.In("key", "new", name).Expect(0);
        _desk.In("key", "register", name, "--role", role, "--party", party).Expect(0);
    }
}
