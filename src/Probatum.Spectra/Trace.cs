using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>What a trace was measured with, in so far as its source says so.</summary>
public enum Technique
{
    /// <summary>The source does not say.</summary>
    Unstated,

    /// <summary>Infrared spectrometry, near infrared included.</summary>
    Infrared,

    /// <summary>Raman spectrometry.</summary>
    Raman,

    /// <summary>Absorption of ultraviolet and visible light.</summary>
    UltravioletVisible,

    /// <summary>Nuclear magnetic resonance, spectra and free induction decays.</summary>
    NuclearMagneticResonance,

    /// <summary>A mass spectrum that is not on a scale of mass-to-charge ratios.</summary>
    MassSpectrometry,

    /// <summary>Ion mobility spectrometry.</summary>
    IonMobility,

    /// <summary>A detector's signal over time behind a separation.</summary>
    Chromatography,

    /// <summary>Named, and none of these; the metadata has the words.</summary>
    Other,
}

/// <summary>What an axis counts. Transmittance, percent transmittance and absorbance are three units, never mixed.</summary>
public enum AxisUnit
{
    /// <summary>The source does not say.</summary>
    Unstated,

    /// <summary>Reciprocal centimetres of light.</summary>
    Wavenumber,

    /// <summary>Reciprocal centimetres off the exciting light.</summary>
    RamanShift,

    /// <summary>Nanometres of light.</summary>
    Nanometre,

    /// <summary>Micrometres of light.</summary>
    Micrometre,

    /// <summary>Seconds.</summary>
    Second,

    /// <summary>Minutes.</summary>
    Minute,

    /// <summary>Milliseconds.</summary>
    Millisecond,

    /// <summary>Hertz.</summary>
    Hertz,

    /// <summary>Parts per million.</summary>
    PartsPerMillion,

    /// <summary>Mass-to-charge ratio.</summary>
    MassToCharge,

    /// <summary>The part of the light that passed; some writers put per cent under this name.</summary>
    Transmittance,

    /// <summary>The same in per cent.</summary>
    PercentTransmittance,

    /// <summary>Decadic absorbance.</summary>
    Absorbance,

    /// <summary>The part of the light that was thrown back.</summary>
    Reflectance,

    /// <summary>Kubelka-Munk units.</summary>
    KubelkaMunk,

    /// <summary>Counts of a detector.</summary>
    Counts,

    /// <summary>Intensity without a scale.</summary>
    Intensity,

    /// <summary>Stated, and none of these; <see cref="Axis.Stated"/> has the words.</summary>
    Other,
}

/// <summary>An axis: its unit, and the source's words for it.</summary>
/// <param name="Unit">What the words come to.</param>
/// <param name="Stated">The words; null where there are none.</param>
public readonly record struct Axis(AxisUnit Unit, string? Stated);

/// <summary>One quantity measured along another: a Raman, infrared or other spectrum, a chromatogram.</summary>
/// <remarks>
/// Points stand in the order of the source, which may run down the axis, in its own units after its own factors.
/// A missing point (<c>?</c>) is left out of both arrays and counted.
/// </remarks>
/// <param name="Title">As the source has it; null where it has none.</param>
/// <param name="Technique">What it was measured with.</param>
/// <param name="XAxis">What <paramref name="X"/> counts.</param>
/// <param name="YAxis">What <paramref name="Y"/> counts.</param>
/// <param name="X">Finite.</param>
/// <param name="Y">Finite; as many as there are in <paramref name="X"/>.</param>
/// <param name="Metadata">What the source says, by its own keys; ordinal order.</param>
/// <param name="IsPeakTable">True where the source gives single peaks and says nothing of what lies between.</param>
/// <param name="MissingPoints">How many points the source marks as missing.</param>
/// <param name="Acquired">When it was measured, in the source's words.</param>
/// <param name="Instrument">In the source's words.</param>
public sealed record Trace(
    string? Title,
    Technique Technique,
    Axis XAxis,
    Axis YAxis,
    ImmutableArray<double> X,
    ImmutableArray<double> Y,
    ImmutableSortedDictionary<string, string> Metadata,
    bool IsPeakTable = false,
    int MissingPoints = 0,
    string? Acquired = null,
    string? Instrument = null)
{
    /// <summary>The places of the points in 1/cm; null where the axis is none of light, or crosses zero.</summary>
    public ImmutableArray<double>? Wavenumbers() => XAxis.Unit switch
    {
        AxisUnit.Wavenumber or AxisUnit.RamanShift => X,
        AxisUnit.Nanometre when X.All(x => x > 0.0) => [.. X.Select(x => 1e7 / x)],
        AxisUnit.Micrometre when X.All(x => x > 0.0) => [.. X.Select(x => 1e4 / x)],
        _ => null,
    };
}
