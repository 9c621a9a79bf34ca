using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Probatum.Ledger;

/// <summary>A newer checkpoint with the proof that it extends an older one: the body of add-checkpoint.</summary>
/// <remarks>Source: c2sp.org/tlog-witness.</remarks>
/// <param name="OldSize">The size of the older checkpoint.</param>
/// <param name="Proof">The consistency proof between the two.</param>
/// <param name="CheckpointNote">The newer checkpoint with its signatures, not verified by reading.</param>
public sealed record CheckpointUpdate(long OldSize, ImmutableArray<Hash256> Proof, SignedNote CheckpointNote)
{
    private const string OldPrefix = "old ";

    /// <summary>Reads a body in the one way we write it.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out CheckpointUpdate? update, out Fault fault)
    {
        update = null;
        if (!ProofLines.TrySplit(bytes, out var head, out var note, out fault))
        {
            return false;
        }

        if (head is not [var oldLine, .. var hashLines]
            || !oldLine.StartsWith(OldPrefix, StringComparison.Ordinal)
            || !TreeSize.TryParse(oldLine[OldPrefix.Length..], out var oldSize, out _))
        {
            fault = new("update/old", 0, "the first line is not old and a decimal number");
            return false;
        }

        if (!ProofLines.TryHashes(hashLines, out var hashes, out fault))
        {
            return false;
        }

        update = new(oldSize, hashes, note!);
        return true;
    }

    /// <summary>The body's text.</summary>
    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"{OldPrefix}{OldSize}\n")
        + $"{ProofLines.Text(Proof)}\n{ProofLines.Text(CheckpointNote)}";

    /// <summary>Whether the newer checkpoint is believed by that policy and extends <paramref name="older"/>.</summary>
    /// <remarks>A reader that has seen nothing yet gives the checkpoint of size 0.</remarks>
    public bool Verify(Checkpoint older, TrustPolicy policy, [NotNullWhen(true)] out Checkpoint? newer, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(policy);
        newer = null;
        if (!policy.TryOpen(CheckpointNote, out var witnessed, out fault))
        {
            return false;
        }

        newer = witnessed.Checkpoint;
        if (older.Origin != newer.Origin || OldSize != older.Size)
        {
            fault = new("update/old", 0, $"the update starts at {OldSize}, not at {older.Origin} of size {older.Size}");
        }
        else if (!Merkle.VerifyConsistency(OldSize, newer.Size, older.Root, newer.Root, Proof))
        {
            fault = new("update/inconsistent", 0, $"size {newer.Size} is not proven to extend size {OldSize}");
        }

        newer = fault == default ? newer : null;
        return newer is not null;
    }
}
