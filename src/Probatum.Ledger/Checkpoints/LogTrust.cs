using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Probatum.Ledger;

/// <summary>Whose signatures make a checkpoint believable to this reader.</summary>
/// <param name="Log">The log's own key; its name is the origin.</param>
/// <param name="Cosigners">Known cosigners; a bad signature of any of them voids the checkpoint.</param>
/// <param name="Quorum">How many different cosigners must have signed; 0 asks for none.</param>
public sealed record LogTrust(VerifierKey Log, ImmutableArray<VerifierKey> Cosigners, int Quorum)
{
    /// <summary>Reads a note as a checkpoint of this log and verifies it.</summary>
    /// <remarks>Cosigners are counted by public key, because type 04 does not bind the name of its signer.</remarks>
    public bool TryOpen(
        SignedNote note,
        [NotNullWhen(true)] out Checkpoint? checkpoint,
        out ImmutableArray<VerifiedSignature> signatures,
        out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(note);
        checkpoint = null;
        signatures = [];
        if (!Checkpoint.TryParse(note.Text, out var read, out fault))
        {
            return false;
        }

        if (read.Origin != Log.Name)
        {
            fault = new("checkpoint/origin", 0, $"the checkpoint is of {read.Origin}, not of {Log.Name}");
            return false;
        }

        if (!note.TryVerifyLines([Log, .. Cosigners], out signatures, out fault))
        {
            return false;
        }

        if (!signatures.Any(signature => signature.Key.Text == Log.Text))
        {
            fault = new("checkpoint/not-signed", 0, $"{Log.Name} itself has not signed");
            return false;
        }

        var count = signatures
            .Where(signature => signature.Key.Text != Log.Text)
            .Select(signature => Convert.ToHexString(signature.Key.PublicKey.Span))
            .Distinct()
            .Count();
        if (count < Quorum)
        {
            fault = new("checkpoint/quorum", 0, $"{count} of the known cosigners have signed, {Quorum} must");
            return false;
        }

        checkpoint = read;
        return true;
    }
}
