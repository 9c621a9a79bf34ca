namespace Probatum.Ledger;

/// <summary>What a key signs and how. The numbers are the signature types of c2sp.org/signed-note.</summary>
public enum KeyType : byte
{
    /// <summary>Ed25519 over the text of a note.</summary>
    Ed25519 = 1,

    /// <summary>Ed25519 over a time and the text of a checkpoint. Source: c2sp.org/tlog-cosignature.</summary>
    CosignatureEd25519 = 4,

    /// <summary>
    /// ML-DSA-44 over a time and the origin, size and root of a checkpoint. Source: c2sp.org/tlog-cosignature.
    /// </summary>
    CosignatureMlDsa44 = 6,
}
