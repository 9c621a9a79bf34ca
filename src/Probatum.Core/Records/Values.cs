using System.Globalization;

namespace Probatum.Core.Records;

/// <summary>A time as somebody gave it: said in words, bounded as far as the words allow, or unknown for a reason.</summary>
/// <remarks>Never a fake midnight: "13 November" is a whole day. Instants keep the offset in which they were said.</remarks>
public sealed record When(string? Said, string? From, string? To, string? Source, string? Unknown = null)
{
    /// <summary>A time nobody knows, and why.</summary>
    public static When NotKnown(string why) => new(null, null, null, null, why);

    /// <summary>One instant, said as written.</summary>
    public static When At(DateTimeOffset instant, string source)
    {
        var text = Format(instant);
        return new(text, text, text, source);
    }

    /// <summary>
    /// Reads "2016-11-13", "2016-11-13T09:30+02:00" or two of them with a slash between; null when the words are none of these.
    /// </summary>
    public static When? Parse(string said, string source)
    {
        var ends = said.Split('/', 2);
        return Bounds(ends[0]) is { } first && Bounds(ends[^1]) is { } last
            && first.From <= last.To
            ? new(said, Format(first.From), Format(last.To), source)
            : null;
    }

    /// <summary>The earliest instant, or null when unknown.</summary>
    public DateTimeOffset? Earliest => Instant(From);

    /// <summary>The latest instant, or null when unknown.</summary>
    public DateTimeOffset? Latest => Instant(To);

    /// <summary>What a person reads: the words said, or why there are none.</summary>
    public string Words => Said ?? (Unknown is null ? "time not given" : $"unknown: {Unknown}");

    /// <summary>RFC 3339 with seconds, the offset kept, UTC as Z.</summary>
    public static string Format(DateTimeOffset instant) => instant.Offset == TimeSpan.Zero
        ? instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    internal Json ToJson() => JsonMap.Of(
        ("said", Text(Said)), ("from", Text(From)), ("to", Text(To)), ("source", Text(Source)), ("unknown", Text(Unknown)));

    internal static When FromJson(JsonMap map) =>
        new(map.Text("said"), map.Text("from"), map.Text("to"), map.Text("source"), map.Text("unknown"));

    /// <summary>An instant in RFC 3339, or null.</summary>
    public static DateTimeOffset? Instant(string? text) =>
        OwnSpelling(text) is { } own ? own
        : DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    /// <summary>Whether the text is an instant in the one spelling that <see cref="Format"/> writes.</summary>
    public static bool IsInstant(string text) => OwnSpelling(text) is not null || (Instant(text) is { } instant && Format(instant) == text);

    /// <summary>
    /// The instant that <see cref="Format"/> spells like this in UTC, as records do by far the most; null for every other text.
    /// </summary>
    private static DateTimeOffset? OwnSpelling(string? text)
    {
        if (text is not { Length: 20 } || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        {
            return null;
        }

        var (year, month, day) = ((100 * Two(text, 0)) + Two(text, 2), Two(text, 5), Two(text, 8));
        var (hour, minute, second) = (Two(text, 11), Two(text, 14), Two(text, 17));
        return Two(text, 0) >= 0 && Two(text, 2) >= 0 && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero)
            : null;
    }

    /// <summary>Two decimal digits as a number; far below zero where they are none.</summary>
    private static int Two(string text, int at) =>
        char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) ? (10 * (text[at] - '0')) + (text[at + 1] - '0') : -10_000;

    /// <summary>
    /// Whether it is unknown for a reason and nothing else, or said in words, with bounds in order where there are bounds.
    /// </summary>
    public bool IsWellFormed => Unknown is not null
        ? Said is null && From is null && To is null && Source is null
        : Said is not null && (From is null || IsInstant(From)) && (To is null || IsInstant(To)) && !(Earliest > Latest);

    private static (DateTimeOffset From, DateTimeOffset To)? Bounds(string said)
    {
        if (Instant(said) is { } instant)
        {
            return (instant, instant);
        }

        if (DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return (start, start.AddSeconds(86_399));
        }

        return null;
    }

    private static JsonText? Text(string? text) => text is null ? null : new(text);
}

