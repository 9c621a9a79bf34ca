namespace Probatum.Text.Echoes;

/// <summary>Which numbers reports of unrelated events have: what is counted is groups of related reports, as for rows of words.</summary>
internal sealed class CommonFeatures
{
    private const int MostCompared = 8;
    private const int Groups = 3;

    private readonly HashSet<ulong> _common = [];

    public CommonFeatures(FoldedText[] texts)
    {
        var holders = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < texts.Length; i++)
        {
            foreach (var feature in texts[i].Features.Where(feature => feature.IsNumber))
            {
                if (!holders.TryGetValue(feature.Hash, out var list))
                {
                    holders[feature.Hash] = list = [];
                }

                list.Add(i);
            }
        }

        foreach (var (hash, list) in holders.Where(holder => holder.Value.Count >= Groups))
        {
            if (IsCommon(texts, list, text => Place(text, hash)))
            {
                _common.Add(hash);
            }
        }
    }

    /// <summary>Whether the number says nothing about an origin.</summary>
    public bool Has(ulong feature) => _common.Contains(feature);

    /// <summary>Leaves each text its pictures, but for those of unrelated reports: the sign of a paper, a picture that stands under everything.</summary>
    public static void MarkImages(FoldedText[] texts)
    {
        var holders = Enumerable.Range(0, texts.Length).SelectMany(i => Images(texts[i]).Select(image => (Image: image, Text: i)))
            .GroupBy(one => one.Image, one => one.Text, StringComparer.Ordinal).Where(group => group.Count() >= Groups);
        var common = holders.Where(group => IsCommon(texts, [.. group], _ => default)).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            text.Images = [.. Images(text).Where(image => !common.Contains(image))];
        }
    }

    private static IEnumerable<string> Images(FoldedText text) => text.Source.Images.IsDefault ? [] : text.Source.Images.Distinct(StringComparer.Ordinal);

    /// <summary>Whether there are several groups of holders that have nothing else in common; the place is where both have it.</summary>
    private static bool IsCommon(FoldedText[] texts, List<int> holders, Func<FoldedText, (int From, int End)> place)
    {
        var step = Math.Max(1, (holders.Count + MostCompared - 1) / MostCompared);
        var groups = new List<List<int>>();
        for (var i = 0; i < holders.Count; i += step)
        {
            var one = holders[i];
            var own = groups.Where(known => known.Exists(other => Shingles.AreRelated(texts[one], texts[other], place(texts[one]), place(texts[other])))).ToList();
            groups.RemoveAll(own.Contains);
            groups.Add([.. own.SelectMany(known => known), one]);
        }

        return groups.Count >= Groups;
    }

    private static (int From, int End) Place(FoldedText text, ulong hash) =>
        Array.Find(text.Features, feature => feature.Hash == hash) is var feature ? (feature.First, feature.Last + 1) : default;
}
