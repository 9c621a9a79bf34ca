using System.Collections.Immutable;
using System.Globalization;

namespace Probatum.Spectra;

/// <summary>ANDI/MS files, and ANDI/CHROM files told apart from them. Source: ASTM E2077, E2078, E1947.</summary>
/// <remarks>
/// Tolerates what real writers do: masses as any number type, missing attributes, empty scans with index -1, masses
/// from high to low, -9999 or fill values for times. Points without a usable mass or intensity are left out and
/// counted in the metadata under <c>probatum.points_left_out</c>. A library's scans are single spectra too.
/// </remarks>
internal static class Andi
{
    // netCDF's own fill value is 9.97e36; no clock of an instrument runs for 30,000 years
    private const double LongestTime = 1e12;
    private const double LargestMass = 1e6;
    private const int MostInstruments = 16;

    public static bool TryRead(ReadOnlyMemory<byte> file, out SpectraFile read, out SpectraFault fault)
    {
        read = null!;
        if (!NetCdf.TryOpen(file, out var cdf, out fault))
        {
            return false;
        }

        var metadata = SpectraFile.NoMetadata.AddRange(cdf.Attributes.Select(a => KeyValuePair.Create(
            a.Key,
            a.Value.Text ?? string.Join(' ', a.Value.Numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))))));
        var names = cdf.Variables;
        if (names.TryGetValue("mass_values", out var masses) && names.TryGetValue("intensity_values", out var heights))
        {
            if (!TryReadSpectra(cdf, masses, heights, metadata, out var run, out fault))
            {
                return false;
            }

            read = SpectraFile.Of(run);
            if (run.Kind == RunKind.Library)
            {
                read = read with { Spectra = AndiLibrary.Records(cdf, run) };
            }

            return true;
        }

        if (names.TryGetValue("ordinate_values", out var ordinates))
        {
            read = AndiChromatogram.Read(cdf, ordinates, metadata);
            return true;
        }

        fault = new("andi/no-spectra", 0, "a netCDF file without mass_values and intensity_values is not ANDI/MS");
        return false;
    }

    private static bool TryReadSpectra(
        NetCdf cdf, NetCdfVariable massesAt, NetCdfVariable heightsAt,
        ImmutableSortedDictionary<string, string> metadata, out InstrumentRun run, out SpectraFault fault)
    {
        run = null!;
        if (massesAt.Count != heightsAt.Count)
        {
            fault = new("andi/unequal", massesAt.Begin, "mass_values and intensity_values differ in length");
            return false;
        }

        if (!TryPlaceScans(cdf, massesAt.Count, out var places, out fault))
        {
            return false;
        }

        var (masses, heights) = (cdf.Read(massesAt), cdf.Read(heightsAt));
        var times = Times(cdf, places.Length, out var timeUnit);
        // stretches of scans may overlap in damaged files: what we keep is bounded by what they point at
        var total = places.Sum(p => (long)p.Count);
        if (total > Math.Max(masses.Length, 1) * 2L)
        {
            fault = new("andi/overlap", massesAt.Begin, "scans claim the same points several times over");
            return false;
        }

        var points = new ScanPoints((int)total);
        for (var i = 0; i < places.Length; i++)
        {
            var (first, count) = places[i];
            points.Begin(times[i]);
            for (var at = first; at < first + count; at++)
            {
                points.Add(masses[at], heights[at], LargestMass);
            }

            points.End();
        }

        if (points.LeftOut > 0)
        {
            metadata = metadata.SetItem(
                "probatum.points_left_out", points.LeftOut.ToString(CultureInfo.InvariantCulture));
        }

        var mode = metadata.GetValueOrDefault("test_ionization_mode");
        run = points.ToRun("ANDI/MS", metadata, KindOf(metadata));
        run = run with
        {
            Ionization = Acquisition.IonizationOf(mode),
            SelectedIons = run.SelectedIons || Says(metadata, "test_scan_function", "Selected"),
            Acquisition = new(
                Instrument(cdf), NotEmpty(mode), Acquisition.PolarityOf(metadata.GetValueOrDefault("test_ionization_polarity")),
                Extreme(cdf, "mass_range_min", (a, b) => a < b), Extreme(cdf, "mass_range_max", (a, b) => a > b), timeUnit,
                Says(metadata, "experiment_type", "Centroid") ? DataMode.Centroid
                    : Says(metadata, "experiment_type", "Continuum") ? DataMode.Profile
                    : null,
                NotEmpty(metadata.GetValueOrDefault("experiment_date_time_stamp"))),
        };
        return true;
    }

    private static bool TryPlaceScans(
        NetCdf cdf, int points, out (int First, int Count)[] places, out SpectraFault fault)
    {
        places = [];
        fault = default;
        var index = cdf.Variables.TryGetValue("scan_index", out var at) ? cdf.Read(at) : null;
        var counts = cdf.Variables.TryGetValue("point_count", out var of) ? cdf.Read(of) : null;
        var scans = counts?.Length ?? index?.Length ?? 0;
        if (scans == 0 || (index is not null && counts is not null && index.Length != counts.Length))
        {
            fault = new("andi/no-scans", at?.Begin ?? 0, "scan_index and point_count are missing or do not agree");
            return false;
        }

        places = new (int, int)[scans];
        var running = 0.0;
        for (var i = 0; i < scans; i++)
        {
            var first = index is null ? running : index[i];
            var next = index is null || i + 1 == scans ? points : index[i + 1];
            var count = counts is null ? next - first : counts[i];
            running += count;
            // writers put index -1 at scans without points
            if (count == 0 || (first < 0 && count < 0))
            {
                continue;
            }

            if (!(first >= 0 && count > 0 && first + count <= points))
            {
                fault = new("andi/scan-place", at?.Begin ?? of?.Begin ?? 0, $"scan {i} points outside the values");
                return false;
            }

            places[i] = ((int)first, (int)count);
        }

        return true;
    }

    private static double?[] Times(NetCdf cdf, int scans, out string? unit)
    {
        unit = null;
        var times = new double?[scans];
        if (!cdf.Variables.TryGetValue("scan_acquisition_time", out var at) || at.Count != scans)
        {
            return times;
        }

        // the standard's unit is the second; some writers name another
        unit = at.Attributes.TryGetValue("units", out var units) ? NotEmpty(units.Text) : null;
        var factor = unit?.StartsWith("min", StringComparison.OrdinalIgnoreCase) == true ? 60.0 : AxisUnits.SecondsIn(unit) ?? 1.0;
        var read = cdf.Read(at);
        for (var i = 0; i < scans; i++)
        {
            times[i] = read[i] is >= 0 and < LongestTime ? read[i] * factor : null;
        }

        return times;
    }

    // names of several instruments are kept apart by semicolons
    private static string? Instrument(NetCdf cdf)
    {
        string[] parts = ["instrument_name", "instrument_mfr", "instrument_model", "instrument_serial_no"];
        var texts = parts.Select(part => cdf.Variables.TryGetValue(part, out var at) ? cdf.Texts(at, MostInstruments) : []).ToArray();
        var count = texts.Max(t => t.Length);
        return NotEmpty(string.Join("; ", Enumerable.Range(0, count)
            .Select(i => string.Join(' ', texts.Where(t => i < t.Length && t[i].Length > 0).Select(t => t[i]).Distinct(StringComparer.Ordinal)))
            .Where(text => text.Length > 0)));
    }

    private static double? Extreme(NetCdf cdf, string name, Func<double, double, bool> better)
    {
        double? best = null;
        foreach (var value in cdf.Variables.TryGetValue(name, out var at) ? cdf.Read(at) : [])
        {
            // 0, -9999 and fill values are places left empty
            if (value is >= 1.0 and <= LargestMass && (best is null || better(value, best.Value)))
            {
                best = value;
            }
        }

        return best;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static RunKind KindOf(ImmutableSortedDictionary<string, string> metadata) =>
        Says(metadata, "experiment_type", "Library") ? RunKind.Library
        : Says(metadata, "experiment_type", "Continuum") ? RunKind.Continuum
        : RunKind.Centroid;

    private static bool Says(ImmutableSortedDictionary<string, string> metadata, string key, string word) =>
        metadata.TryGetValue(key, out var value) && value.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
