using System.Globalization;

namespace Probatum.Text;

/// <summary>Reads dates out of words: a day, month or year as ISO text, relative ones against the report's
/// date.</summary>
/// <remarks>A date that needs a year nobody gives is not read. A month or weekday is the last one not after the
/// report.</remarks>
internal static class Dates
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
            "december"];

    private static readonly string[] Short = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
        "nov", "dec"];

    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday"];

    public static bool IsMonth(string lower) => MonthOf(lower) > 0;

    /// <summary>The date alone on a line: '21/11/2016', 'February 5, 2018', '2024-05-03', '5 May 2024'.</summary>
    /// <remarks>Of 3/4/2016 nobody knows which is the day; it is read day first, as most of the world writes.</remarks>
    public static DateOnly? OfLine(ReadOnlySpan<char> line)
    {
        string[] forms = ["d/M/yyyy", "d.M.yyyy", "yyyy-MM-dd", "yyyy/M/d", "MMMM d, yyyy", "MMM d, yyyy",
            "MMM. d, yyyy", "d MMMM yyyy", "d MMM yyyy",
            "dddd, MMMM d, yyyy", "dddd, d MMMM yyyy", "dddd d MMMM yyyy"];
        var trimmed = line.Trim(" \t\u00A0*_#|-–—");
        return trimmed.Length is > 7 and < 40
            && DateOnly.TryParseExact(trimmed, forms, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite,
            out var date) ? date : null;
    }

    /// <summary>The date that begins at <paramref name="at"/>, with the index after it; null where none does.</summary>
    public static (string Iso, int End)? Read(Sentence s, int at, DateOnly? report)
    {
        var token = s[at];
        if (token.Kind == TokenKind.Number)
        {
            return OfNumber(s, at, report);
        }

        if (!token.IsWord)
        {
            return null;
        }

        if (MonthOf(token.Lower) is > 0 and var month && (token.IsCapital || token.Lower != "may"))
        {
            return OfMonth(s, at, month, report);
        }

        if (report is not { } day)
        {
            return null;
        }

        return token.Lower switch
        {
            "yesterday" => (Iso(day.AddDays(-1)), at + 1),
            "today" => (Iso(day), at + 1),
            "last" or "this" when s.IsIn(at + 1, "dayish")
                && s[at + 1].Lower is "year" or "month" => OfSpan(s, at, day),
            _ when Array.IndexOf(Weekdays, token.Lower) is >= 0 and var weekday && token.IsCapital =>
                (Iso(day.AddDays(-(((int)day.DayOfWeek - weekday + 7) % 7))), at + 1),
            _ => null,
        };
    }

    private static (string Iso, int End)? OfSpan(Sentence s, int at, DateOnly day)
    {
        var back = s.Is(at, "last") ? 1 : 0;
        return s.Is(at + 1, "year") ? day.Year - back < 1 ? null : ($"{day.Year - back:0000}", at + 2)
            : day.Year == 1 && day.Month == 1 ? null : (Month(day.AddMonths(-back)), at + 2);
    }

    private static (string Iso, int End)? OfNumber(Sentence s, int at, DateOnly? report)
    {
        if (OfLine(s[at].Text) is { } whole)
        {
            return (Iso(whole), at + 1);
        }

        // '21 August 2013', '21st of August'
        var next = s.Is(at + 1, "of") ? at + 2 : at + 1;
        if (DayOf(s[at].Text) is { } day && s.At(next) is { IsCapital: true } token
            && MonthOf(token.Lower) is > 0 and var month)
        {
            var year = YearAt(s, next + 1);
            return Day(year ?? Year(month, day, report), month, day) is { } date
                ? (Iso(date), year is null ? next + 1 : next + 2) : null;
        }

        return YearAt(s, at) is { } alone && (s.Is(at - 1, "in", "since", "during")) ? ($"{alone:0000}", at + 1) : null;
    }

    private static (string Iso, int End)? OfMonth(Sentence s, int at, int month, DateOnly? report)
    {
        if (s.At(at + 1) is { Kind: TokenKind.Number } number && DayOf(number.Text) is { } day)
        {
            var next = s.IsMark(at + 2, ",") ? at + 3 : at + 2;
            var year = YearAt(s, next);
            return Day(year ?? Year(month, day, report), month, day) is { } date
                ? (Iso(date), year is null ? at + 2 : next + 1) : null;
        }

        return YearAt(s, at + 1) is { } given ? ($"{given:0000}-{month:00}", at + 2)
            : s[at].IsCapital && Year(month, 1, report) is { } known ? ($"{known:0000}-{month:00}", at + 1) : null;
    }

    internal static int? Year(int month, int day, DateOnly? report) =>
        report is not { } known ? null : (month, day).CompareTo((known.Month, known.Day)) > 0 && known.Year > 1
            ? known.Year - 1 : known.Year;

    internal static DateOnly? Day(int? year, int month, int day) =>
        year is { } known && day <= DateTime.DaysInMonth(known, month) ? new DateOnly(known, month, day) : null;

    internal static int? YearAt(Sentence s, int at) =>
        s.At(at) is { Kind: TokenKind.Number, Lower.Length: 4 } token && token.Lower.All(char.IsAsciiDigit)
        && int.Parse(token.Lower, CultureInfo.InvariantCulture) is >= 1900 and <= 2100 and var year ? year : null;

    internal static int? DayOf(string text)
    {
        var digits = text.Length > 2 && text[^2..] is "st" or "nd" or "rd" or "th" ? text[..^2] : text;
        return digits.Length is 1 or 2 && digits.All(char.IsAsciiDigit)
            && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 31 and var day
            ? day : null;
    }

    public static int MonthOf(string lower)
    {
        var name = lower.TrimEnd('.');
        var full = Array.IndexOf(Months, name);
        return full >= 0 ? full + 1 : name == "sept" ? 9 : Array.IndexOf(Short, name) + 1;
    }

    internal static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Month(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
