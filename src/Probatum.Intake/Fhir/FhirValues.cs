using System.Globalization;
using System.Text.RegularExpressions;
using Probatum.Core.Fhir;
using Probatum.Core.Records;

namespace Probatum.Intake;

/// <summary>What elements say, as records have it: times with their words, concepts and measured values as texts with their units.</summary>
internal static partial class FhirValues
{
    private const string Source = "FHIR";

    // Units that are written otherwise in UCUM; every other pair of unit and code that differs is told whole.
    private static readonly HashSet<(string Unit, string Code)> SameUnits =
    [
        ("µg", "ug"), ("μg", "ug"), ("l", "L"), ("ml", "mL"), ("µl", "uL"), ("μl", "uL"), ("ul", "uL"), ("ng/ml", "ng/mL"), ("µg/l", "ug/L"), ("µg/L", "ug/L"), ("mg/l", "mg/L"), ("mmHg", "mm[Hg]"), ("°C", "Cel"), ("C", "Cel"),
    ];

    /// <summary>A time that an element has as an instant, a day, a month, a year or a period; null for none. What can't be read is a fault.</summary>
    public static When? Time(FhirNode of, string name, Action<FhirNode, string> blame)
    {
        if (of[$"{name}Period"] is { } period)
        {
            return Period(period, blame);
        }

        var full = new[] { name, $"{name}DateTime", $"{name}Instant" }.FirstOrDefault(one => of[one] is not null || of[$"_{one}"] is not null);
        return full is null ? null : Single(of, full, blame);
    }

    private static When? Period(FhirNode period, Action<FhirNode, string> blame)
    {
        var (start, end) = (period.Text("start"), period.Text("end"));
        var (from, to) = (start is null ? null : Bounds(start), end is null ? null : Bounds(end));
        if ((start is not null && from is null) || (end is not null && to is null) || (from?.From > to?.To))
        {
            blame(period, $"'{start}/{end}' is no period; expected two times of FHIR, the first not after the second");
            return null;
        }

        var said = period.ExtensionText(FhirNames.AsTold) ?? (start is null && end is null ? null : $"{start}/{end}");
        return said is null ? null : new(said, from is { } first ? When.Format(first.From) : null, to is { } last ? When.Format(last.To) : null, Source);
    }

    private static When? Single(FhirNode of, string name, Action<FhirNode, string> blame)
    {
        var (text, beside) = (of.Text(name), of[$"_{name}"]);
        var told = beside?.ExtensionText(FhirNames.AsTold);
        if (text is not null)
        {
            if (Bounds(text) is { } bounds)
            {
                return new(told ?? text, When.Format(bounds.From), When.Format(bounds.To), Source);
            }

            blame(of[name]!, $"'{text}' is no time of FHIR such as 2031, 2031-05, 2031-05-04 or 2031-05-04T10:20:00Z");
            return null;
        }

        var absent = beside?.Extension(FhirNames.AbsentExtension);
        absent?.TakeAll();
        return absent?.Peek("valueCode") == "as-text" && told is not null ? When.Parse(told, Source) ?? new(told, null, null, Source)
            : absent is not null ? When.NotKnown(told ?? $"as the source says: {absent.Peek("valueCode") ?? "no reason given"}")
            : null;
    }

    /// <summary>The first and the last second that a time of FHIR allows; null where it is none.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Bounds(string text)
    {
        if (DateForm().Match(text) is { Success: true } date)
        {
            var (year, month, day) = (Whole(date, "y"), Whole(date, "m"), Whole(date, "d"));
            if (year is not (>= 1 and < 9999) || month is 0 or > 12 || (day is { } d && (d == 0 || d > DateTime.DaysInMonth(year.Value, month!.Value))))
            {
                return null;
            }

            var from = new DateTimeOffset(year.Value, month ?? 1, day ?? 1, 0, 0, 0, TimeSpan.Zero);
            return (from, (day is not null ? from.AddDays(1) : month is not null ? from.AddMonths(1) : from.AddYears(1)).AddSeconds(-1));
        }

        return When.Instant(Fraction().Replace(text, "")) is { } instant ? (instant, instant) : null;
    }

