using System.CommandLine;
using System.Globalization;
using System.Text;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Verbs;

/// <summary>probatum log …</summary>
internal static class LogVerbs
{
    public static Command Of(Shell shell) => Verb.Group(
        "log", "The case's log: checkpoint, proofs, audit, countersigning, time stamps.",
        CheckpointOf(shell), Prove(shell), Consistency(shell), Audit(shell), ExportTiles(shell), CosignVerb.Of(shell), StampVerb.Of(shell), ReconcileVerb.Of(shell), ActivityVerb.Of(shell));

    private static Command CheckpointOf(Shell shell) => Verb.Reading(shell, "checkpoint", "Print the signed checkpoint (c2sp.org/tlog-checkpoint), with what witnesses signed of it; on a copy, the last one of the log that it knows.", "probatum log checkpoint", [], (parse, opened) =>
    {
        var note = Encoding.UTF8.GetString((opened.CopyOf ?? opened.Cosignatures.Of(opened.Log)).ToBytes());
        return new(note.TrimEnd('\n'), JsonMap.Of(("checkpoint", note)));
    });

    private static Command Prove(Shell shell)
    {
        var record = Verb.Argument("RECORD", "the record's id (r-…) or leaf number, or the name of what it introduced");
        return Verb.Reading(shell, "prove", "Print the proof that a record is in the log (c2sp.org/tlog-proof).", "probatum log prove 12 > record.tlog-proof", [record], (parse, opened) =>
        {
            opened.OnlyWhereTheLogIsKept("prove it");
            var index = opened.Leaf(parse.GetRequiredValue(record));
            var proof = (opened.Log.Prove(index) with { CheckpointNote = opened.Cosignatures.Of(opened.Log) }).ToText();
            return new(proof.TrimEnd('\n'), JsonMap.Of(("index", index), ("proof", proof)));
        });
    }

