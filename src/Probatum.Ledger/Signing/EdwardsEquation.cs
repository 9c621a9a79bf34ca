using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Probatum.Ledger;

/// <summary>The equation S·B = R + k·A of RFC 8032 section 5.1.7 in its exact form, without a factor of 8.</summary>
/// <remarks>
/// The two forms differ only where A or R has a component of low order, which no honest key or signature has. This is
/// plain and slow (milliseconds), and open to timing, which is no matter where all is public.
/// </remarks>
internal static class EdwardsEquation
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger Order = BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    private static readonly Point Base = FromY(Mod(4 * Inverse(5)), isOdd: false)!;

    /// <summary>Whether it holds. Key and R must be canonical, and S below the order, by the caller's checks.</summary>
    internal static bool Holds(
        ReadOnlySpan<byte> publicKey32, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature64)
    {
        var encodedR = signature64[..32];
        byte[] hashed = [.. encodedR, .. publicKey32, .. message];
        var k = new BigInteger(SHA512.HashData(hashed), isUnsigned: true) % Order;
        var s = new BigInteger(signature64[32..], isUnsigned: true);
        return Decode(publicKey32) is { } a
            && Decode(encodedR) is { } r
            && Same(Multiply(s, Base), Add(r, Multiply(k, a)));
    }

    // Extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. Source: RFC 8032 section 5.1.4.
    private sealed record Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    private static Point? Decode(ReadOnlySpan<byte> encoded)
    {
        var number = new BigInteger(encoded, isUnsigned: true);
        var sign = number >> 255;
        return FromY(number - (sign << 255), sign.IsOne);
    }

    // x^2 = (y^2 - 1) / (d y^2 + 1); p is 5 modulo 8, so a root is one power, times sqrt(-1) or not.
    private static Point? FromY(BigInteger y, bool isOdd)
    {
        var square = Mod((y * y - 1) * Inverse(Mod((D * y * y) + 1)));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        x = Mod(x * x) == square ? x : Mod(x * RootOfMinusOne);
        if (Mod(x * x) != square || (x.IsZero && isOdd))
        {
            return null;
        }

        x = x.IsEven == isOdd ? P - x : x;
        return new(x, y, BigInteger.One, Mod(x * y));
    }

    private static Point Add(Point p, Point q)
    {
        var a = Mod((p.Y - p.X) * (q.Y - q.X));
        var b = Mod((p.Y + p.X) * (q.Y + q.X));
        var c = Mod(2 * p.T * q.T * D);
        var d = Mod(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static Point Multiply(BigInteger scalar, Point point)
    {
        var sum = new Point(BigInteger.Zero, BigInteger.One, BigInteger.One, BigInteger.Zero);
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum);
            sum = (scalar >> bit).IsEven ? sum : Add(sum, point);
        }

        return sum;
    }

    private static bool Same(Point p, Point q) => Mod(p.X * q.Z) == Mod(q.X * p.Z) && Mod(p.Y * q.Z) == Mod(q.Y * p.Z);

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
