using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Probatum.Ledger;

/// <summary>A number modulo p = 2^255 - 19, in five limbs of 51 bits.</summary>
/// <remarks>
/// Limbs of a product are below 2^52, those of a sum or difference of products below 2^54, and a product may be taken of
/// either: 77 products of 2^108 fit 128 bits, and what is carried out of a limb fits 64. Source of the numbers: RFC 8032
/// section 5.1.
/// </remarks>
internal readonly struct FieldElement
{
    private const ulong Mask = (1UL << 51) - 1;
    private readonly ulong _0;
    private readonly ulong _1;
    private readonly ulong _2;
    private readonly ulong _3;
    private readonly ulong _4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FieldElement(ulong a0, ulong a1, ulong a2, ulong a3, ulong a4) => (_0, _1, _2, _3, _4) = (a0, a1, a2, a3, a4);

    internal static FieldElement Zero => default;

    internal static FieldElement One => new(1, 0, 0, 0, 0);

    internal static FieldElement Of(uint number) => new(number, 0, 0, 0, 0);

    /// <summary>The 255 low bits of 32 bytes, little-endian; the highest bit is left out.</summary>
    internal static FieldElement Read(ReadOnlySpan<byte> bytes32)
    {
        var w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes32);
        var w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes32[8..]);
        var w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes32[16..]);
        var w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes32[24..]);
        return new(
            w0 & Mask,
            ((w0 >> 51) | (w1 << 13)) & Mask,
            ((w1 >> 38) | (w2 << 26)) & Mask,
            ((w2 >> 25) | (w3 << 39)) & Mask,
            (w3 >> 12) & Mask);
    }

    /// <summary>The one number below p, in 32 bytes, little-endian.</summary>
    internal void Write(Span<byte> bytes32)
    {
        var t = Carried();
        // Adding 19 carries out of the top bit exactly when the number is p or more; that carry is then left out.
        var carry = (t._0 + 19) >> 51;
        carry = (t._1 + carry) >> 51;
        carry = (t._2 + carry) >> 51;
        carry = (t._3 + carry) >> 51;
        carry = (t._4 + carry) >> 51;
        var a0 = t._0 + (19 * carry);
        var a1 = t._1 + (a0 >> 51);
        var a2 = t._2 + (a1 >> 51);
        var a3 = t._3 + (a2 >> 51);
        var a4 = t._4 + (a3 >> 51);
        (a0, a1, a2, a3, a4) = (a0 & Mask, a1 & Mask, a2 & Mask, a3 & Mask, a4 & Mask);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes32, a0 | (a1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes32[8..], (a1 >> 13) | (a2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes32[16..], (a2 >> 26) | (a3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes32[24..], (a3 >> 39) | (a4 << 12));
    }

    /// <summary>Whether the one number below p is odd: the sign of RFC 8032 section 5.1.2.</summary>
    internal bool IsOdd
    {
        get
        {
            Span<byte> bytes = stackalloc byte[32];
            Write(bytes);
            return (bytes[0] & 1) != 0;
        }
    }

    internal bool IsSame(in FieldElement other)
    {
        Span<byte> mine = stackalloc byte[32];
        Span<byte> theirs = stackalloc byte[32];
        Write(mine);
        other.Write(theirs);
        return mine.SequenceEqual(theirs);
    }

    /// <summary>Of two products at the most: limbs are not carried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator +(in FieldElement a, in FieldElement b) =>
        new(a._0 + b._0, a._1 + b._1, a._2 + b._2, a._3 + b._3, a._4 + b._4);

    /// <summary>Four times p is added first, so that no limb falls below 0; what is subtracted may be a sum of two products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FieldElement operator -(in FieldElement a, in FieldElement b) =>
        new(
            a._0 + 0x1fffffffffffb4 - b._0,
            a._1 + 0x1ffffffffffffc - b._1,
            a._2 + 0x1ffffffffffffc - b._2,
            a._3 + 0x1ffffffffffffc - b._3,
            a._4 + 0x1ffffffffffffc - b._4);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static FieldElement operator *(in FieldElement a, in FieldElement b)
    {
        var (a0, a1, a2, a3, a4) = (a._0, a._1, a._2, a._3, a._4);
        var (b0, b1, b2, b3, b4) = (b._0, b._1, b._2, b._3, b._4);
        // 2^255 is 19: what would be a limb above the fifth comes back 19 times in the lowest.
        var (c1, c2, c3, c4) = (19 * b1, 19 * b2, 19 * b3, 19 * b4);
        var r0 = Wide.Of(a0, b0).Plus(a1, c4).Plus(a2, c3).Plus(a3, c2).Plus(a4, c1);
        var r1 = Wide.Of(a0, b1).Plus(a1, b0).Plus(a2, c4).Plus(a3, c3).Plus(a4, c2);
        var r2 = Wide.Of(a0, b2).Plus(a1, b1).Plus(a2, b0).Plus(a3, c4).Plus(a4, c3);
        var r3 = Wide.Of(a0, b3).Plus(a1, b2).Plus(a2, b1).Plus(a3, b0).Plus(a4, c4);
        var r4 = Wide.Of(a0, b4).Plus(a1, b3).Plus(a2, b2).Plus(a3, b1).Plus(a4, b0);
        return Carried(r0, r1, r2, r3, r4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal FieldElement Squared()
    {
        var (a0, a1, a2, a3, a4) = (_0, _1, _2, _3, _4);
        var (d0, d1) = (2 * a0, 2 * a1);
        var (c3, c4) = (19 * a3, 19 * a4);
        var r0 = Wide.Of(a0, a0).Plus(d1, c4).Plus(2 * a2, c3);
        var r1 = Wide.Of(d0, a1).Plus(2 * a2, c4).Plus(a3, c3);
        var r2 = Wide.Of(d0, a2).Plus(a1, a1).Plus(2 * a3, c4);
        var r3 = Wide.Of(d0, a3).Plus(d1, a2).Plus(a4, c4);
        var r4 = Wide.Of(d0, a4).Plus(d1, a3).Plus(a2, a2);
        return Carried(r0, r1, r2, r3, r4);
    }

    /// <summary>The inverse of what is not 0, and 0 of 0: the power p - 2.</summary>
    internal FieldElement Inverse()
    {
        var (power250, power11) = LongPower();
        return power250.Squared(5) * power11;
    }

    /// <summary>The power (p - 5) / 8 = 2^252 - 3, from which square roots are made. Source: RFC 8032 section 5.1.3.</summary>
    internal FieldElement RootPower()
    {
        var (power250, _) = LongPower();
        return power250.Squared(2) * this;
    }

    private FieldElement Squared(int times)
    {
        var square = this;
        for (var i = 0; i < times; i++)
        {
            square = square.Squared();
        }

        return square;
    }

    // The powers 2^250 - 1 and 11.
    private (FieldElement Power250, FieldElement Power11) LongPower()
    {
        var two = Squared();
        var nine = two.Squared(2) * this;
        var eleven = nine * two;
        var ones5 = eleven.Squared() * nine;
        var ones10 = ones5.Squared(5) * ones5;
        var ones20 = ones10.Squared(10) * ones10;
        var ones40 = ones20.Squared(20) * ones20;
        var ones50 = ones40.Squared(10) * ones10;
        var ones100 = ones50.Squared(50) * ones50;
        var ones200 = ones100.Squared(100) * ones100;
        return (ones200.Squared(50) * ones50, eleven);
    }

    // Twice around: after that every limb is below 2^51, but for a last carry of 1 into the second.
    private FieldElement Carried()
    {
        var once = CarriedOnce();
        return once.CarriedOnce();
    }

    private FieldElement CarriedOnce()
    {
        var a1 = _1 + (_0 >> 51);
        var a2 = _2 + (a1 >> 51);
        var a3 = _3 + (a2 >> 51);
        var a4 = _4 + (a3 >> 51);
        return new((_0 & Mask) + (19 * (a4 >> 51)), a1 & Mask, a2 & Mask, a3 & Mask, a4 & Mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Carried(Wide r0, Wide r1, Wide r2, Wide r3, Wide r4)
    {
        r1 = r1.Plus(r0.Upper51);
        r2 = r2.Plus(r1.Upper51);
        r3 = r3.Plus(r2.Upper51);
        r4 = r4.Plus(r3.Upper51);
        var a0 = (r0.Low & Mask) + (19 * r4.Upper51);
        return new(a0 & Mask, (r1.Low & Mask) + (a0 >> 51), r2.Low & Mask, r3.Low & Mask, r4.Low & Mask);
    }

    /// <summary>A sum of products in 128 bits.</summary>
    private readonly struct Wide
    {
        private readonly ulong _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Wide(ulong high, ulong low) => (_high, Low) = (high, low);

        internal ulong Low { get; }

        /// <summary>All but the lowest 51 bits; the sum is below 2^115.</summary>
        internal ulong Upper51
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (_high << 13) | (Low >> 51);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Wide Of(ulong a, ulong b) => new(High(a, b), unchecked(a * b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Wide Plus(ulong a, ulong b)
        {
            var product = unchecked(a * b);
            var low = unchecked(Low + product);
            return new(unchecked(_high + High(a, b) + (low < product ? 1UL : 0UL)), low);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Wide Plus(ulong number)
        {
            var low = unchecked(Low + number);
            return new(unchecked(_high + (low < number ? 1UL : 0UL)), low);
        }

        // Two multiplications, one for each half, are faster than the one that gives both.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
    }
}
