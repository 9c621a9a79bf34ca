using System.Text;
using Probatum.Core.Dossier;
using Probatum.Ledger;

namespace Probatum.Storage;

/// <summary>The log above the cases of a workspace: each entry is exactly the three lines of a case's checkpoint.</summary>
/// <remarks>
/// Only its checkpoints go to authorities outside, so one stamp covers all cases and nobody outside sees any of them. Source:
/// docs/format.md, "Time".
/// </remarks>
public sealed class Registry : IDisposable
{
    private readonly LogStore _store;
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);

    private Registry(LogStore store) => _store = store;

    /// <summary>The signed checkpoint; empty before the first entry.</summary>
    public ReadOnlyMemory<byte> Checkpoint => _store.Checkpoint;

    /// <summary>How many checkpoints of cases it holds.</summary>
    public long Size => _store.Covered?.Size ?? 0;

    internal static Registry Open(string folder, System.Collections.Immutable.ImmutableArray<SignerKey> signers, Func<DateTimeOffset> clock, Vault vault)
    {
        var registry = new Registry(LogStore.Open(new FolderDisk(folder), vault.HasPassphrase ? new SealedLog(vault, "registry") : new PlainLog(), signers, clock));
        if (registry._store.Covered is { } covered && !LogAudit.TryAudit(covered, registry._store, (index, entry) => registry._known[Encoding.UTF8.GetString(entry.Span)] = index, out var fault))
        {
            throw new InvalidDataException($"{folder}: {fault.Why}");
        }

        return registry;
    }

    /// <summary>Puts a case's checkpoint into the registry, once, and gives the proof that it is there under the present checkpoint.</summary>
    public LogStamps Register(Checkpoint caseCheckpoint)
    {
        var text = caseCheckpoint.ToText();
        if (!_known.TryGetValue(text, out var index))
        {
            index = _store.Covered?.Size ?? 0;
            _ = _store.Append(index, [new(Encoding.UTF8.GetBytes(text), default)]) ?? throw new IOException("another process wrote to the registry meanwhile; try again");
            _known[text] = index;
            _store.Publish();
        }

        return SignedNote.TryParse(Checkpoint.Span, out var note, out _)
            ? new(Encoding.UTF8.GetBytes(new TlogProof(index, _store.Tree.InclusionProof(index, _store), note, null).ToText()), LogStamps.BytesToStamp(note), [])
            : throw new InvalidDataException("the registry's checkpoint can't be read");
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
