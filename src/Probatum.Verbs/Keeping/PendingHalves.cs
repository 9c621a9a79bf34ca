using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>
/// Halves that this workspace's keys signed and that are not in the log yet. Each holds a place in its giver's sequence, so
/// that the giver never writes two records with one number.
/// </summary>
internal static class PendingHalves
{
    private const string Place = "pending";

    /// <summary>Remembers a half until it is recorded.</summary>
    public static void Keep(OpenedCase opened, HalfSigned half) =>
        Files.Write(Path.Combine(Folder(opened), half.Id.Text + ".half"), opened.Workspace.Vault.Seal(half.ToBytes(), Place));

    /// <summary>Where the author's next record stands, behind everything pending; null when nothing is pending.</summary>
    /// <param name="opened">The case.</param>
    /// <param name="whole">All of it, as it is now: others may have written since whoever asks looked.</param>
    /// <param name="author">The author.</param>
    public static AuthorPosition? Reserve(OpenedCase opened, CaseHistory whole, KeyName author)
    {
        var position = whole.Position(author);
        var pending = All(opened, whole).Where(one => one.Envelope.By[0] == author && one.Envelope.Seq >= position.NextSeq).OrderBy(one => one.Envelope.Seq).ToList();
        return pending.Count == 0 ? null : position with { NextSeq = pending[^1].Envelope.Seq + 1, Last = pending[^1].Id };
    }

    /// <summary>The pending halves of a case that wait for this key's signature.</summary>
    public static IEnumerable<(HalfSigned Half, ReadRecord Record)> For(Workspace workspace, CaseId id, CaseHistory history, KeyName receiver) =>
        Open(workspace, id, history).Where(one => one.Record.Envelope.By is [_, var second] && second == receiver);

    /// <summary>The pending halves of a case that this key signed and that wait for another's signature.</summary>
    public static IEnumerable<(HalfSigned Half, ReadRecord Record)> Of(Workspace workspace, CaseId id, CaseHistory history, KeyName giver) =>
        Open(workspace, id, history).Where(one => one.Record.Envelope.By is [var first, _] && first == giver);

    private static IEnumerable<(HalfSigned Half, ReadRecord Record)> Open(Workspace workspace, CaseId id, CaseHistory history) =>
        Directory.Exists(Folder(workspace, id))
            ? Directory.GetFiles(Folder(workspace, id), "*.half").Select(path => TryRead(workspace, path, out var half, out var record) ? (half, record) : default)
                .Where(one => one.half is not null && !history.Ids.ContainsKey(one.half.Id))
            : [];

    /// <summary>The pending halves; those that were recorded meanwhile are forgotten.</summary>
    private static IEnumerable<ReadRecord> All(OpenedCase opened, CaseHistory whole)
    {
        foreach (var path in Directory.Exists(Folder(opened)) ? Directory.GetFiles(Folder(opened), "*.half") : [])
        {
            // What can't be read holds no place; it must not keep anybody from recording. The audit names it.
            if (!TryRead(opened.Workspace, path, out var half, out var record))
            {
                continue;
            }

            if (whole.Ids.ContainsKey(half.Id))
            {
                File.Delete(path);
            }
            else
            {
                yield return record;
            }
        }
    }

    /// <summary>The pending halves of a workspace that can't be read.</summary>
    public static IEnumerable<string> Damaged(Workspace workspace) => Directory.Exists(Path.Combine(workspace.Folder, "pending"))
        ? Directory.EnumerateFiles(Path.Combine(workspace.Folder, "pending"), "*.half", SearchOption.AllDirectories).Where(path => !TryRead(workspace, path, out _, out _))
        : [];

    private static bool TryRead(Workspace workspace, string path, out HalfSigned half, out ReadRecord record)
    {
        (half, record) = (null!, null!);
        return workspace.Vault.TryOpen(File.ReadAllBytes(path), Place) is { } plain && HalfSigned.TryRead(plain, out half, out _) && half.TryShow(out record, out _);
    }

    private static string Folder(OpenedCase opened) => Folder(opened.Workspace, opened.Id);

    private static string Folder(Workspace workspace, CaseId id) => Path.Combine(workspace.Folder, "pending", id.Text);
}
