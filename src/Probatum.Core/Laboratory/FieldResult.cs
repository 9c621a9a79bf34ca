using System.Collections.Immutable;

namespace Probatum.Core.Laboratory;

/// <summary>What a field result must hold to be judged later, and what of that was not recorded.</summary>
/// <remarks>Source: docs/domain.md 4.</remarks>
public static class FieldResult
{
    private static readonly ImmutableArray<(string Words, Func<InstrumentRunRecorded, bool> IsThere)> Fields =
    [
        ("make", run => (run.Make ?? run.Instrument) is not null), ("model", run => (run.Model ?? run.Instrument) is not null), ("serial number", run => (run.Serial ?? run.Instrument) is not null),
        ("library", run => run.Library is not null), ("library version", run => run.LibraryVersion is not null), ("operator", run => run.By is not null),
        ("calibration or confidence check", run => run.Calibration is not null), ("time of the check", run => run.Calibrated is not null), ("mode", run => run.Mode is not null),
        ("place", run => run.Where is not null), ("time", run => run.When is not null), ("raw file", run => run.Raw is not null), ("words on the screen", run => run.ScreenText is not null),
        ("score", run => run.Score is not null), ("alternatives offered", run => !run.Alternatives.IsEmpty), ("blank before", run => run.BlankBefore is not null || run.BlankRun is not null),
        ("blank after", run => run.BlankAfter is not null), ("photograph", run => !run.Photos.IsEmpty || run.Raw?.Media.StartsWith("image/", StringComparison.Ordinal) == true),
        ("temperature", run => run.Temperature is not null), ("humidity", run => run.Humidity is not null), ("interferents nearby", run => !run.Interferents.IsEmpty),
    ];

    /// <summary>What of the minimum the record does not hold, in the order of a form.</summary>
    public static ImmutableArray<string> NotRecorded(InstrumentRunRecorded run) => [.. Fields.Where(field => !field.IsThere(run)).Select(field => field.Words)];
}
