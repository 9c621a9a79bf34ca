using System.Globalization;

namespace Probatum.Core.Samples;

/// <summary>Temperatures as records state them, in thousandths of a degree Celsius, and as people read them.</summary>
public static class Celsius
{
    /// <summary>Such as "3.1 °C".</summary>
    public static string Words(long? thousandths) => thousandths is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000m:0.###} °C") : "not told";

    /// <summary>Such as "3.1 to 11 °C".</summary>
    public static string Range(long? lowest, long? highest) =>
        lowest is { } low && highest is { } high ? string.Create(CultureInfo.InvariantCulture, $"{low / 1000m:0.###} to {high / 1000m:0.###} °C") : $"{Words(lowest)} to {Words(highest)}";
}
