namespace Probatum.Text.Echoes;

/// <summary>Which pairs of texts are worth comparing word by word. The texts are in the order of their dates.</summary>
internal static class Candidates
{
    /// <summary>Up to so many texts every pair that shares a row of words or may share a speaker is compared.</summary>
    public const int MostPairwise = 400;

    private const int DaysOfOneStory = 10;

    /// <summary>For every text the earlier ones to compare it with, the earliest first.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="shared">The texts that have the same row of words, for each such row.</param>
    public static List<int>[] Of(FoldedText[] texts, List<int[]> shared)
    {
        var pairs = texts.Length <= MostPairwise ? Pairwise(texts, shared) : Banded(texts);
        var found = new List<int>[texts.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = [];
        }

        foreach (var pair in pairs)
        {
            found[(int)(pair >> 32)].Add((int)(pair & int.MaxValue));
        }

        Array.ForEach(found, list => list.Sort());
        WithoutCopies(texts, found);
        return found;
    }

    /// <summary>Whether two reports are near enough in time for the same speaker and the same numbers to mean the same statement.</summary>
    public static bool AreOfOneStory(FoldedText a, FoldedText b) => Shingles.DaysApart(a, b) <= DaysOfOneStory;

    /// <summary>Of texts that are the same word for word only the first is compared with others: it explains what the rest have in common.</summary>
    private static void WithoutCopies(FoldedText[] texts, List<int>[] found)
    {
        var first = new Dictionary<ulong, int>();
        var copied = new int[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            var hash = Hash64.Of(texts[i].Words.AsSpan());
            copied[i] = texts[i].Count >= Shingles.Width && first.TryGetValue(hash, out var earliest) ? earliest : i;
            first.TryAdd(hash, i);
            found[i].RemoveAll(earlier => copied[earlier] < earlier);
            if (copied[i] < i && !found[i].Contains(copied[i]))
            {
                found[i].Add(copied[i]);
                found[i].Sort();
            }
        }
    }

    private static HashSet<long> Pairwise(FoldedText[] texts, List<int[]> shared)
    {
        var pairs = new HashSet<long>();
        var seen = new HashSet<ulong>();
        foreach (var group in shared)
        {
            // A long passage has many rows, and all of them the same texts.
            if (!seen.Add(Hash64.Of(System.Runtime.InteropServices.MemoryMarshal.Cast<int, char>(group.AsSpan()))))
            {
                continue;
            }

            for (var i = 1; i < group.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    pairs.Add(Pair(group[j], group[i]));
                }
            }
        }

        for (var i = 1; i < texts.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (AreOfOneStory(texts[j], texts[i]) || SharesImage(texts[j], texts[i]))
                {
                    pairs.Add(Pair(j, i));
                }
            }
        }

        return pairs;
    }

    private static HashSet<long> Banded(FoldedText[] texts)
    {
        var keys = new List<(ulong Key, int Text)>();
        for (var i = 0; i < texts.Length; i++)
        {
            foreach (var key in MinHash.Keys(texts[i]).Concat(OtherKeys(texts[i])))
            {
                keys.Add((key, i));
            }
        }

        keys.Sort();
        var pairs = new HashSet<long>();
        for (int from = 0, end; from < keys.Count; from = end)
        {
            // Each with the first and with the one before it: what a hundred share needs no five thousand comparisons.
            for (end = from + 1; end < keys.Count && keys[end].Key == keys[from].Key; end++)
            {
                if (keys[end].Text != keys[end - 1].Text)
                {
                    pairs.Add(Pair(keys[from].Text, keys[end].Text));
                    pairs.Add(Pair(keys[end - 1].Text, keys[end].Text));
                }
            }
        }

        return pairs;
    }

    /// <summary>Keys of what is no row of words: speaker and number, two numbers, a picture.</summary>
    private static IEnumerable<ulong> OtherKeys(FoldedText text)
    {
        var numbers = text.Features.Where(feature => feature.IsNumber).Take(8).ToList();
        for (var i = 0; i < numbers.Count; i++)
        {
            foreach (var word in text.Identities.SelectMany(identity => identity.Telling).Distinct())
            {
                yield return Hash64.Both(numbers[i].Hash, word);
            }

            for (var j = 0; j < i; j++)
            {
                yield return Hash64.Both(numbers[i].Hash, numbers[j].Hash);
            }
        }

        foreach (var image in text.Images)
        {
            yield return Hash64.Both(Hash64.Of(image), 4);
        }
    }

    private static bool SharesImage(FoldedText a, FoldedText b) =>
        !a.Images.IsEmpty && !b.Images.IsEmpty && a.Images.Intersect(b.Images, StringComparer.Ordinal).Any();

    private static long Pair(int earlier, int later) => ((long)later << 32) | (uint)earlier;
}
