using System.CommandLine;
using Probatum.Core.Bundles;
using Probatum.Core.Cases;
using Probatum.Core.Dossier;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Verbs;

/// <summary>probatum log reconcile</summary>
internal static class ReconcileVerb
{
    public static Command Of(Shell shell)
    {
        var last = Verb.Option("--checkpoint", "the last checkpoint of this log that anybody holds: of a witness, a receipt, a dossier", "FILE");
        var from = Verb.Option("--from", "a dossier that has the records which are missing here", "DOSSIER");
        var nothing = Verb.Flag("--nothing-later", "nobody holds a later checkpoint than the log here; goes on record with the reason");
        var reason = Verb.Option("--reason", "how you know", "WHY");
        return Verb.Writing(
            shell, "reconcile", "Let a log that was put back from a backup be signed again: it must first be as far as it ever was, or it would be two logs.",
            "probatum log reconcile --checkpoint witness.checkpoint --from last-dossier.zip", [last, from, nothing, reason], (parse, opened) =>
            {
                var (file, dossier, why) = (parse.GetValue(last), parse.GetValue(from), parse.GetValue(reason));
                if (opened.Log.Refusal is not { } refusal)
                {
                    return new("this log may be signed; there is nothing to reconcile", JsonMap.Of(("reconciled", new JsonTruth(false))));
                }

                var nobody = parse.GetValue(nothing);
                if ((file is null && dossier is null && !nobody) || nobody != why is not null)
                {
                    throw new BadInputException($"{refusal}; say --checkpoint FILE, --from DOSSIER, or --nothing-later with --reason");
                }

                var before = opened.Log.Covered!.Size;
                var taken = dossier is null ? 0 : TakeMissing(opened, dossier);
                var held = file is null ? opened.Log.Covered : Read(opened, file);
                if (held.Size > opened.Log.Covered.Size)
                {
                    throw new BadInputException($"{file}: it is over {held.Size} leaves, and here are {opened.Log.Covered.Size}; the records between are needed ('--from DOSSIER'), else the case goes on in a new log");
                }

                if (!opened.Log.IsOfItsPast(held))
                {
                    throw new BadInputException($"{file}: it is of another history of this log; both checkpoints prove it ('probatum witness evidence'), and this log must not be signed again");
                }

                if (opened.Log.SeenAndNotHere is { } still)
                {
                    throw new BadInputException($"{still} ('--from DOSSIER')");
                }

                // What the restored log could have said of itself is no word of anybody else.
                if (held.Size <= before && !nobody)
                {
                    throw new BadInputException($"what was given is not beyond the {before} leaves that were restored, so it shows nothing that the log does not know; if nobody holds more, say --nothing-later with --reason");
                }

                opened.Refresh();
                var size = opened.History.Size;
                var words = why ?? $"brought up to {size} leaves from others: {string.Join(", ", new[] { dossier, file }.OfType<string>().Select(Path.GetFileName))}";

                // The record first: a refusal or a crash on the way leaves a log that still signs nothing else.
                var receipts = opened.Log.GoOn(() => opened.Record(new LogContinued(size, words)));
                return OpenedCase.Recorded(
                    receipts, $"reconciled: the log goes on behind {Words.Leaves(size)}{(taken > 0 ? $", {taken} of them from {dossier}" : "")}, and that is on record",
                    ("reconciled", new JsonTruth(true)), ("size", size), ("taken", taken));
            });
    }

    /// <summary>A signed checkpoint of this log, alone or in a tlog-proof.</summary>
    internal static Checkpoint Read(OpenedCase opened, string file) => Read(opened, file, Files.Read(file));

    /// <summary>The same, from bytes that the file held.</summary>
    internal static Checkpoint Read(OpenedCase opened, string file, ReadOnlyMemory<byte> bytes)
    {
        var keys = TrustPolicy.OfLogs([.. opened.State.Opened!.LogKeys.Select(text => VerifierKey.TryParse(text, out var key, out _) ? key : null).OfType<VerifierKey>()]);
        return TlogProof.CheckpointIn(bytes.Span) is { } note && keys.TryOpen(note, out var opening, out _) ? opening.Checkpoint
            : throw new BadInputException($"{file}: this is no checkpoint of this log, signed by its keys");
    }

    /// <summary>Takes the leaves that are missing here out of a dossier of the same log, with what it discloses and the files it has.</summary>
    private static long TakeMissing(OpenedCase opened, string path)
    {
        using var bag = VerifyVerb.Open(path);
        var verdict = DossierVerifier.Verify(bag.Reader);
        if (verdict.Checks.FirstOrDefault(check => check.Outcome == Outcome.Fails) is { } failed)
        {
            throw new BadInputException($"{path}: the dossier does not hold ({failed.Code}: {failed.Words}); nothing was taken");
        }

        var source = new DossierSource(bag.Reader);
        using var reading = new LogReading();
        if (!SignedNote.TryParse(source.Checkpoint.Span, out var note, out var fault) || !Checkpoint.TryParse(note.Text, out var held, out fault)
            || !LogAudit.TryAudit(held, source, (index, leaf) => reading.Take(leaf, source.Disclosures(index), SignatureCheck.AlreadyChecked), out fault))
        {
            throw new BadInputException($"{path}: {fault.Why}; nothing was taken");
        }

        var size = opened.Log.Covered?.Size ?? 0;
        if (held.Origin != opened.Log.Covered?.Origin)
        {
            throw new BadInputException($"{path}: this is a dossier of another log; nothing was taken");
        }

        if (held.Size <= size)
        {
            return opened.Log.IsOfItsPast(held) ? 0 : throw new BadInputException($"{path}: it is of another history of this log; its checkpoint and the one here prove it ('probatum witness evidence'), and this log must not be signed again");
        }

        var files = BagLayout.File("");
        foreach (var sha256 in bag.Reader.Paths.Where(name => name.StartsWith(files, StringComparison.Ordinal)).Select(name => name[files.Length..]))
        {
            opened.Workspace.Blobs.PutChecked(sha256, () => source.OpenFile(sha256)!);
        }

        opened.Log.CatchUpWith([.. reading.Leaves.Skip((int)size).Select(Sealed)], held);
        return held.Size - size;
    }

    private static SealedRecord Sealed(BundledLeaf leaf) => new(
        leaf.Id, leaf.Bytes, [.. leaf.Disclosures.Select(text => Disclosure.TryOpen(text, out var one, out _) ? one : null).OfType<Disclosure>()],
        RecordText.TryRead(leaf.Bytes, leaf.Disclosures, out var record, out _) ? Subject.Of(record.Statement) : null);
}