/// <summary>A place as somebody gave it; coordinates in 10⁻⁷ degrees (WGS 84) with a radius in metres, where known.</summary>
public sealed record Where(string? Said, long? LatE7 = null, long? LonE7 = null, long? RadiusM = null, Blob? Area = null)
{
    /// <summary>Metres in a degree of latitude, about.</summary>
    public const double MetresPerDegree = 111_320;

    private const double E7 = 10_000_000;

    /// <summary>Whether the coordinates are a point on the globe, both or neither, and an area is a file.</summary>
    public bool IsWellFormed =>
        LatE7 is null or (>= -900_000_000 and <= 900_000_000) && LonE7 is null or (>= -1_800_000_000 and <= 1_800_000_000)
        && LatE7 is null == LonE7 is null && RadiusM is null or >= 0 && Area is null or { IsWellFormed: true };

    /// <summary>The coordinates with their uncertainty, such as "36.17,37.08 ± 50 m"; null where there are none.</summary>
    public string? Degrees => this is not { LatE7: { } lat, LonE7: { } lon } ? null
        : string.Create(CultureInfo.InvariantCulture, $"{lat / 10_000_000m:0.#######},{lon / 10_000_000m:0.#######}{(RadiusM is { } radius ? $" ± {radius} m" : "")}");

    /// <summary>What a person reads: the words said, with the coordinates where there are some.</summary>
    public string Words => (Said, Degrees) switch
    {
        ({ } said, { } degrees) => $"{said} ({degrees})",
        ({ } said, null) => said,
        (null, { } degrees) => degrees,
        _ => "place not said",
    };

    /// <summary>How many metres the middles of two places are apart: over a ball, good to a part in a hundred at the distances that matter; null where one has no coordinates.</summary>
    public double? Metres(Where other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (this is not { LatE7: { } lat, LonE7: { } lon } || other is not { LatE7: { } otherLat, LonE7: { } otherLon })
        {
            return null;
        }

        var across = Math.Abs(lon - otherLon);
        across = Math.Min(across, 3_600_000_000 - across);
        var (north, east) = ((lat - otherLat) / E7 * MetresPerDegree, across / E7 * MetresPerDegree * Cosine((lat + otherLat) / 2 / E7));
        return Math.Sqrt((north * north) + (east * east));
    }

    // The platform's cosine is not the same bits on every machine.
    private static double Cosine(double degrees)
    {
        var x = degrees * (Math.PI / 180);
        var square = x * x;
        return 1 - (square / 2 * (1 - (square / 12 * (1 - (square / 30 * (1 - (square / 56 * (1 - (square / 90)))))))));
    }

    internal Json ToJson() => JsonMap.Of(
        ("said", Said is null ? null : (Json)Said), ("latE7", LatE7 is { } lat ? lat : null), ("lonE7", LonE7 is { } lon ? lon : null),
        ("radiusM", RadiusM is { } radius ? radius : null), ("area", Area?.ToJson()));

    internal static Where FromJson(JsonMap map) => new(
        map.Text("said"), map.Number("latE7"), map.Number("lonE7"), map.Number("radiusM"),
        map["area"] is JsonMap area ? Blob.FromJson(area) : null);
}

/// <summary>A file by its content: SHA-256 in lower-case hexadecimal, length in bytes, media type.</summary>
public sealed record Blob(string Sha256, long Size, string Media)
{
    /// <summary>The name of these bytes.</summary>
    public static Blob Of(ReadOnlySpan<byte> bytes, string media) => new(Digests.Hex(bytes), bytes.Length, media);

    internal Json ToJson() => JsonMap.Of(("sha256", Sha256), ("size", Size), ("media", Media));

    internal static Blob FromJson(JsonMap map) => new(map.Text("sha256") ?? "", map.Number("size") ?? -1, map.Text("media") ?? "");

    /// <summary>Whether the digest and the length can be those of a file.</summary>
    public bool IsWellFormed => Digests.IsHex(Sha256) && Size >= 0;
}
