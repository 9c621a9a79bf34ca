namespace Probatum.Ledger;

/// <summary>A tree that is only asked for its root as entries are added, as an auditor does who reads a log from its start.</summary>
/// <remarks>Source: RFC 6962 section 2.1. Not thread-safe.</remarks>
public sealed class GrowingTree : IDisposable
{
    private readonly RightEdge _edge = new();
    private readonly TreeHasher _hasher = new();

    /// <summary>How many entries it has.</summary>
    public long Size => _edge.Size;

    /// <summary>The root of the entries so far.</summary>
    public Hash256 Root() => _edge.Root(_hasher);

    /// <summary>Adds one entry at the right.</summary>
    public void Append(ReadOnlySpan<byte> entry) => _edge.Append(_hasher.Leaf(entry), _hasher, null);

    /// <inheritdoc/>
    public void Dispose() => _hasher.Dispose();
}
