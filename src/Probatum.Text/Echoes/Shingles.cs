namespace Probatum.Text.Echoes;

/// <summary>Every row of three words of every text, and which of them are common: found in reports that have nothing else in common.</summary>
/// <remarks>
/// Document frequency alone would weigh down what fifty papers took from one agency. So what is counted is in how many unrelated
/// groups of reports a row stands: footers and set phrases stand in many, a quotation in one, however often it is printed.
/// Counted by number and not by share, so a report without the row changes nothing.
/// </remarks>
internal sealed class Shingles
{
    /// <summary>Words in a row.</summary>
    public const int Width = 3;

    private const int SketchSize = 32;
    private const int MostCompared = 8;
    private const int MostRemembered = 1_000_000;
    private const int Groups = 3;
    private const int FarApartInDays = 30;

    private readonly FoldedText[] _texts;
    private readonly ulong[] _hashes;
    private readonly long[] _places;
    private readonly Dictionary<ulong, bool> _sameGroup = [];

    private Shingles(FoldedText[] texts, ulong[] hashes, long[] places)
    {
        (_texts, _hashes, _places) = (texts, hashes, places);
    }

    /// <summary>Marks in each text what is common, and leaves it its rows that are not.</summary>
    /// <returns>The texts that have each such row, where two or more have it, in the order of the texts.</returns>
    public static List<int[]> Mark(FoldedText[] texts)
    {
        var total = texts.Sum(text => Math.Max(0, text.Count - Width + 1));
        var (hashes, places, at) = (new ulong[total], new long[total], 0);
        for (var text = 0; text < texts.Length; text++)
        {
            for (var i = 0; i + Width <= texts[text].Count; i++)
            {
                hashes[at] = Hash64.Of(texts[text].Words.AsSpan(i, Width));
                places[at++] = ((long)text << 32) | (uint)i;
            }
        }

        foreach (var text in texts)
        {
            text.Sketch = [.. Rows(text).Select(row => row.Hash).Distinct().Order().Take(SketchSize)];
        }

        Array.Sort(hashes, places);
        return new Shingles(texts, hashes, places).Read();
    }

