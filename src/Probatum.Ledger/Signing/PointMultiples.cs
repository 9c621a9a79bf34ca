namespace Probatum.Ledger;

/// <summary>Multiples of one point: a multiple by any number is then a sum of 32, without any doubling.</summary>
/// <remarks>
/// For each of the 32 bytes of a number 1 to 128 times 256^i times the point, 490 kB in all, made in about a
/// millisecond. Which of them are read depends on the number, so it must not be secret.
/// </remarks>
internal sealed class PointMultiples
{
    private const int Windows = 32;
    private const int Each = 128;
    private readonly EdwardsPoint.AffineAddend[] _multiples;

    internal PointMultiples(EdwardsPoint point)
    {
        var points = new EdwardsPoint[Windows * Each];
        for (var window = 0; window < Windows; window++)
        {
            var first = new EdwardsPoint.Addend(point);
            for (var i = 0; i < Each; i++)
            {
                points[(window * Each) + i] = point;
                point = i < Each - 1 ? point.Plus(first) : point.Doubled();
            }
        }

        _multiples = EdwardsPoint.Affine(points);
    }

    /// <summary>Those of the base point.</summary>
    internal static PointMultiples OfBase { get; } = new(EdwardsPoint.Base);

    /// <summary>A point and a multiple of this one, by a number below 2^255 in 32 bytes, little-endian.</summary>
    internal EdwardsPoint Add(EdwardsPoint sum, ReadOnlySpan<byte> scalar32)
    {
        var carry = 0;
        for (var window = 0; window < Windows; window++)
        {
            // A byte above 128 is that byte less 256, and one more in the next.
            var digit = scalar32[window] + carry;
            carry = digit > Each ? 1 : 0;
            digit -= carry << 8;
            if (digit != 0)
            {
                sum = sum.Plus(_multiples[(window * Each) + Math.Abs(digit) - 1], digit < 0);
            }
        }

        return sum;
    }
}
