using System.CommandLine;
using Probatum.Core.Laboratory;
using Probatum.Core.Records;

namespace Probatum.Verbs;

/// <summary>What every verb that records an instrument's run asks about it, so that all of them ask the same.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _instrument;
    private readonly Option<string?> _make;
    private readonly Option<string?> _model;
    private readonly Option<string?> _serial;
    private readonly Option<string?> _library;
    private readonly Option<string?> _libraryVersion;
    private readonly Option<string?> _by;
    private readonly Option<string?> _when;
    private readonly Option<string> _purpose;
    private readonly Option<string?> _screen;
    private readonly Option<string?> _score;
    private readonly Option<string[]> _alternatives;
    private readonly Option<string?> _calibration;
    private readonly Option<string?> _calibrated;
    private readonly Option<string?> _mode;
    private readonly Option<string?> _where;
    private readonly Option<string?> _at;
    private readonly Option<string?> _radius;
    private readonly Option<string?> _temperature;
    private readonly Option<string?> _humidity;
    private readonly Option<string[]> _interferents;
    private readonly Option<string?> _blankBefore;
    private readonly Option<string?> _blankAfter;
    private readonly Option<string?> _lot;
    private readonly Option<string[]> _photos = PhotoFiles.Option();

    /// <param name="prefix">What stands before each description, such as "with --sample: ".</param>
    /// <param name="purpose">The purpose where none is said.</param>
    public RunOptions(string prefix, string purpose)
    {
        Option<string?> Text(string name, string words, string help = "TEXT") => Verb.Option(name, prefix + words, help);
        _instrument = Text("--instrument", "make, model, serial, as one text");
        (_make, _model, _serial) = (Text("--make", "who made the device"), Text("--model", "its model"), Text("--serial", "its serial number"));
        (_library, _libraryVersion) = (Text("--device-library", "the library that the device searched"), Text("--device-library-version", "its version"));
        (_by, _when) = (Text("--by", "who ran it", "PARTY"), Text("--when", "when", "TIME"));
        _purpose = new("--purpose") { Description = $"{prefix}safety, screening or evidential; a safety reading is no evidence", HelpName = "WHAT", DefaultValueFactory = _ => purpose };
        _purpose.AcceptOnlyFromAmong("safety", "screening", "evidential");
        (_screen, _score) = (Text("--screen-text", "what the device itself showed, word for word"), Text("--score", "the score as it showed it"));
        _alternatives = Verb.Several("--alternative", $"{prefix}what else it offered, as shown", "TEXT");
        (_calibration, _calibrated) = (Text("--calibration", "the last calibration or confidence check: what and how it came out"), Text("--calibrated", "when that was", "TIME"));
        _mode = Text("--mode", "the mode that it was in");
        (_where, _at, _radius) = (Text("--where", "the place in words", "PLACE"), Text("--at", "latitude,longitude", "LAT,LON"), Text("--radius", "uncertainty in metres", "METRES"));
        (_temperature, _humidity) = (Text("--temperature", "of the air, in degrees Celsius", "DEGREES"), Text("--humidity", "relative humidity in per cent", "PERCENT"));
        _interferents = Verb.Several("--interferent", $"{prefix}what stood near that can disturb it: exhaust, cleaning agents …", "TEXT");
        (_blankBefore, _blankAfter) = (Text("--blank-before", "the reading of clean air or a blank before"), Text("--blank-after", "the same afterwards"));
        _lot = Text("--lot", "the lot of tube, paper or kit");
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Symbol> Symbols =>
    [
        _instrument, _make, _model, _serial, _library, _libraryVersion, _by, _when, _purpose, _screen, _score, _alternatives, _calibration, _calibrated, _mode, _where, _at, _radius, _temperature, _humidity,
        _interferents, _blankBefore, _blankAfter, _lot, _photos,
    ];

    /// <summary>The purpose said.</summary>
    public string Purpose(ParseResult parse) => parse.GetValue(_purpose)!;

    /// <summary>The photographs named.</summary>
    public string[] Photos(ParseResult parse) => parse.GetValue(_photos) ?? [];

    /// <summary>The run of a sample, with all that was said of it.</summary>
    public InstrumentRunRecorded Of(ParseResult parse, OpenedCase opened, EntityId run, EntityId sample, string technique, Blob raw, EntityId? blankRun) => Device(parse, opened, run, technique, raw) with
    {
        Sample = sample,
        BlankRun = blankRun,
        ScreenText = parse.GetValue(_screen),
        Score = parse.GetValue(_score),
        Alternatives = [.. parse.GetValue(_alternatives) ?? []],
        BlankBefore = parse.GetValue(_blankBefore),
        BlankAfter = parse.GetValue(_blankAfter),
        Photos = PhotoFiles.Keep(opened, Photos(parse)),
    };

    /// <summary>A run beside it on the same device, such as its blank: what was shown and photographed is the sample's alone.</summary>
    public InstrumentRunRecorded Device(ParseResult parse, OpenedCase opened, EntityId run, string technique, Blob raw) => new(
        run, null, technique, parse.GetValue(_instrument), opened.FindOr("party", parse.GetValue(_by)), OpenedCase.When(parse.GetValue(_when)), Purpose(parse), raw, null, null,
        parse.GetValue(_make), parse.GetValue(_model), parse.GetValue(_serial), parse.GetValue(_library), parse.GetValue(_libraryVersion), parse.GetValue(_calibration),
        OpenedCase.When(parse.GetValue(_calibrated)), parse.GetValue(_mode), IncidentVerbs.Place(parse.GetValue(_where), parse.GetValue(_at), parse.GetValue(_radius)),
        HandOverOptions.Thousandths("--temperature", parse.GetValue(_temperature)), Percent(parse.GetValue(_humidity)), [.. parse.GetValue(_interferents) ?? []], Lot: parse.GetValue(_lot));

    private static long? Percent(string? text) => HandOverOptions.Thousandths("--humidity", text) is not { } value ? null
        : value is >= 0 and <= 100_000 ? value : throw new BadInputException($"'{text}' is no relative humidity in per cent, 0 to 100");
}
