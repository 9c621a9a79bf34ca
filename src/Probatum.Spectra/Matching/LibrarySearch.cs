using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>Which of a library's spectra a search compares.</summary>
public enum Coverage
{
    /// <summary>Those that share most of their heaviest lines with the query; all of a small library.</summary>
    Preselected,

    /// <summary>Every one.</summary>
    Every,
}

/// <summary>How a library is searched. The number of threads and the registers never change an answer.</summary>
/// <param name="Measure">How two spectra are compared.</param>
/// <param name="Top">How many compounds are wanted.</param>
public sealed record SearchSettings(Measure Measure, int Top)
{
    /// <summary>Which spectra are compared.</summary>
    public Coverage Coverage { get; init; } = Coverage.Preselected;

    /// <summary>The query's retention index: candidates that are far from it lose up to 0.2, those without one 0.05.</summary>
    public RetentionIndex? Index { get; init; }

    /// <summary>How many threads share the work; more than one is worth it from 100,000 spectra on.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The registers that are used.</summary>
    public SumPath Path { get; init; } = SumPaths.Best;

    /// <summary>How many spectra the index hands on at least; null for as many as the library's size asks for.</summary>
    public int? Candidates { get; init; }

    /// <summary>The same as a number: one in 250, from 400 to 2,000.</summary>
    internal int CandidatesOf(SpectralLibrary library) => Candidates ?? Math.Clamp(library.Count / 250, 400, 2000);
}

/// <summary>A compound a search found, by the best of its spectra.</summary>
/// <param name="Rank">From 1; counts compounds, not spectra.</param>
/// <param name="Record">The compound's best record.</param>
/// <param name="ScoreMillionths">
/// What it is ranked by: similarity in millionths, 0 to 1,000,000, less what the retention index takes.
/// </param>
public sealed record Hit(int Rank, LibraryRecord Record, int ScoreMillionths)
{
    /// <summary>The record's number in the library.</summary>
    public int Spectrum { get; init; }

    /// <summary>The similarity of the spectra alone, in millionths.</summary>
    public int SpectrumMillionths { get; init; }

    /// <summary>
    /// The cosine without the query's lines that the record lacks, in millionths: information for mixtures. Never a rank: a
    /// record of three lines wins everything.
    /// </summary>
    public int ReverseMillionths { get; init; }

    /// <summary>How the indices compare; null where the search was given none.</summary>
    public IndexDifference? Index { get; init; }
}

/// <summary>Searches a library: candidates by an index of the heaviest lines, then each exactly, then compounds.</summary>
public static class LibrarySearch
{
    private const double Millionths = 1e6;

    /// <summary>The best <paramref name="top"/> compounds; the same on every machine, ties broken by accession.</summary>
    public static ImmutableArray<Hit> Search(Spectrum query, SpectralLibrary library, Measure measure, int top) =>
        Search(query, library, new(measure, top));

    /// <summary>The best compounds; the same on every machine, ties broken by accession, then by place in the library.</summary>
    /// <exception cref="InvalidDataException">A record of the library is damaged; see <see cref="SpectralLibrary.TryCheck"/>.</exception>
    public static ImmutableArray<Hit> Search(Spectrum query, SpectralLibrary library, SearchSettings settings)
    {
        var prepared = PreparedSpectrum.Of(query.Peaks, query.ScanFrom);
        var ranked = Rank(prepared, library, settings);
        var similarity = new Similarity(Measure.Composite, prepared);
        return
        [
            .. ranked.Select((one, i) => HitOf(i + 1, one, library, settings.Index) with
            {
                ReverseMillionths = ReverseOf(similarity, library, one.Spectrum),
            }),
        ];
    }

    /// <summary>The compounds as numbers, not decoded.</summary>
    internal static List<Ranked> Rank(PreparedSpectrum query, SpectralLibrary library, SearchSettings settings)
    {
        var scores = Scores(query, library, settings, out var spectra);
        // enough of the best spectra for as many compounds, and no more are put in order
        for (var keep = Math.Max(64, 4L * settings.Top); ; keep *= 4)
        {
            // what the index takes may bring a spectrum from below the cut before one above it, by so much at most
            var cut = Math.Max(1, CutFor(scores, keep) - (settings.Index is null ? 0 : IndexScales.MostPenalty));
            var ranked = Collapse(scores, spectra, cut, library, settings);
            if (ranked.Count == settings.Top || cut <= 1)
            {
                return ranked;
            }
        }
    }

