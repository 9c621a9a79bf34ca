using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.FileType;

namespace Probatum.Intake;

/// <summary>What a picture's file tells of itself, which anybody could have written into it.</summary>
/// <param name="Media">Its media type, by content.</param>
/// <param name="Taken">When it was taken: RFC 3339; a clock without a zone is read as UTC.</param>
/// <param name="LatE7">Latitude in 10⁻⁷ degrees.</param>
/// <param name="LonE7">Longitude in 10⁻⁷ degrees.</param>
/// <param name="Camera">Make and model.</param>
public sealed record PhotoTold(string Media, string? Taken, long? LatE7, long? LonE7, string? Camera)
{
    private const int LargestFile = 256 << 20;
    private const double E7 = 10_000_000;

    /// <summary>Reads the metadata of a picture or film; null where the bytes are none. Total.</summary>
    public static PhotoTold? Read(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length > LargestFile)
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(bytes, false);
            var told = ImageMetadataReader.ReadMetadata(stream);
            var media = told.OfType<FileTypeDirectory>().FirstOrDefault()?.GetDescription(FileTypeDirectory.TagDetectedFileMimeType);
            var (shot, head) = (told.OfType<ExifSubIfdDirectory>().FirstOrDefault(), told.OfType<ExifIfd0Directory>().FirstOrDefault());
            var at = told.OfType<GpsDirectory>().Select(gps => gps.GetGeoLocation()).FirstOrDefault(place => place is { IsZero: false });
            var isPlace = at is not null && double.IsFinite(at.Latitude) && double.IsFinite(at.Longitude) && Math.Abs(at.Latitude) <= 90 && Math.Abs(at.Longitude) <= 180;
            string[] camera = [.. new[] { head?.GetString(ExifDirectoryBase.TagMake), head?.GetString(ExifDirectoryBase.TagModel) }.OfType<string>().Select(text => text.Trim('\0', ' ')).Where(text => text.Length > 0)];
            return media is null ? null : new(
                media, Time(shot?.GetString(ExifDirectoryBase.TagDateTimeOriginal), shot?.GetString(ExifDirectoryBase.TagTimeZoneOriginal)),
                isPlace ? (long)Math.Round(at!.Latitude * E7) : null, isPlace ? (long)Math.Round(at!.Longitude * E7) : null, camera.Length == 0 ? null : string.Join(' ', camera));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library has many exceptions for what is wrong in a file; each means that it tells nothing.
            return null;
        }
    }

    private static string? Time(string? said, string? zone) =>
        DateTime.TryParseExact(said?.Trim('\0', ' '), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? TimeSpan.TryParseExact(zone?.Trim('\0', ' ').TrimStart('+', '-'), "hh\\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
                ? Core.Records.When.Format(new DateTimeOffset(time, zone!.Trim('\0', ' ').StartsWith('-') ? -offset : offset))
                : Core.Records.When.Format(new DateTimeOffset(time, TimeSpan.Zero))
            : null;
}
