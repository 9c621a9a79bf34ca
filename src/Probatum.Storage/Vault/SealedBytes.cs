using System.Security.Cryptography;
using System.Text;

namespace Probatum.Storage;

/// <summary>Bytes under a key, each bound to the place where they belong.</summary>
/// <remarks>
/// AES-256-GCM with a random nonce of 12 bytes: nonce, ciphertext, tag of 16 bytes; the place is the associated data, so that
/// one sealed file can't stand in for another. GCM does not commit to its key; what is opened is checked against the digest
/// that a leaf or a file's name states. Source: NIST SP 800-38D.
/// </remarks>
internal static class SealedBytes
{
    public const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>How many bytes longer the sealed form is.</summary>
    public const int Overhead = NonceLength + TagLength;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string place)
    {
        var bytes = new byte[Overhead + plain.Length];
        var nonce = bytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, bytes.AsSpan(NonceLength, plain.Length), bytes.AsSpan(NonceLength + plain.Length), Encoding.UTF8.GetBytes(place));
        return bytes;
    }

    /// <summary>Null when the bytes are not what was sealed under that key for that place.</summary>
    public static byte[]? TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes, string place)
    {
        if (bytes.Length < Overhead)
        {
            return null;
        }

        var plain = new byte[bytes.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(bytes[..NonceLength], bytes[NonceLength..^TagLength], bytes[^TagLength..], plain, Encoding.UTF8.GetBytes(place));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
