namespace Probatum.Text;
internal static class Dates
{
    public static bool IsMonth(string lower) => lower is "january" or "february" or "march" or "april" or "may" or "june" or "july" or "august" or "september" or "october" or "november" or "december";
}
