namespace Probatum.Text;

/// <summary>Finds the best labels of a sentence, and how far each is ahead of any other way to label its token.</summary>
/// <remarks>The algorithm of A. J. Viterbi, IEEE Trans. Inf. Theory 13 (1967) 260, forwards and backwards, in whole numbers.</remarks>
internal static class Tagger
{
    // far below any score, and far from overflow
    private const int Never = -100_000_000;

    /// <summary>The labels, and for each token the score of the best path less that of the best one with another label there.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="features">Of every token.</param>
    /// <param name="before">The label before the sentence; <see cref="Marks.Count"/> at a text's beginning.</param>
    public static (byte[] Labels, int[] Margins) Tag(ClaimModel model, uint[][] features, int before)
    {
        const int K = Marks.Count;
        var n = features.Length;
        var (own, ahead, back) = (new int[n * K], new int[n * K], new int[n * K]);
        for (var i = 0; i < n; i++)
        {
            foreach (var feature in features[i])
            {
                model.AddTo(own.AsSpan(i * K, K), feature);
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var label = 0; label < K; label++)
            {
                var best = Never;
                for (var from = i == 0 ? before : 0; from <= (i == 0 ? before : K - 1); from++)
                {
                    var so = (i == 0 ? 0 : ahead[((i - 1) * K) + from]) + (Marks.MayFollow(from, label) ? model.Step(from, label) : Never);
                    best = Math.Max(best, so);
                }

                ahead[(i * K) + label] = Math.Max(best, Never) + own[(i * K) + label];
            }
        }

        for (var i = n - 2; i >= 0; i--)
        {
            for (var label = 0; label < K; label++)
            {
                var best = Never;
                for (var to = 0; to < K; to++)
                {
                    best = Math.Max(best, Marks.MayFollow(label, to) ? model.Step(label, to) + own[((i + 1) * K) + to] + back[((i + 1) * K) + to] : Never);
                }

                back[(i * K) + label] = best;
            }
        }

        var (labels, margins) = (new byte[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            var (first, second) = (0, -1);
            for (var label = 1; label < K; label++)
            {
                (first, second) = Through(label) > Through(first) ? (label, first) : (first, second < 0 || Through(label) > Through(second) ? label : second);
            }

            // among equals the path decides, so that labels always make a path
            labels[i] = (byte)(i > 0 && !Marks.MayFollow(labels[i - 1], first) ? first - 1 : first);
            margins[i] = Math.Min(Through(first) - Through(second), -Never);

            int Through(int label) => ahead[(i * K) + label] + back[(i * K) + label];
        }

        return (labels, margins);
    }
}
