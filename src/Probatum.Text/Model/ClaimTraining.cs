using System.Collections.Immutable;

namespace Probatum.Text;

/// <summary>Learns a model of claims from annotated texts.</summary>
/// <remarks>
/// The sequence model learns beside the rules: their labels are features, so it learns where they go wrong. How far a claim may be
/// trusted is learnt from texts that its sequence model had not seen, and the table of chances from texts that neither had seen.
/// </remarks>
public static class ClaimTraining
{
    private const int Folds = 5;
    private const int Epochs = 40;
    private const double Rate = 0.1;
    private const double Shrink = 0.01;

    /// <summary>The bytes of a model.</summary>
    /// <param name="texts">At least five, each with all of its claims marked.</param>
    /// <param name="about">What they are and under which licence; kept in the file.</param>
    /// <param name="progress">0 to 1.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="ArgumentException">Too few texts, or no claims in them.</exception>
    public static byte[] Train(IReadOnlyList<AnnotatedText> texts, string about, IProgress<double>? progress, CancellationToken ct)
    {
        if (texts.Count < Folds || texts.All(text => text.Claims.IsEmpty))
        {
            throw new ArgumentException($"a model needs at least {Folds} texts with claims", nameof(texts));
        }

        var prepared = texts.Select(Prepared.Of).ToList();
        var judged = new List<(uint[] Features, bool IsRight)>[texts.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = Model(about, prepared.Where((_, i) => i % Folds != fold), [], NoConfidence(), ct);
            for (var i = fold; i < texts.Count; i += Folds)
            {
                judged[i] = Judged(prepared[i], model);
            }

            progress?.Report((fold + 1.0) / (Folds + 1));
        }

        var scores = new List<(int Score, bool IsRight)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var trust = Trust(judged.Where((_, i) => i % Folds != fold).SelectMany(one => one));
            scores.AddRange(judged.Where((_, i) => i % Folds == fold).SelectMany(one => one)
                .Select(claim => (claim.Features.Sum(feature => (int)trust.GetValueOrDefault(feature)), claim.IsRight)));
        }

