namespace Probatum.EndToEnd;

/// <summary>Backups, and copies of a workspace that somebody puts back: never two histories of one log.</summary>
public sealed class What_was_put_back_signs_nothing : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    private string There => _desk.At("there");

    [Fact]
    public void A_backup_comes_back_whole_and_signs_nothing_until_it_is_reconciled()
    {
        _desk.In("report", "add", _desk.File("r.txt", "Officials said so.\n")).Expect(0);
        BackUp("one.zip");
        Assert.True(Text("one.zip").IndexOf("Laboratory"u8) < 0 && Text("one.zip").IndexOf("Officials"u8) < 0, "the copy opens nothing");
        Restore("one.zip");
        Assert.Contains("nothing is wanting", There_("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("[Laboratory]", There_("search", "Laboratory").Expect(0).Out, StringComparison.Ordinal);
        foreach (var write in new[] { new[] { "party", "add", "Late" }, ["seal", "-o", _desk.At("no")], ["log", "stamp", "--request", _desk.At("no.tsq")] })
        {
            Assert.Contains("put back from a backup", There_(write).Expect(2).Error, StringComparison.Ordinal);
        }

        Assert.Contains("--nothing-later", There_("log", "reconcile").Expect(2).Error, StringComparison.Ordinal);
        There_("log", "reconcile", "--nothing-later").Expect(2);
        There_("log", "reconcile", "--nothing-later", "--reason", "the old machine burnt; nobody had a dossier").Expect(0);
        There_("party", "add", "Late").Expect(0);
        There_("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);
        Assert.Contains("may be signed", There_("log", "reconcile", "--nothing-later", "--reason", "x").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_names_what_one_before_it_left()
    {
        BackUp("one.zip");
        Directory.CreateDirectory($"{There}.{Guid.NewGuid():n}.unfinished");
        Assert.Contains(".unfinished: left by a restore", Restore("one.zip").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_others_saw_further_is_brought_up_from_a_dossier_and_from_nothing_else()
    {
        BackUp("one.zip");
        _desk.In("party", "add", "After the backup").Expect(0);
        _desk.In("report", "add", _desk.File("r.txt", "Officials said so.\n")).Expect(0);
        _desk.In("seal", "-o", _desk.At("last.zip")).Expect(0);
        var last = _desk.In("log", "checkpoint").Expect(0).Out;
        _desk.File("last.checkpoint", last);
        _desk.File("last.tlog-proof", _desk.In("log", "prove", "2").Expect(0).Out);
        Restore("one.zip");

        // This machine saw the later checkpoint: nothing else than the records themselves brings the log up.
        Assert.Contains("the records between are needed", There_("log", "reconcile", "--nothing-later", "--reason", "x").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("the records between are needed", There_("log", "reconcile", "--checkpoint", _desk.At("last.checkpoint")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("the records between are needed", There_("log", "reconcile", "--checkpoint", _desk.At("last.tlog-proof")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no checkpoint of this log", There_("log", "reconcile", "--checkpoint", _desk.File("x", "nonsense")).Expect(2).Error, StringComparison.Ordinal);
        using (var other = new Desk().WithCase())
        {
            other.In("seal", "-o", other.At("other.zip")).Expect(0);
            Assert.Contains("another log", There_("log", "reconcile", "--from", other.At("other.zip")).Expect(2).Error, StringComparison.Ordinal);
        }

        There_("party", "add", "Late").Expect(2);
        Assert.Contains("3 of them from", There_("log", "reconcile", "--checkpoint", _desk.At("last.checkpoint"), "--from", _desk.At("last.zip")).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("After the backup", There_("party", "list").Expect(0).Out, StringComparison.Ordinal);

        // Behind what others saw stands who answers for it that the log goes on.
        Assert.Contains("\"size\":8", There_("case", "show", "--json").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("[brought] up to 7 leaves", There_("search", "brought").Expect(0).Out, StringComparison.Ordinal);
        There_("party", "add", "Late").Expect(0);
        Assert.Contains("nothing is wanting", There_("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
        There_("seal", "-o", _desk.At("dossier")).Expect(0);
        Desk.Run("verify", _desk.At("dossier")).Expect(0);

        // The first workspace is the old one now: it learns so from this machine, and is not signed again.
        Assert.Contains("this machine saw this log at", _desk.In("party", "add", "Fork").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_copy_of_the_folder_put_back_by_hand_is_noticed_by_this_machine()
    {
        Desk.Other("cp", _desk.Folder, "-a", _desk.Workspace, There).Expect(0);
        _desk.In("party", "add", "Went on").Expect(0);
        Assert.Contains("an older copy was put back", There_("party", "add", "Fork").Expect(2).Error, StringComparison.Ordinal);
        There_("party", "list").Expect(0);
    }

    [Fact]
    public void Two_copies_that_both_went_on_are_a_fork_and_one_of_them_stops()
    {
        Desk.Other("cp", _desk.Folder, "-a", _desk.Workspace, There).Expect(0);
        _desk.In("party", "add", "Here").Expect(0);
        using var elsewhere = Desk.Start(["party", "add", "There", "--workspace", There], ("PROBATUM_STATE", _desk.At("elsewhere")));
        Desk.Finish(elsewhere).Expect(0);
        Assert.Contains("another history of this log", There_("party", "add", "More").Expect(2).Error, StringComparison.Ordinal);
        _desk.File("here.checkpoint", _desk.In("log", "checkpoint").Expect(0).Out);
        Assert.Contains("another history", There_("log", "reconcile", "--checkpoint", _desk.At("here.checkpoint")).Expect(2).Error, StringComparison.Ordinal);
        _desk.In("party", "add", "Goes on").Expect(0);
    }

    [Fact]
    public void An_erased_person_does_not_come_back_with_an_older_backup()
    {
        _desk.In("casualty", "add", "K-9", "--incident", "I-1", "--sign", "miosis").Expect(0);
        BackUp("one.zip");
        _desk.In("erase", "K-9", "--reason", "asked for it").Expect(0);
        BackUp("two.zip");

        // The older copy with the keys that there are now: the person's is gone.
        Restore("one.zip");
        Assert.DoesNotContain("miosis", There_("casualty", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_backup_is_named_and_leaves_nothing()
    {
        BackUp("one.zip");
        var good = File.ReadAllBytes(_desk.At("one.zip"));
        for (var flip = 0; flip < 40; flip++)
        {
            var bad = good.ToArray();
            bad[(flip * 7919) % bad.Length] ^= 1;
            File.WriteAllBytes(_desk.At("bad.zip"), bad);
            Desk.Run("restore", _desk.At("bad.zip"), There, "--keys", _desk.At("keys.zip")).Expect(2);
            Assert.False(Directory.Exists(There));
        }

        Assert.Contains("no file of the backup", Desk.Run("restore", _desk.At("keys.zip"), There, "--keys", _desk.At("keys.zip")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no file of the keys", Desk.Run("restore", _desk.At("one.zip"), There, "--keys", _desk.At("one.zip")).Expect(2).Error, StringComparison.Ordinal);
        Desk.Run("backup", "-o", _desk.At("one.zip"), "--keys", _desk.At("keys.zip"), "--workspace", _desk.Workspace).Expect(2);
        Restore("one.zip");
        Desk.Run("restore", _desk.At("one.zip"), There, "--keys", _desk.At("keys.zip")).Expect(2);
    }

    public void Dispose() => _desk.Dispose();

    private void BackUp(string name) => _desk.In("backup", "-o", _desk.At(name), "--keys", _desk.At("keys.zip")).Expect(0);

    private Printed Restore(string name) => Desk.Run("restore", _desk.At(name), There, "--keys", _desk.At("keys.zip")).Expect(0);

    private Printed There_(params string[] args) => Desk.Run([.. args, "--workspace", There]);

    private ReadOnlySpan<byte> Text(string name) => File.ReadAllBytes(_desk.At(name));
}
