using System.Collections.Immutable;

namespace Probatum.Ledger;

/// <summary>What a witness signs and what not. Pure; whoever calls it holds the state still and stores before answering.</summary>
/// <remarks>
/// Invariant: of two checkpoints that it ever signs of one log, the smaller is a prefix of the larger, and its times do not go
/// back. Source: c2sp.org/tlog-witness, in the order of its checks.
/// </remarks>
public static class WitnessRules
{
    /// <summary>The most bytes a request has: its head and a note.</summary>
    public const int LongestRequest = ProofLines.LongestHead + SignedNote.DefaultLimit;

    /// <summary>Decides on a request.</summary>
    /// <param name="request">The body of add-checkpoint.</param>
    /// <param name="logKeys">The keys that the witness knows of an origin; none for an unknown log.</param>
    /// <param name="stored">The latest state of an origin, or null where the witness never signed one.</param>
    /// <param name="witness">The witness's keys, of types 04 and 06.</param>
    /// <param name="posixTime">The witness's clock, in POSIX seconds.</param>
    public static WitnessAnswer Decide(
        ReadOnlySpan<byte> request,
        Func<string, ImmutableArray<VerifierKey>> logKeys,
        Func<string, WitnessState?> stored,
        ImmutableArray<SignerKey> witness,
        long posixTime)
    {
        ArgumentNullException.ThrowIfNull(logKeys);
        ArgumentNullException.ThrowIfNull(stored);
        if (!CheckpointUpdate.TryParse(request, out var update, out var fault)
            || !Checkpoint.TryRead(update.CheckpointNote.Text, out var checkpoint, out fault))
        {
            return new WitnessRefused(400, fault.Why);
        }

        if (update.OldSize > checkpoint.Size)
        {
            return new WitnessRefused(400, $"the old size {update.OldSize} is beyond the checkpoint's {checkpoint.Size}");
        }

        var keys = logKeys(checkpoint.Origin);
        if (keys.IsEmpty)
        {
            return new WitnessRefused(404, "the log is not one that this witness knows");
        }

        if (!update.CheckpointNote.TryVerifyLines(keys, out var lines, out fault))
        {
            return new WitnessRefused(403, fault.Why);
        }

        var note = OfKeys(update.CheckpointNote, lines);
        return Decide(update, checkpoint, note, stored(checkpoint.Origin), witness, posixTime);
    }

    private static WitnessAnswer Decide(
        CheckpointUpdate update, Checkpoint checkpoint, SignedNote note, WitnessState? stored, ImmutableArray<SignerKey> witness, long posixTime)
    {
        var (size, root) = stored is null ? (0, Merkle.Empty) : (stored.Checkpoint.Size, stored.Checkpoint.Root);
        if (update.OldSize != size)
        {
            // Two roots at one size are a fork whatever the request says it starts from.
            var fork = stored is not null && checkpoint.Size == size && checkpoint.Root != root;
            return new WitnessElsewhere(size, fork ? new(stored!.Note, note) : null);
        }

        if (!Merkle.VerifyConsistency(size, checkpoint.Size, root, checkpoint.Root, update.Proof))
        {
            var conflicts = stored is not null && checkpoint.Size > 0 && (checkpoint.Size, checkpoint.Root) != (size, root);
            return new WitnessRefused(
                422,
                checkpoint.Size == size ? $"another tree or a needless proof at size {size}" : $"size {checkpoint.Size} is not proven to extend size {size}",
                conflicts ? new(stored!.Note, note) : null);
        }

        if (posixTime < stored?.Time)
        {
            return new WitnessRefused(503, "this witness's clock is behind the time that it signed last");
        }

        var own = checkpoint.Sign(witness, posixTime).Signatures;
        return new WitnessCosigned(own, new(checkpoint, SignedNote.Create(note.Text, [.. note.Signatures, .. own]), posixTime));
    }

    /// <summary>The note with one line of each key that verified and nothing of others, who could swell what is stored.</summary>
    private static SignedNote OfKeys(SignedNote note, ImmutableArray<VerifiedSignature> verified)
    {
        var known = verified.Select(line => (line.Key.Name, line.Key.Id)).ToHashSet();
        return SignedNote.Create(note.Text, [.. note.Signatures.Where(line => known.Remove((line.Name, line.Id)))]);
    }
}
