using System.Security.Cryptography;

namespace Probatum.Ledger;

/// <summary>To whom a file can be encrypted: a point of Curve25519, written <c>age1…</c>. Public. Source: C2SP age.md, "The X25519 recipient type".</summary>
public sealed class AgeRecipient
{
    private const string Prefix = "age";

    internal AgeRecipient(byte[] point) => (Point, Text) = (point, Bech32.Encode(Prefix, point));

    /// <summary>The one spelling.</summary>
    public string Text { get; }

    internal byte[] Point { get; }

    /// <summary>Reads a recipient; one of low order is refused, because everybody could open what is encrypted to it.</summary>
    public static bool TryParse(string text, out AgeRecipient recipient, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        recipient = null!;
        fault = !Bech32.TryDecode(text, out var prefix, out var point) || prefix != Prefix || point.Length != X25519.Length || text[0] != 'a'
            ? new("age/recipient", 0, "a recipient is age1 and 58 letters, with their checksum")
            : X25519.TryAgree(X25519.AnySecret, point, out _) ? default : new("age/low-order", 0, "what is encrypted to this recipient, everybody could open");
        if (fault == default)
        {
            recipient = new(point);
        }

        return fault == default;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>What opens files that are encrypted to its recipient: a secret of 32 bytes, written <c>AGE-SECRET-KEY-1…</c>.</summary>
public sealed class AgeIdentity : IDisposable
{
    private const string Prefix = "age-secret-key-";

    private readonly byte[] _secret;

    private AgeIdentity(byte[] secret) => (_secret, Recipient) = (secret, new(X25519.PublicKey(secret)));

    /// <summary>Its public half.</summary>
    public AgeRecipient Recipient { get; }

    /// <summary>The secret in its one spelling.</summary>
    public string ToSecretText() => Bech32.Encode(Prefix, _secret).ToUpperInvariant();

    /// <summary>The identity of 32 random bytes.</summary>
    public static AgeIdentity FromSecret(ReadOnlySpan<byte> secret32)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret32.Length, X25519.Length, nameof(secret32));
        return new(secret32.ToArray());
    }

    /// <summary>Reads an identity. A fault never has any of its letters.</summary>
    public static bool TryParse(string text, out AgeIdentity identity, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isOne = Bech32.TryDecode(text, out var prefix, out var secret) && prefix == Prefix && secret.Length == X25519.Length && text[0] == 'A';
        identity = isOne ? new(secret) : null!;
        fault = isOne ? default : new("age/identity", 0, "an identity is AGE-SECRET-KEY-1 and 58 letters, with their checksum");
        return isOne;
    }

    /// <summary>The one identity of an identity file: lines, of which empty ones and those that begin with # say nothing.</summary>
    public static bool TryParseFile(string text, out AgeIdentity identity, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#').ToList();
        if (lines.Count == 1)
        {
            return TryParse(lines[0], out identity, out fault);
        }

        (identity, fault) = (null!, new("age/identity-file", 0, "an identity file of ours has one identity"));
        return false;
    }

    internal bool TryAgree(ReadOnlySpan<byte> share32, out byte[] shared) => X25519.TryAgree(_secret, share32, out shared);

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}

/// <summary>Diffie and Hellman's agreement on Curve25519. Source: RFC 7748, sections 5 and 6.1.</summary>
internal static class X25519
{
    public const int Length = 32;

    /// <summary>A secret of nobody, to try a point with.</summary>
    public static ReadOnlySpan<byte> AnySecret => "a secret that nobody keeps secret"u8[..Length];

    /// <summary>The public half of a secret.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> secret32) => SignatureLibraries.X25519PublicKey(secret32);

    /// <summary>What both sides come to; false where it is zero, which a point of low order makes of every secret.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> secret32, ReadOnlySpan<byte> point32, out byte[] shared) => SignatureLibraries.TryX25519(secret32, point32, out shared);
}
