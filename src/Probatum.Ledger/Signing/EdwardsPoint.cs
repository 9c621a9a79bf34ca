namespace Probatum.Ledger;

/// <summary>A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z.</summary>
/// <remarks>
/// The formulas are complete: they hold for any two points, also for equal ones and for those of low order. Source:
/// Hisil, Wong, Carter, Dawson, Twisted Edwards Curves Revisited (2008), section 3.1; RFC 8032 section 5.1.4.
/// </remarks>
internal readonly struct EdwardsPoint
{
    private static readonly FieldElement D = (FieldElement.Zero - FieldElement.Of(121665)) * FieldElement.Of(121666).Inverse();
    private static readonly FieldElement TwiceD = D + D;
    private static readonly FieldElement RootOfMinusOne = FieldElement.Of(2).RootPower().Squared() * FieldElement.Of(2);
    private readonly FieldElement _x;
    private readonly FieldElement _y;
    private readonly FieldElement _z;
    private readonly FieldElement _t;

    private EdwardsPoint(in FieldElement x, in FieldElement y, in FieldElement z, in FieldElement t) => (_x, _y, _z, _t) = (x, y, z, t);

    /// <summary>The neutral point.</summary>
    internal static EdwardsPoint Neutral { get; } = new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>The point B that the group is made of: y = 4/5, x even.</summary>
    internal static EdwardsPoint Base { get; } = FromY(FieldElement.Of(4) * FieldElement.Of(5).Inverse(), isOdd: false)!.Value;

    /// <summary>Reads a canonical encoding; nothing if it is of no point.</summary>
    internal static EdwardsPoint? Decode(ReadOnlySpan<byte> encoded32) => FromY(FieldElement.Read(encoded32), (encoded32[31] & 0x80) != 0);

    internal void Encode(Span<byte> encoded32)
    {
        var inverse = _z.Inverse();
        (_y * inverse).Write(encoded32);
        encoded32[31] |= (_x * inverse).IsOdd ? (byte)0x80 : (byte)0;
    }

    internal EdwardsPoint Negated() => new(FieldElement.Zero - _x, _y, _z, FieldElement.Zero - _t);

    internal EdwardsPoint Doubled()
    {
        var (xx, yy, zz) = (_x.Squared(), _y.Squared(), _z.Squared());
        var sum = yy + xx;
        return Joined((_x + _y).Squared() - sum, sum, yy - xx, zz + zz + xx - yy);
    }

    internal EdwardsPoint Plus(in EdwardsPoint other) => Plus(new Addend(other));

    /// <summary>This and another point that was made ready to be added.</summary>
    internal EdwardsPoint Plus(in Addend other)
    {
        var a = (_y - _x) * other.Difference;
        var b = (_y + _x) * other.Sum;
        var c = _t * other.TwiceDT;
        var z = _z * other.Z;
        var d = z + z;
        return Joined(b - a, b + a, d + c, d - c);
    }

    /// <summary>This point with another one, or without it, that was made ready to be added and has Z = 1.</summary>
    internal EdwardsPoint Plus(in AffineAddend other, bool negative)
    {
        var a = (_y - _x) * (negative ? other.Sum : other.Difference);
        var b = (_y + _x) * (negative ? other.Difference : other.Sum);
        var c = _t * other.TwiceDT;
        var d = _z + _z;
        return negative ? Joined(b - a, b + a, d - c, d + c) : Joined(b - a, b + a, d + c, d - c);
    }

    /// <summary>All points made ready to be added, with one inversion for all of them.</summary>
    internal static AffineAddend[] Affine(ReadOnlySpan<EdwardsPoint> points)
    {
        // before[i] is the product of all Z before i; going back, the inverse of the product gives each inverse in turn.
        var before = new FieldElement[points.Length];
        var product = FieldElement.One;
        for (var i = 0; i < points.Length; i++)
        {
            before[i] = product;
            product *= points[i]._z;
        }

        var inverse = product.Inverse();
        var affine = new AffineAddend[points.Length];
        for (var i = points.Length - 1; i >= 0; i--)
        {
            ref readonly var point = ref points[i];
            var ofZ = inverse * before[i];
            inverse *= point._z;
            var (x, y) = (point._x * ofZ, point._y * ofZ);
            affine[i] = new(y + x, y - x, x * y * TwiceD);
        }

        return affine;
    }

    private static EdwardsPoint Joined(in FieldElement e, in FieldElement h, in FieldElement g, in FieldElement f) => new(e * f, g * h, f * g, e * h);

    // x^2 = (y^2 - 1) / (d y^2 + 1) = u/v, whose root is u v^3 (u v^7)^((p-5)/8), times sqrt(-1) or not.
    private static EdwardsPoint? FromY(in FieldElement y, bool isOdd)
    {
        var yy = y.Squared();
        var (u, v) = (yy - FieldElement.One, (D * yy) + FieldElement.One);
        var v3 = v.Squared() * v;
        var x = u * v3 * (u * v3.Squared() * v).RootPower();
        var square = x.Squared() * v;
        if (!square.IsSame(u))
        {
            if (!(square + u).IsSame(FieldElement.Zero))
            {
                return null;
            }

            x *= RootOfMinusOne;
        }

        if (x.IsSame(FieldElement.Zero) && isOdd)
        {
            return null;
        }

        x = x.IsOdd == isOdd ? x : FieldElement.Zero - x;
        return new(x, y, FieldElement.One, x * y);
    }

    /// <summary>What of a point is the same in every addition.</summary>
    internal readonly struct Addend(in EdwardsPoint point)
    {
        internal readonly FieldElement Sum = point._y + point._x;
        internal readonly FieldElement Difference = point._y - point._x;
        internal readonly FieldElement Z = point._z;
        internal readonly FieldElement TwiceDT = point._t * TwiceD;
    }

    /// <summary>The same where Z = 1.</summary>
    internal readonly struct AffineAddend(in FieldElement sum, in FieldElement difference, in FieldElement twiceDT)
    {
        internal readonly FieldElement Sum = sum;
        internal readonly FieldElement Difference = difference;
        internal readonly FieldElement TwiceDT = twiceDT;
    }
}
