using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Probatum.Ledger;

/// <summary>Verifying under one Ed25519 key: R = S·B - k·A, compared as bytes. Source: RFC 8032 section 5.1.7.</summary>
/// <remarks>
/// This is the equation without a factor of 8, with the checks of points that libsodium makes. It is open to timing, which
/// is no matter where all is public.
/// </remarks>
internal sealed class StrictEd25519
{
    private const int OnStack = 2048;
    private const int UsesBefore = 64;

    // The multiples last made are kept alive, and no more: a log of very many keys must not fill the memory with them.
    private static readonly PointMultiples?[] Kept = new PointMultiples?[64];
    private static int MadeSoFar;

    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + new BigInteger(Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de14"), isUnsigned: true);
    private static readonly byte[] OrderFromTop = Order.ToByteArray(isUnsigned: true, isBigEndian: true);
    private readonly byte[] _key;
    private readonly EdwardsPoint _minusA;
    private readonly WeakReference<PointMultiples?> _multiples = new(null);
    private int _uses;

    private StrictEd25519(ReadOnlySpan<byte> key32, EdwardsPoint minusA) => (_key, _minusA) = (key32.ToArray(), minusA);

    /// <summary>Nothing if the key is no point, not canonical or of low order: no signature is good under it.</summary>
    internal static StrictEd25519? Under(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == Ed25519.KeyLength && IsStrictPoint(publicKey) && EdwardsPoint.Decode(publicKey) is { } a
            ? new(publicKey, a.Negated())
            : null;

    /// <summary>Whether a signature is good. Under a key that is used often this takes a third of the time. Thread-safe.</summary>
    internal bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureLength || !IsBelowOrder(signature[32..]) || !IsStrictPoint(signature[..32]))
        {
            return false;
        }

        Span<byte> k = stackalloc byte[32];
        Hash(signature[..32], message, k);
        var product = Multiples() is { } multiples ? multiples.Add(EdwardsPoint.Neutral, k) : Multiply(k);
        Span<byte> r = stackalloc byte[32];
        PointMultiples.OfBase.Add(product, signature[32..]).Encode(r);
        return r.SequenceEqual(signature[..32]);
    }

    // Making them takes as long as twenty signatures. Two threads may both make them, and either will do.
    private PointMultiples? Multiples()
    {
        if (_multiples.TryGetTarget(out var multiples))
        {
            return multiples;
        }

        if (Interlocked.Increment(ref _uses) < UsesBefore)
        {
            return null;
        }

        multiples = new(_minusA);
        Kept[(Interlocked.Increment(ref MadeSoFar) & int.MaxValue) % Kept.Length] = multiples;
        _multiples.SetTarget(multiples);
        _uses = 0;
        return multiples;
    }

    // Four bits at a time from the top, as digits of -8 to 7.
    private EdwardsPoint Multiply(ReadOnlySpan<byte> scalar32)
    {
        Span<int> digits = stackalloc int[64];
        var carry = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = ((scalar32[i / 2] >> (i % 2 * 4)) & 15) + carry;
            carry = digit > 7 ? 1 : 0;
            digits[i] = digit - (carry << 4);
        }

        var addends = new EdwardsPoint.Addend[17];
        var multiple = _minusA;
        for (var i = 1; i <= 8; i++)
        {
            (addends[8 + i], addends[8 - i]) = (new(multiple), new(multiple.Negated()));
            multiple = multiple.Plus(_minusA);
        }

        var product = EdwardsPoint.Neutral;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            product = product.Doubled().Doubled().Doubled().Doubled();
            product = digits[i] == 0 ? product : product.Plus(addends[8 + digits[i]]);
        }

        return product;
    }

    // SHA-512 over R, A and the message, modulo the order.
    private void Hash(ReadOnlySpan<byte> r32, ReadOnlySpan<byte> message, Span<byte> k32)
    {
        var length = 64 + message.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var hashed = rented is null ? stackalloc byte[OnStack] : rented;
        hashed = hashed[..length];
        r32.CopyTo(hashed);
        _key.CopyTo(hashed[32..]);
        message.CopyTo(hashed[64..]);
        Span<byte> digest = stackalloc byte[64];
        SHA512.HashData(hashed, digest);
        k32.Clear();
        _ = (new BigInteger(digest, isUnsigned: true) % Order).TryWriteBytes(k32, out _, isUnsigned: true);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool IsBelowOrder(ReadOnlySpan<byte> scalar32)
    {
        for (var i = 0; i < OrderFromTop.Length; i++)
        {
            if (scalar32[31 - i] != OrderFromTop[i])
            {
                return scalar32[31 - i] < OrderFromTop[i];
            }
        }

        return false;
    }

    private static bool IsStrictPoint(ReadOnlySpan<byte> point32) => Ed25519.IsCanonical(point32) && !Ed25519.IsLowOrder(point32);
}
