using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>What a file of an instrument holds.</summary>
public enum RunKind
{
    /// <summary>Scans of lines: each peak is one point.</summary>
    Centroid,

    /// <summary>Scans of profiles: each peak is many points.</summary>
    Continuum,

    /// <summary>Spectra of named substances without chromatography.</summary>
    Library,

    /// <summary>A detector's trace over time, without mass spectra.</summary>
    Chromatogram,
}

/// <summary>How molecules were ionised, as far as the file says.</summary>
public enum Ionization
{
    /// <summary>The file does not say.</summary>
    Unstated,

    /// <summary>Electron ionisation (also called electron impact).</summary>
    Electron,

    /// <summary>Something else (electrospray, chemical, atom bombardment ...): EI libraries do not apply.</summary>
    Other,
}

/// <summary>One scan: a stretch of the run's points.</summary>
/// <param name="Seconds">Start of the scan after injection in seconds; null where the file does not say.</param>
/// <param name="First">Index of its first point in the run's arrays.</param>
/// <param name="Count">Number of its points; may be 0.</param>
public readonly record struct Scan(double? Seconds, int First, int Count);

/// <summary>An instrument's file, read: its scans with all their points, and what it says of itself.</summary>
/// <remarks>Points are kept as two parallel arrays, ascending in mass within each scan, because runs hold millions.</remarks>
/// <param name="Format">The format's name, such as <c>ANDI/MS</c>.</param>
/// <param name="Metadata">What the file says, by its own keys; ordinal order.</param>
/// <param name="Kind">What kind of data it holds.</param>
/// <param name="Scans">In the order of the file.</param>
/// <param name="Masses">Mass-to-charge ratios of all points.</param>
/// <param name="Intensities">Intensities of all points, in the file's units after its own scale factors.</param>
/// <param name="Ionization">How molecules were ionised.</param>
/// <param name="SelectedIons">True where only a few chosen masses were watched (SIM): no library search is possible.</param>
public sealed record InstrumentRun(
    string Format,
    ImmutableSortedDictionary<string, string> Metadata,
    RunKind Kind,
    ImmutableArray<Scan> Scans,
    ImmutableArray<double> Masses,
    ImmutableArray<float> Intensities,
    Ionization Ionization = Ionization.Unstated,
    bool SelectedIons = false)
{
    /// <summary>How it was measured, as far as the file says.</summary>
    public Acquisition Acquisition { get; init; } = Acquisition.Unstated;

    /// <summary>The lines of one scan, ascending in mass.</summary>
    public Spectrum SpectrumOf(int scan)
    {
        var (seconds, first, count) = Scans[scan];
        var peaks = ImmutableArray.CreateBuilder<Peak>(count);
        for (var i = first; i < first + count; i++)
        {
            peaks.Add(new(Masses[i], Intensities[i]));
        }

        return new(peaks.MoveToImmutable(), seconds);
    }
}
