using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Probatum.Ledger;

/// <summary>A SHA-256 digest, held by value.</summary>
/// <remarks>
/// <c>default</c> is 32 zero bytes, which is not the root of the empty tree (see <see cref="Merkle.Empty"/>).
/// </remarks>
public readonly struct Hash256 : IEquatable<Hash256>
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int Length = 32;

    private readonly ulong _a, _b, _c, _d;

    private Hash256(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
    }

    /// <summary>The digest with these 32 bytes; any other length is a bug of the caller.</summary>
    public static Hash256 From(ReadOnlySpan<byte> bytes32)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes32.Length, Length, nameof(bytes32));
        return new(bytes32);
    }

    /// <summary>SHA-256 of <paramref name="data"/>. Source: FIPS 180-4.</summary>
    public static Hash256 Sha256(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Length];
        SHA256.HashData(data, digest);
        return new(digest);
    }

    /// <summary>Reads padded standard base64 of exactly 32 bytes, in its one canonical spelling.</summary>
    public static bool TryFromBase64(string text, out Hash256 hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 44 || !Base64Strict.TryDecode(text, out var bytes) || bytes.Length != Length)
        {
            hash = default;
            return false;
        }

        hash = new(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, _a);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], _d);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Padded standard base64, 44 characters: the form of checkpoints and proofs.</summary>
    public string ToBase64() => Convert.ToBase64String(ToArray());

    /// <summary>Base64url without padding, 43 characters: the form of JSON and of paths.</summary>
    public string ToBase64Url() => Base64Url.Encode(ToArray());

    /// <summary>64 lower-case hex digits.</summary>
    public string ToHex() => Convert.ToHexStringLower(ToArray());

    /// <inheritdoc/>
    public override string ToString() => ToBase64();

    /// <inheritdoc/>
    public bool Equals(Hash256 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>Whether all 32 bytes agree.</summary>
    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    /// <summary>Whether any of the 32 bytes differs.</summary>
    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);
}
