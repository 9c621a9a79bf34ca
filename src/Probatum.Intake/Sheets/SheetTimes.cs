using System.Globalization;
using System.Text.RegularExpressions;
using Probatum.Core.Records;

namespace Probatum.Intake;

/// <summary>Times in cells: ISO 8601, the forms that somebody says the sheet has, and what a workbook itself holds as a date.</summary>
/// <remarks>What the cell says is kept beside the instants. Nothing is guessed: 03/04/2016 is refused until somebody says which it is.</remarks>
internal static partial class SheetTimes
{
    private const string Source = "sheet";

    public static When? Read(GridCell cell, SheetReading reading, out string why)
    {
        var said = cell.Text;
        why = "";
        if (cell.Form != CellForm.Date && reading.Dates.Length > 0)
        {
            var read = reading.Dates.Select(form => Exact(said, form, reading)).Where(one => one.Form is not null).DistinctBy(one => (one.When?.From, one.When?.To, one.Form is null)).ToList();
            if (read.Count > 1)
            {
                why = $"'{said}' can be read in {read.Count} of the forms that --dates says ({string.Join(", ", read.Select(one => one.Form))})";
                return null;
            }

            if (read is [{ When: var one }])
            {
                why = one is null ? NoZone(said) : "";
                return one;
            }
        }

        if (Iso(said, reading) is { } iso)
        {
            return iso;
        }

        why = Local().IsMatch(said) && Stated(said, 0) is not null ? NoZone(said)
            : reading.Dates.Length > 0 ? $"'{said}' is no date; expected {string.Join(" or ", reading.Dates)} as said by --dates, or ISO 8601"
            : Numbers().Match(said) is { Success: true } match ? Ambiguous(said, match)
            : $"'{said}' is no time such as 2031-05-04T10:20Z, 2031-05-04, an interval with '/', or 'unknown: why'";
        return null;
    }

    private static When? Iso(string said, SheetReading reading)
    {
        if (Times.Read(said, Source) is { Unknown: null } utc)
        {
            // A day without a zone is that of the zone that is said, and of UTC where none is.
            return reading.Zone is null || !said.Split('/').Any(end => Day().IsMatch(end)) ? utc : Stated(said, reading.Zone.Value);
        }

        return Times.Read(said, Source) ?? (Stated(said, reading.Zone) is { } stated ? stated : null);
    }

    /// <summary>One or two ends, each a day, a local time or an instant, in that zone; null where one needs a zone and there is none.</summary>
    private static When? Stated(string said, int? zone)
    {
        var ends = said.Split('/', 2);
        return End(ends[0], zone) is var (from, _) && End(ends[^1], zone) is var (_, to) && from <= to ? new(said, When.Format(from), When.Format(to), Source) : null;
    }

    private static (DateTimeOffset From, DateTimeOffset To)? End(string text, int? zone)
    {
        if (Day().IsMatch(text) && DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return At(day, zone ?? 0, TimeSpan.FromSeconds(86_399));
        }

        // Telephones write milliseconds, which say nothing of when a sample was taken.
        var plain = Fraction().Replace(text, "");
        if (When.Instant(plain) is { } instant)
        {
            return (instant, instant);
        }

        return zone is { } minutes && Local().IsMatch(text) && DateTime.TryParseExact(plain.Replace(' ', 'T'), ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? At(local, minutes, TimeSpan.Zero)
            : null;
    }

    /// <summary>What a text is in one form: no form where it does not have it, no time where it needs a zone and there is none.</summary>
    private static (string? Form, When? When) Exact(string said, string form, SheetReading reading)
    {
        var loose = Doubled().Replace(form, match => match.Value[..1]);
        if (!DateTime.TryParseExact(said, loose.Replace("zzz", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && !form.Contains("zzz", StringComparison.Ordinal))
        {
            return default;
        }

        if (form.Contains("zzz", StringComparison.Ordinal))
        {
            return DateTimeOffset.TryParseExact(said, loose, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
                ? (form, new(said, When.Format(instant), When.Format(instant), Source))
                : default;
        }

        var hasTime = form.Contains('H', StringComparison.Ordinal);
        return hasTime && reading.Zone is null ? (form, null)
            : At(local, reading.Zone ?? 0, hasTime ? TimeSpan.Zero : TimeSpan.FromSeconds(86_399)) is var (from, to) ? (form, new(said, When.Format(from), When.Format(to), Source))
            : default;
    }

    /// <summary>A local time and one so much later as instants; null at the ends of the calendar.</summary>
    private static (DateTimeOffset From, DateTimeOffset To)? At(DateTime local, int zone, TimeSpan length) =>
        local.Year is > 1 and < 9999 ? (new(local, TimeSpan.FromMinutes(zone)), new DateTimeOffset(local, TimeSpan.FromMinutes(zone)) + length) : null;

    private static string NoZone(string said) => $"'{said}' does not say its time zone; say it for all with --zone, for example --zone +03:00";

    private static string Ambiguous(string said, Match match)
    {
        var (first, second, sign) = (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture), match.Groups[2].Value);
        var (dayFirst, monthFirst) = ($"--dates dd{sign}MM{sign}yyyy", $"--dates MM{sign}dd{sign}yyyy");
        return first <= 12 && second <= 12 && first != second
            ? $"'{said}' may be day {first} of month {second} or day {second} of month {first}: say which, {dayFirst} or {monthFirst}"
            : $"'{said}' is no time in ISO 8601; say how dates are spelled, {(second > 12 ? monthFirst : dayFirst)}";
    }

    [GeneratedRegex("^\\d{4}-\\d\\d-\\d\\d$")]
    private static partial Regex Day();

    [GeneratedRegex("^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:\\.\\d{1,9})?$")]
    private static partial Regex Local();

    [GeneratedRegex("(?<=T\\d\\d:\\d\\d:\\d\\d)\\.\\d{1,9}")]
    private static partial Regex Fraction();

    [GeneratedRegex("^(\\d{1,2})([./-])(\\d{1,2})\\2\\d{2,4}")]
    private static partial Regex Numbers();

    [GeneratedRegex("(?<![A-Za-z])(?:dd|MM|HH)(?![A-Za-z])")]
    private static partial Regex Doubled();
}
