using System.Collections.Immutable;
using System.Text;
using Probatum.Ledger;

namespace Probatum.Core.Dossier;

/// <summary>Time stamps over a case's log at one size, as files: the registry's proof, the bytes that were stamped, the authorities' tokens.</summary>
public sealed record LogStamps(ReadOnlyMemory<byte> Proof, ReadOnlyMemory<byte> Stamped, ImmutableArray<ReadOnlyMemory<byte>> Tokens)
{
    /// <summary>
    /// What of a registry checkpoint is stamped: its text and the registry's own signature lines, without the cosignatures that others
    /// may add later.
    /// </summary>
    public static byte[] BytesToStamp(SignedNote registryCheckpoint)
    {
        ArgumentNullException.ThrowIfNull(registryCheckpoint);
        var origin = registryCheckpoint.Text.Split('\n')[0];
        var lines = registryCheckpoint.Signatures.Where(line => line.Name == origin).Select(line => line.ToText() + "\n");
        return Encoding.UTF8.GetBytes($"{registryCheckpoint.Text}\n{string.Concat(lines)}");
    }

    /// <summary>The stamps that lie beside the log of a dossier; null where there are none.</summary>
    internal static LogStamps? In(Func<string, ReadOnlyMemory<byte>?> read)
    {
        if (read(BagLayout.RegistryProof) is not { } proof || read(BagLayout.Stamped) is not { } stamped)
        {
            return null;
        }

        var tokens = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (read(BagLayout.Token(tokens.Count + 1)) is { } token)
        {
            tokens.Add(token);
        }

        return new(proof, stamped, tokens.ToImmutable());
    }

    /// <summary>Whether the proof puts that checkpoint of a case's log into the registry whose checkpoint was stamped.</summary>
    public bool TryBind(Checkpoint caseCheckpoint, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(caseCheckpoint);
        if (!TlogProof.TryParse(Proof.Span, out var proof, out fault) || !Checkpoint.TryParse(proof.CheckpointNote.Text, out var registry, out fault))
        {
            return false;
        }

        fault = !BytesToStamp(proof.CheckpointNote).AsSpan().SequenceEqual(Stamped.Span)
            ? new("time/stamped", 0, "the bytes that were stamped are not the registry's checkpoint")
            : !Merkle.VerifyInclusion(proof.Index, registry.Size, Merkle.Leaf(Encoding.UTF8.GetBytes(caseCheckpoint.ToText())), proof.Proof, registry.Root)
            ? new("time/registry", 0, $"the registry's checkpoint does not hold the log at {caseCheckpoint.Size} leaves")
            : default;
        return fault == default;
    }
}
