using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Probatum.Intake;

namespace Probatum.Verbs;

/// <summary>The options that say how somebody else's sheet is to be read.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string?> _mapping = Verb.Option("--mapping", "how to read it, as --save-mapping wrote it; what is said besides goes before", "FILE.json");
    private readonly Option<string[]> _map = Verb.Several("--map", "which column a heading means, as 'Probe-Nr.=label'", "HEADING=COLUMN");
    private readonly Option<string[]> _set = Verb.Several("--set", "what a column says in every row, as origin=STATE_HANDOVER", "COLUMN=WORDS");
    private readonly Option<string[]> _value = Verb.Several("--value", "what a word of a column means, as 'matrix:Boden=ENV_SOIL'", "COLUMN:WORD=MEANING");
    private readonly Option<string[]> _ignore = Verb.Several("--ignore", "a heading of which nothing is taken; '*' for all that are not known", "HEADING");
    private readonly Option<string[]> _dates = Verb.Several("--dates", "how dates are spelled, as dd.MM.yyyy or 'dd.MM.yyyy HH:mm'", "FORM");
    private readonly Option<string?> _zone = Verb.Option("--zone", "the time zone of times that say none, as +03:00", "ZONE");
    private readonly Option<string?> _decimal = Verb.Option("--decimal", "comma or point (point)", "SIGN");
    private readonly Option<string?> _sheet = Verb.Option("--sheet", "the sheet of a workbook, by name or number", "NAME");
    private readonly Option<string?> _header = Verb.Option("--header", "the row or line of the headings; else the first that has most of them", "ROW");
    private readonly Option<string?> _encoding = Verb.Option("--encoding", "the encoding of a CSV that is no UTF-8, as windows-1251 or windows-1256", "NAME");
    private readonly Option<string?> _separator = Verb.Option("--separator", "comma, semicolon or tab; else as the first lines have it", "SIGN");

    public ReadingOptions()
    {
        _decimal.AcceptOnlyFromAmong("comma", "point");
        _separator.AcceptOnlyFromAmong("comma", "semicolon", "tab");
    }

    /// <summary>All of them, for the verb.</summary>
    public IEnumerable<Symbol> All => [_mapping, _map, _set, _value, _ignore, _dates, _zone, _decimal, _sheet, _header, _encoding, _separator];

    /// <summary>What the command line and the mapping file say.</summary>
    public SheetReading Said(ParseResult parse)
    {
        var reading = SheetReading.AsItStands;
        if (parse.GetValue(_mapping) is { } file && !SheetReading.TryRead(Files.Read(file), out reading, out var fault))
        {
            throw new BadInputException($"{file}: {fault.Why}");
        }

        var (map, ignore) = (Pairs(parse, _map), parse.GetValue(_ignore) ?? []);
        return reading with
        {
            Columns = reading.Columns.SetItems(map),
            Constants = reading.Constants.SetItems(Pairs(parse, _set)),
            Values = reading.Values.SetItems(Pairs(parse, _value, "column:word=meaning")),
            Ignored = [.. reading.Ignored.Union(ignore)],
            MustHave = [.. map.Select(pair => pair.Key), .. ignore],
            Dates = parse.GetValue(_dates) is { Length: > 0 } dates
                ? [.. dates.Select(form => SheetReading.IsDateForm(form) ? form : throw new BadInputException($"--dates '{form}' is no form of a date such as dd.MM.yyyy, MM/dd/yyyy or 'dd.MM.yyyy HH:mm'"))]
                : reading.Dates,
            Zone = parse.GetValue(_zone) is { } zone ? SheetReading.ReadZone(zone) ?? throw new BadInputException($"--zone '{zone}' is no time zone such as +03:00 or Z") : reading.Zone,
            HasDecimalComma = parse.GetValue(_decimal) is { } sign ? sign == "comma" : reading.HasDecimalComma,
            Sheet = parse.GetValue(_sheet) ?? reading.Sheet,
            Header = parse.GetValue(_header) is { } header
                ? int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new BadInputException($"--header '{header}' is no number of a row")
                : reading.Header,
            Encoding = parse.GetValue(_encoding) ?? reading.Encoding,
            Separator = parse.GetValue(_separator) switch { null => reading.Separator, "comma" => ',', "semicolon" => ';', _ => '\t' },
        };
    }

    /// <summary>NAME=VALUE, split at the last sign: a heading may have one.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> Pairs(ParseResult parse, Option<string[]> option, string form = "NAME=VALUE") =>
    [
        .. (parse.GetValue(option) ?? []).Select(text => text.LastIndexOf('=') is > 0 and var at && (option.Name != "--value" || text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < at)
            ? KeyValuePair.Create(text[..at].Trim(), text[(at + 1)..].Trim())
            : throw new BadInputException($"{option.Name} '{text}' is not {form}")),
    ];
}
