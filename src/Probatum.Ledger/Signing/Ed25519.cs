using System.Buffers.Binary;

namespace Probatum.Ledger;

/// <summary>Ed25519 signatures, accepted by one rule whatever library computes them.</summary>
/// <remarks>
/// Verifiers in use disagree about odd points: a hostile key holder can make a signature that is good for one reader
/// and void for another. The rule here is libsodium's, whose accepted signatures every other known verifier accepts
/// too: S below the group order, key and R in canonical encoding and neither of low order, the equation without a
/// factor of 8.
/// </remarks>
public static class Ed25519
{
    /// <summary>The length of a seed and of a public key in bytes.</summary>
    public const int KeyLength = 32;

    /// <summary>The length of a signature in bytes.</summary>
    public const int SignatureLength = 64;

    // y of the points whose order divides 8, little-endian and canonical: 0, 1, the two of order 8, and -1.
    private static readonly byte[][] LowOrderY =
    [
        [.. new byte[32]],
        [1, .. new byte[31]],
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    /// <summary>libsodium, in native code.</summary>
    public static IEd25519 Native => SignatureLibraries.NativeEd25519;

    /// <summary>Our own verification, and signing in managed code for platforms without the native library.</summary>
    public static IEd25519 Managed => SignatureLibraries.ManagedEd25519;

    /// <summary>What this room signs with: libsodium where it is, else managed code. Everything is verified by our own code, on every platform.</summary>
    public static IEd25519 Default { get; } = SignatureLibraries.HasNative ? SignatureLibraries.NativeEd25519 : SignatureLibraries.ManagedEd25519;

    /// <summary>
    /// Whether the key is a point of order 1, 2, 4 or 8, in any encoding: refuse such a key at registration.
    /// </summary>
    /// <remarks>
    /// Signatures under such a key can be good for many messages at once, so it binds its holder to nothing.
    /// </remarks>
    public static bool IsLowOrder(ReadOnlySpan<byte> publicKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, KeyLength, nameof(publicKey));
        Span<byte> y = stackalloc byte[KeyLength];
        publicKey.CopyTo(y);
        y[31] &= 0x7f;
        if (!IsCanonical(publicKey))
        {
            // Only p to p + 18 are not canonical, and they differ from p in the first byte alone.
            var reduced = (byte)(y[0] - 0xed);
            y.Clear();
            y[0] = reduced;
        }

        foreach (var low in LowOrderY)
        {
            if (y.SequenceEqual(low))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether y, without the sign bit, is below p = 2^255 - 19.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> point) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(point[24..]) | (1UL << 63)) != ulong.MaxValue
        || point[1..24].ContainsAnyExcept((byte)0xff)
        || point[0] < 0xed;
}
