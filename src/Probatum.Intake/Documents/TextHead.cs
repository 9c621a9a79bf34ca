using System.Globalization;

namespace Probatum.Intake;

/// <summary>The date and publisher that a text gives in its first lines, where they can mean nothing else.</summary>
/// <remarks>
/// A day that stands alone on its line, behind a place or an agency ("Dolnice, 3 March 2024", "Reuters / 15 May 2021"), or at the head of a
/// dateline. A day within a sentence or a headline is the event's and is left. Where lines give two days, or 3/4/2024, none is taken.
/// A publisher is taken from beside that day alone, and where its name is that of an agency or says that it is a paper.
/// </remarks>
public static class TextHead
{
    private const int Lines = 5;
    private const int Characters = 4096;
    private const int LongestLine = 200;
    private const int MostWords = 5;

    private static readonly string[] Forms =
        ["yyyy-MM-dd", "d MMMM yyyy", "d MMM yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MMM. d, yyyy", "d.M.yyyy", "d/M/yyyy", "dddd, d MMMM yyyy", "dddd d MMMM yyyy", "dddd, MMMM d, yyyy"];

    private static readonly string[] Labels = ["published", "published on", "date", "posted", "posted on"];

    private static readonly string[] Agencies =
        ["Reuters", "AP", "AFP", "Associated Press", "Agence France-Presse", "TASS", "SANA", "Interfax", "RIA Novosti", "Xinhua", "dpa", "ANSA", "EFE", "Anadolu", "Kyodo", "IRNA", "PTI", "BBC", "Al Jazeera"];

    private static readonly string[] Papers = ["Agency", "News", "Press", "Post", "Times", "Herald", "Tribune", "Gazette", "Chronicle", "Telegraph", "Daily", "Journal", "Courier", "Observer"];

    /// <summary>Reads the first five lines that are not empty; null for what they do not say.</summary>
    public static (DateOnly? Date, string? Publisher) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text[..Math.Min(text.Length, Characters)].Split('\n').Select(line => line.Trim(' ', '\t', '\r', '\u00A0', '*', '_', '#', '\uFEFF')).Where(line => line.Length > 0).Take(Lines).ToList();
        var found = lines.ConvertAll(line => line.Length <= LongestLine ? OfLine(line) : null);
        var days = found.Where(one => one is not null).Select(one => one!.Value.Date).Distinct().ToList();
        if (days is not [{ } day])
        {
            return default;
        }

        var at = found.FindIndex(one => one is not null);
        string?[] beside = found[at]!.Value.Before is { Length: > 0 } before ? [before] : [lines.ElementAtOrDefault(at - 1), lines.ElementAtOrDefault(at + 1)];
        var names = beside.OfType<string>().Where(IsPublisher).Distinct().ToList();
        return (day, names is [var name] ? name : null);
    }

    // The day of a line with what stands before it; null where there is none, or where it may be any other day.
    private static (DateOnly? Date, string Before)? OfLine(string line)
    {
        // 'DOLNICE, 3 March 2024 (Agency) — The army said …'
        var behind = line.IndexOfAny(['(', '—', '–']);
        foreach (var part in behind > 0 ? new[] { line, line[..behind].Trim() } : [line])
        {
            if (Day(part) is { } alone)
            {
                return (alone, "");
            }

            // Behind each of these signs the rest may be the day; the last that is one is taken.
            for (var sign = part.IndexOfAny([',', '/', '|', '—', '–', ':', '·']); sign > 0; sign = part.IndexOfAny([',', '/', '|', '—', '–', ':', '·'], sign + 1))
            {
                var (before, after) = (part[..sign].Trim(), part[(sign + 1)..].Trim());
                if (Day(after) is { } day && (Array.Exists(Labels, label => label.Equals(before, StringComparison.OrdinalIgnoreCase)) || (part[sign] != ':' && IsName(before))))
                {
                    return (day, before);
                }
            }
        }

        return null;
    }

    private static DateOnly? Day(string words) =>
        words.Length is > 7 and < 40 && DateOnly.TryParseExact(words, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var day) && day.Year is >= 1900 and <= 2200
            && (words.IndexOfAny(['/', '.']) < 0 || words.Contains(' ', StringComparison.Ordinal) || day.Day > 12 || day.Day == day.Month)
            ? day : null;

    private static bool IsName(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 and <= MostWords } parts
        && Array.TrueForAll(parts, part => char.IsUpper(part[0]) || part is "of" or "de" or "la" or "al" or "the");

    private static bool IsPublisher(string words) => Array.IndexOf(Agencies, words) >= 0
        || (IsName(words) && words.Split(' ') is { Length: > 1 } parts && Array.Exists(parts, part => Array.IndexOf(Papers, part) >= 0));
}
