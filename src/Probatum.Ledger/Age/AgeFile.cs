using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Probatum.Ledger;

/// <summary>Files in the format age-encryption.org/v1, whole in memory: encrypted to recipients, or under a passphrase.</summary>
/// <remarks>
/// A file has a key of its own, wrapped once for each recipient; under it lie a digest of the header and the payload, in chunks of
/// 64 KiB that none can cut off, move or leave out. The reader is total: any bytes are opened whole or refused by the rule that
/// they break, and of what is refused nothing is given. Source: C2SP age.md; RFC 5869, 7748, 7914 and 8439.
/// </remarks>
public static class AgeFile
{
    /// <summary>The work of a passphrase by default, as age itself has it: scrypt with N = 2^18 takes 256 MiB.</summary>
    public const int Work = 18;

    /// <summary>The most work that a file may ask of a reader: 1 GiB.</summary>
    public const int MostWork = 20;

    /// <summary>The longest file that is read or written.</summary>
    public const int Longest = 64 << 20;

    private const int KeyLength = 16;
    private const int WrapLength = 32;
    private const int TagLength = 16;
    private const int NonceLength = 16;
    private const int SaltLength = 16;
    private const int Chunk = 64 * 1024;
    private const int BlockSize = 8;
    private const string NoMatch = "age/no-match";
    private const string ToPoint = "X25519";
    private const string ToPassphrase = "scrypt";

    private static ReadOnlySpan<byte> PointInfo => "age-encryption.org/v1/X25519"u8;

    private static ReadOnlySpan<byte> SaltPrefix => "age-encryption.org/v1/scrypt"u8;

    /// <summary>Encrypts to every one of these recipients: each opens it alone, and a file does not tell who they are.</summary>
    /// <param name="plain">The content.</param>
    /// <param name="recipients">At least one.</param>
    /// <param name="random">Fills a span with random bytes.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> plain, IReadOnlyCollection<AgeRecipient> recipients, Action<Span<byte>> random)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfZero(recipients.Count, nameof(recipients));
        var fileKey = Random(KeyLength, random);
        var stanzas = new List<AgeStanza>();
        foreach (var recipient in recipients)
        {
            var ephemeral = Random(X25519.Length, random);
            var share = X25519.PublicKey(ephemeral);
            if (!X25519.TryAgree(ephemeral, recipient.Point, out var shared))
            {
                throw new CryptographicException("a recipient of low order");
            }

            stanzas.Add(new(ToPoint, [AgeHeader.Unpadded(share)], Wrapped(fileKey, PointKey(shared, share, recipient.Point))));
            CryptographicOperations.ZeroMemory(ephemeral);
            CryptographicOperations.ZeroMemory(shared);
        }

