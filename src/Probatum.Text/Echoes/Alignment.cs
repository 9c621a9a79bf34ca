namespace Probatum.Text.Echoes;

/// <summary>A passage that two texts share, in words.</summary>
/// <param name="FromA">Its first word in the one text.</param>
/// <param name="EndA">The word after its last.</param>
/// <param name="FromB">Its first word in the other.</param>
/// <param name="EndB">The word after its last.</param>
/// <param name="Matched">Words that stand in both.</param>
/// <param name="Weight">What they weigh together.</param>
/// <param name="Quoted">Of them, those between quotation marks in one of the texts.</param>
internal readonly record struct AlignedPassage(int FromA, int EndA, int FromB, int EndB, int Matched, int Weight, int Quoted)
{
    /// <summary>The words in both, in thousandths of the longer side.</summary>
    public int Alike => Matched * 1000 / Math.Max(EndA - FromA, EndB - FromB);
}

/// <summary>Finds the passages that two texts share: local alignment around rows of words that stand in both.</summary>
/// <remarks>
/// Smith and Waterman 1981 over words, in a band around the diagonal of each chain of rows: memory grows with the passage, not
/// with its square. A word that stands in both counts 2, one of grammar 1; one that does not, or is left out, costs 1.
/// </remarks>
internal static class Alignment
{
    private const int Around = 16;
    private const int Gap = 12;
    private const int Drift = 8;
    private const int WidestBand = 512;
    private const int MostOfOneRow = 4;
    private const int MostSeeds = 20_000;

    /// <summary>The shared passages in the order of the first text; none overlaps another in it.</summary>
    public static List<AlignedPassage> Passages(FoldedText a, FoldedText b)
    {
        var passages = new List<AlignedPassage>();
        foreach (var chain in Chains(Seeds(a, b)).OrderByDescending(chain => chain.Seeds).ThenBy(chain => chain.FromA).ThenBy(chain => chain.FromB))
        {
            if (Room(passages, chain, a.Count) is { } room && Align(a, b, chain, room) is { } found)
            {
                passages.Add(Extended(a, b, found, room));
            }
        }

        passages.Sort((x, y) => x.FromA.CompareTo(y.FromA));
        return passages;
    }

    /// <summary>Rows of three words that stand in both and tell something, by their place in the first.</summary>
    public static List<(int A, int B)> Seeds(FoldedText a, FoldedText b)
    {
        var (one, other, seeds) = (a.Shingles, b.Shingles, new List<(int A, int B)>());
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            if (one[i].Hash != other[j].Hash)
            {
                var less = one[i].Hash < other[j].Hash;
                i += less ? 1 : 0;
                j += less ? 0 : 1;
                continue;
            }

            var (endI, endJ) = (i, j);
            while (endI < one.Length && one[endI].Hash == one[i].Hash)
            {
                endI++;
            }

            while (endJ < other.Length && other[endJ].Hash == other[j].Hash)
            {
                endJ++;
            }

            for (var x = i; x < Math.Min(endI, i + MostOfOneRow) && seeds.Count < MostSeeds; x++)
            {
                for (var y = j; y < Math.Min(endJ, j + MostOfOneRow); y++)
                {
                    seeds.Add((one[x].At, other[y].At));
                }
            }

            (i, j) = (endI, endJ);
        }

