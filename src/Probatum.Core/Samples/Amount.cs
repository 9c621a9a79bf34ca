using System.Globalization;

namespace Probatum.Core.Samples;

/// <summary>A mass, a volume or a number of pieces, such as "12.5 g"; amounts of one kind can be added.</summary>
/// <param name="Kind">mass, volume, or the unit itself where it is neither.</param>
/// <param name="Smallest">The amount in the kind's smallest unit: micrograms or microlitres.</param>
/// <param name="Unit">The unit in which it was said.</param>
/// <param name="PerUnit">How many smallest units it has.</param>
public readonly record struct Amount(string Kind, decimal Smallest, string Unit, decimal PerUnit)
{
    private const decimal Largest = 1_000_000_000_000;

    /// <summary>Reads an amount; null when it is no number and a unit, or more than any sample is.</summary>
    public static Amount? Read(string? quantity)
    {
        var parts = quantity?.Split(' ', 2, StringSplitOptions.TrimEntries) ?? [];
        if (parts.Length != 2 || !decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value >= Largest)
        {
            return null;
        }

        var (kind, per) = parts[1] switch
        {
            "kg" => ("mass", 1_000_000_000m),
            "g" => ("mass", 1_000_000m),
            "mg" => ("mass", 1_000m),
            "µg" or "μg" or "ug" => ("mass", 1m),
            "l" or "L" => ("volume", 1_000_000m),
            "ml" or "mL" => ("volume", 1_000m),
            "µl" or "μl" or "ul" or "µL" or "μL" => ("volume", 1m),
            var other => (other, 1m),
        };
        return new(kind, value * per, parts[1], per);
    }

    /// <summary>That many smallest units, said in this amount's unit.</summary>
    public string In(decimal smallest) => string.Create(CultureInfo.InvariantCulture, $"{smallest / PerUnit:0.######} {Unit}");
}
