using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Probatum.Ledger;

/// <summary>Signs for a private key that somebody else guards: the 64 bytes of an Ed25519 signature.</summary>
/// <remarks>Source: RFC 8032, pure.</remarks>
public delegate byte[] SignOnDevice(ReadOnlySpan<byte> message);

/// <summary>The same for several messages at one asking, in their order.</summary>
public delegate IReadOnlyList<byte[]> SignManyOnDevice(IReadOnlyList<byte[]> messages);

/// <summary>
/// A named private key: its 32-byte seed, which stays in memory until collected while a shell guards the file, or a device
/// that never gives the key away.
/// </summary>
public sealed class SignerKey
{
    private const string Prefix = "PRIVATE+KEY+";
    private readonly byte[]? _seed;
    private readonly Lazy<SignMessage> _sign;
    private readonly SignManyOnDevice? _many;

    private SignerKey(string name, KeyTypeRow row, byte[] seed32)
    {
        (_seed, _sign) = (seed32, new(() => row.Signing(seed32)));
        Verifier = VerifierKey.Create(name, row.Type, row.PublicKey(seed32));
    }

    private SignerKey(VerifierKey verifier, SignOnDevice sign, SignManyOnDevice? many) => (Verifier, _sign, _many) = (verifier, new(() => sign.Invoke), many);

    /// <summary>The public half, with the name.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>
    /// The written form, which is secret: <c>PRIVATE+KEY+NAME+ID+BASE64</c>, ID being that of the public key. Null for a
    /// key on a device.
    /// </summary>
    public string? Text => _seed is null ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{Verifier.Name}+{Verifier.Id:x8}+{Convert.ToBase64String([(byte)Verifier.Type, .. _seed])}");

    /// <summary>The key of that seed: RFC 8032's private key, or FIPS 204's xi.</summary>
    public static SignerKey FromSeed(string name, KeyType type, ReadOnlySpan<byte> seed32)
    {
        SignerName.ThrowIfInvalid(name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed32.Length, KeyTypes.SeedLength, nameof(seed32));
        return new(name, KeyTypes.Get(type), seed32.ToArray());
    }

    /// <summary>The Ed25519 key of a device, for keys of type 01 or 04.</summary>
    /// <param name="verifier">Its public half.</param>
    /// <param name="sign">Signs one message.</param>
    /// <param name="many">Signs several at one asking; null where the device signs one at a time.</param>
    public static SignerKey OnDevice(VerifierKey verifier, SignOnDevice sign, SignManyOnDevice? many = null)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(sign);
        ArgumentOutOfRangeException.ThrowIfEqual((int)verifier.Type, (int)KeyType.CosignatureMlDsa44, nameof(verifier));
        return new(verifier, sign, many);
    }

    /// <summary>Reads the written form, whose ID must be that of the public key.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SignerKey? key, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            fault = new("key/shape", 0, "a private key starts with PRIVATE+KEY+");
            return false;
        }

        if (!KeyText.TryParse(text[Prefix.Length..], out var parts, out fault))
        {
            fault = fault.Within(Prefix.Length);
            return false;
        }

        if (parts.Value.Length != KeyTypes.SeedLength)
        {
            fault = new("key/length", 0, "a private key is a seed of 32 bytes");
            return false;
        }

        var read = new SignerKey(parts.Name, parts.Row, parts.Value);
        if (read.Verifier.Id != parts.Id)
        {
            fault = new("key/id", Prefix.Length + parts.Name.Length + 1, "the ID is not that of the name and key");
            return false;
        }

        key = read;
        return true;
    }

    /// <summary>Whether somebody else guards the key: each signature may ask a person, and one is made at a time.</summary>
    public bool IsOnDevice => _seed is null;

    /// <summary>Whether several messages are signed at one asking, with nobody in between.</summary>
    public bool SignsMany => _seed is not null || _many is not null;

    /// <summary>Keys that have signed these messages at one asking, each for its message; this key where it needs no asking.</summary>
    public IReadOnlyList<SignerKey> Signing(IReadOnlyList<byte[]> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (_many is null)
        {
            return [.. messages.Select(_ => this)];
        }

        var signatures = _many(messages);
        return [.. messages.Select((message, i) => OnDevice(Verifier, asked => asked.SequenceEqual(message) ? signatures[i] : throw new InvalidOperationException("another message was asked for than was signed")))];
    }

    /// <summary>The deterministic signature over these very bytes, without any prefix or time.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => _sign.Value(message);

    /// <summary>The name and ID, never the seed.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"private key of {Verifier.Name}+{Verifier.Id:x8}");
}
