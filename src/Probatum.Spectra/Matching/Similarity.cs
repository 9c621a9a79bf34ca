namespace Probatum.Spectra;

/// <summary>How alike two spectra are, from 0 to 1, on the masses both cover.</summary>
internal static class Similarity
{
    private static readonly double InverseLn2 = 1.0 / Deterministic.Log(2.0);

    public static double Of(Measure measure, PreparedSpectrum query, PreparedSpectrum reference) => measure switch
    {
        Measure.Composite => Weighted(query, reference, withRatios: 1.0),
        Measure.Cosine => Math.Sqrt(Weighted(query, reference, withRatios: 0.0)),
        _ => Entropy(query, reference),
    };

    /// <summary>The squared weighted cosine and the mean ratio of neighbouring common lines, weighted by line counts.</summary>
    /// <remarks>Source: Stein and Scott, J. Am. Soc. Mass Spectrom. 5 (1994) 859.</remarks>
    private static double Weighted(PreparedSpectrum query, PreparedSpectrum reference, double withRatios)
    {
        var from = Math.Max(query.ScanFrom, reference.ScanFrom);
        var qm = query.Masses.AsSpan();
        var qw = query.Weights.AsSpan();
        var rm = reference.Masses.AsSpan();
        var rw = reference.Weights.AsSpan();
        var (q, r) = (First(qm, from), First(rm, from));
        var queryLines = qm.Length - q;
        double dot = 0.0, ratios = 0.0, lastQ = 0.0, lastR = 0.0;
        var (ownQ, ownR) = (Squares(qw[q..]), Squares(rw[r..]));
        var common = 0;
        while (q < qm.Length && r < rm.Length)
        {
            if (qm[q] < rm[r])
            {
                q++;
            }
            else if (qm[q] > rm[r])
            {
                r++;
            }
            else
            {
                dot += qw[q] * rw[r];
                if (common > 0)
                {
                    var ratio = rw[r] / lastR * (lastQ / qw[q]);
                    ratios += ratio <= 1.0 ? ratio : 1.0 / ratio;
                }

                (lastQ, lastR) = (qw[q], rw[r]);
                common++;
                q++;
                r++;
            }
        }

        if (common == 0)
        {
            return 0.0;
        }

        var squaredCosine = dot * dot / (ownQ * ownR);
        return ((queryLines * squaredCosine) + (withRatios * ratios)) / (queryLines + (withRatios * common));
    }

    /// <summary>Spectral entropy similarity with intensity weighting. Source: Li et al., Nat. Methods 18 (2021) 1524.</summary>
    private static double Entropy(PreparedSpectrum query, PreparedSpectrum reference)
    {
        var from = Math.Max(query.ScanFrom, reference.ScanFrom);
        var qm = query.Masses.AsSpan();
        var rm = reference.Masses.AsSpan();
        var (q, r) = (First(qm, from), First(rm, from));
        if (Overlap(qm[q..], rm[r..]) == 0)
        {
            return 0.0;
        }

        var (qh, rh) = (Shares(query.Heights.AsSpan()[q..]), Shares(reference.Heights.AsSpan()[r..]));
        var (q0, r0) = (q, r);
        var sum = 0.0;
        while (q < qm.Length && r < rm.Length)
        {
            if (qm[q] < rm[r])
            {
                q++;
            }
            else if (qm[q] > rm[r])
            {
                r++;
            }
            else
            {
                var (a, b) = (qh[q - q0] * 0.5, rh[r - r0] * 0.5);
                sum += XLog(a + b) - XLog(a) - XLog(b);
                q++;
                r++;
            }
        }

        return Math.Clamp(sum * InverseLn2, 0.0, 1.0);
    }

    private static int Overlap(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var (i, j, common) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            var order = a[i].CompareTo(b[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return common;
    }

    private static double[] Shares(ReadOnlySpan<double> heights)
    {
        var total = 0.0;
        foreach (var h in heights)
        {
            total += h;
        }

        var shares = new double[heights.Length];
        var entropy = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = heights[i] / total;
            entropy -= XLog(shares[i]);
        }

        if (entropy < 3.0)
        {
            var power = 0.25 + (0.25 * entropy);
            var sum = 0.0;
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = Deterministic.Pow(shares[i], power);
                sum += shares[i];
            }

            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] /= sum;
            }
        }

        return shares;
    }

    private static double XLog(double x) => x > 0.0 ? x * Deterministic.Log(x) : 0.0;

    private static double Squares(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var w in weights)
        {
            sum += w * w;
        }

        return sum;
    }

    private static int First(ReadOnlySpan<int> masses, int from)
    {
        var first = masses.BinarySearch(from);
        return first >= 0 ? first : ~first;
    }
}