    /// <summary>The words of a concept: its own text, else how a coding is shown, else system and code.</summary>
    public static string? Words(FhirNode? concept)
    {
        if (concept is null)
        {
            return null;
        }

        if (concept.Text("text") is { } text)
        {
            return text;
        }

        if (concept.List("coding").FirstOrDefault(coding => coding.Peek("display") is not null) is { } shown)
        {
            return shown.Text("display");
        }

        var coded = concept.List("coding").FirstOrDefault(coding => coding.Peek("code") is not null);
        return coded is null ? null : string.Join('|', new[] { coded.Text("system"), coded.Text("code") }.Where(part => part is not null));
    }

    /// <summary>The code of a concept in that system, taken.</summary>
    public static string? Code(FhirNode? concept, string system)
    {
        var coding = concept?.List("coding").FirstOrDefault(one => one.Peek("system") == system && one.Peek("code") is not null);
        coding?.Text("system");
        coding?.Text("display");
        return coding?.Text("code");
    }

    /// <summary>All that a concept says, to be looked up: text, codes, displays; nothing is taken.</summary>
    public static IEnumerable<string> Said(FhirNode? concept) => concept is null ? [] :
        new[] { concept.Peek("text") }.Concat(concept.List("coding").SelectMany(one => new[] { one.Peek("code"), one.Peek("display") })).OfType<string>();

    /// <summary>A value as a text that loses neither number nor unit; null for a kind of value that is not read.</summary>
    public static string? Value(string kind, FhirNode value) => kind switch
    {
        "Quantity" or "Age" or "Duration" => Quantity(value),
        "CodeableConcept" => Words(value),
        "String" or "Code" or "DateTime" or "Date" or "Time" or "Instant" when value.IsText && value.Element.GetString() is { } text && !string.IsNullOrWhiteSpace(text) => Taken(value, text),
        "Boolean" when value.Element.ValueKind is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => Taken(value, value.Element.GetBoolean() ? "true" : "false"),
        "Integer" or "Decimal" when value.Element.ValueKind == System.Text.Json.JsonValueKind.Number => Taken(value, value.Element.GetRawText()),
        "Range" when value["low"] is not null || value["high"] is not null => $"{Part(value["low"])} to {Part(value["high"])}",
        "Ratio" when value["numerator"] is { } over && value["denominator"] is { } under && Quantity(over) is { } first && Quantity(under) is { } second => $"{first} : {second}",
        "Period" when Period(value, static (_, _) => { }) is { } period => period.Words,
        _ => null,
    };

    /// <summary>A quantity as "&lt;12.50 mg/L": comparator, number as written, unit. A code of UCUM that says another unit stands beside it.</summary>
    public static string? Quantity(FhirNode quantity)
    {
        if (quantity.Number("value") is not { } number)
        {
            return null;
        }

        var (than, unit, code) = (quantity.Text("comparator"), quantity.Text("unit"), quantity.Text("code"));
        quantity.Text("system");
        var words = unit is null ? code : code is null || code == unit || SameUnits.Contains((unit, code)) ? unit : $"{unit} ({code})";
        return $"{than}{number}{(words is null ? "" : $" {words}")}";
    }

    private static string Part(FhirNode? quantity) => quantity is null ? "not said" : Quantity(quantity) ?? "not said";

    private static string Taken(FhirNode node, string text)
    {
        node.Take();
        return text;
    }

    private static int? Whole(Match match, string group) => match.Groups[group] is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("^(?<y>[0-9]{4})(?:-(?<m>[0-9]{2})(?:-(?<d>[0-9]{2}))?)?$")]
    private static partial Regex DateForm();

    [GeneratedRegex("(?<=T[0-9]{2}:[0-9]{2}:[0-9]{2})\\.[0-9]{1,12}")]
    private static partial Regex Fraction();
}
