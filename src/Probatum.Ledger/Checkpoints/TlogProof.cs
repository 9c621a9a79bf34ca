using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Probatum.Ledger;

/// <summary>
/// A receipt: an entry's place in a log, the hashes up to the root, and the signed root. Source: c2sp.org/tlog-proof.
/// </summary>
/// <param name="Index">The entry's index, from 0.</param>
/// <param name="Proof">The inclusion proof, leaf to root.</param>
/// <param name="CheckpointNote">The checkpoint with its signatures, not verified by reading.</param>
/// <param name="Extra">Up to 90 kB of the log's own, which nothing authenticates; null where there is none.</param>
public sealed record TlogProof(long Index, ImmutableArray<Hash256> Proof, SignedNote CheckpointNote, byte[]? Extra)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>The signed checkpoint of a file that is one, or that proves an entry under one; null for any other.</summary>
    public static SignedNote? CheckpointIn(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out var proof, out _) ? proof.CheckpointNote : SignedNote.TryParse(bytes, out var note, out _) ? note : null;

    /// <summary>Reads a proof in the one way we write it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TlogProof? proof, out Fault fault)
    {
        proof = null;
        if (!ProofLines.TrySplit(bytes, out var head, out var note, out fault))
        {
            return false;
        }

        if (head is not [Header, .. var lines])
        {
            fault = new("proof/header", 0, $"the first line is not {Header}");
            return false;
        }

        byte[]? extra = null;
        if (lines is [var line, ..] && line.StartsWith(ExtraPrefix, StringComparison.Ordinal))
        {
            if (!Base64Strict.TryDecode(line[ExtraPrefix.Length..], out extra))
            {
                fault = new("proof/extra", Header.Length + 1, "the extra line is not canonical base64");
                return false;
            }

            lines = lines[1..];
        }

        if (lines is not [var indexLine, .. var hashLines]
            || !indexLine.StartsWith(IndexPrefix, StringComparison.Ordinal)
            || !TreeSize.TryParse(indexLine[IndexPrefix.Length..], out var index, out _))
        {
            fault = new("proof/index", Header.Length + 1, "the line of the index is missing or not a decimal number");
            return false;
        }

        if (!ProofLines.TryHashes(hashLines, out var hashes, out fault))
        {
            return false;
        }

        proof = new(index, hashes, note!, extra);
        return true;
    }

    /// <summary>The file's text.</summary>
    public string ToText()
    {
        var extra = Extra is null ? "" : $"{ExtraPrefix}{Convert.ToBase64String(Extra)}\n";
        var head = string.Create(CultureInfo.InvariantCulture, $"{Header}\n{extra}{IndexPrefix}{Index}\n");
        return $"{head}{ProofLines.Text(Proof)}\n{ProofLines.Text(CheckpointNote)}";
    }

    /// <summary>Whether a log believed by that policy has the entry at <see cref="Index"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> entry, TrustPolicy policy, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!policy.TryOpen(CheckpointNote, out var witnessed, out fault))
        {
            return false;
        }

        var checkpoint = witnessed.Checkpoint;
        if (!Merkle.VerifyInclusion(Index, checkpoint.Size, Merkle.Leaf(entry), Proof, checkpoint.Root))
        {
            fault = new("proof/inclusion", 0, $"the proof does not put the entry at {Index} of {checkpoint.Size}");
        }

        return fault == default;
    }
}
