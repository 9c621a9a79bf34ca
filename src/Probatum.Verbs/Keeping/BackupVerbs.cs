using System.CommandLine;
using Probatum.Bags;
using Probatum.Core.Cases;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>probatum backup, probatum restore</summary>
internal static class BackupVerbs
{
    public static Command Backup(Shell shell)
    {
        var output = new Option<string>("--output", "-o") { Description = "the copy; a new file", HelpName = "FILE.zip", Required = true };
        var keys = Verb.Required("--keys", "the keys that open it; replaced when it is there", "KEYS.zip");
        return Verb.Alone(
            shell, "backup", "Copy the workspace: what is sealed into one file, which opens nothing and may be kept anywhere; the keys into another, of which there is one and each backup replaces it, so that an erased person's key lives in no older copy.",
            "probatum backup -o 2031-06-01.zip --keys /media/safe/keys.zip", [output, keys, Verb.Workspace], parse =>
            {
                var (to, safe) = (parse.GetRequiredValue(output), parse.GetRequiredValue(keys));
                using var workspace = OpenedCase.OpenWorkspace(parse, shell);

                // Every log is read, so that batches which only its journal has are published and go along, and no key of anybody erased does.
                foreach (var id in workspace.Cases)
                {
                    workspace.Read(id, SignatureCheck.AlreadyChecked);
                }

                if (workspace.HasActivity)
                {
                    workspace.Activity.PublishAsync().GetAwaiter().GetResult();
                }

                using var progress = new ProgressLine(shell, "backing up");
                using var copy = new ZipBagWriter(to);
                var (files, bytes) = Storage.Backup.Write(workspace.Folder, false, copy, progress);
                var unfinished = safe + ".new";
                File.Delete(unfinished);
                Files.MakePrivate(unfinished + ".unfinished");
                using (var bag = new ZipBagWriter(unfinished))
                {
                    Storage.Backup.Write(workspace.Folder, true, bag);
                    bag.Finish();
                }

                copy.Finish();
                Storage.Backup.ReplaceKeys(unfinished, safe);
                return new(
                    $"{to}: {Words.Count(files, "file")}, {bytes} bytes; it opens with {safe}{(workspace.Vault.HasPassphrase ? " and the passphrase" : ", which anybody can use who has it")}. Keep the two apart",
                    JsonMap.Of(("backup", to), ("keys", safe), ("files", files), ("bytes", bytes)));
            });
    }

    public static Command Restore(Shell shell)
    {
        var copy = Verb.Argument("FILE.zip", "the copy");
        var folder = Verb.Argument("DIR", "the workspace's new folder; absent or empty");
        var keys = Verb.Required("--keys", "the keys that open it", "KEYS.zip");
        return Verb.Alone(shell, "restore", "Put a backup into an absent or empty folder. Its logs sign nothing until each is reconciled ('log reconcile').", "probatum restore 2031-06-01.zip ./workspace --keys /media/safe/keys.zip", [copy, folder, keys], parse =>
        {
            var (from, to) = (parse.GetRequiredValue(copy), parse.GetRequiredValue(folder));
            using var progress = new ProgressLine(shell, "restoring");
            using (var bag = VerifyVerb.Open(from))
            using (var safe = VerifyVerb.Open(parse.GetRequiredValue(keys)))
            {
                Storage.Backup.Restore(bag.Reader, safe.Reader, to, progress);
            }

            var rests = Storage.Backup.BrokenOff(to);
            return Answer.Of(
                [
                    $"{to}: restored from {from}; say of each case what it was last seen at ('probatum log reconcile'), until then it can be read and not written",
                    .. rests.Select(rest => $"{rest}: left by a restore that was broken off, with keys in it; remove it"),
                ],
                JsonMap.Of(("workspace", Path.GetFullPath(to)), ("brokenOff", JsonList.Of(rests.Select(rest => (Json)rest)))));
        });
    }
}
