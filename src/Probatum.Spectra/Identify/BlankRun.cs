using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>The procedural blank's components, to ask whether a component of the sample is also there.</summary>
/// <remarks>
/// Errs towards "also in the blank": a likeness of spectra or one compound in common is enough. Heights are compared as
/// they stand, which presumes the same instrument and settings for both runs.
/// </remarks>
/// <param name="components">Its components.</param>
/// <param name="from">Its first scan with a time, in seconds.</param>
/// <param name="to">Its last.</param>
/// <param name="candidatesOf">Searches one of them.</param>
internal sealed class BlankRun(ImmutableArray<Component> components, double from, double to, Func<Component, ImmutableArray<Hit>> candidatesOf)
{
    // 0.1 min, the tolerance of SANTE/11312/2021 for retention times within one series of measurements
    private const double SameTimeSeconds = 6.0;
    private const double SameSpectrum = 0.70;

    // below five times the blank a result is put down to the blank: US EPA, National Functional Guidelines
    private const double ComparableFactor = 5.0;

    // searched once each, and only where the time fits and the spectra alone do not decide
    private readonly ImmutableArray<(Component Component, Lazy<ImmutableArray<Hit>> Candidates)> _components =
        [.. components.Select(c => (c, new Lazy<ImmutableArray<Hit>>(() => candidatesOf(c))))];

    /// <summary>Whether the blank was measured at that time, so that what is not in it says something.</summary>
    public bool Reaches(double seconds) => from - SameTimeSeconds <= seconds && seconds <= to + SameTimeSeconds;

    /// <summary>Whether so little more of it is in the sample that the blank explains it.</summary>
    public static bool IsComparable(Component sample, Component blank) => sample.Height < ComparableFactor * blank.Height;

    /// <summary>The highest component of the blank that may be the same compound; null where there is none.</summary>
    public Component? Find(Component sample, ImmutableArray<Hit> candidates)
    {
        var prepared = PreparedSpectrum.Of(sample.Spectrum.Peaks, sample.Spectrum.ScanFrom);
        return _components
            .Where(c => Math.Abs(c.Component.ApexSeconds - sample.ApexSeconds) <= SameTimeSeconds
                && (IsAlike(prepared, c.Component)
                    || (!candidates.IsEmpty && HaveCommon(candidates, c.Candidates.Value))))
            .Select(c => c.Component)
            .OrderByDescending(c => c.Height)
            .FirstOrDefault();
    }

    private static bool IsAlike(PreparedSpectrum sample, Component blank) =>
        Similarity.Of(Measure.Cosine, sample, PreparedSpectrum.Of(blank.Spectrum.Peaks, blank.Spectrum.ScanFrom))
            >= SameSpectrum;

    private static bool HaveCommon(ImmutableArray<Hit> a, ImmutableArray<Hit> b) =>
        a.Select(hit => hit.Record.CompoundKey).Intersect(b.Select(hit => hit.Record.CompoundKey), StringComparer.Ordinal)
            .Any();
}
