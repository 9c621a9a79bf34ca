namespace Probatum.Spectra;

/// <summary>Least squares with no negative part: how much of each shape is in a trace.</summary>
/// <remarks>
/// The active-set method on the normal equations. Steps are bounded, so it ends for any input. Source: Lawson and
/// Hanson, Solving Least Squares Problems, 1974, ch. 23; Bro and de Jong, J. Chemometrics 11 (1997) 393.
/// </remarks>
internal static class NonNegativeLeastSquares
{
    private const double Tolerance = 1e-10;

    /// <summary>Minimises |A x - y| for x at least 0, given the square matrix A'A (row by row) and A'y.</summary>
    public static double[] Solve(double[] square, double[] right)
    {
        var n = right.Length;
        var x = new double[n];
        var isFree = new bool[n];
        var scale = 0.0;
        for (var i = 0; i < n; i++)
        {
            scale = Math.Max(scale, Math.Abs(right[i]));
        }

        for (var steps = 0; steps < 3 * n; steps++)
        {
            var enter = Steepest(square, right, x, isFree, scale * Tolerance);
            if (enter < 0)
            {
                break;
            }

            isFree[enter] = true;
            for (var inner = 0; inner <= n; inner++)
            {
                var trial = SolveFree(square, right, isFree);
                if (StepTowards(x, trial, isFree))
                {
                    break;
                }
            }
        }

        return x;
    }

    /// <summary>
    /// Standard errors of the first <paramref name="count"/> parts, for weights of one over the variance: the roots of
    /// the inverse's diagonal.
    /// </summary>
    public static double[] Errors(double[] square, int n, int count)
    {
        var lower = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = square[(i * n) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[(i * n) + k] * lower[(j * n) + k];
                }

                // columns that depend on each other get a great error, not an endless one
                lower[(i * n) + j] = i == j
                    ? Math.Sqrt(Math.Max(sum, (square[(i * n) + i] * 1e-9) + 1e-300))
                    : sum / lower[(j * n) + j];
            }
        }

        var errors = new double[count];
        var column = new double[n];
        for (var m = 0; m < count; m++)
        {
            // the inverse's diagonal is the squared length of a column of the lower part's inverse
            var sum = 0.0;
            for (var i = m; i < n; i++)
            {
                var value = i == m ? 1.0 : 0.0;
                for (var k = m; k < i; k++)
                {
                    value -= lower[(i * n) + k] * column[k];
                }

                column[i] = value / lower[(i * n) + i];
                sum += column[i] * column[i];
            }

            errors[m] = Math.Sqrt(sum);
        }

        return errors;
    }

    private static int Steepest(double[] square, double[] right, double[] x, bool[] isFree, double least)
    {
        var n = right.Length;
        var (best, at) = (least, -1);
        for (var i = 0; i < n; i++)
        {
            if (isFree[i] || square[(i * n) + i] <= 0.0)
            {
                continue;
            }

            var gradient = right[i];
            for (var j = 0; j < n; j++)
            {
                gradient -= square[(i * n) + j] * x[j];
            }

            if (gradient > best)
            {
                (best, at) = (gradient, i);
            }
        }

        return at;
    }

    // true when the trial is feasible and taken; else goes as far as possible and fixes what became 0
    private static bool StepTowards(double[] x, double[] trial, bool[] isFree)
    {
        var (length, blocked) = (1.0, -1);
        for (var i = 0; i < x.Length; i++)
        {
            if (isFree[i] && trial[i] <= 0.0)
            {
                var part = x[i] / Math.Max(x[i] - trial[i], double.Epsilon);
                if (blocked < 0 || part < length)
                {
                    (length, blocked) = (part, i);
                }
            }
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (isFree[i])
            {
                x[i] += length * (trial[i] - x[i]);
            }
        }

        if (blocked < 0)
        {
            return true;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (isFree[i] && (i == blocked || x[i] <= 0.0))
            {
                (x[i], isFree[i]) = (0.0, false);
            }
        }

        return false;
    }

    // Cholesky on the free part; a column that depends on the others gets 0
    private static double[] SolveFree(double[] square, double[] right, bool[] isFree)
    {
        var n = right.Length;
        var free = new int[n];
        var m = 0;
        for (var i = 0; i < n; i++)
        {
            if (isFree[i])
            {
                free[m++] = i;
            }
        }

        var lower = new double[m * m];
        var z = new double[m];
        for (var i = 0; i < m; i++)
        {
            var own = square[(free[i] * n) + free[i]];
            for (var j = 0; j <= i; j++)
            {
                var sum = square[(free[i] * n) + free[j]];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[(i * m) + k] * lower[(j * m) + k];
                }

                lower[(i * m) + j] = i == j
                    ? (sum > own * 1e-12 ? Math.Sqrt(sum) : 0.0)
                    : (lower[(j * m) + j] > 0.0 ? sum / lower[(j * m) + j] : 0.0);
            }

            var value = right[free[i]];
            for (var k = 0; k < i; k++)
            {
                value -= lower[(i * m) + k] * z[k];
            }

            z[i] = lower[(i * m) + i] > 0.0 ? value / lower[(i * m) + i] : 0.0;
        }

        var x = new double[n];
        for (var i = m - 1; i >= 0; i--)
        {
            var value = z[i];
            for (var k = i + 1; k < m; k++)
            {
                value -= lower[(k * m) + i] * x[free[k]];
            }

            x[free[i]] = lower[(i * m) + i] > 0.0 ? value / lower[(i * m) + i] : 0.0;
        }

        return x;
    }
}
