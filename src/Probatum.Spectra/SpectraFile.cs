using System.Collections.Immutable;

namespace Probatum.Spectra;

/// <summary>All that was read from one file: a run of scans, single mass spectra, traces, or several of them.</summary>
/// <param name="Format">The format's name, such as <c>JCAMP-DX</c>.</param>
/// <param name="Metadata">What the file says of itself as a whole, by its own keys; our own remarks begin with <c>probatum.</c></param>
/// <param name="Run">Its scans over time; null where it holds none.</param>
/// <param name="Spectra">Single mass spectra: a library's records, or peak lists.</param>
/// <param name="Traces">Curves that are no mass spectra.</param>
public sealed record SpectraFile(
    string Format,
    ImmutableSortedDictionary<string, string> Metadata,
    InstrumentRun? Run,
    ImmutableArray<LibraryRecord> Spectra,
    ImmutableArray<Trace> Traces)
{
    internal static ImmutableSortedDictionary<string, string> NoMetadata { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    internal static SpectraFile Of(InstrumentRun run) => new(run.Format, run.Metadata, run, [], []);

    internal static SpectraFile Of(string format, ImmutableArray<LibraryRecord> spectra) => new(format, NoMetadata, null, spectra, []);
}
