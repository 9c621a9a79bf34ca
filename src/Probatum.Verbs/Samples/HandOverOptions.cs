using System.CommandLine;
using System.Globalization;
using Probatum.Core.Samples;

namespace Probatum.Verbs;

/// <summary>The options for what stands on the form of a hand-over beside the act itself.</summary>
internal sealed class HandOverOptions
{
    private readonly Option<string?> _receipt = Verb.Option("--receipt", "the receipt's number", "TEXT");
    private readonly Option<string[]> _witnesses = Verb.Several("--witness", "who saw it", "WHO");
    private readonly Option<string?> _remarks = Verb.Option("--remarks", "with what remarks it was accepted", "TEXT");
    private readonly Option<string?> _objection = Verb.Option("--objection", "what somebody who was there objected", "TEXT");
    private readonly Option<string?> _packaging = Verb.Option("--packaging", "layers and container", "TEXT");
    private readonly Option<string?> _transport = Verb.Option("--transport", "mode, carrier, waybill", "TEXT");
    private readonly Option<string?> _goods = Verb.Option("--dangerous-goods", "the entry on the transport papers, such as 'UN 3315'", "TEXT");
    private readonly Option<string?> _temperature = Verb.Option("--temperature", "at the hand-over, in °C", "NUMBER");
    private readonly Option<string?> _written = Verb.Option("--written", "when the form was written, where that was later", "TIME");
    private readonly Option<string?> _before = Verb.Option("--digest-before", "of a digital item: its SHA-256 before", "HEX");
    private readonly Option<string?> _after = Verb.Option("--digest-after", "of a digital item: its SHA-256 after", "HEX");
    private readonly Option<string?> _tool = Verb.Option("--tool", "what computed the digests, with its version", "TEXT");
    private readonly Option<string[]> _photos = PhotoFiles.Option();

    public IEnumerable<Symbol> Symbols => [_receipt, _witnesses, _remarks, _objection, _packaging, _transport, _goods, _temperature, _written, _before, _after, _tool, _photos];

    public HandOverForm? Read(ParseResult parse, OpenedCase opened) => Symbols.OfType<Option>().All(option => parse.GetResult(option) is null) ? null : new(
        parse.GetValue(_receipt), [.. parse.GetValue(_witnesses) ?? []], parse.GetValue(_remarks), parse.GetValue(_objection), parse.GetValue(_packaging), parse.GetValue(_transport),
        parse.GetValue(_goods), Thousandths("--temperature", parse.GetValue(_temperature)), PhotoFiles.Keep(opened, parse.GetValue(_photos)), OpenedCase.When(parse.GetValue(_written)),
        Digest("--digest-before", parse.GetValue(_before)), Digest("--digest-after", parse.GetValue(_after)), parse.GetValue(_tool));

    /// <summary>Degrees as typed, in thousandths.</summary>
    public static long? Thousandths(string option, string? degrees) => degrees is null ? null
        : decimal.TryParse(degrees, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value is > -274 and < 10_000
            ? (long)(value * 1000)
            : throw new BadInputException($"{option}: '{degrees}' is no temperature in °C, such as -18.5");

    private static string? Digest(string option, string? hex) => hex is null || (hex.Length == 64 && hex.All(char.IsAsciiHexDigitLower)) ? hex
        : throw new BadInputException($"{option}: a SHA-256 is 64 hexadecimal digits in lower case");
}