    private static Command Consistency(Shell shell)
    {
        var from = Verb.Required("--from", "the older size", "SIZE");
        return Verb.Reading(
            shell, "consistency", "Print the proof that an older checkpoint is a prefix of the present one (an add-checkpoint body of c2sp.org/tlog-witness).", "probatum log consistency --from 12", [from], (parse, opened) =>
            {
                opened.OnlyWhereTheLogIsKept("prove it");
                if (!long.TryParse(parse.GetRequiredValue(from), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > opened.History.Size)
                {
                    throw new BadInputException($"'{parse.GetRequiredValue(from)}' is no size from 0 to {opened.History.Size}");
                }

                if (!SignedNote.TryParse(opened.Log.Checkpoint.Span, out var note, out var fault))
                {
                    throw new InvalidDataException(fault.Why);
                }

                var body = new CheckpointUpdate(size, opened.Log.ProveConsistency(size), note).ToText();
                return new(body.TrimEnd('\n'), JsonMap.Of(("from", size), ("body", body)));
            });
    }

    private static Command Audit(Shell shell)
    {
        var rebuild = Verb.Flag("--rebuild", "throw the index away and make it anew from the logs");
        return Verb.Alone(
            shell, "audit", "Check every case of the workspace: tree, signatures, disclosures, kept files. Exit code 1 when something is wanting.", "probatum log audit --rebuild",
            [rebuild, Verb.Workspace], parse =>
            {
                using var workspace = OpenedCase.OpenWorkspace(parse, shell);
                var wanting = new List<string>();
                var good = new List<string>();
                var histories = new List<CaseHistory>();
                foreach (var id in workspace.Cases)
                {
                    try
                    {
                        var (log, history) = workspace.Read(id, SignatureCheck.Every);
                        new Storage.Cosignatures(workspace, id).Of(log);
                        var odd = history.Remarks.Where(remark => remark.Void).Select(remark => $"{id}: leaf {remark.Index}: {remark.Why}").Concat(Missing(workspace, log, history, id)).ToList();
                        wanting.AddRange(odd);
                        histories.Add(history);
                        good.Add($"{id}: {Words.Leaves(history.Size)} under the checkpoint that they hash to, {Words.Count(history.State.Entries.Count, "record")} that count, every signature checked");
                        if (log.Refusal is { } refusal)
                        {
                            good.Add($"{id}: {refusal}");
                        }
                    }
                    catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
                    {
                        wanting.Add($"{id}: {e.Message}");
                    }
                }

                AuditRegistry(workspace, good, wanting);
                ActivityVerb.Audit(workspace, good, wanting);
                wanting.AddRange(workspace.Keys.Logs.Except(workspace.Cases.Select(id => id.Text)).Select(id => $"{id}: its log has keys here, but is gone"));
                wanting.AddRange(workspace.Blobs.Changed().Select(path => $"{path}: the kept file was changed"));
                wanting.AddRange(PendingHalves.Damaged(workspace).Select(path => $"{path}: the pending half of a hand-over can't be read"));
                if (parse.GetValue(rebuild))
                {
                    histories.ForEach(workspace.Index.Follow);
                    var before = workspace.Index.Digest();
                    workspace.Index.Discard();
                    histories.ForEach(workspace.Index.Follow);
                    var after = workspace.Index.Digest();
                    good.Add(before == after ? "the index was made anew from the logs: the same" : "the index was made anew from the logs: it had not been what the logs say, now it is");
                }

                return Answer.Of(
                    [.. good, .. wanting.Select(text => $"WANTING {text}"), wanting.Count == 0 ? "nothing is wanting" : $"{wanting.Count} wanting"],
                    JsonMap.Of(("good", JsonList.Of(good.Select(text => (Json)text))), ("wanting", JsonList.Of(wanting.Select(text => (Json)text)))), wanting.Count == 0 ? 0 : 1);
            });
    }

    private static void AuditRegistry(Storage.Workspace workspace, List<string> good, List<string> wanting)
    {
        if (!workspace.HasRegistry)
        {
            return;
        }

        try
        {
            good.Add($"registry: {Words.Count(workspace.Registry.Size, "checkpoint")} of cases hash to its own");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            wanting.Add($"registry: {e.Message}");
        }
    }

    private static IEnumerable<string> Missing(Storage.Workspace workspace, Storage.CaseLog log, CaseHistory history, CaseId id)
    {
        var disclosed = new NamedFiles();
        for (long index = 0; index < history.Size; index++)
        {
            foreach (var text in log.Disclosures(index))
            {
                if (Disclosure.TryOpen(text, out var one, out _))
                {
                    disclosed.Add(one.Value);
                }
            }
        }

        if (history.State.Entries.Where(entry => entry.Withheld > 0 && !history.State.Erasures.Records.Contains(entry.Id)).ToList() is [var first, ..] closed)
        {
            yield return $"{id}: {Words.Count(closed.Sum(entry => entry.Withheld), "sealed member")} of {Words.Leaves(closed.Count)} can't be opened here, from leaf {first.Index} on";
        }

        foreach (var (sha256, _) in disclosed.With(history.State))
        {
            using var stream = workspace.Blobs.Open(sha256);
            if (stream is null)
            {
                yield return $"{id}: the file {sha256}, which a record names, is not kept";
            }
        }
    }

    private static Command ExportTiles(Shell shell)
    {
        var output = new Option<string>("--output", "-o") { Description = "an absent or empty folder", HelpName = "DIR", Required = true };
        return Verb.Reading(shell, "export-tiles", "Write the log as c2sp.org/tlog-tiles lays it out, with its key: any tool for such logs audits it.", "probatum log export-tiles -o log/", [output], (parse, opened) =>
        {
            opened.OnlyWhereTheLogIsKept("export it");
            var folder = parse.GetRequiredValue(output);
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new BadInputException($"{folder}: is not empty");
            }

            foreach (var path in TileSet.Of(opened.History.Size))
            {
                Files.Write(Path.Combine(folder, path), (opened.Log.Read(path) ?? throw new InvalidDataException($"the log lacks {path}")).Span);
            }

            foreach (var key in opened.State.Opened?.LogKeys ?? [])
            {
                Files.Write(Path.Combine(folder, key == opened.State.Opened!.LogKeys[0] ? "log.vkey" : "log-mldsa.vkey"), Encoding.ASCII.GetBytes(key + "\n"));
            }

            // The checkpoint last: a reader who finds it finds everything it covers.
            Files.Write(Path.Combine(folder, "checkpoint"), opened.Cosignatures.Of(opened.Log).ToBytes());
            return new($"{folder}: {Words.Leaves(opened.History.Size)}", JsonMap.Of(("folder", folder), ("size", opened.History.Size)));
        });
    }
}