    internal static Hit HitOf(int rank, Ranked one, SpectralLibrary library, RetentionIndex? index)
    {
        var record = library[one.Spectrum];
        return new(rank, record, one.Score)
        {
            Spectrum = one.Spectrum,
            SpectrumMillionths = one.OfSpectrum,
            Index = index is null ? null : IndexScales.Compare(index, RetentionIndex.Of(record)),
        };
    }

    private static int ReverseOf(Similarity similarity, SpectralLibrary library, int spectrum) =>
        ToMillionths(similarity.Reverse(library.LinesOf(spectrum, out var scanFrom), scanFrom));

    private static int ToMillionths(double score) => (int)Math.Min(Millionths, Math.Floor((score * Millionths) + 0.5));

    // spectra is null where every one was compared
    private static int[] Scores(PreparedSpectrum query, SpectralLibrary library, SearchSettings settings, out int[]? spectra)
    {
        spectra = settings.Coverage == Coverage.Every || library.Count <= settings.CandidatesOf(library)
            ? null
            : new Preselection(library, query, settings.CandidatesOf(library), settings.Path).Find(settings.Threads);
        var among = spectra;
        var scores = new int[among?.Length ?? library.Count];
        var similarity = new Similarity(settings.Measure, query);
        void Score(int from, int to)
        {
            var records = library.Records;
            for (var i = from; i < to; i++)
            {
                var lines = RecordCodec.Lines(records[among is null ? i : among[i]], out var scanFrom);
                scores[i] = ToMillionths(similarity.To(lines, scanFrom));
            }
        }

        if (settings.Threads == 1 || scores.Length < 2)
        {
            Score(0, scores.Length);
        }
        else
        {
            Parallel.For(0, settings.Threads, new ParallelOptions { MaxDegreeOfParallelism = settings.Threads }, thread => Score(
                (int)((long)scores.Length * thread / settings.Threads), (int)((long)scores.Length * (thread + 1) / settings.Threads)));
        }

        return scores;
    }

    // the least score so that at least so many are kept; 1 where there are not more
    private static int CutFor(int[] scores, long keep)
    {
        const int Shift = 10;
        Span<int> buckets = stackalloc int[((int)Millionths >> Shift) + 1];
        buckets.Clear();
        foreach (var score in scores)
        {
            buckets[score >> Shift]++;
        }

        var (bucket, kept) = (buckets.Length - 1, 0L);
        while (bucket > 0 && (kept += buckets[bucket]) < keep)
        {
            bucket--;
        }

        return Math.Max(1, bucket << Shift);
    }

    private static List<Ranked> Collapse(int[] scores, int[]? spectra, int cut, SpectralLibrary library, SearchSettings settings)
    {
        var best = new List<Ranked>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= cut)
            {
                var spectrum = spectra?[i] ?? i;
                var loss = settings.Index is { } index ? IndexScales.Penalty(index, library.IndexOf(spectrum)) : 0;
                best.Add(new(spectrum, Math.Max(1, scores[i] - loss), scores[i]));
            }
        }

        best.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score)
            : string.CompareOrdinal(library.AccessionOf(a.Spectrum), library.AccessionOf(b.Spectrum)) is not 0 and var byAccession
                ? byAccession
            : a.Spectrum.CompareTo(b.Spectrum));
        var ranked = new List<Ranked>();
        var seen = new HashSet<int>();
        foreach (var one in best)
        {
            if (ranked.Count == settings.Top)
            {
                break;
            }

            if (seen.Add(library.CompoundOf(one.Spectrum)))
            {
                ranked.Add(one);
            }
        }

        return ranked;
    }

    /// <summary>A compound's best spectrum by its number, with what it is ranked by and the similarity alone.</summary>
    internal readonly record struct Ranked(int Spectrum, int Score, int OfSpectrum);
}
