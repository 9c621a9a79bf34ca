using System.Collections.Immutable;

namespace Probatum.Larch;

/// <summary>Writes scans as an ANDI/MS file. Source: ASTM E2077, E2078.</summary>
internal static class AndiRun
{
    private const double MassStep = 0.05;

    public static byte[] Write(
        string sample, string taken, ImmutableArray<ImmutableArray<(int Mass, int Count)>> scans)
    {
        var counts = scans.Select(scan => scan.Length).ToArray();
        var points = scans.SelectMany(scan => scan).ToArray();
        var file = new NetCdfWriter();
        var scanNumber = file.Dimension("scan_number", scans.Length);
        var pointNumber = file.Dimension("point_number", points.Length);
        foreach (var (name, text) in Attributes(sample, taken))
        {
            file.Attribute(name, text);
        }

        file.Doubles(
            "scan_acquisition_time", scanNumber,
            [.. scans.Select((_, i) => SimulatedRun.FirstSecond + (i * SimulatedRun.Interval))], ("units", "seconds"));
        file.Doubles("scan_duration", scanNumber, [.. scans.Select(_ => SimulatedRun.Interval)], ("units", "seconds"));
        file.Ints("actual_scan_number", scanNumber, [.. scans.Select((_, i) => i)]);
        file.Doubles("total_intensity", scanNumber, [.. scans.Select(scan => (double)scan.Sum(p => (long)p.Count))]);
        file.Doubles("mass_range_min", scanNumber, [.. scans.Select(_ => (double)SimulatedRun.LowestMass)]);
        file.Doubles("mass_range_max", scanNumber, [.. scans.Select(_ => (double)SimulatedRun.HighestMass)]);
        // where each scan begins: the sum of what came before
        file.Ints("scan_index", scanNumber, [.. counts.Select((_, i) => counts.Take(i).Sum())]);
        file.Ints("point_count", scanNumber, counts);
        file.Shorts(
            "mass_values", pointNumber, [.. points.Select(p => Stored(p.Mass))], ("units", "M/Z"), ("scale_factor", MassStep));
        file.Ints("intensity_values", pointNumber, [.. points.Select(p => p.Count)], ("units", "Total Counts"));
        return file.ToBytes();
    }

    // masses a twentieth of a unit above the whole number, as real ions lie a little above it
    private static short Stored(int mass) => (short)((mass * 20) + 1);

    private static IEnumerable<(string Name, string Text)> Attributes(string sample, string taken) =>
    [
        ("experiment_title", $"SYNTHETIC training data, exercise Larch, {sample}"),
        ("dataset_completeness", "C1+C2"),
        ("ms_template_revision", "1.0.1"),
        ("netcdf_revision", "2.3.2"),
        ("languages", "English"),
        ("administrative_comments", "SYNTHETIC training data: simulated, no instrument measured it"),
        ("dataset_owner", "The Probatum authors, MIT licence"),
        ("dataset_origin", "SYNTHETIC, examples/exercise-larch/generate"),
        ("experiment_date_time_stamp", taken),
        ("netcdf_file_date_time_stamp", taken),
        ("experiment_type", "Centroided Mass Spectrum"),
        ("operator_name", "SYNTHETIC"),
        ("sample_id", $"{sample} SYNTHETIC"),
        ("instrument_name", "SYNTHETIC GC-MS simulator"),
        ("test_separation_type", "Gas-Liquid Chromatography"),
        ("test_ms_inlet", "Capillary Direct"),
        ("test_ionization_mode", "Electron Impact"),
        ("test_ionization_polarity", "Positive Polarity"),
        ("test_detector_type", "Electron Multiplier"),
        ("test_resolution_type", "Constant Resolution"),
        ("test_scan_function", "Mass Scan"),
        ("test_scan_direction", "Up"),
        ("test_scan_law", "Linear"),
        ("raw_data_mass_format", "Short"),
        ("raw_data_time_format", "Double"),
        ("raw_data_intensity_format", "Long"),
    ];
}