        var done = Write(about, prepared, Trust(judged.SelectMany(one => one)), Calibrated(scores), ct);
        progress?.Report(1.0);
        return done;
    }

    /// <summary>What a model that did not see a text says of it, for each text in turn: its claims and which of them are right.</summary>
    /// <param name="texts">At least five.</param>
    /// <param name="ct">Ends the work.</param>
    public static IEnumerable<(AnnotatedText Text, ImmutableArray<ProposedClaim> Claims)> CrossValidate(IReadOnlyList<AnnotatedText> texts, CancellationToken ct)
    {
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = ClaimModel.Read(Train([.. texts.Where((_, i) => i % Folds != fold)], "", null, ct), out _);
            foreach (var text in texts.Where((_, i) => i % Folds == fold))
            {
                yield return (text, ClaimExtractor.Extract(text.Text, new(), model));
            }
        }
    }

    private static ImmutableArray<ushort> NoConfidence() => [.. Enumerable.Repeat((ushort)500, ClaimModel.ScoreBins)];

    private static ClaimModel Model(string about, IEnumerable<Prepared> texts, SortedDictionary<uint, sbyte> trust, ImmutableArray<ushort> confidence, CancellationToken ct) =>
        ClaimModel.Read(Write(about, texts, trust, confidence, ct), out var why) ?? throw new InvalidOperationException(why);

    private static byte[] Write(string about, IEnumerable<Prepared> texts, SortedDictionary<uint, sbyte> trust, ImmutableArray<ushort> confidence, CancellationToken ct)
    {
        var (weights, steps) = SequenceTrainer.Fit([.. texts.SelectMany(text => text.Lessons)], ct);
        return ClaimModel.Write(about, weights, steps, trust, confidence);
    }

    private static List<(uint[] Features, bool IsRight)> Judged(Prepared text, ClaimModel model)
    {
        var joined = JoinedClaims.Of(text.Whole.Text, text.Drafts, model);
        var positions = CodePoints.Map(text.Whole.Text);
        var found = joined.ConvertAll(one => new AnnotatedClaim(At(JoinedClaims.SourceOf(one.Draft)), At(one.Draft.Cue), At(one.Draft.Content), null));
        var right = ClaimScore.Judge(text.Whole.Text, found, text.Whole.Claims);
        return [.. joined.Select((one, i) => (one.Features, right[i]))];

        ImmutableArray<Span> At(List<Piece> pieces) => [.. pieces.Select(piece => positions is null ? new Span(piece.Start, piece.End) : new(positions[piece.Start], positions[piece.End]))];
    }

    // logistic regression, the same steps as the sequence model's
    private static SortedDictionary<uint, sbyte> Trust(IEnumerable<(uint[] Features, bool IsRight)> claims)
    {
        var all = claims.ToList();
        var (w, g) = (new Dictionary<uint, double>(), new Dictionary<uint, double>());
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            foreach (var (features, isRight) in all)
            {
                var gradient = (isRight ? 1.0 : 0.0) - (1.0 / (1.0 + Exponential.Exp(-features.Sum(feature => w.GetValueOrDefault(feature)))));
                foreach (var feature in features)
                {
                    var pull = gradient - (Shrink * w.GetValueOrDefault(feature));
                    g[feature] = g.GetValueOrDefault(feature) + (pull * pull);
                    w[feature] = w.GetValueOrDefault(feature) + (Rate * pull / (1e-3 + Math.Sqrt(g[feature])));
                }
            }
        }

        return new(w.Select(pair => (pair.Key, Value: (sbyte)Math.Clamp(Math.Round(pair.Value * ClaimModel.Unit), -127, 127)))
            .Where(pair => pair.Value != 0).ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    // The share that was right by score, never falling with it: pooling of adjacent violators, two claims of chance added to each bin.
    private static ImmutableArray<ushort> Calibrated(List<(int Score, bool IsRight)> scores)
    {
        var pools = new List<(double Right, double All, int Bins)>();
        for (var bin = 0; bin < ClaimModel.ScoreBins; bin++)
        {
            var within = scores.Where(one => ClaimModel.BinOf(one.Score) == bin).ToList();
            var prior = 1.0 / (1.0 + Exponential.Exp(-((bin + 0.5 - (ClaimModel.ScoreBins / 2.0)) * ClaimModel.ScoreStep / ClaimModel.Unit)));
            pools.Add((within.Count(one => one.IsRight) + (2 * prior), within.Count + 2.0, 1));
            while (pools.Count > 1 && pools[^2].Right / pools[^2].All > pools[^1].Right / pools[^1].All)
            {
                pools[^2] = (pools[^2].Right + pools[^1].Right, pools[^2].All + pools[^1].All, pools[^2].Bins + pools[^1].Bins);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        return [.. pools.SelectMany(pool => Enumerable.Repeat((ushort)Math.Clamp(Math.Round(1000 * pool.Right / pool.All), 1, 999), pool.Bins))];
    }

    // A text made ready once: the rules' drafts, and the sentences to learn from.
    private sealed record Prepared(AnnotatedText Whole, List<Draft> Drafts, List<Lesson> Lessons)
    {
        public static Prepared Of(AnnotatedText text)
        {
            var drafts = ClaimExtractor.Drafts(text.Text, new());
            var claims = text.Claims.Select(claim => (Source: Pieces(claim.Source), Cue: Pieces(claim.Cue), Content: Pieces(claim.Content))).ToList();
            var around = Nesting.Around(drafts);
            var outer = claims.Where(claim => !claims.Exists(other => other != claim && Holds(other, claim) && !Holds(claim, other))).ToList();
            var lessons = new List<Lesson>();
            var sentences = FlatSentence.Of(text.Text).ToList();
            Learn(sentences, outer, [.. Enumerable.Range(0, drafts.Count).Where(i => around[i].Count == 0).Select(i => drafts[i])], nested: false);
            foreach (var content in outer.SelectMany(claim => claim.Content))
            {
                Learn(
                    [.. FlatSentence.Of(text.Text, content)], [.. claims.Where(claim => claim.Cue.Count > 0 && content.Start <= claim.Cue[0].Start && claim.Cue[0].End <= content.End)],
                    [.. drafts.Where(draft => draft.Cue.Count > 0 && content.Start <= draft.Cue[0].Start && draft.Cue[0].End <= content.End)], nested: true);
            }

            return new(text, drafts, lessons);

            void Learn(List<FlatSentence> some, List<(IReadOnlyList<Piece> Source, IReadOnlyList<Piece> Cue, IReadOnlyList<Piece> Content)> truth, List<Draft> rules, bool nested)
            {
                var labels = JoinedClaims.Labels(some, rules);
                var (before, word) = (Marks.Count, 0u);
                for (var k = 0; k < some.Count; k++)
                {
                    var lesson = new Lesson(SequenceFeatures.Of(some[k], labels[k], word, nested), some[k].Label(JoinedClaims.Within(some[k], truth)), before);
                    lessons.Add(lesson);
                    (before, word) = (lesson.Labels[^1], SequenceFeatures.Word(some[k].Tokens[^1], some[k].Count - 1));
                }
            }

            IReadOnlyList<Piece> Pieces(ImmutableArray<Span> spans) =>
                [.. spans.Select(span => new Piece(CodePoints.ToUtf16(text.Text, span.Start), CodePoints.ToUtf16(text.Text, span.End)))];
        }

        private static bool Holds(
            (IReadOnlyList<Piece> Source, IReadOnlyList<Piece> Cue, IReadOnlyList<Piece> Content) outer, (IReadOnlyList<Piece> Source, IReadOnlyList<Piece> Cue, IReadOnlyList<Piece> Content) inner)
        {
            var at = (inner.Cue.Count > 0 ? inner.Cue : inner.Source.Count > 0 ? inner.Source : inner.Content)[0].Start;
            return outer.Content.Any(piece => piece.Start <= at && at < piece.End);
        }
    }
}
