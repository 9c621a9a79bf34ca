using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>ANDI/CHROM: a detector's trace without mass spectra. Source: ASTM E1947.</summary>
internal static class AndiChromatogram
{
    public static SpectraFile Read(NetCdf cdf, NetCdfVariable ordinates, ImmutableSortedDictionary<string, string> metadata)
    {
        var (unit, heightUnit) = (Said(metadata, "retention_unit"), Said(metadata, "detector_unit"));
        metadata = metadata.SetItem("probatum.points", ordinates.Count.ToString(CultureInfo.InvariantCulture));
        var instrument = metadata.GetValueOrDefault("detector_name") is { Length: > 0 } detector ? detector : null;
        var acquired = metadata.GetValueOrDefault("injection_date_time_stamp") is { Length: > 0 } stamp ? stamp : null;
        var run = new InstrumentRun("ANDI/CHROM", metadata, RunKind.Chromatogram, [], [], [])
        {
            Acquisition = new(instrument, TimeUnit: unit, Acquired: acquired),
        };
        var places = Places(cdf, ordinates.Count, unit);
        var heights = cdf.Read(ordinates);
        // a trace whose points can't be placed on an axis of time is told, not drawn
        if (places is null || !places.All(double.IsFinite) || !heights.All(double.IsFinite))
        {
            metadata = metadata.SetItem("probatum.trace", "left out: the file does not say at which times its points lie");
            return SpectraFile.Of(run with { Metadata = metadata });
        }

        return SpectraFile.Of(run) with
        {
            Traces =
            [
                new(
                    metadata.GetValueOrDefault("experiment_title") is { Length: > 0 } title ? title : null, Technique.Chromatography,
                    AxisOf(unit), AxisUnits.Of(heightUnit),
                    [.. places], [.. heights], metadata, Acquired: acquired, Instrument: instrument),
            ],
        };
    }

    // writers spell these names with and without an s
    private static string? Said(ImmutableSortedDictionary<string, string> metadata, string key) =>
        metadata.GetValueOrDefault(key) is { Length: > 0 } one ? one
        : metadata.GetValueOrDefault(key + "s") is { Length: > 0 } more ? more
        : null;

    // "time in seconds", "Seconds", "sec", "minutes"
    private static Axis AxisOf(string? stated)
    {
        var axis = AxisUnits.Of(stated);
        return axis.Unit != AxisUnit.Other || stated is null ? axis
            : stated.Contains("sec", StringComparison.OrdinalIgnoreCase) ? new(AxisUnit.Second, stated)
            : stated.Contains("min", StringComparison.OrdinalIgnoreCase) ? new(AxisUnit.Minute, stated)
            : axis;
    }

    private static double[]? Places(NetCdf cdf, int count, string? unit)
    {
        if (cdf.Variables.TryGetValue("raw_data_retention", out var given) && given.Count == count && count > 0)
        {
            return cdf.Read(given);
        }

        if (unit is null || Scalar(cdf, "actual_sampling_interval") is not (> 0.0 and var step))
        {
            return null;
        }

        var start = Scalar(cdf, "actual_delay_time") ?? 0.0;
        return [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
    }

    private static double? Scalar(NetCdf cdf, string name) =>
        cdf.Variables.TryGetValue(name, out var at) && at.Count > 0 && cdf.Read(at)[0] is > -9000.0 and < 1e12 and var value ? value : null;
}
