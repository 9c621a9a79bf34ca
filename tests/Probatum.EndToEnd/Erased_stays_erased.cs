namespace Probatum.EndToEnd;

/// <summary>What is erased does not come back, and a log that was put back is signed only after somebody answered for it.</summary>
public sealed class Erased_stays_erased : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    private string There => _desk.At("there");

    [Fact]
    public void An_index_that_a_crash_left_behind_knows_nothing_of_whoever_is_erased()
    {
        _desk.In("casualty", "add", "K-77", "--incident", "I-1", "--outcome", "Unmistakable").Expect(0);
        _desk.In("search", "Unmistakable").Expect(0);
        Desk.Other("cp", _desk.Workspace, "index.sqlite", _desk.At("index")).Expect(0);
        _desk.In("erase", "K-77", "--reason", "asked").Expect(0);

        // As a crash leaves it between the key's destruction and the index's: the key is gone, the index is the old one.
        Desk.Other("cp", _desk.Folder, "index", Path.Combine(_desk.Workspace, "index.sqlite")).Expect(0);
        Assert.DoesNotContain("Unmistakable", _desk.In("search", "Unmistakable").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_party_that_turned_out_to_be_a_person_is_erased_whole()
    {
        _desk.In("party", "add", "Alice Secretname", "--sort", "organisation").Expect(0);
        _desk.In("key", "new", "alice").Expect(0);
        _desk.In("key", "register", "alice", "--role", "analyst", "--party", "Alice Secretname", "--holder", "Alice Holdername").Expect(0);
        _desk.In("correct", "Alice Secretname", "--set", "sort=person", "--reason", "she is one").Expect(0);
        _desk.In("erase", "Alice Secretname", "--reason", "asked").Expect(0);
        Assert.DoesNotContain("Holdername", _desk.In("key", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Secretname", _desk.In("search", "Secretname").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_name_stands_besides_is_told_before_and_after()
    {
        _desk.In("party", "add", "Petra Aldan", "--sort", "person").Expect(0);
        _desk.In("report", "add", _desk.File("a.txt", "Petra Aldan said that it rained.\n"), "--source", "P. Aldan", "--source-sort", "person").Expect(0);
        _desk.In("incident", "open", "I-2", "--title", "The yard of Aldan").Expect(0);
        var erased = _desk.In("erase", "Petra Aldan", "--reason", "asked", "--json").Expect(0);
        Assert.Contains("before: erase besides, if the same person is meant: P4", erased.Error, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(erased.Out);
        var left = json.RootElement.GetProperty("left");
        var handles = left.GetProperty("records").EnumerateArray().Select(one => one.GetProperty("handle").GetString()).ToList();
        Assert.Equal(["P3", "I2"], handles.Where(handle => handle is not ['C', ..]));
        Assert.Contains(handles, handle => handle is ['C', ..]);
        Assert.Contains(left.GetProperty("files").EnumerateArray(), file => file.GetProperty("handle").GetString() == "R1");
        Assert.DoesNotContain("erase besides", _desk.In("erase", "P3", "--reason", "asked").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_dossier_brings_nobody_back_and_leaves_a_case_that_opens()
    {
        _desk.In("casualty", "add", "K-77", "--incident", "I-1", "--outcome", "First").Expect(0);
        BackUp("one.zip");
        _desk.In("correct", "K-77", "--set", "outcome=Second", "--reason", "told later").Expect(0);
        _desk.In("seal", "-o", _desk.At("older")).Expect(0);
        _desk.In("erase", "K-77", "--reason", "asked").Expect(0);
        BackUp("two.zip");
        Restore("one.zip");
        Elsewhere("log", "reconcile", "--from", _desk.At("older"));
        Elsewhere("party", "list").Expect(0);
        Assert.DoesNotContain("Second", Elsewhere("search", "Second").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_goes_on_with_nothing_later_says_so_on_record_or_does_not_go_on()
    {
        BackUp("one.zip");
        Restore("one.zip");
        Elsewhere("log", "reconcile", "--nothing-later", "--reason", "x", "--key", "nobody").Expect(2);
        Elsewhere("party", "add", "Late").Expect(2);
    }

    [Fact]
    public void A_dossier_of_another_history_reconciles_nothing()
    {
        BackUp("one.zip");
        Restore("one.zip");
        Elsewhere("log", "reconcile", "--nothing-later", "--reason", "x").Expect(0);
        Elsewhere("seal", "-o", _desk.At("fork")).Expect(0);
        for (var i = 0; i < 5; i++)
        {
            _desk.In("party", "add", $"Later {i}").Expect(0);
        }

        BackUp("two.zip");
        Directory.Delete(There, true);
        Restore("two.zip");
        Elsewhere("log", "reconcile", "--from", _desk.At("fork")).Expect(2);
    }

    [Fact]
    public void A_stamp_that_is_kept_survives_a_second_request_after_another_case_was_registered()
    {
        using var authority = new TimeAuthority(_desk, "tsa");
        var one = _desk.CaseId();
        _desk.In("case", "open", "Another").Expect(0);
        _desk.In("seal", one).Expect(0);
        _desk.In("log", "stamp", "--case", one, "--request", _desk.At("1.tsq")).Expect(0);
        _desk.In("log", "stamp", "--case", one, "--reply", authority.Answer(_desk.At("1.tsq"))).Expect(0);
        _desk.In("log", "stamp", "--case", "Another", "--request", _desk.At("2.tsq")).Expect(0);
        _desk.In("log", "stamp", "--case", one, "--request", _desk.At("3.tsq")).Expect(0);
        _desk.In("seal", one, "--again", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier"), "--roots", authority.Root).Expect(0);
    }

    public void Dispose() => _desk.Dispose();

    private void BackUp(string name) => _desk.In("backup", "-o", _desk.At(name), "--keys", _desk.At("keys.zip")).Expect(0);

    private void Restore(string name) => Desk.Elsewhere("restore", _desk.At(name), There, "--keys", _desk.At("keys.zip")).Expect(0);

    /// <summary>On a machine that never saw the log.</summary>
    private Printed Elsewhere(params string[] args) => Desk.Elsewhere([.. args, "--workspace", There]);
}
