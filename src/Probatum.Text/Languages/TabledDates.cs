using System.Globalization;

namespace Probatum.Text;

/// <summary>Reads dates in a language that has tables: '19 ноября 2016 года', '١٩ نوفمبر/تشرين الثاني 2016', 'вчера'.</summary>
/// <remarks>As in English, a date that needs a year nobody gives is not read, and a month or weekday is the last one not
/// after the report.</remarks>
internal static class TabledDates
{
    /// <summary>The date that begins at <paramref name="at"/>, with the index after it; null where none does.</summary>
    public static (string Iso, int End)? Read(LanguageTables tables, Sentence s, int at, DateOnly? report)
    {
        if (s[at].Kind == TokenKind.Number)
        {
            return OfNumber(tables, s, at, report);
        }

        if (!s[at].IsWord || tables.Calendar.Match(s, at) is not { } hit)
        {
            return null;
        }

        var (kind, number) = Parts(hit.Value);
        switch (kind)
        {
            case "month":
                var end = Names(tables, s, at)!.Value.End;
                return Dates.YearAt(s, end) is { } given ? ($"{given:0000}-{number:00}", AfterYear(tables, s, end + 1))
                    : tables.IsIn(s, at - 1, "month-after") && Dates.Year(number, 1, report) is { } known ? ($"{known:0000}-{number:00}", end) : null;
            case "day" when report is { } day:
                return (Dates.Iso(day.AddDays(-(((int)day.DayOfWeek - number + 7) % 7))), hit.End);
            case "back" when report is { } day:
                return (Dates.Iso(day.AddDays(-number)), hit.End);
            default:
                return null;
        }
    }

    /// <summary>The date alone on a line, in any language that has tables: '14 мая 2031 года', '١٤ مايو ٢٠٣١'.</summary>
    public static DateOnly? OfLine(string text, int start, int end)
    {
        const int longest = 40;
        if (end - start > longest || Enumerable.Range(start, end - start).All(at => text[at] < '\u0400'))
        {
            return null;
        }

        foreach (var tables in new[] { RussianForms.Tables, ArabicForms.Tables })
        {
            var s = new Sentence(tables.Tokens(text, start, end), 0);
            if (s.Count > 0 && Read(tables, s, 0, null) is var (iso, after) && after >= s.Body
                && DateOnly.TryParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>Whether a month's name begins at <paramref name="at"/>.</summary>
    public static bool IsMonth(LanguageTables tables, Sentence s, int at) => Names(tables, s, at) is not null;

    private static (string Iso, int End)? OfNumber(LanguageTables tables, Sentence s, int at, DateOnly? report)
    {
        if (Dates.OfLine(s[at].Lower) is { } whole)
        {
            return (Dates.Iso(whole), at + 1);
        }

        if (Dates.DayOf(s[at].Lower) is { } day && Names(tables, s, at + 1) is { } month)
        {
            var year = Dates.YearAt(s, month.End);
            return Dates.Day(year ?? Dates.Year(month.Number, day, report), month.Number, day) is { } date
                ? (Dates.Iso(date), year is null ? month.End : AfterYear(tables, s, month.End + 1)) : null;
        }

        return Dates.YearAt(s, at) is { } alone && (tables.IsIn(s, at + 1, "year") || tables.IsIn(s, at - 1, "year"))
            ? ($"{alone:0000}", AfterYear(tables, s, at + 1)) : null;
    }

    // A month, or the same month by two names with a stroke between them.
    private static (int Number, int End)? Names(LanguageTables tables, Sentence s, int at)
    {
        if (tables.Calendar.Match(s, at) is not { } hit || Parts(hit.Value) is not ("month", var number))
        {
            return null;
        }

        return s.IsMark(hit.End, "/(") && tables.Calendar.Match(s, hit.End + 1) is { } other && other.Value == hit.Value
            ? (number, s.IsMark(other.End, ")") ? other.End + 1 : other.End) : (number, hit.End);
    }

    private static int AfterYear(LanguageTables tables, Sentence s, int at) => tables.IsIn(s, at, "year") ? at + 1 : at;

    private static (string Kind, int Number) Parts(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        return (value[..space], int.Parse(value.AsSpan(space + 1), CultureInfo.InvariantCulture));
    }
}