        seeds.Sort();
        return seeds;
    }

    private static List<Chain> Chains(List<(int A, int B)> seeds)
    {
        var chains = new List<Chain>();
        foreach (var (a, b) in seeds)
        {
            Chain? best = null;
            for (var i = chains.Count - 1; i >= 0 && i >= chains.Count - 16; i--)
            {
                var chain = chains[i];
                if (a - chain.EndA <= Gap && b > chain.EndB - Shingles.Width && b - chain.EndB <= Gap + Drift && Math.Abs(b - a - chain.Diagonal) <= Drift)
                {
                    best = chain;
                    break;
                }
            }

            if (best is null)
            {
                chains.Add(best = new(a, b));
            }

            best.Take(a, b);
        }

        return chains;
    }

    /// <summary>The words of the first text around the chain that no passage has taken; null where half of the chain is taken.</summary>
    private static (int From, int End)? Room(List<AlignedPassage> passages, Chain chain, int count)
    {
        var (from, end, middle) = (0, count, (chain.FromA + chain.EndA) / 2);
        foreach (var passage in passages)
        {
            if (passage.FromA <= middle && middle < passage.EndA)
            {
                return null;
            }

            from = passage.EndA <= middle ? Math.Max(from, passage.EndA) : from;
            end = passage.FromA > middle ? Math.Min(end, passage.FromA) : end;
        }

        return (from, end);
    }

    private static AlignedPassage? Align(FoldedText a, FoldedText b, Chain chain, (int From, int End) room)
    {
        var (fromA, endA) = (Math.Max(room.From, chain.FromA - Around), Math.Min(room.End, chain.EndA + Around));
        var low = chain.LeastDiagonal - Around;
        var width = Math.Min(WidestBand, chain.MostDiagonal + Around - low + 1);
        var rows = endA - fromA;
        var (scores, last) = (new int[width + 2], new int[width + 2]);
        var ways = new byte[rows * width];
        var (best, bestRow, bestColumn) = (0, -1, -1);
        for (var row = 0; row < rows; row++)
        {
            (scores, last) = (last, scores);
            for (var column = 0; column < width; column++)
            {
                var at = fromA + row + low + column;
                scores[column + 1] = 0;
                if (at < 0 || at >= b.Count)
                {
                    continue;
                }

                // Column c of this row and column c of the last are one diagonal; last[c + 1] is above, scores[c - 1] is left.
                var isSame = a.Words[fromA + row] == b.Words[at];
                var across = last[column + 1] + (isSame ? Gain(a, fromA + row) : -1);
                var above = last[column + 2] - 1;
                var left = scores[column] - 1;
                var score = Math.Max(Math.Max(across, above), Math.Max(left, 0));
                scores[column + 1] = score;
                ways[(row * width) + column] = (byte)(score == 0 ? 0 : score == across ? (isSame ? 1 : 2) : score == above ? 3 : 4);
                if (score > best)
                {
                    (best, bestRow, bestColumn) = (score, row, column);
                }
            }

            scores[width + 1] = 0;
        }

        return best == 0 ? null : Walk(a, b, (fromA, low, width), ways, bestRow, bestColumn);
    }

    private static AlignedPassage Walk(FoldedText a, FoldedText b, (int FromA, int Low, int Width) band, byte[] ways, int row, int column)
    {
        var (endA, endB) = (band.FromA + row + 1, band.FromA + row + band.Low + column + 1);
        var (fromA, fromB, matched, weight, quoted) = (endA, endB, 0, 0, 0);
        while (row >= 0 && column >= 0 && column < band.Width && ways[(row * band.Width) + column] is var way and > 0)
        {
            var (inA, inB) = (band.FromA + row, band.FromA + row + band.Low + column);
            if (way == 1)
            {
                (fromA, fromB) = (inA, inB);
                matched++;
                weight += Math.Min(a.Weight(inA), b.Weight(inB));
                quoted += ((a.Traits[inA] | b.Traits[inB]) & WordTraits.Quoted) != 0 ? 1 : 0;
            }

            (row, column) = way switch { 3 => (row - 1, column + 1), 4 => (row, column - 1), _ => (row - 1, column) };
        }

        return new(fromA, endA, fromB, endB, matched, weight, quoted);
    }

    private static int Gain(FoldedText text, int at) => (text.Traits[at] & (WordTraits.Grammar | WordTraits.Common)) == 0 ? 2 : 1;

    /// <summary>The passage with the equal words before and behind it: rows of names alone make no chain, and are part of a passage.</summary>
    private static AlignedPassage Extended(FoldedText a, FoldedText b, AlignedPassage found, (int From, int End) room)
    {
        while (found.FromA > room.From && found.FromB > 0 && a.Words[found.FromA - 1] == b.Words[found.FromB - 1])
        {
            found = With(a, b, found with { FromA = found.FromA - 1, FromB = found.FromB - 1 }, found.FromA - 1, found.FromB - 1);
        }

        while (found.EndA < room.End && found.EndB < b.Count && a.Words[found.EndA] == b.Words[found.EndB])
        {
            found = With(a, b, found with { EndA = found.EndA + 1, EndB = found.EndB + 1 }, found.EndA, found.EndB);
        }

        return found;
    }

    private static AlignedPassage With(FoldedText a, FoldedText b, AlignedPassage found, int inA, int inB) => found with
    {
        Matched = found.Matched + 1,
        Weight = found.Weight + Math.Min(a.Weight(inA), b.Weight(inB)),
        Quoted = found.Quoted + (((a.Traits[inA] | b.Traits[inB]) & WordTraits.Quoted) != 0 ? 1 : 0),
    };

    private sealed class Chain(int a, int b)
    {
        public int FromA { get; } = a;

        public int FromB { get; } = b;

        public int EndA { get; private set; } = a;

        public int EndB { get; private set; } = b;

        public int Diagonal { get; private set; } = b - a;

        public int LeastDiagonal { get; private set; } = b - a;

        public int MostDiagonal { get; private set; } = b - a;

        public int Seeds { get; private set; }

        public void Take(int a, int b)
        {
            (EndA, EndB, Diagonal) = (a + Shingles.Width, b + Shingles.Width, b - a);
            (LeastDiagonal, MostDiagonal) = (Math.Min(LeastDiagonal, Diagonal), Math.Max(MostDiagonal, Diagonal));
            Seeds++;
        }
    }
}