        return Whole(plain, stanzas, fileKey, random);
    }

    /// <summary>Encrypts under a passphrase.</summary>
    /// <param name="plain">The content.</param>
    /// <param name="passphrase">As typed.</param>
    /// <param name="work">1 to <see cref="MostWork"/>; each step doubles time and memory, for whoever guesses too.</param>
    /// <param name="random">Fills a span with random bytes.</param>
    public static byte[] EncryptUnder(ReadOnlySpan<byte> plain, string passphrase, int work, Action<Span<byte>> random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(work, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(work, MostWork);
        var (fileKey, salt) = (Random(KeyLength, random), Random(SaltLength, random));
        var stanza = new AgeStanza(ToPassphrase, [AgeHeader.Unpadded(salt), work.ToString(CultureInfo.InvariantCulture)], Wrapped(fileKey, PassphraseKey(passphrase, salt, work)));
        return Whole(plain, [stanza], fileKey, random);
    }

    /// <summary>Opens what is encrypted to this identity's recipient.</summary>
    public static bool TryDecrypt(ReadOnlyMemory<byte> file, AgeIdentity identity, out byte[] plain, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return TryOpen(file, Unwrap, out plain, out fault);

        (byte[]? FileKey, Fault Fault) Unwrap(AgeHeader header)
        {
            byte[]? found = null;
            foreach (var stanza in header.Stanzas.Where(stanza => stanza.Type == ToPoint))
            {
                if (stanza.Arguments is not [var text] || !AgeHeader.TryUnpadded(text, out var share) || share.Length != X25519.Length || stanza.Body.Length != KeyLength + TagLength)
                {
                    return (null, new("age/x25519", 0, "a stanza of X25519 has one share of 32 bytes and a body of 32 bytes"));
                }

                if (!identity.TryAgree(share, out var shared))
                {
                    return (null, new("age/low-order", 0, "the share of a stanza has a low order"));
                }

                found ??= Unwrapped(stanza.Body, PointKey(shared, share, identity.Recipient.Point));
            }

            return (found, default);
        }
    }

    /// <summary>Opens what is encrypted under this passphrase.</summary>
    public static bool TryDecrypt(ReadOnlyMemory<byte> file, string passphrase, out byte[] plain, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        return TryOpen(file, Unwrap, out plain, out fault);

        (byte[]? FileKey, Fault Fault) Unwrap(AgeHeader header)
        {
            if (header.Stanzas is not [{ Type: ToPassphrase } stanza])
            {
                return default;
            }

            if (stanza.Arguments is not [var text, var said] || !AgeHeader.TryUnpadded(text, out var salt) || salt.Length != SaltLength || stanza.Body.Length != KeyLength + TagLength)
            {
                return (null, new("age/scrypt", 0, "a stanza of scrypt has a salt of 16 bytes, a work factor and a body of 32 bytes"));
            }

            if (said is not [>= '1' and <= '9', ..] || said.Length > 2 || !said.All(char.IsAsciiDigit) || int.Parse(said, CultureInfo.InvariantCulture) is var work && work > MostWork)
            {
                return (null, new("age/work", 0, $"the work factor is a number from 1 to {MostWork}, without a leading zero"));
            }

            return (Unwrapped(stanza.Body, PassphraseKey(passphrase, salt, work)), default);
        }
    }

    /// <summary>Whether the file was read and only the key or passphrase is another one; else the file itself is at fault.</summary>
    public static bool IsWrongKey(Fault fault) => fault.Code == NoMatch;

    private static bool TryOpen(ReadOnlyMemory<byte> file, Func<AgeHeader, (byte[]? FileKey, Fault Fault)> unwrap, out byte[] plain, out Fault fault)
    {
        plain = [];
        if (file.Length > Longest)
        {
            fault = new("age/too-long", 0, $"an age file of more than {Longest >> 20} MiB is not read");
            return false;
        }

        if (!AgeHeader.TryRead(file, out var header, out fault))
        {
            return false;
        }

        // Whoever encrypts under a passphrase is known by it; another way in would let somebody else speak in their name.
        if (header.Stanzas.Count > 1 && header.Stanzas.Any(stanza => stanza.Type == ToPassphrase))
        {
            fault = new("age/scrypt-alone", 0, "a stanza of scrypt stands alone");
            return false;
        }

        (var fileKey, fault) = unwrap(header);
        if (fault != default || fileKey is null)
        {
            fault = fault == default ? new(NoMatch, 0, "none of its stanzas opens with this key") : fault;
            return false;
        }

        fault = !header.IsMadeUnder(fileKey) ? new("age/mac", 0, "the header was changed")
            : TryPayload(file.Span[header.Length..], fileKey, out plain) ? default
            : new("age/payload", header.Length, "the payload was changed or cut");
        CryptographicOperations.ZeroMemory(fileKey);
        return fault == default;
    }

    private static byte[] Whole(ReadOnlySpan<byte> plain, IEnumerable<AgeStanza> stanzas, byte[] fileKey, Action<Span<byte>> random)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, Longest / 2, nameof(plain));
        var (header, nonce) = (AgeHeader.Write(stanzas, fileKey), Random(NonceLength, random));
        var chunks = Math.Max(1, (plain.Length + Chunk - 1) / Chunk);
        var whole = new byte[header.Length + NonceLength + plain.Length + (chunks * TagLength)];
        header.CopyTo(whole, 0);
        nonce.CopyTo(whole, header.Length);
        using var cipher = new ChaCha20Poly1305(PayloadKey(fileKey, nonce));
        var rest = whole.AsSpan(header.Length + NonceLength);
        for (var i = 0; i < chunks; i++)
        {
            var piece = plain.Slice(i * Chunk, Math.Min(Chunk, plain.Length - (i * Chunk)));
            cipher.Encrypt(ChunkNonce(i, i == chunks - 1), piece, rest[..piece.Length], rest.Slice(piece.Length, TagLength));
            rest = rest[(piece.Length + TagLength)..];
        }

        CryptographicOperations.ZeroMemory(fileKey);
        return whole;
    }

    private static bool TryPayload(ReadOnlySpan<byte> payload, byte[] fileKey, out byte[] plain)
    {
        plain = [];
        if (payload.Length < NonceLength + TagLength)
        {
            return false;
        }

        using var cipher = new ChaCha20Poly1305(PayloadKey(fileKey, payload[..NonceLength]));
        var rest = payload[NonceLength..];
        var chunks = (rest.Length + Chunk + TagLength - 1) / (Chunk + TagLength);
        var last = rest.Length - ((chunks - 1) * (Chunk + TagLength)) - TagLength;

        // An empty last chunk says nothing that the one before could not; only an empty payload has one.
        if (last < 0 || (last == 0 && chunks > 1))
        {
            return false;
        }

        var opened = new byte[((chunks - 1) * Chunk) + last];
        try
        {
            for (var i = 0; i < chunks; i++)
            {
                var length = i == chunks - 1 ? last : Chunk;
                cipher.Decrypt(ChunkNonce(i, i == chunks - 1), rest[..length], rest.Slice(length, TagLength), opened.AsSpan(i * Chunk, length));
                rest = rest[(length + TagLength)..];
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(opened);
            return false;
        }

        plain = opened;
        return true;
    }

    private static byte[] ChunkNonce(int number, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(7), number);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private static byte[] PayloadKey(byte[] fileKey, ReadOnlySpan<byte> nonce) => Derived(fileKey, nonce, "payload"u8);

    private static byte[] PointKey(byte[] shared, byte[] share, byte[] recipient) => Derived(shared, [.. share, .. recipient], PointInfo);

    private static byte[] Derived(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        var derived = new byte[WrapLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, info);
        return derived;
    }

    private static byte[] PassphraseKey(string passphrase, byte[] salt, int work) =>
        SignatureLibraries.Scrypt(Encoding.UTF8.GetBytes(passphrase), [.. SaltPrefix, .. salt], 1 << work, BlockSize, WrapLength);

    // A key of its own wraps each, so that the nonce may be zero.
    private static byte[] Wrapped(byte[] fileKey, byte[] key)
    {
        var body = new byte[KeyLength + TagLength];
        using var cipher = new ChaCha20Poly1305(key);
        cipher.Encrypt(new byte[12], fileKey, body.AsSpan(0, KeyLength), body.AsSpan(KeyLength));
        return body;
    }

    private static byte[]? Unwrapped(byte[] body, byte[] key)
    {
        var fileKey = new byte[KeyLength];
        using var cipher = new ChaCha20Poly1305(key);
        try
        {
            cipher.Decrypt(new byte[12], body.AsSpan(0, KeyLength), body.AsSpan(KeyLength), fileKey);
            return fileKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Random(int length, Action<Span<byte>> random)
    {
        var bytes = new byte[length];
        random(bytes);
        return bytes;
    }
}
