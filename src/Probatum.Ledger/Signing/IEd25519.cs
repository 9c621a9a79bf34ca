namespace Probatum.Ledger;

/// <summary>Whether a signature over a message is good, under a key that was given before.</summary>
public delegate bool VerifySignature(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>The signature over a message, by a seed that was given before.</summary>
public delegate byte[] SignMessage(ReadOnlySpan<byte> message);

/// <summary>One implementation of Ed25519 (RFC 8032, pure). Thread-safe.</summary>
/// <remarks>All implementations accept exactly the same signatures: the strict set of libsodium.</remarks>
public interface IEd25519
{
    /// <summary>Whether the signature is good. Wrong lengths of key or signature are answered with no.</summary>
    bool Verify(ReadOnlySpan<byte> publicKey32, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature64);

    /// <summary>
    /// <see cref="Verify"/> under one key for many messages; what can be read of the key once is read once. Thread-safe.
    /// </summary>
    VerifySignature Verifier(ReadOnlyMemory<byte> publicKey32) =>
        (message, signature64) => Verify(publicKey32.Span, message, signature64);

    /// <summary>The deterministic 64-byte signature under the key of this 32-byte seed.</summary>
    byte[] Sign(ReadOnlySpan<byte> seed32, ReadOnlySpan<byte> message);

    /// <summary><see cref="Sign"/> under one seed for many messages; what can be made of the seed once is made once. Thread-safe.</summary>
    SignMessage Signing(byte[] seed32) => message => Sign(seed32, message);

    /// <summary>The 32-byte public key of this 32-byte seed.</summary>
    byte[] PublicKey(ReadOnlySpan<byte> seed32);
}
