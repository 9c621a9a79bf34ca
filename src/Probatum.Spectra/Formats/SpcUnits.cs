using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>What the type bytes of an SPC file stand for. Source: SPC.H.</summary>
internal static class SpcUnits
{
    private static readonly ImmutableArray<string> XNames =
    [
        "", "Wavenumber (cm-1)", "Micrometers", "Nanometers", "Seconds", "Minutes", "Hertz", "Kilohertz", "Megahertz", "M/z", "PPM",
        "Days", "Years", "Raman Shift (cm-1)", "eV", "", "Diode Number", "Channel", "Degrees", "Temperature (F)", "Temperature (C)",
        "Temperature (K)", "Data Points", "Milliseconds", "Microseconds", "Nanoseconds", "Gigahertz", "Centimeters", "Meters",
        "Millimeters", "Hours",
    ];

    private static readonly ImmutableArray<string> YNames =
    [
        "", "Interferogram", "Absorbance", "Kubelka-Munk", "Counts", "Volts", "Degrees", "Milliamps", "Millimeters", "Millivolts",
        "Log(1/R)", "Percent", "Intensity", "Relative Intensity", "Energy", "", "Decibel", "", "", "Temperature (F)", "Temperature (C)",
        "Temperature (K)", "Index of Refraction [N]", "Extinction Coeff. [K]", "Real", "Imaginary", "Complex",
    ];

    private static readonly ImmutableArray<string> DownwardYNames = ["Transmission", "Reflectance", "Single Beam", "Emission"];

    public static Axis X(SpcHeader header) => OwnOr(header, 0, Name(XNames, header.XType));

    public static Axis Y(SpcHeader header) => OwnOr(
        header, 1, header.YType >= 128 ? Name(DownwardYNames, header.YType - 128) : Name(YNames, header.YType));

    public static Axis Z(SpcHeader header) => OwnOr(header, 2, Name(XNames, header.ZType));

    // the byte for the technique, where there is one, else nothing: an axis does not prove a technique
    public static Technique TechniqueOf(SpcHeader header) => header.Experiment switch
    {
        1 or 2 or 3 or 14 => Technique.Chromatography,
        5 => Technique.Infrared,
        7 => Technique.UltravioletVisible,
        9 => Technique.MassSpectrometry,
        10 => Technique.NuclearMagneticResonance,
        11 => Technique.Raman,
        // "FT-IR, FT-NIR, FT-Raman" is one value: the axis tells Raman
        4 => header.XType == 13 ? Technique.Raman : Technique.Unstated,
        0 => header.XType == 13 ? Technique.Raman : Technique.Unstated,
        _ => Technique.Other,
    };

    private static string Name(ImmutableArray<string> names, int type) => type < names.Length ? names[type] : "";

    // the file's own words for its axes stand for the types' where they are given
    private static Axis OwnOr(SpcHeader header, int axis, string name)
    {
        var own = header.HasOwnLabels ? header.Labels.Split('\0') : [];
        var stated = axis < own.Length && own[axis].Trim().Length > 0 ? own[axis].Trim() : name;
        var known = AxisUnits.Of(name.Length > 0 ? name : stated);
        return stated.Length == 0 ? new(AxisUnit.Unstated, null) : new(known.Unit == AxisUnit.Unstated ? AxisUnit.Other : known.Unit, stated);
    }
}

/// <summary>The log at the end of an SPC file: lines of words, most of them <c>KEY = value</c>.</summary>
internal static class SpcLog
{
    private const int HeadSize = 64;
    private const int MostText = 1 << 16;

    public static ImmutableSortedDictionary<string, string> Add(
        ImmutableSortedDictionary<string, string> metadata, ReadOnlySpan<byte> file, SpcHeader header)
    {
        if (header.LogAt < SpcHeader.Size || header.LogAt > file.Length - HeadSize)
        {
            return metadata;
        }

        var log = file[(int)header.LogAt..];
        var (size, text) = (SpcHeader.Word(log, header.IsBigEndian), SpcHeader.Word(log[8..], header.IsBigEndian));
        if (text < HeadSize || text >= size || size > log.Length)
        {
            return metadata.SetItem("probatum.log", "the log of the file is damaged and was left out");
        }

        var words = log[(int)text..(int)Math.Min(size, text + MostText)];
        var lines = new TextLines(words.IndexOf((byte)0) is >= 0 and var end ? words[..end] : words);
        var said = metadata.ToBuilder();
        while (lines.Next())
        {
            var line = TextLines.TextOf(lines.Current);
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                said["log." + line[..equals].Trim()] = line[(equals + 1)..].Trim();
            }
        }

        return said.ToImmutable();
    }
}
