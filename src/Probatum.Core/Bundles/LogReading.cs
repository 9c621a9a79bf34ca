using System.Collections.Immutable;
using Probatum.Core.Cases;
using Probatum.Core.Records;
using Probatum.Ledger;

namespace Probatum.Core.Bundles;

/// <summary>A log read from its first leaf to its last: what a bundle is held against, and what one is made of.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class LogReading : IDisposable
{
    private readonly SeenHistory _tree = new();
    private readonly List<BundledLeaf> _leaves = [];
    private readonly Dictionary<RecordId, int> _places = [];

    /// <summary>The leaves with their disclosures.</summary>
    public IReadOnlyList<BundledLeaf> Leaves => _leaves;

    /// <summary>What they say.</summary>
    public CaseHistory History { get; private set; } = CaseHistory.Empty;

    /// <summary>The root that the log has at a size up to that of what was read.</summary>
    public Hash256 RootAt(long size) => _tree.RootAt(size);

    /// <summary>Where the record of that id stands first, counting or void; null when it does not.</summary>
    public int? Place(RecordId id) => _places.TryGetValue(id, out var place) ? place : null;

    /// <summary>Takes the next leaf; the bytes are copied.</summary>
    public void Take(ReadOnlyMemory<byte> leaf, IReadOnlyList<string> disclosures, SignatureCheck check)
    {
        var bytes = leaf.ToArray();
        var id = IdOf(bytes);
        _places.TryAdd(id, _leaves.Count);
        _leaves.Add(new(id, bytes, [.. disclosures]));
        _tree.Take(bytes, null);
        History = History.Then(bytes, disclosures, check);
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();

    /// <summary>The id that a leaf would have as a record: that of its bytes up to the empty line, whatever stands there.</summary>
    internal static RecordId IdOf(ReadOnlySpan<byte> leaf)
    {
        var end = leaf.IndexOf("\n\n"u8);
        return RecordId.Of(end < 0 ? leaf : leaf[..(end + 1)]);
    }
}
