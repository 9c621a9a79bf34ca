namespace Probatum.Ledger;

/// <summary>A signature line that verified.</summary>
/// <param name="Key">The key it verified under.</param>
/// <param name="Time">POSIX seconds, as the cosigner claims and signs; null for types that carry no time.</param>
public sealed record VerifiedSignature(VerifierKey Key, long? Time);
