using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Probatum.EndToEnd;

/// <summary>One case, an office that keeps its log, and devices that take it along and bring back what they recorded.</summary>
public sealed class Offices_and_devices_work_apart : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();
    private int _bundles;

    [Fact]
    public void A_sample_is_handed_over_between_two_devices_and_all_three_end_with_the_same_records()
    {
        var (team, lab) = (Device("team", "custodian", "Team"), Device("lab", "laboratory", "Laboratory"));
        Carry("office", team);
        Carry("office", lab);
        On(team, "sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--seal", "A-1", "--key", "team").Expect(0);
        var half = _desk.At("S-1.half");
        On(team, "sample", "transfer", "S-1", "--from", "Team", "--to", "Laboratory", "--seal-found", "A-1", "--key", "team", "--receiver-key", KeyOf(lab, "lab"), "--out", half).Expect(0);
        Carry(team, lab);
        On(lab, "sample", "receive", half, "--key", "lab").Expect(0);

        // The one who received comes home first: what the giver recorded is told as missing until nothing is.
        Carry(lab, "office");
        Carry(team, "office");
        Assert.Contains("\"holder\":\"Laboratory\"", On("office", "sample", "list", "--json").Expect(0).Out, StringComparison.Ordinal);
        Carry("office", team);
        Carry("office", lab);
        Assert.Equal(Sizes("office"), Sizes(team));
        Assert.Equal(Sizes("office"), Sizes(lab));
        Assert.DoesNotContain("no record number", On("office", "case", "show").Expect(0).Out, StringComparison.Ordinal);
        Assert.All(new[] { "office", team, lab }, place => On(place, "log", "audit", "--rebuild").Expect(0));
        var dossier = _desk.At("dossier");
        On("office", "seal", "-o", dossier).Expect(0);
        Desk.Run("verify", dossier).Expect(0);
    }

    [Fact]
    public void What_only_the_keeper_of_the_log_can_do_is_refused_on_a_copy_with_where()
    {
        var device = Device("team", "custodian", "Team");
        string[][] refused =
        [
            ["seal", "-o", _desk.At("d")], ["handover", _desk.At("d"), "--to", "Team"], ["log", "stamp", "--request", _desk.At("r.tsq")], ["log", "cosign", "--request", _desk.At("r")],
            ["log", "prove", "0"], ["log", "consistency", "--from", "0"], ["log", "export-tiles", "-o", _desk.At("t")],
        ];
        Assert.All(refused, line => Assert.Contains("kept elsewhere", On(device, line).Expect(2).Error, StringComparison.Ordinal));
        Assert.Contains("a copy: the log is kept by ws-", On(device, "case", "show").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains(On("office", "log", "checkpoint").Out.Split('\n')[0], On(device, "log", "checkpoint").Expect(0).Out, StringComparison.Ordinal);

        // The mark is not all that says so: without it the copy is no log of its own.
        File.Delete(Path.Combine(_desk.At(device), "cases", _desk.CaseId(), "copy-of"));
        Assert.Contains("copy-of is missing", On(device, "party", "add", "X", "--key", "team").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reviews_that_did_not_see_each_other_are_a_conflict_until_somebody_who_saw_both_decides()
    {
        On("office", "report", "add", _desk.File("a.txt", "The ministry said that a gas was used.\n")).Expect(0);
        var (one, two) = (Device("one", "analyst", "Team"), Device("two", "reviewer", "Laboratory"));
        Carry("office", one);
        Carry("office", two);
        On(one, "claim", "confirm", "C1", "--key", "one").Expect(0);
        On(two, "claim", "reject", "C1", "--key", "two").Expect(0);
        Carry(one, "office");
        var told = Carry(two, "office", 1);
        Assert.Contains("conflict: leaves ", told.Out, StringComparison.Ordinal);
        Assert.Contains("the review of C1", On("office", "case", "show").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("undecided", On("office", "assess").Expect(0).Out, StringComparison.Ordinal);
        var dossier = _desk.At("dossier");
        On("office", "seal", "-o", dossier).Expect(0);
        Assert.Contains("not proven  records/conflict", Desk.Run("verify", dossier).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Conflicts that nobody has decided", File.ReadAllText(Path.Combine(dossier, "data", "README.html")), StringComparison.Ordinal);
        On("office", "claim", "confirm", "C1").Expect(0);
        Assert.DoesNotContain("conflict", On("office", "case", "show").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_late_work_of_a_revoked_device_is_told_and_kept_as_a_file_once()
    {
        var device = Device("team", "custodian", "Team");
        On(device, "sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--key", "team").Expect(0);
        On("office", "key", "revoke", KeyOf(device, "team"), "--reason", "stolen").Expect(0);
        var before = Sizes("office");
        var bundle = Export(device);
        var told = On("office", "bundle", "merge", bundle).Expect(1);
        Assert.Contains("(key/revoked)", told.Out, StringComparison.Ordinal);
        Assert.Equal(before, Sizes("office"));
        On("office", "bundle", "merge", bundle, "--late", "--key", "nobody").Expect(2);
        On("office", "bundle", "merge", bundle, "--late").Expect(1);
        On("office", "bundle", "merge", bundle, "--late").Expect(1);
        Assert.Equal(before + 1, Sizes("office"));
        On("office", "log", "audit").Expect(0);
        Assert.DoesNotContain("S-1", On("office", "sample", "list").Expect(0).Out, StringComparison.Ordinal);

        // On the device, which hears of it, its own work stands void behind the log.
        Carry("office", device);
        Assert.Contains("revoked at this index (counts for nothing)", On(device, "case", "show").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_erased_person_does_not_come_back_with_an_older_bundle()
    {
        On("office", "casualty", "add", "K-1", "--incident", "I-1").Expect(0);
        var old = Export("office");
        var device = Device("team", "custodian", "Team");
        On("office", "erase", "K-1", "--reason", "asked").Expect(0);
        On("office", "bundle", "merge", old).Expect(0);
        Assert.DoesNotContain("K-1", On("office", "casualty", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("K-1", On(device, "casualty", "list").Expect(0).Out, StringComparison.Ordinal);
        Carry("office", device);
        Assert.DoesNotContain("K-1", On(device, "casualty", "list").Expect(0).Out, StringComparison.Ordinal);
        On(device, "bundle", "merge", old).Expect(0);
        Assert.DoesNotContain("K-1", On(device, "casualty", "list").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_office_lost_beside_its_log_comes_back_with_a_bundle()
    {
        var bundle = Export("office");
        Directory.Delete(Path.Combine(_desk.Workspace, "cases", _desk.CaseId(), "aside"), true);
        Assert.DoesNotContain("Laboratory", On("office", "party", "list").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("can be opened further", On("office", "bundle", "merge", bundle).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Laboratory", On("office", "party", "list").Expect(0).Out, StringComparison.Ordinal);
        On("office", "log", "audit").Expect(0);
    }

    [Fact]
    public void A_bundle_with_any_byte_changed_is_refused_with_its_name_and_changes_nothing()
    {
        var device = Device("team", "custodian", "Team");
        On(device, "sample", "add", "S-1", "--collector", "Team", "--origin", "TEAM_COLLECTED", "--key", "team").Expect(0);
        var good = File.ReadAllBytes(Export(device));
        var before = Sizes("office");
        var random = new Random(5);
        for (var flip = 0; flip < Math.Min(Desk.Flips, 60); flip++)
        {
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(_desk.At("bad.bundle"), bad);
            Assert.Contains("bad.bundle", On("office", "bundle", "merge", _desk.At("bad.bundle")).Expect(2).Error, StringComparison.Ordinal);
        }

        File.WriteAllBytes(_desk.At("bad.bundle"), good[..(good.Length / 2)]);
        On("office", "bundle", "merge", _desk.At("bad.bundle")).Expect(2);
        On("office", "bundle", "merge", _desk.At("missing.bundle")).Expect(2);
        Assert.Equal(before, Sizes("office"));
        Desk.Run("init", _desk.At("other")).Expect(0);
        Assert.Contains("a copy begins with the whole log", On("other", "bundle", "merge", Export(device)).Expect(2).Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(_desk.At("other", "cases")) ? Directory.GetDirectories(_desk.At("other", "cases")) : []);
    }

    [Fact]
    public void Killed_while_it_merges_a_workspace_has_all_of_the_bundle_or_nothing()
    {
        var device = Device("team", "custodian", "Team");
        var sheet = new StringBuilder("label,matrix,quantity,collected,place,lat,lon,radius_m,collector,seal,origin,witnesses,incident,note\n");
        for (var row = 0; row < 300; row++)
        {
            sheet.Append(CultureInfo.InvariantCulture, $"K-{row},ENV_SOIL,1 g,2031-05-04T10:00Z,,,,,Team,,TEAM_COLLECTED,,I-1,\n");
        }

        On(device, "import", _desk.File("samples.csv", sheet.ToString()), "--as", "samples", "--key", "team").Expect(0);
        var (bundle, before) = (Export(device), Sizes("office"));
        var moments = new Random(7);
        var grown = new List<long>();
        for (var kill = 0; kill < 6; kill++)
        {
            Killed(moments, "bundle", "merge", bundle, "--workspace", _desk.Workspace);
            grown.Add(Sizes("office") - before);
        }

        On("office", "bundle", "merge", bundle).Expect(0);
        Assert.All(grown, more => Assert.True(more is 0 or 301, $"{more} records of the bundle are there"));
        Assert.Equal(before + 301, Sizes("office"));
        On("office", "log", "audit").Expect(0);

        // The copy is put in place of the older one, or the older one stays; what is only on the copy is never gone.
        On(device, "party", "list").Expect(0);
        var whole = Export("office");
        for (var kill = 0; kill < 6; kill++)
        {
            Killed(moments, "bundle", "merge", whole, "--workspace", _desk.At(device));
            Assert.Equal(before + 301, Sizes(device));
            On(device, "log", "audit").Expect(0);
        }

        On(device, "bundle", "merge", whole).Expect(0);
        Assert.Equal([_desk.CaseId()], Directory.GetDirectories(_desk.At(device, "cases")).Select(Path.GetFileName));
    }

    public void Dispose() => _desk.Dispose();

    private static void Killed(Random moments, params string[] args)
    {
        using var process = Desk.Start(args);
        Thread.Sleep(moments.Next(60, 700));
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>A workspace with a copy of the case and one key of its own, registered at the office by half and bundle.</summary>
    private string Device(string key, string role, string party)
    {
        var place = $"device-{key}";
        Desk.Run("init", _desk.At(place)).Expect(0);
        Desk.Run("key", "new", key, "--workspace", _desk.At(place)).Expect(0);
        Desk.Run("key", "new", key + "-spare", "--workspace", _desk.At(place)).Expect(0);
        Carry("office", place);
        var half = _desk.At($"{key}.half");
        On("office", "key", "register", Vkey(place, key), "--role", role, "--party", party, "--out", half).Expect(0);
        Assert.Contains("refused", On(place, "key", "accept", half, "--key", key + "-spare").Expect(2).Error, StringComparison.Ordinal);
        On(place, "key", "accept", half, "--key", key).Expect(0);
        Carry(place, "office");
        return place;
    }

    private string Vkey(string place, string key)
    {
        // A key that is not registered yet is known to its maker alone: what 'key new' printed.
        var workspace = _desk.At(place);
        using var opened = Storage.Workspace.Open(workspace, () => DateTimeOffset.UtcNow, TimeSpan.FromSeconds(5), _ => { }, () => "", new(null));
        return opened.Keys.Find(key)!.Verifier.Text;
    }

    private string KeyOf(string place, string key) => Vkey(place, key).Split('+')[0];

    private Printed On(string place, params string[] args) => Desk.Run([.. args, "--workspace", place == "office" ? _desk.Workspace : _desk.At(place)]);

    private string Export(string place)
    {
        var path = _desk.At($"{place}-{_bundles++}.bundle");
        On(place, "bundle", "export", "-o", path).Expect(0);
        return path;
    }

    private Printed Carry(string from, string to, int code = 0) => On(to, "bundle", "merge", Export(from)).Expect(code);

    private long Sizes(string place)
    {
        using var json = JsonDocument.Parse(On(place, "case", "show", "--json").Expect(0).Out);
        return json.RootElement.GetProperty("size").GetInt64();
    }
}
