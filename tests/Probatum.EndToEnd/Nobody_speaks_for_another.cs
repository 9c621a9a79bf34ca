namespace Probatum.EndToEnd;

/// <summary>What one person may not do in another's name, and what takes an adoption or a review back.</summary>
public sealed class Nobody_speaks_for_another : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    [Fact]
    public void An_allegation_stands_on_what_its_own_party_says_and_not_on_a_denial()
    {
        _desk.In("report", "add", _desk.File("a.txt", "The ministry said that a gas was used in Tannenmoor. The council denied that a gas was used in Tannenmoor.\n"), "--source", "The Post").Expect(0);
        _desk.In("party", "add", "Council").Expect(0);
        _desk.In("claim", "confirm", "C1", "--speaker", "Team").Expect(0);
        _desk.In("claim", "confirm", "C2", "--speaker", "Council").Expect(0);
        Refused("allegation/other-speaker", "allegation", "add", "--incident", "I-1", "--by", "Council", "--stance", "alleges", "--claim", "C1");
        Refused("allegation/denial", "allegation", "add", "--incident", "I-1", "--by", "Council", "--stance", "alleges", "--claim", "C2");
        Refused("allegation/no-claim", "allegation", "add", "--incident", "I-1", "--by", "Council", "--stance", "denies");
        Refused("material/claim-not-confirmed", "sample", "claimed", "--incident", "I-1", "--held-by", "Council");
        _desk.In("allegation", "add", "--incident", "I-1", "--by", "Council", "--stance", "denies", "--claim", "C2").Expect(0);
    }

    [Fact]
    public void Other_words_need_another_review()
    {
        _desk.In("report", "add", _desk.File("a.txt", "The ministry said that a gas was used.\n")).Expect(0);
        _desk.In("claim", "confirm", "C1").Expect(0);
        _desk.In("correct", "C1", "--set", "stance=denies", "--reason", "misread").Expect(0);
        Assert.Contains("\"state\":\"proposed\"", _desk.In("claim", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        Key("analyst", "analyst", "Team");
        Key("reviewer", "reviewer", "Laboratory");
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "likely", "--ground", "S-1", "--limitation", "none", "--key", "analyst").Expect(0);
        _desk.In("finding", "override", "F1", "--reason", "for the drill", "--key", "reviewer").Expect(0);
        _desk.In("finding", "review", "F1", "--verdict", "adopted", "--reason", "agreed", "--key", "reviewer").Expect(0);
        Refused("finding/reviewed", "finding", "review", "F1", "--verdict", "rejected", "--reason", "changed my mind", "--key", "reviewer");
        Refused("corrects/author", "correct", "F1", "--set", "wording=determined", "--reason", "x", "--key", "owner");
        _desk.In("correct", "F1", "--set", "wording=more-than-likely", "--reason", "x", "--key", "analyst").Expect(0);
        Assert.Contains("\"state\":\"proposed\"", _desk.In("finding", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_party_that_another_described_is_described_anew()
    {
        Key("analyst", "analyst", "Team");
        _desk.In("party", "add", "Petra Aldan", "--sort", "publication", "--key", "analyst").Expect(0);
        Assert.Contains("probatum party describe", _desk.In("correct", "Petra Aldan", "--set", "sort=person", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("party", "describe", "Petra Aldan").Expect(2);
        _desk.In("party", "describe", "Petra Aldan", "--sort", "person", "--name", "Petra M. Aldan").Expect(0);
        _desk.In("party", "describe", "Petra M. Aldan", "--belongs-to", "Team").Expect(0);
        var listed = _desk.In("party", "list").Expect(0).Out;
        Assert.Matches("P3 +person +F +Team +Petra M. Aldan", listed);
        Assert.DoesNotContain("P4", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("differ", _desk.In("assess").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_has_the_words_of_its_route_and_rests_on_something()
    {
        Assert.Contains("no such wording", _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "they did it", "--limitation", "none").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--ground", _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "determined", "--limitation", "none").Expect(2).Error, StringComparison.Ordinal);
        _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "cannot-determine", "--limitation", "no access").Expect(0);
        Key("second", "reviewer", "Laboratory", "One Person");
        Key("first", "analyst", "Team", "One Person");
        _desk.In("finding", "propose", "--incident", "I-1", "--route", "OPCW_FFM", "--wording", "cannot-determine", "--limitation", "no access", "--key", "first").Expect(0);
        Refused("finding/own-review", "finding", "review", "F2", "--verdict", "adopted", "--reason", "agreed", "--key", "second");
    }

    [Fact]
    public void A_hand_over_is_declined_by_its_receiver_once_and_for_good()
    {
        Key("team", "custodian", "Team");
        Key("lab", "laboratory", "Laboratory");
        Key("stranger", "laboratory", "Team");
        var half = _desk.At("S-1.half");
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--seal", "A-1").Expect(0);
        Refused("custody/one-key", "sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--key", "team", "--receiver-key", "team", "--out", half);
        Refused("custody/signers", "sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--key", "lab", "--receiver-key", "team", "--out", half);
        _desk.In("sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--key", "team", "--receiver-key", "lab", "--out", half).Expect(0);
        Refused("half/other-receiver", "sample", "refuse", half, "--reason", "seal", "--key", "stranger");
        _desk.In("sample", "refuse", half, "--reason", "seal broken", "--key", "lab").Expect(0);
        Refused("custody/declined", "sample", "refuse", half, "--reason", "again", "--key", "lab");
        Refused("custody/declined", "sample", "receive", half, "--key", "lab");
        Assert.Contains("\"holder\":\"Team\"", _desk.In("sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);

        // Why stands wherever the act is listed.
        const string Why = "hand-over from Team declined by Laboratory: seal broken";
        Assert.Contains(Why, _desk.In("sample", "show", "S-1").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("S-1: hand-over from Team declined: seal broken", _desk.In("case", "timeline").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("sample", "page", "S-1", "-o", _desk.At("p.html")).Expect(0);
        Assert.Contains("declined: seal broken", File.ReadAllText(_desk.At("p.html")), StringComparison.Ordinal);
        _desk.In("export", "table", "custody", "-o", _desk.At("c.csv")).Expect(0);
        Assert.Contains(Why, File.ReadAllText(_desk.At("c.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_person_with_two_keys_hands_nothing_over()
    {
        Key("team", "custodian", "Team", "One Person");
        Key("lab", "laboratory", "Laboratory", "One Person");
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--seal", "A-1").Expect(0);
        Refused("custody/one-holder", "sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--key", "team", "--receiver-key", "lab", "--out", _desk.At("S-1.half"));
    }

    [Fact]
    public void A_label_is_seen_and_leads_to_no_other_sample_and_a_seal_is_seen()
    {
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--quantity", "10 g", "--seal", "A-1").Expect(0);
        _desk.In("sample", "code", "S-1", "--laboratory", "Laboratory", "--code", "BX-1").Expect(0);
        using var json = System.Text.Json.JsonDocument.Parse(_desk.In("sample", "show", "S-1", "--json").Expect(0).Out);
        Refused("sample/no-label", "sample", "add", "\u200b\u3164 ");
        Refused("sample/label-space", "sample", "add", " S-2");
        Refused("sample/label-code", "sample", "add", "bx-1");
        Refused("sample/label-check", "sample", "add", json.RootElement.GetProperty("sample").GetString()!);
        Refused("sample/blank-seal", "sample", "add", "S-2", "--seal", " ");
        Refused("sample/blank-seal", "sample", "open", "S-1", "--by", "Team", "--seal-found", "A-1", "--seal-applied", "", "--reason", "x");
        Refused("sample/label-taken", "sample", "split", "S-1", "--by", "Team", "--seal-found", "A-1", "--into", "s-1=1 g");
        Refused("sample/label-taken", "sample", "split", "S-1", "--by", "Team", "--seal-found", "A-1", "--into", "S-1/a=1 g", "S-1/A=1 g");
        Refused("sample/amount", "sample", "use", "S-1", "--by", "Team", "--seal-found", "A-1", "--quantity", "-3 g", "--reason", "x");
    }

    [Fact]
    public void A_damaged_pending_half_keeps_nobody_from_recording_and_the_audit_names_it()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_desk.Workspace, "pending", _desk.CaseId()));
        File.WriteAllText(Path.Combine(folder.FullName, "r-x.half"), "{}\n");
        _desk.In("party", "add", "Another").Expect(0);
        Assert.Contains("r-x.half", _desk.In("log", "audit").Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_laboratory_reports_for_itself()
    {
        Key("lab", "laboratory", "Laboratory");
        _desk.In("party", "add", "Second laboratory").Expect(0);
        _desk.In("sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED").Expect(0);
        Refused("result/other-laboratory", "result", "add", "S-1", "--laboratory", "Second laboratory", "--substance", "X", "--outcome", "found", "--key", "lab");
        _desk.In("result", "add", "S-1", "--laboratory", "Laboratory", "--substance", "X", "--outcome", "not-found", "--key", "lab").Expect(0);
        Key("other", "laboratory", "Second laboratory");
        Refused("result/other-laboratory", "correct", "L1", "--set", "outcome=found", "--reason", "x", "--key", "other");
    }

    [Fact]
    public void What_people_say_is_no_evidence_against_an_explanation()
    {
        _desk.In("report", "add", _desk.File("a.txt", "The ministry said that a gas was used.\n")).Expect(0);
        _desk.In("claim", "confirm", "C1", "--speaker", "Team").Expect(0);
        _desk.In("hypothesis", "state", "--incident", "I-1").Expect(0);
        Refused("evidence/no-evidence", "evidence", "link", "I-1", "--incident", "I-1", "--consistent", "H1", "--reason", "x");
        _desk.In("evidence", "link", "C1", "--incident", "I-1", "--consistent", "H1", "--inconsistent", "H2", "H3", "H4", "H5", "H6", "H7", "--reason", "the ministry says so").Expect(0);
        Refused("evidence/linked", "evidence", "link", "C1", "--incident", "I-1", "--inconsistent", "H1", "--reason", "x");
        Assert.Contains("not held against any evidence: H1, H2, H3, H4, H5, H6, H7", _desk.In("assess", "--json").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_key_that_could_register_another_is_not_revoked() =>
        Refused("key/last", "key", "revoke", "owner", "--reason", "lost");

    public void Dispose() => _desk.Dispose();

    private void Refused(string code, params string[] args)
    {
        var before = _desk.Leaves();
        Assert.Contains(code, _desk.In(args).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Leaves());
    }

    private void Key(string name, string role, string party, string? holder = null)
    {
        _desk.In("key", "new", name).Expect(0);
        _desk.In([.. new[] { "key", "register", name, "--role", role, "--party", party }, .. holder is null ? [] : new[] { "--holder", holder }]).Expect(0);
    }
}
