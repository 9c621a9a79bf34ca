using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>What writers call units and techniques. Source: JCAMP-DX 4.24 and 5.01, the labels met in their test sets.</summary>
internal static class AxisUnits
{
    private static readonly ImmutableArray<(string Words, AxisUnit Unit)> Names =
    [
        ("1/CM", AxisUnit.Wavenumber), ("CM-1", AxisUnit.Wavenumber), ("CM^-1", AxisUnit.Wavenumber), ("WAVENUMBERS", AxisUnit.Wavenumber),
        ("WAVENUMBER", AxisUnit.Wavenumber), ("WAVENUMBER(CM-1)", AxisUnit.Wavenumber), ("RAMANSHIFT", AxisUnit.RamanShift),
        ("RAMANSHIFT(CM-1)", AxisUnit.RamanShift), ("RAMANSHIFT(1/CM)", AxisUnit.RamanShift), ("MICROMETERS", AxisUnit.Micrometre),
        ("MICROMETRES", AxisUnit.Micrometre), ("MICRONS", AxisUnit.Micrometre), ("UM", AxisUnit.Micrometre), ("µM", AxisUnit.Micrometre),
        ("NANOMETERS", AxisUnit.Nanometre), ("NANOMETRES", AxisUnit.Nanometre), ("NM", AxisUnit.Nanometre), ("SECONDS", AxisUnit.Second),
        ("SECOND", AxisUnit.Second), ("SEC", AxisUnit.Second), ("S", AxisUnit.Second), ("TIMEINSECONDS", AxisUnit.Second),
        ("MINUTES", AxisUnit.Minute), ("MINUTE", AxisUnit.Minute), ("MIN", AxisUnit.Minute), ("TIMEINMINUTES", AxisUnit.Minute),
        ("MILLISECONDS", AxisUnit.Millisecond), ("MS", AxisUnit.Millisecond), ("MSEC", AxisUnit.Millisecond), ("HZ", AxisUnit.Hertz),
        ("HERTZ", AxisUnit.Hertz), ("PPM", AxisUnit.PartsPerMillion), ("M/Z", AxisUnit.MassToCharge), ("MASS", AxisUnit.MassToCharge),
        ("MASSUNITS", AxisUnit.MassToCharge), ("DALTONS", AxisUnit.MassToCharge), ("AMU", AxisUnit.MassToCharge),
        ("MASS/CHARGE", AxisUnit.MassToCharge), ("TRANSMITTANCE", AxisUnit.Transmittance), ("TRANSMISSION", AxisUnit.Transmittance),
        ("T", AxisUnit.Transmittance), ("%T", AxisUnit.PercentTransmittance), ("%TRANSMITTANCE", AxisUnit.PercentTransmittance),
        ("%TRANSMISSION", AxisUnit.PercentTransmittance), ("PERCENTTRANSMITTANCE", AxisUnit.PercentTransmittance),
        ("TRANSMITTANCE(%)", AxisUnit.PercentTransmittance), ("TRANSMITTANCE%", AxisUnit.PercentTransmittance),
        ("ABSORBANCE", AxisUnit.Absorbance), ("A", AxisUnit.Absorbance), ("ABS", AxisUnit.Absorbance), ("AU", AxisUnit.Absorbance),
        ("REFLECTANCE", AxisUnit.Reflectance), ("KUBELKA-MUNK", AxisUnit.KubelkaMunk), ("KUBELKAMUNK", AxisUnit.KubelkaMunk),
        ("COUNTS", AxisUnit.Counts), ("INTENSITY", AxisUnit.Intensity), ("ARBITRARY", AxisUnit.Intensity),
        ("ARBITRARYUNITS", AxisUnit.Intensity), ("RAMANINTENSITY", AxisUnit.Intensity), ("RELATIVEABUNDANCE", AxisUnit.Intensity),
        ("RELATIVEINTENSITY", AxisUnit.Intensity), ("ABUNDANCE", AxisUnit.Intensity),
    ];

    private static readonly ImmutableArray<(string Word, Technique Technique)> Techniques =
    [
        ("RAMAN", Technique.Raman), ("INFRARED", Technique.Infrared), ("FTIR", Technique.Infrared), ("FT-IR", Technique.Infrared),
        ("UV", Technique.UltravioletVisible), ("VISIBLE", Technique.UltravioletVisible), ("NMR", Technique.NuclearMagneticResonance),
        ("MASS", Technique.MassSpectrometry), ("MOBILITY", Technique.IonMobility), ("CHROMATO", Technique.Chromatography),
    ];

    public static Axis Of(string? stated)
    {
        if (string.IsNullOrWhiteSpace(stated))
        {
            return new(AxisUnit.Unstated, null);
        }

        var tight = stated.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        var unit = AxisUnit.Other;
        foreach (var (words, known) in Names)
        {
            if (tight == words)
            {
                unit = known;
                break;
            }
        }

        return new(unit, stated);
    }

    public static Technique TechniqueOf(string? stated)
    {
        if (string.IsNullOrWhiteSpace(stated))
        {
            return Technique.Unstated;
        }

        foreach (var (word, technique) in Techniques)
        {
            if (stated.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return technique;
            }
        }

        return Technique.Other;
    }

    /// <summary>Seconds in one of a unit of time; null where the words name none.</summary>
    public static double? SecondsIn(string? stated) => Of(stated).Unit switch
    {
        AxisUnit.Second => 1.0,
        AxisUnit.Minute => 60.0,
        AxisUnit.Millisecond => 1e-3,
        _ => null,
    };
}
