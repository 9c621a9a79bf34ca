using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>What a library holds for a spectrum: the compounds not told apart from the best, and what comes behind them.</summary>
/// <param name="Candidates">Best first, decoded up to one more than a profile lists.</param>
/// <param name="Within">How many compounds are not told apart, at most <see cref="MostCounted"/>; 0 where none is near enough.</param>
/// <param name="Best">The best score in the library, in millionths; 0 where no line is shared.</param>
/// <param name="Last">The score of the last that is not told apart.</param>
/// <param name="Next">The score of the first compound behind them; 0 where there is none.</param>
/// <param name="Alike">Groups of candidates whose own records are as alike as two readings of one compound.</param>
internal sealed record Found(
    ImmutableArray<Hit> Candidates, int Within, int Best, int Last, int Next, ImmutableArray<ImmutableArray<Hit>> Alike)
{
    /// <summary>More compounds than this are not counted.</summary>
    public const int MostCounted = 200;

    /// <summary>Searches by the index; where that finds nothing near enough, among all.</summary>
    public static Found In(SpectralLibrary library, Spectrum spectrum, IdentificationSettings settings)
    {
        var query = PreparedSpectrum.Of(spectrum.Peaks, spectrum.ScanFrom);
        var search = new SearchSettings(Measure.Composite, MostCounted + 1);
        var ranked = LibrarySearch.Rank(query, library, search);
        if (ranked is not [var near, ..] || near.Score < settings.UnknownBelowMillionths)
        {
            ranked = LibrarySearch.Rank(query, library, search with { Coverage = Coverage.Every });
        }

        if (ranked is not [var best, ..])
        {
            return new([], 0, 0, 0, 0, []);
        }

        if (best.Score < settings.UnknownBelowMillionths)
        {
            return new([], 0, best.Score, 0, 0, []);
        }

        var within = ranked.TakeWhile(one => one.Score >= best.Score - settings.SetWidthMillionths).Take(MostCounted).Count();
        ImmutableArray<Hit> candidates =
        [
            .. ranked.Take(Math.Min(within, settings.MaxCandidates + 1))
                .Select((one, i) => LibrarySearch.HitOf(i + 1, one, library, null)),
        ];
        return new(
            candidates, within, best.Score, ranked[within - 1].Score, within < ranked.Count ? ranked[within].Score : 0,
            GroupsOf([.. candidates.Take(settings.MaxCandidates)]));
    }

    /// <summary>The chance that the right compound is among them; null where the profile's sets are not those counted.</summary>
    public int? ChanceFor(IdentificationSettings settings) =>
        Within == 0 || Within > settings.MaxCandidates || settings.SetWidthMillionths != Calibration.SetWidthMillionths
            ? null
            : Calibration.ChanceInThousand(Best, Best - Next);

    // each candidate goes to the first group whose first record it is like
    private static ImmutableArray<ImmutableArray<Hit>> GroupsOf(ImmutableArray<Hit> candidates)
    {
        var groups = new List<(Similarity First, List<Hit> Members)>();
        foreach (var hit in candidates)
        {
            var own = PreparedSpectrum.Of(hit.Record.Peaks, null);
            var group = groups.FirstOrDefault(one =>
                one.First.To(own.Lines.AsSpan(), own.ScanFrom) * 1e6 >= Calibration.ReplicateMillionths).Members;
            if (group is null)
            {
                groups.Add((new(Measure.Composite, own), [hit]));
            }
            else
            {
                group.Add(hit);
            }
        }

        return [.. groups.Where(one => one.Members.Count > 1).Select(one => one.Members.ToImmutableArray())];
    }
}
