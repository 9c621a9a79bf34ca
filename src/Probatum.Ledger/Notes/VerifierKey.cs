using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Probatum.Ledger;

/// <summary>A named public key, written <c>NAME+ID+BASE64</c>. Source: c2sp.org/signed-note, "verifier key".</summary>
/// <remarks>The ID is a 32-bit hint that selects a key; it proves nothing.</remarks>
public sealed class VerifierKey
{
    // Made on first use; two threads may both make one, and either will do.
    private VerifySignature? _verify;

    private VerifierKey(string name, KeyType type, ReadOnlySpan<byte> publicKey)
    {
        byte[] typed = [(byte)type, .. publicKey];
        (Name, Type, PublicKey) = (name, type, typed.AsMemory(1));
        Id = IdOf(name, typed);
        Text = string.Create(CultureInfo.InvariantCulture, $"{name}+{Id:x8}+{Convert.ToBase64String(typed)}");
    }

    /// <summary>The name in signature lines; for a log's own keys it is the log's origin.</summary>
    public string Name { get; }

    /// <summary>What the key signs and how.</summary>
    public KeyType Type { get; }

    /// <summary>32 bytes for Ed25519, 1,312 for ML-DSA-44.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The first four bytes, big-endian, of SHA-256 over name, line feed, type and public key.</summary>
    public uint Id { get; }

    /// <summary>The key in its one written form.</summary>
    public string Text { get; }

    /// <summary>The key of these parts; a bad name or a wrong length is a bug of the caller.</summary>
    public static VerifierKey Create(string name, KeyType type, ReadOnlySpan<byte> publicKey)
    {
        SignerName.ThrowIfInvalid(name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(
            publicKey.Length, KeyTypes.Get(type).PublicKeyLength, nameof(publicKey));
        return new(name, type, publicKey);
    }

    /// <summary>Reads the written form, whose ID must be that of the key.</summary>
    public static bool TryParse(string vkey, [NotNullWhen(true)] out VerifierKey? key, out Fault fault)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        key = null;
        if (!KeyText.TryParse(vkey, out var parts, out fault))
        {
            return false;
        }

        if (parts.Value.Length != parts.Row.PublicKeyLength)
        {
            fault = new("key/length", 0, $"a key of type {(byte)parts.Row.Type} has {parts.Row.PublicKeyLength} bytes");
            return false;
        }

        var read = new VerifierKey(parts.Name, parts.Row.Type, parts.Value);
        if (read.Id != parts.Id)
        {
            fault = new("key/id", parts.Name.Length + 1, "the ID is not that of the name and key");
            return false;
        }

        key = read;
        return true;
    }

    /// <summary>Whether the signature is good over these very bytes, without any prefix or time.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        (_verify ??= KeyTypes.Get(Type).Verifier(PublicKey))(message, signature);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static uint IdOf(string name, ReadOnlySpan<byte> typed)
    {
        var digest = Hash256.Sha256([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typed]).ToArray();
        return BinaryPrimitives.ReadUInt32BigEndian(digest);
    }
}
