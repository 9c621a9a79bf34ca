using System.Globalization;

namespace Probatum.Text;

/// <summary>A place as a gazetteer has it. Its country and area are the source's and decide nothing about whose it is.</summary>
/// <param name="Name">As the gazetteer spells it.</param>
/// <param name="Area">The first division of the country; empty where none is told.</param>
/// <param name="CountryCode">ISO 3166-1, two letters.</param>
/// <param name="Country">The country's name in English.</param>
/// <param name="LatE4">Latitude in 10⁻⁴ degrees (about 10 m), north positive.</param>
/// <param name="LonE4">Longitude in 10⁻⁴ degrees, east positive.</param>
/// <param name="IsWord">The name is an ordinary English word too.</param>
public sealed record KnownPlace(string Name, string Area, string CountryCode, string Country, int LatE4, int LonE4, bool IsWord)
{
    /// <summary>Area, country and coordinates in one line.</summary>
    public string Located => string.Create(CultureInfo.InvariantCulture, $"{(Area.Length > 0 ? Area + ", " : "")}{Country} ({LatE4 / 10000m:0.0000}, {LonE4 / 10000m:0.0000})");
}

/// <summary>A place that a name may stand for: a proposal.</summary>
/// <param name="Place">The place.</param>
/// <param name="Spelling">The spelling that was met: the place's name or another one of it.</param>
/// <param name="Match">How closely.</param>
public sealed record PlaceHit(KnownPlace Place, string Spelling, PlaceMatch Match);
