using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Probatum.Core;
using Probatum.Core.Bundles;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;
using Probatum.Storage;

namespace Probatum.Verbs;

/// <summary>probatum bundle …</summary>
internal static class BundleVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "bundle", "Records on their way between devices and offices that work on one case, without a network.", Export(shell), MergeIn(shell));

    private static Command Export(Shell shell)
    {
        var output = new Option<string>("--output", "-o") { Description = "the bundle: a new file", HelpName = "FILE", Required = true };
        var authors = Verb.Several("--author", "only records that this key signed (a key of this workspace, or k-…)", "KEY");
        var since = Verb.Option("--since", "only from this leaf of the log on", "SIZE");
        return Verb.Reading(
            shell, "export", "Write records with what opens them and the files they name into one file: the whole log, or on a copy what the log does not have yet.",
            "probatum bundle export -o to-the-field.bundle --since 120", [output, authors, since], (parse, opened) =>
            {
                var (path, wanted) = (parse.GetRequiredValue(output), parse.GetValue(authors) ?? []);
                var keys = wanted.Select(name => Registered(opened, name)).ToHashSet();

                opened.OnlyWhole("a bundle is written");
                using var log = opened.Log.ReadLeaves();
                var main = opened.Seen?.Size ?? 0;
                var from = parse.GetValue(since) is { } said ? Size(said, main) : (long?)null;

                // A copy sends what came here; asked from where in the log, it passes the log itself on.
                var (start, end) = opened.CopyOf is null ? (from ?? 0, main) : keys.Count == 0 && from is { } place ? (place, main) : (from ?? main, log.Leaves.Count);
                var isWhole = keys.Count == 0 && (opened.CopyOf is null || from is not null);
                var signed = log.History.State.Entries.Where(entry => keys.Count == 0 || entry.Envelope.By.Any(keys.Contains)).Select(entry => entry.Index).ToHashSet();
                ImmutableArray<BundledLeaf> leaves = [.. log.Leaves.Where((_, i) => i >= start && i < end && (keys.Count == 0 || signed.Contains(i)))];
                if (leaves.IsEmpty)
                {
                    throw new BadInputException(opened.CopyOf is null || from is not null ? "no record is asked for; nothing was written" : "nothing was recorded here that the log does not have; nothing was written");
                }

                var missing = BundleFile.Write(path, opened.Id, isWhole ? start : null, CheckpointOf(opened), leaves, opened.Workspace.Blobs.Open);
                var closed = leaves.Sum(leaf => RecordText.TryRead(leaf.Bytes, leaf.Disclosures, out var record, out _) ? record.Withheld : 0);
                return Answer.Of(
                    [
                        $"{path}: {Words.Count(leaves.Length, "record")}{(isWhole ? $", the log from leaf {start} to {end}" : "")}; merge it with 'probatum bundle merge' elsewhere",
                        .. closed > 0 ? [$"{Words.Count(closed, "sealed member")} can't be opened here and stay closed"] : Array.Empty<string>(),
                        .. missing.IsEmpty ? Array.Empty<string>() : [$"{Words.Count(missing.Length, "file")} are not kept here and did not go with it"],
                    ],
                    JsonMap.Of(
                        ("bundle", path), ("records", leaves.Length), ("first", isWhole ? start : null), ("size", main), ("closed", closed),
                        ("missingFiles", JsonList.Of(missing.Select(one => (Json)one)))));
            });
    }

    private static Command MergeIn(Shell shell)
    {
        var file = Verb.Argument("FILE", "what 'bundle export' wrote");
        var late = Verb.Flag("--late", "keep what may not stand in the log as one file, named by a record");
        return Verb.Alone(
            shell, "merge", "Take in a bundle: every record that the log does not have, or nothing. Makes a copy of a case that is not here. Exit code 1 when records were not taken, or differ on one fact.",
            "probatum bundle merge from-the-field.bundle", [file, late, Verb.Workspace, Verb.Key], parse =>
            {
                var path = parse.GetRequiredValue(file);
                using var bundle = BundleFile.Open(path);
                using var workspace = OpenedCase.OpenWorkspace(parse, shell);
                return workspace.Cases.Contains(bundle.Content.Case)
                    ? Known(parse, shell, path, bundle, workspace, parse.GetValue(late))
                    : NewCopy(parse, shell, path, bundle, workspace);
            });
    }

    private static Answer NewCopy(ParseResult parse, Shell shell, string path, BundleFile file, Workspace workspace)
    {
        using var nothing = new LogReading();
        var plan = Merge.IntoCopy(nothing, null, file.Content, out var fault) ?? throw new BadInputException($"{path}: {fault.Why}; nothing was merged");
        if (plan.History.State.Tables.FirstOrDefault(table => !file.Content.Files.Contains(table.Value)) is { Key: { } table })
        {
            throw new BadInputException($"{path}: the rule table {table} of the case is not in it; nothing was merged");
        }

        return Copied(parse, shell, file, workspace, plan, null, []);
    }

    private static Answer Known(ParseResult parse, Shell shell, string path, BundleFile file, Workspace workspace, bool late)
    {
        var opened = OpenedCase.In(workspace, parse, shell, file.Content.Case.Text);
        if (opened.Seen is null)
        {
            throw new BadInputException($"{path}: the case {opened.Id} is here without a first record; nothing was merged");
        }

        if (late)
        {
            // Known before anything is merged: whether the record that names the file may be written.
            opened.OnlyWhereTheLogIsKept("late work is kept");
            opened.Registered(opened.Author.Name);
            if (Rules.Judge(opened.State, new(opened.Author.Name, opened.History.Keys.Keys[opened.Author.Name].Role, null), new LateReceived(null, [], [])) is { } refused)
            {
                throw new BadInputException($"{OpenedCase.Refusal(refused, LateReceived.Row)}; nothing was merged");
            }
        }

        var before = Conflicts.Of(opened.State);
        using var log = opened.Log.ReadLeaves();
        if (opened.CopyOf is not null && file.Content.First is not null && file.Content.Tree.Size > opened.Seen.Size)
        {
            return Copied(parse, shell, file, workspace, Merge.IntoCopy(log, opened.Seen, file.Content, out var gap) ?? throw new BadInputException($"{path}: {gap.Why}; nothing was merged"), opened.Log, before);
        }

        var tree = file.Content.Tree;
        var plan = Merge.Into(log, file.Content, out var fault) ?? throw new BadInputException($"{path}: {fault.Why}; nothing was merged");
        if (tree.Size <= opened.Seen.Size && log.RootAt(tree.Size) != tree.Root)
        {
            throw new BadInputException($"{path}: it comes from a log of {tree.Size} leaves with another root, signed by the keys of this one: there are two histories of it; nothing was merged");
        }

        if (tree.Size > opened.Seen.Size && opened.CopyOf is null)
        {
            opened.Note($"the bundle holds a checkpoint of {tree.Size} leaves of this log, which has {opened.Seen.Size} here: was this workspace restored from an older backup?");
        }

        // Files first: a crash leaves some that nothing names, and merging again goes on. Then the records, all at once; then what opens
        // records that were here, which merging again would add as well.
        file.Keep(plan.Files, workspace);
        if (opened.Log.Append(opened.History.Size, plan.Records) is null)
        {
            throw new BadInputException("another process wrote to this case meanwhile; nothing was merged, try again");
        }

        opened.Log.Complete(plan.Completed);
        opened.Refresh();
        Forget(workspace, plan);
        if (!plan.Completed.IsEmpty)
        {
            opened.RemakeIndex();
        }

        var receipts = late ? Keep(opened, file, plan) : [];
        return Merged(opened, plan, before, receipts, null);
    }

    private static Answer Copied(ParseResult parse, Shell shell, BundleFile file, Workspace workspace, MergePlan plan, CaseLog? old, ImmutableArray<Conflict> before)
    {
        file.Keep(plan.Files, workspace);
        workspace.ReplaceCopy(file.Content.Case, plan.Records, file.Content.Checkpoint, old);
        var opened = OpenedCase.In(workspace, parse, shell, file.Content.Case.Text);
        Forget(workspace, plan);
        opened.RemakeIndex();
        return Merged(opened, plan, before, [], $"a copy of the case {opened.Id}, whose log is kept by {file.Content.Tree.Origin}: {Words.Leaves(opened.Seen!.Size)} of it, {Words.Count(opened.History.Size - opened.Seen.Size, "record")} that it does not have yet");
    }

    private static void Forget(Workspace workspace, MergePlan plan)
    {
        foreach (var sha256 in plan.Forgotten)
        {
            workspace.Blobs.Remove(sha256);
        }
    }

    /// <summary>Keeps what was not taken, and is in no such file yet, as a bundle of its own.</summary>
    private static ImmutableArray<Receipt> Keep(OpenedCase opened, BundleFile file, MergePlan plan)
    {
        var kept = opened.State.Entries.Select(entry => entry.Statement).OfType<LateReceived>().SelectMany(one => one.Records).ToHashSet(StringComparer.Ordinal);
        var left = plan.NotTaken.Where(one => !kept.Contains(one.Leaf.Id.Text)).ToList();
        if (left.Count == 0)
        {
            return [];
        }

        var temporary = Path.Combine(opened.Workspace.Folder, $".late-{Guid.NewGuid():n}");
        try
        {
            BundleFile.Write(temporary, opened.Id, null, file.Content.Checkpoint, [.. left.Select(one => one.Leaf)], file.OpenFile);
            using var content = new FileStream(temporary, FileMode.Open, FileAccess.Read);
            return opened.Record(new LateReceived(
                opened.Workspace.Blobs.PutStream(content, "application/zip"), [.. left.Select(one => one.Leaf.Id.Text)], [.. left.Select(one => one.Why.Code)]));
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static Answer Merged(OpenedCase opened, MergePlan plan, ImmutableArray<Conflict> before, ImmutableArray<Receipt> receipts, string? copy)
    {
        var known = before.Select(conflict => conflict.Words).ToHashSet(StringComparer.Ordinal);
        var conflicts = Conflicts.Of(opened.State);
        var brought = conflicts.Where(conflict => !known.Contains(conflict.Words)).ToList();
        var odd = opened.History.Remarks.Where(remark => remark.Index >= opened.History.Size - plan.New - receipts.Length && !remark.Void && copy is null).ToList();
        return Answer.Of(
            [
                .. copy is null ? Array.Empty<string>() : [copy],
                $"{Words.Count(plan.New, "record")} merged{(plan.Completed.IsEmpty ? "" : $", {plan.Completed.Length} that were here can be opened further")}; {Words.Leaves(opened.History.Size)} here now",
                .. plan.NotTaken.Select(one => $"not taken: {one.Leaf.Id} {one.Type} ({one.Why.Code}): {one.Why.Why}"),
                .. receipts.IsEmpty ? Array.Empty<string>() : [$"what was not taken is kept as a file (leaf {receipts[^1].Index}, late-received)"],
                .. odd.Select(remark => $"leaf {remark.Index}: {remark.Why}"),
                .. brought.Select(conflict => $"conflict: {conflict.Words}"),
            ],
            JsonMap.Of(
                ("case", opened.Id.Text), ("merged", plan.New), ("completed", plan.Completed.Length), ("size", opened.History.Size),
                ("copyOf", opened.CopyOf is null ? null : JsonMap.Of(("origin", opened.Seen!.Origin), ("size", opened.Seen.Size))),
                ("notTaken", JsonList.Of(plan.NotTaken.Select(one => (Json)JsonMap.Of(("id", one.Leaf.Id.Text), ("type", one.Type), ("code", one.Why.Code), ("why", one.Why.Why))))),
                ("late", receipts.IsEmpty ? null : receipts[^1].Id.Text), ("conflicts", JsonList.Of(brought.Select(CaseVerbs.Json)))),
            plan.NotTaken.IsEmpty && brought.Count == 0 ? 0 : 1);
    }

    private static KeyName Registered(OpenedCase opened, string name)
    {
        var key = new KeyName(name.StartsWith("k-", StringComparison.Ordinal) ? name : opened.SignerKey(name).Verifier.Name);
        opened.Registered(key, name);
        return key;
    }

    private static SignedNote CheckpointOf(OpenedCase opened) => opened.CopyOf ?? opened.Cosignatures.Of(opened.Log);

    private static long Size(string said, long most) => long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= most
        ? size
        : throw new BadInputException($"'{said}' is no size from 0 to {most}");
}
