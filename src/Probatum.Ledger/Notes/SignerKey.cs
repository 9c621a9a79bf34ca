using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Probatum.Ledger;

/// <summary>
/// A named private key, held as its 32-byte seed. It stays in memory until collected; a shell guards the file.
/// </summary>
public sealed class SignerKey
{
    private const string Prefix = "PRIVATE+KEY+";
    private readonly byte[] _seed;
    private readonly KeyTypeRow _row;

    private SignerKey(string name, KeyTypeRow row, ReadOnlySpan<byte> seed32)
    {
        (_row, _seed) = (row, seed32.ToArray());
        Verifier = VerifierKey.Create(name, row.Type, row.PublicKey(seed32));
    }

    /// <summary>The public half, with the name.</summary>
    public VerifierKey Verifier { get; }

    /// <summary>
    /// The written form, which is secret: <c>PRIVATE+KEY+NAME+ID+BASE64</c>, ID being that of the public key.
    /// </summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{Verifier.Name}+{Verifier.Id:x8}+{Convert.ToBase64String([(byte)_row.Type, .. _seed])}");

    /// <summary>The key of that seed: RFC 8032's private key, or FIPS 204's xi.</summary>
    public static SignerKey FromSeed(string name, KeyType type, ReadOnlySpan<byte> seed32)
    {
        KeyName.ThrowIfInvalid(name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed32.Length, KeyTypes.SeedLength, nameof(seed32));
        return new(name, KeyTypes.Get(type), seed32);
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

    /// <summary>The deterministic signature over these very bytes, without any prefix or time.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => _row.Sign(_seed, message);

    /// <summary>The name and ID, never the seed.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"private key of {Verifier.Name}+{Verifier.Id:x8}");
}