    /// <summary>Whether two texts share three of ten of their smallest hashes: then the one is a copy of much of the other.</summary>
    public static bool AreCopies(FoldedText a, FoldedText b)
    {
        var (union, both) = (0, 0);
        for (int i = 0, j = 0; union < SketchSize && (i < a.Sketch.Length || j < b.Sketch.Length); union++)
        {
            var order = i == a.Sketch.Length ? 1 : j == b.Sketch.Length ? -1 : a.Sketch[i].CompareTo(b.Sketch[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return both > 0 && both * 10 >= union * 3;
    }

    private static IEnumerable<(ulong Hash, int At)> Rows(FoldedText text)
    {
        for (var i = 0; i + Width <= text.Count; i++)
        {
            yield return (Hash64.Of(text.Words.AsSpan(i, Width)), i);
        }
    }

    private List<int[]> Read()
    {
        var covered = _texts.Select(text => new bool[text.Count]).ToArray();
        var counted = _texts.Select(_ => new List<(ulong, int)>()).ToArray();
        var shared = new List<int[]>();
        for (int from = 0, end; from < _hashes.Length; from = end)
        {
            for (end = from + 1; end < _hashes.Length && _hashes[end] == _hashes[from];)
            {
                end++;
            }

            var group = _places.AsSpan(from, end - from);
            group.Sort();
            var texts = Texts(group);
            var isCommon = !Tells(group[0]) || (texts.Length >= Groups && IsCommon(group, texts));
            foreach (var place in group)
            {
                var (text, i) = ((int)(place >> 32), (int)(place & int.MaxValue));
                if (!isCommon)
                {
                    covered[text].AsSpan(i, Width).Fill(true);
                    counted[text].Add((_hashes[from], i));
                }
            }

            if (!isCommon && texts.Length > 1)
            {
                shared.Add(texts);
            }
        }

        for (var text = 0; text < _texts.Length; text++)
        {
            _texts[text].Shingles = [.. counted[text]];
            for (var i = 0; i < covered[text].Length; i++)
            {
                _texts[text].Traits[i] |= covered[text][i] || _texts[text].Count < Width ? WordTraits.None : WordTraits.Common;
            }
        }

        return shared;
    }

    /// <summary>Whether a row says anything: not if it is of grammar and names alone, or of a footer.</summary>
    private bool Tells(long place)
    {
        var (text, i) = (_texts[(int)(place >> 32)], (int)(place & int.MaxValue));
        return text.Weight(i) + text.Weight(i + 1) + text.Weight(i + 2) > 0
            && ((text.Traits[i] | text.Traits[i + 1] | text.Traits[i + 2]) & WordTraits.Stock) == 0;
    }

    private static int[] Texts(ReadOnlySpan<long> group)
    {
        var texts = new List<int>();
        foreach (var place in group)
        {
            var text = (int)(place >> 32);
            if (texts.Count == 0 || texts[^1] != text)
            {
                texts.Add(text);
            }
        }

        return [.. texts];
    }

    /// <summary>Whether the row stands in several groups of reports that have nothing else in common. Of many reports some are compared.</summary>
    private bool IsCommon(ReadOnlySpan<long> group, int[] texts)
    {
        var chosen = new List<(int Text, int At)>();
        var step = Math.Max(1, (texts.Length + MostCompared - 1) / MostCompared);
        for (var i = 0; i < texts.Length; i += step)
        {
            foreach (var place in group)
            {
                if ((int)(place >> 32) == texts[i])
                {
                    chosen.Add((texts[i], (int)(place & int.MaxValue)));
                    break;
                }
            }
        }

        var groups = new List<List<(int Text, int At)>>();
        foreach (var one in chosen)
        {
            var own = groups.Where(known => known.Exists(other => IsRelated(one, other))).ToList();
            groups.RemoveAll(own.Contains);
            groups.Add([.. own.SelectMany(known => known), one]);
        }

        // Two pairs of reports that have nothing in common but words that nobody is quoted with: a footer, too.
        return groups.Count >= Groups || (groups.Count > 1 && groups.Count(known => known.Count > 1) > 1
            && !chosen.Exists(one => (_texts[one.Text].Traits[one.At + 1] & WordTraits.Quoted) != 0));
    }

    private bool IsRelated((int Text, int At) a, (int Text, int At) b)
    {
        var (one, other) = (_texts[a.Text], _texts[b.Text]);
        var (back, ahead) = (0, Width);
        while (a.At - back > 0 && b.At - back > 0 && one.Words[a.At - back - 1] == other.Words[b.At - back - 1])
        {
            back++;
        }

        while (a.At + ahead < one.Count && b.At + ahead < other.Count && one.Words[a.At + ahead] == other.Words[b.At + ahead])
        {
            ahead++;
        }

        // Rows of one passage ask the same question of the same two texts.
        var key = Hash64.Both(Hash64.Both((ulong)a.Text, (ulong)b.Text), Hash64.Both((ulong)(a.At - back), (ulong)(b.At - back)));
        if (!_sameGroup.TryGetValue(key, out var known))
        {
            if (_sameGroup.Count >= MostRemembered)
            {
                _sameGroup.Clear();
            }

            _sameGroup[key] = known = AreRelated(one, other, (a.At - back, a.At + ahead), (b.At - back, b.At + ahead));
        }

        return known;
    }

    /// <summary>Whether two reports have more in common than one passage: they are copies, or near in time and of the same names and numbers.</summary>
    public static bool AreRelated(FoldedText a, FoldedText b, (int From, int End) inA, (int From, int End) inB)
    {
        if (AreCopies(a, b))
        {
            return true;
        }

        if (DaysApart(a, b) > FarApartInDays)
        {
            return false;
        }

        var (countA, countB, both) = (0, 0, 0);
        for (int i = 0, j = 0; i < a.Features.Length || j < b.Features.Length;)
        {
            var order = i == a.Features.Length ? 1 : j == b.Features.Length ? -1 : a.Features[i].Hash.CompareTo(b.Features[j].Hash);
            var standsInA = order <= 0 && StandsOutside(a.Features[i], inA);
            var standsInB = order >= 0 && StandsOutside(b.Features[j], inB);
            countA += standsInA ? 1 : 0;
            countB += standsInB ? 1 : 0;
            both += standsInA && standsInB ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return both >= 2 && both * 3 >= Math.Min(countA, countB);
    }

    /// <summary>The days between two reports; 0 where one has no date.</summary>
    public static int DaysApart(FoldedText a, FoldedText b) =>
        a.Source.Date is { } one && b.Source.Date is { } other ? Math.Abs(one.DayNumber - other.DayNumber) : 0;

    private static bool StandsOutside(Feature feature, (int From, int End) run) => feature.First < run.From || feature.Last >= run.End;
}
