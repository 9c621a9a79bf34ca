namespace Probatum.Text.Echoes;

/// <summary>Finds which reports go back to one origin: proposals with the passages and reasons, which a person confirms or rejects.</summary>
/// <remarks>
/// Pure: the same reports give the same answer in whatever order they come, and a report that shares nothing with the others
/// changes nothing among them. Up to <see cref="Candidates.MostPairwise"/> reports every pair that may share something is
/// compared, above that those that MinHash or a shared number brings together. Memory grows with the texts' length. What comes
/// out says what is alike, never who copied whom, and nothing about truth.
/// </remarks>
public static class EchoFinder
{
    /// <summary>The engine, kept with every confirmed edge.</summary>
    public const string Version = "echoes-1";

    /// <summary>The most words of one text that are compared.</summary>
    public const int MostWords = 50_000;

    /// <summary>The most texts.</summary>
    public const int MostTexts = 200_000;

    /// <summary>The edges and origins of a set of reports.</summary>
    /// <param name="texts">The reports; no two have one id.</param>
    /// <param name="threads">How many threads may read; the answer is the same for any number.</param>
    /// <param name="apart">Pairs, later report first, of which somebody said that they have no origin in common: not compared.</param>
    /// <exception cref="ArgumentException">Two texts have one id, or there are too many, or one is too long.</exception>
    public static EchoGraph Find(IReadOnlyCollection<EchoText> texts, int threads = 1, IReadOnlySet<(string From, string To)>? apart = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count > MostTexts || texts.Any(text => text.Text.Length > ClaimExtractor.Longest))
        {
            throw new ArgumentException($"at most {MostTexts} texts of {ClaimExtractor.Longest} characters are compared", nameof(texts));
        }

        if (texts.GroupBy(text => text.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"two texts are called '{twice.Key}'", nameof(texts));
        }

        // Of one day what another one names as its source comes first, then the longer one: what others cut short is fuller.
        var named = texts.Where(text => !text.Claims.IsDefaultOrEmpty).SelectMany(text => text.Claims.SelectMany(claim => claim.Chain).SelectMany(link => new[] { link.Name, link.Org }).OfType<string>()
            .Where(name => !name.Equals(text.Publisher, StringComparison.OrdinalIgnoreCase)).Select(name => (text.Date, name.ToUpperInvariant()))).ToHashSet();
        var ordered = texts.OrderBy(text => text.Date ?? DateOnly.MaxValue).ThenByDescending(text => IsNamed(text, named)).ThenByDescending(text => text.Text.Length).ThenBy(text => text.Text, StringComparer.Ordinal)
            .ThenBy(text => text.Publisher, StringComparer.Ordinal).ThenBy(text => text.Id, StringComparer.Ordinal).ToArray();
        var folded = new FoldedText[ordered.Length];
        Parallel.For(0, ordered.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, i => folded[i] = TextFolder.Read(ordered[i], MostWords));
        var shared = Shingles.Mark(folded);
        CommonFeatures.MarkImages(folded);
        var candidates = Candidates.Of(folded, shared);
        if (apart is { Count: > 0 })
        {
            for (var later = 0; later < folded.Length; later++)
            {
                candidates[later].RemoveAll(earlier => apart.Contains((ordered[later].Id, ordered[earlier].Id)) || apart.Contains((ordered[earlier].Id, ordered[later].Id)));
            }
        }

        var findings = Compared(folded, candidates, Math.Max(1, threads));
        return Graph(folded, findings);
    }

    private static List<Finding> Compared(FoldedText[] texts, List<int>[] candidates, int threads)
    {
        var isCommon = new CommonFeatures(texts);
        var found = new List<Finding>[texts.Length];
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, later =>
            found[later] = [.. candidates[later].Select(earlier => Comparison.Of(texts, earlier, later, isCommon.Has)).OfType<Finding>().Where(one => one.Score >= Comparison.Enough)]);
        return [.. found.SelectMany(list => list)];
    }

    /// <summary>Takes the findings by time: what an earlier report explains already is no edge of its own.</summary>
    private static EchoGraph Graph(FoldedText[] texts, List<Finding> findings)
    {
        var groups = new OriginGroups(texts);
        var edges = new List<EchoEdge>();
        var linked = new HashSet<int>();
        foreach (var finding in findings)
        {
            var (old, young) = (texts[finding.Earlier], texts[finding.Later]);
            linked.Add(finding.Earlier);
            linked.Add(finding.Later);
            var telling = finding.Passages.Where(Comparison.IsTelling).ToList();
            var places = telling.Count > 0 ? telling : finding.Passages;
            var open = places.Where(passage =>
                !groups.AreJoined(finding.Later, (passage.FromA, passage.EndA), finding.Earlier, (passage.FromB, passage.EndB))).ToList();
            if (open.Count == 0 && finding.Passages.Count > 0)
            {
                continue;
            }

            foreach (var passage in open)
            {
                groups.Join(finding.Later, (passage.FromA, passage.EndA), finding.Earlier, (passage.FromB, passage.EndB));
            }

            if (finding.Passages.Count == 0 && old.Count > 0 && young.Count > 0)
            {
                // A picture or an address: nothing in the words says which part of the reports it is about.
                groups.Join(finding.Later, (0, young.Count), finding.Earlier, (0, old.Count));
            }

            edges.Add(new(
                young.Source.Id, old.Source.Id, false, finding.Sort, finding.Score,
                old.Source.Date is not null && young.Source.Date is not null && old.Source.Date != young.Source.Date,
                Comparison.Spans(old, young, finding.Passages), [.. finding.Signals]));
        }

        return new(
            [.. edges, .. texts.SelectMany(Citations)], groups.Read(),
            [.. Enumerable.Range(0, texts.Length).Where(i => !linked.Contains(i)).Select(i => texts[i].Source.Id)]);
    }

    /// <summary>Whom a report cites: the links of its claims' chains between its publisher and whoever speaks.</summary>
    private static IEnumerable<EchoEdge> Citations(FoldedText text) => text.Identities.Where(identity => identity.IsSource).Select(identity => new EchoEdge(
        text.Source.Id, identity.Shown, true, "cites", Comparison.Enough, true,
        [.. text.Source.Claims.Where(claim => claim.Chain.Take(claim.Chain.Length - 1).Any(link => link.Name == identity.Shown || link.Org == identity.Shown))
            .SelectMany(claim => claim.Content).Distinct().OrderBy(span => span.Start).ThenBy(span => span.End).Select(span => new EchoPassage(span, default, 0, 0, false))],
        [new("cites", Comparison.Enough, $"its claims give {identity.Shown} as the source")]));

    // By its whole name, or by its last words from two on: 'the Health Directorate' is the Northern Council Health Directorate.
    private static bool IsNamed(EchoText text, HashSet<(DateOnly? Date, string Name)> named)
    {
        var words = (text.Publisher ?? "").ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && Enumerable.Range(0, words.Length == 1 ? 1 : words.Length - 1).Any(from => named.Contains((text.Date, string.Join(' ', words[from..]))));
    }
}
