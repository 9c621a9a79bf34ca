using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.EndToEnd;

/// <summary>The log of activity by command, and what a search by command finds.</summary>
public sealed class Who_did_what_is_listed : IDisposable
{
    private readonly Desk _desk = new Desk().WithCase();

    [Fact]
    public void The_newest_first_narrowed_by_what_is_asked_and_audited_with_the_cases()
    {
        Assert.DoesNotContain("activity", _desk.In("log", "audit").Expect(0).Out, StringComparison.Ordinal);
        Assert.Equal("{\"entries\":[]}", _desk.In("log", "activity", "--json").Expect(0).Out.Trim());
        Record(new ActivityEntry(ActivityKinds.SignIn, ActivityOutcome.Done) { Account = "mira" });
        Record(new ActivityEntry(ActivityKinds.Export, ActivityOutcome.Refused) { Account = "jonas", Case = new CaseId(_desk.CaseId()), Detail = "dossier" });
        var lines = _desk.In("log", "activity").Expect(0).Out.Split('\n');
        Assert.Contains("jonas", lines[1], StringComparison.Ordinal);
        Assert.Contains("mira", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("mira", _desk.In("log", "activity", "--account", "jonas").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("mira", _desk.In("log", "activity", "--case", _desk.CaseId(), "--what", "export", "--text", "DOSS", "--since", "2020-01-01").Expect(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("jonas", _desk.In("log", "activity", "--until", "2020-01-01").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("'yesterday' is no time", _desk.In("log", "activity", "--since", "yesterday").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("activity: 2 entries", _desk.In("log", "audit").Expect(0).Out, StringComparison.Ordinal);
        File.Delete(Path.Combine(_desk.Workspace, "activity", "0000", "checkpoint"));
        Assert.Contains("WANTING activity", _desk.In("log", "audit").Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_into_a_backup_and_comes_back_with_it()
    {
        Record(new ActivityEntry(ActivityKinds.SignIn, ActivityOutcome.Done) { Account = "mira" });
        _desk.In("backup", "-o", _desk.At("copy.zip"), "--keys", _desk.At("keys.zip")).Expect(0);
        Desk.Run("restore", _desk.At("copy.zip"), _desk.At("there"), "--keys", _desk.At("keys.zip")).Expect(0);
        Assert.Contains("mira", Desk.Run("log", "activity", "-w", _desk.At("there")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_finds_the_text_of_a_report_and_names_in_other_scripts()
    {
        _desk.In("report", "add", _desk.File("a.txt", "Снаряды упали на Хамаданию.\nThe shells did not explode.\n"), "--source", "An agency").Expect(0);
        Assert.Contains("[Хамаданию]", _desk.In("search", "al-Hamadaniyah").Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("did not [explode]", _desk.In("search", "explode", "--kind", "report-captured").Expect(0).Out, StringComparison.Ordinal);
        _desk.In("search", "explode", "--kind", "incident-opened").Expect(1);
        _desk.In("search", "explode", "--made", "1999").Expect(1);
        _desk.In("search", "explode -shells", "--kind", "report-captured").Expect(1);
        Assert.Contains("the same", _desk.In("log", "audit", "--rebuild").Expect(0).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _desk.Dispose();

    private void Record(ActivityEntry entry)
    {
        using var workspace = Workspace.Open(_desk.Workspace, () => DateTimeOffset.UtcNow, TimeSpan.FromSeconds(10), _ => { }, () => "", LastSeen.OfThisMachine());
        workspace.Activity.RecordAsync(entry).GetAwaiter().GetResult();
    }
}
