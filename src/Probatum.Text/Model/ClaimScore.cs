using System.Globalization;

namespace Probatum.Text;

/// <summary>How many claims were found, and how many of those that are there.</summary>
/// <param name="Right">Found and there.</param>
/// <param name="Found">Found.</param>
/// <param name="There">There.</param>
public readonly record struct ClaimScore(int Right, int Found, int There)
{
    private const double EnoughContent = 0.5;

    /// <summary>The share of the found that is right; 0 where nothing was found.</summary>
    public double Precision => Found == 0 ? 0 : (double)Right / Found;

    /// <summary>The share of what is there that was found; 0 where nothing is there.</summary>
    public double Recall => There == 0 ? 0 : (double)Right / There;

    /// <summary>The harmonic mean of both.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Both together.</summary>
    public static ClaimScore operator +(ClaimScore a, ClaimScore b) => new(a.Right + b.Right, a.Found + b.Found, a.There + b.There);

    /// <summary>Adds; <see cref="op_Addition"/>.</summary>
    public static ClaimScore Add(ClaimScore a, ClaimScore b) => a + b;

    /// <summary>
    /// Which of the found claims are right: content that shares half of its words with a claim's, a word of the source in common or
    /// neither with one, and the same of the cue; one to one, the best contents first.
    /// </summary>
    public static bool[] Judge(string text, IReadOnlyList<AnnotatedClaim> found, IReadOnlyList<AnnotatedClaim> truth)
    {
        var words = WordsOf(text);
        var (mine, theirs) = (found.Select(claim => Parts(words, claim)).ToList(), truth.Select(claim => Parts(words, claim)).ToList());
        var right = new bool[found.Count];
        var (usedMine, usedTheirs) = (new HashSet<int>(), new HashSet<int>());
        var pairs = from i in Enumerable.Range(0, mine.Count)
                    from j in Enumerable.Range(0, theirs.Count)
                    let shared = mine[i].Content.Intersect(theirs[j].Content).Count()
                    where shared > 0
                    let share = (double)shared / mine[i].Content.Union(theirs[j].Content).Count()
                    where share >= EnoughContent
                    orderby share + (1e-6 * (mine[i].Cue.Intersect(theirs[j].Cue).Count() + mine[i].Source.Intersect(theirs[j].Source).Count())) descending, i, j
                    select (i, j);
        foreach (var (i, j) in pairs)
        {
            if (!usedMine.Contains(i) && !usedTheirs.Contains(j))
            {
                usedMine.Add(i);
                usedTheirs.Add(j);
                right[i] = Agree(mine[i].Source, theirs[j].Source) && Agree(mine[i].Cue, theirs[j].Cue);
            }
        }

        return right;
    }

    private static bool Agree(HashSet<int> a, HashSet<int> b) => a.Overlaps(b) || (a.Count == 0 && b.Count == 0);

    private static (HashSet<int> Source, HashSet<int> Cue, HashSet<int> Content) Parts(List<Span> words, AnnotatedClaim claim) =>
        (Within(words, claim.Source), Within(words, claim.Cue), Within(words, claim.Content));

    private static HashSet<int> Within(List<Span> words, IEnumerable<Span> spans)
    {
        var within = new HashSet<int>();
        foreach (var span in spans)
        {
            var at = words.BinarySearch(span, Comparer<Span>.Create((word, wanted) => word.End <= wanted.Start ? -1 : word.Start > wanted.Start ? 1 : 0));
            for (var i = at < 0 ? ~at : at; i < words.Count && words[i].Start < span.End; i++)
            {
                within.Add(i);
            }
        }

        return within;
    }

    // words and numbers; marks count for nothing
    private static List<Span> WordsOf(string text)
    {
        var (words, point, start) = (new List<Span>(), 0, -1);
        foreach (var rune in text.EnumerateRunes())
        {
            var isWord = System.Text.Rune.IsLetterOrDigit(rune) || (start >= 0 && rune.Value is '\'' or '’' or '-');
            if (isWord && start < 0)
            {
                start = point;
            }
            else if (!isWord && start >= 0)
            {
                words.Add(new(start, point));
                start = -1;
            }

            point++;
        }

        if (start >= 0)
        {
            words.Add(new(start, point));
        }

        return words;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"precision {Precision:0.000}, recall {Recall:0.000}, F1 {F1:0.000} ({Right} of {Found} found right, {There} there)");
}
