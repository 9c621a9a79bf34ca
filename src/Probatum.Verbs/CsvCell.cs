using System.Globalization;

namespace Probatum.Verbs;

/// <summary>One cell of every table that is written as CSV.</summary>
/// <remarks>Names come from libraries and files of others, and tables are opened in spreadsheets, where a cell may be a command.</remarks>
internal static class CsvCell
{
    /// <summary>
    /// The text, in quotes where CSV needs them. What a spreadsheet would take for a formula (it begins with = + - @, a tab or a
    /// line end) gets an apostrophe before it, which spreadsheets take for "this is text"; numbers stay numbers. Source: RFC 4180;
    /// OWASP, CSV Injection.
    /// </summary>
    public static string Of(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] && !IsNumber(text) ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static bool IsNumber(string text) =>
        text.AsSpan(1).Trim("0123456789.").IsEmpty
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
