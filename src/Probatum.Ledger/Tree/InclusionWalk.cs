namespace Probatum.Ledger;

/// <summary>What an inclusion proof is asked to prove: that this leaf stands at this index.</summary>
public readonly record struct Inclusion(long Index, Hash256 Leaf, IReadOnlyList<Hash256> Proof);

/// <summary>The way from a leaf up to the root that a proof leads, one pair of hashes after another.</summary>
/// <remarks>Total: any numbers and any proof lead somewhere. Source: RFC 9162 section 2.1.3.2.</remarks>
internal struct InclusionWalk
{
    private readonly IReadOnlyList<Hash256> _proof;
    private long _first;
    private long _last;
    private int _at;
    private Hash256 _hash;

    internal InclusionWalk(in Inclusion claim, long size)
    {
        (_proof, _first, _last, _hash) = (claim.Proof, claim.Index, unchecked(size - 1), claim.Leaf);
        IsRefused = claim.Index < 0 || size <= claim.Index || claim.Proof.Count > Merkle.LongestProof;
    }

    private bool IsRefused { get; set; }

    /// <summary>Whether it came to its end, and that is this root.</summary>
    internal readonly bool EndsAt(in Hash256 root) => !IsRefused && _at == _proof.Count && _last == 0 && _hash == root;

    /// <summary>The pair that is to be hashed next; false at the end, or where the proof can't be one.</summary>
    internal bool TryPair(out Hash256 left, out Hash256 right)
    {
        (left, right) = (default, default);
        if (IsRefused || _at == _proof.Count)
        {
            return false;
        }

        if (_last == 0)
        {
            IsRefused = true;
            return false;
        }

        var other = _proof[_at++];
        if (Merkle.IsRightOrLone(_first, _last))
        {
            (left, right) = (other, _hash);
            (_first, _last) = Merkle.UpToALeftChild(_first, _last);
        }
        else
        {
            (left, right) = (_hash, other);
        }

        (_first, _last) = (_first >> 1, _last >> 1);
        return true;
    }

    /// <summary>Goes up to the hash of that pair.</summary>
    internal void Take(in Hash256 node) => _hash = node;
}
