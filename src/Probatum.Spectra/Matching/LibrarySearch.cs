using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>How two spectra are compared; always on the masses both cover, lines of at least 1 %.</summary>
public enum Measure
{
    /// <summary>Stein-Scott composite with m^1.3 I^0.53; the default for EI. Not the "NIST match factor"; not symmetric.</summary>
    Composite,

    /// <summary>Cosine with m^1.3 I^0.53; symmetric.</summary>
    Cosine,

    /// <summary>Weighted spectral entropy similarity; symmetric.</summary>
    Entropy,
}

/// <summary>A compound a search found, by the best of its spectra.</summary>
/// <param name="Rank">From 1; counts compounds, not spectra.</param>
/// <param name="Record">The compound's best record.</param>
/// <param name="ScoreMillionths">Similarity in millionths, 0 to 1,000,000.</param>
public sealed record Hit(int Rank, LibraryRecord Record, int ScoreMillionths);

/// <summary>Searches a library exactly: every record is compared.</summary>
public static class LibrarySearch
{
    private const double Millionths = 1e6;

    /// <summary>The best <paramref name="top"/> compounds; the same on every machine, ties broken by accession.</summary>
    public static ImmutableArray<Hit> Search(Spectrum query, SpectralLibrary library, Measure measure, int top)
    {
        var prepared = PreparedSpectrum.Of(query.Peaks, query.ScanFrom);
        var scored = new List<(int Score, int At)>();
        for (var i = 0; i < library.Count; i++)
        {
            var score = (int)Math.Floor((Similarity.Of(measure, prepared, library.Prepared[i]) * Millionths) + 0.5);
            if (score > 0)
            {
                scored.Add((Math.Min(score, (int)Millionths), i));
            }
        }

        scored.Sort((a, b) => Order(a, b, library));
        var hits = ImmutableArray.CreateBuilder<Hit>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (score, at) in scored)
        {
            if (hits.Count == top)
            {
                break;
            }

            if (seen.Add(library[at].CompoundKey))
            {
                hits.Add(new(hits.Count + 1, library[at], score));
            }
        }

        return hits.ToImmutable();
    }

    private static int Order((int Score, int At) a, (int Score, int At) b, SpectralLibrary library) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score)
        : string.CompareOrdinal(library[a.At].Accession, library[b.At].Accession) is not 0 and var byAccession
            ? byAccession
        : a.At.CompareTo(b.At);
}
