using System.Numerics;

namespace Probatum.Ledger;

/// <summary>The entries from Start up to and without End, as one tree of their own within a larger one.</summary>
/// <remarks>Source: draft-ietf-plants-merkle-tree-certs section 4; a cosignature of type 06 names its tree so.</remarks>
public readonly record struct Subtree(long Start, long End)
{
    /// <summary>
    /// Whether there is such a subtree: it is empty, or starts at a multiple of the power of two at or above its length, so
    /// that its full part is a node of every tree that holds it.
    /// </summary>
    public bool IsValid =>
        Start >= 0 && (End == Start || (End > Start && (ulong)Start % BitOperations.RoundUpToPowerOf2((ulong)(End - Start)) == 0));
}
