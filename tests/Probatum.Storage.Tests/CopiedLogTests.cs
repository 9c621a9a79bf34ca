using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Storage.Tests;

/// <summary>A copy of a case is put in the place of an older one whole; what came after a leaf is found with it.</summary>
public sealed class CopiedLogTests
{
    [Fact]
    public void Whatever_step_a_crash_ends_the_copy_is_the_old_one_or_the_new_one()
    {
        using var folder = new Folder();
        var (written, records, note) = Case();
        string[] place = [folder.At("ws"), Path.Combine(folder.At("ws"), "cases", written.Id.Text)];
        Workspace.Create(place[0]);
        using (var workspace = Open(place[0]))
        {
            workspace.ReplaceCopy(written.Id, records[..2], note, null);
            workspace.ReplaceCopy(written.Id, records[..3], note, null);
        }

        // 1: the new one is not whole. 2: the old one is out of the way. 3: the new one is in place, the old one is still there.
        Directory.CreateDirectory(place[1] + ".new");
        Assert.Equal(3, Sizes(place[0], written.Id));
        Copy(place[1], place[1] + ".new");
        Directory.Move(place[1], place[1] + ".old");
        Assert.Equal(3, Sizes(place[0], written.Id));
        Directory.Move(place[1], place[1] + ".old");
        Assert.Equal(3, Sizes(place[0], written.Id));
        Copy(place[1], place[1] + ".old");
        Assert.Equal(3, Sizes(place[0], written.Id));
        Assert.Equal([place[1]], Directory.GetDirectories(Path.Combine(place[0], "cases")));
    }

    [Fact]
    public void A_mark_that_was_changed_or_is_gone_makes_no_log_of_a_copy()
    {
        using var folder = new Folder();
        var (written, records, note) = Case();
        Workspace.Create(folder.At("ws"));
        using var workspace = Open(folder.At("ws"));
        workspace.ReplaceCopy(written.Id, records, note, null);
        var opened = written.State.Opened;
        Assert.Equal(note.ToBytes(), workspace.CopyOf(written.Id, opened)!.ToBytes());
        var mark = Path.Combine(folder.At("ws"), "cases", written.Id.Text, "copy-of");
        var bytes = File.ReadAllBytes(mark);
        bytes[^1] ^= 1;
        File.WriteAllBytes(mark, bytes);
        Assert.Throws<InvalidDataException>(() => workspace.CopyOf(written.Id, opened));
        File.Delete(mark);
        Assert.Throws<InvalidDataException>(() => workspace.CopyOf(written.Id, opened));
        Assert.Null(workspace.CopyOf(written.Id, opened! with { LogKeys = [workspace.LogKeys(written.Id).Ed25519.Verifier.Text] }));
    }

    [Fact]
    public void Disclosures_that_come_later_are_read_with_their_leaf_until_their_subject_is_gone()
    {
        using var folder = new Folder();
        var (written, records, _) = Case();
        Workspace.Create(folder.At("ws"));
        var bare = records.Select(record => record with { Disclosures = [] }).ToList();
        var subject = Said.Id(5);
        using (var workspace = Open(folder.At("ws")))
        {
            var log = workspace.OpenLog(written.Id);
            log.Append(0, bare);
            log.Complete([(1, records[1]), (2, records[2] with { Subject = subject })]);
            log.Complete([(0, records[0])]);
            Assert.Equal(records[1].Disclosures.Select(one => one.Text).Order(StringComparer.Ordinal), log.Disclosures(1).Order(StringComparer.Ordinal));
        }

        using (var workspace = Open(folder.At("ws")))
        {
            var log = workspace.OpenLog(written.Id);
            Assert.Equal([0, 0, 0, records[3].Disclosures.Length], log.ReadAll(SignatureCheck.Every).State.Entries.Take(4).Select(entry => entry.Withheld));
            workspace.Vault.Destroy(SubjectKey.Name(written.Id, subject));
            Assert.Empty(log.Disclosures(2));
            Assert.NotEmpty(log.Disclosures(1));
        }

        var late = Path.Combine(folder.At("ws"), "cases", written.Id.Text, "late-disclosures");
        var bytes = File.ReadAllBytes(late);
        bytes[60] ^= 1;
        File.WriteAllBytes(late, bytes);
        using var changed = Open(folder.At("ws"));
        Assert.Throws<InvalidDataException>(() => changed.OpenLog(written.Id).ReadAll(SignatureCheck.Every));
    }

    private static (WrittenCase Case, ImmutableArray<SealedRecord> Records, SignedNote Note) Case()
    {
        var written = new WrittenCase();
        written.Record(new PartyDescribed(Said.Id(1), "One", null, null, null, null), new PartyDescribed(Said.Id(2), "Two", null, null, null, null), new PartyDescribed(Said.Id(3), "Three", null, null, null, null));
        var records = ImmutableArray.CreateBuilder<SealedRecord>();
        Assert.True(LogAudit.TryAudit(
            written.Log.Covered!, written.Log,
            (index, leaf) => records.Add(new(written.State.Entries[(int)index].Id, leaf.ToArray(), [.. written.Log.Disclosures(index).Select(Opened)])), out var fault), fault.Why);
        Assert.True(SignedNote.TryParse(written.Log.Checkpoint.Span, out var note, out fault), fault.Why);
        return (written, records.ToImmutable(), note);
    }

    private static Disclosure Opened(string text) => Disclosure.TryOpen(text, out var one, out var fault) ? one : throw new InvalidDataException(fault.Why);

    private static Workspace Open(string folder) => Workspace.Open(folder, () => DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(5), _ => { }, () => "", new(null));

    private static long Sizes(string folder, CaseId id)
    {
        using var workspace = Open(folder);
        Assert.Equal([id], workspace.Cases);
        return workspace.OpenLog(id).ReadAll(SignatureCheck.Every).Size;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
