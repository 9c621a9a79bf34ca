using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Cases;

/// <summary>Holds what authors say they had seen of a log against the log itself, leaf by leaf.</summary>
/// <remarks>
/// An author names size and root of the last checkpoint it held. A root that this log never had means that the author was
/// shown another history (a size that it did not have yet is a remark of the record): the one trace of a forked log that lies in its own records. Not thread-safe.
/// </remarks>
public sealed class SeenHistory : IDisposable
{
    private readonly GrowingTree _tree = new();
    private Seen? _borneOut;
    private readonly List<string> _others = [];

    /// <summary>One sentence for each record that names a root which the log did not have.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>The root that the log had at a size from 0 to the present one.</summary>
    public Hash256 RootAt(long size) => _tree.RootAt(size);

    /// <summary>Takes the next leaf; <paramref name="seen"/> is what its author says, null where it can't be read or says nothing.</summary>
    public void Take(ReadOnlySpan<byte> leaf, Seen? seen)
    {
        var index = _tree.Size;
        // Most records of a batch name the same checkpoint, so the last one that was borne out is remembered.
        if (seen is not null && seen.Size <= index && seen != _borneOut)
        {
            if (_tree.RootAt(seen.Size) == seen.Root)
            {
                _borneOut = seen;
            }
            else
            {
                _others.Add($"leaf {index}: its author saw a log of {seen.Size} leaves with another root: there is, or was, another history of this log");
            }
        }

        _tree.Append(leaf);
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();
}
