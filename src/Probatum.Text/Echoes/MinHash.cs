namespace Probatum.Text.Echoes;

/// <summary>Finds sentences of many texts that are alike without comparing each with each: MinHash with bands.</summary>
/// <remarks>
/// Sentences and not whole texts, because a report mixes origins. Two sentences that share a part <c>j</c> of their rows come
/// together with probability 1 - (1 - j²)^12: one taken over always, one half reworded (j = 0.3) in two of three cases.
/// Source: Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3. Fixed seeds: the same texts give
/// the same candidates.
/// </remarks>
internal static class MinHash
{
    private const int Bands = 12;
    private const int RowsOfBand = 2;
    private const int FewestRows = 3;
    private const int LongestSegment = 48;

    private static readonly ulong[] Seeds = [.. Enumerable.Range(1, Bands * RowsOfBand).Select(i => Hash64.Mix((ulong)i))];

    /// <summary>One key a band for each sentence of the text that has enough rows to be compared.</summary>
    public static List<ulong> Keys(FoldedText text)
    {
        var keys = new List<ulong>();
        var rows = text.Shingles.OrderBy(row => row.At).ToArray();
        Span<ulong> least = stackalloc ulong[Seeds.Length];
        for (int from = 0, end; from < rows.Length; from = end)
        {
            for (end = from; end < rows.Length && text.Sentences[rows[end].At] == text.Sentences[rows[from].At] && rows[end].At - rows[from].At < LongestSegment;)
            {
                end++;
            }

            if (end - from >= FewestRows)
            {
                Add(rows.AsSpan(from, end - from), least, keys);
            }
        }

        return keys;
    }

    private static void Add(ReadOnlySpan<(ulong Hash, int At)> rows, Span<ulong> least, List<ulong> keys)
    {
        least.Fill(ulong.MaxValue);
        foreach (var (hash, _) in rows)
        {
            for (var i = 0; i < Seeds.Length; i++)
            {
                least[i] = Math.Min(least[i], Hash64.Mix(hash ^ Seeds[i]));
            }
        }

        for (var band = 0; band < Bands; band++)
        {
            keys.Add(Hash64.Both((ulong)band, Hash64.Of(least.Slice(band * RowsOfBand, RowsOfBand))));
        }
    }
}
