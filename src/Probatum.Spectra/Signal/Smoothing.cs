namespace Probatum.Spectra;

/// <summary>Filters along one ion's trace. All sums run in index order; ends repeat the first and last value.</summary>
internal static class Smoothing
{
    /// <summary>Weights of a Gaussian, sum 1, reaching four sigma to each side.</summary>
    /// <param name="sigmaInScans">Its width.</param>
    /// <param name="late">By how much of a scan the trace was measured after the scans' start; it is moved back.</param>
    public static double[] Gaussian(double sigmaInScans, double late = 0.0)
    {
        var radius = Math.Max(1, (int)Math.Floor((4.0 * sigmaInScans) + Math.Abs(late) + 0.5));
        var weights = new double[(2 * radius) + 1];
        var sum = 0.0;
        for (var i = -radius; i <= radius; i++)
        {
            // a point's weights lie around its own place: ahead of it by its delay
            var apart = i - late;
            weights[i + radius] = Deterministic.Exp(-0.5 * apart * apart / (sigmaInScans * sigmaInScans));
            sum += weights[i + radius];
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }

    /// <summary>Convolves a trace; cheap where the trace is empty, as most of an ion's trace is.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="weights">An odd number of them, the middle one for a point itself.</param>
    /// <param name="sums">Room for as many sums as the trace is long.</param>
    /// <param name="result">As long as the trace; may be the trace itself.</param>
    public static void Convolve(ReadOnlySpan<float> trace, double[] weights, Span<double> sums, Span<float> result)
    {
        var radius = weights.Length / 2;
        sums.Clear();
        for (var i = 0; i < trace.Length; i++)
        {
            var value = (double)trace[i];
            if (value == 0.0)
            {
                continue;
            }

            var (from, to) = (Math.Max(0, i - radius), Math.Min(trace.Length - 1, i + radius));
            for (var k = from; k <= to; k++)
            {
                sums[k] += value * weights[k - i + radius];
            }
        }

        AddEnds(trace, weights, sums);
        for (var i = 0; i < sums.Length; i++)
        {
            result[i] = (float)sums[i];
        }
    }

    /// <summary>The smallest value within <paramref name="half"/> scans to each side.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="half">Scans.</param>
    /// <param name="queue">Room for as many indices as the trace is long.</param>
    /// <param name="result">As long as the trace, and not the trace itself.</param>
    public static void Minimum(ReadOnlySpan<float> trace, int half, Span<int> queue, Span<float> result)
    {
        // candidates, ascending in value: each index enters and leaves once
        var (head, tail, next) = (0, 0, 0);
        for (var i = 0; i < trace.Length; i++)
        {
            for (; next < trace.Length && next <= i + half; next++)
            {
                while (tail > head && trace[queue[tail - 1]] >= trace[next])
                {
                    tail--;
                }

                queue[tail++] = next;
            }

            while (queue[head] < i - half)
            {
                head++;
            }

            result[i] = trace[queue[head]];
        }
    }

    /// <summary>The mean within <paramref name="half"/> scans to each side.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="half">Scans.</param>
    /// <param name="sums">Room for one sum more than the trace is long.</param>
    /// <param name="result">As long as the trace; may be the trace itself.</param>
    public static void Mean(ReadOnlySpan<float> trace, int half, Span<double> sums, Span<float> result)
    {
        sums[0] = 0.0;
        for (var i = 0; i < trace.Length; i++)
        {
            sums[i + 1] = sums[i] + trace[i];
        }

        for (var i = 0; i < trace.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - half), Math.Min(trace.Length - 1, i + half));
            result[i] = (float)((sums[to + 1] - sums[from]) / (to - from + 1));
        }
    }

    private static void AddEnds(ReadOnlySpan<float> trace, double[] weights, Span<double> sums)
    {
        var radius = weights.Length / 2;
        var (first, last) = ((double)trace[0], (double)trace[^1]);
        for (var k = 0; k < Math.Min(radius, trace.Length); k++)
        {
            for (var j = 0; j < radius - k; j++)
            {
                sums[k] += first * weights[j];
                sums[trace.Length - 1 - k] += last * weights[weights.Length - 1 - j];
            }
        }
    }
}
