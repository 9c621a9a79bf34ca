namespace Probatum.Ledger;

/// <summary>Stretches a passphrase into a key, at a cost of memory that a guesser pays too. Source: RFC 9106.</summary>
public static class Argon2id
{
    /// <summary>The length of a salt in bytes.</summary>
    public const int SaltLength = 16;

    /// <summary>A key of 32 bytes, in one lane. The cost is in KiB of memory and passes over it; at least 8 and 1.</summary>
    public static byte[] DeriveKey(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt16, int memoryKiB, int passes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt16.Length, SaltLength, nameof(salt16));
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryKiB, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        return SignatureLibraries.Argon2id(passphrase, salt16, memoryKiB, passes);
    }
}
