namespace Probatum.Text;

/// <summary>One sentence to learn from: the features of its tokens, their labels, and the label before it.</summary>
internal sealed record Lesson(uint[][] Features, byte[] Labels, int Before);

/// <summary>Learns the weights of a linear-chain model from labelled sentences.</summary>
/// <remarks>
/// Likelihood by the forward and backward sums, steps by J. Duchi, E. Hazan and Y. Singer (AdaGrad), JMLR 12 (2011) 2121. The order
/// is drawn from a fixed sequence and the arithmetic is our own: the same lessons give the same weights on every machine.
/// </remarks>
internal static class SequenceTrainer
{
    private const int K = Marks.Count;
    private const int Epochs = 10;
    private const double Rate = 0.05;
    private const int Fewest = 2;
    private const double Shrink = 2e-4;

    /// <summary>Weights in units of the model, by feature, and the steps between labels.</summary>
    public static (SortedDictionary<uint, sbyte[]> Weights, short[] Steps) Fit(IReadOnlyList<Lesson> lessons, CancellationToken ct)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var feature in lessons.SelectMany(lesson => lesson.Features).SelectMany(one => one))
        {
            counts[feature] = counts.GetValueOrDefault(feature) + 1;
        }

        var rows = counts.Where(pair => pair.Value >= Fewest).Select(pair => pair.Key).Order().Select((feature, row) => (feature, row))
            .ToDictionary(pair => pair.feature, pair => pair.row);
        var data = lessons.Select(lesson => (Rows: lesson.Features.Select(one => one.Where(rows.ContainsKey).Select(feature => rows[feature]).ToArray()).ToArray(), lesson.Labels, lesson.Before)).ToList();
        var (w, wg) = (new double[rows.Count * K], new double[rows.Count * K]);
        var (t, tg) = (new double[(K + 1) * K], new double[(K + 1) * K]);
        var order = Enumerable.Range(0, data.Count).ToArray();
        var state = 1u;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                state = unchecked((state * 1664525) + 1013904223);
                var j = (int)((ulong)state * (ulong)(i + 1) >> 32);
                (order[i], order[j]) = (order[j], order[i]);
            }

            foreach (var at in order)
            {
                ct.ThrowIfCancellationRequested();
                Learn(data[at].Rows, data[at].Labels, data[at].Before, w, wg, t, tg);
            }
        }

        var weights = new SortedDictionary<uint, sbyte[]>();
        foreach (var (feature, row) in rows)
        {
            var whole = new sbyte[K];
            for (var label = 0; label < K; label++)
            {
                whole[label] = (sbyte)Math.Clamp(Math.Round(w[(row * K) + label] * ClaimModel.Unit), -127, 127);
            }

            if (Array.Exists(whole, one => one != 0))
            {
                weights.Add(feature, whole);
            }
        }

        return (weights, [.. t.Select(one => (short)Math.Clamp(Math.Round(one * ClaimModel.Unit), short.MinValue, short.MaxValue))]);
    }

    private static void Learn(int[][] rows, byte[] labels, int before, double[] w, double[] wg, double[] t, double[] tg)
    {
        var n = rows.Length;
        var (e, a, b) = (new double[n * K], new double[n * K], new double[n * K]);
        for (var i = 0; i < n; i++)
        {
            foreach (var row in rows[i])
            {
                for (var label = 0; label < K; label++)
                {
                    e[(i * K) + label] += w[(row * K) + label];
                }
            }
        }

        Span<double> sums = stackalloc double[K];
        for (var i = 0; i < n; i++)
        {
            for (var label = 0; label < K; label++)
            {
                if (i == 0)
                {
                    a[label] = Step(before, label) + e[label];
                    continue;
                }

                for (var from = 0; from < K; from++)
                {
                    sums[from] = a[((i - 1) * K) + from] + Step(from, label);
                }

                a[(i * K) + label] = Exponential.LogSum(sums) + e[(i * K) + label];
            }
        }

        for (var i = n - 2; i >= 0; i--)
        {
            for (var label = 0; label < K; label++)
            {
                for (var to = 0; to < K; to++)
                {
                    sums[to] = Step(label, to) + e[((i + 1) * K) + to] + b[((i + 1) * K) + to];
                }

                b[(i * K) + label] = Exponential.LogSum(sums);
            }
        }

        var z = Exponential.LogSum(a.AsSpan((n - 1) * K, K));
        var changes = new double[(K + 1) * K];
        for (var i = 0; i < n; i++)
        {
            for (var label = 0; label < K; label++)
            {
                var gradient = (labels[i] == label ? 1.0 : 0.0) - Exponential.Exp(a[(i * K) + label] + b[(i * K) + label] - z);
                if (Math.Abs(gradient) < 1e-5)
                {
                    continue;
                }

                foreach (var row in rows[i])
                {
                    var at = (row * K) + label;
                    var pull = gradient - (Shrink * w[at]);
                    wg[at] += pull * pull;
                    w[at] += Rate * pull / (1e-6 + Math.Sqrt(wg[at]));
                }
            }

            for (var from = i == 0 ? before : 0; from <= (i == 0 ? before : K - 1); from++)
            {
                for (var label = 0; label < K; label++)
                {
                    if (Marks.MayFollow(from, label))
                    {
                        var seen = labels[i] == label && (i == 0 || labels[i - 1] == from) ? 1.0 : 0.0;
                        changes[(from * K) + label] += seen - Exponential.Exp((i == 0 ? 0.0 : a[((i - 1) * K) + from]) + t[(from * K) + label] + e[(i * K) + label] + b[(i * K) + label] - z);
                    }
                }
            }
        }

        for (var at = 0; at < changes.Length; at++)
        {
            if (changes[at] != 0.0)
            {
                tg[at] += changes[at] * changes[at];
                t[at] += Rate * changes[at] / (1e-6 + Math.Sqrt(tg[at]));
            }
        }

        double Step(int from, int label) => Marks.MayFollow(from, label) ? t[(from * K) + label] : -1e9;
    }
}
